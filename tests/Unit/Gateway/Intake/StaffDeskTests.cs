using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>What our own staff do.</summary>
public sealed class StaffDeskTests : IAsyncDisposable
{
    private static readonly IllRequest Wanted = new() { Citation = new Citation { Title = "On Rivers" } };

    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_loan_without_a_due_date_gets_the_loan_period_of_the_partner()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "loanPeriodDays: 21");
        var request = await _gateway.LendingAsync();
        Assert.Equal(new DateOnly(2026, 3, 23), (await _gateway.ActAsync(request, StaffAction.Ship)).DueOn);
    }

    [Fact]
    public async Task A_renewal_without_a_date_is_never_granted_to_a_day_that_has_passed()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 3, 3) });
        _gateway.Clock.Advance(TimeSpan.FromDays(60));
        await _gateway.ArriveAsync(new IllMessage.Renew { Header = Ill.FromBorrower(second: 3) });
        var renewed = await _gateway.ActAsync(request, StaffAction.RenewAnswer, new ActionFields { Answer = true });
        Assert.Equal(new DateOnly(2026, 5, 29), renewed.DueOn);
    }

    [Fact]
    public async Task Two_partners_who_read_letters_may_use_the_same_number_and_one_may_not_use_it_twice()
    {
        _gateway.MeetByMail("SOUTH");
        _gateway.MeetByMail("WEST");
        var south = await KeyInAsync("SOUTH");
        var west = await KeyInAsync("WEST");
        var again = await KeyInAsync("SOUTH");

        Assert.NotEqual(Assert.IsType<DeskResult.Done>(south).State.Id, Assert.IsType<DeskResult.Done>(west).State.Id);
        Assert.Equal("externalId", Assert.IsType<DeskResult.Invalid>(again).Field);
        Assert.Equal("externalId", Assert.IsType<DeskResult.Invalid>(await KeyInAsync("WEST")).Field);
    }

    [Fact]
    public async Task The_same_submission_makes_one_request_and_its_key_serves_for_no_other()
    {
        var submission = new Submission { Key = "k-1", Raw = new byte[] { 1, 2, 3 } };
        var first = await _gateway.Desk.BorrowAsync(Wanted, ["EAST"], submission, "ida", TestGateway.Cancel);
        var repeat = await _gateway.Desk.BorrowAsync(Wanted, ["EAST"], submission, "ida", TestGateway.Cancel);
        var other = await _gateway.Desk.BorrowAsync(
            Wanted, ["EAST"], submission with { Raw = new byte[] { 4 } }, "ida", TestGateway.Cancel);

        Assert.True(Assert.IsType<DeskResult.Done>(repeat).IsRepeat);
        Assert.Equal(Assert.IsType<DeskResult.Done>(first).State.Id, ((DeskResult.Done)repeat).State.Id);
        Assert.IsType<DeskResult.KeyReused>(other);
        Assert.Single(await _gateway.RequestsAsync());
    }

    [Fact]
    public async Task A_note_of_the_submission_goes_out_once_with_the_first_sending()
    {
        var made = Assert.IsType<DeskResult.Done>(await _gateway.Desk.BorrowAsync(
            Wanted, ["EAST"], new Submission { Note = "for May" }, "ida", TestGateway.Cancel));
        var sent = await _gateway.ActAsync(made.State, StaffAction.Send, new ActionFields { Note = "thank you" });

        Assert.Equal("for May\nthank you", Assert.Single(await _gateway.OutboxAsync()).Entry.Message.Note);
        Assert.Equal("for May\nthank you", Assert.Single(sent.Notes).Text);
    }

    [Theory]
    [InlineData("EAST", "east", "twice")]
    [InlineData("EAST", "NOBODY", "no partner NOBODY")]
    public async Task A_rota_names_partners_that_exist_and_each_once(string first, string second, string says)
    {
        var result = await _gateway.Desk.BorrowAsync(Wanted, [first, second], internalNote: null, "ida", TestGateway.Cancel);
        Assert.Contains(says, Assert.IsType<DeskResult.Invalid>(result).Text, StringComparison.Ordinal);
        Assert.Empty(await _gateway.RequestsAsync());
    }

    [Theory]
    [InlineData("HOME0000007")]
    [InlineData("EAST0000001")]
    [InlineData("1")]
    [InlineData("")]
    public async Task An_id_that_is_not_exactly_one_of_ours_finds_nothing(string id)
    {
        await _gateway.LendingAsync();
        Assert.IsType<DeskResult.NotFound>(
            await _gateway.Desk.ActAsync(id, StaffAction.Ship, ActionFields.None, "ida", TestGateway.Cancel));
    }

    private Task<DeskResult> KeyInAsync(string partner) =>
        _gateway.Desk.LendAsync(Wanted, partner, "S-1", note: null, internalNote: null, "ida", TestGateway.Cancel);
}

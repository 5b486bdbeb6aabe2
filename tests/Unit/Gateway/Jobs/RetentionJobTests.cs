using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Jobs;

/// <summary>What is removed, when, and that everything that is left still verifies.</summary>
public sealed class RetentionJobTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public RetentionJobTests() => _gateway.Write("gateway.yaml", $$"""
        {{TemporaryConfiguration.Gateway}}
        retention: {duplicateDays: 10, patronDays: 20, messageDays: 30, requestDays: 40}
        """);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_patron_and_all_notes_go_on_the_day_that_the_settings_say_and_not_before()
    {
        var request = await EndedAsync();
        var open = await _gateway.LendingAsync(group: "E-2");
        _gateway.Clock.Advance(TimeSpan.FromDays(19));
        Assert.Equal((0, 0), await RunAsync("anonymise"));
        Assert.NotNull((await _gateway.FindAsync(request)).Content.Patron);

        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 1), await RunAsync("anonymise"));
        Assert.Equal((0, 0), await RunAsync("anonymise"));
        var state = await _gateway.FindAsync(request);
        Assert.Null(state.Content.Patron);
        Assert.Null(state.Content.DeliverTo);
        Assert.Empty(state.Notes);
        Assert.Equal("On Rivers", state.Content.Citation.Title);
        Assert.Equal(new DateOnly(2026, 3, 22), state.AnonymisedOn);
        Assert.Null((await _gateway.FindAsync(open)).AnonymisedOn);
        Assert.Contains("anonymised: The patron and all notes were removed.", await _gateway.HistoryAsync(request));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Holds_that_nobody_fetched_expire_by_a_job_of_their_own_and_are_forgotten_later()
    {
        var today = DateOnly.FromDateTime(_gateway.Clock.GetLocalNow().DateTime);
        await _gateway.WriteAsync(work => work.Circulation.Insert(new Hold
        {
            Patron = 1, Status = HoldStatus.AvailableForPickup, PlacedAt = _gateway.Clock.GetLocalNow(), PickupUntil = today,
        }));
        Assert.Equal((0, 0), await RunAsync("hold-expiry"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 1), await RunAsync("hold-expiry"));
        Assert.Equal((0, 0), await RunAsync("hold-expiry"));
        _gateway.Clock.Advance(TimeSpan.FromDays(19));
        Assert.Equal((0, 0), await RunAsync("anonymise"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 1), await RunAsync("anonymise"));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task The_bytes_that_name_the_patron_go_with_the_patron()
    {
        var request = await EndedAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        await RunAsync("anonymise");
        var messages = (await _gateway.Store.ListMessagesAsync(request.Number, false, null, 200, TestGateway.Cancel)).Items;
        foreach (var message in messages)
        {
            var row = (await _gateway.Store.FindMessageAsync(message.Id, TestGateway.Cancel))!;
            Assert.Equal(row.Entry.Service == IllService.IllRequest, row.Entry.Raw.IsEmpty);
            Assert.True(row.RawOctets > 0);
        }

        await RequireSoundAsync();
    }

    [Fact]
    public async Task What_staff_submitted_for_the_patron_goes_with_the_patron_too()
    {
        var content = new IllRequest
        {
            Citation = new Citation { Title = "On Rivers" }, Patron = new Patron { Name = "Reader, Sample" },
        };
        var submission = new Submission { Raw = "{\"patron\": \"Reader, Sample\"}"u8.ToArray(), Key = "k-1" };
        var made = Assert.IsType<DeskResult.Done>(
            await _gateway.Desk.BorrowAsync(content, ["EAST"], submission, "ida", TestGateway.Cancel)).State;
        await _gateway.ActAsync(made, StaffAction.Cancel);
        var message = (await _gateway.Store.ListMessagesAsync(made.Number, false, null, 10, TestGateway.Cancel)).Items.Single();
        Assert.False((await _gateway.Store.FindMessageAsync(message.Id, TestGateway.Cancel))!.Entry.Raw.IsEmpty);

        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal((1, 1), await RunAsync("anonymise"));
        Assert.True((await _gateway.Store.FindMessageAsync(message.Id, TestGateway.Cancel))!.Entry.Raw.IsEmpty);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task The_patrons_name_is_out_of_the_index_when_the_job_ends()
    {
        var request = await EndedAsync();
        await _gateway.WriteAsync(work => work.IndexText(100));
        Assert.Single((await SearchAsync("sample reader")));
        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        await RunAsync("anonymise");
        Assert.Empty(await SearchAsync("sample"));
        Assert.Equal(request.Number, Assert.Single(await SearchAsync("rivers")).Number);
        Assert.False(await _gateway.Store.WriteAsync(work => work.MergeText(), TestGateway.Cancel));
        Assert.Equal(0, await _gateway.Store.WriteAsync(work => work.IndexText(100), TestGateway.Cancel));
        await RequireSoundAsync();
    }

    private async Task<IReadOnlyList<RequestState>> SearchAsync(string words) =>
        (await _gateway.Store.ListRequestsAsync(new RequestFilter { Text = words }, null, 10, TestGateway.Cancel)).Items;

    [Fact]
    public async Task What_was_opened_again_and_ends_again_is_anonymised_again()
    {
        var request = await EndedAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        await RunAsync("anonymise");
        await _gateway.ActAsync(request, StaffAction.Reactivate, new ActionFields { InternalNote = "The reader came back." });
        await _gateway.ActAsync(request, StaffAction.ChangeStatus, new ActionFields { Status = Status.RequestCompleted });
        _gateway.Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal((1, 1), await RunAsync("anonymise"));
        Assert.Empty((await _gateway.FindAsync(request)).Notes);
    }

    [Fact]
    public async Task Bytes_of_messages_go_and_their_hashes_stay()
    {
        await _gateway.LendingAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(25));
        await _gateway.LendingAsync(group: "E-2");
        _gateway.Clock.Advance(TimeSpan.FromDays(5) + TimeSpan.FromMinutes(1));
        await RunAsync("retention");
        var old = (await _gateway.Store.FindMessageAsync(1, TestGateway.Cancel))!;
        Assert.True(old.Entry.Raw.IsEmpty);
        Assert.True(old.RawOctets > 0);
        var young = (await _gateway.Store.ListMessagesAsync(2, false, null, 1, TestGateway.Cancel)).Items[0];
        Assert.False((await _gateway.Store.FindMessageAsync(young.Id, TestGateway.Cancel))!.Entry.Raw.IsEmpty);
        Assert.Equal((0, 0), await RunAsync("retention"));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_message_is_known_as_a_repeat_until_its_days_are_over()
    {
        var message = Ill.Message(Ill.FromBorrower("EAST", "E-1", second: 5));
        await _gateway.LendingAsync();
        await _gateway.ArriveAsync(message, identity: "m-1");
        _gateway.Clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        await RunAsync("retention");
        Assert.NotNull(await SeenAsync("m-1"));
        _gateway.Clock.Advance(TimeSpan.FromMinutes(2));
        await RunAsync("retention");
        Assert.Null(await SeenAsync("m-1"));
        await _gateway.ArriveAsync(message, identity: "m-1");
        Assert.NotNull(await SeenAsync("m-1"));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task Deliveries_that_ended_go_and_those_that_wait_stay()
    {
        var request = await EndedAsync();
        var waiting = (await _gateway.OutboxAsync(OutboxState.Waiting)).Count;
        Assert.True(waiting > 0);
        await _gateway.WriteAsync(work => work.FinishOutbox(1, OutboxState.Delivered, _gateway.Clock.GetUtcNow(), "done"));
        _gateway.Clock.Advance(TimeSpan.FromDays(21));
        await RunAsync("retention");
        Assert.Equal(waiting - 1, (await _gateway.OutboxAsync()).Count);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Waiting, row.State));
        Assert.NotNull(await _gateway.FindAsync(request));
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_request_goes_after_its_days_and_its_number_is_never_given_again()
    {
        var request = await EndedAsync();
        await DeliverAllAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(39));
        await RunAsync("anonymise");
        await RunAsync("retention");
        Assert.NotNull(await _gateway.Store.FindRequestAsync(request.Number, TestGateway.Cancel));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync("retention");
        Assert.Null(await _gateway.Store.FindRequestAsync(request.Number, TestGateway.Cancel));
        Assert.Empty(await _gateway.Store.HistoryAsync(request.Number, TestGateway.Cancel));
        Assert.Equal((0, 0), await RunAsync("retention"));
        await RequireSoundAsync();

        var next = await _gateway.LendingAsync(group: "E-9");
        Assert.Equal(request.Number + 1, next.Number);
        await RequireSoundAsync();
    }

    [Fact]
    public async Task A_request_with_a_message_that_waits_is_kept()
    {
        var request = await EndedAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(60));
        await RunAsync("anonymise");
        await RunAsync("retention");
        Assert.NotNull(await _gateway.Store.FindRequestAsync(request.Number, TestGateway.Cancel));
    }

    /// <summary>A loan with a patron, that came and went.</summary>
    private async Task<RequestState> EndedAsync()
    {
        var asked = Ill.Request();
        await _gateway.ArriveAsync(asked with
        {
            Content = asked.Content with { Patron = new Patron { Name = "Reader, Sample" } }, Note = "For Sample Reader.",
        });
        var request = (await _gateway.RequestsAsync())[0];
        Assert.NotNull(request.Content.Patron);
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 4, 1) });
        return await _gateway.ActAsync(request, StaffAction.CheckIn);
    }

    private async Task DeliverAllAsync()
    {
        foreach (var row in await _gateway.OutboxAsync(OutboxState.Waiting))
        {
            await _gateway.WriteAsync(work =>
                work.FinishOutbox(row.Id, OutboxState.Delivered, _gateway.Clock.GetUtcNow(), "done"));
        }
    }

    private Task<SeenMessage?> SeenAsync(string identity) =>
        _gateway.Store.WriteAsync(work => work.FindSeen("EAST", "iso-ill", identity), TestGateway.Cancel);

    private async Task<(int LookedAt, int Changed)> RunAsync(string job)
    {
        var run = await _gateway.Jobs.RunAsync(job, TestGateway.Cancel);
        Assert.Equal(0, run.Faults);
        return ((int)run.LookedAt, (int)run.Changed);
    }

    private async Task RequireSoundAsync() =>
        Assert.Empty((await _gateway.Store.VerifyAsync(null, TestGateway.Cancel)).Faults);
}

using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using ResourceSharing.Tests.Unit.Gateway.Storage;

namespace ResourceSharing.Tests.Unit.Gateway.Jobs;

/// <summary>Dates that have passed or come near: on the day and on the one before, and never twice.</summary>
public sealed class CalendarJobTests : IAsyncDisposable
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_overdue_loan_is_told_once_and_again_after_the_interval_of_the_partner()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "overdueRepeatDays: 7");
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 3, 10) });
        _gateway.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(0, await RunAsync("overdue"));

        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("overdue"), await RunAsync("overdue")));
        _gateway.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await RunAsync("overdue"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("overdue"), await RunAsync("overdue")));
        Assert.Equal(2, (await _gateway.OutboxAsync()).Count(row => row.Entry.Message is IllMessage.Overdue));
    }

    [Fact]
    public async Task A_loan_that_was_told_of_is_not_even_looked_at_until_its_interval_is_over()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = Today });
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 1), await CountAsync("overdue"));
        _gateway.Clock.Advance(TimeSpan.FromDays(100));
        Assert.Equal((0, 0), await CountAsync("overdue"));
    }

    [Theory]
    [InlineData(Side.Lending)]
    [InlineData(Side.Borrowing)]
    public async Task A_request_expires_on_the_day_after_its_last_one(Side side)
    {
        var request = side == Side.Lending ? await _gateway.LendingAsync() : await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(request, state => state with { ExpiresOn = Today.AddDays(1) });
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await RunAsync("expiry"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("expiry"), await RunAsync("expiry")));
        Assert.Equal(Status.Expired, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task All_requests_are_found_however_many_pages_they_fill()
    {
        await _gateway.WriteAsync(work =>
        {
            for (var i = 0; i < 450; i++)
            {
                StoreSamples.InsertLending(work, $"E-{i}", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) });
            }
        });
        Assert.Equal((450, 0), (await RunAsync("expiry"), await RunAsync("expiry")));
        Assert.All(await _gateway.RequestsAsync(), request => Assert.Equal(Status.Expired, request.Status));
    }

    [Fact]
    public async Task Two_runs_at_once_do_the_work_once()
    {
        await _gateway.WriteAsync(work =>
        {
            for (var i = 0; i < 100; i++)
            {
                StoreSamples.InsertLending(work, $"E-{i}", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) });
            }
        });
        var changed = await Task.WhenAll(RunAsync("expiry"), RunAsync("expiry"));
        Assert.Equal(100, changed.Sum());
        Assert.Equal(100, (await _gateway.OutboxAsync()).Count);
    }

    [Fact]
    public async Task A_clock_that_goes_back_a_day_undoes_and_repeats_nothing()
    {
        await _gateway.WriteAsync(work =>
            StoreSamples.InsertLending(work, "E-1", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) }));
        Assert.Equal(1, await RunAsync("expiry"));
        _gateway.Clock.Advance(TimeSpan.FromDays(-1));
        Assert.Equal(0, await RunAsync("expiry"));
        Assert.Single(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task A_fault_in_one_request_stops_none_of_the_others_and_is_counted()
    {
        await _gateway.WriteAsync(work =>
        {
            for (var i = 0; i < 3; i++)
            {
                StoreSamples.InsertLending(work, $"E-{i}", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) });
            }
        });
        var run = new JobRun(TestGateway.Cancel);
        await _gateway.Calendar.RunAsync((_, today) => Watches.Expiry(today).Select(watch => watch with
        {
            IsDue = state => state.Number == 2 ? throw new InvalidOperationException("on purpose") : watch.IsDue(state),
        }), run);
        Assert.Equal((3, 2, 1), (run.LookedAt, run.Changed, run.Faults));
        Assert.Equal("request HOME0000002: on purpose", run.FirstFault);
        Assert.Equal(1, await RunAsync("expiry"));
    }

    [Fact]
    public async Task A_borrower_is_reminded_once_for_each_due_date()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "dueSoonDays: 3");
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = Today.AddDays(10) });
        _gateway.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await RunAsync("due-soon"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("due-soon"), await RunAsync("due-soon")));
        var reminder = Assert.IsType<IllMessage.Message>((await _gateway.OutboxAsync())[^1].Entry.Message);
        Assert.Contains("2026-03-12", reminder.Note, StringComparison.Ordinal);

        await ChangeAsync(request, state => state with { DueOn = Today.AddDays(20) });
        Assert.Equal(0, await RunAsync("due-soon"));
        _gateway.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal((1, 0), (await RunAsync("due-soon"), await RunAsync("due-soon")));
    }

    [Fact]
    public async Task Our_staff_are_reminded_by_the_date_of_the_patron()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "dueSoonDays: 3\ndeliveryDelayDays: 4");
        var request = await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(request, state => state with
        {
            Status = Status.Loaned, DueOn = Today.AddDays(10), ReceivedOn = Today, SuppliedAs = ServiceType.Loan,
        });
        var sent = (await _gateway.OutboxAsync()).Count;
        _gateway.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await RunAsync("due-soon"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("due-soon"), await RunAsync("due-soon")));
        var state = await _gateway.FindAsync(request);
        Assert.True(state.HasUnreadMessage);
        Assert.Contains(state.Notes, note => note.Kind == NoteKind.System && note.Text.Contains("2026-03-12", StringComparison.Ordinal));
        Assert.Equal(sent, (await _gateway.OutboxAsync()).Count);
        Assert.Equal(Today.AddDays(6), _gateway.Network.Current.PatronDueOn(state));
    }

    [Theory]
    [InlineData(Status.RequestCreatedLend)]
    [InlineData(Status.WillSupply)]
    public async Task Staff_are_told_once_for_each_expiry_date_that_the_borrower_waits(Status status)
    {
        var request = await _gateway.LendingAsync();
        await ChangeAsync(request, state => state with { Status = status, ExpiresOn = Today.AddDays(3) });
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((0, 0), await CountAsync("due-soon"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("due-soon"), await RunAsync("due-soon")));
        var told = Assert.Single((await _gateway.FindAsync(request)).Alerts);
        Assert.Equal("answer-due", told.Code);
        Assert.Contains("2026-03-05", told.Text, StringComparison.Ordinal);

        await ChangeAsync(request, state => state with { ExpiresOn = Today.AddDays(5) });
        _gateway.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal((1, 0), (await RunAsync("due-soon"), await RunAsync("due-soon")));
        Assert.Contains("2026-03-07", Assert.Single((await _gateway.FindAsync(request)).Alerts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_has_left_or_of_our_own_requests()
    {
        var shipped = await _gateway.LendingAsync();
        await ChangeAsync(shipped, state => state with { ExpiresOn = Today });
        await _gateway.ActAsync(shipped, StaffAction.Ship, new ActionFields { DueDate = Today.AddDays(90) });
        var ours = await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(ours, state => state with { ExpiresOn = Today });
        Assert.Equal((0, 0), await CountAsync("due-soon"));
    }

    [Fact]
    public async Task A_partner_without_the_setting_is_reminded_of_nothing()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = Today });
        Assert.Equal((0, 0), await CountAsync("due-soon"));
    }

    [Fact]
    public async Task A_supplier_that_does_not_answer_is_claimed_once_and_cancelled_with_the_reason()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress,
            "claimAfterDays: 5\nautoCancelAfterDays: 9\nautoCancelReason: Nobody answered us.");
        var request = await _gateway.BorrowingAsync("EAST");
        _gateway.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal((0, 0), (await RunAsync("claim"), await RunAsync("auto-cancel")));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("claim"), await RunAsync("claim")));
        Assert.IsType<IllMessage.Message>((await _gateway.OutboxAsync())[^1].Entry.Message);

        _gateway.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(0, await RunAsync("auto-cancel"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("auto-cancel"), await RunAsync("auto-cancel")));
        var cancel = Assert.IsType<IllMessage.Cancel>((await _gateway.OutboxAsync())[^1].Entry.Message);
        Assert.Equal("Nobody answered us.", cancel.Note);
        Assert.Contains((await _gateway.FindAsync(request)).Status, new[] { Status.CancelReply, Status.CancelledByStaff });
    }

    [Fact]
    public async Task An_answer_keeps_claim_and_cancellation_away()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "claimAfterDays: 1\nautoCancelAfterDays: 2");
        var request = await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(request, state => state with { Status = Status.WillSupply });
        _gateway.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal((0, 0), (await RunAsync("claim"), await RunAsync("auto-cancel")));
    }

    [Fact]
    public async Task What_nobody_was_known_to_hold_is_located_again_while_it_is_wanted()
    {
        var wanted = await _gateway.BorrowingAsync("EAST");
        var late = await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(wanted, state => state with { Status = Status.LocateFailed });
        await ChangeAsync(late, state => state with
        {
            Status = Status.LocateFailed, Content = state.Content with { NeededBy = Today.AddDays(3) },
        });
        _gateway.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await RunAsync("locate-retry"));
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await RunAsync("locate-retry"), await RunAsync("locate-retry")));
        Assert.Equal(Status.LocateInProcess, (await _gateway.FindAsync(wanted)).Status);
        Assert.Equal(Status.LocateFailed, (await _gateway.FindAsync(late)).Status);
    }

    [Fact]
    public async Task A_condition_whose_date_has_passed_is_looked_at_only_where_a_rule_waits_for_it()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        await ChangeAsync(request, state => state with { Status = Status.Conditional, ReplyBy = Today });
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        var isExpected = Rules.Table(Side.Borrowing).Expecting(EventKind.ReplyDatePassed).Count > 0;
        Assert.Equal(isExpected ? 1 : 0, (await CountAsync("reply-date")).LookedAt);
    }

    private async Task<int> RunAsync(string job) => (int)(await _gateway.Jobs.RunAsync(job, TestGateway.Cancel)).Changed;

    private async Task<(int LookedAt, int Changed)> CountAsync(string job)
    {
        var run = await _gateway.Jobs.RunAsync(job, TestGateway.Cancel);
        return ((int)run.LookedAt, (int)run.Changed);
    }

    private Task ChangeAsync(RequestState request, Func<RequestState, RequestState> change) => _gateway.WriteAsync(work =>
    {
        var state = change(work.FindRequest(request.Number)!);
        work.UpdateRequest(state with { Version = state.Version + 1 });
    });
}

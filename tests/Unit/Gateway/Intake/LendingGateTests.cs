using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Requests of others that we do not take: rejected with the reason, never refused or lost.</summary>
public sealed class LendingGateTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Up_to_the_limit_requests_are_taken_and_the_next_one_is_rejected_with_the_reason()
    {
        Library("lending: {maxOpenRequests: 2}");
        Assert.Equal(Status.RequestCreatedLend, (await ArriveAsync("E-1")).Status);
        Assert.Equal(Status.RequestCreatedLend, (await ArriveAsync("E-2")).Status);
        Assert.Empty(await _gateway.OutboxAsync());

        var third = await ArriveAsync("E-3");
        Assert.Equal(Status.Rejected, third.Status);
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(await _gateway.OutboxAsync()).Entry.Message);
        Assert.Equal(ReasonUnfilled.PolicyProblem, Assert.IsType<AnswerResult.Unfilled>(answer.Result).Reason);
        Assert.Contains(await _gateway.HistoryAsync(third), line => line.Contains("We have 2 open requests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_belongs_to_the_library_whose_symbol_was_addressed()
    {
        Library("""
            owners: [{code: MAIN, name: Main, symbols: [RSG:HOME]}, {code: NORTH, name: North, symbols: [RSG:NORTH]}]
            """, "RSG:HOME, RSG:NORTH, RSG:OLD");
        Assert.Equal("MAIN", (await ArriveAsync("E-1")).Owner);
        Assert.Equal("NORTH", (await ArriveAsync("E-2", "RSG:NORTH")).Owner);
        Assert.Equal("MAIN", (await ArriveAsync("E-3", "RSG:OLD")).Owner);

        var asked = Assert.IsType<ResourceSharing.Gateway.Intake.DeskResult.Done>(await _gateway.Desk.BorrowAsync(
            new IllRequest { Citation = new Citation { Title = "On Rivers" } }, ["EAST"],
            new ResourceSharing.Gateway.Intake.Submission { Owner = "north" }, "ida", TestGateway.Cancel)).State;
        Assert.Equal(("NORTH", "RSG:NORTH"), (asked.Owner, asked.OurSymbol.Text));
        Library("");
        Assert.Equal("HOME", (await ArriveAsync("E-4")).Owner);
    }

    [Fact]
    public async Task On_closed_days_requests_are_rejected_and_on_the_day_after_they_are_taken()
    {
        var today = DateOnly.FromDateTime(_gateway.Time.GetLocalNow().DateTime);
        Library($"lending: {{closures: [{{until: {today:yyyy-MM-dd}, reason: Stocktaking}}]}}");
        var closed = await ArriveAsync("E-1");
        Assert.Equal(Status.Rejected, closed.Status);
        Assert.Contains(await _gateway.HistoryAsync(closed), line => line.Contains("(Stocktaking)", StringComparison.Ordinal));

        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Status.RequestCreatedLend, (await ArriveAsync("E-2")).Status);
    }

    [Fact]
    public async Task A_request_of_a_closed_day_gets_the_same_answer_when_it_is_repeated()
    {
        Library("lending: {closures: [{reason: Moved}]}");
        await ArriveAsync("E-1");
        var repeated = await _gateway.ArriveAsync(Ill.Request(group: "E-1"));
        Assert.Equal(ArrivalOutcome.Duplicate, repeated.Outcome);
        Assert.Single(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task With_the_step_a_rejection_waits_for_the_job_and_staff_can_step_in()
    {
        Library("lending: {closures: [{reason: Moved}]}");
        _gateway.Write("profiles/WAITS.yaml",
            "code: WAITS\nname: Waits\nside: lending\nsteps: [will-supply, reject, pending-auto-reject]\n");
        _gateway.Meet("EAST", TestGateway.EastAddress, "lending: {workflow: WAITS}");
        var first = await ArriveAsync("E-1");
        var second = await ArriveAsync("E-2");
        Assert.Equal((Status.PendingAutoReject, Status.PendingAutoReject), (first.Status, second.Status));
        Assert.Empty(await _gateway.OutboxAsync());
        Assert.Equal(Status.WillSupply, (await _gateway.ActAsync(second, StaffAction.WillSupply)).Status);

        Assert.Equal(0, (await _gateway.Jobs.RunAsync("auto-reject", TestGateway.Cancel)).Changed);
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        var run = await _gateway.Jobs.RunAsync("auto-reject", TestGateway.Cancel);
        Assert.Equal((1, 1), (run.LookedAt, run.Changed));
        Assert.Equal(Status.Rejected, (await _gateway.FindAsync(first)).Status);
        Assert.Equal(0, (await _gateway.Jobs.RunAsync("auto-reject", TestGateway.Cancel)).LookedAt);
    }

    [Fact]
    public async Task While_borrowing_rests_nothing_is_sent()
    {
        Library("borrowing: {closures: [{until: 2999-12-31}]}");
        var made = Assert.IsType<ResourceSharing.Gateway.Intake.DeskResult.Done>(await _gateway.Desk.BorrowAsync(
            new IllRequest { Citation = new Citation { Title = "On Rivers" } }, ["EAST"], internalNote: null, "ida", TestGateway.Cancel));
        var refused = Assert.IsType<ResourceSharing.Gateway.Intake.DeskResult.NotPossible>(await _gateway.Desk.ActAsync(
            made.State.Id, StaffAction.Send, ActionFields.None, "ida", TestGateway.Cancel));
        Assert.Contains("Borrowing rests until 2999-12-31", refused.Text, StringComparison.Ordinal);
    }

    private async Task<RequestState> ArriveAsync(string group, string to = "RSG:HOME")
    {
        var request = Ill.Request(group: group);
        var receipt = await _gateway.ArriveAsync(request with
        {
            Header = request.Header with { Responder = new Party { Symbol = Symbol.Parse(to) } },
        });
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        return (await _gateway.RequestsAsync()).First(state => state.ExternalId == group);
    }

    private void Library(string more, string symbols = "RSG:HOME") => _gateway.Write("gateway.yaml", $"""
        library:
          code: HOME
          name: Home Library
          symbols: [{symbols}]
          email: ill@home.example
          {more}
        """);
}

using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Messages that come again, where that is not simply the same message with the same answer.</summary>
public sealed class RepeatTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_undated_renewal_is_a_repeat_for_two_hours_after_its_last_copy_whatever_the_day()
    {
        var loan = await LoanAsync();
        Assert.Equal(ArrivalOutcome.Applied, await RenewAsync());
        for (int copy = 0; copy < 20; copy++)
        {
            _gateway.Clock.Advance(TimeSpan.FromHours(2));
            Assert.Equal(ArrivalOutcome.Duplicate, await RenewAsync());
        }

        await AnswerAsync(loan, 1);
        Assert.Equal(ArrivalOutcome.Duplicate, await RenewAsync());
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(loan)).Status);
    }

    [Fact]
    public async Task A_second_undated_renewal_on_the_same_day_is_not_lost()
    {
        var loan = await LoanAsync();
        for (int renewal = 1; renewal <= 3; renewal++)
        {
            Assert.Equal(ArrivalOutcome.Applied, await RenewAsync());
            Assert.Equal(Status.RenewRequested, (await _gateway.FindAsync(loan)).Status);
            Assert.Equal(ArrivalOutcome.Duplicate, await RenewAsync());
            await AnswerAsync(loan, renewal);
            _gateway.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, (await _gateway.OutboxAsync()).Count(row => row.Entry.Message is IllMessage.RenewAnswer));
    }

    [Fact]
    public async Task A_dated_message_is_a_repeat_for_ever()
    {
        var message = Ill.Received(Ill.FromBorrower());
        await LoanAsync();
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(message, identity: "received 2026-03-09")).Outcome);
        _gateway.Clock.Advance(TimeSpan.FromDays(60));
        Assert.Equal(ArrivalOutcome.Duplicate, (await _gateway.ArriveAsync(message, identity: "received 2026-03-09")).Outcome);
    }

    [Fact]
    public async Task A_repeated_cancellation_is_told_how_it_stands_now_and_not_for_ever_to_ask_later()
    {
        _gateway.Write("profiles/ASK_WF.yaml", "code: ASK_WF\nname: Asks staff\nside: lending\nsteps: [cancel-reply, will-supply, reject]\n");
        _gateway.Meet("EAST", TestGateway.EastAddress, "lending: {workflow: ASK_WF}");
        var request = await _gateway.LendingAsync();
        Assert.Equal((ArrivalOutcome.Applied, CurrentState.CancelPending), await CancelAsync());
        Assert.Equal((ArrivalOutcome.Duplicate, CurrentState.CancelPending), await CancelAsync());
        await _gateway.ActAsync(request, StaffAction.Cancel, new ActionFields { Answer = false });
        Assert.Equal((ArrivalOutcome.Duplicate, CurrentState.InProcess), await CancelAsync());
        await _gateway.ActAsync(request, StaffAction.Reject, new ActionFields { Reason = "27" });
        Assert.Equal((ArrivalOutcome.Duplicate, CurrentState.NotSupplied), await CancelAsync());
    }

    private async Task<(ArrivalOutcome Outcome, CurrentState State)> CancelAsync()
    {
        var cancel = TestGateway.Arrival(new IllMessage.Cancel { Header = Ill.FromBorrower() }, identity: "cancel");
        var receipt = await _gateway.AcceptAsync(Undated(cancel) with { WaitsForReply = true });
        var reply = JsonSerializer.Deserialize<IllMessage>(receipt.Reply!.Value.Span, RequestJson.Options)!;
        var report = Assert.IsType<Report.Status>(Assert.IsType<IllMessage.StatusOrErrorReport>(reply).Report);
        return (receipt.Outcome, report.State);
    }

    private async Task<ArrivalOutcome> RenewAsync()
    {
        var renew = TestGateway.Arrival(new IllMessage.Renew { Header = Ill.FromBorrower() }, identity: "renew");
        return (await _gateway.AcceptAsync(Undated(renew))).Outcome;
    }

    private Task AnswerAsync(RequestState loan, int renewal) => _gateway.ActAsync(
        loan, StaffAction.RenewAnswer, new ActionFields { Answer = true, DueDate = new DateOnly(2027, renewal, 1) });

    private async Task<RequestState> LoanAsync()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 12, 1) });
        return request;
    }

    private static Arrival Undated(Arrival arrival) =>
        arrival with { Content = (ArrivalContent.Understood)arrival.Content with { IsUndated = true } };
}

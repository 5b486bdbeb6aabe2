using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// A gateway between two libraries: requests of a partner whose file says <c>relay</c> are passed on to others, each in its
/// own protocol. Such a request has a twin: the lending one for the library that asks, the borrowing one for those that we
/// ask. What happens to one of them is carried out at the other in the same unit of work.
/// </summary>
internal static class Relay
{
    /// <summary>In whose name it acts.</summary>
    public const string By = "relay";

    /// <summary>Passes a request on that has just come in.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="lending">The request, stored already.</param>
    /// <param name="partner">The library that asks.</param>
    /// <param name="network">Ours.</param>
    /// <param name="at">When.</param>
    /// <param name="message">The message that it came with.</param>
    /// <returns>Whether anything was queued.</returns>
    public static bool Begin(
        IUnitOfWork work, RequestState lending, Partner partner, Network network, DateTimeOffset at, long message)
    {
        var number = work.NextRequestNumber();
        var content = lending.Content with { Patron = null, IsForwarded = true };
        var borrowing = NewRequest.Borrowing(
            number, network.RequestId(number), content, partner.Config.Relay, network.OurSymbols[0], at) with
        {
            Owner = lending.Owner, Twin = lending.Number,
        };
        work.InsertRequest(borrowing);
        work.UpdateRequest(lending with { Version = lending.Version + 1, Twin = number });
        work.AppendHistory(new HistoryEntry(number, at, "passed-on", null, borrowing.Status, By,
            $"Passed on for {partner.Config.Name}: {lending.Id}.", message));
        var send = new RequestEvent.Staff(StaffAction.Send, ActionFields.None) { At = at, By = By };
        return Carry(work, borrowing, send, message, network, LossReport.None);
    }

    /// <summary>Carries out at the twin what has happened to a request.</summary>
    public static bool PassOn(
        IUnitOfWork work, Status before, RequestState after, RequestEvent @event, long? message, Network network)
    {
        if (after.Twin is not { } number || work.FindRequest(number) is not { } twin
            || (@event.By == By && !IsWaitedFor(after, twin)))
        {
            return false;
        }

        var plan = RelaySteps.Of(@event, before, after, twin, By);
        return plan.Events.Aggregate(false, (isQueued, step) =>
            isQueued | Carry(work, work.FindRequest(number)!, step, message, network, plan.Losses));
    }

    /// <summary>What we have done ourselves at one side does not go back to where it came from, but for one thing: the library
    /// that asks waits for the answer to its cancellation, and nobody else will give one where the request ended at
    /// once.</summary>
    private static bool IsWaitedFor(RequestState after, RequestState twin) =>
        after.Side == Side.Borrowing && twin.Status == Status.CancelReply;

    private static bool Carry(
        IUnitOfWork work, RequestState state, RequestEvent @event, long? message, Network network, LossReport losses)
    {
        var (text, isQueued) = network.Decide(state, @event) switch
        {
            Decision.Moved moved => (null, DecisionWriter.Write(work, state, moved, @event, message, network)),
            Decision.Ignored ignored => (ignored.Text, false),
            Decision.Prohibited prohibited => (prohibited.Text, false),
            Decision.Invalid invalid => (invalid.Text, false),
            var other => throw new InvalidOperationException($"Not a decision of this set: {other}"),
        };
        if (text is not null)
        {
            work.AppendHistory(DecisionWriter.Line(state, state.Status, $"Not passed on: {text}", @event, message));
        }

        foreach (var loss in losses.Losses)
        {
            work.AppendHistory(DecisionWriter.Line(
                state, state.Status, $"Not passed on: {loss.Field}, since {loss.Detail}.", @event, message));
        }

        return isQueued;
    }
}

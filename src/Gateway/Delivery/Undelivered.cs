using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>A message will not arrive: it was given up or taken back. The request learns of it, so that a person or the
/// next supplier takes over.</summary>
internal static class Undelivered
{
    /// <summary>Ends the row, and writes what that means for its request.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="row">The message.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="detail">Why, for the outbox.</param>
    /// <param name="network">The partners.</param>
    /// <param name="event">Why, for the request.</param>
    public static void Write(
        IUnitOfWork work, OutboxRow row, OutboxState end, string detail, Network network,
        RequestEvent.Undeliverable @event)
    {
        if (row.Entry.Letter is not null)
        {
            PatronNotices.GiveUp(work, row, end, detail, @event.Reason, @event.By, @event.At);
            return;
        }

        work.FinishOutbox(row.Id, end, @event.At, detail);
        if (row.Entry.Request is not { } number || work.FindRequest(number) is not { } state)
        {
            return;
        }

        if (row is { Entry.Message: IllMessage.Request, InDoubt: false } && state.AnsweredWith is null)
        {
            TakeBackWhatFollows(work, row, state, @event);
        }

        var isOfEarlierLeg = state.Transaction != row.Entry.Message.Header.Transaction;
        if (!isOfEarlierLeg && network.Decide(state, @event) is Decision.Moved moved)
        {
            DecisionWriter.Write(work, state, moved, @event, row.Message, network);
            return;
        }

        work.AppendHistory(DecisionWriter.Line(
            state, state.Status, $"Given up: {@event.Reason}", @event, row.Message));
    }

    /// <summary>A request that was given up, taken back or has come back goes on without this message: to the next supplier,
    /// or to staff. Sent after all, it would be answered by a second supplier.</summary>
    public static bool HasGoneOn(IUnitOfWork work, OutboxRow row) => row is
        { State: not OutboxState.Waiting, Entry: { Message: IllMessage.Request message, Request: { } number } }
        && work.FindRequest(number) is { } state
        && state.Rota.Any(leg => leg.Transaction == message.Header.Transaction && leg.Outcome != LegOutcome.Active);

    /// <summary>A partner that surely never heard of the request would only refuse what follows it.</summary>
    private static void TakeBackWhatFollows(
        IUnitOfWork work, OutboxRow request, RequestState state, RequestEvent.Undeliverable @event)
    {
        var transaction = request.Entry.Message.Header.Transaction;
        foreach (var row in work.WaitingBehind(request).Where(row => row.Entry.Message.Header.Transaction == transaction))
        {
            const string why = "The request itself did not reach the partner.";
            work.FinishOutbox(row.Id, OutboxState.Cancelled, @event.At, why);
            work.AppendHistory(DecisionWriter.Line(state, state.Status, $"Not sent: {why}",
                @event with { Message = row.Entry.Message }, row.Message));
        }
    }
}

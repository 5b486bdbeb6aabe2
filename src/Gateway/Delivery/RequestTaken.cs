using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>The partner's system says what it does with a request: it has taken it, or it carries it on by itself and ours is
/// exported.</summary>
internal static class RequestTaken
{
    /// <summary>Writes it down, where the request still waits for this partner's answer. A request that has moved on
    /// since (cancelled, supplied at once) stays as it is.</summary>
    public static void Write(
        IUnitOfWork work, OutboxRow row, DeliveryOutcome.Delivered delivered, DateTimeOffset now, Network network)
    {
        if (!(delivered.IsHandedOver || delivered.IsAcknowledged) || row.Entry is not { Message: IllMessage.Request request, Request: { } number }
            || work.FindRequest(number) is not { } state || state.Transaction != request.Header.Transaction)
        {
            return;
        }

        var (kind, text) = delivered.IsHandedOver
            ? (EventKind.Exported, $"{row.Entry.Partner} carries it on ({delivered.Detail}).")
            : (EventKind.RequestAcknowledged, $"{row.Entry.Partner} has it ({delivered.Detail}).");
        var @event = new RequestEvent.Internal(kind, text) { At = now, By = "delivery" };
        if (network.Decide(state, @event) is Decision.Moved moved)
        {
            DecisionWriter.Write(work, state, moved, @event, row.Message, network);
        }
    }
}

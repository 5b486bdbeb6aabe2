using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>A broker has taken a request and carries it on by itself, as its channel's settings want: ours is exported.</summary>
internal static class HandedOver
{
    /// <summary>Writes the export, where the request still waits for this partner's answer. A request that has moved on
    /// since (cancelled, supplied at once) stays as it is.</summary>
    public static void Write(
        IUnitOfWork work, OutboxRow row, DeliveryOutcome.Delivered delivered, DateTimeOffset now, Network network)
    {
        if (!delivered.IsHandedOver || row.Entry is not { Message: IllMessage.Request request, Request: { } number }
            || work.FindRequest(number) is not { } state || state.Transaction != request.Header.Transaction)
        {
            return;
        }

        var @event = new RequestEvent.Internal(EventKind.Exported, $"{row.Entry.Partner} carries it on ({delivered.Detail}).")
        {
            At = now, By = "delivery",
        };
        if (network.Decide(state, @event) is Decision.Moved moved)
        {
            DecisionWriter.Write(work, state, moved, @event, row.Message, network);
        }
    }
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>What holds for every decision that moves a request.</summary>
internal static class Invariants
{
    public static IllMessage Message(Effect effect) => effect switch
    {
        Effect.Send send => send.Message,
        Effect.Answer answer => answer.Message,
        _ => throw new ArgumentOutOfRangeException(nameof(effect)),
    };

    /// <summary>What is broken, in words.</summary>
    public static IEnumerable<string> Broken(RequestState before, RequestEvent @event, Decision.Moved moved)
    {
        var after = moved.State;
        var kind = EventKinds.Of(before.Side, @event);
        var cell = (Cell.Move)Rules.Table(before.Side)[before.Status, kind];
        if (after.Version != before.Version + 1)
        {
            yield return "the version did not grow by one";
        }

        if (!StatusCatalog.Has(after.Side, after.Status))
        {
            yield return $"{after.Status} is no status of that side";
        }

        if (after.Status != before.Status && !cell.To.Contains(after.Status))
        {
            yield return $"{before.Status} {kind} led to {after.Status}, which the table does not say";
        }

        if (before.Status == Status.Deleted && after.Status != Status.Deleted)
        {
            yield return "a removed request came back";
        }

        if (IsOver(before) && after.Status != before.Status && !MayReopen(kind))
        {
            yield return $"{before.Status} is over, but {kind} led to {after.Status}";
        }

        if (after.Rota.Count(leg => leg.Outcome == LegOutcome.Active) > 1)
        {
            yield return "two suppliers are asked at once";
        }

        if (after.Transaction is null && StatusCatalog.Info(after.Side, after.Status).Phase is Phase.BeforeShipping or Phase.Tracking
            && after.Status is not (Status.Rejected or Status.ExternallyObtained))
        {
            yield return $"{after.Status} without a transaction";
        }

        foreach (var fault in TimesBroken(before, moved))
        {
            yield return fault;
        }
    }

    /// <summary>What a decision of any kind breaks of the promise that a step that is off does not exist.</summary>
    public static IEnumerable<string> BrokenByProfile(
        RequestState before, RequestEvent @event, Decision decision, WorkflowProfile profile)
    {
        var kind = EventKinds.Of(before.Side, @event);
        var cell = Rules.Table(before.Side)[before.Status, kind];
        if (string.IsNullOrWhiteSpace(decision.Text))
        {
            yield return "no outcome in words";
        }

        if (decision is Decision.Prohibited && @event is RequestEvent.Arrived && cell is not Cell.Prohibit)
        {
            yield return $"what a partner sent was refused: {decision.Text}";
        }

        if (decision is not Decision.Moved moved)
        {
            yield break;
        }

        foreach (var fault in Broken(before, @event, moved))
        {
            yield return fault;
        }

        var after = moved.State.Status;
        var steps = StepCatalog.Of(before.Side).Where(info => info.Statuses.Contains(after)).ToArray();
        if (after != before.Status && steps.Length > 0 && !steps.Any(info => profile.Has(info.Step)))
        {
            yield return $"led to {after}, which the profile does not have";
        }

        if (cell is Cell.Move { Steps: { Count: > 0 } needed } && !needed.Any(profile.Has))
        {
            yield return "was carried out without its step";
        }

        foreach (var message in moved.Effects.Select(Message))
        {
            var sent = EventKinds.Of(message);
            var bringing = StepCatalog.Of(before.Side).Where(info => info.Messages.Contains(sent)).ToArray();
            if (bringing.Length > 0 && !bringing.Any(info => profile.Has(info.Step)))
            {
                yield return $"sent {sent}, which the profile does not permit";
            }
        }
    }

    private static IEnumerable<string> TimesBroken(RequestState before, Decision.Moved moved)
    {
        var last = before.LastSentAt;
        foreach (var message in moved.Effects.Select(Message))
        {
            if (message.Header.Transaction is null)
            {
                yield return $"{message.Service} without a transaction";
            }

            if (last is not null && !message.Header.At.IsAfter(last))
            {
                yield return $"{message.Service} is not after the message before it";
            }

            last = message.Header.At;
        }

        if (last != moved.State.LastSentAt)
        {
            yield return "the time of the last message was not kept";
        }
    }

    private static bool IsOver(RequestState state) => StatusCatalog.Info(state.Side, state.Status).IsFinal;

    /// <summary>Only staff open what is over, but for the parcel that comes all the same, and the receipt that a file on
    /// the lending side waits for; completing closes for good.</summary>
    private static bool MayReopen(EventKind kind) => kind is EventKind.Send or EventKind.Reactivate
        or EventKind.Remove or EventKind.ChangeStatus or EventKind.ShippedArrived or EventKind.ReceivedArrived
        or EventKind.ReportDamaged or EventKind.Complete;
}

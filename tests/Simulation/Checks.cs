using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>What must hold at every commit of a library.</summary>
internal sealed class Checks
{
    private readonly Library _library;
    private readonly Trace _trace;
    private readonly HashSet<(string?, long)> _applied = [];

    public Checks(Library library, Trace trace)
    {
        _library = library;
        _trace = trace;
        library.Disk.Committed = Look;
    }

    private void Look(MemoryTables before, MemoryTables after)
    {
        for (var at = before.Journal.Count; at < after.Journal.Count; at++)
        {
            OncePerMessage(after.Journal[at]);
        }

        for (var at = before.History.Count; at < after.History.Count; at++)
        {
            var line = after.History[at];
            VersionGrows(before.Requests.GetValueOrDefault(line.Request), after.Requests[line.Request]);
        }

        for (var id = before.Outbox.Count + 1L; id <= after.Outbox.Count; id++)
        {
            IsPermitted(after.Outbox[id].Entry, after);
        }
    }

    /// <summary>The same bytes of the same partner are worked on once; later copies are duplicates.</summary>
    private void OncePerMessage(JournalRow row)
    {
        if (row.Entry is { Direction: Direction.In, Outcome: ArrivalOutcome.Applied or ArrivalOutcome.Ignored }
            && row.Entry.Protocol == "iso-ill"
            && !_applied.Add((row.Entry.Partner, HashKey.Of(row.Entry.Raw.Span))))
        {
            _trace.Fault($"{_library} applied a message twice: {SimulatedNetwork.Words(row.Entry.Raw)}");
        }

        if (row.Entry.Outcome == ArrivalOutcome.Quarantined)
        {
            _trace.Fault($"{_library} quarantined {SimulatedNetwork.Words(row.Entry.Raw)}: {row.Entry.Detail}");
        }
    }

    private void VersionGrows(RequestState? before, RequestState after)
    {
        if (before is not null && after.Version < before.Version)
        {
            _trace.Fault($"{after.Id} went back from version {before.Version} to {after.Version}");
        }

        if (after.Rota.Count(leg => leg.Outcome == LegOutcome.Active) > 1)
        {
            _trace.Fault($"{after.Id} asks two suppliers at once");
        }
    }

    private void IsPermitted(OutboxEntry entry, MemoryTables tables)
    {
        if (entry.Request is not { } number || tables.Requests[number] is not { } state)
        {
            return;
        }

        var profile = _library.Network.Current.Find(entry.Partner)!.Profile(state.Side);
        if (StepsOf(entry.Message, state.Side) is { Length: > 0 } steps && !steps.Any(profile.Has))
        {
            _trace.Fault($"{_library} sends {entry.Message.Service}, but {profile.Code} has no step {steps[0]}");
        }
    }

    /// <summary>The steps of a workflow profile of which one is needed for a message; none where it always may be sent.
    /// Staff may be forbidden to say no, but a rule of the library still says it.</summary>
    private static WorkflowStep[] StepsOf(IllMessage message, Side side) => (side, message) switch
    {
        (Side.Lending, IllMessage.Answer { Result: AnswerResult.WillSupply }) =>
            [WorkflowStep.WillSupply, WorkflowStep.AutomaticWillSupply],
        (Side.Lending, IllMessage.Answer { Result: AnswerResult.Conditional }) => [WorkflowStep.Conditional],
        (Side.Lending, IllMessage.Expired) => [WorkflowStep.Expired],
        (Side.Lending, IllMessage.Overdue) => [WorkflowStep.Overdue],
        (Side.Lending, IllMessage.Recall) => [WorkflowStep.Recall],
        (Side.Lending, IllMessage.CheckedIn) => [WorkflowStep.CheckedInMessage],
        (Side.Lending, IllMessage.RenewAnswer { Grants: true }) => [WorkflowStep.ManualRenew, WorkflowStep.AutomaticRenew],
        (Side.Borrowing, IllMessage.ConditionalReply) => [WorkflowStep.Conditional],
        (Side.Borrowing, IllMessage.Renew) => [WorkflowStep.RenewRequested],
        (Side.Borrowing, IllMessage.Message { IsClaim: true }) => [WorkflowStep.Claimed],
        (_, IllMessage.Lost) => [WorkflowStep.Lost],
        (_, IllMessage.Damaged) => [WorkflowStep.Damaged],
        _ => [],
    };
}

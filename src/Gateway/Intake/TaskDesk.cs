using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The door for what staff do with requests as tasks: one unit of work with a line in the history.</summary>
internal sealed class TaskDesk
{
    private readonly IStore _store;
    private readonly StaffDesk _desk;
    private readonly TimeProvider _time;

    public TaskDesk(IStore store, StaffDesk desk, TimeProvider time)
    {
        _store = store;
        _desk = desk;
        _time = time;
    }

    /// <summary>Carries it out.</summary>
    public async Task<DeskResult> ActAsync(
        string id, TaskAction action, TaskFields fields, string user, CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number)
        {
            return new DeskResult.NotFound(id);
        }

        var at = _time.GetLocalNow();
        return await _store.WriteAsync(work => Act(work, number, id, action, fields, user, at), cancellationToken);
    }

    /// <summary>Makes a new request that wants the same. The new one begins like any other.</summary>
    /// <param name="id">Which one to copy.</param>
    /// <param name="externalId">Lending: the borrower's number for the new one.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DeskResult> DuplicateAsync(
        string id, string? externalId, string user, CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number
            || await _store.FindRequestAsync(number, cancellationToken) is not { } state
            || !string.Equals(state.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            return new DeskResult.NotFound(id);
        }

        var note = $"Copied from {state.Id}.";
        if (state.Side == Side.Borrowing)
        {
            return await _desk.BorrowAsync(
                state.Content, state.Rota.Select(leg => leg.Partner).Distinct().ToArray(), note, user, cancellationToken);
        }

        return externalId is null
            ? new DeskResult.Invalid("externalId", "A lending request needs in externalId the borrower's number for the new one.")
            : await _desk.LendAsync(state.Content, state.Partner ?? "", externalId, null, note, user, cancellationToken);
    }

    private static DeskResult Act(
        IUnitOfWork work, long number, string id, TaskAction action, TaskFields fields, string user, DateTimeOffset at)
    {
        if (work.FindRequest(number) is not { } state || !string.Equals(state.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            return new DeskResult.NotFound(id);
        }

        var result = TaskRules.Apply(state, action, fields, user, at);
        if (result.State is not { } changed)
        {
            return result.Field is { } field
                ? new DeskResult.Invalid(field, result.Text)
                : new DeskResult.NotPossible(state, result.Text, []);
        }

        var next = changed with { Version = state.Version + 1, UpdatedAt = at };
        work.UpdateRequest(next);
        work.AppendHistory(new HistoryEntry(
            number, at, IsoCode.Kebab(action.ToString()), state.Status, next.Status, user, result.Text, null));
        return new DeskResult.Done(next, result.Text);
    }
}

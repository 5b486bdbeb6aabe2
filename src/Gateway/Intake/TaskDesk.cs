using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Digitisation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The door for what staff do with requests as tasks: one unit of work with a line in the history.</summary>
internal sealed class TaskDesk
{
    private readonly IStore _store;
    private readonly StaffDesk _desk;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;

    public TaskDesk(IStore store, StaffDesk desk, NetworkSource network, OutboxSignal signal, TimeProvider time)
    {
        _store = store;
        _desk = desk;
        _network = network;
        _signal = signal;
        _time = time;
    }

    /// <summary>Carries it out.</summary>
    public Task<DeskResult> ActAsync(
        string id, TaskAction action, TaskFields fields, string user, CancellationToken cancellationToken) =>
        ActAsync(id, action, fields, Submission.None, user, cancellationToken);

    /// <summary>Carries it out, once for each key of a submission.</summary>
    public async Task<DeskResult> ActAsync(
        string id, TaskAction action, TaskFields fields, Submission submission, string user,
        CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number)
        {
            return new DeskResult.NotFound(id);
        }

        var (at, network) = (_time.GetLocalNow(), _network.Current);
        var mailbox = TaskMail.To(action, fields, user, network);
        if (mailbox is null && fields.Notify == true)
        {
            return new DeskResult.Invalid("notify", TaskMail.WhyNone(action, fields));
        }

        if (CopyrightDesk.WhyNotStatus(fields.CopyrightStatus, network.Snapshot.Gateway.Digitisation.Copyright) is { } unknown)
        {
            return new DeskResult.Invalid("copyrightStatus", unknown);
        }

        var result = await _store.WriteAsync(
            work =>
            {
                if (StaffDesk.Repeated(work, submission) is { } repeated)
                {
                    return repeated;
                }

                var acted = Act(work, number, id, action, fields, mailbox, user, at, network);
                StaffDesk.Keep(work, submission, acted, user, at);
                return acted;
            },
            cancellationToken);
        if (mailbox is not null)
        {
            _signal.Ring();
        }

        return result;
    }

    /// <summary>Makes a new request that wants the same. The new one begins like any other.</summary>
    /// <param name="id">Which one to copy.</param>
    /// <param name="externalId">Lending: the borrower's number for the new one.</param>
    /// <param name="submission">By which a repeat is known.</param>
    /// <param name="user">Who.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DeskResult> DuplicateAsync(
        string id, string? externalId, Submission submission, string user, CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number
            || await _store.FindRequestAsync(number, cancellationToken) is not { } state
            || !string.Equals(state.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            return new DeskResult.NotFound(id);
        }

        var copy = submission with
        {
            InternalNote = $"Copied from {state.Id}.", Owner = _network.Current.FindOwner(state.Owner)?.Code,
            CopyrightDeclaration = state.CopyrightDeclaredOn is null ? null : true,
        };
        if (state.Side == Side.Borrowing)
        {
            return await _desk.BorrowAsync(
                state.Content, state.Rota.Select(leg => leg.Partner).Distinct().ToArray(), copy, user, cancellationToken);
        }

        return externalId is null
            ? new DeskResult.Invalid("externalId", "A lending request needs in externalId the borrower's number for the new one.")
            : await _desk.LendAsync(state.Content, state.Partner ?? "", externalId, copy, user, cancellationToken);
    }

    private static DeskResult Act(
        IUnitOfWork work, long number, string id, TaskAction action, TaskFields fields, Partner? mailbox, string user,
        DateTimeOffset at, Network network)
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
        var text = mailbox is null ? result.Text : $"{result.Text} {mailbox.Config.Name} gets a mail.";
        work.UpdateRequest(next);
        work.AppendHistory(new HistoryEntry(
            number, at, IsoCode.Kebab(action.ToString()), state.Status, next.Status, user, text, null));
        if (mailbox is not null)
        {
            work.Enqueue(TaskMail.About(next, mailbox, fields, user, at, network));
        }

        return new DeskResult.Done(next, text);
    }
}

using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>Removes what has been kept for as long as the settings say. What remains still verifies: the journal keeps its
/// rows and hashes.</summary>
internal sealed class RetentionJobs
{
    /// <summary>Rows in one transaction: some milliseconds of the writer's time.</summary>
    private const int RowsAtOnce = 200;

    /// <summary>Deliveries are seen by operators for a week at least, however short the time for patrons is.</summary>
    private const int LeastDeliveryDays = 7;

    /// <summary>Enough for an index of some gigabytes; the next run goes on.</summary>
    private const int MaxMergeSteps = 10_000;

    private const string By = "retention";

    private readonly RequestCalendar _calendar;
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly TimeProvider _time;

    public RetentionJobs(RequestCalendar calendar, IStore store, NetworkSource network, TimeProvider time)
    {
        _calendar = calendar;
        _store = store;
        _network = network;
        _time = time;
    }

    private RetentionConfig Settings => _network.Current.Snapshot.Gateway.Retention;

    /// <summary>Takes the patron and all notes out of requests that ended <c>patronDays</c> ago, and the bytes of the
    /// messages that named the patron.</summary>
    public async Task AnonymiseAsync(JobRun run)
    {
        var last = _calendar.Today.AddDays(-Settings.PatronDays);
        await _calendar.EachAsync(
            new DateSearch(Side.Borrowing, RequestDate.EndedOn, last.AddDays(1)),
            (number, stopping) => _store.WriteAsync(work => Anonymise(work, number, last), stopping), run);

        await ForgetLoansAsync(last, run);

        // The names are out of the index by now, but not out of its pages.
        for (var step = 0; step < MaxMergeSteps && await _store.WriteAsync(work => work.MergeText(), run.Stopping); step++)
        {
            run.Stopping.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Removes bytes of messages, identities, deliveries and, at last, whole requests.</summary>
    public async Task PruneAsync(JobRun run)
    {
        // A repeat is answered with the bytes of the first answer: they stay as long as repeats are known.
        var (settings, deliveries) = (Settings, Math.Max(Settings.PatronDays, LeastDeliveryDays));
        await PruneAsync(Prunable.MessageBytes, Math.Max(settings.MessageDays, settings.DuplicateDays), run);
        await PruneAsync(Prunable.Identities, settings.DuplicateDays, run);
        await PruneAsync(Prunable.Deliveries, Math.Min(deliveries, settings.MessageDays), run);

        // As long as repeats of its messages are known, a request can still be asked for.
        var last = _calendar.Today.AddDays(-Math.Max(settings.RequestDays, settings.DuplicateDays));
        await _calendar.EachAsync(
            new DateSearch(Side.Borrowing, RequestDate.AnonymisedEndedOn, last.AddDays(1)),
            (number, stopping) => _store.WriteAsync(work => Remove(work, number, last), stopping), run);
    }

    private async Task ForgetLoansAsync(DateOnly last, JobRun run)
    {
        int removed;
        do
        {
            run.Stopping.ThrowIfCancellationRequested();
            removed = await _store.WriteAsync(
                work => CirculationRetention.Forget(work.Circulation, last, RowsAtOnce), run.Stopping);
            run.Add(removed, removed);
        }
        while (removed > 0);
    }

    private async Task PruneAsync(Prunable what, int days, JobRun run)
    {
        var before = _time.GetUtcNow().AddDays(-days);
        long? after = 0;
        while (after is { } row)
        {
            run.Stopping.ThrowIfCancellationRequested();
            var step = await _store.WriteAsync(work => work.Prune(what, before, row, RowsAtOnce), run.Stopping);
            run.Add(step.LookedAt, step.Removed);
            after = step.Next;
        }
    }

    private bool Anonymise(IUnitOfWork work, long number, DateOnly last)
    {
        if (work.FindRequest(number) is not { AnonymisedOn: null } state || !Ended(state, last))
        {
            return false;
        }

        var at = _time.GetLocalNow();
        var anonymous = Anonymous(state, at);
        work.UpdateRequest(anonymous);
        work.ForgetText(anonymous);
        work.RemoveRequestBytes(number);
        work.Documents.ForgetViewers(number);
        work.AppendHistory(new HistoryEntry(
            number, at, "anonymised", state.Status, state.Status, By, "The patron and all notes were removed.", null));
        return true;
    }

    private bool Remove(IUnitOfWork work, long number, DateOnly last) =>
        work.FindRequest(number) is { AnonymisedOn: not null } state && Ended(state, last)
        && work.RemoveRequest(number, _calendar.Today);

    private static bool Ended(RequestState state, DateOnly last) =>
        StatusCatalog.Info(state.Side, state.Status).IsFinal && state.LastTransitionOn <= last;

    /// <summary>Without the patron, the addresses that may be the patron's, and everything that people wrote.</summary>
    private static RequestState Anonymous(RequestState state, DateTimeOffset at) => state with
    {
        Content = state.Content with { Patron = null, DeliverTo = null, BillTo = null, ForwardNote = null },
        LastService = state.LastService is { } last ? last with { Note = null } : null,
        Notes = [],
        PatronWord = null,
        Digitisation = state.Digitisation is { } work
            ? work with { Held = null, Tasks = work.Tasks.Select(task => task with { Reason = null }).ToArray() }
            : null,
        AnonymisedOn = DateOnly.FromDateTime(at.DateTime),
        UpdatedAt = at,
        Version = state.Version + 1,
    };
}

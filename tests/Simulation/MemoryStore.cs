using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// A store in memory that keeps the contract of the real ones. Units of work wait until the scheduler lets the writer
/// run; then all that wait are run and committed together, and only after that their callers are told. What a crash finds
/// waiting is lost; what was committed stays on the <see cref="MemoryDisk"/>.
/// </summary>
/// <param name="disk">What survives.</param>
/// <param name="schedule">Lets the writer run, later.</param>
internal sealed class MemoryStore(MemoryDisk disk, Action<Action> schedule) : IStore
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Waiting> _waiting = [];
    private bool _isRunning;
    private bool _isClosed;

    public string? LastFailure { get; private set; }

    public IDocumentReader Documents { get; } = new MemoryDocumentReader(() => disk.Tables);

    public ICirculationReader Circulation { get; } = new MemoryCirculationReader(() => disk.Tables);

    private MemoryTables Tables => disk.Tables;

    public Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken)
    {
        var unit = new Waiting<T>(work, cancellationToken);
        lock (_gate)
        {
            if (_isClosed)
            {
                return Task.FromException<T>(new StoreUnavailableException("The store is closing."));
            }

            _waiting.Add(unit);
            Start();
        }

        return unit.Task;
    }

    public Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(Tables.Requests.GetValueOrDefault(number));

    public Task<Page<RequestState>> ListRequestsAsync(
        RequestFilter filter, long? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(Tables.Requests.Values.Where(state => IsListed(state, filter, true)), state => state.Number, after, limit);

    /// <summary>Nobody looks at lists in the simulation.</summary>
    public Task<OrderedPage> ListRequestsAsync(
        RequestFilter filter, RequestOrder order, RequestCursor? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<DepartmentCounts>> CountDepartmentsAsync(DateOnly today, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DepartmentCounts>>([.. Tables.Requests.Values
            .Where(state => state.Digitisation is { IsOpen: true })
            .GroupBy(state => state.Digitisation!.Department).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new DepartmentCounts(
                group.Key, group.LongCount(), group.LongCount(state => state.Digitisation!.IsApprovalPending),
                group.LongCount(state => state.Digitisation!.DueBy < today)))]);

    public Task<IReadOnlyList<DashboardCounts>> CountDashboardAsync(string user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Ageing> AgeingAsync(Side? side, string? partner, DateOnly today, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) =>
        Task.FromResult(new RequestFacets(
            Tables.Requests.Values.Where(state => IsListed(state, filter with { Side = null }, false))
                .CountBy(state => (state.Side, state.Status)).ToDictionary(pair => pair.Key, pair => (long)pair.Value),
            Tables.Requests.Values.Where(state => IsListed(state, filter with { Partner = null }, true))
                .Where(state => state.Partner is not null)
                .CountBy(state => state.Partner!).ToDictionary(pair => pair.Key, pair => (long)pair.Value)));

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HistoryEntry>>(
            [.. Tables.History.Where(line => line.Request == request).TakeLast(StoreLimits.HistoryLines)]);

    public Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(
            Tables.Journal.Where(row => (request is null || row.Entry.Request == request)
                    && (!onlyQuarantined || row.Entry.Outcome == Adapters.Contracts.ArrivalOutcome.Quarantined))
                .Select(row => row with { Entry = row.Entry with { Raw = default, Reply = null } }),
            row => row.Id, after, limit);

    public Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) =>
        Task.FromResult(id >= 1 && id <= Tables.Journal.Count ? Tables.Journal[(int)id - 1] : null);

    public Task<Page<StaffLetter>> ListLettersAsync(
        bool? isWaiting, long? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(
            Tables.Letters.Values.Where(letter => isWaiting is null || letter.IsWaiting == isWaiting),
            letter => letter.Id, after, limit);

    public Task<StaffLetter?> FindLetterAsync(long id, CancellationToken cancellationToken) =>
        Task.FromResult(Tables.Letters.GetValueOrDefault(id));

    public Task<long> CountWaitingLettersAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Tables.Letters.Values.LongCount(letter => letter.IsWaiting));

    public Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(
            Tables.Outbox.Values.Where(row =>
                (partner is null || row.Entry.Partner == partner) && (state is null || row.State == state)),
            row => row.Id, after, limit);

    public Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QueueDepth>>([.. Tables.Outbox.Values
            .Where(row => row.State is not (OutboxState.Delivered or OutboxState.Cancelled))
            .GroupBy(row => row.Entry.Partner).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => new QueueDepth(
                rows.Key,
                rows.LongCount(row => row.State == OutboxState.Waiting),
                rows.LongCount(row => row.State == OutboxState.Sending),
                rows.LongCount(row => row.State is OutboxState.Dead or OutboxState.Refused),
                rows.FirstOrDefault(row => row.State == OutboxState.Waiting)?.Entry.CreatedAt))]);

    public Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Tables.Open.IsEmpty ? [] : [.. Tables.OpenRows
            .Where(row => row.State == OutboxState.Waiting && row.NextAt <= now && Tables.IsHead(row))
            .Select(row => row.Entry.Partner).Distinct().Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<DatedRequest>> RequestsPastAsync(
        DateSearch search, DatedRequest? after, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        return Task.FromResult(MemoryDates.Find(Tables.Requests.Values, search, after, limit));
    }

    public Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LaneHold>>([.. Tables.Holds.Values]);

    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        Task.FromResult(MemoryVerification.Of(Tables));

    public Task BackupAsync(string path, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Memory has no backup.");

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (!_isRunning)
            {
                _drained.TrySetResult();
            }
        }

        await _drained.Task;
    }

    private static bool IsListed(RequestState state, RequestFilter filter, bool withStatuses)
    {
        var createdOn = DateOnly.FromDateTime(state.CreatedAt.DateTime);
        var isWanted = !withStatuses
            || (filter.Statuses.Count == 0 ? state.Status != Status.Deleted : filter.Statuses.Contains(state.Status));
        return isWanted
            && (filter.Side is null || state.Side == filter.Side)
            && (filter.Partner is null || state.Partner == filter.Partner)
            && (filter.Owner is null || state.Owner == filter.Owner)
            && (filter.Department is null || (state.Digitisation is { IsOpen: true } work && work.Department == filter.Department))
            && (filter.IsApprovalPending is null || filter.IsApprovalPending == new RequestCard(state).IsApprovalPending)
            && (filter.HasUnreadMessage is null || state.HasUnreadMessage == filter.HasUnreadMessage)
            && !(createdOn < filter.CreatedFrom) && !(createdOn > filter.CreatedTo)
            && (filter.Text is null
                || RequestText.Holds(RequestText.Of(state), RequestText.Words(filter.Text)));
    }

    private static Task<Page<T>> PageAsync<T>(IEnumerable<T> rows, Func<T, long> key, long? after, int limit)
    {
        CheckLimit(limit);
        var found = rows.Where(row => after is null || key(row) < after).OrderByDescending(key).Take(limit + 1).ToArray();
        return Task.FromResult(found.Length <= limit
            ? new Page<T>(found, null)
            : new Page<T>(found[..limit], key(found[limit - 1])));
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StoreLimits.PageRows);
    }

    private void Start()
    {
        if (!_isRunning)
        {
            _isRunning = true;
            schedule(CommitWaiting);
        }
    }

    private void CommitWaiting()
    {
        List<Waiting> batch;
        lock (_gate)
        {
            (batch, _waiting) = (_waiting, []);
        }

        var tables = batch.Aggregate(disk.Tables, (before, unit) => unit.Run(before));
        try
        {
            disk.Commit(tables);
            LastFailure = null;
            batch.ForEach(unit => unit.Complete());
        }
        catch (IOException full)
        {
            LastFailure = full.Message;
            batch.ForEach(unit => unit.Fail(new StoreUnavailableException("Nothing was kept.", full)));
        }

        lock (_gate)
        {
            _isRunning = false;
            if (_waiting.Count > 0)
            {
                Start();
            }
            else if (_isClosed)
            {
                _drained.TrySetResult();
            }
        }
    }

    /// <summary>A unit of work that waits for the writer.</summary>
    private abstract class Waiting
    {
        /// <summary>Runs it; a unit that fails leaves the tables as they were.</summary>
        public abstract MemoryTables Run(MemoryTables before);

        public abstract void Complete();

        public abstract void Fail(Exception reason);
    }

    private sealed class Waiting<T>(Func<IUnitOfWork, T> work, CancellationToken cancellation) : Waiting
    {
        private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _fault;

        public Task<T> Task => _told.Task;

        public override MemoryTables Run(MemoryTables before)
        {
            var unit = new MemoryUnit(before);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                _result = work(unit);
                return unit.Close();
            }
            catch (Exception fault)
            {
                unit.Close();
                _fault = fault;
                return before;
            }
        }

        public override void Complete()
        {
            if (_fault is null)
            {
                _told.TrySetResult(_result);
            }
            else
            {
                _told.TrySetException(_fault);
            }
        }

        public override void Fail(Exception reason) => _told.TrySetException(reason);
    }
}

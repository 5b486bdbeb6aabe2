using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>A real store whose disk is full for as many units of work as a test says.</summary>
internal sealed class FlakyStore(IStore store) : IStore
{
    private int _failures;

    public string? LastFailure => store.LastFailure;

    public ICirculationReader Circulation => store.Circulation;

    public IDocumentReader Documents => store.Documents;

    /// <summary>The next units of work keep nothing.</summary>
    public int Failures
    {
        get => Volatile.Read(ref _failures);
        set => Volatile.Write(ref _failures, value);
    }

    public Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken)
    {
        if (Failures > 0)
        {
            Interlocked.Decrement(ref _failures);
            return Task.FromException<T>(new StoreUnavailableException("disk full, on purpose"));
        }

        return store.WriteAsync(work, cancellationToken);
    }

    public Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken) =>
        store.FindRequestAsync(number, cancellationToken);

    public Task<Page<RequestState>> ListRequestsAsync(
        RequestFilter filter, long? after, int limit, CancellationToken cancellationToken) =>
        store.ListRequestsAsync(filter, after, limit, cancellationToken);

    public Task<OrderedPage> ListRequestsAsync(
        RequestFilter filter, RequestOrder order, RequestCursor? after, int limit, CancellationToken cancellationToken) =>
        store.ListRequestsAsync(filter, order, after, limit, cancellationToken);

    public Task<IReadOnlyList<DepartmentCounts>> CountDepartmentsAsync(DateOnly today, CancellationToken cancellationToken) =>
        store.CountDepartmentsAsync(today, cancellationToken);

    public Task<IReadOnlyList<DashboardCounts>> CountDashboardAsync(string user, CancellationToken cancellationToken) =>
        store.CountDashboardAsync(user, cancellationToken);

    public Task<Ageing> AgeingAsync(Side? side, string? partner, DateOnly today, CancellationToken cancellationToken) =>
        store.AgeingAsync(side, partner, today, cancellationToken);

    public Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) =>
        store.CountRequestsAsync(filter, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken) =>
        store.HistoryAsync(request, cancellationToken);

    public Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken) =>
        store.ListMessagesAsync(request, onlyQuarantined, after, limit, cancellationToken);

    public Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) =>
        store.FindMessageAsync(id, cancellationToken);

    public Task<Page<StaffLetter>> ListLettersAsync(
        bool? isWaiting, long? after, int limit, CancellationToken cancellationToken) =>
        store.ListLettersAsync(isWaiting, after, limit, cancellationToken);

    public Task<StaffLetter?> FindLetterAsync(long id, CancellationToken cancellationToken) =>
        store.FindLetterAsync(id, cancellationToken);

    public Task<long> CountWaitingLettersAsync(CancellationToken cancellationToken) =>
        store.CountWaitingLettersAsync(cancellationToken);

    public Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken) =>
        store.ListOutboxAsync(partner, state, after, limit, cancellationToken);

    public Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken) =>
        store.QueueDepthsAsync(cancellationToken);

    public Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        store.PartnersWithDueWorkAsync(now, cancellationToken);

    public Task<IReadOnlyList<DatedRequest>> RequestsPastAsync(
        DateSearch search, DatedRequest? after, int limit, CancellationToken cancellationToken) =>
        store.RequestsPastAsync(search, after, limit, cancellationToken);

    public Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken) =>
        store.LaneHoldsAsync(cancellationToken);

    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        store.VerifyAsync(progress, cancellationToken);

    public Task BackupAsync(string path, CancellationToken cancellationToken) => store.BackupAsync(path, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}

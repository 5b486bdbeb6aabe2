using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Reads, but cannot write.</summary>
internal sealed class BrokenStore(IStore inner) : WrappedStore(inner)
{
    public override string? LastFailure => "canary: disk full";

    public override Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken) =>
        Task.FromException<T>(new StoreUnavailableException("canary: disk full"));
}

/// <summary>Has removed the bytes of all messages.</summary>
internal sealed class ForgetfulStore(IStore inner) : WrappedStore(inner)
{
    public override async Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) =>
        await base.FindMessageAsync(id, cancellationToken) is { } row
            ? row with { Entry = row.Entry with { Raw = default } }
            : null;
}

/// <summary>A store around a store.</summary>
internal abstract class WrappedStore(IStore inner) : IStore
{
    public virtual string? LastFailure => inner.LastFailure;

    public ICirculationReader Circulation => inner.Circulation;

    public IDocumentReader Documents => inner.Documents;

    public virtual Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken) =>
        inner.WriteAsync(work, cancellationToken);

    public Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken) =>
        inner.FindRequestAsync(number, cancellationToken);

    public Task<Page<RequestState>> ListRequestsAsync(RequestFilter filter, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListRequestsAsync(filter, after, limit, cancellationToken);

    public Task<OrderedPage> ListRequestsAsync(
        RequestFilter filter, RequestOrder order, RequestCursor? after, int limit, CancellationToken cancellationToken) =>
        inner.ListRequestsAsync(filter, order, after, limit, cancellationToken);

    public Task<IReadOnlyList<DepartmentCounts>> CountDepartmentsAsync(DateOnly today, CancellationToken cancellationToken) =>
        inner.CountDepartmentsAsync(today, cancellationToken);

    public Task<IReadOnlyList<DashboardCounts>> CountDashboardAsync(string user, CancellationToken cancellationToken) =>
        inner.CountDashboardAsync(user, cancellationToken);

    public Task<Ageing> AgeingAsync(Side? side, string? partner, DateOnly today, CancellationToken cancellationToken) =>
        inner.AgeingAsync(side, partner, today, cancellationToken);

    public Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) =>
        inner.CountRequestsAsync(filter, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken) =>
        inner.HistoryAsync(request, cancellationToken);

    public Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListMessagesAsync(request, onlyQuarantined, after, limit, cancellationToken);

    public virtual Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) =>
        inner.FindMessageAsync(id, cancellationToken);

    public Task<Page<StaffLetter>> ListLettersAsync(bool? isWaiting, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListLettersAsync(isWaiting, after, limit, cancellationToken);

    public Task<StaffLetter?> FindLetterAsync(long id, CancellationToken cancellationToken) => inner.FindLetterAsync(id, cancellationToken);

    public Task<long> CountWaitingLettersAsync(CancellationToken cancellationToken) => inner.CountWaitingLettersAsync(cancellationToken);

    public Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListOutboxAsync(partner, state, after, limit, cancellationToken);

    public Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken) => inner.QueueDepthsAsync(cancellationToken);

    public Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.PartnersWithDueWorkAsync(now, cancellationToken);

    public Task<IReadOnlyList<DatedRequest>> RequestsPastAsync(
        DateSearch search, DatedRequest? after, int limit, CancellationToken cancellationToken) =>
        inner.RequestsPastAsync(search, after, limit, cancellationToken);

    public Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken) => inner.LaneHoldsAsync(cancellationToken);

    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        inner.VerifyAsync(progress, cancellationToken);

    public Task BackupAsync(string path, CancellationToken cancellationToken) => inner.BackupAsync(path, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

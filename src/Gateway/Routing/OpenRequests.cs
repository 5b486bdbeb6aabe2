using System.Collections.Concurrent;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Routing;

/// <summary>
/// How many requests are open: ours with each partner, and those of others with us. Counting reads the cards of all open
/// requests, so it is done once in a while; in between, what comes in and what we send is counted on. A request that ends
/// counts until the next count, which errs on the side of fewer requests.
/// </summary>
internal sealed class OpenRequests : IDisposable
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(30);

    private static readonly Status[] OpenBorrowing = Open(Side.Borrowing);

    private static readonly Status[] OpenLending = Open(Side.Lending);

    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _counting = new(1);
    private volatile Counts? _counts;

    public OpenRequests(IStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Our open requests with each partner.</summary>
    public async Task<Func<string, int>> WithPartnersAsync(CancellationToken cancellationToken)
    {
        var counts = await CountedAsync(cancellationToken);
        return code => (int)counts.Borrowing.GetValueOrDefault(code);
    }

    /// <summary>Our open requests with a partner, as last counted and counted on.</summary>
    public int With(string partner) => (int)(_counts?.Borrowing.GetValueOrDefault(partner) ?? 0);

    /// <summary>A request of ours goes out to a partner for the first time.</summary>
    /// <param name="partner">Its code.</param>
    /// <param name="decidedAt">When that was decided: what is older than the last count is in it.</param>
    public void CountSent(string partner, DateTimeOffset decidedAt)
    {
        if (_counts is { } counts && decidedAt > counts.BeganAt)
        {
            counts.Borrowing.AddOrUpdate(partner, 1, (_, open) => open + 1);
        }
    }

    /// <summary>The open requests of others with us, as last counted and counted on.</summary>
    public long OfOthers => _counts is { } counts ? Interlocked.Read(ref counts.Lending) : 0;

    /// <summary>The open requests of others with us.</summary>
    public async Task<long> OfOthersAsync(CancellationToken cancellationToken) =>
        Interlocked.Read(ref (await CountedAsync(cancellationToken)).Lending);

    /// <summary>One more request of others came in.</summary>
    public void CountIncoming()
    {
        if (_counts is { } counts)
        {
            Interlocked.Increment(ref counts.Lending);
        }
    }

    public void Dispose() => _counting.Dispose();

    private async Task<Counts> CountedAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        await _counting.WaitAsync(cancellationToken);
        try
        {
            return Fresh() ?? (_counts = await CountAsync(cancellationToken));
        }
        finally
        {
            _counting.Release();
        }
    }

    private Counts? Fresh() => _counts is { } counts && _time.GetElapsedTime(counts.At) < CountedFor ? counts : null;

    private async Task<Counts> CountAsync(CancellationToken cancellationToken)
    {
        var (at, beganAt) = (_time.GetTimestamp(), _time.GetUtcNow());
        var ours = await _store.CountRequestsAsync(
            new RequestFilter { Side = Side.Borrowing, Statuses = OpenBorrowing }, cancellationToken);
        var theirs = await _store.CountRequestsAsync(
            new RequestFilter { Side = Side.Lending, Statuses = OpenLending }, cancellationToken);
        return new Counts(at, beganAt, ours.Partners, theirs.Partners.Values.Sum());
    }

    /// <summary>Somebody has something to do about it: asked or with the borrower, and not over.</summary>
    private static Status[] Open(Side side) => StatusCatalog.Of(side)
        .Where(info => info.Phase is Phase.BeforeShipping && info.Status is not (Status.Rejected or Status.BadCitation))
        .Select(info => info.Status).ToArray();

    private sealed class Counts(
        long at, DateTimeOffset beganAt, IReadOnlyDictionary<string, long> borrowing, long lending)
    {
        public long At { get; } = at;

        public DateTimeOffset BeganAt { get; } = beganAt;

        public ConcurrentDictionary<string, long> Borrowing { get; } = new(borrowing, StringComparer.OrdinalIgnoreCase);

        public long Lending = lending;
    }
}

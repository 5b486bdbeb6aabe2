using System.Net;
using System.Threading.RateLimiting;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Counts messages by address.</summary>
internal sealed class NcipThrottle(NcipResponderLimits limits) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> messages = PerWindow<IPAddress>(limits.MessagesPerAddress);
    private readonly PartitionedRateLimiter<IPAddress> refusals = PerWindow<IPAddress>(limits.RefusalsKeptPerAddress);
    private readonly PartitionedRateLimiter<(IPAddress Address, string Partner)> wrongProofs =
        PerWindow<(IPAddress Address, string Partner)>(limits.WrongProofsPerAddress);

    /// <summary>May somebody send from there once more?</summary>
    public bool MaySend(IPAddress? address) => Takes(messages, address);

    /// <summary>Is what somebody sends without a proof from there still kept? It never counts against those who have
    /// one, since they may be behind the same proxy.</summary>
    public bool IsKept(IPAddress? address) => Takes(refusals, address);

    /// <summary>Are proofs for a partner still looked at from there? Each partner has its own count, so that nobody shuts out the
    /// others behind the same proxy.</summary>
    /// <param name="address">From where.</param>
    /// <param name="partner">Its code; empty where nobody is named.</param>
    public bool MayProve(IPAddress? address, string partner)
    {
        using var lease = wrongProofs.AttemptAcquire((ConnectionCount.KeyOf(address ?? IPAddress.None), partner), 0);
        return lease.IsAcquired;
    }

    /// <summary>Counts a wrong proof.</summary>
    public void CountWrongProof(IPAddress? address, string partner) =>
        wrongProofs.AttemptAcquire((ConnectionCount.KeyOf(address ?? IPAddress.None), partner)).Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        wrongProofs.Dispose();
        messages.Dispose();
        refusals.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<IPAddress> limiter, IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(ConnectionCount.KeyOf(address ?? IPAddress.None));
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<TKey> PerWindow<TKey>(int permits)
        where TKey : notnull => PartitionedRateLimiter.Create<TKey, TKey>(
        key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = permits, Window = Window, QueueLimit = 0,
        }));
}

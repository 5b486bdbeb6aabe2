using System.Net;
using System.Threading.RateLimiting;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Counts messages by address.</summary>
internal sealed class NcipThrottle(NcipResponderLimits limits) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<IPAddress> messages = PerWindow(limits.MessagesPerAddress);
    private readonly PartitionedRateLimiter<IPAddress> refusals = PerWindow(limits.RefusalsKeptPerAddress);

    /// <summary>May somebody send from there once more?</summary>
    public bool MaySend(IPAddress? address) => Takes(messages, address);

    /// <summary>Is what somebody sends without a proof from there still kept? It never counts against those who have
    /// one, since they may be behind the same proxy.</summary>
    public bool IsKept(IPAddress? address) => Takes(refusals, address);

    /// <inheritdoc/>
    public void Dispose()
    {
        messages.Dispose();
        refusals.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<IPAddress> limiter, IPAddress? address)
    {
        using var lease = limiter.AttemptAcquire(ConnectionCount.KeyOf(address ?? IPAddress.None));
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<IPAddress> PerWindow(int permits) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = permits, Window = Window, QueueLimit = 0,
        }));
}

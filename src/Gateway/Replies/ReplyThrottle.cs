using System.Net;
using System.Threading.RateLimiting;
using ResourceSharing.Gateway.Security;

namespace ResourceSharing.Gateway.Replies;

/// <summary>Counts calls by address and by link, and files that are under way.</summary>
internal sealed class ReplyThrottle(ReplyLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _addresses = PerWindow(limits.CallsPerAddress);
    private readonly PartitionedRateLimiter<string> _links = PerWindow(limits.CallsPerLink);
    private readonly ConcurrencyLimiter _uploads = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Uploads, QueueLimit = 0,
    });

    /// <summary>May somebody call from there once more?</summary>
    public bool MayCall(IPAddress? address) => Takes(_addresses, SignIn.Network(address ?? IPAddress.None));

    /// <summary>May this link be used once more?</summary>
    public bool MayUse(string token) => Takes(_links, token);

    /// <summary>A place for a file; dispose it when the file is on disk.</summary>
    public RateLimitLease Upload() => _uploads.AttemptAcquire();

    /// <inheritdoc/>
    public void Dispose()
    {
        _addresses.Dispose();
        _links.Dispose();
        _uploads.Dispose();
    }

    private static bool Takes(PartitionedRateLimiter<string> limiter, string who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> PerWindow(int calls) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = calls, Window = ReplyLimits.Window, QueueLimit = 0,
        }));
}

using System.Net;
using System.Threading.RateLimiting;
using ResourceSharing.Gateway.Security;

namespace ResourceSharing.Gateway.Pages;

/// <summary>Counts calls by whatever tells callers apart.</summary>
/// <param name="calls">So many in one window.</param>
/// <param name="window">The window.</param>
internal sealed class CallLimiter(int calls, TimeSpan window) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = calls, Window = window, QueueLimit = 0,
        }));

    /// <summary>May this one call once more?</summary>
    public bool MayCall(string who)
    {
        using var lease = _limiter.AttemptAcquire(who);
        return lease.IsAcquired;
    }

    /// <summary>May somebody call from there once more?</summary>
    public bool MayCall(IPAddress? address) => MayCall(SignIn.Network(address ?? IPAddress.None));

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}

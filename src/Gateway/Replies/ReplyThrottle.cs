using System.Net;
using System.Threading.RateLimiting;
using ResourceSharing.Gateway.Pages;

namespace ResourceSharing.Gateway.Replies;

/// <summary>Counts calls by address and by link, and files that are under way.</summary>
internal sealed class ReplyThrottle(ReplyLimits limits) : IDisposable
{
    private readonly CallLimiter _addresses = new(limits.CallsPerAddress, ReplyLimits.Window);
    private readonly CallLimiter _links = new(limits.CallsPerLink, ReplyLimits.Window);
    private readonly ConcurrencyLimiter _uploads = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Uploads, QueueLimit = 0,
    });

    /// <summary>May somebody call from there once more?</summary>
    public bool MayCall(IPAddress? address) => _addresses.MayCall(address);

    /// <summary>May this link be used once more?</summary>
    public bool MayUse(string token) => _links.MayCall(token);

    /// <summary>A place for a file; dispose it when the file is on disk.</summary>
    public RateLimitLease Upload() => _uploads.AttemptAcquire();

    /// <inheritdoc/>
    public void Dispose()
    {
        _addresses.Dispose();
        _links.Dispose();
        _uploads.Dispose();
    }
}

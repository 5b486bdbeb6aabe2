using System.Net;
using ResourceSharing.Gateway.Pages;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>Counts calls, and forms that were sent, by address.</summary>
internal sealed class OpenUrlThrottle(OpenUrlPageLimits limits) : IDisposable
{
    private readonly CallLimiter _calls = new(limits.CallsPerAddress, OpenUrlPageLimits.Window);
    private readonly CallLimiter _requests = new(limits.RequestsPerAddress, OpenUrlPageLimits.Window);

    /// <summary>May somebody call from there once more?</summary>
    public bool MayCall(IPAddress? address) => _calls.MayCall(address);

    /// <summary>May somebody send a form from there once more?</summary>
    public bool MaySend(IPAddress? address) => _requests.MayCall(address);

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _requests.Dispose();
    }
}

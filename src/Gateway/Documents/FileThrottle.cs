using System.Globalization;
using System.Net;
using ResourceSharing.Gateway.Pages;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Counts calls, and those that look like guessing.</summary>
internal sealed class FileThrottle(DocumentLimits limits) : IDisposable
{
    private readonly CallLimiter _addresses = new(limits.CallsPerAddress, DocumentLimits.Window);
    private readonly CallLimiter _misses = new(limits.MissesPerAddress, DocumentLimits.Window);
    private readonly CallLimiter _passwords = new(limits.MissesPerLink, DocumentLimits.Window);

    /// <summary>May somebody call from there once more?</summary>
    public bool MayCall(IPAddress? address) => _addresses.MayCall(address);

    /// <summary>May somebody from there be wrong once more? Who has the right secret is never held up by those who have
    /// not.</summary>
    public bool MayMiss(IPAddress? address) => _misses.MayCall(address);

    /// <summary>May a password be tried once more?</summary>
    public bool MayTryPassword(long link) => _passwords.MayCall(link.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public void Dispose()
    {
        _addresses.Dispose();
        _misses.Dispose();
        _passwords.Dispose();
    }
}

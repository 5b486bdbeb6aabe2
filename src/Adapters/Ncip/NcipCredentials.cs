using System.Net;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What somebody shows who calls, beside the message. It prints nothing of it.</summary>
public sealed class NcipCredentials
{
    /// <summary>Nothing, as on a bare connection.</summary>
    /// <param name="address">Where the call comes from.</param>
    public NcipCredentials(IPAddress? address) => Address = address;

    /// <summary>Where the call comes from.</summary>
    public IPAddress? Address { get; }

    /// <summary>Keys, wherever they stood.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>User name and password.</summary>
    public (string User, string Password)? Basic { get; init; }

    /// <summary>SHA-256 of the public key of the client's certificate; empty without one.</summary>
    public ReadOnlyMemory<byte> CertificateKeyHash { get; init; }
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>How this library answers NCIP, and its listener for bare TCP connections.</summary>
public sealed record NcipListenerConfig
{
    /// <summary>Whether partners may connect on bare TCP. NCIP over HTTP (/ncip) is there in any case; who may use it, the
    /// partners' files say.</summary>
    public bool Enabled { get; init; }

    /// <summary>
    /// Address of the network card to listen on; 0.0.0.0 or :: for all. The default is reached from this
    /// machine only, because a bare connection has no encryption.
    /// </summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; none is registered. 0 takes any free one, for tests.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 6001;

    /// <summary>Our agency, as partners name us in ToAgencyId; the library's code when left out.</summary>
    [MinLength(1), MaxLength(200)]
    public string? Agency { get; init; }

    /// <summary>
    /// Header in which a reverse proxy on this machine passes on the certificate of its client, like Client-Cert
    /// (RFC 9440). Set it only when that proxy removes the header from what comes from outside.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9-]{1,100}$", ErrorMessage = "the name of a header, for example Client-Cert")]
    public string? ClientCertificateHeader { get; init; }

    /// <summary>Limits on bare connections, so that slow or broken partners cannot take all of them.</summary>
    public SocketLimitsConfig Limits { get; init; } = new()
    {
        IdleTimeout = TimeSpan.FromSeconds(15), FirstOctetTimeout = TimeSpan.FromSeconds(15),
    };
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Where the gateway listens.</summary>
public sealed record ListenersConfig
{
    /// <summary>ISO ILL (ISO 10161) over TCP.</summary>
    public IsoIllListenerConfig IsoIll { get; init; } = new();

    /// <summary>NCIP on bare TCP connections, beside NCIP over HTTP, which the web listener has.</summary>
    public NcipListenerConfig Ncip { get; init; } = new();

    /// <summary>
    /// Web: console, REST, NCIP, SOAP, ISO 18626, reply links, documents, health and metrics.
    /// </summary>
    public HttpListenerConfig Http { get; init; } = new();
}

/// <summary>The ISO ILL listener.</summary>
public sealed record IsoIllListenerConfig
{
    /// <summary>Whether partners may connect at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Address of the network card to listen on; 0.0.0.0 or :: for all. The default is reached from this
    /// machine only, because the protocol itself has neither encryption nor passwords.
    /// </summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Host and port by which partners reach this listener (ill.example.org:1611); every message of ours tells it to
    /// the partner. Without it the address and port of the listener itself are told.
    /// </summary>
    [MaxLength(260)]
    public string? PublicAddress { get; init; }

    /// <summary>TCP port; 1611 is registered for ISO ILL. 0 takes any free one, for tests.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 1611;

    /// <summary>Limits on connections, so that slow or broken partners cannot take all of them.</summary>
    public SocketLimitsConfig Limits { get; init; } = new();
}

/// <summary>Limits on the connections of a socket listener.</summary>
public sealed record SocketLimitsConfig
{
    /// <summary>
    /// How long a connection may stay silent between messages. Partners keep connections for a while.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How long a new connection may wait before its first octet: whoever connects has something to say.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FirstOctetTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whole message may take, from its first to its last octet.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Slowest average rate in octets per second within a message; slower senders hold a place that others
    /// need. 0 switches it off.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinOctetsPerSecond { get; init; } = 240;

    /// <summary>Most connections at one time.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; init; } = 500;

    /// <summary>Most connections at one time from one address.</summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerAddress { get; init; } = 20;
}

/// <summary>The web listener.</summary>
public sealed record HttpListenerConfig
{
    /// <summary>
    /// Addresses to listen on, as http://ADDRESS:PORT. Put a reverse proxy with TLS in front of any that is
    /// not on this machine. Port 0 takes any free one, for tests.
    /// </summary>
    [MinLength(1), MaxLength(20)]
    public IReadOnlyList<Uri> Urls { get; init; } = [new Uri("http://127.0.0.1:8080")];

    /// <summary>
    /// Address by which partners reach the gateway from outside, usually that of the reverse proxy:
    /// https://ill.example.org. Letters then carry a link to a page on which the partner can answer. Without it they
    /// carry none.
    /// </summary>
    public Uri? PublicUrl { get; init; }
}

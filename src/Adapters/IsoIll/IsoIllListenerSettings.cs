using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>What the listener says about our library, and how much it bears.</summary>
public sealed record IsoIllListenerSettings
{
    /// <summary>Our symbols, the primary one first.</summary>
    public required IReadOnlyList<Symbol> OurSymbols { get; init; }

    /// <summary>Where this listener is reached from outside, host:port; null when that is not
    /// known.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>How much it bears.</summary>
    public IsoIllListenerLimits Limits { get; init; } = new();
}

/// <summary>
/// What a connection may take in time and number. The largest APDU is a limit of the codec
/// (<see cref="Mapping.IsoIll.IsoIllLimits.MaxApduOctets"/>).
/// </summary>
public sealed record IsoIllListenerLimits
{
    /// <summary>From the connection to its first octet: who connects has something to say.</summary>
    public TimeSpan FirstOctet { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first octet of an APDU to its last.</summary>
    public TimeSpan WholeApdu { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two APDUs; some partners keep a connection for the next message.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Octets per second that an APDU has to keep up on average once <see cref="Grace"/> is over: a
    /// modem did more, and a peer that drips holds a connection for seconds instead of half a
    /// minute.</summary>
    public int MinOctetsPerSecond { get; init; } = 240;

    /// <summary>How long an APDU may go on at any speed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the peer may take to accept an answer.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connections that still deliver may go on after the host wants to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections at the same time, all peers together.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>Connections at the same time from one address (IPv6: one /64).</summary>
    public int MaxConnectionsPerAddress { get; init; } = 20;

    /// <summary>Octets that are kept of a stream that is no ISO ILL: enough for a person to see what it
    /// was.</summary>
    public int MaxKeptOctets { get; init; } = 1 << 16;

    /// <summary>The part of it that reading a stream keeps to.</summary>
    internal StreamLimits OfStream() => new(FirstOctet, WholeApdu, Idle, MinOctetsPerSecond, Grace, Drain, MaxKeptOctets);
}

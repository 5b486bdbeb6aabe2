using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>What the responder says about our library, and how much it bears.</summary>
public sealed record NcipResponderSettings
{
    /// <summary>What is told of our library.</summary>
    public required NcipSelf Self { get; init; }

    /// <summary>The header in which a reverse proxy on this machine passes the client's certificate; null when none
    /// does.</summary>
    public string? CertificateHeader { get; init; }

    /// <summary>How much it bears.</summary>
    public NcipResponderLimits Limits { get; init; } = new();
}

/// <summary>What callers may take in time and number. The largest message is a limit of the codec
/// (<see cref="NcipLimits.MaxOctets"/>).</summary>
public sealed record NcipResponderLimits
{
    /// <summary>For one body to arrive by HTTP; beside it the server wants 240 octets per second.</summary>
    public TimeSpan Body { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the answer to be made. Clients wait 30 to 180 s; what takes longer is told to come again, and what was
    /// decided meanwhile is answered then.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Messages from one address within a minute; a whole consortium may be behind one proxy.</summary>
    public int MessagesPerAddress { get; init; } = 120_000;

    /// <summary>Messages without a proof from one address within a minute that are kept; the rest is answered and
    /// counted.</summary>
    public int RefusalsKeptPerAddress { get; init; } = 60;

    /// <summary>Wrong keys and passwords for one partner from one address within a minute; after them no proof for that
    /// partner is looked at from there until the minute is over. A person who guesses needs thousands; a partner whose
    /// key was changed sends a message or two in that time.</summary>
    public int WrongProofsPerAddress { get; init; } = 30;

    /// <summary>Octets that are kept of what is refused, enough for a person to see what it was.</summary>
    public int MaxKeptOctets { get; init; } = 1 << 16;

    /// <summary>On a bare connection, from the connection to its first octet.</summary>
    public TimeSpan FirstOctet { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>On a bare connection, between two messages.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>On a bare connection, from the first octet of a message to its last.</summary>
    public TimeSpan WholeMessage { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>On a bare connection, octets per second that a message has to keep up once <see cref="Grace"/> is
    /// over.</summary>
    public int MinOctetsPerSecond { get; init; } = 240;

    /// <summary>How long a message may go on at any speed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a peer may take to accept an answer.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connections that still deliver may go on after the host wants to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bare connections at the same time, all peers together.</summary>
    public int MaxConnections { get; init; } = 500;

    /// <summary>Bare connections at the same time from one address (IPv6: one /64).</summary>
    public int MaxConnectionsPerAddress { get; init; } = 20;

    /// <summary>The part of it that reading a stream keeps to.</summary>
    internal StreamLimits OfStream() => new(FirstOctet, WholeMessage, Idle, MinOctetsPerSecond, Grace, Drain, MaxKeptOctets);
}

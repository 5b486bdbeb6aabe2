using System.Security.Cryptography.X509Certificates;

namespace ResourceSharing.Adapters.Mail;

/// <summary>A mailbox on an IMAP server.</summary>
public sealed record ImapSettings
{
    /// <summary>Name or address of the server; the certificate has to bear this name.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; 993 with <see cref="MailTlsMode.Implicit"/>, 143 otherwise.</summary>
    public int Port { get; init; } = 993;

    /// <summary>Encryption of the connection.</summary>
    public MailTlsMode Tls { get; init; } = MailTlsMode.Implicit;

    /// <summary>Roots to trust instead of the system's: an authority of our own. Null for the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>How we sign in; <see cref="MailAuthentication.None"/> only where the server needs none.</summary>
    public MailAuthentication Authentication { get; init; } = MailAuthentication.Plain;

    /// <summary>User name for signing in.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// Gives the password, or the access token for <see cref="MailAuthentication.XOAuth2"/>, each time it is needed.
    /// </summary>
    public IMailSecret? Secret { get; init; }

    /// <summary>
    /// Allows signing in without TLS, and only when the server's address is a loopback address. Everywhere
    /// else a password never travels in the clear.
    /// </summary>
    public bool AllowPlainTextSignInOnLoopback { get; init; }

    /// <summary>The folder that is read.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>Where messages go that are done; made when it is missing. Null: they stay and are marked.</summary>
    public string? DoneFolder { get; init; }

    /// <summary>How messages are marked that are done, when they stay: <c>\Seen</c> or a keyword.</summary>
    public string DoneFlag { get; init; } = "\\Seen";

    /// <summary>Whether the server may be asked to wait with us, where it can.</summary>
    public bool UseIdle { get; init; } = true;

    /// <summary>Largest message in octets; of larger ones the header is read alone.</summary>
    public int MaxMessageOctets { get; init; } = 26_214_400;

    /// <summary>Time for the TCP connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the TLS handshake.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the greeting, and for a command with all its answers.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time for fetching one message.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Longest wait with IDLE before it is asked for anew. RFC 2177 allows 29 minutes; many a firewall forgets a
    /// silent connection after ten.
    /// </summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(9);
}

using System.Security.Cryptography.X509Certificates;

namespace ResourceSharing.Adapters.Mail;

/// <summary>A mail server to hand letters to.</summary>
public sealed record SmtpSettings
{
    /// <summary>Name or address of the server; the certificate has to bear this name.</summary>
    public required string Host { get; init; }

    /// <summary>
    /// TCP port; 587 for submission, 465 with <see cref="MailTlsMode.Implicit"/>, 25 for a relay.
    /// </summary>
    public int Port { get; init; } = 587;

    /// <summary>Encryption of the connection.</summary>
    public MailTlsMode Tls { get; init; } = MailTlsMode.Required;

    /// <summary>
    /// Roots to trust instead of the system's: a partner's own authority. Null for the system's.
    /// </summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Our own name for EHLO, a domain or an address literal in brackets.</summary>
    public string HeloName { get; init; } = "[127.0.0.1]";

    /// <summary>How we sign in.</summary>
    public MailAuthentication Authentication { get; init; } = MailAuthentication.None;

    /// <summary>User name for signing in.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// Gives the password, or the access token for <see cref="MailAuthentication.XOAuth2"/>, each time it is
    /// needed; null when there is none. It is neither kept nor shown.
    /// </summary>
    public IMailSecret? Secret { get; init; }

    /// <summary>
    /// Allows signing in without TLS, and only when the server's address is a loopback address. Everywhere
    /// else a password never travels in the clear.
    /// </summary>
    public bool AllowPlainTextSignInOnLoopback { get; init; }

    /// <summary>Time for the TCP connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the TLS handshake.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the greeting and the answer to a command (RFC 5321, 4.5.3.2: 5 minutes).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for one block of the message to be taken (RFC 5321, 4.5.3.2.5: 3 minutes).</summary>
    public TimeSpan DataBlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Time for the answer to the final dot (RFC 5321, 4.5.3.2.6: 10 minutes). Giving up earlier makes
    /// duplicates.
    /// </summary>
    public TimeSpan FinalReplyTimeout { get; init; } = TimeSpan.FromMinutes(10);
}

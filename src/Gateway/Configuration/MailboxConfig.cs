using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>A mailbox that is read: on a server (imap) or in a folder of this machine (maildir).</summary>
public sealed record MailboxConfig
{
    /// <summary>Its name in the log, in health and in figures.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", ErrorMessage = "a short name of letters, digits, dots and hyphens")]
    public required string Name { get; init; }

    /// <summary>A folder on an IMAP server.</summary>
    public ImapConfig? Imap { get; init; }

    /// <summary>
    /// Path of a Maildir that a mail server on this machine delivers into; relative to the data folder. What was read
    /// stays in it, marked as seen.
    /// </summary>
    [MinLength(1), MaxLength(1000)]
    public string? Maildir { get; init; }
}

/// <summary>A folder on an IMAP server.</summary>
public sealed record ImapConfig
{
    /// <summary>Host name or address; the server's certificate has to bear it.</summary>
    [MinLength(1), MaxLength(253)]
    public required string Host { get; init; }

    /// <summary>TCP port: 993 with implicit TLS, 143 otherwise.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 993;

    /// <summary>Encryption. Certificates are always verified.</summary>
    public MailServerTls Tls { get; init; } = MailServerTls.Implicit;

    /// <summary>
    /// PEM file of the authority that has signed the server's certificate, when it is one of our own; relative to this
    /// folder. Then only it is trusted; otherwise those that the system trusts.
    /// </summary>
    [MinLength(1), MaxLength(1000)]
    public string? CaFile { get; init; }

    /// <summary>Account.</summary>
    [MinLength(1), MaxLength(320)]
    public required string Username { get; init; }

    /// <summary>Password of the account, as env:NAME or file:PATH.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>How we sign in.</summary>
    public MailServerSignIn Authentication { get; init; } = MailServerSignIn.Plain;

    /// <summary>Where access tokens for xoauth2 come from; without it the password is one.</summary>
    public OAuthConfig? Oauth { get; init; }

    /// <summary>The folder that is read. Nobody else should read it: what is marked as done is not looked at.</summary>
    [MinLength(1), MaxLength(200)]
    public string Folder { get; init; } = "INBOX";

    /// <summary>
    /// Folder that takes what was read, named as the server names it (Archive/ILL); made when it is missing. When left
    /// out, messages stay and are marked.
    /// </summary>
    [MinLength(1), MaxLength(200)]
    public string? DoneFolder { get; init; }

    /// <summary>Mark of what was read, when it stays: \Seen or a keyword of your own. \Seen when left out.</summary>
    [RegularExpression(@"^(\\Seen|[A-Za-z$][A-Za-z0-9$_.-]{0,49})$", ErrorMessage = @"\Seen or a keyword, for example IllDone")]
    public string? DoneKeyword { get; init; }

    /// <summary>How often the folder is looked at where the server cannot tell of new messages.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the server is asked to tell of new messages at once (IDLE), where it can.</summary>
    public bool Idle { get; init; } = true;
}

/// <summary>Where access tokens come from: a token server by client credentials, or a command.</summary>
public sealed record OAuthConfig
{
    /// <summary>Address of the token server.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>The client's identifier there.</summary>
    [MinLength(1), MaxLength(500)]
    public string? ClientId { get; init; }

    /// <summary>The client's secret, as env:NAME or file:PATH.</summary>
    public SecretReference? ClientSecret { get; init; }

    /// <summary>What access is asked for, in the token server's words.</summary>
    [MinLength(1), MaxLength(1000)]
    public string? Scope { get; init; }

    /// <summary>
    /// A program and its arguments, run without a shell whenever we sign in; it writes an access token to its standard
    /// output within 30 seconds.
    /// </summary>
    [MaxLength(50)]
    public IReadOnlyList<string> Command { get; init; } = [];
}

using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What became of a mail: a closed set.</summary>
public enum SmtpOutcome
{
    /// <summary>The server has taken over responsibility.</summary>
    Accepted,

    /// <summary>Surely not taken; the same mail may pass later (4yz, no connection, time-out).</summary>
    TemporarilyRefused,

    /// <summary>Refused for good (5yz), or impossible for this server.</summary>
    PermanentlyRefused,

    /// <summary>
    /// Not taken, and it will not be before somebody mends a password, a certificate or a setting.
    /// </summary>
    NeedsOperator,

    /// <summary>
    /// Everything was sent, but the connection ended before the answer: it may have been taken.
    /// </summary>
    InDoubt,
}

/// <summary>Where in the conversation a result was found.</summary>
public enum SmtpStep
{
    /// <summary>Checks before any connection.</summary>
    Prepare,

    /// <summary>TCP connection.</summary>
    Connect,

    /// <summary>TLS handshake or STARTTLS.</summary>
    Tls,

    /// <summary>The server's greeting.</summary>
    Greeting,

    /// <summary>EHLO or HELO.</summary>
    Hello,

    /// <summary>AUTH.</summary>
    SignIn,

    /// <summary>MAIL FROM.</summary>
    Sender,

    /// <summary>RCPT TO.</summary>
    Recipient,

    /// <summary>DATA and the message itself.</summary>
    Data,

    /// <summary>After the final dot.</summary>
    FinalReply,
}

/// <summary>An enhanced status code (RFC 3463), for example 5.1.1.</summary>
/// <param name="Class">2, 4 or 5.</param>
/// <param name="Subject">0 to 999.</param>
/// <param name="Detail">0 to 999.</param>
public sealed record EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>The code with dots.</summary>
    public override string ToString() => FormattableString.Invariant($"{Class}.{Subject}.{Detail}");
}

/// <summary>One reply of a server.</summary>
/// <param name="Code">The three digits.</param>
/// <param name="Status">The enhanced code, when the reply has one of the same class.</param>
/// <param name="Lines">
/// The texts without codes; control characters replaced, at most 1,000 characters in all.
/// </param>
public sealed record SmtpReply(int Code, EnhancedStatus? Status, IReadOnlyList<string> Lines)
{
    /// <summary>True for 2yz.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>True for 4yz.</summary>
    public bool IsTemporary => Code is >= 400 and < 500;

    /// <summary>Code, enhanced code and texts on one line.</summary>
    public override string ToString()
    {
        string status = Status is null ? string.Empty : $"{Status} ";
        return FormattableString.Invariant($"{Code} {status}{string.Join(" / ", Lines)}");
    }
}

/// <summary>What became of the mail for one recipient.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Outcome">As for the whole mail.</param>
/// <param name="Reply">The reply that decided it, when there was one.</param>
public sealed record SmtpRecipientResult(Mailbox Recipient, SmtpOutcome Outcome, SmtpReply? Reply);

/// <summary>What became of one mail.</summary>
public sealed record SmtpResult
{
    /// <summary>
    /// Accepted when the server took the mail for at least one recipient; see <see cref="Recipients"/> for
    /// the others.
    /// </summary>
    public required SmtpOutcome Outcome { get; init; }

    /// <summary>Where the outcome was decided.</summary>
    public required SmtpStep Step { get; init; }

    /// <summary>
    /// Stable kebab-case code, for example <c>connection-lost</c>, <c>refused</c>, <c>accepted</c>.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>One sentence for an operator, without secrets.</summary>
    public required string Text { get; init; }

    /// <summary>The reply that decided the outcome, when there was one.</summary>
    public SmtpReply? Reply { get; init; }

    /// <summary>
    /// The server's name for the mail, when its acceptance names one: the key to the server's log.
    /// </summary>
    public string? QueueId { get; init; }

    /// <summary>One result for each recipient of the envelope, in its order.</summary>
    public required IReadOnlyList<SmtpRecipientResult> Recipients { get; init; }
}

/// <summary>One line of the conversation, with secrets blanked and without the message itself.</summary>
/// <param name="FromServer">True for what the server said.</param>
/// <param name="Text">The line.</param>
public sealed record SmtpTranscriptLine(bool FromServer, string Text);

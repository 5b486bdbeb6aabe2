using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>When the sender wants to be told (RFC 3461, 4.1).</summary>
[Flags]
public enum SmtpNotify
{
    /// <summary>Never.</summary>
    Never = 0,

    /// <summary>When the mail has reached its mailbox.</summary>
    Success = 1,

    /// <summary>When it cannot be delivered.</summary>
    Failure = 2,

    /// <summary>When it is delayed.</summary>
    Delay = 4,
}

/// <summary>Who sends to whom, apart from what the letter's headers say.</summary>
public sealed record SmtpEnvelope
{
    /// <summary>Where bounces go; null for the empty sender of mail that must never bounce.</summary>
    public required Mailbox? Sender { get; init; }

    /// <summary>The recipients, 1 to <see cref="SmtpLimits.MaxRecipients"/>.</summary>
    public required IReadOnlyList<Mailbox> Recipients { get; init; }

    /// <summary>
    /// Our identifier for the mail, given back in bounces (ENVID): 1 to 100 visible ASCII characters. Null
    /// for none.
    /// </summary>
    public string? EnvelopeId { get; init; }

    /// <summary>
    /// What bounces to ask for, where the server offers the extension; null to leave it to the server.
    /// </summary>
    public SmtpNotify? Notify { get; init; } = SmtpNotify.Failure | SmtpNotify.Delay;

    /// <summary>
    /// True when headers of the message hold UTF-8 (<see cref="MailMessage.NeedsSmtpUtf8"/>).
    /// </summary>
    public bool HeadersNeedSmtpUtf8 { get; init; }
}

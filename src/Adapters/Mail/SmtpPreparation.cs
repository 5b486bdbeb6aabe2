using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What can be told before anything is said to a server.</summary>
internal static class SmtpPreparation
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Checks settings, envelope and message.</summary>
    /// <exception cref="SmtpFault">Something cannot be sent, or a setting is wrong.</exception>
    internal static void Check(SmtpSettings settings, SmtpEnvelope envelope, ReadOnlySpan<byte> message)
    {
        if (Uri.CheckHostName(settings.Host) == UriHostNameType.Unknown || settings.Port is < 1 or > 65535)
            throw SmtpFault.Operator("setting-invalid", "Host or port of the mail server is not valid.");
        if (!Mailbox.TryCreate(null, $"x@{settings.HeloName}", out _, out _))
            throw SmtpFault.Operator("setting-invalid", "Our own name for EHLO is not a domain.");
        if (!Timeouts(settings).All(t => t > TimeSpan.Zero && t <= LongestTimeout))
            throw SmtpFault.Operator("setting-invalid", "A time limit is not between 0 and 1 hour.");
        if (envelope.Recipients.Count is 0 or > SmtpLimits.MaxRecipients)
            throw SmtpFault.Never("recipients", "A mail needs 1 to 100 recipients.");
        if (envelope.EnvelopeId is { } id && !IsEnvelopeId(id))
            throw SmtpFault.Never("envelope-id", "An envelope identifier is 1 to 100 visible characters.");
        if (SmtpData.Check(message) is { } problem)
            throw SmtpFault.Never("message-invalid", problem);
    }

    /// <summary>Checks what the mail needs against what the server offers.</summary>
    /// <exception cref="SmtpFault">The server cannot take this mail.</exception>
    internal static void CheckAgainst(
        SmtpExtensions offered, SmtpEnvelope envelope, ReadOnlyMemory<byte> stuffed)
    {
        bool needsUtf8 = SmtpCommands.NeedsSmtpUtf8(envelope);
        if (needsUtf8 && !offered.SmtpUtf8)
            throw SmtpFault.Never("smtputf8-not-offered", "The mail server takes no addresses beyond ASCII.");
        if (!needsUtf8 && !offered.EightBitMime && SmtpData.IsEightBit(stuffed.Span))
            throw SmtpFault.Never("8bitmime-not-offered", "The mail server takes no 8-bit messages.");
        if (offered.MaxOctets > 0 && stuffed.Length > offered.MaxOctets)
            throw SmtpFault.Never("message-too-large", "The message is larger than the mail server takes.");
    }

    private static TimeSpan[] Timeouts(SmtpSettings settings) =>
    [
        settings.ConnectTimeout, settings.TlsTimeout, settings.CommandTimeout, settings.DataBlockTimeout,
        settings.FinalReplyTimeout,
    ];

    private static bool IsEnvelopeId(string id) =>
        id.Length is > 0 and <= SmtpLimits.EnvelopeIdMaxChars && id.All(c => c is > ' ' and < '\x7f');
}

using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Adapters.Mail;

/// <summary>The command lines of a mail transaction. Pure.</summary>
internal static class SmtpCommands
{
    /// <summary>MAIL FROM with the parameters that the server offers and the mail needs.</summary>
    internal static string Mail(SmtpEnvelope envelope, SmtpExtensions offered, int octets, bool eightBit)
    {
        var command = new StringBuilder($"MAIL FROM:<{envelope.Sender?.Address}>");
        if (offered.Size)
            command.Append(CultureInfo.InvariantCulture, $" SIZE={octets}");
        if (eightBit)
            command.Append(" BODY=8BITMIME");
        if (NeedsSmtpUtf8(envelope))
            command.Append(" SMTPUTF8");
        if (offered.Dsn && envelope.Notify is not null)
            command.Append(" RET=HDRS");
        if (offered.Dsn && envelope.EnvelopeId is not null)
            command.Append(" ENVID=").Append(XText(envelope.EnvelopeId));
        return command.ToString();
    }

    /// <summary>RCPT TO; the original recipient is named in ASCII only (RFC 6533 has another form).</summary>
    internal static string Recipient(Mailbox recipient, SmtpEnvelope envelope, SmtpExtensions offered)
    {
        var command = new StringBuilder($"RCPT TO:<{recipient.Address}>");
        if (!offered.Dsn || envelope.Notify is not { } notify)
            return command.ToString();
        command.Append(" NOTIFY=").Append(Render(notify));
        if (!recipient.NeedsSmtpUtf8)
            command.Append(" ORCPT=rfc822;").Append(XText(recipient.Address));
        return command.ToString();
    }

    internal static bool NeedsSmtpUtf8(SmtpEnvelope envelope) =>
        envelope.HeadersNeedSmtpUtf8 || envelope.Sender is { NeedsSmtpUtf8: true }
        || envelope.Recipients.Any(r => r.NeedsSmtpUtf8);

    /// <summary>The encoding of RFC 3461, section 4.</summary>
    internal static string XText(string text)
    {
        var encoded = new StringBuilder();
        foreach (char c in text)
        {
            if (c is '+' or '=' or <= ' ' or >= '\x7f')
                encoded.Append(CultureInfo.InvariantCulture, $"+{(int)c:X2}");
            else
                encoded.Append(c);
        }
        return encoded.ToString();
    }

    private static string Render(SmtpNotify notify)
    {
        var words = new List<string>();
        if (notify.HasFlag(SmtpNotify.Success))
            words.Add("SUCCESS");
        if (notify.HasFlag(SmtpNotify.Failure))
            words.Add("FAILURE");
        if (notify.HasFlag(SmtpNotify.Delay))
            words.Add("DELAY");
        return words.Count == 0 ? "NEVER" : string.Join(',', words);
    }
}

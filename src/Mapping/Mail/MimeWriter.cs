using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Renders a letter (RFC 5322, 2045 to 2047, 2183, 2231). Pure: the same letter gives the same octets every
/// time. Lines end with CRLF and never pass 998 octets; everything but addresses that need SMTPUTF8 is 7-bit.
/// </summary>
public static class MimeWriter
{
    private const int EarliestYear = 1900;

    /// <summary>Renders a letter, or says which limit it passes.</summary>
    /// <param name="message">The letter.</param>
    /// <param name="limits">Counts and sizes that it may reach.</param>
    /// <param name="octets">The rendered letter, when the answer is true.</param>
    /// <param name="problem">
    /// <c>mail-no-recipient</c>, <c>mail-no-content</c>, <c>mail-date-invalid</c>,
    /// <c>mail-too-many-recipients</c>,
    /// <c>mail-too-many-headers</c>, <c>mail-too-many-references</c>, <c>mail-too-many-attachments</c> or
    /// <c>mail-too-large</c>.
    /// </param>
    public static bool TryRender(
        MailMessage message,
        MailLimits limits,
        [NotNullWhen(true)] out byte[]? octets,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(limits);
        octets = null;
        problem = CheckCounts(message, limits) ?? CheckSize(RawOctets(message), limits);
        if (problem is not null)
            return false;
        byte[] rendered = Render(message);
        problem = CheckSize(rendered.Length, limits);
        if (problem is null)
            octets = rendered;
        return problem is null;
    }

    private static byte[] Render(MailMessage message)
    {
        var root = Root(message);
        byte[] head = Encoding.UTF8.GetBytes($"{Headers(message)}MIME-Version: 1.0\r\n{root.Headers}\r\n");
        bool ended = root.Body.IsEmpty || root.Body.Span.EndsWith("\r\n"u8);
        return [.. head, .. root.Body.Span, .. ended ? ""u8 : "\r\n"u8];
    }

    private static string Headers(MailMessage message)
    {
        var text = new StringBuilder();
        text.Append(new HeaderField("Date").Add(RenderDate(message.Date)));
        AddMailboxes(text, "From", [message.From]);
        AddMailboxes(text, "Sender", message.Sender is null ? [] : [message.Sender]);
        AddMailboxes(text, "Reply-To", message.ReplyTo);
        AddMailboxes(text, "To", message.To);
        AddMailboxes(text, "Cc", message.Cc);
        text.Append(new HeaderField("Message-ID").Add(message.MessageId.ToString()));
        AddIds(text, "In-Reply-To", message.InReplyTo is null ? [] : [message.InReplyTo]);
        AddIds(text, "References", message.References);
        text.Append(Unstructured("Subject", message.Subject));
        if (message.AutoSubmitted != AutoSubmitted.No)
            text.Append(new HeaderField("Auto-Submitted").Add(Keyword(message.AutoSubmitted)));
        foreach (var header in message.ExtraHeaders)
            text.Append(Unstructured(header.Name, header.Value));
        return text.ToString();
    }

    private static MimeEntity Root(MailMessage message)
    {
        string seed = message.MessageId.Value;
        var bodies = new List<MimeEntity>();
        if (message.TextBody is not null)
            bodies.Add(MimeEntity.Text("plain", message.TextBody));
        if (message.HtmlBody is not null)
            bodies.Add(MimeEntity.Text("html", message.HtmlBody));
        var parts = new List<MimeEntity>();
        if (bodies.Count > 0)
            parts.Add(bodies.Count == 1 ? bodies[0] : MimeEntity.Multipart("alternative", bodies, seed));
        parts.AddRange(message.Attachments.Select(MimeEntity.Attachment));
        return parts.Count == 1 ? parts[0] : MimeEntity.Multipart("mixed", parts, seed);
    }

    private static HeaderField Unstructured(string name, HeaderText text) =>
        text.Value.Length == 0
            ? new HeaderField(name).Add(string.Empty)
            : new HeaderField(name).AddUnstructured(text.Value);

    private static void AddMailboxes(StringBuilder text, string name, IReadOnlyList<Mailbox> mailboxes)
    {
        if (mailboxes.Count == 0)
            return;
        var field = new HeaderField(name);
        for (int i = 0; i < mailboxes.Count; i++)
        {
            var mailbox = mailboxes[i];
            string comma = i < mailboxes.Count - 1 ? "," : string.Empty;
            if (mailbox.DisplayName is { Value.Length: > 0 })
                field.AddPhrase(mailbox.DisplayName.Value).Add($"<{mailbox.Address}>{comma}");
            else
                field.Add(mailbox.Address + comma);
        }
        text.Append(field);
    }

    private static void AddIds(StringBuilder text, string name, IReadOnlyList<MessageId> ids)
    {
        if (ids.Count == 0)
            return;
        var field = new HeaderField(name);
        foreach (var id in ids)
            field.Add(id.ToString());
        text.Append(field);
    }

    private static string Keyword(AutoSubmitted value) => value switch
    {
        AutoSubmitted.AutoReplied => "auto-replied",
        _ => "auto-generated",
    };

    private static string RenderDate(DateTimeOffset date)
    {
        string offset = date.Offset.ToString("hhmm", CultureInfo.InvariantCulture);
        char sign = date.Offset < TimeSpan.Zero ? '-' : '+';
        return date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + sign + offset;
    }

    private static MailProblem? CheckCounts(MailMessage message, MailLimits limits)
    {
        int shown = message.To.Count + message.Cc.Count;
        if (shown == 0)
            return new MailProblem("mail-no-recipient", "The letter has no recipient.");
        if (message.TextBody is null && message.HtmlBody is null && message.Attachments.Count == 0)
            return new MailProblem("mail-no-content", "The letter has neither text nor attachment.");
        if (message.Date.Year < EarliestYear)
            return new MailProblem("mail-date-invalid", "The date of the letter is before 1900.");
        if (shown + message.ReplyTo.Count > limits.MaxRecipients)
            return new MailProblem("mail-too-many-recipients", "The letter has too many recipients.");
        if (message.ExtraHeaders.Count > limits.MaxExtraHeaders)
            return new MailProblem("mail-too-many-headers", "The letter has too many extra headers.");
        if (message.References.Count > limits.MaxReferences)
            return new MailProblem("mail-too-many-references", "The letter refers to too many others.");
        return message.Attachments.Count > limits.MaxAttachments
            ? new MailProblem("mail-too-many-attachments", "The letter has too many attachments.")
            : null;
    }

    /// <summary>What the content holds at least, so that nothing far too large is encoded at all.</summary>
    private static long RawOctets(MailMessage message) =>
        (message.TextBody?.Length ?? 0L) + (message.HtmlBody?.Length ?? 0L)
        + message.Attachments.Sum(a => (long)a.Content.Length);

    private static MailProblem? CheckSize(long octets, MailLimits limits) =>
        octets > limits.MaxTotalOctets
            ? new MailProblem("mail-too-large", "The letter is larger than the limit.")
            : null;
}

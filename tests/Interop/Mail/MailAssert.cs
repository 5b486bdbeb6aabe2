using ResourceSharing.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Interop.Mail;

/// <summary>A letter as an independent reader understood it, compared with what was meant.</summary>
internal static class MailAssert
{
    /// <summary>Headers that the letter has by itself.</summary>
    private static readonly string[] Own =
    [
        "Date", "From", "Sender", "Reply-To", "To", "Cc", "Message-ID", "In-Reply-To", "References",
        "Subject",
        "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
    ];

    /// <summary>Headers that mail servers of these tests put before the letter.</summary>
    private static readonly string[] OfServers =
    [
        "Return-Path", "X-Original-To", "Delivered-To", "Received",
        "X-Client-Addr", "X-Client-Proto", "X-Helo-Args", "X-Mail-Args", "X-Rcpt-Args",
    ];

    /// <summary>The same headers, and no other ones; the same texts and attachments; no defects.</summary>
    /// <param name="sent">What was meant.</param>
    /// <param name="read">What was understood.</param>
    /// <param name="relayed">
    /// True after a mail server, which adds headers and stores lines its own way.
    /// </param>
    internal static void Same(MailMessage sent, ParsedMail read, bool relayed = false)
    {
        Assert.Empty(read.Defects);
        Assert.Equal(sent.Subject.Value, read.Header("Subject"));
        Assert.Equal(sent.Date.ToUnixTimeSeconds(), read.Date.ToUnixTimeSeconds());
        Assert.Equal(sent.Date.Offset, read.Date.Offset);
        Assert.Equal(sent.MessageId.ToString(), read.Header("Message-ID"));
        Assert.Equal(sent.InReplyTo?.ToString(), read.Header("In-Reply-To"));
        Assert.Equal(
            sent.References.Count == 0 ? null : string.Join(' ', sent.References), read.Header("References"));
        Same([sent.From], read.Addresses["From"]);
        Same(sent.Sender is null ? [] : [sent.Sender], read.Addresses["Sender"]);
        Same(sent.ReplyTo, read.Addresses["Reply-To"]);
        Same(sent.To, read.Addresses["To"]);
        Same(sent.Cc, read.Addresses["Cc"]);
        foreach (var header in sent.ExtraHeaders)
            Assert.Equal(header.Value.Value, read.Header(header.Name));
        Assert.Equal(Lines(Canonical(sent.TextBody), relayed), Lines(read.Text, relayed));
        Assert.Equal(Lines(Canonical(sent.HtmlBody), relayed), Lines(read.Html, relayed));
        HeaderNames(sent, read, relayed);
        Same(sent.Attachments, read.Files);
    }

    /// <summary>No header that nobody asked for: what an injection would bring.</summary>
    private static void HeaderNames(MailMessage sent, ParsedMail read, bool relayed)
    {
        string[] known = [.. Own, .. sent.ExtraHeaders.Select(h => h.Name), .. relayed ? OfServers : []];
        Assert.All(read.Headers, h => Assert.Contains(h[0], known));
    }

    private static void Same(IReadOnlyList<Mailbox> sent, IReadOnlyList<ParsedAddress> read) =>
        Assert.Equal(
            sent.Select(b => (b.DisplayName?.Value ?? "", b.LocalPart, b.Domain)),
            read.Select(a => (a.Name, a.Local, a.Domain)));

    private static void Same(IReadOnlyList<MailAttachment> sent, IReadOnlyList<ParsedFile> read)
    {
        Assert.Equal(sent.Count, read.Count);
        foreach (var (file, got) in sent.Zip(read))
        {
            Assert.Equal(file.FileName.Value.Length == 0 ? null : file.FileName.Value, got.Name);
            Assert.Equal(file.MediaType.Name, got.Type);
            Assert.Equal(
                file.MediaType.Parameters.ToDictionary(p => p.Key, p => p.Value.Value), got.Parameters);
            Assert.Equal(file.IsInline ? "inline" : "attachment", got.Disposition);
            Assert.True(file.Content.Span.SequenceEqual(got.Content), "content of an attachment");
        }
    }

    private static string? Canonical(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;
        string lines = text.Replace("\r\n", "\n").Replace('\r', '\n');
        return (lines.EndsWith('\n') ? lines : lines + "\n").Replace("\n", "\r\n");
    }

    private static string? Lines(string? text, bool relayed) =>
        relayed ? text?.Replace("\r\n", "\n").TrimEnd('\n') : text;
}

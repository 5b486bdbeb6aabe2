using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Mail;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>The letters that a library has written, as their readers get them.</summary>
internal sealed class Postbox(TestLibrary library)
{
    private static readonly Regex Link = new("http://127\\.0\\.0\\.1:[0-9]+/d/[0-9]+\\.[A-Za-z0-9_-]{22}");

    /// <summary>All letters to an address, in the order of their files.</summary>
    public IReadOnlyList<Letter> To(string address)
    {
        var folder = Path.Combine(library.MailFolder, "new");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
                .Where(bytes => Regex.IsMatch(Encoding.Latin1.GetString(bytes), $"(?m)^To: .*{Regex.Escape(address)}"))
                .Select(bytes => Letter.Of(((MimeReading.Read)MimeReader.Read(bytes, MimeReadLimits.Default)).Mail, bytes)),
        ];
    }

    /// <summary>The letters to an address once there are so many.</summary>
    public async Task<IReadOnlyList<Letter>> ToAsync(string address, int count)
    {
        for (var i = 0; i < 300; i++)
        {
            if (To(address) is { } letters && letters.Count >= count)
            {
                return letters;
            }

            await Task.Delay(50);
        }

        throw new Xunit.Sdk.XunitException($"{To(address).Count} letters to {address}, not {count}.");
    }

    /// <summary>An answer to a letter, as the mail program of a library writes it, with a file.</summary>
    public async Task AnswerAsync(Letter letter, string from, string text, byte[] file, string name)
    {
        var header = Encoding.Latin1.GetString(letter.Raw.Span).Replace("\r\n ", " ", StringComparison.Ordinal);
        string Of(string field) => Regex.Match(header, $"(?mi)^{field}: (.*?)\r?$").Groups[1].Value;
        var back = Of("Reply-To") is { Length: > 0 } reply ? reply : Of("From");
        var mail = $"""
            From: {from}
            To: {back}
            Subject: Re: {Of("Subject")}
            In-Reply-To: {Of("Message-ID")}
            References: {Of("Message-ID")}
            Message-ID: <{Guid.NewGuid():N}@answer.example>
            Date: Mon, 02 Mar 2026 10:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="border"

            --border
            Content-Type: text/plain; charset=utf-8

            {text}

            --border
            Content-Type: application/pdf; name="{name}"
            Content-Disposition: attachment; filename="{name}"
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}
            --border--

            """.ReplaceLineEndings("\r\n");
        var octets = Encoding.UTF8.GetBytes(mail);
        var taken = await library.Service<IMailReceiver>().ReceiveAsync(
            new MailboxMessage { Mailbox = "letters", Key = "1", Raw = octets, Octets = octets.Length }, CancellationToken.None);
        Assert.Equal(MailTaken.Kept, taken);
    }

    /// <summary>A letter.</summary>
    /// <param name="Text">What one reads.</param>
    /// <param name="File">The link to a file in it; null for none.</param>
    /// <param name="Attachments">What comes with it.</param>
    /// <param name="Raw">As it left.</param>
    internal sealed record Letter(
        string Text, Uri? File, IReadOnlyList<(string? Name, byte[] Content)> Attachments, ReadOnlyMemory<byte> Raw)
    {
        /// <summary>The password in it, in a row of its own or in a note.</summary>
        public string? Password => Regex.Match(Text, "Password[^:]*:\\s+(?<it>[a-z2-9]{12})\\b") is { Success: true } found
            ? found.Groups["it"].Value : null;

        public static Letter Of(ReceivedMail mail, byte[] raw)
        {
            var read = MailText.Of(mail);
            return new Letter(
                read.Text, Link.Match(read.Text) is { Success: true } found ? new Uri(found.Value) : null,
                [.. read.Attachments.Select(part => (part.FileName, part.Content.ToArray()))], raw);
        }
    }
}

using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Stands in a letter where a file will be: its name, length and hash are kept with the letter, its bytes are not. The file
/// takes its place while the letter is sent.
/// </summary>
public static class FilePlaceholder
{
    /// <summary>The attachment without the file's bytes; null when the file has no name or type that a letter could
    /// carry.</summary>
    public static MailAttachment? Of(SuppliedDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return MediaType.TryParse(document.MediaType ?? "application/octet-stream", out var type, out _)
            && MailAttachment.TryCreate(document.Name, type, Text(document), isInline: false, out var attachment, out _)
                ? attachment : null;
    }

    /// <summary>The letter with the file in the place of its placeholder; as it is when it has none.</summary>
    /// <param name="letter">The rendered letter.</param>
    /// <param name="document">What the placeholder says.</param>
    /// <param name="file">The file's bytes.</param>
    public static ReadOnlyMemory<byte> Fill(ReadOnlyMemory<byte> letter, SuppliedDocument document, ReadOnlyMemory<byte> file)
    {
        ArgumentNullException.ThrowIfNull(document);
        var placeholder = TransferEncoding.EncodeBase64(Text(document));
        int at = letter.Span.IndexOf(placeholder.Span);
        if (at < 0)
            return letter;
        var encoded = TransferEncoding.EncodeBase64(file.Span);
        var rest = letter[(at + placeholder.Length)..];
        var whole = new byte[at + encoded.Length + rest.Length];
        letter[..at].CopyTo(whole);
        encoded.CopyTo(whole.AsMemory(at));
        rest.CopyTo(whole.AsMemory(at + encoded.Length));
        return whole;
    }

    private static byte[] Text(SuppliedDocument document) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"In place of document {document.Number}: {document.Octets} octets, SHA-256 {document.Sha256}"));
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>One rendered body part: its Content headers and its encoded body.</summary>
/// <param name="Headers">Complete header lines, each with CRLF.</param>
/// <param name="Body">Encoded body; whoever writes it adds the CRLF that a boundary needs before it.</param>
internal sealed record MimeEntity(string Headers, ReadOnlyMemory<byte> Body)
{
    internal static MimeEntity Text(string subtype, string text)
    {
        var (encoding, body) = TransferEncoding.EncodeText(text);
        return new MimeEntity(
            $"Content-Type: text/{subtype}; charset=utf-8\r\n"
            + $"Content-Transfer-Encoding: {encoding}\r\n",
            body);
    }

    internal static MimeEntity Attachment(MailAttachment attachment)
    {
        var headers = new StringBuilder();
        headers.Append(Field("Content-Type", attachment.MediaType.Name, attachment.MediaType.Parameters));
        headers.Append("Content-Transfer-Encoding: base64\r\n");
        bool named = attachment.FileName.Value.Length > 0;
        headers.Append(Field(
            "Content-Disposition",
            attachment.IsInline ? "inline" : "attachment",
            named ? [new KeyValuePair<string, HeaderText>("filename", attachment.FileName)] : []));
        return new MimeEntity(headers.ToString(), TransferEncoding.EncodeBase64(attachment.Content.Span));
    }

    internal static MimeEntity Multipart(string subtype, IReadOnlyList<MimeEntity> parts, string seed)
    {
        string boundary = ChooseBoundary(parts, $"{subtype}\n{seed}");
        var body = new ArrayBufferWriter<byte>(parts.Sum(p => p.Headers.Length + p.Body.Length + 64) + 64);
        foreach (var part in parts)
        {
            string before = body.WrittenCount == 0 ? string.Empty : "\r\n";
            Write(body, $"{before}--{boundary}\r\n{part.Headers}\r\n");
            body.Write(part.Body.Span);
        }
        Write(body, $"\r\n--{boundary}--\r\n");
        string header = $"Content-Type: multipart/{subtype};\r\n boundary=\"{boundary}\"\r\n";
        return new MimeEntity(header, body.WrittenMemory);
    }

    private static string Field(
        string name, string value, IReadOnlyList<KeyValuePair<string, HeaderText>> parameters)
    {
        var field = new HeaderField(name);
        string last = value;
        foreach (var (key, text) in parameters)
            HeaderParameter.Add(field, ref last, key, text.Value);
        return field.Add(last).ToString();
    }

    private static void Write(ArrayBufferWriter<byte> target, string text) =>
        Encoding.UTF8.GetBytes(text, target);

    /// <summary>
    /// A boundary made of the content alone, so that rendering is repeatable. It is taken only when no part
    /// holds it.
    /// </summary>
    private static string ChooseBoundary(IReadOnlyList<MimeEntity> parts, string seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(seed));
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part.Headers));
            hash.AppendData(part.Body.Span);
        }
        while (true)
        {
            string boundary = $"=_{Convert.ToHexStringLower(hash.GetCurrentHash().AsSpan(0, 16))}";
            byte[] octets = Encoding.ASCII.GetBytes(boundary);
            if (parts.All(p => p.Body.Span.IndexOf(octets) < 0))
                return boundary;
            hash.AppendData(octets);
        }
    }
}

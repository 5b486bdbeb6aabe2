using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>What the header of a part says about its body (RFC 2045, 2183). The first field of a name counts.</summary>
internal sealed record PartHeader
{
    internal const string TextPlain = "text/plain";
    private const string Rfc822 = "message/rfc822";

    /// <summary>Type and subtype in lower case.</summary>
    internal required string Type { get; init; }

    internal required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>As <see cref="TransferDecoding.Recognise"/> says.</summary>
    internal required string Encoding { get; init; }

    internal string? Disposition { get; init; }

    internal string? FileName { get; init; }

    internal string? Charset => Parameters.GetValueOrDefault("charset");

    internal bool IsMultipart => Type.StartsWith("multipart/", StringComparison.Ordinal);

    internal bool IsMail => Type is Rfc822 or "message/global" or "message/news";

    internal bool IsText => Type.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>RFC 2046, 5.1.5: what a digest holds are mails unless they say otherwise.</summary>
    internal string DefaultTypeInside => Type == "multipart/digest" ? Rfc822 : TextPlain;

    /// <summary>The octets between the two hyphens and the line end; empty when there is none that can be used.</summary>
    internal byte[] Boundary
    {
        get
        {
            string boundary = Parameters.GetValueOrDefault("boundary", "").TrimEnd();
            byte[] octets = System.Text.Encoding.UTF8.GetBytes(boundary);
            return octets.Length > MimeReadLimits.BoundaryMaxOctets ? [] : octets;
        }
    }

    internal static PartHeader Of(
        IReadOnlyList<ReceivedHeader> headers, string defaultType, MimeReadBudget budget)
    {
        var type = ReadFirst(headers, "Content-Type", budget);
        var disposition = ReadFirst(headers, "Content-Disposition", budget);
        string encoding = ReadFirst(headers, "Content-Transfer-Encoding", budget)?.Value ?? "";
        string? file = disposition?.Values.GetValueOrDefault("filename") ?? type?.Values.GetValueOrDefault("name");
        return new PartHeader
        {
            Type = type is null ? defaultType : ReadType(type.Value, budget),
            Parameters = type?.Values ?? new Dictionary<string, string>(),
            Encoding = TransferDecoding.Recognise(encoding, budget),
            Disposition = disposition is { Value.Length: > 0 } ? disposition.Value : null,
            FileName = file is null ? null : ReadFileName(file),
        };
    }

    private static ReceivedParameters? ReadFirst(
        IReadOnlyList<ReceivedHeader> headers, string name, MimeReadBudget budget)
    {
        var first = headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase));
        return first is null ? null : ReceivedParameters.Of(first.Raw, budget);
    }

    private static string ReadType(string value, MimeReadBudget budget)
    {
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && MediaType.IsToken(value[..slash]) && MediaType.IsToken(value[(slash + 1)..]))
            return value;
        budget.Tolerate("content-type-unreadable", "The type of a part cannot be read; it is taken for text.");
        return TextPlain;
    }

    /// <summary>The name without folders and control characters; null when nothing is left.</summary>
    private static string? ReadFileName(string text)
    {
        string name = FieldText.Clean(text);
        name = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..].Trim();
        if (name is "" or "." or "..")
            return null;
        int octets = 0;
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            if (octets > MailLimits.FileNameMaxOctets)
                break;
            kept.Append(rune.ToString());
        }
        return kept.ToString();
    }
}

using System.Diagnostics.CodeAnalysis;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// A media type of an attachment (RFC 2045, 5.1), for example
/// <c>application/iso-10161-ill-1; transfer-encoding=iso-8825-ber</c>. Composite types (message, multipart)
/// are refused, because their content may not be encoded in base64 (RFC 2045, 6.4).
/// </summary>
public sealed record MediaType
{
    private MediaType(string name, IReadOnlyList<KeyValuePair<string, HeaderText>> parameters)
    {
        Name = name;
        Parameters = parameters;
    }

    /// <summary>Any octets: <c>application/octet-stream</c>.</summary>
    public static MediaType OctetStream { get; } = new("application/octet-stream", []);

    /// <summary>Type and subtype in lower case, for example <c>application/pdf</c>.</summary>
    public string Name { get; }

    /// <summary>The parameters in their order; names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, HeaderText>> Parameters { get; }

    /// <summary>Reads <c>type/subtype; name=value; name="quoted value"</c>.</summary>
    /// <param name="text">The media type.</param>
    /// <param name="value">The media type, when the answer is true.</param>
    /// <param name="problem">
    /// <c>media-type-invalid</c>, <c>media-type-composite</c> or a code of <see cref="HeaderText"/>.
    /// </param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out MediaType? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        if (!HeaderText.TryCreate(text, out var clean, out problem))
            return false;
        var parts = SplitOutsideQuotes(clean.Value);
        problem = CheckName(parts[0]);
        var parameters = new List<KeyValuePair<string, HeaderText>>();
        foreach (string part in parts.Skip(1))
        {
            problem ??= ReadParameter(part, parameters);
        }
        if (problem is not null)
            return false;
        value = new MediaType(parts[0].ToLowerInvariant(), parameters);
        return true;
    }

    /// <summary>Type and subtype, without parameters.</summary>
    public override string ToString() => Name;

    private static MailProblem? CheckName(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IsToken(name[..slash]) || !IsToken(name[(slash + 1)..]))
            return Invalid();
        bool composite = name.StartsWith("message/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        return composite
            ? new MailProblem("media-type-composite", "A message or multipart cannot be attached as it is.")
            : null;
    }

    private static MailProblem? ReadParameter(string part, List<KeyValuePair<string, HeaderText>> parameters)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || parameters.Count == MailLimits.MediaTypeMaxParameters)
            return Invalid();
        string name = part[..equals].Trim().ToLowerInvariant();
        string? raw = Unquote(part[(equals + 1)..].Trim());
        bool taken = parameters.Any(p => p.Key == name);
        if (!IsToken(name) || name.Contains('*', StringComparison.Ordinal) || taken || raw is null)
            return Invalid();
        if (!HeaderText.TryCreate(raw, out var value, out var problem))
            return problem;
        parameters.Add(new KeyValuePair<string, HeaderText>(name, value));
        return null;
    }

    private static string? Unquote(string raw)
    {
        if (IsToken(raw))
            return raw;
        bool quoted = raw.Length >= 2 && raw[0] == '"' && raw[^1] == '"';
        return quoted && raw.AsSpan(1, raw.Length - 2).IndexOfAny('"', '\\') < 0 ? raw[1..^1] : null;
    }

    private static List<string> SplitOutsideQuotes(string text)
    {
        var parts = new List<string>();
        bool quoted = false;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '"';
            if (quoted || text[i] != ';')
                continue;
            parts.Add(text[start..i].Trim());
            start = i + 1;
        }
        parts.Add(text[start..].Trim());
        return parts;
    }

    private static MailProblem Invalid() =>
        new("media-type-invalid", "A media type needs the form type/subtype; name=value.");

    internal static bool IsToken(string text) =>
        text.Length is > 0 and <= 127
        && text.All(c =>
            char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`{|}~".Contains(c, StringComparison.Ordinal));
}

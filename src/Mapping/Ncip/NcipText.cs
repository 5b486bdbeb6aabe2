using System.Text;
using System.Text.Unicode;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// Octets to text. What a sender says of its encoding is often wrong, so that the octets are asked first: a mark of the
/// byte order, then UTF-8 if they can be that, then the charset of the Content-Type, then that of the XML declaration,
/// then Windows-1252. Bodies of forms are decoded before.
/// </summary>
internal static class NcipText
{
    private const int MaxCharsetChars = 40;
    private static readonly string[] FormFields = ["xml=", "XForms:Model=", "XForms%3AModel=", "XForms%3aModel="];

    /// <summary>Decodes a body.</summary>
    /// <param name="octets">The body, within <see cref="NcipLimits.MaxOctets"/>.</param>
    /// <param name="contentType">The Content-Type that came with it; null where there was none.</param>
    /// <returns>The text, in which every character is one that XML allows, and how it was decoded where that was not
    /// UTF-8, for the journal.</returns>
    public static (string Text, string? Note) Decode(ReadOnlySpan<byte> octets, string? contentType)
    {
        string? form = null;
        if (FormValue(octets) is { } value)
        {
            octets = value;
            form = "a form's body was decoded";
        }

        var (text, charset) = DecodeXml(octets, contentType);
        int unreadable = Unreadable(text);
        if (unreadable >= 0)
            text = Readable(text, unreadable);
        string note = string.Join("; ", new[]
        {
            form, charset, unreadable >= 0 ? "characters that XML does not allow were replaced" : null,
        }.Where(part => part is not null));
        return (text, note.Length == 0 ? null : note);
    }

    private static (string Text, string? Note) DecodeXml(ReadOnlySpan<byte> octets, string? contentType)
    {
        if (octets.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return (Encoding.UTF8.GetString(octets[3..]), null);
        if (octets.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (Encoding.Unicode.GetString(octets[2..]), "decoded as utf-16");
        if (octets.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (Encoding.BigEndianUnicode.GetString(octets[2..]), "decoded as utf-16");
        // XML 1.0 appendix F: UTF-16 without a mark. It has to come before UTF-8, as its octets can be that, too.
        if (octets.StartsWith("<\0"u8))
            return (Encoding.Unicode.GetString(octets), "decoded as utf-16");
        if (octets.StartsWith("\0<"u8))
            return (Encoding.BigEndianUnicode.GetString(octets), "decoded as utf-16");
        if (Utf8.IsValid(octets))
            return (Encoding.UTF8.GetString(octets), null);
        var name = Charset(contentType) ?? Declared(octets) ?? "windows-1252";
        return (Find(name).GetString(octets), $"decoded as {Find(name).WebName}");
    }

    /// <summary>The encoding of that name. UTF-8 has been tried; ISO-8859-1 is what people call Windows-1252.</summary>
    private static Encoding Find(string name)
    {
        var provider = CodePagesEncodingProvider.Instance;
        if (name is not ("iso-8859-1" or "us-ascii" or "latin1" or "utf-8" or "utf8")
            && provider.GetEncoding(name) is { } found)
        {
            return found;
        }

        return provider.GetEncoding(1252)!;
    }

    /// <summary>The charset that a Content-Type names, in lower case; null where it names none.</summary>
    private static string? Charset(string? contentType)
    {
        int at = contentType?.IndexOf("charset=", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
            return null;
        var value = contentType.AsSpan(at + "charset=".Length).Trim(" \t\"'");
        int end = value.IndexOfAny(";\"' \t");
        return Name(end < 0 ? value : value[..end]);
    }

    /// <summary>The encoding that the XML declaration names, in lower case; null where it names none.</summary>
    private static string? Declared(ReadOnlySpan<byte> octets)
    {
        var head = Encoding.Latin1.GetString(octets[..Math.Min(octets.Length, 256)]);
        int end = head.IndexOf("?>", StringComparison.Ordinal);
        int at = head.IndexOf("encoding", StringComparison.Ordinal);
        if (at < 0 || at > end)
            return null;
        var value = head.AsSpan((at + "encoding".Length)..end).TrimStart(" \t\r\n=");
        int quote = value.Length > 1 ? value[1..].IndexOf(value[0]) : -1;
        return quote < 0 ? null : Name(value.Slice(1, quote));
    }

    private static string? Name(ReadOnlySpan<char> name) =>
        name.Length is 0 or > MaxCharsetChars ? null : name.ToString().ToLowerInvariant();

    /// <summary>What is sent in the field of a form, or as one: the decoded octets; null when the body is no
    /// form's.</summary>
    private static byte[]? FormValue(ReadOnlySpan<byte> octets)
    {
        octets = octets.TrimStart(" \t\r\n"u8);
        if (octets.StartsWith("%3C"u8) || octets.StartsWith("%3c"u8))
            return UrlDecoded(octets);
        foreach (var field in FormFields)
        {
            if (octets.Length < field.Length || !Ascii.EqualsIgnoreCase(octets[..field.Length], field))
                continue;
            var value = octets[field.Length..];
            int end = value.IndexOf((byte)'&');
            // A raw document behind the name of the field may hold references like &amp; which end nothing.
            bool isRaw = value.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
            return isRaw ? value.ToArray() : UrlDecoded(end < 0 ? value : value[..end]);
        }

        return null;
    }

    private static byte[] UrlDecoded(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[encoded.Length];
        int length = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            byte octet = encoded[i];
            if (octet == '%' && i + 2 < encoded.Length
                && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                octet = (byte)((Digit(encoded[i + 1]) << 4) | Digit(encoded[i + 2]));
                i += 2;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            decoded[length++] = octet;
        }

        return decoded[..length];
    }

    private static int Digit(byte octet) => octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10;

    /// <summary>Where the first character stands that XML does not allow; -1 where there is none.</summary>
    private static int Unreadable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' and not ('\t' or '\n' or '\r') or >= '\ud800' && Length(text, i) < 0)
                return i;
            if (char.IsHighSurrogate(text[i]))
                i++;
        }

        return -1;
    }

    /// <summary>How many characters the one at this place takes; -1 when XML does not allow it.</summary>
    private static int Length(string text, int at)
    {
        char c = text[at];
        if (c is < ' ' and not ('\t' or '\n' or '\r') or '\ufffe' or '\uffff' || char.IsLowSurrogate(c))
            return -1;
        if (!char.IsHighSurrogate(c))
            return 1;
        return at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : -1;
    }

    private static string Readable(string text, int from)
    {
        var readable = new StringBuilder(text, 0, from, text.Length);
        for (int i = from; i < text.Length;)
        {
            int length = Length(text, i);
            if (length < 0)
                readable.Append('\ufffd');
            else
                readable.Append(text, i, length);
            i += Math.Abs(length);
        }

        return readable.ToString();
    }
}

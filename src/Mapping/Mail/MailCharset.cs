using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Charsets by their names in mail. Names mean what mail programs take them for: ISO-8859-1 is Windows-1252, GB2312 is
/// GBK. Where none is named, or one that is not known, text is UTF-8 if it can be, else Windows-1252. UTF-7 is never
/// decoded: it hides characters from those who look for them.
/// </summary>
internal static class MailCharset
{
    private const int Windows1252 = 1252;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly ConcurrentDictionary<string, Encoding?> Known = new(StringComparer.Ordinal);

    /// <summary>Decodes text. Octets that mean nothing become U+FFFD; a mark of the byte order is left out.</summary>
    /// <param name="octets">The text.</param>
    /// <param name="name">The name of its charset in any case; null or empty when none is given.</param>
    /// <param name="isKnown">False when the name is one that is not known.</param>
    internal static string Decode(ReadOnlySpan<byte> octets, string? name, out bool isKnown)
    {
        name = name?.Trim().ToLowerInvariant() ?? "";
        isKnown = true;
        if (name is "" or "us-ascii" or "ascii" or "ansi_x3.4-1968" or "unknown-8bit")
            return Guess(octets);
        var encoding = Find(name);
        isKnown = encoding is not null;
        string text = encoding is null ? Guess(octets) : encoding.GetString(octets);
        return text.StartsWith('\ufeff') ? text[1..] : text;
    }

    /// <summary>Octets of a header: UTF-8 (RFC 6532), else Latin-1, which keeps every octet.</summary>
    internal static string DecodeHeader(ReadOnlySpan<byte> octets) =>
        System.Text.Unicode.Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);

    private static string Guess(ReadOnlySpan<byte> octets) =>
        System.Text.Unicode.Utf8.IsValid(octets)
            ? StrictUtf8.GetString(octets)
            : Find("windows-1252")!.GetString(octets);

    private static Encoding? Find(string name)
    {
        if (name.Length > MimeReadLimits.NameMaxChars)
            return null;
        if (Known.TryGetValue(name, out var known))
            return known;
        var found = Make(name);
        // Only names of the tables are kept, so that no mail can fill the memory with names.
        if (found is not null)
            Known.TryAdd(name, found);
        return found;
    }

    private static Encoding? Make(string name)
    {
        switch (name)
        {
            case "utf-8" or "utf8" or "utf_8" or "unicode-1-1-utf-8" or "cp65001" or "utf-8-sig":
                return Encoding.UTF8;
            case "utf-16" or "utf-16le" or "utf16" or "unicode":
                return Encoding.Unicode;
            case "utf-16be" or "unicodefffe":
                return Encoding.BigEndianUnicode;
            case "utf-32" or "utf-32le":
                return Encoding.UTF32;
        }
        int page = PageOf(name);
        var replacement = new DecoderReplacementFallback("\ufffd");
        var provider = CodePagesEncodingProvider.Instance;
        return page > 0
            ? provider.GetEncoding(page, EncoderFallback.ReplacementFallback, replacement)
            : provider.GetEncoding(name, EncoderFallback.ReplacementFallback, replacement);
    }

    /// <summary>Code pages for names that the framework does not know, or takes more narrowly than mail does.</summary>
    private static int PageOf(string name) => name switch
    {
        "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "iso8859_1" or "latin1" or "latin-1" or "l1" or "cp819"
            or "iso-ir-100" or "8859-1" => Windows1252,
        "iso-8859-9" or "iso8859-9" or "latin5" => 1254,
        "iso-8859-11" or "tis-620" => 874,
        "gb2312" or "gb_2312-80" or "gbk" or "x-gbk" => 936,
        "euc-kr" or "ks_c_5601-1987" or "ks_c_5601-1989" or "ksc5601" or "ksc_5601" => 949,
        "shift_jis" or "shift-jis" or "sjis" or "x-sjis" or "ms_kanji" or "windows-31j" => 932,
        _ when name.StartsWith("cp", StringComparison.Ordinal) && name.Length is >= 5 and <= 7
            && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int page) => page,
        _ => 0,
    };
}

using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// One parameter of a Content-Type or Content-Disposition: a token or a quoted string when it is short plain
/// ASCII, otherwise RFC 2231 with UTF-8, continued over several pieces when it is long.
/// </summary>
internal static class HeaderParameter
{
    private const int LongestPlainValue = 60;
    private const int PieceMaxChars = 60;
    private const string Charset = "utf-8''";

    internal static void Add(HeaderField field, ref string lastToken, string name, string value)
    {
        foreach (string token in Pieces(name, value))
        {
            field.Add(lastToken + ";");
            lastToken = token;
        }
    }

    private static List<string> Pieces(string name, string value)
    {
        if (IsPlainToken(value))
            return [$"{name}={value}"];
        if (IsQuotable(value))
            return [$"{name}=\"{value}\""];
        var encoded = EncodePieces(value);
        if (encoded.Count == 1)
            return [$"{name}*={encoded[0]}"];
        return [.. encoded.Select((piece, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{name}*{i}*={piece}"))];
    }

    /// <summary>A token that no reader can take for the encoding of RFC 2231.</summary>
    private static bool IsPlainToken(string value) =>
        value.Length <= LongestPlainValue && MediaType.IsToken(value)
        && value.AsSpan().IndexOfAny('%', '\'', '*') < 0;

    /// <summary>
    /// Readers differ on escapes, runs of spaces and encoded words in quotes: such values are encoded.
    /// </summary>
    private static bool IsQuotable(string value) =>
        value.Length <= LongestPlainValue && Ascii.IsValid(value)
        && value.AsSpan().IndexOfAny('"', '\\') < 0
        && !value.Contains("  ", StringComparison.Ordinal)
        && !value.Contains("=?", StringComparison.Ordinal);

    private static List<string> EncodePieces(string value)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder(Charset);
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            bool plain = IsAttributeChar(rune);
            int chars = plain ? 1 : 3 * rune.Utf8SequenceLength;
            if (piece.Length + chars > PieceMaxChars)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            if (plain)
                piece.Append((char)rune.Value);
            else
                HeaderField.AppendEscaped(piece, octets[..rune.EncodeToUtf8(octets)], '%');
        }
        pieces.Add(piece.ToString());
        return pieces;
    }

    private static bool IsAttributeChar(Rune rune) =>
        rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value)
            || "!#$&+-.^_`{|}~".Contains((char)rune.Value, StringComparison.Ordinal));
}

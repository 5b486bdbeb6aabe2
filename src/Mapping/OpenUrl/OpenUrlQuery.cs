using System.Text;
using System.Text.Unicode;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>One key of a query with its value, decoded but not cleaned.</summary>
/// <param name="Key">In lower case.</param>
/// <param name="Value">May be empty.</param>
public sealed record OpenUrlPair(string Key, string Value);

/// <summary>Takes a query apart: keys and values (KEV), percent-encoded, in whatever charset the sender had.
/// Source: ANSI/NISO Z39.88-2004, part 2, and what real links do wrong.</summary>
public static class OpenUrlQuery
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private static readonly string[] Prefixes = ["rft", "rfe", "rfr", "req", "svc", "res", "ctx", "url"];

    /// <summary>Takes a query or a whole link apart.</summary>
    /// <param name="octets">The query, with or without the address before it.</param>
    /// <returns>The pairs in their order; or why there are none.</returns>
    public static (IReadOnlyList<OpenUrlPair> Pairs, string? Fault) Parse(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > OpenUrlLimits.QueryOctets)
            return ([], $"the query is longer than {OpenUrlLimits.QueryOctets} octets");
        var query = QueryOf(octets);
        var pairs = new List<(string Key, List<byte> Value)>();
        foreach (var range in query.Split((byte)'&'))
        {
            var piece = WithoutEntity(query[range]);
            int equals = piece.IndexOf((byte)'=');
            var key = equals < 0 ? null : KeyOf(piece[..equals]);
            if (key is null)
            {
                Continue(pairs, piece);
                continue;
            }

            if (pairs.Count == OpenUrlLimits.Pairs)
                return ([], $"the query has more than {OpenUrlLimits.Pairs} keys");
            var value = new List<byte>();
            Unescape(piece[(equals + 1)..], value);
            pairs.Add((key, value));
        }

        return ([.. pairs.Select(pair => new OpenUrlPair(pair.Key, Decode([.. pair.Value])))], null);
    }

    /// <summary>What stands behind the first question mark of an address, up to a fragment.</summary>
    private static ReadOnlySpan<byte> QueryOf(ReadOnlySpan<byte> octets)
    {
        var text = octets.Trim(" \t\r\n"u8);
        int mark = text.IndexOf((byte)'?');
        int equals = text.IndexOf((byte)'=');
        if (mark >= 0 && (equals < 0 || mark < equals))
            text = text[(mark + 1)..];
        int fragment = text.IndexOf((byte)'#');
        return fragment < 0 ? text : text[..fragment];
    }

    /// <summary>Links that were copied out of HTML have <c>&amp;amp;</c> between their keys.</summary>
    private static ReadOnlySpan<byte> WithoutEntity(ReadOnlySpan<byte> piece) =>
        piece.StartsWith("amp;"u8) ? piece[4..] : piece;

    /// <summary>A key in lower case; null for what cannot be one.</summary>
    private static string? KeyOf(ReadOnlySpan<byte> piece)
    {
        var octets = new List<byte>();
        Unescape(piece, octets);
        if (octets.Count is 0 or > OpenUrlLimits.KeyChars)
            return null;
        foreach (var octet in octets)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'.' or (byte)'_' or (byte)'-' or (byte)':'))
                return null;
        }

        return Encoding.ASCII.GetString([.. octets]).ToLowerInvariant();
    }

    /// <summary>The rest of a value whose ampersand nobody escaped: <c>title=Simon &amp; Sons</c>. A key without a value
    /// looks much alike, so that what has the form of one is passed over.</summary>
    private static void Continue(List<(string Key, List<byte> Value)> pairs, ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty || pairs.Count == 0 || pairs[^1].Value.Count == 0 || LooksLikeKey(piece))
            return;
        var value = pairs[^1].Value;
        value.Add((byte)'&');
        Unescape(piece, value);
    }

    private static bool LooksLikeKey(ReadOnlySpan<byte> piece)
    {
        if (piece.Length < 4 || piece[3] is not ((byte)'.' or (byte)'_'))
            return false;
        var start = Encoding.Latin1.GetString(piece[..3]).ToLowerInvariant();
        return Prefixes.Contains(start, StringComparer.Ordinal);
    }

    private static void Unescape(ReadOnlySpan<byte> piece, List<byte> into)
    {
        for (int i = 0; i < piece.Length; i++)
        {
            if (piece[i] == '%' && i + 2 < piece.Length
                && char.IsAsciiHexDigit((char)piece[i + 1]) && char.IsAsciiHexDigit((char)piece[i + 2]))
            {
                into.Add((byte)((Nibble(piece[i + 1]) << 4) | Nibble(piece[i + 2])));
                i += 2;
            }
            else
            {
                into.Add(piece[i] == '+' ? (byte)' ' : piece[i]);
            }
        }
    }

    private static int Nibble(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>UTF-8 where it is valid, else Windows-1252: few links say their charset, and of those some say the wrong
    /// one.</summary>
    private static string Decode(ReadOnlySpan<byte> octets) =>
        (Utf8.IsValid(octets) ? Encoding.UTF8 : Windows1252).GetString(octets);
}

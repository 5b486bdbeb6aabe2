using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>Makes values of links what was meant: without the punctuation of catalogue cards and without the leftovers of
/// templates.</summary>
internal static partial class OpenUrlText
{
    /// <summary>The value on one line; empty when nothing was meant.</summary>
    public static string Clean(string value)
    {
        var plain = new StringBuilder(value.Length);
        foreach (var rune in Leftovers().Replace(value, " ").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format || rune.Value is 0x200C or 0x200D)
            {
                plain.Append(rune.ToString());
            }
        }

        return WithoutIsbd(plain.ToString());
    }

    /// <summary>A year or date without brackets, a copyright sign and the full stop at its end.</summary>
    public static string Date(string value)
    {
        var text = Clean(value).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
            .Replace("©", "", StringComparison.Ordinal).Trim(' ', '.', ',', ';', ':');
        return text.Length > 1 && text[0] is 'c' or 'C' or 'p' && char.IsAsciiDigit(text[1]) ? text[1..] : text;
    }

    /// <summary>At most so many characters, and never half of one.</summary>
    public static string Cut(string text, int chars) =>
        text.Length <= chars ? text : text[..(char.IsHighSurrogate(text[chars - 1]) ? chars - 1 : chars)].TrimEnd();

    /// <summary>Cataloguers end a title with <c> /</c> and a place with <c> :</c>; a comma alone is left when a template
    /// had no name to fill in.</summary>
    private static string WithoutIsbd(string text)
    {
        var rest = text.AsSpan().Trim().TrimStart(", ");
        while (rest.Length > 0)
        {
            bool isMark = rest[^1] is '/' or ':' or ';' or '=';
            if (rest[^1] is ',' or ' ' || (isMark && (rest.Length == 1 || rest[^2] == ' ')))
                rest = rest[..^1];
            else
                break;
        }

        return rest.ToString();
    }

    /// <summary><c>{{control/recordid}}</c>: what a discovery system should have filled in and did not.</summary>
    [GeneratedRegex(@"\{\{[^{}]{0,200}\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Leftovers();
}

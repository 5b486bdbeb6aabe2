using System.Text;

namespace ResourceSharing.Mapping.Locate;

/// <summary>
/// A title as it is compared: lower case, without marks, punctuation and a leading article, main title and
/// subtitle apart. Two titles are the same when the whole is, or when the main titles are and one of them has
/// no subtitle.
/// </summary>
internal sealed record TitleKey(string Main, string Whole)
{
    /// <summary>The base letters of U+00C0 to U+017F; * stands for a letter that becomes two.</summary>
    private const string Latin =
        "aaaaaa*ceeeeiiiidnooooo ouuuuy**aaaaaa*ceeeeiiiidnooooo ouuuuy*y" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllllnnnnnnnnnoooooo**" +
        "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>The base letters of U+1E00 to U+1EFF, which hold Vietnamese and transliterations.</summary>
    private const string LatinAdditional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr" +
        "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas????" +
        "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

    /// <summary>Articles that cataloguers leave out and citations keep, and the other way round.</summary>
    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal)
    {
        "the", "a", "an", "der", "die", "das", "ein", "eine", "le", "la", "les", "l", "un", "une", "el", "los", "las", "il", "lo",
        "gli", "de", "het", "een", "en", "et", "den", "det", "o", "os", "as",
    };

    /// <summary>The key of a title; null when nothing is left of it to compare.</summary>
    /// <param name="title">The title; a subtitle may follow a colon.</param>
    /// <param name="subtitle">The subtitle where it is known apart.</param>
    public static TitleKey? Of(string? title, string? subtitle = null)
    {
        if (title is null)
            return null;
        int colon = title.IndexOf(" : ", StringComparison.Ordinal);
        colon = colon < 0 ? title.IndexOf(": ", StringComparison.Ordinal) : colon;
        string main = WithoutArticle(Normal(colon > 0 ? title[..colon] : title));
        string whole = WithoutArticle(Normal($"{title} {subtitle}"));
        return whole.Length == 0 ? null : new TitleKey(main.Length == 0 ? whole : main, whole);
    }

    /// <summary>Whether both name the same work.</summary>
    public bool IsSameAs(TitleKey other) =>
        Whole == other.Whole || (Main == other.Main && (Main == Whole || other.Main == other.Whole));

    /// <summary>Lower case letters and digits of any script, one blank between words.</summary>
    internal static string Normal(string text)
    {
        var normal = new StringBuilder(text.Length);
        bool gap = false;
        foreach (char c in text)
        {
            if (c is (>= '\u0300' and <= '\u036F') or (>= '\uFE20' and <= '\uFE2F') or '\'' or '\u2019' or '\u02BC')
                continue;
            string letters = Letters(c);
            if (letters is " ")
            {
                gap = normal.Length > 0;
                continue;
            }

            if (gap)
                normal.Append(' ');
            gap = false;
            normal.Append(letters);
        }

        return normal.ToString();
    }

    private static string Letters(char c) => c switch
    {
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'þ' or 'Þ' => "th",
        'ß' => "ss",
        'ĳ' or 'Ĳ' => "ij",
        '&' => "and",
        >= '\u00C0' and <= '\u017F' => Latin[c - 0xC0].ToString(),
        >= '\u1E00' and <= '\u1EFF' => LatinAdditional[c - 0x1E00].ToString(),
        _ when char.IsLetterOrDigit(c) => char.ToLowerInvariant(c).ToString(),
        _ when char.IsSurrogate(c) => c.ToString(),
        _ => " ",
    };

    private static string WithoutArticle(string words)
    {
        int blank = words.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && Articles.Contains(words[..blank]) ? words[(blank + 1)..] : words;
    }
}

using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Makes foreign text harmless and fits it into lines. A value never holds a control character but the line
/// feed, no half surrogate, and no character that turns the direction of what follows it. </summary>
internal static class LetterText
{
    /// <summary>Stands for a value that is empty; a line that holds nothing else is left out of the letter.
    /// It cannot come from outside, since control characters are taken out of every value.</summary>
    internal const char Nothing = '\u0001';

    /// <summary>Cleans a value and cuts it to the limits.</summary>
    /// <param name="text">Whatever a partner or a catalogue wrote.</param>
    /// <param name="wasCut">True when something is missing at the end.</param>
    internal static string Clean(string? text, out bool wasCut)
    {
        wasCut = false;
        if (string.IsNullOrEmpty(text))
            return "";
        wasCut = text.Length > LetterLimits.ValueMaxChars;
        var kept = new StringBuilder(Math.Min(text.Length, LetterLimits.ValueMaxChars));
        int lines = 1;
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            lines += rune.Value == '\n' ? 1 : 0;
            int length = kept.Length + rune.Utf16SequenceLength;
            if (length > LetterLimits.ValueMaxChars || lines > LetterLimits.ValueMaxLines)
            {
                wasCut = true;
                break;
            }
            if (!TurnsDirection(rune.Value))
                kept.Append(IsHarmless(rune) ? rune.ToString() : " ");
        }
        string clean = kept.ToString().Trim();
        return wasCut ? clean + " [...]" : clean;
    }

    /// <summary>The same on one line, with single spaces.</summary>
    internal static string OneLine(string text) =>
        string.Join(' ', text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The beginning of a line, cut at a word where that is possible.</summary>
    internal static string Shorten(string line, int maxChars)
    {
        if (line.Length <= maxChars)
            return line;
        int space = line.LastIndexOf(' ', maxChars - 3);
        int end = space > maxChars / 2 ? space : maxChars - 3;
        if (char.IsHighSurrogate(line[end - 1]))
            end--;
        return line[..end].TrimEnd() + "...";
    }

    /// <summary>Fills lines of the given width; a longer word has a line of its own, so that a link stays
    /// whole. </summary>
    /// <param name="text">One paragraph a line.</param>
    /// <param name="columns">The width.</param>
    /// <param name="hang">What the second and further lines of a paragraph begin with.</param>
    internal static IEnumerable<string> Wrap(string text, int columns, string hang = "")
    {
        foreach (string paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            string[] words = paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < words.Length; i++)
            {
                if (i > 0 && line.Length + 1 + words[i].Length > columns)
                {
                    yield return line.ToString();
                    line.Clear().Append(hang).Append(words[i]);
                    continue;
                }
                line.Append(i > 0 ? " " : "").Append(words[i]);
            }
            yield return line.ToString();
        }
    }

    /// <summary>Takes out the lines that hold nothing but empty values, the marks of the others, and all
    /// but one of several blank lines.</summary>
    internal static string DropEmptyLines(string rendered)
    {
        var kept = new List<string>();
        foreach (string raw in rendered.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = raw.Replace(Nothing.ToString(), "", StringComparison.Ordinal).TrimEnd();
            bool wasMarked = raw.Contains(Nothing, StringComparison.Ordinal);
            bool repeatsBlank = kept.Count == 0 || kept[^1].Length == 0;
            if (line.Length > 0 || !(wasMarked || repeatsBlank))
                kept.Add(line);
        }
        return string.Join('\n', kept).TrimEnd('\n') + "\n";
    }

    /// <summary>Escapes what HTML would understand, within elements and quoted attributes.</summary>
    internal static string Html(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    private static bool IsHarmless(Rune rune) => rune.Value == '\n' || !Rune.IsControl(rune);

    private static bool TurnsDirection(int value) =>
        value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}

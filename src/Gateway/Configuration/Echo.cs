using System.Text;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Repeats what a file says inside a message, so that it cannot disturb a terminal or a log.
/// </summary>
internal static class Echo
{
    /// <summary>The text, shortened, with control and formatting characters shown as <c>\uXXXX</c>.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(ConfigLimits.MaxEchoedCharacters))
        {
            if (IsHarmless(rune))
                shown.Append(rune);
            else
                shown.Append($"\\u{rune.Value:X4}");
        }
        return shown.Append(text.Length > ConfigLimits.MaxEchoedCharacters ? "..." : "").ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.PrivateUse);
}

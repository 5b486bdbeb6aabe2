using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>Text as ARTEmail takes it: ASCII on one line.</summary>
internal static class ArtEmailText
{
    /// <summary>One line of ASCII; what has no spelling becomes a question mark.</summary>
    /// <param name="text">Whatever a catalogue wrote.</param>
    /// <param name="unknown">How many characters have no spelling.</param>
    public static string Ascii(string? text, out int unknown)
    {
        unknown = 0;
        var plain = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (rune.IsAscii)
                plain.Append(Rune.IsControl(rune) ? ' ' : (char)rune.Value);
            else if (ArtEmailLetters.Spelled.TryGetValue(rune.Value, out var spelled))
                plain.Append(spelled);
            else if (Rune.IsWhiteSpace(rune))
                plain.Append(' ');
            else if (!IsSilent(rune))
            {
                plain.Append('?');
                unknown++;
            }
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A line that nothing on the way takes for something else: mailbox files change <c>From</c> at the start of
    /// a line, and NNNN alone ends the file.</summary>
    public static string Harmless(string line) => line switch
    {
        "NNNN" => "NNNN.",
        _ when line.StartsWith("From ", StringComparison.Ordinal) => "FROM " + line[5..],
        _ => line,
    };

    /// <summary>Accents that stood on a letter, and marks without a width.</summary>
    private static bool IsSilent(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}

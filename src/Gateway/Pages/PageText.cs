using System.Text;

namespace ResourceSharing.Gateway.Pages;

/// <summary>What people wrote into a form: data, cleaned here, and escaped where it is shown.</summary>
internal static class PageText
{
    /// <summary>Without control characters and marks that turn the direction of what follows; lines end as here.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var turns = rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (rune.Value == '\n' || (!Rune.IsControl(rune) && !turns))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}

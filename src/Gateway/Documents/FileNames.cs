using System.Globalization;
using System.Text;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Names of files as people read them. No name from outside ever names a file on our disk.</summary>
internal static class FileNames
{
    /// <summary>Without path, control characters, marks that turn the direction, and what is longer than anybody
    /// reads.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder();
        foreach (var letter in last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)
            && char.GetUnicodeCategory(letter) != UnicodeCategory.Format))
        {
            clean.Append(letter);
        }

        var text = clean.ToString().Trim();
        return text.Length <= DocumentLimits.NameChars ? text : text[..DocumentLimits.NameChars];
    }

    /// <summary>The name under which a file leaves us: the number of the request as both sides know it, and the ending of its
    /// type. Seed 001: files are named by the external id.</summary>
    public static string Leaving(string externalId, string mediaType)
    {
        var safe = string.Concat(externalId.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'
            ? letter : '_'));
        return $"{(safe.Length == 0 ? "document" : safe)}.{FileTypes.EndingOf(mediaType)}";
    }
}

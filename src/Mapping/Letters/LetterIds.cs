using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Identifiers by which answers and bounces find their request. All are made from stored numbers alone, so
/// that every attempt carries the same. Source: feeds reference, 4.2. </summary>
public static class LetterIds
{
    /// <summary>The left side of a letter's Message-ID, which is also the envelope identifier that bounces
    /// bring back: <c>home0000042.815</c>. A check token may follow after another full stop.</summary>
    public static string Local(string ourReference, long outboxId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Request(ourReference)}.{outboxId}");

    /// <summary>The left side of the identifier that all letters of a request refer to. No letter bears it:
    /// mail programs gather letters that name the same one.</summary>
    public static string Thread(string ourReference) => $"{Request(ourReference)}.thread";

    /// <summary>
    /// The subject tag: our number, and the number that the partner knows where that is another one. It
    /// survives "Re:" and forwarding: <c>[ILL HOME0000042]</c>, <c>[ILL L0000017, HOME0000042]</c>.
    /// </summary>
    public static string Tag(string ourReference, string externalId)
    {
        string ours = TagNumber(ourReference);
        string theirs = TagNumber(externalId);
        return ours == theirs || theirs.Length == 0 ? $"[ILL {ours}]" : $"[ILL {ours}, {theirs}]";
    }

    /// <summary>Lower-case letters, digits and hyphens as they are; other octets as <c>=hex</c>.</summary>
    private static string Request(string ourReference)
    {
        var safe = new StringBuilder();
        foreach (byte octet in Encoding.UTF8.GetBytes(ourReference.ToLowerInvariant()))
        {
            bool plain = char.IsAsciiLetterOrDigit((char)octet) || octet == '-';
            string next = plain ? $"{(char)octet}" : "=" + octet.ToString("x2", CultureInfo.InvariantCulture);
            if (safe.Length + next.Length > LetterLimits.RequestInIdMaxOctets)
                break;
            safe.Append(next);
        }
        return safe.ToString();
    }

    private static string TagNumber(string number)
    {
        string line = LetterText.OneLine(LetterText.Clean(number, out _));
        string free = line.Replace('[', '(').Replace(']', ')').Replace(',', ';');
        return LetterText.Shorten(free, LetterLimits.TagNumberMaxChars);
    }
}

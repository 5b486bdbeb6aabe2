using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Relais;

/// <summary>By what an item is found.</summary>
/// <param name="Type">ISBN, ISSN, LCCN, OCLC or PHRASE.</param>
/// <param name="Value">The number without its decoration, or words of title and author.</param>
public sealed record RelaisSearch(string Type, string Value)
{
    /// <summary>The surest search that a citation gives; null when it gives none.</summary>
    public static RelaisSearch? Of(Citation citation)
    {
        ArgumentNullException.ThrowIfNull(citation);
        return Number("ISBN", citation.Isbn, one => char.IsAsciiDigit(one) || one is 'X' or 'x')
            ?? Number("ISSN", citation.Issn, one => char.IsAsciiDigit(one) || one is 'X' or 'x' or '-')
            ?? Number("LCCN", citation.LccNumber, one => char.IsAsciiLetterOrDigit(one) || one == '-')
            ?? Number("OCLC", OclcNumber(citation), char.IsAsciiDigit)
            ?? Phrase(citation);
    }

    /// <summary>What is left of a number for comparing.</summary>
    public static string Bare(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
    }

    private static string? OclcNumber(Citation citation) => citation.OclcNumber ?? citation.SystemNumbers
        .FirstOrDefault(one => one.System.Contains("oclc", StringComparison.OrdinalIgnoreCase))?.Number;

    /// <summary>Words before and behind the number (a prefix, a binding, a price) do not belong to it.</summary>
    private static RelaisSearch? Number(string type, string? text, Func<char, bool> belongs)
    {
        var number = string.Concat((text ?? "").SkipWhile(one => !belongs(one))
            .TakeWhile(one => belongs(one) || one is ' ' or '-').Where(belongs));
        return number.Any(char.IsAsciiDigit) ? new RelaisSearch(type, JsonText.Cut(number, RelaisLimits.MaxPhrase)) : null;
    }

    private static RelaisSearch? Phrase(Citation citation)
    {
        var words = $"{citation.Title ?? citation.UniformTitle} {citation.Author}".Trim();
        return words.Any(char.IsLetterOrDigit) ? new RelaisSearch("PHRASE", JsonText.Cut(words, RelaisLimits.MaxPhrase)) : null;
    }
}

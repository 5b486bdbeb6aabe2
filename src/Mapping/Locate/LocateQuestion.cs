using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Locate;

/// <summary>
/// What a citation gives to look for, in the forms that catalogues know. Two citations with the same question
/// have the same answer, so it is also the key under which answers are remembered.
/// </summary>
public sealed record LocateQuestion
{
    /// <summary>ISBN with 13 digits, or as it was given when only that form is known; null for
    /// none.</summary>
    public string? Isbn { get; init; }

    /// <summary>The same ISBN with 10 digits; null when there is no such form.</summary>
    public string? Isbn10 { get; init; }

    /// <summary>ISSN, <c>1234-567X</c>; null for none.</summary>
    public string? Issn { get; init; }

    /// <summary>OCLC number, digits only; null for none.</summary>
    public string? Oclc { get; init; }

    /// <summary>Title of the book or of the journal; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Subtitle.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Family name of the author of the book; null for none.</summary>
    public string? Author { get; init; }

    /// <summary>Year of publication of the book, or of the issue.</summary>
    public int? Year { get; init; }

    /// <summary>Volume of a journal.</summary>
    public int? Volume { get; init; }

    /// <summary>A part of a journal is wanted, so that it has to be in what is held of it.</summary>
    public bool IsSerial { get; init; }

    /// <summary>The question in a citation. Numbers that are none are left out; nothing throws.</summary>
    public static LocateQuestion Of(Citation citation)
    {
        var isbn = Locate.Isbn.Forms(citation.Isbn);
        string? issn = IssnOf(citation.Issn);
        bool serial = citation.ItemType == ItemType.Serial
            || (citation.ItemType is null && isbn.Count == 0 && (issn is not null || HasIssue(citation)));
        return new LocateQuestion
        {
            Isbn = serial || isbn.Count == 0 ? null : isbn[0],
            Isbn10 = serial || isbn.Count < 2 ? null : isbn[1],
            Issn = serial ? issn : null,
            Oclc = OclcOf(citation.OclcNumber),
            Title = Term(citation.Title ?? citation.UniformTitle),
            Subtitle = Term(citation.Subtitle),
            Author = serial ? null : FamilyName(Term(citation.Author)),
            Year = YearOf(serial ? citation.IssueDate ?? citation.PublicationDate : citation.PublicationDate),
            Volume = serial ? FirstNumber(citation.Volume ?? citation.VolumeAndIssue) : null,
            IsSerial = serial,
        };
    }

    /// <summary>The first number of four digits that can be a year; <c>20240301</c> is a date.</summary>
    internal static int? YearOf(string? text)
    {
        for (int at = 0; text is not null && at + 4 <= text.Length; at++)
        {
            if (at > 0 && char.IsAsciiDigit(text[at - 1]))
                continue;
            int digits = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? text.Length - at : digits;
            if (digits is 4 or 8 && int.Parse(text.AsSpan(at, 4), CultureInfo.InvariantCulture) is >= 1400 and < 2100 and var year)
                return year;
        }

        return null;
    }

    private static bool HasIssue(Citation citation) =>
        citation.ArticleTitle is not null
        && (citation.Volume ?? citation.Issue ?? citation.VolumeAndIssue ?? citation.IssueDate) is not null;

    private static string? Term(string? text)
    {
        text = text?.Trim();
        return text is null || !text.Any(char.IsLetterOrDigit)
            ? null : LocateLimits.Cut(text, LocateLimits.MaxTerm);
    }

    internal static string? IssnOf(string? text)
    {
        string digits = string.Concat((text ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return digits.Length == 8 && digits[..7].All(char.IsAsciiDigit) && (char.IsAsciiDigit(digits[7]) || digits[7] == 'X')
            ? $"{digits[..4]}-{digits[4..]}" : null;
    }

    /// <summary>The digits of an OCLC number, also with (OCoLC), ocm, ocn or on in front, and without leading
    /// zeroes.</summary>
    internal static string? OclcOf(string? text)
    {
        string rest = (text ?? "").Trim().ToUpperInvariant().Replace("(OCOLC)", "", StringComparison.Ordinal).Trim();
        foreach (string prefix in new[] { "OCM", "OCN", "ON" })
        {
            if (rest.StartsWith(prefix, StringComparison.Ordinal))
                rest = rest[prefix.Length..].Trim();
        }

        rest = rest.TrimStart('0');
        return rest.Length is > 0 and <= 20 && rest.All(char.IsAsciiDigit) ? rest : null;
    }

    private static string? FamilyName(string? author)
    {
        if (author is null)
            return null;
        int comma = author.IndexOf(',', StringComparison.Ordinal);
        string name = comma > 0 ? author[..comma] : author.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        name = name.Trim(' ', '.', ';', ',');
        return name.Length == 0 ? null : name;
    }

    private static int? FirstNumber(string? text)
    {
        int at = text?.AsSpan().IndexOfAnyInRange('0', '9') ?? -1;
        if (at < 0)
            return null;
        var rest = text.AsSpan(at);
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : null;
    }
}

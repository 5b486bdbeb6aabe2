using System.Text.RegularExpressions;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Numbers and dates of a citation in the forms that the service takes. Pure.</summary>
internal static partial class RapidNumbers
{
    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly char[] Separators = [';', ',', '/', '|', '\n'];

    /// <summary>ISSNs in a text, each once: <c>0272-4634</c>.</summary>
    public static IReadOnlyList<string> Issns(string? text) => [.. Issn().Matches(text ?? "")
        .Select(match => $"{match.Groups["first"].ValueSpan}-{match.Groups["second"].ValueSpan}".ToUpperInvariant()).Distinct()];

    /// <summary>ISBNs in a text, each once and without hyphens. What stands behind one in brackets is left
    /// out.</summary>
    public static IReadOnlyList<string> Isbns(string? text) =>
        [.. (text ?? "").Split(Separators).Select(Isbn).OfType<string>().Distinct()];

    /// <summary>The year of a date as it is cited; null where there is none.</summary>
    public static string? YearOf(string? date) =>
        Year().Match(date ?? "") is { Success: true } match ? match.Value : null;

    /// <summary>The month of a date as two digits: <c>2009-03</c>, <c>20090301</c>, <c>March 2009</c>; null where
    /// there is none.</summary>
    public static string? MonthOf(string? date)
    {
        if (NumericMonth().Match(date ?? "") is { Success: true } match)
            return match.Groups["month"].Value;
        var word = MonthWord().Match(date ?? "");
        int month = word.Success ? Array.IndexOf(Months, word.Value.ToLowerInvariant()) : -1;
        return month < 0 ? null : FormattableString.Invariant($"{month + 1:00}");
    }

    private static string? Isbn(string piece)
    {
        var run = IsbnRun().Match(piece);
        if (!run.Success)
            return null;
        var number = string.Concat(run.Value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return number.Length is 10 or 13 ? number : null;
    }

    [GeneratedRegex(@"\b(?<first>\d{4})-?(?<second>\d{3}[\dXx])\b", RegexOptions.NonBacktracking)]
    private static partial Regex Issn();

    [GeneratedRegex(@"\d[\d -]{8,20}[\dXx]", RegexOptions.NonBacktracking)]
    private static partial Regex IsbnRun();

    [GeneratedRegex(@"(?:1[4-9]|20)\d\d", RegexOptions.NonBacktracking)]
    private static partial Regex Year();

    [GeneratedRegex(@"(?:1[4-9]|20)\d\d-?(?<month>0[1-9]|1[0-2])", RegexOptions.NonBacktracking)]
    private static partial Regex NumericMonth();

    [GeneratedRegex(@"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex MonthWord();
}

using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>By what records of circulation are found. The numbers stand in the store and never change.</summary>
public enum CirculationIndex
{
    /// <summary>A patron by a number and the agency that gave it.</summary>
    PatronOfNumber = 1,

    /// <summary>A patron that stands for a library, by partner and name.</summary>
    Institution = 2,

    /// <summary>A visitor by the last day.</summary>
    VisitorEnd = 3,

    /// <summary>An item by its barcode.</summary>
    ItemOfBarcode = 10,

    /// <summary>An item of ours by ISBN, ISSN or OCLC number.</summary>
    ItemOfTitle = 11,

    /// <summary>An item of another library by its request.</summary>
    ItemOfRequest = 12,

    /// <summary>A hold by its patron.</summary>
    HoldOfPatron = 20,

    /// <summary>A hold by its item.</summary>
    HoldOfItem = 21,

    /// <summary>A hold that waits for any copy, by ISBN, ISSN or OCLC number.</summary>
    HoldOfTitle = 22,

    /// <summary>A hold by its request.</summary>
    HoldOfRequest = 23,

    /// <summary>A hold by its last day.</summary>
    HoldDue = 24,

    /// <summary>A hold that has expired, by the day.</summary>
    HoldEnd = 25,

    /// <summary>A loan that goes on, by its patron.</summary>
    LoanOfPatron = 30,

    /// <summary>A loan that goes on, by its item.</summary>
    LoanOfItem = 31,

    /// <summary>A loan, ended or not, by its request.</summary>
    LoanOfRequest = 32,

    /// <summary>A loan that has ended, by the day.</summary>
    LoanEnd = 33,

    /// <summary>A fee by its patron.</summary>
    FeeOfPatron = 40,
}

/// <summary>One thing by which a record is found.</summary>
/// <param name="Index">What it is.</param>
/// <param name="Value">Its value, normalised.</param>
public readonly record struct CirculationKey(CirculationIndex Index, string Value)
{
    // Cannot be in a number: control characters are refused wherever numbers come from.
    private const char Between = '\u001F';

    /// <summary>A patron's number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="agency">A visitor's home institution; null for a patron of ours.</param>
    public static CirculationKey Patron(string value, string? agency) =>
        new(CirculationIndex.PatronOfNumber, agency is null ? Plain(value) : $"{Plain(value)}{Between}{Plain(agency)}");

    /// <summary>A library that stands as a patron.</summary>
    public static CirculationKey Institution(string partner, string name) =>
        new(CirculationIndex.Institution, $"{Plain(partner)}{Between}{Plain(name)}");

    /// <summary>The last day of a visitor.</summary>
    public static CirculationKey VisitorEnd(DateOnly day) => new(CirculationIndex.VisitorEnd, Day(day));

    /// <summary>The last day of a hold.</summary>
    public static CirculationKey HoldDue(DateOnly day) => new(CirculationIndex.HoldDue, Day(day));

    /// <summary>The day on which a hold expired.</summary>
    public static CirculationKey HoldEnd(DateOnly day) => new(CirculationIndex.HoldEnd, Day(day));

    /// <summary>The day on which a loan ended.</summary>
    public static CirculationKey LoanEnd(DateOnly day) => new(CirculationIndex.LoanEnd, Day(day));

    /// <summary>An item's barcode.</summary>
    public static CirculationKey Barcode(string barcode) => new(CirculationIndex.ItemOfBarcode, Plain(barcode));

    /// <summary>A request's number within its partner. Agencies are compared afterwards, where both are known.</summary>
    public static CirculationKey Request(CirculationIndex index, string partner, BrokerRequestId request) =>
        new(index, $"{Plain(partner)}{Between}{Plain(request.Value)}");

    /// <summary>The number of another record.</summary>
    public static CirculationKey Of(CirculationIndex index, long number) =>
        new(index, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The numbers that tell a title: ISBN (both lengths alike), ISSN, OCLC number.</summary>
    public static CirculationKey[] Titles(CirculationIndex index, Citation citation) =>
    [
        .. new[]
            {
                Isbn(citation.Isbn), Tagged("issn", Alphanumeric(citation.Issn)), Tagged("oclc", Oclc(citation.OclcNumber)),
            }
            .OfType<string>().Select(value => new CirculationKey(index, value)),
    ];

    /// <summary>A number as it is compared: without blanks, case and differences of Unicode forms.</summary>
    public static string Plain(string value)
    {
        foreach (var letter in value)
        {
            if (!(char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter) || letter is '-' or '_' or '.' or ':'))
            {
                return new string([.. Normalized(value).Where(own => !char.IsWhiteSpace(own))]).ToUpperInvariant();
            }
        }

        return value;
    }

    // Half of a surrogate pair cannot be normalised; it is compared as it is.
    private static string Normalized(string value)
    {
        try
        {
            return value.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return value;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Tagged(string tag, string? value) => string.IsNullOrEmpty(value) ? null : $"{tag}:{value}";

    private static string? Alphanumeric(string? value) => value is null
        ? null
        : new string([.. value.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();

    // (OCoLC)ocm00012345 and 12345 are the same record.
    private static string? Oclc(string? value) => value is null
        ? null
        : new string([.. value.Where(char.IsAsciiDigit)]).TrimStart('0');

    // The nine digits in the middle tell the book; the check digit and 978 say nothing more.
    private static string? Isbn(string? value)
    {
        var plain = Alphanumeric(value?.Split(' ', 2, StringSplitOptions.TrimEntries)[0]);
        return Tagged("isbn", plain switch
        {
            { Length: 10 } => plain[..9],
            { Length: 13 } when plain.StartsWith("978", StringComparison.Ordinal) => plain[3..12],
            { Length: 13 } => plain[..12],
            _ => null,
        });
    }
}

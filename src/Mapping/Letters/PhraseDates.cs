using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Dates as people write them.</summary>
internal static partial class PhraseDates
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>A date if there is such a day; years of two digits are of this century.</summary>
    internal static DateOnly? Of(int year, int month, int day)
    {
        int full = year < 100 ? 2000 + year : year;
        bool isDay = full is >= 1900 and <= 9998 && month is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth(full, month);
        return isDay ? new DateOnly(full, month, day) : null;
    }

    /// <summary>The day of that name which is nearest to the day of the letter.</summary>
    internal static DateOnly? Nearest(int month, int day, DateOnly today)
    {
        var candidates = new[] { -1, 0, 1 }.Select(years => Of(today.Year + years, month, day)).OfType<DateOnly>().ToList();
        return candidates.Count == 0
            ? null
            : candidates.MinBy(date => Math.Abs(date.DayNumber - today.DayNumber));
    }

    /// <summary>2026-05-04.</summary>
    [GeneratedRegex("^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})\\b", Options)]
    internal static partial Regex Iso();

    /// <summary>4.5.2026, 04/05/26, 4. 5.</summary>
    [GeneratedRegex("^((?<day>\\d{1,2})[./] ?(?<month>\\d{1,2})[./] ?(?<year>\\d{4}|\\d{2})\\b|"
        + "(?<day>\\d{1,2})-(?<month>\\d{1,2})-(?<year>\\d{4})\\b|(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\.)", Options)]
    internal static partial Regex Numbers();
}

/// <summary>Amounts of money as people write them.</summary>
internal static partial class PhraseMoney
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    private const string Sign = "(?<sign>eur|euros?|usd|dollars?|gbp|pounds?|chf|fr\\.|[€$£])";
    private const string Number = "(?<number>\\d{1,6}([.,]\\d{1,2})?)";

    /// <summary>An amount at the beginning of a folded text, and how many characters it has.</summary>
    internal static (Money Amount, int Chars)? Read(string text)
    {
        var match = SignFirst().Match(text);
        match = match.Success ? match : NumberFirst().Match(text);
        if (!match.Success)
            return null;
        string number = match.Groups["number"].Value.Replace(',', '.');
        var amount = decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return (new Money(amount, Currency(match.Groups["sign"].Value)), match.Length);
    }

    private static string? Currency(string sign) => sign switch
    {
        "€" or "eur" or "euro" or "euros" => "EUR",
        "£" or "gbp" => "GBP",
        "usd" => "USD",
        "chf" or "fr." => "CHF",
        _ => null,
    };

    [GeneratedRegex("^" + Sign + " ?" + Number, Options)]
    private static partial Regex SignFirst();

    [GeneratedRegex("^" + Number + " ?" + Sign, Options)]
    private static partial Regex NumberFirst();
}

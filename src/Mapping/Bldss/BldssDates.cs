using System.Globalization;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Bldss;

/// <summary>Dates are written in three ways by this interface.</summary>
internal static partial class BldssDates
{
    private static readonly string[] Forms = ["dd/MM/yyyy", "dd-MM-yyyy", "yyyy-MM-dd"];

    /// <summary>A time as <c>2012-08-07 12:32:31.0</c>, whatever stands behind the seconds.</summary>
    public static ServiceTime? Time(string text) => text.Length >= 19 && DateTime.TryParseExact(
        text[..19], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? new ServiceTime(DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time))
        : null;

    /// <summary>The first date in a text.</summary>
    public static DateOnly? In(string text)
    {
        foreach (Match match in DateForm().Matches(text))
        {
            if (DateOnly.TryParseExact(match.Value, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                return date;
        }

        return null;
    }

    /// <summary>The first amount of money in a text.</summary>
    public static decimal? AmountIn(string text) => AmountForm().Match(text) is { Success: true } match
        && decimal.TryParse(match.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : null;

    [GeneratedRegex(@"\d\d[/-]\d\d[/-]\d\d\d\d|\d\d\d\d-\d\d-\d\d", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"\d{1,6}(\.\d{1,2})?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AmountForm();
}

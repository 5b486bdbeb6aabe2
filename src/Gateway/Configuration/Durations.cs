using System.Globalization;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Durations as people write them: a whole number and one unit, for example <c>30s</c> or <c>14d</c>.
/// </summary>
internal static class Durations
{
    public const string Pattern = "^[0-9]{1,9}(ms|s|m|h|d)$";

    private const int MaxDigits = 9;

    private static readonly (string Unit, TimeSpan Size)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>
    /// Reads a duration; false without a unit, with a sign or a fraction, or beyond what can be held.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var size = Units.FirstOrDefault(u => u.Unit == text[digits..]).Size;
        if (digits is 0 or > MaxDigits || size == default)
            return false;
        var ticks = (decimal)size.Ticks * int.Parse(text[..digits], CultureInfo.InvariantCulture);
        if (ticks > TimeSpan.MaxValue.Ticks)
            return false;
        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>
    /// The duration in the largest unit that divides it, as <see cref="TryParse"/> reads it.
    /// </summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";
        var (unit, size) = Units.OrderByDescending(u => u.Size)
            .First(u => duration.Ticks % u.Size.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / size.Ticks}{unit}");
    }
}

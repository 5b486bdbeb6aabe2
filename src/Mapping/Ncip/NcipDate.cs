using System.Globalization;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// A date, or a date with a time. NCIP wants <c>xs:dateTime</c> in UTC; peers send it without a zone, or the date
/// alone. What is missing is known only where the library is, hence it is kept as missing until <see cref="At"/>.
/// </summary>
public sealed record NcipDate
{
    private const DateTimeStyles Plain = DateTimeStyles.None;

    private static readonly TimeSpan LastSecond = new(23, 59, 59);

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyyMMdd'T'HHmmss",
    ];

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "yyyyMMdd"];

    private NcipDate(DateTime value, bool hasTime, bool isUtc) => (Value, HasTime, IsUtc) = (value, hasTime, isUtc);

    /// <summary>Date and time; in UTC when <see cref="IsUtc"/>, else in a zone that was not said.</summary>
    public DateTime Value { get; }

    /// <summary>Whether a time was given.</summary>
    public bool HasTime { get; }

    /// <summary>Whether a zone was given; whatever it was, the value is in UTC.</summary>
    public bool IsUtc { get; }

    /// <summary>A point of time, as NCIP wants it. Parts of a second below a millisecond are left out.</summary>
    /// <param name="at">The time.</param>
    /// <returns>The date.</returns>
    public static NcipDate Of(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return new(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond)), hasTime: true, isUtc: true);
    }

    /// <summary>A day without a time; the zone is that of the reader.</summary>
    /// <param name="day">The day.</param>
    /// <returns>The date.</returns>
    public static NcipDate Of(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), hasTime: false, isUtc: false);

    /// <summary>Reads a date.</summary>
    /// <param name="text">As it was sent; blanks around it do not matter.</param>
    /// <returns>The date, or null when it cannot be read, or is in the year 1 or 9999.</returns>
    public static NcipDate? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.AsSpan().Trim();
        if (plain.Length > 40)
            return null;
        if (DateTime.TryParseExact(plain, DayFormats, CultureInfo.InvariantCulture, Plain, out var day))
            return InCalendar(new NcipDate(day, hasTime: false, isUtc: false));
        var local = Zone(plain, out var offset);
        if (!DateTime.TryParseExact(local, TimeFormats, CultureInfo.InvariantCulture, Plain, out var time))
            return InCalendar(Midnight(local, offset));
        return InCalendar(Zoned(time, offset));
    }

    /// <summary>When that is for a library.</summary>
    /// <param name="zone">Where the library is; used where the date has no zone of its own.</param>
    /// <returns>The time; of a day without a time its last second, since it mostly is a due date.</returns>
    public DateTimeOffset At(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (IsUtc)
            return new DateTimeOffset(DateTime.SpecifyKind(Value, DateTimeKind.Utc));
        var local = HasTime ? Value : Value.Add(LastSecond);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    /// <summary>As it is written on the wire: <c>2027-01-31T23:59:59Z</c>, with a fraction only where there is one. A
    /// date without a zone is written without one, a day without a time with its last second: valid, and no zone is
    /// made up.</summary>
    public override string ToString()
    {
        var time = HasTime ? Value : Value.Add(LastSecond);
        var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture).TrimEnd('.');
        return IsUtc ? text + "Z" : text;
    }

    /// <summary>The first and the last year cannot be moved to another zone; programs send them for no date.</summary>
    private static NcipDate? InCalendar(NcipDate? date) => date is { Value.Year: > 1 and < 9999 } ? date : null;

    private static NcipDate? Zoned(DateTime time, TimeSpan? offset)
    {
        if (offset is not { } from)
            return new NcipDate(time, hasTime: true, isUtc: false);
        long ticks = time.Ticks - from.Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? null : new NcipDate(new DateTime(ticks), hasTime: true, isUtc: true);
    }

    /// <summary>XML Schema knows 24:00:00, the end of a day.</summary>
    private static NcipDate? Midnight(ReadOnlySpan<char> local, TimeSpan? offset)
    {
        int at = local.IndexOf("T24:00:00");
        if (at != "yyyy-MM-dd".Length || local[(at + "T24:00:00".Length)..].Trim(".0").Length > 0)
            return null;
        return DateTime.TryParseExact(local[..at], DayFormats, CultureInfo.InvariantCulture, Plain, out var day)
            && day < DateTime.MaxValue.Date ? Zoned(day.AddDays(1), offset) : null;
    }

    /// <summary>Takes the zone off the end of a time: <c>Z</c>, <c>+01:00</c>, <c>+0100</c>.</summary>
    private static ReadOnlySpan<char> Zone(ReadOnlySpan<char> text, out TimeSpan? offset)
    {
        offset = null;
        if (text.EndsWith("Z") || text.EndsWith("z"))
        {
            offset = TimeSpan.Zero;
            return text[..^1].TrimEnd();
        }

        int sign = text.LastIndexOfAny('+', '-');
        if (sign < "yyyyMMddT".Length || text[..sign].IndexOf(':') < 0)
            return text;
        if (!TimeOnly.TryParseExact(text[(sign + 1)..], ["HH:mm", "HHmm"], CultureInfo.InvariantCulture, Plain, out var zone))
            return text;
        var size = zone.ToTimeSpan();
        offset = text[sign] == '-' ? -size : size;
        return text[..sign].TrimEnd();
    }
}

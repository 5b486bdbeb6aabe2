using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>The spans of days by which lists are narrowed down, relative to today. The past ones are Alma's; those of
/// the future are ours, since due dates mostly lie there. They do not overlap. Source: lifecycle reference 10.</summary>
internal static class DateBuckets
{
    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "older", "up-to-a-month-ago", "up-to-a-week-ago", "up-to-three-days-ago", "yesterday", "today", "tomorrow",
        "within-three-days", "within-a-week", "within-a-month", "later",
    ];

    /// <summary>The days of a bucket.</summary>
    public static DayRange Range(string name, DateOnly today)
    {
        var (monthAgo, inAMonth) = (today.AddMonths(-1), today.AddMonths(1));
        return name switch
        {
            "older" => new DayRange(null, monthAgo.AddDays(-1)),
            "up-to-a-month-ago" => new DayRange(monthAgo, today.AddDays(-8)),
            "up-to-a-week-ago" => new DayRange(today.AddDays(-7), today.AddDays(-4)),
            "up-to-three-days-ago" => new DayRange(today.AddDays(-3), today.AddDays(-2)),
            "yesterday" => new DayRange(today.AddDays(-1), today.AddDays(-1)),
            "today" => new DayRange(today, today),
            "tomorrow" => new DayRange(today.AddDays(1), today.AddDays(1)),
            "within-three-days" => new DayRange(today.AddDays(2), today.AddDays(3)),
            "within-a-week" => new DayRange(today.AddDays(4), today.AddDays(7)),
            "within-a-month" => new DayRange(today.AddDays(8), inAMonth),
            "later" => new DayRange(inAMonth.AddDays(1), null),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a bucket."),
        };
    }

    /// <summary>Counts by day as counts by bucket; empty buckets are left out.</summary>
    public static IReadOnlyList<ValueCount> Count(IReadOnlyDictionary<DateOnly, long> days, DateOnly today) => Names
        .Select(name =>
        {
            var range = Range(name, today);
            return new ValueCount(name, days.Where(day => !(day.Key < range.From) && !(day.Key > range.To)).Sum(day => day.Value));
        })
        .Where(bucket => bucket.Count > 0).ToArray();
}

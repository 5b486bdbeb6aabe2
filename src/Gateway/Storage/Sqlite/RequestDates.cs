using Microsoft.Data.Sqlite;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Finds requests by their dates, each by its own index: the work is in proportion to what is found.</summary>
internal static class RequestDates
{
    /// <summary>The requests, earliest date first, then lowest number.</summary>
    public static IReadOnlyList<DatedRequest> Find(
        SqliteConnection connection, DateSearch search, DatedRequest? after, int limit)
    {
        using var statement = new Statement(connection, Sql(search.Date));
        switch (KeyOf(search.Date))
        {
            case Key.Status:
                statement.Set(1, (int)(search.Status ?? throw Lacking(search, "a status"))).Set(2, (int)search.Side)
                    .Set(7, search.Partner);
                break;
            case Key.Partner:
                statement.Set(1, search.Partner ?? throw Lacking(search, "a partner")).Set(2, (int)search.Side);
                break;
            default:
                break;
        }

        var (day, number) = after is null
            ? (search.From.DayNumber - 1, long.MaxValue)
            : (after.On.DayNumber, after.Number);
        return statement.Set(3, search.Before.DayNumber).Set(4, day).Set(5, number).Set(6, limit)
            .All(row => new DatedRequest(row.Int64(0), DateOnly.FromDayNumber((int)row.Int64(1))));
    }

    /// <summary>The query for a date, with its index by name: should the index no longer fit, it fails instead of reading
    /// everything.</summary>
    public static string Sql(RequestDate date)
    {
        var (column, index, condition) = date switch
        {
            RequestDate.DueOn => ("due_on", "request_due", " AND reminded_on IS NULL"),
            RequestDate.ExpiresOn => ("expires_on", "request_expiring", ""),
            RequestDate.ReplyBy => ("reply_by", "request_to_reply", ""),
            RequestDate.SentOn => ("sent_on", "request_asked", ""),
            RequestDate.RemindedOn => ("reminded_on", "request_reminded", ""),
            RequestDate.UnlocatedOn => ("unlocated_on", "request_unlocated", ""),
            RequestDate.EndedOn => ("ended_on", "request_ended", " AND anonymised = 0"),
            RequestDate.AnonymisedEndedOn => ("ended_on", "request_anonymised", " AND anonymised = 1"),
            RequestDate.WorkDueOn => ("work_due", "request_work_due", ""),
            _ => throw new ArgumentOutOfRangeException(nameof(date), date, "Not a date of requests."),
        };
        var group = KeyOf(date) switch
        {
            Key.Status => "status = ?1 AND side = ?2 AND ",
            Key.Partner => "partner = ?1 AND side = ?2 AND ",
            _ => "",
        };
        var rest = KeyOf(date) == Key.Status ? " AND (?7 IS NULL OR partner = ?7)" : "";
        return $"SELECT number, {column} FROM request_card INDEXED BY {index} WHERE {group}{column} IS NOT NULL{condition} "
            + $"AND {column} < ?3 AND ({column}, number) > (?4, ?5){rest} ORDER BY {column}, number LIMIT ?6";
    }

    private static Key KeyOf(RequestDate date) => date switch
    {
        RequestDate.SentOn or RequestDate.RemindedOn => Key.Partner,
        RequestDate.UnlocatedOn or RequestDate.EndedOn or RequestDate.AnonymisedEndedOn
            or RequestDate.WorkDueOn => Key.None,
        _ => Key.Status,
    };

    private static ArgumentException Lacking(DateSearch search, string what) =>
        new($"A search by {search.Date} needs {what}.", nameof(search));

    /// <summary>What stands before the date in an index.</summary>
    private enum Key
    {
        None,
        Status,
        Partner,
    }
}

using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>What is read outside of units of work.</summary>
internal static class SqliteQueries
{
    private const string DuePartners = """
        WITH RECURSIVE waiting(partner) AS (
            SELECT min(partner) FROM outbox INDEXED BY outbox_ready WHERE state = 1 AND is_head = 1
            UNION ALL
            SELECT (SELECT min(o.partner) FROM outbox o INDEXED BY outbox_ready
                WHERE o.state = 1 AND o.is_head = 1 AND o.partner > waiting.partner)
            FROM waiting WHERE waiting.partner IS NOT NULL)
        SELECT partner FROM waiting WHERE partner IS NOT NULL AND EXISTS (
            SELECT 1 FROM outbox o INDEXED BY outbox_ready
            WHERE o.state = 1 AND o.is_head = 1 AND o.partner = waiting.partner AND o.next_at <= @now)
        """;

    private const string Depths = """
        SELECT q.partner AS Partner, q.state AS State, q.rows AS Rows,
            (SELECT created_at FROM outbox WHERE id = q.oldest) AS Oldest
        FROM (SELECT partner, state, count(*) AS rows, min(id) AS oldest FROM outbox INDEXED BY outbox_open
            WHERE state IN (1, 2, 4, 6) GROUP BY partner, state) q
        """;

    public static RequestState? FindRequest(SqliteConnection connection, long number)
    {
        var state = connection.QuerySingleOrDefault<byte[]>(
            "SELECT state FROM request WHERE number = @number", new { number });
        return state is null ? null : RequestJson.Read<RequestState>(state);
    }

    public static IReadOnlyList<HistoryEntry> History(SqliteConnection connection, long request)
    {
        using var statement = new Statement(
            connection,
            "SELECT request, at, event, from_status, to_status, by_whom, text, message FROM history "
            + "WHERE request = ?1 ORDER BY line DESC LIMIT ?2");
        var newestFirst = statement.Set(1, request).Set(2, StoreLimits.HistoryLines).All(SqliteRows.HistoryEntry);
        newestFirst.Reverse();
        return newestFirst;
    }

    public static JournalRow? FindMessage(SqliteConnection connection, long id)
    {
        using var statement = new Statement(connection, $"{SqliteRows.JournalWithBytes} WHERE id = ?1");
        return statement.Set(1, id).First(SqliteRows.JournalRow);
    }

    public static Page<JournalRow> ListMessages(
        SqliteConnection connection, long? request, bool onlyQuarantined, long? after, int limit)
    {
        using var statement = new Statement(
            connection,
            $"{SqliteRows.Journal} WHERE id < ?1" + (request is null ? "" : " AND request = ?2")
            + (onlyQuarantined ? " AND outcome = 5" : "") + " ORDER BY id DESC LIMIT ?3");
        _ = request is null ? statement : statement.Set(2, request);
        var rows = statement.Set(1, after ?? long.MaxValue).Set(3, limit + 1).All(SqliteRows.JournalRow);
        return PageOf(rows, limit, row => row.Id);
    }

    public static Page<OutboxRow> ListOutbox(
        SqliteConnection connection, string? partner, OutboxState? state, long? after, int limit)
    {
        var isOpen = state is OutboxState.Waiting or OutboxState.Sending or OutboxState.Refused or OutboxState.Dead;
        using var statement = new Statement(
            connection,
            $"{SqliteRows.Outbox} WHERE o.id < ?1" + (partner is null ? "" : " AND o.partner = ?2")
            + (state is null ? "" : " AND o.state = ?3") + (isOpen ? " AND o.state IN (1, 2, 4, 6)" : "")
            + " ORDER BY o.id DESC LIMIT ?4");
        _ = partner is null ? statement : statement.Set(2, partner);
        _ = state is null ? statement : statement.Set(3, (int)state);
        var rows = statement.Set(1, after ?? long.MaxValue).Set(4, limit + 1).All(SqliteRows.OutboxRow);
        return PageOf(rows, limit, row => row.Id);
    }

    public static IReadOnlyList<QueueDepth> QueueDepths(SqliteConnection connection) =>
        connection.Query<(string Partner, long State, long Rows, long Oldest)>(Depths)
            .GroupBy(row => row.Partner)
            .Select(rows => new QueueDepth(
                rows.Key,
                rows.Where(row => row.State == (int)OutboxState.Waiting).Sum(row => row.Rows),
                rows.Where(row => row.State == (int)OutboxState.Sending).Sum(row => row.Rows),
                rows.Where(row => row.State is (int)OutboxState.Dead or (int)OutboxState.Refused).Sum(row => row.Rows),
                rows.Where(row => row.State == (int)OutboxState.Waiting)
                    .Select(row => (DateTimeOffset?)SqliteRows.Instant(row.Oldest)).FirstOrDefault()))
            .ToList();

    public static IReadOnlyList<string> PartnersWithDueWork(SqliteConnection connection, DateTimeOffset now) =>
        connection.Query<string>(DuePartners, new { now = now.UtcTicks }).AsList();

    public static IReadOnlyList<LaneHold> LaneHolds(SqliteConnection connection) =>
        connection.Query<(string Partner, string Reason, long Since)>(
                "SELECT partner, reason, since FROM lane_hold ORDER BY partner")
            .Select(row => new LaneHold(row.Partner, row.Reason, SqliteRows.Instant(row.Since)))
            .ToList();

    // One row more than the page was read: its presence tells that there is a next page.
    public static Page<T> PageOf<T>(List<T> rows, int limit, Func<T, long> key)
    {
        if (rows.Count <= limit)
        {
            return new Page<T>(rows, null);
        }

        rows.RemoveRange(limit, rows.Count - limit);
        return new Page<T>(rows, key(rows[^1]));
    }
}

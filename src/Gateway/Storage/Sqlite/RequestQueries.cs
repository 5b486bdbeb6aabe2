using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Lists of requests, their counts and their ages.</summary>
internal static class RequestQueries
{
    private const string Task = "CASE WHEN assigned_to IS NULL THEN 2 WHEN assigned_to = @user THEN 1 ELSE 3 END";

    private const string Unindexed = """
        SELECT state FROM request WHERE number > (SELECT number FROM request_text_mark)
        UNION ALL
        SELECT r.state FROM request_card c INDEXED BY request_text_stale JOIN request r ON r.number = c.number
        WHERE c.text_stale = 1
        """;

    private const string FromIndex =
        "request_text CROSS JOIN request_card c ON c.number = request_text.rowid";

    private const string FromUnindexed = "json_each(@unindexed) j CROSS JOIN request_card c ON c.number = j.value";

    private static readonly Status[] Counted =
    [
        Status.RequestCreatedBor, Status.RequestCreatedLend, Status.OverdueItem, Status.RecalledBor, Status.RecalledLend,
        Status.LocateFailed,
    ];

    /// <summary>One page of a list.</summary>
    public static OrderedPage List(
        SqliteConnection connection, RequestFilter filter, RequestOrder order, RequestCursor? after, int limit)
    {
        // One snapshot: what leaves the tail between two queries would be found by neither.
        using var snapshot = new Snapshot(connection);
        var conditions = new RequestConditions(filter, new DynamicParameters());
        var key = new SortKey(order);
        var behind = key.Behind(after, conditions.Parameters);
        var selects = filter.Text is { } text
            ? Searching(connection, text, conditions, key, behind)
            : Listing(filter, conditions, key, behind);
        if (selects is null)
        {
            return new OrderedPage([], null);
        }

        conditions.Parameters.Add("rows", limit + 1);
        var rows = connection.Query<(string Key, long Number, byte[] State)>(
            $"SELECT CAST(n.key AS TEXT), n.number, r.state FROM ({selects} ORDER BY {key.Order("")} LIMIT @rows) n "
            + $"CROSS JOIN request r ON r.number = n.number ORDER BY {key.Order("n.")}",
            conditions.Parameters).AsList();
        var items = rows.Take(limit).Select(row => RequestJson.Read<RequestState>(row.State)).ToList();
        return new OrderedPage(
            items, rows.Count > limit ? new RequestCursor(rows[limit - 1].Key, rows[limit - 1].Number) : null);
    }

    /// <summary>Counts for all facets.</summary>
    public static RequestFacets Count(SqliteConnection connection, RequestFilter filter)
    {
        using var snapshot = new Snapshot(connection);
        var conditions = new RequestConditions(filter, new DynamicParameters());
        var from = "request_card c";
        if (filter.Text is { } text)
        {
            var words = RequestText.Words(text);
            if (words.Count == 0)
            {
                return new RequestFacets(new Dictionary<(Side, Status), long>(), new Dictionary<string, long>());
            }

            Search(connection, words, conditions.Parameters);
            from = $"(SELECT c.number FROM {FromIndex} WHERE request_text MATCH @match AND c.text_stale = 0 "
                + "UNION ALL SELECT value FROM json_each(@unindexed)) hit CROSS JOIN request_card c ON c.number = hit.number";
        }

        return FacetCounts.Of(connection, conditions, from);
    }

    /// <summary>The numbers on the dashboard.</summary>
    public static IReadOnlyList<DashboardCounts> Dashboard(SqliteConnection connection, string user)
    {
        using var snapshot = new Snapshot(connection);
        var statuses = string.Join(',', Counted.Select(status => (int)status));
        var byStatus = Counts($"SELECT side, status, {Task}, count(*) FROM request_card INDEXED BY request_by_status "
            + $"WHERE status IN ({statuses}) GROUP BY 1, 2, 3");
        var unread = Counts(Flagged("request_unread", "unread"));
        var noted = Counts(Flagged("request_noted", "noted"));
        return new[] { Side.Borrowing, Side.Lending }.Select(side => new DashboardCounts(
            side,
            Of(byStatus, side, Status.RequestCreatedBor, Status.RequestCreatedLend),
            Of(byStatus, side, Status.OverdueItem),
            Of(byStatus, side, Status.RecalledBor, Status.RecalledLend),
            Of(byStatus, side, Status.LocateFailed),
            Of(unread, side, default(Status)),
            Of(noted, side, default(Status)))).ToList();

        List<(long Side, long Status, long Task, long Count)> Counts(string sql) =>
            connection.Query<(long Side, long Status, long Task, long Count)>(sql, new { user }).AsList();
    }

    /// <summary>Since when open requests have been in their status.</summary>
    public static Ageing Ageing(SqliteConnection connection, Side? side, string? partner, DateOnly today)
    {
        using var snapshot = new Snapshot(connection);
        var conditions = new RequestConditions(
            new RequestFilter { Side = side, Partner = partner, IsOpen = true }, new DynamicParameters());
        conditions.Parameters.Add("ageDay", today.DayNumber);
        var groups = connection.Query<(long Side, string? Partner, long Status, long Since, long Count, long Near, long Past)>(
            "SELECT side, partner, status, status_on, count(*), "
            + "count(CASE WHEN expires_on BETWEEN @ageDay AND @ageDay + 1 THEN 1 END), "
            + "count(CASE WHEN expires_on < @ageDay THEN 1 END) FROM request_card "
            + $"WHERE {conditions.All} GROUP BY 1, 2, 3, 4", conditions.Parameters);
        var averages = connection.Query<(long Side, string Partner, double Days, long Count)>(
            "SELECT side, partner, avg(supply_days), count(*) FROM request_card INDEXED BY request_supplied "
            + "WHERE supply_days IS NOT NULL AND partner IS NOT NULL GROUP BY side, partner");
        return new Ageing(
            groups.Select(row => new AgeGroup(
                (Side)row.Side, row.Partner, (Status)row.Status, DateOnly.FromDayNumber((int)row.Since), row.Count, row.Near,
                row.Past)).ToList(),
            averages.Select(row => new SupplyAverage((Side)row.Side, row.Partner, row.Days, row.Count)).ToList());
    }

    /// <summary>What departments have to do.</summary>
    public static IReadOnlyList<DepartmentCounts> Departments(SqliteConnection connection, DateOnly today) =>
        connection.Query<(string Department, long Open, long Awaiting, long Late)>(
            "SELECT department, count(*), sum(approval), count(CASE WHEN work_due < @today THEN 1 END) "
            + "FROM request_card INDEXED BY request_department WHERE department IS NOT NULL GROUP BY department",
            new { today = today.DayNumber })
            .Select(row => new DepartmentCounts(row.Department, row.Open, row.Awaiting, row.Late)).ToList();

    private static string Flagged(string index, string column) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT side, 0, {Task}, count(*) FROM request_card INDEXED BY {index} "
        + $"WHERE {column} = 1 AND status <> {(int)Status.Deleted} GROUP BY 1, 2, 3");

    private static TaskCounts Of(
        IReadOnlyList<(long Side, long Status, long Task, long Count)> rows, Side side, params Status[] statuses)
    {
        return new TaskCounts(Sum(TaskOf.Me), Sum(TaskOf.Nobody), Sum(TaskOf.Others));

        long Sum(TaskOf task) => rows
            .Where(row => row.Side == (long)side && row.Task == (long)task && statuses.Contains((Status)row.Status))
            .Sum(row => row.Count);
    }

    /// <summary>A list without search. By creation and status there is one branch for each pair of side and status:
    /// every branch comes out of the index in the order of the list, and SQLite merges them, so that a page costs the
    /// same with a million requests in a status.</summary>
    private static string Listing(RequestFilter filter, RequestConditions conditions, SortKey key, string behind)
    {
        if (NarrowIndex(filter) is { } index)
        {
            return $"SELECT {key.Sql} AS key, number FROM request_card INDEXED BY {index} "
                + $"WHERE {conditions.All} AND {behind}";
        }

        if (!key.IsNumber || conditions.Pairs is not { } pairs)
        {
            return $"SELECT {key.Sql} AS key, number FROM request_card WHERE {conditions.All} AND {behind}";
        }

        return pairs.Count == 0
            ? "SELECT 0 AS key, number FROM request_card WHERE 0"
            : string.Join(" UNION ALL ", pairs.Select(pair => string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT number AS key, number FROM request_card INDEXED BY request_by_status WHERE "
                + $"status = {(int)pair.Status} AND side = {(int)pair.Side} AND {conditions.BesidesStatus} AND {behind}")));
    }

    /// <summary>A partial index that holds only what the filter wants, and little else.</summary>
    private static string? NarrowIndex(RequestFilter filter) => filter switch
    {
        { HasDrift: true } => "request_drifted",
        { Assignment.Of: TaskOf.Me } => "request_assigned",
        { HasActiveNotes: true } => "request_noted",
        { HasAlerts: true } => "request_alerted",
        { HasUnreadMessage: true } => "request_unread",
        { IsApprovalPending: true } => "request_approval",
        { Department: not null } => "request_department",
        _ => null,
    };

    private static string? Searching(
        SqliteConnection connection, string text, RequestConditions conditions, SortKey key, string behind)
    {
        var words = RequestText.Words(text);
        if (words.Count == 0)
        {
            return null;
        }

        Search(connection, words, conditions.Parameters);
        var indexedKey = key.IsNumber ? "request_text.rowid" : key.Sql;
        var indexedBehind = key.IsNumber ? behind.Replace("number", "request_text.rowid", StringComparison.Ordinal) : behind;
        return $"SELECT {indexedKey} AS key, request_text.rowid AS number FROM {FromIndex} WHERE request_text MATCH @match "
            + $"AND text_stale = 0 AND {conditions.All} AND {indexedBehind} "
            + $"UNION ALL SELECT {key.Sql} AS key, number FROM {FromUnindexed} WHERE {conditions.All} AND {behind}";
    }

    /// <summary>Prepares a search: the words for the index, and the numbers of what is not in it yet and has them.
    /// </summary>
    private static void Search(SqliteConnection connection, IReadOnlyList<string> words, DynamicParameters parameters)
    {
        using var unindexed = new Statement(connection, Unindexed);
        var found = unindexed.All(row => RequestJson.Read<RequestState>(row.Octets(0)))
            .Where(state => RequestText.Holds(RequestText.Of(state), words)).Select(state => state.Number);
        parameters.Add("unindexed", JsonSerializer.Serialize(found));
        parameters.Add("match", string.Join(" AND ", words.Select(word => $"\"{word}\"*")));
    }

    /// <summary>Several queries that see the same state of the store.</summary>
    private sealed class Snapshot : IDisposable
    {
        private readonly SqliteConnection connection;

        public Snapshot(SqliteConnection connection)
        {
            this.connection = connection;
            connection.Execute("BEGIN TRANSACTION");
        }

        public void Dispose() => this.connection.Execute("ROLLBACK TRANSACTION");
    }

    /// <summary>What an order means in SQL.</summary>
    private sealed class SortKey
    {
        private const string Last = "3000000000";

        private readonly RequestOrder order;

        public SortKey(RequestOrder order)
        {
            this.order = order;
            Sql = order.By switch
            {
                RequestSort.Created => "number",
                RequestSort.Updated => "updated_at",
                RequestSort.Due => OrLast("due_on"),
                RequestSort.LastInterest => OrLast(RequestConditions.InterestOn),
                RequestSort.NeededBy => OrLast("needed_by"),
                RequestSort.Title => "title",
                RequestSort.Partner => "coalesce(partner, '')",
                RequestSort.Status => "status",
                RequestSort.StatusSince => "status_on",
                _ => throw new ArgumentOutOfRangeException(nameof(order), order.By, "Not one of these."),
            };
        }

        /// <summary>What decides.</summary>
        public string Sql { get; }

        /// <summary>True when that is the number itself.</summary>
        public bool IsNumber => this.order.By == RequestSort.Created;

        /// <summary>The columns <c>key</c> and <c>number</c> of a table in the order.</summary>
        public string Order(string table) => (IsNumber, this.order.IsDescending) switch
        {
            (true, true) => $"{table}number DESC",
            (true, false) => $"{table}number",
            (false, true) => $"{table}key DESC, {table}number DESC",
            (false, false) => $"{table}key, {table}number",
        };

        private string Beyond => this.order.IsDescending ? "<" : ">";

        /// <summary>The condition that a row stands behind a cursor.</summary>
        public string Behind(RequestCursor? cursor, DynamicParameters parameters)
        {
            if (cursor is null)
            {
                return "1";
            }

            parameters.Add("afterNumber", cursor.Number);
            if (IsNumber)
            {
                return $"number {Beyond} @afterNumber";
            }

            parameters.Add("afterKey", this.order.By is RequestSort.Title or RequestSort.Partner
                ? cursor.Key
                : long.Parse(cursor.Key, CultureInfo.InvariantCulture));
            return $"({Sql}, number) {Beyond} (@afterKey, @afterNumber)";
        }

        private string OrLast(string column) => $"coalesce({column}, {(this.order.IsDescending ? "-1" : Last)})";
    }
}

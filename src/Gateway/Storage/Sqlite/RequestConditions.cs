using System.Globalization;
using Dapper;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>A request filter as SQL. Values travel as parameters; only numbers of enumerations stand in the
/// text.</summary>
internal static class RequestConditions
{
    /// <summary>Selects the numbers of the requests that a list shows.</summary>
    /// <remarks>With statuses, one branch for each pair of status and side: every branch comes out of the
    /// index in the order of the list, and SQLite merges them, so that a page costs the same with a million
    /// requests in a status. Without, the table itself is in order.</remarks>
    public static string Select(RequestFilter filter, long? after, DynamicParameters parameters)
    {
        parameters.Add("after", after ?? long.MaxValue);
        if (filter.Statuses.Count == 0)
        {
            var all = Where(filter, withStatuses: true, parameters);
            return $"SELECT number FROM request_card WHERE {all} AND number < @after";
        }

        var others = Where(filter with { Side = null }, withStatuses: false, parameters);
        Side[] sides = filter.Side is { } side ? [side] : [Side.Borrowing, Side.Lending];
        var branches =
            from status in filter.Statuses.Distinct()
            from branch in sides
            select string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT number FROM request_card INDEXED BY request_by_status "
                + $"WHERE status = {(int)status} AND side = {(int)branch} AND {others} AND number < @after");
        return string.Join(" UNION ALL ", branches);
    }

    /// <summary>The conditions of a filter.</summary>
    public static string Where(RequestFilter filter, bool withStatuses, DynamicParameters parameters)
    {
        var conditions = new List<string>();
        Add(filter.Side is { } side ? (int)side : null, "side", "side = @side");
        Add(filter.Partner, "partner", "partner = @partner");
        Add(filter.Text is null ? null : RequestText.Fold(filter.Text), "text", "instr(search, @text) > 0");
        Add(filter.CreatedFrom?.DayNumber, "createdFrom", "created_on >= @createdFrom");
        Add(filter.CreatedTo?.DayNumber, "createdTo", "created_on <= @createdTo");
        if (filter.HasUnreadMessage is { } unread)
        {
            // As a literal, so that the partial index of unread requests fits.
            conditions.Add(unread ? "unread = 1" : "unread = 0");
        }

        if (withStatuses)
        {
            conditions.Add(filter.Statuses.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"status <> {(int)Status.Deleted}")
                : "status IN (" + string.Join(',', filter.Statuses.Select(status => (int)status)) + ")");
        }

        return conditions.Count == 0 ? "1" : string.Join(" AND ", conditions);

        void Add(object? value, string name, string condition)
        {
            if (value is not null)
            {
                parameters.Add(name, value);
                conditions.Add(condition);
            }
        }
    }
}

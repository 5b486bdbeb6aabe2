using Dapper;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Counts the facets of one filter: one query for each, since each leaves itself out of the filter.</summary>
internal sealed class FacetCounts
{
    private readonly SqliteConnection connection;
    private readonly RequestConditions conditions;
    private readonly string from;

    /// <summary>Counts rows of <paramref name="from"/>, in which the cards are called <c>c</c>.</summary>
    public FacetCounts(SqliteConnection connection, RequestConditions conditions, string from)
    {
        this.connection = connection;
        this.conditions = conditions;
        this.from = from;
    }

    public RequestFacets All() => new(Statuses(), Texts(Facet.Partner, "partner"))
    {
        Created = Days(Facet.Created, "created_on"),
        Updated = Days(Facet.Updated, "updated_on"),
        Due = Days(Facet.Due, "due_on"),
        LastInterest = Days(Facet.LastInterest, RequestConditions.InterestOn),
        NeededBy = Days(Facet.NeededBy, "needed_by"),
        RequestedFormats = Formats(Facet.RequestedAs, "requested_as"),
        SuppliedFormats = Formats(Facet.SuppliedAs, "supplied_as"),
        LevelsOfService = Texts(Facet.Level, "level"),
        Assignees = Texts(Facet.Assignee, "coalesce(assigned_to, '')"),
        Unread = Bit(Facet.Unread, "unread"),
        Printed = Bit(Facet.Printed, "printed"),
        Reported = Bit(Facet.Reported, "reported"),
        ActiveNotes = Bit(Facet.Noted, "noted"),
        Alerts = Bit(Facet.Alerted, "alerted"),
        Overdue = Bit(Facet.Overdue, "overdue"),
    };

    private Dictionary<(Side Side, Status Status), long> Statuses() => this.connection
        .Query<(long Side, long Status, long Count)>(
            $"SELECT side, status, count(*) FROM {this.from} WHERE {this.conditions.Without(Facet.Status)} GROUP BY status, side",
            this.conditions.Parameters)
        .ToDictionary(row => ((Side)row.Side, (Status)row.Status), row => row.Count);

    private Dictionary<string, long> Texts(Facet facet, string column) => this.connection
        .Query<(string Value, long Count)>(Grouped(facet, column), this.conditions.Parameters)
        .ToDictionary(row => row.Value, row => row.Count, StringComparer.Ordinal);

    private Dictionary<DateOnly, long> Days(Facet facet, string column) =>
        Numbers(facet, column).ToDictionary(row => DateOnly.FromDayNumber((int)row.Value), row => row.Count);

    private Dictionary<SupplyFormat, long> Formats(Facet facet, string column) =>
        Numbers(facet, column).ToDictionary(row => (SupplyFormat)row.Value, row => row.Count);

    private long Bit(Facet facet, string column) => this.connection.ExecuteScalar<long>(
        $"SELECT count(*) FROM {this.from} WHERE {column} = 1 AND {this.conditions.Without(facet)}", this.conditions.Parameters);

    private IEnumerable<(long Value, long Count)> Numbers(Facet facet, string column) =>
        this.connection.Query<(long Value, long Count)>(Grouped(facet, column), this.conditions.Parameters);

    private string Grouped(Facet facet, string column) =>
        $"SELECT {column}, count(*) FROM {this.from} WHERE {this.conditions.Without(facet)} AND {column} IS NOT NULL GROUP BY 1";
}

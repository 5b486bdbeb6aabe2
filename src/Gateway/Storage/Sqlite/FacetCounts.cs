using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Counts the facets of one filter. Each leaves itself out of the filter, so that a query for each would read all
/// cards many times; here they are read once, and every card says which conditions it fails: none, and it counts for all
/// facets; those of one facet, and it counts for that one.</summary>
internal sealed class FacetCounts
{
    private const string Columns = $"""
        c.side, c.status, c.partner, c.created_on, c.updated_on, c.due_on, {RequestConditions.InterestOn}, c.needed_by,
        c.requested_as, c.supplied_as, c.level, c.assigned_to, c.owner, c.department,
        c.unread | (c.printed << 1) | (c.reported << 2) | (c.noted << 3) | (c.alerted << 4) | (c.overdue << 5)
            | (c.approval << 6)
        """;

    private const int Bits = 14;
    private const int Failing = 15;

    private static readonly Facet[] Flags =
        [Facet.Unread, Facet.Printed, Facet.Reported, Facet.Noted, Facet.Alerted, Facet.Overdue, Facet.Approval];

    private readonly Dictionary<(Side Side, Status Status), long> statuses = [];
    private readonly Dictionary<long, long> created = [];
    private readonly Dictionary<long, long> updated = [];
    private readonly Dictionary<long, long> due = [];
    private readonly Dictionary<long, long> interest = [];
    private readonly Dictionary<long, long> neededBy = [];
    private readonly Dictionary<long, long> requested = [];
    private readonly Dictionary<long, long> supplied = [];
    private readonly Dictionary<string, long> partners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> assignees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> departments = new(StringComparer.Ordinal);
    private readonly long[] flagged = new long[Flags.Length];

    private FacetCounts()
    {
    }

    /// <summary>Counts rows of <paramref name="from"/>, in which the cards are called <c>c</c>.</summary>
    public static RequestFacets Of(SqliteConnection connection, RequestConditions conditions, string from)
    {
        var counts = new FacetCounts();
        using var rows = new Statement(
            connection, $"SELECT {Columns}, {conditions.FailingFacets} FROM {from} WHERE {conditions.OfTheList}");
        foreach (var name in conditions.Parameters.ParameterNames)
        {
            rows.Set(name, conditions.Parameters.Get<object>(name));
        }

        while (rows.Step())
        {
            counts.Add(rows);
        }

        return counts.Facets();
    }

    /// <summary>A facet as one bit.</summary>
    public static long BitOf(Facet facet) => 1L << (int)facet;

    private void Add(Statement row)
    {
        var failing = row.Int64(Failing);
        if (failing != 0 && !BitOperations.IsPow2(failing))
        {
            return;
        }

        if (Counts(failing, Facet.Status))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(
                this.statuses, ((Side)row.Int64(0), (Status)row.Int64(1)), out _)++;
        }

        AddText(Facet.Partner, this.partners, 2);
        AddNumber(Facet.Created, this.created, 3);
        AddNumber(Facet.Updated, this.updated, 4);
        AddNumber(Facet.Due, this.due, 5);
        AddNumber(Facet.LastInterest, this.interest, 6);
        AddNumber(Facet.NeededBy, this.neededBy, 7);
        AddNumber(Facet.RequestedAs, this.requested, 8);
        AddNumber(Facet.SuppliedAs, this.supplied, 9);
        AddText(Facet.Level, this.levels, 10);
        AddText(Facet.Assignee, this.assignees, 11, ifNull: "");
        AddText(Facet.Owner, this.owners, 12);
        AddText(Facet.Department, this.departments, 13);
        AddFlags(failing, row.Int64(Bits));

        void AddNumber(Facet facet, Dictionary<long, long> counts, int column)
        {
            if (Counts(failing, facet) && !row.IsNull(column))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, row.Int64(column), out _)++;
            }
        }

        void AddText(Facet facet, Dictionary<string, long> counts, int column, string? ifNull = null)
        {
            if (Counts(failing, facet) && (row.OptionalText(column) ?? ifNull) is { } text)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, text, out _)++;
            }
        }
    }

    private void AddFlags(long failing, long bits)
    {
        for (var flag = 0; bits != 0; flag++, bits >>= 1)
        {
            if ((bits & 1) == 1 && Counts(failing, Flags[flag]))
            {
                this.flagged[flag]++;
            }
        }
    }

    private static bool Counts(long failing, Facet facet) => failing == 0 || failing == BitOf(facet);

    private RequestFacets Facets() => new(this.statuses, this.partners)
    {
        Created = Days(this.created),
        Updated = Days(this.updated),
        Due = Days(this.due),
        LastInterest = Days(this.interest),
        NeededBy = Days(this.neededBy),
        RequestedFormats = Formats(this.requested),
        SuppliedFormats = Formats(this.supplied),
        LevelsOfService = this.levels,
        Assignees = this.assignees,
        Owners = this.owners,
        Departments = this.departments,
        Unread = Flagged(Facet.Unread),
        Printed = Flagged(Facet.Printed),
        Reported = Flagged(Facet.Reported),
        ActiveNotes = Flagged(Facet.Noted),
        Alerts = Flagged(Facet.Alerted),
        Overdue = Flagged(Facet.Overdue),
        AwaitingApproval = Flagged(Facet.Approval),
    };

    private static Dictionary<DateOnly, long> Days(Dictionary<long, long> counts) =>
        counts.ToDictionary(day => DateOnly.FromDayNumber((int)day.Key), day => day.Value);

    private static Dictionary<SupplyFormat, long> Formats(Dictionary<long, long> counts) =>
        counts.ToDictionary(format => (SupplyFormat)format.Key, format => format.Value);

    private long Flagged(Facet facet) => this.flagged[Array.IndexOf(Flags, facet)];
}

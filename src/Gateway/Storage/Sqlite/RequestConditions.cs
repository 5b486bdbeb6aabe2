using System.Globalization;
using Dapper;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>What is counted beside a list.</summary>
internal enum Facet
{
    /// <summary>No facet: what says which list it is.</summary>
    None = 0,
    Side,
    Status,
    Partner,
    Created,
    Updated,
    Due,
    LastInterest,
    NeededBy,
    RequestedAs,
    SuppliedAs,
    Level,
    Assignee,
    Unread,
    Printed,
    Reported,
    Noted,
    Alerted,
    Overdue,
    Drifted,
    Owner,
    Department,
    Approval,
}

/// <summary>A request filter as SQL over <c>request_card</c>. Values travel as parameters; only numbers of
/// enumerations stand in the text.</summary>
internal sealed class RequestConditions
{
    /// <summary>The last interest date.</summary>
    public const string InterestOn = "coalesce(expires_on, needed_by)";

    private readonly List<(Facet Facet, string Sql)> conditions = [];
    private readonly RequestFilter filter;

    public RequestConditions(RequestFilter filter, DynamicParameters parameters)
    {
        this.filter = filter;
        Parameters = parameters;
        Add(Facet.Side, "side", filter.Side is { } side ? (int)side : null, "side = @side");
        Add(Facet.Partner, "partner", filter.Partner, "partner = @partner");
        Add(Facet.Owner, "owner", filter.Owner, "owner = @owner");
        Add(Facet.Department, "department", filter.Department, "department = @department");
        Add(Facet.Created, "createdFrom", filter.CreatedFrom?.DayNumber, "created_on >= @createdFrom");
        Add(Facet.Created, "createdTo", filter.CreatedTo?.DayNumber, "created_on <= @createdTo");
        Add(Facet.Level, "level", filter.LevelOfService, "level = @level COLLATE NOCASE");
        AddDays(Facet.Created, "created_on", filter.Created);
        AddDays(Facet.Updated, "updated_on", filter.Updated);
        AddDays(Facet.Due, "due_on", filter.Due);
        AddDays(Facet.LastInterest, InterestOn, filter.LastInterest);
        AddDays(Facet.NeededBy, "needed_by", filter.NeededBy);
        AddFormats(Facet.RequestedAs, "requested_as", filter.RequestedFormats);
        AddFormats(Facet.SuppliedAs, "supplied_as", filter.SuppliedFormats);
        AddBit(Facet.Unread, "unread", filter.HasUnreadMessage);
        AddBit(Facet.Printed, "printed", filter.IsPrinted);
        AddBit(Facet.Reported, "reported", filter.IsReported);
        AddBit(Facet.Noted, "noted", filter.HasActiveNotes);
        AddBit(Facet.Alerted, "alerted", filter.HasAlerts);
        AddBit(Facet.Overdue, "overdue", filter.IsOverdue);
        AddBit(Facet.Drifted, "drifted", filter.HasDrift);
        AddBit(Facet.Approval, "approval", filter.IsApprovalPending);
        AddAssignment(filter.Assignment);
        AddStatuses();
    }

    /// <summary>The values.</summary>
    public DynamicParameters Parameters { get; }

    /// <summary>The pairs of side and status that a list by status shows; null where it has to show all others too.
    /// </summary>
    public IReadOnlyList<(Side Side, Status Status)>? Pairs => this.filter.Statuses.Count == 0 && this.filter.IsOpen is null
        ? null
        : PairsOf(this.filter.Statuses);

    /// <summary>The conditions that say which list it is: those that no facet leaves out.</summary>
    public string OfTheList => Join(condition => !IsCounted(condition.Facet));

    /// <summary>A number with a bit for each facet whose conditions a row fails.</summary>
    public string FailingFacets => string.Join(" | ", this.conditions.Where(condition => IsCounted(condition.Facet))
        .GroupBy(condition => condition.Facet, condition => condition.Sql)
        .Select(facet => string.Create(
            CultureInfo.InvariantCulture,
            $"CASE WHEN {string.Join(" AND ", facet)} THEN 0 ELSE {FacetCounts.BitOf(facet.Key)} END")));

    /// <summary>All conditions.</summary>
    public string All => Join(_ => true);

    /// <summary>All conditions but those on status and side, for a search that goes by these.</summary>
    public string BesidesStatus => Join(condition => condition.Facet is not (Facet.Status or Facet.Side));

    private static bool IsCounted(Facet facet) => facet is not (Facet.None or Facet.Side or Facet.Drifted);

    private string Join(Func<(Facet Facet, string Sql), bool> which)
    {
        var joined = string.Join(" AND ", this.conditions.Where(which).Select(condition => condition.Sql));
        return joined.Length == 0 ? "1" : joined;
    }

    private void Add(Facet facet, string name, object? value, string condition)
    {
        if (value is not null)
        {
            Parameters.Add(name, value);
            this.conditions.Add((facet, condition));
        }
    }

    private void AddDays(Facet facet, string column, IReadOnlyList<DayRange> ranges)
    {
        if (ranges.Count > 0)
        {
            this.conditions.Add((facet, "(" + string.Join(" OR ", ranges.Select(range => string.Create(
                CultureInfo.InvariantCulture,
                $"{column} BETWEEN {range.From?.DayNumber ?? 0} AND {range.To?.DayNumber ?? int.MaxValue}"))) + ")"));
        }
    }

    private void AddFormats(Facet facet, string column, IReadOnlyList<SupplyFormat> formats)
    {
        if (formats.Count > 0)
        {
            this.conditions.Add((facet, $"{column} IN ({string.Join(',', formats.Select(format => (int)format))})"));
        }
    }

    // As literals, so that the partial indexes fit.
    private void AddBit(Facet facet, string column, bool? wanted)
    {
        if (wanted is { } value)
        {
            this.conditions.Add((facet, value ? $"{column} = 1" : $"{column} = 0"));
        }
    }

    private void AddAssignment(Assignment? assignment)
    {
        if (assignment is null)
        {
            return;
        }

        Parameters.Add("user", assignment.User);
        this.conditions.Add((Facet.Assignee, assignment.Of switch
        {
            TaskOf.Me => "assigned_to = @user",
            TaskOf.Nobody => "assigned_to IS NULL",
            TaskOf.Others => "assigned_to IS NOT NULL AND assigned_to <> @user",
            _ => throw new ArgumentOutOfRangeException(nameof(assignment), assignment.Of, "Not one of these."),
        }));
    }

    // Open and final depend on the side; that is part of which list it is. The statuses themselves are a facet.
    private void AddStatuses()
    {
        if (this.filter.IsOpen is not null)
        {
            this.conditions.Add((Facet.None, Or(PairsOf([]))));
        }

        this.conditions.Add((Facet.Status, this.filter.Statuses.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"status <> {(int)Status.Deleted}")
            : $"status IN ({string.Join(',', this.filter.Statuses.Select(status => (int)status))})"));
    }

    private static string Or(IReadOnlyList<(Side Side, Status Status)> pairs) => pairs.Count == 0 ? "0" : "("
        + string.Join(" OR ", pairs.GroupBy(pair => pair.Side).Select(side => string.Create(
            CultureInfo.InvariantCulture,
            $"(side = {(int)side.Key} AND status IN ({string.Join(',', side.Select(pair => (int)pair.Status))}))"))) + ")";

    private List<(Side Side, Status Status)> PairsOf(IReadOnlyList<Status> statuses)
    {
        Side[] sides = this.filter.Side is { } side ? [side] : [Side.Borrowing, Side.Lending];
        return (from one in sides
                from info in StatusCatalog.Of(one)
                where statuses.Count == 0 || statuses.Contains(info.Status)
                where statuses.Count > 0 || info.Status != Status.Deleted
                where this.filter.IsOpen is not { } isOpen || info.IsFinal != isOpen
                select (one, info.Status)).ToList();
    }
}

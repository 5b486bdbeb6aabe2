using System.ComponentModel;
using System.Text.Json.Serialization;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>One page of a list.</summary>
internal sealed record PageView<T>(
    IReadOnlyList<T> Items, [property: Description(
        "What cursor continues with; null at the end.")] string? Next);

/// <summary>One page of requests.</summary>
internal sealed record RequestPage(
    IReadOnlyList<RequestItem> Items,
    [property: Description("What cursor continues with; null at the end.")] string? Next,
    [property: Description("With facets=true: how many requests each status and partner has."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    FacetsView? Facets);

/// <summary>Counts beside a list: each facet with all filters applied but its own.</summary>
internal sealed record FacetsView
{
    public required IReadOnlyList<StatusCount> Statuses { get; init; }

    public required IReadOnlyList<PartnerCount> Partners { get; init; }

    public required IReadOnlyList<ValueCount> Created { get; init; }

    public required IReadOnlyList<ValueCount> Updated { get; init; }

    public required IReadOnlyList<ValueCount> Due { get; init; }

    public required IReadOnlyList<ValueCount> LastInterest { get; init; }

    public required IReadOnlyList<ValueCount> NeededBy { get; init; }

    public required IReadOnlyList<ValueCount> RequestedFormat { get; init; }

    public required IReadOnlyList<ValueCount> SuppliedFormat { get; init; }

    public required IReadOnlyList<ValueCount> LevelOfService { get; init; }

    [Description("By our library that they belong to.")]
    public required IReadOnlyList<ValueCount> Owner { get; init; }

    [Description("By the department that digitises them now.")]
    public required IReadOnlyList<ValueCount> Department { get; init; }

    [Description("me, nobody and others.")]
    public required IReadOnlyList<ValueCount> Assigned { get; init; }

    public long Unread { get; init; }

    public long Printed { get; init; }

    public long Reported { get; init; }

    public long Notes { get; init; }

    public long Alerts { get; init; }

    public long Overdue { get; init; }

    [Description("With an approval that waits.")]
    public long Approval { get; init; }

    /// <summary>From the counts of the store.</summary>
    public static FacetsView Of(RequestFacets facets, string user, DateOnly today) => new()
    {
        Statuses = facets.Statuses.Where(entry => entry.Key.Status != Lifecycle.Status.Deleted
                && StatusCatalog.Has(entry.Key.Side, entry.Key.Status))
            .OrderBy(entry => entry.Key.Side).ThenBy(entry => entry.Key.Status)
            .Select(entry =>
            {
                var info = StatusCatalog.Info(entry.Key.Side, entry.Key.Status);
                return new StatusCount(Words.Of(info.Side), info.Code, info.Label, entry.Value);
            }).ToArray(),
        Partners = facets.Partners.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new PartnerCount(entry.Key, entry.Value)).ToArray(),
        Created = DateBuckets.Count(facets.Created, today),
        Updated = DateBuckets.Count(facets.Updated, today),
        Due = DateBuckets.Count(facets.Due, today),
        LastInterest = DateBuckets.Count(facets.LastInterest, today),
        NeededBy = DateBuckets.Count(facets.NeededBy, today),
        RequestedFormat = Formats(facets.RequestedFormats),
        SuppliedFormat = Formats(facets.SuppliedFormats),
        LevelOfService = facets.LevelsOfService.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ValueCount(entry.Key, entry.Value)).ToArray(),
        Owner = facets.Owners.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ValueCount(entry.Key, entry.Value)).ToArray(),
        Department = facets.Departments.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ValueCount(entry.Key, entry.Value)).ToArray(),
        Assigned =
        [
            new ValueCount("me", facets.Assignees.GetValueOrDefault(user)),
            new ValueCount("nobody", facets.Assignees.GetValueOrDefault("")),
            new ValueCount("others", facets.Assignees.Where(entry => entry.Key != "" && entry.Key != user).Sum(entry => entry.Value)),
        ],
        Unread = facets.Unread,
        Printed = facets.Printed,
        Reported = facets.Reported,
        Notes = facets.ActiveNotes,
        Alerts = facets.Alerts,
        Overdue = facets.Overdue,
        Approval = facets.AwaitingApproval,
    };

    private static ValueCount[] Formats(IReadOnlyDictionary<SupplyFormat, long> counts) =>
        counts.OrderBy(entry => entry.Key).Select(entry => new ValueCount(Words.Of(entry.Key), entry.Value)).ToArray();
}

/// <summary>Requests with a value.</summary>
internal sealed record ValueCount(string Value, long Count);

/// <summary>Requests in a status.</summary>
internal sealed record StatusCount(string Role, string Status, string StatusLabel, long Count);

/// <summary>Requests with a partner.</summary>
internal sealed record PartnerCount(string Partner, long Count);

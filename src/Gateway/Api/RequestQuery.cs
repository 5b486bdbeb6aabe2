using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>What a list of requests is asked for.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Order">In which order.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Limit">Rows on the page.</param>
internal sealed record RequestQuery(RequestFilter Filter, RequestOrder Order, RequestCursor? After, int Limit)
{
    /// <summary>The parameters that say which requests.</summary>
    public static IReadOnlyList<string> Filters { get; } =
    [
        "role", "activity", "status", "assigned", "partner", "owner", "q", "unread", "notes", "alerts", "overdue",
        "printed", "reported", "drift", "requestedFormat", "suppliedFormat", "levelOfService", "created", "updated", "due",
        "lastInterest", "neededBy",
        "createdFrom", "createdTo", "department", "approval",
    ];

    private static readonly Dictionary<string, Activity> Activities = new()
    {
        ["active"] = Activity.Open, ["completed"] = Activity.Final, ["all"] = Activity.Any,
    };

    private static readonly Dictionary<string, TaskOf> Tasks = new()
    {
        ["me"] = TaskOf.Me, ["nobody"] = TaskOf.Nobody, ["others"] = TaskOf.Others,
    };

    private static readonly Dictionary<string, string> Buckets = DateBuckets.Names.ToDictionary(name => name);

    /// <summary>What can be sorted by; with a minus before it from the end.</summary>
    public static IReadOnlyDictionary<string, RequestOrder> Orders { get; } = Enum.GetValues<RequestSort>()
        .SelectMany(by => new[]
        {
            (Name: IsoCode.Kebab(by.ToString()), Order: new RequestOrder(by, IsDescending: false)),
            (Name: "-" + IsoCode.Kebab(by.ToString()), Order: new RequestOrder(by, IsDescending: true)),
        })
        .ToDictionary(pair => pair.Name, pair => pair.Order);

    /// <summary>Reads the parameters; what is wrong with them stays with the reader. Without a network a partner goes by its
    /// code alone.</summary>
    public static RequestQuery Read(QueryReader query, Network? network, string user, DateOnly today)
    {
        var partner = query.Text("partner");
        var activity = query.Choice("activity", Activities);
        var filter = new RequestFilter
        {
            Side = query.Choice("role", Words.Roles),
            IsOpen = activity switch { Activity.Open => true, Activity.Final => false, _ => null },
            Statuses = query.Choices("status", Words.Statuses),
            Assignment = query.Choice("assigned", Tasks) is { } task ? new Assignment(task, user) : null,
            Partner = network?.Find(partner)?.Code ?? partner,
            Owner = query.Text("owner") is { } owner ? network?.FindOwner(owner)?.Code ?? owner : null,
            Text = Search(query),
            HasUnreadMessage = query.Bool("unread"),
            HasActiveNotes = query.Bool("notes"),
            HasAlerts = query.Bool("alerts"),
            IsOverdue = query.Bool("overdue"),
            IsPrinted = query.Bool("printed"),
            IsReported = query.Bool("reported"),
            HasDrift = query.Bool("drift"),
            Department = query.Text("department") is { } department
                ? network?.Digitisation.Find(department)?.Code ?? department
                : null,
            IsApprovalPending = query.Bool("approval"),
            RequestedFormats = query.Choices("requestedFormat", Words.Formats),
            SuppliedFormats = query.Choices("suppliedFormat", Words.SuppliedFormats),
            LevelOfService = query.Text("levelOfService"),
            Created = Days("created"),
            Updated = Days("updated"),
            Due = Days("due"),
            LastInterest = Days("lastInterest"),
            NeededBy = Days("neededBy"),
            CreatedFrom = query.Date("createdFrom"),
            CreatedTo = query.Date("createdTo"),
        };
        var order = query.Choices("sort", Orders.ToDictionary(pair => pair.Key, pair => (pair.Value.By, pair.Value.IsDescending)))
            .Select(chosen => new RequestOrder(chosen.By, chosen.IsDescending)).FirstOrDefault() ?? RequestOrder.NewestFirst;
        return new RequestQuery(filter, order, ReadCursor(query, order), query.Limit());

        DayRange[] Days(string name) => query.Names(name, Buckets).Select(bucket => DateBuckets.Range(bucket, today)).ToArray();
    }

    /// <summary>What clients give back as cursor. In the usual order it is the number of the last row, else it also holds
    /// the value that the order goes by.</summary>
    public static string? Cursor(RequestCursor? next, RequestOrder order) => next is null ? null
        : order == RequestOrder.NewestFirst ? next.Number.ToString(CultureInfo.InvariantCulture)
        : WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{(int)order.By} {(order.IsDescending ? 1 : 0)} {next.Number} {next.Key}")));

    private enum Activity
    {
        Any = 0,
        Open,
        Final,
    }

    private static string? Search(QueryReader query)
    {
        var text = query.Text("q");
        if (text is not null && RequestText.Words(text).Count == 0)
        {
            query.Fault("q", "q holds no letter and no digit, so nothing can be found by it.");
        }

        return text;
    }

    private static RequestCursor? ReadCursor(QueryReader query, RequestOrder order)
    {
        if (order == RequestOrder.NewestFirst)
        {
            return query.Cursor() is { } number ? new RequestCursor("", number) : null;
        }

        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        var parts = Decoded(text).Split(' ', 4);
        var isOfThisOrder = parts.Length == 4 && parts[0] == $"{(int)order.By}" && parts[1] == (order.IsDescending ? "1" : "0");
        if (isOfThisOrder && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && (order.By is RequestSort.Title or RequestSort.Partner
                || long.TryParse(parts[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            return new RequestCursor(parts[3], last);
        }

        query.Fault("cursor", "cursor is what an earlier answer gave as next, for the same sort.");
        return null;
    }

    private static string Decoded(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(cursor));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}

using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage;

/// <summary>Days from one to another, both included; null for no end.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
public sealed record DayRange(DateOnly? From, DateOnly? To);

/// <summary>Whose task a request is.</summary>
public enum TaskOf
{
    /// <summary>The user's own.</summary>
    Me = 1,

    /// <summary>Nobody's.</summary>
    Nobody = 2,

    /// <summary>Another member of staff's.</summary>
    Others = 3,
}

/// <summary>Requests by whose task they are.</summary>
/// <param name="Of">Whose.</param>
/// <param name="User">The user who asks.</param>
public sealed record Assignment(TaskOf Of, string User);

/// <summary>What a list is sorted by.</summary>
public enum RequestSort
{
    /// <summary>When they were made.</summary>
    Created = 1,

    /// <summary>When they changed last.</summary>
    Updated = 2,

    /// <summary>The due date; requests without one last.</summary>
    Due = 3,

    /// <summary>The last interest date; requests without one last.</summary>
    LastInterest = 4,

    /// <summary>The needed-by date; requests without one last.</summary>
    NeededBy = 5,

    /// <summary>The title, without case and accents.</summary>
    Title = 6,

    /// <summary>The partner's code.</summary>
    Partner = 7,

    /// <summary>The status, in the order of a request's life.</summary>
    Status = 8,

    /// <summary>Since when they have been in their status.</summary>
    StatusSince = 9,
}

/// <summary>The order of a list; what is equal in it stands in the order in which it was made, in the same direction.
/// </summary>
/// <param name="By">What decides.</param>
/// <param name="IsDescending">Newest, latest or Z first.</param>
public sealed record RequestOrder(RequestSort By, bool IsDescending)
{
    /// <summary>Newest first.</summary>
    public static RequestOrder NewestFirst { get; } = new(RequestSort.Created, IsDescending: true);
}

/// <summary>The last row of a page, behind which the next page begins.</summary>
/// <param name="Key">What it is sorted by, as text.</param>
/// <param name="Number">Its number.</param>
public sealed record RequestCursor(string Key, long Number);

/// <summary>One page of requests in an order.</summary>
/// <param name="Items">The page.</param>
/// <param name="Next">Where the next one begins; null at the end.</param>
public sealed record OrderedPage(IReadOnlyList<RequestState> Items, RequestCursor? Next);

/// <summary>The numbers on the dashboard of one side. Each is given for whose task the requests are.</summary>
/// <param name="Side">The side.</param>
/// <param name="New">Created and not worked on yet.</param>
/// <param name="Overdue">In the status overdue.</param>
/// <param name="Recalled">In the status recalled.</param>
/// <param name="LocateFailed">In the status locate failed.</param>
/// <param name="Unread">With a message of the partner that waits to be read.</param>
/// <param name="ActiveNotes">With a note that waits to be worked on.</param>
public sealed record DashboardCounts(
    Side Side, TaskCounts New, TaskCounts Overdue, TaskCounts Recalled, TaskCounts LocateFailed, TaskCounts Unread,
    TaskCounts ActiveNotes);

/// <summary>What a digitisation department has to do.</summary>
/// <param name="Department">Its code.</param>
/// <param name="Open">Work orders that are not done.</param>
/// <param name="AwaitingApproval">Of these, those with an approval that waits for somebody.</param>
/// <param name="Late">Of these, those whose work time has passed.</param>
public sealed record DepartmentCounts(string Department, long Open, long AwaitingApproval, long Late);

/// <summary>How many requests are whose task.</summary>
/// <param name="Mine">The user's own.</param>
/// <param name="Unassigned">Nobody's.</param>
/// <param name="Others">Of other members of staff.</param>
public sealed record TaskCounts(long Mine, long Unassigned, long Others);

/// <summary>Open requests that came to the same status on the same day.</summary>
/// <param name="Side">The side.</param>
/// <param name="Partner">The partner; null while there is none.</param>
/// <param name="Status">The status.</param>
/// <param name="Since">Since when.</param>
/// <param name="Count">How many.</param>
/// <param name="ExpiringSoon">How many of them expire today or tomorrow.</param>
/// <param name="Expired">How many of them have an expiry date that has passed.</param>
public sealed record AgeGroup(
    Side Side, string? Partner, Status Status, DateOnly Since, long Count, long ExpiringSoon = 0, long Expired = 0);

/// <summary>How long shipping has taken with a partner so far, from the sending of the request on.</summary>
/// <param name="Side">The side.</param>
/// <param name="Partner">Its code.</param>
/// <param name="AverageDays">The average.</param>
/// <param name="Count">Of so many requests.</param>
public sealed record SupplyAverage(Side Side, string Partner, double AverageDays, long Count);

/// <summary>What the ages of open requests are judged by.</summary>
/// <param name="Groups">Open requests by side, partner, status and day.</param>
/// <param name="Averages">The partners' own averages.</param>
public sealed record Ageing(IReadOnlyList<AgeGroup> Groups, IReadOnlyList<SupplyAverage> Averages);

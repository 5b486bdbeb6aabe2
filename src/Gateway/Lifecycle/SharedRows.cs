using static ResourceSharing.Gateway.Lifecycle.Status;
using Row = ResourceSharing.Gateway.Lifecycle.TransitionTable.Row;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Rows that the tables of both sides have.</summary>
internal static class SharedRows
{
    /// <summary>What is possible at any time. Rows B21, B22, L14 and L15 of the lifecycle reference.</summary>
    /// <param name="side">The side.</param>
    /// <param name="ended">The statuses from which a request can be taken off the lists.</param>
    public static Row[] AtAnyTime(Side side, Status[] ended)
    {
        var all = StatusCatalog.Of(side).Select(info => info.Status).ToArray();
        var live = all.Except([Deleted]).ToArray();
        return
        [
            Row.Stay(EventKind.GeneralMessage, live, "MESSAGE", LifecycleRules.GeneralMessage),
            Row.Stay(EventKind.StatusQuery, live, "STATUS-QUERY", LifecycleRules.StatusQuery),
            Row.Move(EventKind.ChangeStatus, live, live, "any status, by hand; the partner is not told",
                LifecycleRules.ChangeStatus),
            Row.Move(EventKind.Remove, ended, [Deleted], "leaves the lists", LifecycleRules.Remove),
            Row.Stay(EventKind.MessageArrived, all, "kept as a note", LifecycleRules.MessageArrived),
            Row.Stay(EventKind.StatusQueryArrived, all, "STATUS-OR-ERROR-REPORT with our state",
                LifecycleRules.StatusQueryArrived),
            Row.Stay(EventKind.StatusReportArrived, all, "kept as a note",
                LifecycleRules.StatusReportArrived),
            Row.Stay(EventKind.ErrorReportArrived, all, "kept as a note for staff",
                LifecycleRules.ErrorReportArrived),
            Row.Stay(EventKind.MessageUndeliverable, all, "kept as a note for staff",
                LifecycleRules.MessageUndeliverable),
        ];
    }

    /// <summary>The partner does not know that we took the request off our lists.</summary>
    public static IEnumerable<Row> AfterRemoval(params EventKind[] messages) => messages.Select(
        message => Row.Ignore(message, [Deleted], "the request was taken off the lists"));
}

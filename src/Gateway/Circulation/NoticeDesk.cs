using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Notices: what happened elsewhere cannot be refused. What it means for an item or a hold here is done as by an
/// order, which has been carried out already; where nothing here fits, nothing is done.</summary>
internal static class NoticeDesk
{
    /// <summary>Takes a notice.</summary>
    /// <param name="the">The notice.</param>
    /// <param name="carryOut">Carries out an order in its place.</param>
    public static CirculationAnswer Take(CirculationCase the, Func<CirculationCase, CirculationAnswer> carryOut)
    {
        var isTemporary = the.FindItem()?.Temporary is not null;
        var answer = OrderOf((CirculationCommand.Notice)the.Command) is { } order ? carryOut(the.With(order)) : null;
        return answer as Done ?? new Done
        {
            Item = the.Command.Item, Request = the.Command.Request, Patron = the.Command.Patron?.Id,
            IsTemporaryItem = isTemporary,
        };
    }

    /// <summary>The order that a notice comes to; null for one that changes nothing in circulation. Pure.</summary>
    public static CirculationCommand? OrderOf(CirculationCommand.Notice notice) => notice switch
    {
        { Kind: CirculationNotice.ItemRequestCancelled } when notice.Item is not null || notice.Request is not null =>
            new CirculationCommand.CancelRequestItem
            {
                Item = notice.Item, Request = notice.Request, Patron = notice.Patron, IsMandated = true,
            },
        { Item: null } => null,
        { Kind: CirculationNotice.ItemCheckedIn } => new CirculationCommand.CheckInItem
        {
            Item = notice.Item, Request = notice.Request, IsMandated = true,
        },
        { Kind: CirculationNotice.ItemCheckedOut, Patron.Id: not null } => new CirculationCommand.CheckOutItem
        {
            Item = notice.Item, Request = notice.Request, Patron = notice.Patron, DesiredDueAt = notice.DueAt, IsMandated = true,
        },
        { Kind: CirculationNotice.ItemRecalled } => new CirculationCommand.RecallItem
        {
            Item = notice.Item, Request = notice.Request, DesiredDueAt = notice.DueAt, IsMandated = true,
        },
        { Kind: CirculationNotice.ItemRenewed, DueAt: { } due } => new CirculationCommand.RenewItem
        {
            Item = notice.Item, Request = notice.Request, Patron = notice.Patron, DesiredDueAt = due, IsMandated = true,
        },
        _ => null,
    };
}

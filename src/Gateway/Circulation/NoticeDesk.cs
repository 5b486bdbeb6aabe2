using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.Canonical.CirculationAnswer;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Notices: what happened elsewhere cannot be refused, and changes only what is here from elsewhere.</summary>
internal static class NoticeDesk
{
    /// <summary>Takes a notice.</summary>
    public static CirculationAnswer Take(CirculationCase the, CirculationCommand.Notice notice)
    {
        var item = the.FindItem();
        var answer = item?.Temporary is null ? null : notice.Kind switch
        {
            CirculationNotice.ItemCheckedIn => ReturnDesk.SendBack(the, item),
            CirculationNotice.ItemRecalled => RenewalDesk.Recall(the, notice.DueAt),
            CirculationNotice.ItemRenewed when notice.DueAt is not null => RenewalDesk.Renew(the, notice.DueAt),
            CirculationNotice.ItemRequested or CirculationNotice.ItemRequestCancelled or CirculationNotice.ItemShipped
                or CirculationNotice.ItemReceived or CirculationNotice.ItemCheckedOut or CirculationNotice.ItemRenewed
                or CirculationNotice.StatusUpdated => null,
            _ => throw new InvalidOperationException($"Not a notice of this set: {notice.Kind}"),
        };
        return answer as Done ?? new Done
        {
            Item = the.Command.Item, Request = the.Command.Request, Patron = the.Command.Patron?.Id,
            IsTemporaryItem = item?.Temporary is not null,
        };
    }
}

using System.Text;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>A Mermaid state diagram of one table. Statuses that behave alike stand in a box, so that one
/// arrow from the box takes the place of many.</summary>
internal static class LifecycleDiagram
{
    private const int MaxWordsOnArrow = 3;

    private static readonly Dictionary<Side, (string Name, string Title, Status[] Members)[]> Boxes = new()
    {
        [Side.Borrowing] =
        [
            ("BeforeSending", "Before sending",
            [
                Status.RequestCreatedBor, Status.PendingApproval, Status.LocateInProcess, Status.LocateFailed,
                Status.LocalHolding, Status.ReadyToSend,
            ]),
            ("Asked", "Asked",
            [
                Status.RequestSent, Status.Claimed, Status.WillSupply, Status.Conditional,
                Status.CancelNotAccepted,
            ]),
            ("EndedWithoutSupply", "Ended without supply",
            [
                Status.Rejected, Status.Expired, Status.Cancelled, Status.CancelledByPatron,
                Status.CancelledByStaff,
            ]),
            ("InUse", "In use here",
            [
                Status.ReceivedPhysically, Status.Loaned, Status.MediatedRenewal, Status.RenewRequested,
                Status.Renewed,
                Status.RenewNotAccepted,
            ]),
            ("Shipped", "Shipped", [Status.ShippedPhysically, Status.ShippedDigitally]),
            ("KnownLost", "Lost", [Status.LostCommunicated, Status.DeclaredLost]),
            ("Trouble", "In trouble", [Status.OverdueItem, Status.RecalledBor, Status.DamagedCommunicated]),
        ],
        [Side.Lending] =
        [
            ("Open", "Open",
                [Status.RequestCreatedLend, Status.LocateFailed, Status.BeingProcessed, Status.WillSupply]),
            ("OnLoan", "On loan",
            [
                Status.ShippedPhysically, Status.ReceivedByPartner, Status.RenewRequested, Status.OverdueItem,
            ]),
        ],
    };

    /// <summary>Statuses that behave like another one, or stand beside the main way: the tables have
    /// them.</summary>
    private static readonly Dictionary<Side, Status[]> LeftOut = new()
    {
        [Side.Borrowing] =
        [
            Status.ExportedToThirdParty, Status.RequestAccepted, Status.AutoWillSupply, Status.BadCitation,
            Status.ExternallyObtained, Status.ReceiveDigitallyReply, Status.ReportLost, Status.LostAndFeePaid,
            Status.Damaged, Status.Delivered, Status.History, Status.Deleted,
        ],
        [Side.Lending] =
        [
            Status.NonExpiring, Status.PendingAutoReject, Status.PatronRenewal, Status.StaffRenewal,
            Status.RenewalResponse, Status.BorrowerRecall, Status.Deleted,
        ],
    };

    /// <summary>The statuses that the diagram does not show.</summary>
    public static IReadOnlyList<Status> NotShown(Side side) => LeftOut[side];

    /// <summary>The text of the diagram, ending with a line feed.</summary>
    /// <param name="side">The side.</param>
    /// <param name="table">Its table.</param>
    /// <param name="words">An event in few words.</param>
    public static string Of(Side side, TransitionTable table, Func<EventKind, string> words)
    {
        var text = new StringBuilder("stateDiagram-v2\n    direction LR\n");
        var boxed = Boxes[side].SelectMany(box => box.Members).ToHashSet();
        foreach (var (name, title, members) in Boxes[side])
        {
            text.Append($"    state \"{title}\" as {name} {{\n");
            foreach (var member in members)
            {
                text.Append("        ").Append(Declaration(side, member));
            }

            text.Append("    }\n");
        }

        foreach (var info in StatusCatalog.Of(side)
            .Where(info => !boxed.Contains(info.Status) && !LeftOut[side].Contains(info.Status)))
        {
            text.Append("    ").Append(Declaration(side, info.Status));
        }

        var first = side == Side.Borrowing ? Status.RequestCreatedBor : Status.RequestCreatedLend;
        text.Append($"    [*] --> {StatusCatalog.Code(first)}\n");
        foreach (var arrow in Arrows(side, table).GroupBy(arrow => (arrow.From, arrow.To)))
        {
            text.Append(
                $"    {arrow.Key.From} --> {arrow.Key.To} : " +
                $"{Label(arrow.Select(one => words(one.Event)).ToArray())}\n");
        }

        return text.ToString();
    }

    private static string Declaration(Side side, Status status) =>
        $"state \"{StatusCatalog.Info(side, status).Label}\" as {StatusCatalog.Code(status)}\n";

    private static string Label(string[] words) => words.Length <= MaxWordsOnArrow
        ? string.Join(", ", words)
        : $"{string.Join(", ", words[..MaxWordsOnArrow])} and {words.Length - MaxWordsOnArrow} more";

    private static IEnumerable<(string From, string To, EventKind Event)> Arrows(
        Side side, TransitionTable table)
    {
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            if (kind is EventKind.ChangeStatus or EventKind.Reactivate or EventKind.Remove)
            {
                continue;
            }

            foreach (var info in StatusCatalog.Of(side).Where(info => !LeftOut[side].Contains(info.Status)))
            {
                var from = table.Expecting(kind)
                    .Where(status => status != info.Status && status != Status.Reactivated
                    && !LeftOut[side].Contains(status)
                    && ((Cell.Move)table[status, kind]).To.Contains(info.Status)).ToArray();
                foreach (var source in Sources(side, from, info.Status))
                {
                    yield return (source, StatusCatalog.Code(info.Status), kind);
                }
            }
        }
    }

    /// <summary>Boxes of which most members take part stand for their members; a box has no arrow into
    /// itself.</summary>
    private static IEnumerable<string> Sources(Side side, Status[] from, Status to)
    {
        var covering = Boxes[side].Where(box => !box.Members.Contains(to)
            && box.Members.Count(from.Contains) * 5 >= box.Members.Length * 3).ToArray();
        return covering.Select(box => box.Name)
            .Concat(from.Except(covering.SelectMany(box => box.Members)).Select(StatusCatalog.Code));
    }
}

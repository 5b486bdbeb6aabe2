using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What one step of a workflow profile brings on one side.</summary>
/// <param name="Side">The side of the profile.</param>
/// <param name="Step">The step.</param>
/// <param name="Without">For people: how it goes without the step.</param>
/// <param name="Statuses">The statuses that exist only with it.</param>
/// <param name="Messages">The messages of ours that are sent only with it, by the column in which they arrive.</param>
internal sealed record StepInfo(
    Side Side, WorkflowStep Step, string Without, IReadOnlyList<Status> Statuses, IReadOnlyList<EventKind> Messages);

/// <summary>
/// The steps of the workflow profiles with the statuses and messages that they bring; their actions stand in the rows of
/// the tables. A status or message that two steps bring exists when one of them is on. Source: lifecycle reference 2.
/// </summary>
internal static class StepCatalog
{
    private static readonly StepInfo[] Entries =
    [
        Borrowing(WorkflowStep.RequestAccepted, "an acknowledgement of the partner is kept as a note",
            [Status.RequestAccepted]),
        Borrowing(WorkflowStep.Claimed, "an unanswered request is never claimed",
            [Status.Claimed]),
        Borrowing(WorkflowStep.WillSupply, "a promise to supply is kept, but the request stays where it was",
            [Status.WillSupply]),
        Borrowing(WorkflowStep.AutomaticWillSupply, "a promise of the partner's system is shown like any other",
            [Status.AutoWillSupply]),
        Borrowing(WorkflowStep.Conditional, "a condition counts as not supplied: CANCEL, then the next supplier",
            [Status.Conditional],
            EventKind.ConditionalReplyYesArrived, EventKind.ConditionalReplyNoArrived),
        Borrowing(WorkflowStep.BadCitation, "\"not found as cited\" counts as not supplied: the next supplier is asked",
            [Status.BadCitation]),
        Borrowing(WorkflowStep.PendingApproval, "copyright rules do not hold a request back",
            [Status.PendingApproval]),
        Borrowing(WorkflowStep.LocalHolding, "a title that our own library holds is requested all the same",
            [Status.LocalHolding]),
        Borrowing(WorkflowStep.ExternallyObtained, "staff cancel instead",
            [Status.ExternallyObtained]),
        Borrowing(WorkflowStep.Reject, "staff cannot skip a supplier",
            []),
        Borrowing(WorkflowStep.CancelledByPatron, "patrons cannot cancel",
            [Status.CancelledByPatron]),
        Borrowing(WorkflowStep.CancelledByStaff, "staff cannot cancel, and nothing is cancelled automatically",
            [Status.CancelledByStaff]),
        Borrowing(WorkflowStep.CancelledByPartner, "a request that the partner ends counts as not supplied: the next supplier is asked",
            [Status.Cancelled]),
        Borrowing(WorkflowStep.CancelReply, "a cancellation takes effect at once",
            [Status.CancelReply]),
        Borrowing(WorkflowStep.CancelNotAccepted, "after a refused cancellation the request goes on where it was",
            [Status.CancelNotAccepted]),
        Borrowing(WorkflowStep.ReceiveDigitally, "a file that is received completes the request",
            [Status.ReceivedDigitally]),
        Borrowing(WorkflowStep.WaitingForReceiveDigitally, "a file that was sent shows as \"Shipped digitally\" until it is received",
            [Status.ReceiveDigitallyReply]),
        Borrowing(WorkflowStep.MediatedRenewal, "a patron's renewal goes to the partner at once",
            [Status.MediatedRenewal]),
        Borrowing(WorkflowStep.RenewRequested, "no renewal is ever asked for",
            [Status.RenewRequested], EventKind.RenewArrived),
        Borrowing(WorkflowStep.Renewed, "after a granted renewal the request goes back to where it was",
            [Status.Renewed]),
        Borrowing(WorkflowStep.RenewNotAccepted, "after a refused renewal the request goes back to where it was",
            [Status.RenewNotAccepted]),
        Borrowing(WorkflowStep.AutomaticRenew, "the lending profile says how renewals are answered",
            []),
        Borrowing(WorkflowStep.ManualRenew, "the lending profile says how renewals are answered",
            []),
        Borrowing(WorkflowStep.Overdue, "an overdue notice is noted as unread, and the status stays",
            [Status.OverdueItem]),
        Borrowing(WorkflowStep.Recall, "a recall is noted as unread with its due date, and the status stays",
            [Status.RecalledBor]),
        Borrowing(WorkflowStep.Lost, "staff cannot report a loss",
            [Status.LostCommunicated, Status.ReportLost], EventKind.LostArrived),
        Borrowing(WorkflowStep.DeclaredLost, "the partner's report of a loss is noted as unread, and the status stays",
            [Status.DeclaredLost]),
        Borrowing(WorkflowStep.LostAndFeePaid, "a paid loss is completed by hand",
            [Status.LostAndFeePaid]),
        Borrowing(WorkflowStep.Damaged, "staff cannot report damage",
            [Status.DamagedCommunicated, Status.Damaged], EventKind.DamagedArrived),
        Borrowing(WorkflowStep.LenderCheckIn, "the partner's check-in completes the request at once",
            [Status.LenderCheckIn]),
        Borrowing(WorkflowStep.Reactivate, "what is closed stays closed",
            [Status.Reactivated]),

        Lending(WorkflowStep.WillSupply, "staff cannot promise to supply",
            [Status.WillSupply], EventKind.WillSupplyArrived),
        Lending(WorkflowStep.AutomaticWillSupply, "nothing is promised without staff",
            [Status.WillSupply], EventKind.WillSupplyArrived),
        Lending(WorkflowStep.Conditional, "staff cannot make conditions",
            [Status.Conditional], EventKind.ConditionalArrived),
        Lending(WorkflowStep.CancelReply, "a cancellation before shipping is agreed to at once",
            [Status.CancelReply]),
        Lending(WorkflowStep.Reject,
            "nothing is rejected by staff or by what our catalogue shows, only by closures, limits and approvals that are refused",
            []),
        Lending(WorkflowStep.PendingAutoReject, "an automatic rejection is sent at once",
            [Status.PendingAutoReject]),
        Lending(WorkflowStep.Expired, "requests never expire here, and no EXPIRED is sent",
            [Status.Expired], EventKind.ExpiredArrived),
        Lending(WorkflowStep.ReceiveDigitally, "a file that was sent completes the request at once",
            [Status.ShippedDigitally]),
        Lending(WorkflowStep.ReceivedByPartner, "the borrower's receipt is kept, and the loan stays \"Shipped physically\"",
            [Status.ReceivedByPartner]),
        Lending(WorkflowStep.RenewRequested, "the borrower's wish to renew is noted as unread, and the status stays",
            [Status.RenewRequested, Status.PatronRenewal, Status.StaffRenewal]),
        Lending(WorkflowStep.ManualRenew, "staff cannot answer renewals, unless they are automatic",
            [], EventKind.RenewAnswerYesArrived),
        Lending(WorkflowStep.AutomaticRenew, "renewals wait for staff; with manual-renew off as well they are refused at once",
            [], EventKind.RenewAnswerYesArrived),
        Lending(WorkflowStep.RenewalResponse, "after an answered renewal the loan goes back to where it was",
            [Status.RenewalResponse]),
        Lending(WorkflowStep.Overdue, "no overdue notice is ever sent",
            [Status.OverdueItem], EventKind.OverdueArrived),
        Lending(WorkflowStep.Recall, "nothing can be recalled",
            [Status.RecalledLend, Status.BorrowerRecall], EventKind.RecallArrived),
        Lending(WorkflowStep.Lost, "staff cannot report a loss; the borrower's report is noted as unread, and the status stays",
            [Status.Lost], EventKind.LostArrived),
        Lending(WorkflowStep.Damaged, "staff cannot report damage; the borrower's report is noted as unread, and the status stays",
            [Status.Damaged], EventKind.DamagedArrived),
        Lending(WorkflowStep.ReturnedByPartner, "the borrower's return is kept, and the status shows nothing of it",
            [Status.ReturnedByPartner]),
        Lending(WorkflowStep.CheckedInMessage, "the item returns without a message, and the borrower's request stays open",
            [], EventKind.CheckedInArrived),
        Lending(WorkflowStep.Reactivate, "what is closed stays closed",
            [Status.Reactivated]),
    ];

    private static readonly WorkflowStep[][] ByStatusOfBorrowing = ByStatus(Side.Borrowing);

    private static readonly WorkflowStep[][] ByStatusOfLending = ByStatus(Side.Lending);

    /// <summary>The steps of one side, in the order of a request's life.</summary>
    public static IEnumerable<StepInfo> Of(Side side) => Entries.Where(info => info.Side == side);

    /// <summary>The steps of which one has to be on for a status to exist; empty when it always does.</summary>
    public static IReadOnlyList<WorkflowStep> StepsOf(Side side, Status status) =>
        (side == Side.Borrowing ? ByStatusOfBorrowing : ByStatusOfLending)[(int)status];

    /// <summary>The steps of which one has to be on for a message of ours to be sent; empty when it always may.</summary>
    public static IReadOnlyList<WorkflowStep> StepsOf(Side side, IllMessage message)
    {
        var kind = EventKinds.Of(message);
        return Of(side).Where(info => info.Messages.Contains(kind)).Select(info => info.Step).ToArray();
    }

    /// <summary>A step as files write it.</summary>
    public static string Name(WorkflowStep step) => IsoCode.Kebab(step.ToString());

    /// <summary>What is missing, as the end of a sentence: <c>no step "recall"</c>.</summary>
    public static string Missing(IReadOnlyList<WorkflowStep> steps) => steps.Count == 1
        ? $"no step \"{Name(steps[0])}\""
        : $"neither step {string.Join(" nor ", steps.Select(step => $"\"{Name(step)}\""))}";

    private static WorkflowStep[][] ByStatus(Side side) => Enumerable.Range(0, (int)Enum.GetValues<Status>()[^1] + 1)
        .Select(number => Of(side).Where(info => info.Statuses.Contains((Status)number)).Select(info => info.Step).ToArray())
        .ToArray();

    private static StepInfo Borrowing(
        WorkflowStep step, string without, Status[] statuses, params EventKind[] messages) =>
        new(Side.Borrowing, step, without, statuses, messages);

    private static StepInfo Lending(
        WorkflowStep step, string without, Status[] statuses, params EventKind[] messages) =>
        new(Side.Lending, step, without, statuses, messages);
}

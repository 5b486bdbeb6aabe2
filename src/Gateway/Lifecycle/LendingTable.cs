using static ResourceSharing.Gateway.Lifecycle.Status;
using Row = ResourceSharing.Gateway.Lifecycle.TransitionTable.Row;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The lending side as data. Row numbers are those of the lifecycle reference, section 1.3.</summary>
internal static class LendingTable
{
    private static readonly Status[] All = StatusCatalog.Of(Side.Lending).Select(info => info.Status).ToArray();

    private static readonly Status[] Open = [RequestCreatedLend, LocateFailed, BeingProcessed, WillSupply];

    private static readonly Status[] Out =
        [ShippedPhysically, ReceivedByPartner, RenewRequested, OverdueItem, RecalledLend, Damaged, Reactivated];

    private static readonly Status[] Ended =
        [Rejected, Expired, Cancelled, ShippedDigitally, LenderCheckIn, Lost, RequestCompleted];

    private static readonly Status[] Live = All.Except([Deleted]).ToArray();

    /// <summary>Every status against every event.</summary>
    public static TransitionTable Table { get; } = new(Side.Lending,
        [.. Deciding(), .. Cancelling(), .. Shipping(), .. Tracking(), .. Closing(), .. Everywhere()]);

    private static Row[] Deciding() =>
    [
        // L1, L2
        Row.Ignore(EventKind.RequestArrived, All, "the request is known already"),
        Row.Prohibit(EventKind.Locate, Open,
            "Our own catalogue cannot be asked from here yet: look the item up in the library system."),
        Row.Move(EventKind.ProcessingStarted, [RequestCreatedLend, LocateFailed, WillSupply], [BeingProcessed],
            "a hold, move or digitisation was ordered", LendingRules.ProcessingStarted),

        // L3, L4
        Row.Move(EventKind.WillSupply, Open, [WillSupply], "ILL-ANSWER will supply", LendingRules.WillSupply, WorkflowStep.WillSupply),
        Row.Move(EventKind.Conditional, Open, [Conditional], "ILL-ANSWER conditional", LendingRules.Conditional,
            WorkflowStep.Conditional),
        Row.Move(EventKind.ConditionalReplyYesArrived, [Conditional], [RequestCreatedLend],
            "the borrower accepts; the request is worked on again", LendingRules.ConditionAccepted),
        Row.Move(EventKind.ConditionalReplyNoArrived, [Conditional], [Rejected], "the borrower does not accept",
            LendingRules.ConditionRefused),
        Row.Ignore(EventKind.ReplyDatePassed, [Conditional], "the date for the reply is only information; nothing moves by itself"),

        // L6, L8
        Row.Move(EventKind.Reject, [.. Open, Conditional], [Rejected], "ILL-ANSWER unfilled", LendingRules.Reject, WorkflowStep.Reject),
        Row.Move(EventKind.ExpiryDatePassed, [RequestCreatedLend, LocateFailed, BeingProcessed, Conditional], [Expired], "EXPIRED",
            LendingRules.Expire, WorkflowStep.Expired),
        Row.Ignore(EventKind.ExpiryDatePassed, [WillSupply], "a promise to supply keeps the request alive"),
    ];

    private static Row[] Cancelling() =>
    [
        // L7
        Row.Move(EventKind.CancelArrived, [.. Open, Conditional], [Cancelled, CancelReply],
            "agreed at once: CANCEL-REPLY yes; or waits for staff where the profile says so", LendingRules.CancelArrived),
        Row.Stay(EventKind.CancelArrived, [CancelReply], "repeated; waits for staff", LendingRules.CancelRepeated),
        Row.Stay(EventKind.CancelArrived, [.. Out, ShippedDigitally, ReturnedByPartner, LenderCheckIn, RequestCompleted, Lost],
            "too late, the item has left: CANCEL-REPLY no", LendingRules.CancelTooLate),
        Row.Ignore(EventKind.CancelArrived, [Cancelled], "it is cancelled already"),
        Row.Ignore(EventKind.CancelArrived, [Rejected, Expired],
            "the request has ended without supply, so there is nothing to cancel"),
        Row.Move(EventKind.CancelReplyYes, [CancelReply], [Cancelled], "CANCEL-REPLY yes", LendingRules.AgreeToCancel),
        Row.Move(EventKind.CancelReplyNo, [CancelReply], [RequestCreatedLend, LocateFailed, BeingProcessed, WillSupply, Conditional],
            "CANCEL-REPLY no; goes on where it was", LendingRules.RefuseToCancel),
    ];

    private static Row[] Shipping() =>
    [
        // L5
        Row.Move(EventKind.Ship, [.. Open, Reactivated], [ShippedPhysically], "SHIPPED as a loan with its due date", LendingRules.Ship),
        Row.Move(EventKind.ShipNonReturnable, [.. Open, Reactivated], [ShippedPhysically], "SHIPPED as a copy on paper",
            LendingRules.ShipNonReturnable),
        Row.Move(EventKind.ShipDigitally, [.. Open, Reactivated], [ShippedDigitally, RequestCompleted],
            "SHIPPED as a file; complete at once unless the profile waits for the borrower", LendingRules.ShipDigitally),
    ];

    private static Row[] Tracking() =>
    [
        // L9
        Row.Move(EventKind.ReceivedArrived, [ShippedPhysically, ShippedDigitally, Reactivated],
            [ReceivedByPartner, RequestCompleted, ShippedPhysically], "the borrower has it; a copy is complete now",
            LendingRules.ReceivedArrived),
        Row.Stay(EventKind.ReceivedArrived, [ReceivedByPartner, RenewRequested, OverdueItem, RecalledLend, Damaged, ReturnedByPartner],
            "the day is kept; the status stays", LendingRules.ReceivedArrivedLate),
        Row.Ignore(EventKind.ReceivedArrived, [LenderCheckIn, RequestCompleted], "the request is complete here; harmless"),
        Row.Move(EventKind.ReturnedArrived, Out, [Status.ReturnedByPartner, ShippedPhysically, ReceivedByPartner], "on its way back",
            LendingRules.ReturnedArrived),
        Row.Ignore(EventKind.ReturnedArrived, [Status.ReturnedByPartner, LenderCheckIn, RequestCompleted], "it is back or on its way already"),

        // L10
        Row.Move(EventKind.RenewArrived, [ShippedPhysically, ReceivedByPartner, OverdueItem], [RenewRequested, ReceivedByPartner],
            "waits for staff, or is granted at once where the profile says so", LendingRules.RenewArrived),
        Row.Stay(EventKind.RenewArrived, [RecalledLend], "refused at once, since the item is recalled: RENEW-ANSWER no",
            LendingRules.RenewWhileRecalled),
        Row.Move(EventKind.RenewAnswerYes, [RenewRequested], [ReceivedByPartner, ShippedPhysically], "RENEW-ANSWER yes with the new due date",
            LendingRules.GrantRenewal),
        Row.Move(EventKind.RenewAnswerNo, [RenewRequested], [ReceivedByPartner, ShippedPhysically, OverdueItem], "RENEW-ANSWER no",
            LendingRules.RefuseRenewal),

        // L11
        Row.Move(EventKind.DueDatePassed, [ShippedPhysically, ReceivedByPartner, OverdueItem], [OverdueItem],
            "OVERDUE; again after the partner's interval", LendingRules.DueDatePassed, WorkflowStep.Overdue),
        Row.Stay(EventKind.DueDatePassed, [RenewRequested], "OVERDUE; the renewal is still to be answered",
            LendingRules.DueDatePassedStay, WorkflowStep.Overdue),

        // L12
        Row.Move(EventKind.Recall, [ShippedPhysically, ReceivedByPartner, RenewRequested, OverdueItem, Damaged, Reactivated], [RecalledLend],
            "RECALL with the new due date", LendingRules.Recall, WorkflowStep.Recall),
        Row.Move(EventKind.RecallTakenBack, [RecalledLend], [ShippedPhysically, ReceivedByPartner, OverdueItem],
            "the old due date again; MESSAGE, since ISO has no service for it", LendingRules.TakeRecallBack, WorkflowStep.Recall),
    ];

    private static Row[] Closing() =>
    [
        // L13
        Row.Move(EventKind.CheckIn, [.. Out, Status.ReturnedByPartner, LenderCheckIn, Lost], [RequestCompleted],
            "the item is back; CHECKED-IN where the profile sends it", LendingRules.CheckIn),
        Row.Move(EventKind.ReportLost, [.. Out, Status.ReturnedByPartner], [Lost], "LOST", LendingRules.ReportLost, WorkflowStep.Lost),
        Row.Move(EventKind.ReportDamaged, [.. Out.Except([Damaged]), Status.ReturnedByPartner, RequestCompleted], [Damaged], "DAMAGED",
            LendingRules.ReportDamaged, WorkflowStep.Damaged),
        Row.Move(EventKind.LostArrived, [.. Out, Status.ReturnedByPartner], [Lost], "the borrower has lost it", LendingRules.LostArrived),
        Row.Ignore(EventKind.LostArrived, [Lost], "it is known to be lost"),
        Row.Move(EventKind.DamagedArrived, Out, [Damaged], "the borrower found or made it damaged", LendingRules.DamagedArrived),
        Row.Stay(EventKind.DamagedArrived, [Status.ReturnedByPartner, RequestCompleted], "kept as a note", LendingRules.DamagedArrivedLate),
    ];

    private static Row[] Everywhere() =>
    [
        // L14, L15 and what is possible at any time
        Row.Stay(EventKind.GeneralMessage, Live, "MESSAGE", LifecycleRules.GeneralMessage),
        Row.Stay(EventKind.StatusQuery, Live, "STATUS-QUERY", LifecycleRules.StatusQuery),
        Row.Move(EventKind.ChangeStatus, Live, Live, "any status, by hand; the partner is not told", LifecycleRules.ChangeStatus),
        Row.Move(EventKind.Reactivate, Ended, [Reactivated], "opened again; optional MESSAGE", LifecycleRules.Reactivate,
            WorkflowStep.Reactivate),
        Row.Move(EventKind.Remove, Ended, [Deleted], "leaves the lists", LifecycleRules.Remove),
        Row.Stay(EventKind.MessageArrived, All, "kept as a note", LifecycleRules.MessageArrived),
        Row.Stay(EventKind.StatusQueryArrived, All, "STATUS-OR-ERROR-REPORT with our state", LifecycleRules.StatusQueryArrived),
        Row.Stay(EventKind.StatusReportArrived, All, "kept as a note", LifecycleRules.StatusReportArrived),
        Row.Stay(EventKind.ErrorReportArrived, All, "kept as a note for staff", LifecycleRules.ErrorReportArrived),
        Row.Stay(EventKind.MessageUndeliverable, All, "kept as a note for staff", LifecycleRules.MessageUndeliverable),
    ];
}

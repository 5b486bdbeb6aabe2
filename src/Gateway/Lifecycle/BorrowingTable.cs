using static ResourceSharing.Gateway.Lifecycle.Status;
using Row = ResourceSharing.Gateway.Lifecycle.TransitionTable.Row;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The borrowing side as data. Row numbers are those of the lifecycle reference, section 1.3.</summary>
internal static class BorrowingTable
{
    private static readonly Status[] All = StatusCatalog.Of(Side.Borrowing).Select(info => info.Status).ToArray();

    private static readonly Status[] BeforeSending =
        [RequestCreatedBor, PendingApproval, LocateInProcess, LocateFailed, ReadyToSend];

    private static readonly Status[] Asked = [RequestSent, WillSupply, Conditional, CancelNotAccepted];

    private static readonly Status[] WithUs =
    [
        ReceivedPhysically, Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem, RecalledBor,
        Status.ReturnedByPatron, DamagedCommunicated, Reactivated,
    ];

    private static readonly Status[] Ended =
    [
        Rejected, Expired, Cancelled, CancelledByPatron, CancelledByStaff, ReceivedDigitally, ReceivedNotForLoan,
        LenderCheckIn, RequestCompleted, LostCommunicated, DeclaredLost,
    ];

    private static readonly Status[] Live = All.Except([Deleted]).ToArray();

    /// <summary>Every status against every event.</summary>
    public static TransitionTable Table { get; } = new(Side.Borrowing,
        [.. Preparing(), .. Asking(), .. Supplying(), .. Using(), .. Returning(), .. Everywhere()]);

    private static Row[] Preparing() =>
    [
        // B2, B3
        Row.Move(EventKind.ApprovalNeeded, [RequestCreatedBor], [PendingApproval],
            "a copyright rule wants an approval", BorrowingRules.ApprovalNeeded, WorkflowStep.PendingApproval),
        Row.Move(EventKind.Approved, [PendingApproval], [ReadyToSend], "may be sent now", BorrowingRules.Approved),
        Row.Move(EventKind.Locate, [RequestCreatedBor, LocateFailed, ReadyToSend], [LocateInProcess],
            "the suppliers' catalogues are asked", BorrowingRules.Locate),
        Row.Move(EventKind.Located, [LocateInProcess], [ReadyToSend], "a supplier holds the item", BorrowingRules.Located),
        Row.Move(EventKind.NotLocated, [LocateInProcess], [LocateFailed], "no supplier holds the item",
            BorrowingRules.NotLocated),

        // B9
        Row.Move(EventKind.Cancel, [.. BeforeSending, Rejected], [CancelledByStaff],
            "nobody is asked at the moment, so it ends at once", BorrowingRules.CancelUnsent),
    ];

    private static Row[] Asking() =>
    [
        // B4
        Row.Move(EventKind.Send, [RequestCreatedBor, LocateFailed, ReadyToSend, Rejected, Expired, Reactivated], [RequestSent],
            "asks the next supplier of the rota: ILL-REQUEST", BorrowingRules.Send),
        Row.Move(EventKind.RequestUndeliverable, [RequestSent], [RequestSent, ReadyToSend],
            "the next supplier is asked; with none left the request waits for staff", BorrowingRules.RequestUndeliverable),

        // B5, B6, B7
        Row.Move(EventKind.WillSupplyArrived, [RequestSent, WillSupply, CancelNotAccepted], [WillSupply],
            "the supplier will supply", BorrowingRules.WillSupplyArrived),
        Row.Move(EventKind.HoldPlacedArrived, [RequestSent, WillSupply, CancelNotAccepted], [WillSupply],
            "the supplier placed a hold", BorrowingRules.WillSupplyArrived),
        Row.Stay(EventKind.WillSupplyArrived, [CancelReply], "noted; the cancellation is still open",
            BorrowingRules.AnsweredWhileCancelling),
        Row.Stay(EventKind.HoldPlacedArrived, [CancelReply], "noted; the cancellation is still open",
            BorrowingRules.AnsweredWhileCancelling),
        Row.Move(EventKind.ConditionalArrived, [RequestSent, WillSupply, CancelNotAccepted], [Conditional],
            "the supplier makes a condition", BorrowingRules.ConditionalArrived),
        Row.Stay(EventKind.ConditionalArrived, [CancelReply], "noted; the cancellation is still open",
            BorrowingRules.AnsweredWhileCancelling),
        Row.Move(EventKind.ConditionalReplyYes, [Conditional], [RequestSent],
            "accepts the condition: CONDITIONAL-REPLY yes", BorrowingRules.AcceptCondition, WorkflowStep.Conditional),
        Row.Move(EventKind.ConditionalReplyNo, [Conditional], [RequestSent, Rejected],
            "does not accept: CONDITIONAL-REPLY no, then the next supplier", BorrowingRules.RefuseCondition,
            WorkflowStep.Conditional),
        Row.Ignore(EventKind.ReplyDatePassed, [Conditional], "the date for the reply is only information; nothing moves by itself"),

        // B8
        .. new[] { EventKind.UnfilledArrived, EventKind.RetryArrived, EventKind.LocationsArrived, EventKind.EstimateArrived }
            .SelectMany(NotSupplied),
        Row.Move(EventKind.ExpiredArrived, Asked, [RequestSent, Expired],
            "the supplier's time ran out: the next supplier; with none left it has expired", BorrowingRules.ExpiredArrived),
        Row.Move(EventKind.ExpiredArrived, [CancelReply], [CancelledByStaff],
            "the supplier's time ran out, so the cancellation needs no answer", BorrowingRules.EndedWhileCancelling),
        Row.Move(EventKind.ExpiryDatePassed, [RequestCreatedBor, LocateFailed, ReadyToSend, RequestSent, CancelNotAccepted, Rejected],
            [Expired], "our own expiry date has passed; a supplier that was asked is sent a CANCEL",
            BorrowingRules.ExpiryDatePassed),
        Row.Move(EventKind.Reject, Asked, [RequestSent, Rejected],
            "this supplier is skipped: CANCEL to it, then the next supplier", BorrowingRules.SkipSupplier, WorkflowStep.Reject),

        // B10, B11
        Row.Move(EventKind.Cancel, [RequestSent, WillSupply, Conditional, CancelNotAccepted], [CancelReply, CancelledByStaff],
            "CANCEL; waits for the answer where the profile says so", BorrowingRules.CancelSent),
        Row.Stay(EventKind.Cancel, [CancelReply], "repeats the CANCEL", BorrowingRules.RepeatCancel),
        Row.Move(EventKind.CancelReplyYesArrived, [CancelReply], [CancelledByStaff], "the supplier agrees",
            BorrowingRules.CancelAgreed),
        Row.Move(EventKind.CancelReplyNoArrived, [CancelReply], [CancelNotAccepted, RequestSent, WillSupply, Conditional],
            "the supplier does not agree; supply goes on", BorrowingRules.CancelRefused),
        Row.Ignore(EventKind.CancelReplyYesArrived, [Cancelled, CancelledByPatron, CancelledByStaff], "it is cancelled already"),
        Row.Ignore(EventKind.CancelReplyNoArrived,
            [ShippedPhysically, ShippedDigitally, .. WithUs, ReceivedDigitally, ReceivedNotForLoan, ReturnedToPartner, RequestCompleted],
            "the cancellation crossed the shipment; the item is on its way or here"),
    ];

    private static Row[] NotSupplied(EventKind @event) =>
    [
        Row.Move(@event, Asked, [RequestSent, Rejected],
            "not supplied: the next supplier; with none left it is rejected", BorrowingRules.NotSuppliedArrived),
        Row.Move(@event, [CancelReply], [CancelledByStaff],
            "not supplied, so the cancellation needs no answer", BorrowingRules.EndedWhileCancelling),
    ];

    private static Row[] Supplying() =>
    [
        // B12
        Row.Move(EventKind.ShippedArrived, [.. Asked, CancelReply, Rejected, Expired], [ShippedPhysically, ShippedDigitally],
            "the item is on its way", BorrowingRules.ShippedArrived),
        Row.Stay(EventKind.ShippedArrived, [ShippedPhysically, ShippedDigitally, .. WithUs],
            "details of the shipment are kept; the status stays", BorrowingRules.ShippedArrivedLate),
        Row.Ignore(EventKind.ShippedArrived, [ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "it has been received already"),

        // B13
        Row.Move(EventKind.Receive, [RequestSent, WillSupply, CancelNotAccepted, ShippedPhysically, ShippedDigitally, Reactivated],
            [ReceivedPhysically, ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "RECEIVED; a file completes the request unless the profile waits", BorrowingRules.Receive),
    ];

    private static Row[] Using() =>
    [
        // B14
        Row.Move(EventKind.LoanedToPatron, [ReceivedPhysically, Status.ReturnedByPatron, Renewed, RenewNotAccepted, Reactivated],
            [Loaned], "the patron has it", BorrowingRules.LoanedToPatron),
        Row.Move(EventKind.ReturnedByPatron,
            [Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem, RecalledBor],
            [Status.ReturnedByPatron], "the patron brought it back", BorrowingRules.ReturnedByPatron),

        // B15, B16
        Row.Move(EventKind.PatronRenewal, [Loaned, Renewed, RenewNotAccepted, OverdueItem], [MediatedRenewal],
            "the patron asks for a renewal; staff look at it", BorrowingRules.PatronRenewal, WorkflowStep.MediatedRenewal),
        Row.Move(EventKind.Renew,
            [ReceivedPhysically, Loaned, MediatedRenewal, Renewed, RenewNotAccepted, OverdueItem, Reactivated],
            [RenewRequested], "RENEW with the desired due date", BorrowingRules.Renew, WorkflowStep.RenewRequested),
        Row.Move(EventKind.RenewAnswerYesArrived, [RenewRequested], [Renewed], "the supplier grants it; new due date",
            BorrowingRules.RenewGranted),
        Row.Move(EventKind.RenewAnswerNoArrived, [RenewRequested], [RenewNotAccepted, OverdueItem],
            "the supplier does not grant it", BorrowingRules.RenewRefused),

        // B17
        Row.Move(EventKind.OverdueArrived,
            [RequestSent, WillSupply, ShippedPhysically, ReceivedPhysically, Loaned, MediatedRenewal, Renewed, RenewNotAccepted,
             Status.ReturnedByPatron, OverdueItem, Reactivated],
            [OverdueItem], "the supplier says it is overdue", BorrowingRules.OverdueArrived),
        Row.Stay(EventKind.OverdueArrived, [RenewRequested, RecalledBor, DamagedCommunicated],
            "noted as overdue; the status stays", BorrowingRules.OverdueArrivedStay),
        Row.Ignore(EventKind.OverdueArrived, [ReturnedToPartner, LenderCheckIn, RequestCompleted],
            "the item is on its way back or back already"),
        Row.Move(EventKind.DueDatePassed, [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted], [OverdueItem],
            "the due date has passed here", BorrowingRules.DueDatePassed),
        Row.Move(EventKind.RecallArrived,
            [ShippedPhysically, ReceivedPhysically, Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem,
             Status.ReturnedByPatron, DamagedCommunicated, Reactivated, RecalledBor],
            [RecalledBor], "the supplier wants it back", BorrowingRules.RecallArrived),
        Row.Ignore(EventKind.RecallArrived, [ReturnedToPartner, LenderCheckIn, RequestCompleted],
            "the item is on its way back or back already"),
    ];

    private static Row[] Returning() =>
    [
        // B18, B19
        Row.Move(EventKind.Return, WithUs, [ReturnedToPartner], "RETURNED; the temporary item goes", BorrowingRules.Return),
        Row.Move(EventKind.CheckedInArrived, [ShippedPhysically, .. WithUs, ReturnedToPartner, LenderCheckIn], [RequestCompleted],
            "the supplier has it back; completed", BorrowingRules.CheckedInArrived),
        Row.Ignore(EventKind.CheckedInArrived, [ReceivedDigitally, ReceivedNotForLoan, RequestCompleted], "it is completed already"),

        // B20
        Row.Move(EventKind.ReportLost, [ShippedPhysically, .. WithUs, ReturnedToPartner], [LostCommunicated], "LOST",
            BorrowingRules.ReportLost, WorkflowStep.Lost),
        Row.Move(EventKind.ReportDamaged, [ShippedPhysically, .. WithUs.Except([DamagedCommunicated])], [DamagedCommunicated], "DAMAGED",
            BorrowingRules.ReportDamaged, WorkflowStep.Damaged),
        Row.Move(EventKind.LostArrived, [ShippedPhysically, .. WithUs, ReturnedToPartner, LostCommunicated], [DeclaredLost],
            "the supplier declares it lost", BorrowingRules.LostArrived),
        Row.Stay(EventKind.DamagedArrived, [ShippedPhysically, .. WithUs, ReturnedToPartner, RequestCompleted],
            "the supplier found it damaged; kept as a note", BorrowingRules.DamagedArrived),
    ];

    private static Row[] Everywhere() =>
    [
        // B21, B22 and what is possible at any time
        Row.Stay(EventKind.GeneralMessage, Live, "MESSAGE", LifecycleRules.GeneralMessage),
        Row.Stay(EventKind.StatusQuery, Live, "STATUS-QUERY", LifecycleRules.StatusQuery),
        Row.Move(EventKind.ChangeStatus, Live, Live, "any status, by hand; the partner is not told", LifecycleRules.ChangeStatus),
        Row.Move(EventKind.Reactivate, Ended.Except([Rejected]).ToArray(), [Reactivated], "opened again; optional MESSAGE",
            LifecycleRules.Reactivate, WorkflowStep.Reactivate),
        Row.Move(EventKind.Remove, Ended, [Deleted], "leaves the lists", LifecycleRules.Remove),
        Row.Stay(EventKind.MessageArrived, All, "kept as a note", LifecycleRules.MessageArrived),
        Row.Stay(EventKind.StatusQueryArrived, All, "STATUS-OR-ERROR-REPORT with our state", LifecycleRules.StatusQueryArrived),
        Row.Stay(EventKind.StatusReportArrived, All, "kept as a note", LifecycleRules.StatusReportArrived),
        Row.Stay(EventKind.ErrorReportArrived, All, "kept as a note for staff", LifecycleRules.ErrorReportArrived),
        Row.Stay(EventKind.ForwardNotificationArrived, Asked, "another library answers from now on",
            BorrowingRules.ForwardNotificationArrived),
        Row.Stay(EventKind.MessageUndeliverable, All, "kept as a note for staff", LifecycleRules.MessageUndeliverable),
        Row.Stay(EventKind.RequestUndeliverable, All.Except([RequestSent]).ToArray(), "kept as a note for staff",
            LifecycleRules.MessageUndeliverable),
    ];
}

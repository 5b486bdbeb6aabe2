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

    private static readonly Status[] EndedWithoutSupply =
        [Rejected, Expired, Cancelled, CancelledByPatron, CancelledByStaff];

    /// <summary>The supplier that was asked last is not asked any more, and nothing of it has come.</summary>
    private static readonly Status[] NotAsked = [.. BeforeSending, .. EndedWithoutSupply];

    private static readonly Status[] InUse =
    [
        ReceivedPhysically, Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem, RecalledBor,
        Status.ReturnedByPatron, DamagedCommunicated,
    ];

    private static readonly Status[] WithUs = [.. InUse, Reactivated];

    private static readonly Status[] Kept = [ReceivedDigitally, ReceivedNotForLoan];

    private static readonly Status[] Given = [ReturnedToPartner, LenderCheckIn, RequestCompleted];

    private static readonly Status[] KnownLost = [LostCommunicated, DeclaredLost];

    private static readonly Status[] Ended = [.. EndedWithoutSupply, .. Kept, LenderCheckIn, RequestCompleted, .. KnownLost];

    private static readonly Status[] Live = All.Except([Deleted]).ToArray();

    /// <summary>Every status against every event.</summary>
    public static TransitionTable Table { get; } = new(Side.Borrowing,
    [
        .. Preparing(), .. Asking(), .. Answers(), .. Cancelling(), .. Supplying(), .. Using(), .. Renewing(), .. Pressing(),
        .. Returning(), .. Everywhere(), .. AfterRemoval(),
    ]);

    private static Row[] Preparing() =>
    [
        // B2, B3
        Row.Move(EventKind.ApprovalNeeded, [RequestCreatedBor], [PendingApproval],
            "a copyright rule wants an approval", BorrowingRules.ApprovalNeeded, WorkflowStep.PendingApproval),
        Row.Move(EventKind.Approved, [PendingApproval], [ReadyToSend], "may be sent now", BorrowingRules.Approved),
        Row.Move(EventKind.Locate, [RequestCreatedBor, LocateInProcess, LocateFailed, ReadyToSend], [LocateInProcess],
            "the suppliers' catalogues are asked", BorrowingRules.Locate),
        Row.Move(EventKind.LocateRetryDue, [LocateFailed], [LocateInProcess],
            "the suppliers' catalogues are asked again", BorrowingRules.Locate),
        Row.Move(EventKind.Located, [LocateInProcess], [ReadyToSend, RequestSent],
            "a supplier holds the item; sent at once where the library wants it", RotaRules.Located),
        Row.Move(EventKind.NotLocated, [LocateInProcess], [LocateFailed, CancelledByStaff],
            "no supplier holds the item; cancelled where the library wants it", RotaRules.NotLocated),
        Row.Move(EventKind.Reject, [ReadyToSend], [ReadyToSend, Rejected],
            "the next supplier of the rota is skipped before it is asked", RotaRules.SkipWaiting, WorkflowStep.Reject),

        // B9
        Row.Move(EventKind.Cancel, [.. BeforeSending, Rejected], [CancelledByStaff],
            "nobody is asked at the moment, so it ends at once", BorrowingRules.CancelUnsent,
            WorkflowStep.CancelledByStaff),
    ];

    private static Row[] Asking() =>
    [
        // B4
        Row.Move(EventKind.Send, [RequestCreatedBor, LocateFailed, ReadyToSend, Rejected, Expired, Reactivated],
            [RequestSent], "asks the next supplier of the rota: ILL-REQUEST", BorrowingRules.Send),
        Row.Move(EventKind.RequestUndeliverable, [RequestSent], [RequestSent, ReadyToSend],
            "the next supplier is asked; with none left, or taken back by staff, the request waits for staff",
            BorrowingRules.RequestUndeliverable),
        Row.Move(EventKind.RequestUndeliverable, [CancelReply], [CancelledByStaff],
            "the supplier never heard of the request, so the cancellation needs no answer",
            BorrowingRules.UndeliverableWhileCancelling),
        Row.Stay(EventKind.RequestUndeliverable, All.Except([RequestSent, CancelReply]).ToArray(),
            "kept as a note for staff", LifecycleRules.MessageUndeliverable),
        Row.Stay(EventKind.ForwardNotificationArrived, [.. Asked, CancelReply],
            "another library answers from now on", BorrowingRules.ForwardNotificationArrived),

        // B8
        Row.Move(EventKind.ExpiryDatePassed, [.. BeforeSending, RequestSent, CancelNotAccepted, Rejected],
            [Expired, RequestSent],
            "the date has passed; a supplier that was asked is sent a CANCEL, and the next one is asked while there is time",
            BorrowingRules.ExpiryDatePassed),
        Row.Ignore(EventKind.ExpiryDatePassed, [WillSupply, Conditional],
            "the supplier has offered to supply, which keeps the request alive"),
        Row.Move(EventKind.Reject, Asked, [RequestSent, Rejected],
            "this supplier is skipped: CANCEL to it, then the next supplier", BorrowingRules.SkipSupplier,
            WorkflowStep.Reject),
    ];

    private static Row[] Answers() =>
    [
        // B5, B6
        .. Offered(EventKind.WillSupplyArrived, WillSupply, "the supplier will supply", BorrowingRules.WillSupplyArrived),
        .. Offered(EventKind.HoldPlacedArrived, WillSupply, "the supplier placed a hold", BorrowingRules.WillSupplyArrived),
        .. Offered(EventKind.ConditionalArrived, Conditional, "the supplier makes a condition",
            BorrowingRules.ConditionalArrived),

        // B7. No step of a profile takes the reply away: a condition that cannot be answered would hold the request.
        Row.Move(EventKind.ConditionalReplyYes, [Conditional], [RequestSent],
            "accepts the condition: CONDITIONAL-REPLY yes", BorrowingRules.AcceptCondition),
        Row.Move(EventKind.ConditionalReplyNo, [Conditional], [RequestSent, Rejected],
            "does not accept: CONDITIONAL-REPLY no, then the next supplier", BorrowingRules.RefuseCondition),
        Row.Stay(EventKind.ClaimDue, [RequestSent], "MESSAGE that asks where the answer stays", BorrowingRules.Claim),
        Row.Move(EventKind.AutoCancelDue, [RequestSent], [CancelReply, CancelledByStaff],
            "CANCEL with the reason that the partner's settings give", BorrowingRules.CancelSent,
            WorkflowStep.CancelledByStaff),
        Row.Ignore(EventKind.ReplyDatePassed, [Conditional],
            "the date for the reply is only information; nothing moves by itself"),

        // B8
        .. new[]
        {
            EventKind.UnfilledArrived, EventKind.RetryArrived, EventKind.LocationsArrived, EventKind.EstimateArrived,
        }.SelectMany(NotSupplied),
        Row.Move(EventKind.ExpiredArrived, Asked, [RequestSent, Expired],
            "the supplier's time ran out: the next supplier; with none left it has expired",
            BorrowingRules.ExpiredArrived),
        Row.Move(EventKind.ExpiredArrived, [CancelReply], [CancelledByStaff],
            "the supplier's time ran out, so the cancellation needs no answer", BorrowingRules.EndedWhileCancelling),
        Row.Ignore(EventKind.ExpiredArrived, [.. NotAsked, Reactivated], "this supplier is not asked any more"),
    ];

    private static Row[] Offered(EventKind @event, Status to, string text, Func<Situation, Decision> apply) =>
    [
        Row.Move(@event, [RequestSent, WillSupply, CancelNotAccepted], [to], text, apply),
        Row.Stay(@event, [CancelReply], "noted; the cancellation is still open", BorrowingRules.OfferedWhileCancelling),
        Row.Stay(@event, [.. NotAsked, Reactivated], "this supplier is not asked any more; kept as a note for staff",
            BorrowingRules.OfferedTooLate),
        Row.Ignore(@event, [ShippedPhysically, ShippedDigitally, .. InUse, .. Kept, .. Given, .. KnownLost],
            "the item was supplied already"),
    ];

    private static Row[] NotSupplied(EventKind @event) =>
    [
        Row.Move(@event, Asked, [RequestSent, Rejected],
            "not supplied: the next supplier; with none left it is rejected", BorrowingRules.NotSuppliedArrived),
        Row.Move(@event, [CancelReply], [CancelledByStaff],
            "not supplied, so the cancellation needs no answer", BorrowingRules.EndedWhileCancelling),
        Row.Ignore(@event, [.. NotAsked, Reactivated], "this supplier is not asked any more"),
    ];

    private static Row[] Cancelling() =>
    [
        // B10
        Row.Move(EventKind.Cancel, Asked, [CancelReply, CancelledByStaff],
            "CANCEL; waits for the answer where the profile says so", BorrowingRules.CancelSent,
            WorkflowStep.CancelledByStaff),
        Row.Stay(EventKind.Cancel, [CancelReply], "repeats the CANCEL", BorrowingRules.RepeatCancel,
            WorkflowStep.CancelledByStaff),

        // B11. A CANCEL that was repeated has two answers, and they need not be the same.
        Row.Move(EventKind.CancelReplyYesArrived, [CancelReply, CancelNotAccepted], [CancelledByStaff],
            "the supplier agrees", BorrowingRules.CancelAgreed),
        Row.Move(EventKind.CancelReplyYesArrived, [RequestSent, WillSupply, Conditional], [Cancelled],
            "the supplier ends the request, though no cancellation is open", BorrowingRules.CancelledBySupplier),
        Row.Ignore(EventKind.CancelReplyYesArrived, [.. NotAsked, Reactivated], "this supplier is not asked any more"),
        Row.Move(EventKind.CancelReplyNoArrived, [CancelReply], [CancelNotAccepted, RequestSent, WillSupply, Conditional],
            "the supplier does not agree; supply goes on where it was, or waits for the reply to its condition",
            BorrowingRules.CancelRefused),
        Row.Ignore(EventKind.CancelReplyNoArrived, Asked, "the refusal is known already; supply goes on"),
        Row.Stay(EventKind.CancelReplyNoArrived, NotAsked, "the supplier may ship all the same; kept as a note for staff",
            BorrowingRules.CancelRefusedTooLate),
        Row.Ignore(EventKind.CancelReplyNoArrived,
            [ShippedPhysically, ShippedDigitally, .. WithUs, .. Kept, .. Given, .. KnownLost],
            "the cancellation crossed the shipment; the item is on its way or here"),
    ];

    private static Row[] Supplying() =>
    [
        // B12. A parcel on its way is a fact, whatever we thought of the request.
        Row.Move(EventKind.ShippedArrived, [.. Asked, CancelReply, .. NotAsked, Reactivated],
            [ShippedPhysically, ShippedDigitally], "the item is on its way", BorrowingRules.ShippedArrived),
        Row.Move(EventKind.ShippedArrived, [ShippedPhysically, ShippedDigitally],
            [ShippedPhysically, ShippedDigitally], "the newer details of the shipment count", BorrowingRules.ShippedArrivedAgain),
        Row.Stay(EventKind.ShippedArrived, [.. InUse, .. Kept, .. Given, .. KnownLost],
            "what was not known of the shipment is kept; the status stays", BorrowingRules.ShippedArrivedLate),

        // B13. Without a shipping message too: not every partner sends one.
        Row.Move(EventKind.Receive,
            [RequestSent, WillSupply, CancelNotAccepted, CancelReply, ShippedPhysically, ShippedDigitally, Reactivated],
            [ReceivedPhysically, ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "RECEIVED; a file completes the request unless the profile waits", BorrowingRules.Receive),
        Row.Move(EventKind.Receive, [OverdueItem, RecalledBor, DamagedCommunicated, .. KnownLost],
            [ReceivedPhysically, ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "RECEIVED, if it had not come before; what is overdue, recalled or damaged stays so",
            BorrowingRules.ReceiveAfterTrouble),
    ];

    private static Row[] Using() =>
    [
        // B14
        Row.Move(EventKind.LoanedToPatron,
            [ReceivedPhysically, Status.ReturnedByPatron, Renewed, RenewNotAccepted, Reactivated],
            [Loaned], "the patron has it", LifecycleRules.OnceSupplied(BorrowingRules.LoanedToPatron)),
        Row.Move(EventKind.ReturnedByPatron,
            [Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem, RecalledBor],
            [Status.ReturnedByPatron], "the patron brought it back", BorrowingRules.ReturnedByPatron),
    ];

    private static Row[] Renewing() =>
    [
        // B15
        Row.Move(EventKind.PatronRenewal, [Loaned, Renewed, RenewNotAccepted, OverdueItem], [MediatedRenewal, RenewRequested],
            "staff look at it where the profile says so, else RENEW at once", BorrowingRules.PatronRenewal),
        Row.Move(EventKind.Renew,
            [ReceivedPhysically, Loaned, MediatedRenewal, Renewed, RenewNotAccepted, OverdueItem, Reactivated],
            [RenewRequested], "RENEW with the desired due date", LifecycleRules.OnceSupplied(BorrowingRules.Renew),
            WorkflowStep.RenewRequested),

        // B16
        Row.Move(EventKind.RenewAnswerYesArrived, [RenewRequested, OverdueItem], [Renewed, Loaned, ReceivedPhysically],
            "the supplier grants it; new due date", BorrowingRules.RenewGranted),
        Row.Stay(EventKind.RenewAnswerYesArrived,
            WithUs.Except([RenewRequested, OverdueItem, RecalledBor]).ToArray(),
            "the new due date is kept; the status stays", BorrowingRules.RenewGrantedLate),
        Row.Ignore(EventKind.RenewAnswerYesArrived, [RecalledBor, .. Kept, .. Given, .. KnownLost],
            "the item is kept, recalled, lost, or on its way back"),
        Row.Move(EventKind.RenewAnswerNoArrived, [RenewRequested],
            [RenewNotAccepted, OverdueItem, Loaned, ReceivedPhysically], "the supplier does not grant it",
            BorrowingRules.RenewRefused),
        Row.Ignore(EventKind.RenewAnswerNoArrived, [.. WithUs.Except([RenewRequested]), .. Kept, .. Given, .. KnownLost],
            "the request has moved on since the renewal was asked for"),
    ];

    private static Row[] Pressing() =>
    [
        // B17
        Row.Move(EventKind.OverdueArrived,
            [
                RequestSent, WillSupply, CancelNotAccepted, ShippedPhysically, ReceivedPhysically, Loaned, MediatedRenewal,
                Renewed, RenewNotAccepted, Status.ReturnedByPatron, OverdueItem, Reactivated,
            ],
            [OverdueItem], "the supplier says it is overdue", BorrowingRules.OverdueArrived),
        Row.Stay(EventKind.OverdueArrived, [RenewRequested, RecalledBor, DamagedCommunicated],
            "noted as overdue; the status stays", BorrowingRules.OverdueArrivedStay),
        Row.Ignore(EventKind.OverdueArrived, [ShippedDigitally, .. Kept, .. Given, .. KnownLost],
            "a copy is kept; or the item is lost, on its way back or back already"),
        Row.Move(EventKind.DueDatePassed, [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted], [OverdueItem],
            "the due date has passed here", BorrowingRules.DueDatePassed),
        Row.Stay(EventKind.DueDateNear, [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted],
            "kept as a note for staff", BorrowingRules.DueDateNear),
        Row.Move(EventKind.RecallArrived, [ShippedPhysically, .. WithUs], [RecalledBor], "the supplier wants it back",
            BorrowingRules.RecallArrived),
        Row.Ignore(EventKind.RecallArrived, [ShippedDigitally, .. Kept, .. Given, .. KnownLost],
            "a copy is kept; or the item is lost, on its way back or back already"),
        Row.Move(EventKind.RecallTakenBack, [RecalledBor],
            [ShippedPhysically, ReceivedPhysically, Loaned, Status.ReturnedByPatron, OverdueItem],
            "records that the supplier took its recall back: the old due date again; no message",
            BorrowingRules.RecallTakenBack),
    ];

    private static Row[] Returning() =>
    [
        // B18, B19
        Row.Move(EventKind.Return, [.. WithUs, .. KnownLost], [ReturnedToPartner], "RETURNED; the temporary item goes",
            LifecycleRules.OnceSupplied(BorrowingRules.Return)),
        Row.Move(EventKind.CheckedInArrived,
            [ShippedPhysically, .. WithUs, ReturnedToPartner, LenderCheckIn, .. KnownLost], [RequestCompleted],
            "the supplier has it back; completed", BorrowingRules.CheckedInArrived),
        Row.Ignore(EventKind.CheckedInArrived, [ShippedDigitally, .. Kept, RequestCompleted],
            "a copy does not go back, or it is completed already"),

        // B20
        Row.Move(EventKind.ReportLost, [ShippedPhysically, .. WithUs, ReturnedToPartner], [LostCommunicated], "LOST",
            LifecycleRules.OnceSupplied(BorrowingRules.ReportLost), WorkflowStep.Lost),
        Row.Move(EventKind.ReportDamaged, [ShippedPhysically, .. WithUs.Except([DamagedCommunicated])],
            [DamagedCommunicated], "DAMAGED", LifecycleRules.OnceSupplied(BorrowingRules.ReportDamaged),
            WorkflowStep.Damaged),
        Row.Move(EventKind.LostArrived, [ShippedPhysically, .. WithUs, ReturnedToPartner, LostCommunicated],
            [DeclaredLost], "the supplier declares it lost", BorrowingRules.LostArrived),
        Row.Ignore(EventKind.LostArrived, [DeclaredLost], "it is known to be lost"),
        Row.Stay(EventKind.LostArrived, [ShippedDigitally, .. Kept, LenderCheckIn, RequestCompleted],
            "the request is over here; kept as a note for staff", BorrowingRules.LostArrivedLate),
        Row.Stay(EventKind.DamagedArrived,
            [ShippedPhysically, ShippedDigitally, .. WithUs, .. Kept, .. Given, .. KnownLost],
            "the supplier found it damaged; kept as a note", BorrowingRules.DamagedArrived),
    ];

    private static Row[] Everywhere() =>
    [
        // B21, B22 and what is possible at any time
        Row.Stay(EventKind.GeneralMessage, Live, "MESSAGE", LifecycleRules.GeneralMessage),
        Row.Stay(EventKind.StatusQuery, Live, "STATUS-QUERY", LifecycleRules.StatusQuery),
        Row.Move(EventKind.ChangeStatus, Live, Live, "any status, by hand; the partner is not told",
            LifecycleRules.ChangeStatus),
        Row.Move(EventKind.Reactivate, Ended.Except([Rejected]).ToArray(), [Reactivated, RequestCreatedBor],
            "opened again; optional MESSAGE", LifecycleRules.Reactivate, WorkflowStep.Reactivate),
        Row.Move(EventKind.Remove, Ended, [Deleted], "leaves the lists", LifecycleRules.Remove),
        Row.Stay(EventKind.MessageArrived, All, "kept as a note", LifecycleRules.MessageArrived),
        Row.Stay(EventKind.StatusQueryArrived, All, "STATUS-OR-ERROR-REPORT with our state",
            LifecycleRules.StatusQueryArrived),
        Row.Stay(EventKind.StatusReportArrived, All, "kept as a note", LifecycleRules.StatusReportArrived),
        Row.Stay(EventKind.ErrorReportArrived, All, "kept as a note for staff", LifecycleRules.ErrorReportArrived),
        Row.Stay(EventKind.MessageUndeliverable, All, "kept as a note for staff", LifecycleRules.MessageUndeliverable),
    ];

    /// <summary>The partner does not know that we took the request off our lists.</summary>
    private static IEnumerable<Row> AfterRemoval() => new[]
    {
        EventKind.ForwardNotificationArrived, EventKind.ShippedArrived, EventKind.ConditionalArrived,
        EventKind.RetryArrived, EventKind.UnfilledArrived, EventKind.LocationsArrived, EventKind.WillSupplyArrived,
        EventKind.HoldPlacedArrived, EventKind.EstimateArrived, EventKind.CancelReplyYesArrived,
        EventKind.CancelReplyNoArrived, EventKind.RecallArrived, EventKind.CheckedInArrived, EventKind.OverdueArrived,
        EventKind.RenewAnswerYesArrived, EventKind.RenewAnswerNoArrived, EventKind.LostArrived,
        EventKind.DamagedArrived, EventKind.ExpiredArrived,
    }.Select(@event => Row.Ignore(@event, [Deleted], "the request was taken off the lists"));
}

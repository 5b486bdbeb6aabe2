using static ResourceSharing.Gateway.Lifecycle.Status;
using Row = ResourceSharing.Gateway.Lifecycle.TransitionTable.Row;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The borrowing side as data. Row numbers are those of the lifecycle reference, 1.3.</summary>
internal static class BorrowingTable
{
    private static readonly Status[] All =
        StatusCatalog.Of(Side.Borrowing).Select(info => info.Status).ToArray();

    private static readonly Status[] BeforeSending =
        [RequestCreatedBor, PendingApproval, LocateInProcess, LocateFailed, LocalHolding, ReadyToSend];

    /// <summary>Asked, and nothing of substance answered yet.</summary>
    private static readonly Status[] Unanswered = [RequestSent, RequestAccepted, Claimed, CancelNotAccepted];

    private static readonly Status[] Promised = [AutoWillSupply, WillSupply];

    private static readonly Status[] Asked = [.. Unanswered, .. Promised, Conditional];

    private static readonly Status[] EndedWithoutSupply =
        [Rejected, Expired, Cancelled, CancelledByPatron, CancelledByStaff];

    /// <summary>The supplier that was asked last is not asked any more, and nothing of it has come.</summary>
    private static readonly Status[] NotAsked =
    [
        .. BeforeSending, ExportedToThirdParty, BadCitation, .. EndedWithoutSupply, Status.ExternallyObtained,
    ];

    private static readonly Status[] OnItsWay = [ShippedPhysically, ShippedDigitally, ReceiveDigitallyReply];

    private static readonly Status[] KnownDamaged = [DamagedCommunicated, Status.Damaged];

    private static readonly Status[] InUse =
    [
        ReceivedPhysically, Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem,
        RecalledBor, Status.ReturnedByPatron, .. KnownDamaged,
    ];

    private static readonly Status[] WithUs = [.. InUse, Reactivated];

    private static readonly Status[] Kept = [ReceivedDigitally, ReceivedNotForLoan];

    private static readonly Status[] Completed = [RequestCompleted, Delivered, History];

    private static readonly Status[] Given = [ReturnedToPartner, LenderCheckIn, .. Completed];

    private static readonly Status[] ReportedLost = [LostCommunicated, Status.ReportLost];

    private static readonly Status[] KnownLost = [.. ReportedLost, DeclaredLost, LostAndFeePaid];

    private static readonly Status[] Ended =
    [
        .. EndedWithoutSupply, Status.ExternallyObtained, .. Kept, LenderCheckIn, .. Completed, .. KnownLost,
    ];

    /// <summary>Every status against every event.</summary>
    public static TransitionTable Table { get; } = new(Side.Borrowing,
    [
        .. Preparing(), .. Digitising(), .. Asking(), .. Answers(), .. Cancelling(), .. Supplying(), .. Using(), .. Renewing(),
        .. Pressing(), .. Returning(), .. Everywhere(), .. AfterRemoval(),
    ]);

    private static Row[] Preparing() =>
    [
        // B2
        Row.Move(EventKind.ApprovalNeeded, [RequestCreatedBor], [PendingApproval],
            "a copyright rule wants an approval", AskingRules.ApprovalNeeded, WorkflowStep.PendingApproval),
        Row.Move(EventKind.Approve, [PendingApproval], [ReadyToSend], "may be sent now", AskingRules.Approve,
            WorkflowStep.PendingApproval),
        Row.Move(EventKind.ApprovalRefused, [PendingApproval], [CancelledByStaff, Rejected],
            "may not be sent: cancelled", AskingRules.ApprovalRefused, WorkflowStep.PendingApproval),

        // B3
        Row.Move(EventKind.Locate,
            [RequestCreatedBor, LocateInProcess, LocateFailed, LocalHolding, ReadyToSend], [LocateInProcess],
            "the suppliers' catalogues are asked", AskingRules.Locate),
        Row.Move(EventKind.LocateRetryDue, [LocateFailed], [LocateInProcess],
            "the suppliers' catalogues are asked again", AskingRules.Locate),
        Row.Move(EventKind.Located, [LocateInProcess], [ReadyToSend, RequestSent],
            "a supplier holds the item; sent at once where the library wants it", RotaRules.Located),
        Row.Move(EventKind.NotLocated, [LocateInProcess], [LocateFailed, CancelledByStaff],
            "no supplier holds the item; cancelled where the library wants it", RotaRules.NotLocated),
        Row.Move(EventKind.LocalHoldingFound, [RequestCreatedBor, LocateInProcess],
            [LocalHolding, ReadyToSend],
            "our own library holds it: staff decide; without the step it may be sent",
            AskingRules.LocalHoldingFound),
        Row.Move(EventKind.Exported,
            [RequestCreatedBor, LocateFailed, LocalHolding, ReadyToSend, RequestSent, RequestAccepted, Claimed],
            [ExportedToThirdParty], "another system carries it on", AskingRules.Exported),
        Row.Move(EventKind.Reject, [ReadyToSend], [ReadyToSend, Rejected],
            "the next supplier of the rota is skipped before it is asked", RotaRules.SkipWaiting,
            WorkflowStep.Reject),

        // B9
        Row.Move(EventKind.Cancel, [.. BeforeSending, BadCitation, Rejected],
            [CancelledByStaff], "nobody is asked at the moment, so it ends at once", AskingRules.CancelUnsent,
            WorkflowStep.CancelledByStaff),
        Row.Move(EventKind.Cancel, [ExportedToThirdParty], [CancelledByStaff],
            "a partner that carries it on is sent a CANCEL, and not waited for", AskingRules.CancelExported,
            WorkflowStep.CancelledByStaff),
        Row.Move(EventKind.PatronCancelled, [.. BeforeSending, BadCitation, Rejected], [CancelledByPatron],
            "nobody is asked at the moment, so it ends at once", AskingRules.CancelUnsent,
            WorkflowStep.CancelledByPatron),
    ];

    private static Row[] Digitising() =>
    [
        // Seed 004: our own copy, for our own patron; nobody is asked.
        Row.Move(EventKind.Digitise, [RequestCreatedBor, LocateFailed, LocalHolding, ReadyToSend], [LocalHolding],
            "our own copy is digitised for our patron", DigitisationRules.Begin, WorkflowStep.LocalHolding),
        Row.Move(EventKind.ShipDigitally, [LocalHolding], [RequestCompleted],
            "our patron gets the file; held while it waits for its approval", DigitisationRules.DeliverToPatron),
        Row.Move(EventKind.Approve, [LocalHolding], [RequestCompleted],
            "the digitisation begins, or a file that was held goes to our patron", DigitisationRules.Approve),
        Row.Move(EventKind.ApprovalRefused, [LocalHolding], [CancelledByStaff, Rejected],
            "cancelled; a file that was held is deleted", DigitisationRules.Refuse),
        Row.Move(EventKind.WorkTimePassed, [LocalHolding], [CancelledByStaff, Rejected],
            "our department has not done it in time: cancelled", DigitisationRules.WorkTimePassed),
        Row.Stay(EventKind.WorkTimeNear, [LocalHolding], "staff are told", DigitisationRules.WorkTimeNear),
    ];

    private static Row[] Asking() =>
    [
        // B4
        Row.Move(EventKind.Send,
            [
                RequestCreatedBor, LocateFailed, LocalHolding, ReadyToSend, ExportedToThirdParty, BadCitation,
                Rejected, Expired, Reactivated,
            ], [RequestSent], "asks the next supplier of the rota: ILL-REQUEST", AskingRules.Send),
        Row.Move(EventKind.Resubmit, [BadCitation], [RequestSent],
            "asks the same supplier again, with the corrected citation: ILL-REQUEST", AskingRules.Resubmit,
            WorkflowStep.BadCitation),
        Row.Move(EventKind.RequestUndeliverable, [RequestSent, Claimed], [RequestSent, ReadyToSend],
            "the next supplier is asked; with none left, or taken back by staff, the request waits for staff",
            AskingRules.RequestUndeliverable),
        Row.Move(EventKind.RequestUndeliverable, [CancelReply],
            [CancelledByStaff, CancelledByPatron, Rejected],
            "the supplier never heard of the request, so the cancellation needs no answer",
            AskingRules.UndeliverableWhileCancelling),
        Row.Stay(EventKind.RequestUndeliverable, All.Except([RequestSent, Claimed, CancelReply]).ToArray(),
            "kept as a note for staff", LifecycleRules.MessageUndeliverable),
        Row.Stay(EventKind.ForwardNotificationArrived, [.. Asked, CancelReply],
            "another library answers from now on", AskingRules.ForwardNotificationArrived),

        // No answer: ask where it stays, then call it off.
        Row.Move(EventKind.Claim, Unanswered, [Claimed], "MESSAGE that asks where the answer stays",
            AskingRules.Claim, WorkflowStep.Claimed),
        Row.Stay(EventKind.Claim, Promised, "MESSAGE that asks where the item stays; the promise stands",
            AskingRules.ClaimPromise, WorkflowStep.Claimed),
        Row.Move(EventKind.ClaimDue, [RequestSent, RequestAccepted], [Claimed],
            "MESSAGE that asks where the answer stays", AskingRules.Claim, WorkflowStep.Claimed),
        Row.Move(EventKind.AutoCancelDue, [RequestSent, RequestAccepted, Claimed],
            [CancelReply, CancelledByStaff, RequestSent, Rejected],
            "CANCEL: the request ends, or the next supplier is asked, as the profile says",
            AskingRules.AutoCancel, WorkflowStep.CancelledByStaff),

        // B8
        Row.Move(EventKind.ExpiryDatePassed, [.. BeforeSending, BadCitation, Rejected], [Expired],
            "our own expiry date has passed", AskingRules.ExpiryDatePassed),
        Row.Move(EventKind.ExpiryDatePassed, Unanswered, [Expired, RequestSent],
            "the date has passed: CANCEL to the supplier; the next one is asked while there is time",
            AskingRules.ExpiryDatePassed),
        Row.Ignore(EventKind.ExpiryDatePassed, [.. Promised, Conditional],
            "the supplier has offered to supply, which keeps the request alive"),
        Row.Move(EventKind.Reject, Asked, [RequestSent, Rejected],
            "this supplier is skipped: CANCEL to it, then the next supplier", AskingRules.SkipSupplier,
            WorkflowStep.Reject),

        // It came from somewhere else.
        Row.Move(EventKind.ExternallyObtained,
            [.. BeforeSending, ExportedToThirdParty, BadCitation, Rejected, .. Asked, CancelReply],
            [Status.ExternallyObtained], "a supplier that is asked is sent a CANCEL",
            AskingRules.ExternallyObtained, WorkflowStep.ExternallyObtained),
    ];

    private static Row[] Answers() =>
    [
        // B5, B6
        .. Offered(EventKind.WillSupplyArrived, [.. Promised, .. Unanswered], "the supplier will supply",
            AskingRules.WillSupplyArrived),
        .. Offered(EventKind.HoldPlacedArrived, [.. Promised, .. Unanswered], "the supplier placed a hold",
            AskingRules.WillSupplyArrived),
        .. Offered(EventKind.ConditionalArrived, [Conditional, RequestSent, Rejected],
            "the supplier makes a condition; without the step: CANCEL to it, then the next supplier",
            AskingRules.ConditionalArrived),
        Row.Move(EventKind.RequestAcknowledged, [RequestSent, Claimed], [RequestAccepted],
            "the supplier's system has taken the request", AskingRules.RequestAcknowledged,
            WorkflowStep.RequestAccepted),

        // B7
        Row.Move(EventKind.ConditionalReplyYes, [Conditional], [RequestSent],
            "accepts the condition: CONDITIONAL-REPLY yes", AskingRules.AcceptCondition,
            WorkflowStep.Conditional),
        Row.Move(EventKind.ConditionalReplyNo, [Conditional], [RequestSent, Rejected],
            "does not accept: CONDITIONAL-REPLY no, then the next supplier", AskingRules.RefuseCondition,
            WorkflowStep.Conditional),
        Row.Move(EventKind.ReplyDatePassed, [Conditional], [RequestSent, Rejected],
            "as the profile says: nothing, a reminder, or the reply no", AskingRules.ReplyDatePassed,
            WorkflowStep.Conditional),

        // B8
        .. NotSupplied(EventKind.UnfilledArrived, [BadCitation, RequestSent, Rejected],
            "not supplied: the next supplier, or a citation to be corrected; with none left it is rejected"),
        .. new[]
        {
            EventKind.RetryArrived, EventKind.LocationsArrived, EventKind.EstimateArrived,
        }.SelectMany(@event => NotSupplied(@event, [RequestSent, Rejected],
            "not supplied: the next supplier; with none left it is rejected")),
        Row.Move(EventKind.ExpiredArrived, Asked, [RequestSent, Expired],
            "the supplier's time ran out: the next supplier; with none left it has expired",
            AskingRules.ExpiredArrived),
        Row.Move(EventKind.ExpiredArrived, [CancelReply], [CancelledByStaff, CancelledByPatron, Rejected],
            "the supplier's time ran out, so the cancellation needs no answer",
            AskingRules.EndedWhileCancelling),
        Row.Ignore(EventKind.ExpiredArrived, [.. NotAsked, Reactivated, .. Completed],
            "this supplier is not asked any more"),
    ];

    private static Row[] Offered(
        EventKind @event, Status[] to, string text, Func<Situation, Decision> apply) =>
    [
        Row.Move(@event, [.. Unanswered, .. Promised], to, text, apply),
        Row.Stay(@event, [CancelReply], "noted; the cancellation is still open",
            AskingRules.OfferedWhileCancelling),
        Row.Stay(@event, [.. NotAsked, Reactivated],
            "this supplier is not asked any more; kept as a note for staff", AskingRules.OfferedTooLate),
        Row.Ignore(@event, [.. OnItsWay, .. InUse, .. Kept, .. Given, .. KnownLost],
            "the item was supplied already"),
    ];

    private static Row[] NotSupplied(EventKind @event, Status[] to, string text) =>
    [
        Row.Move(@event, Asked, to, text, AskingRules.NotSuppliedArrived),
        Row.Move(@event, [CancelReply], [CancelledByStaff, CancelledByPatron, Rejected],
            "not supplied, so the cancellation needs no answer", AskingRules.EndedWhileCancelling),
        Row.Ignore(@event, [.. NotAsked, Reactivated, .. Completed], "this supplier is not asked any more"),
    ];

    private static Row[] Cancelling() =>
    [
        // B10
        Row.Move(EventKind.Cancel, Asked, [CancelReply, CancelledByStaff],
            "CANCEL; waits for the answer where the profile says so", AskingRules.CancelSent,
            WorkflowStep.CancelledByStaff),
        Row.Move(EventKind.PatronCancelled, Asked, [CancelReply, CancelledByPatron],
            "CANCEL; waits for the answer where the profile says so", AskingRules.CancelSent,
            WorkflowStep.CancelledByPatron),
        Row.Stay(EventKind.Cancel, [CancelReply], "repeats the CANCEL", AskingRules.RepeatCancel,
            WorkflowStep.CancelledByStaff),

        // B11. A CANCEL that was repeated has two answers, and they need not be the same.
        Row.Move(EventKind.CancelReplyYesArrived, [CancelReply, CancelNotAccepted],
            [CancelledByStaff, CancelledByPatron, Rejected], "the supplier agrees", AskingRules.CancelAgreed),
        Row.Move(EventKind.CancelReplyYesArrived, Asked.Except([CancelNotAccepted]).ToArray(),
            [Cancelled, RequestSent, Rejected],
            "the supplier ends the request, though nobody asked; without the step: the next supplier",
            AskingRules.CancelledBySupplier),
        Row.Ignore(EventKind.CancelReplyYesArrived, [.. NotAsked, Reactivated, .. Completed],
            "this supplier is not asked any more"),
        Row.Move(EventKind.CancelReplyNoArrived, [CancelReply], [.. Unanswered, .. Promised, Conditional],
            "the supplier does not agree: supply goes on, or its condition waits for our reply",
            AskingRules.CancelRefused),
        Row.Ignore(EventKind.CancelReplyNoArrived, Asked, "the refusal is known already; supply goes on"),
        Row.Stay(EventKind.CancelReplyNoArrived, NotAsked,
            "the supplier may ship all the same; kept as a note for staff", AskingRules.CancelRefusedTooLate),
        Row.Ignore(EventKind.CancelReplyNoArrived, [.. OnItsWay, .. WithUs, .. Kept, .. Given, .. KnownLost],
            "the cancellation crossed the shipment; the item is on its way or here"),
    ];

    private static Row[] Supplying() =>
    [
        // B12. A parcel on its way is a fact, whatever we thought of the request.
        Row.Move(EventKind.ShippedArrived, [.. Asked, CancelReply, .. NotAsked, Reactivated], OnItsWay,
            "the item is on its way", BorrowedItemRules.ShippedArrived),
        Row.Move(EventKind.ShippedArrived, OnItsWay, OnItsWay, "the newer details of the shipment count",
            BorrowedItemRules.ShippedArrivedAgain),
        Row.Stay(EventKind.ShippedArrived, [.. InUse, .. Kept, .. Given, .. KnownLost],
            "what was not known of the shipment is kept; the status stays",
            BorrowedItemRules.ShippedArrivedLate),

        // B13. Without a shipping message too: not every partner sends one.
        Row.Move(EventKind.Receive, [.. Unanswered, .. Promised, CancelReply, .. OnItsWay, Reactivated],
            [ReceivedPhysically, ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "RECEIVED; a file completes the request unless the profile waits", BorrowedItemRules.Receive),
        Row.Move(EventKind.Receive, [OverdueItem, RecalledBor, .. KnownDamaged, .. KnownLost],
            [ReceivedPhysically, ReceivedDigitally, ReceivedNotForLoan, RequestCompleted],
            "RECEIVED, if it had not come before; what is overdue, recalled or damaged stays so",
            BorrowedItemRules.ReceiveAfterTrouble),
    ];

    private static Row[] Using() =>
    [
        // B14
        Row.Move(EventKind.LoanedToPatron,
            [ReceivedPhysically, Status.ReturnedByPatron, Renewed, RenewNotAccepted, Reactivated], [Loaned],
            "the patron has it", LifecycleRules.OnceSupplied(BorrowedItemRules.LoanedToPatron)),
        Row.Move(EventKind.ReturnedByPatron,
            [Loaned, MediatedRenewal, RenewRequested, Renewed, RenewNotAccepted, OverdueItem, RecalledBor],
            [Status.ReturnedByPatron], "the patron brought it back", BorrowedItemRules.ReturnedByPatron),
    ];

    private static Row[] Renewing() =>
    [
        // B15
        Row.Move(EventKind.PatronRenewal, [Loaned, Renewed, RenewNotAccepted, OverdueItem],
            [MediatedRenewal, RenewRequested],
            "staff look at it where the profile says so, else RENEW at once",
            BorrowedItemRules.PatronRenewal),
        Row.Move(EventKind.Renew,
            [
                ReceivedPhysically, Loaned, MediatedRenewal, Renewed, RenewNotAccepted, OverdueItem,
                Reactivated,
            ], [RenewRequested], "RENEW with the desired due date",
            LifecycleRules.OnceSupplied(BorrowedItemRules.Renew), WorkflowStep.RenewRequested),
        Row.Move(EventKind.PatronRenewalRefused, [MediatedRenewal], [Loaned, RenewNotAccepted, OverdueItem],
            "staff do not pass the patron's wish on; no message", BorrowedItemRules.PatronRenewalRefused,
            WorkflowStep.MediatedRenewal),

        // B16
        Row.Move(EventKind.RenewAnswerYesArrived, [RenewRequested, OverdueItem],
            [Renewed, Loaned, ReceivedPhysically, ShippedPhysically], "the supplier grants it; new due date",
            BorrowedItemRules.RenewGranted),
        Row.Stay(EventKind.RenewAnswerYesArrived,
            [ShippedPhysically, .. WithUs.Except([RenewRequested, OverdueItem, RecalledBor])],
            "the new due date is kept; the status stays", BorrowedItemRules.RenewGrantedLate),
        Row.Ignore(EventKind.RenewAnswerYesArrived, [RecalledBor, .. Kept, .. Given, .. KnownLost],
            "the item is kept, recalled, lost, or on its way back"),
        Row.Move(EventKind.RenewAnswerNoArrived, [RenewRequested],
            [RenewNotAccepted, OverdueItem, Loaned, ReceivedPhysically], "the supplier does not grant it",
            BorrowedItemRules.RenewRefused),
        Row.Ignore(EventKind.RenewAnswerNoArrived,
            [ShippedPhysically, .. WithUs.Except([RenewRequested]), .. Kept, .. Given, .. KnownLost],
            "the request has moved on since the renewal was asked for"),
    ];

    private static Row[] Pressing() =>
    [
        // B17
        Row.Move(EventKind.OverdueArrived,
            [
                .. Unanswered, .. Promised, ShippedPhysically, ReceivedPhysically, Loaned, MediatedRenewal,
                Renewed, RenewNotAccepted, Status.ReturnedByPatron, OverdueItem, Reactivated,
            ], [OverdueItem], "the supplier says it is overdue", BorrowedItemRules.OverdueArrived),
        Row.Stay(EventKind.OverdueArrived, [RenewRequested, RecalledBor, .. KnownDamaged],
            "noted as overdue; the status stays", BorrowedItemRules.OverdueArrivedStay),
        Row.Ignore(EventKind.OverdueArrived, [ShippedDigitally, .. Kept, .. Given, .. KnownLost],
            "a copy is kept; or the item is lost, on its way back or back already"),
        Row.Move(EventKind.DueDatePassed, [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted],
            [OverdueItem], "the due date has passed here", BorrowedItemRules.DueDatePassed,
            WorkflowStep.Overdue),
        Row.Stay(EventKind.DueDateNear, [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted],
            "kept as a note for staff", BorrowedItemRules.DueDateNear),
        Row.Stay(EventKind.PatronDueDatePassed,
            [ReceivedPhysically, Loaned, Renewed, RenewNotAccepted, OverdueItem, RecalledBor],
            "noted; the patron is told where the library wants it", BorrowedItemRules.PatronDueDatePassed),
        Row.Move(EventKind.RecallArrived, [ShippedPhysically, .. WithUs], [RecalledBor],
            "the supplier wants it back", BorrowedItemRules.RecallArrived),
        Row.Ignore(EventKind.RecallArrived, [ShippedDigitally, .. Kept, .. Given, .. KnownLost],
            "a copy is kept; or the item is lost, on its way back or back already"),
        Row.Move(EventKind.RecallTakenBack, [RecalledBor],
            [ShippedPhysically, ReceivedPhysically, Loaned, Status.ReturnedByPatron, OverdueItem],
            "records that the supplier took its recall back: the old due date again; no message",
            BorrowedItemRules.RecallTakenBack),
    ];

    private static Row[] Returning() =>
    [
        // B18, B19
        Row.Move(EventKind.Return, [.. WithUs, .. KnownLost], [ReturnedToPartner],
            "RETURNED; the temporary item goes", LifecycleRules.OnceSupplied(BorrowedItemRules.Return)),
        Row.Move(EventKind.CheckedInArrived,
            [ShippedPhysically, .. WithUs, ReturnedToPartner, LenderCheckIn, .. KnownLost],
            [LenderCheckIn, RequestCompleted],
            "the supplier has it back; completed at once unless the profile shows the step",
            BorrowedItemRules.CheckedInArrived),
        Row.Ignore(EventKind.CheckedInArrived,
            [ShippedDigitally, ReceiveDigitallyReply, .. Kept, .. Completed],
            "a copy does not go back, or it is completed already"),

        // B20
        Row.Move(EventKind.ReportLost, [ShippedPhysically, .. WithUs, ReturnedToPartner], ReportedLost,
            "LOST", LifecycleRules.OnceSupplied(BorrowedItemRules.ReportLost), WorkflowStep.Lost),
        Row.Move(EventKind.ReportDamaged, [ShippedPhysically, .. WithUs.Except(KnownDamaged)], KnownDamaged,
            "DAMAGED", LifecycleRules.OnceSupplied(BorrowedItemRules.ReportDamaged), WorkflowStep.Damaged),
        Row.Move(EventKind.LostArrived, [ShippedPhysically, .. WithUs, ReturnedToPartner, .. ReportedLost],
            [DeclaredLost], "the supplier declares it lost", BorrowedItemRules.LostArrived),
        Row.Ignore(EventKind.LostArrived, [DeclaredLost, LostAndFeePaid], "it is known to be lost"),
        Row.Stay(EventKind.LostArrived,
            [ShippedDigitally, ReceiveDigitallyReply, .. Kept, LenderCheckIn, .. Completed],
            "the request is over here; kept as a note for staff", BorrowedItemRules.LostArrivedLate),
        Row.Stay(EventKind.DamagedArrived, [.. OnItsWay, .. WithUs, .. Kept, .. Given, .. KnownLost],
            "the supplier found it damaged; kept as a note", BorrowedItemRules.DamagedArrived),
        Row.Move(EventKind.FeePaid, [.. ReportedLost, DeclaredLost], [LostAndFeePaid],
            "the loss is paid for; no message", BorrowedItemRules.FeePaid, WorkflowStep.LostAndFeePaid),
        Row.Move(EventKind.Complete,
            [
                ExportedToThirdParty, Status.ExternallyObtained, .. Kept, ReturnedToPartner, LenderCheckIn,
                .. KnownLost,
            ], [RequestCompleted], "nothing more is expected; no message", LifecycleRules.Complete),
    ];

    private static Row[] Everywhere() =>
    [
        .. SharedRows.AtAnyTime(Side.Borrowing, Ended),
        Row.Move(EventKind.Reactivate, Ended.Except([Rejected]).ToArray(), [Reactivated, RequestCreatedBor],
            "opened again; optional MESSAGE", LifecycleRules.Reactivate, WorkflowStep.Reactivate),
    ];

    private static IEnumerable<Row> AfterRemoval() => SharedRows.AfterRemoval(
        EventKind.ForwardNotificationArrived, EventKind.ShippedArrived, EventKind.ConditionalArrived,
        EventKind.RetryArrived, EventKind.UnfilledArrived, EventKind.LocationsArrived,
        EventKind.WillSupplyArrived, EventKind.HoldPlacedArrived, EventKind.EstimateArrived,
        EventKind.CancelReplyYesArrived, EventKind.CancelReplyNoArrived, EventKind.RecallArrived,
        EventKind.CheckedInArrived, EventKind.OverdueArrived, EventKind.RenewAnswerYesArrived,
        EventKind.RenewAnswerNoArrived, EventKind.LostArrived, EventKind.DamagedArrived,
        EventKind.ExpiredArrived);
}

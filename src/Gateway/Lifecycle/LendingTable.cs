using static ResourceSharing.Gateway.Lifecycle.Status;
using Row = ResourceSharing.Gateway.Lifecycle.TransitionTable.Row;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The lending side as data. Row numbers are those of the lifecycle reference, 1.3.</summary>
internal static class LendingTable
{
    private static readonly Status[] All =
        StatusCatalog.Of(Side.Lending).Select(info => info.Status).ToArray();

    /// <summary>Nothing was promised yet.</summary>
    private static readonly Status[] Undecided =
        [RequestCreatedLend, NonExpiring, LocateFailed, BeingProcessed];

    private static readonly Status[] Open = [.. Undecided, PendingAutoReject, WillSupply];

    /// <summary>A renewal waits for our answer; the last two tell, by hand, who asked.</summary>
    private static readonly Status[] Asking = [RenewRequested, PatronRenewal, StaffRenewal];

    private static readonly Status[] Recalled = [RecalledLend, BorrowerRecall];

    /// <summary>With the borrower, and nothing is the matter.</summary>
    private static readonly Status[] Calm = [ReceivedByPartner, RenewalResponse];

    private static readonly Status[] OnLoan =
        [ShippedPhysically, .. Calm, .. Asking, OverdueItem, .. Recalled, Damaged];

    private static readonly Status[] Out = [.. OnLoan, Reactivated];

    private static readonly Status[] EndedWithoutSupply = [Rejected, Expired, Cancelled];

    /// <summary>Supplied and over, unless somebody opens it again.</summary>
    private static readonly Status[] Done = [LenderCheckIn, RequestCompleted];

    private static readonly Status[] Supplied =
        [.. OnLoan, ShippedDigitally, Status.ReturnedByPartner, Lost, .. Done];

    private static readonly Status[] Ended = [.. EndedWithoutSupply, ShippedDigitally, Lost, .. Done];

    /// <summary>Every status against every event.</summary>
    public static TransitionTable Table { get; } = new(Side.Lending,
    [
        .. Deciding(), .. Digitising(), .. Conditions(), .. Cancelling(), .. Shipping(), .. Tracking(), .. Renewing(),
        .. Pressing(), .. Closing(), .. Everywhere(), .. AfterRemoval(),
    ]);

    private static Row[] Deciding() =>
    [
        // L1, L2
        Row.Ignore(EventKind.RequestArrived, All, "the request is known already"),
        Row.Stay(EventKind.Locate, [RequestCreatedLend, LocateFailed], "our own catalogue is asked",
            AnsweringRules.Locate),
        Row.Move(EventKind.Located, [RequestCreatedLend, LocateFailed],
            [RequestCreatedLend, Rejected, PendingAutoReject],
            "one title fits; rejected where the library does not lend it", AnsweringRules.Located),
        Row.Move(EventKind.NotLocated, [RequestCreatedLend, LocateFailed],
            [LocateFailed, Rejected, PendingAutoReject],
            "no title fits, or several; rejected where the library wants it", AnsweringRules.NotLocated),
        Row.Move(EventKind.Detach, [RequestCreatedLend, BeingProcessed], [LocateFailed],
            "the located title is taken off; the request can be located again", AnsweringRules.Detach),
        Row.Move(EventKind.ChooseTitle, [RequestCreatedLend, LocateFailed], [RequestCreatedLend],
            "it is one of the titles that were found", AnsweringRules.ChooseTitle),
        Row.Move(EventKind.ProcessingStarted, Open.Except([BeingProcessed]).ToArray(), [BeingProcessed],
            "a hold, move or digitisation was ordered", AnsweringRules.ProcessingStarted),

        // L3
        Row.Move(EventKind.WillSupply, Open, [WillSupply], "ILL-ANSWER will supply",
            AnsweringRules.WillSupply, WorkflowStep.WillSupply),
        Row.Move(EventKind.AutomaticWillSupply, Undecided, [WillSupply],
            "ILL-ANSWER will supply, without staff", AnsweringRules.WillSupplyAutomatically,
            WorkflowStep.AutomaticWillSupply),
        Row.Move(EventKind.Conditional, Open, [Conditional], "ILL-ANSWER conditional",
            AnsweringRules.Conditional, WorkflowStep.Conditional),

        // L6, L8
        Row.Move(EventKind.Reject, [.. Open, Conditional], [Rejected], "ILL-ANSWER unfilled",
            AnsweringRules.Reject, WorkflowStep.Reject),
        Row.Move(EventKind.AutomaticRejection, Undecided, [Rejected, PendingAutoReject],
            "ILL-ANSWER unfilled, at once or with the next run of the job, as the profile says",
            AnsweringRules.RejectAutomatically),
        Row.Move(EventKind.AutoRejectDue, [PendingAutoReject], [Rejected],
            "ILL-ANSWER unfilled with the reason", AnsweringRules.AutoRejectDue,
            WorkflowStep.PendingAutoReject),
        Row.Move(EventKind.ExpiryDatePassed,
            [RequestCreatedLend, LocateFailed, BeingProcessed, PendingAutoReject, Conditional], [Expired],
            "EXPIRED, unless we have promised to supply", AnsweringRules.Expire, WorkflowStep.Expired),
        Row.Ignore(EventKind.ExpiryDatePassed, [WillSupply], "a promise to supply keeps the request alive"),
        Row.Ignore(EventKind.ExpiryDatePassed, [NonExpiring], "staff exempted the request from expiry"),
        Row.Stay(EventKind.AnswerDue, [RequestCreatedLend, LocateFailed, BeingProcessed, WillSupply],
            "staff are told, once for each expiry date", AnsweringRules.AnswerDue),
    ];

    private static Row[] Digitising() =>
    [
        // L2, seed 004
        Row.Move(EventKind.Digitise, [.. Open, Reactivated], [BeingProcessed, RequestCreatedLend],
            "a department digitises it; where the rule wants an approval first, it waits for that", DigitisationRules.Begin),
        Row.Move(EventKind.Approve, Open, [BeingProcessed, ShippedDigitally, RequestCompleted],
            "the digitisation begins, or a file that was held leaves: SHIPPED", DigitisationRules.Approve),
        Row.Move(EventKind.ApprovalRefused, Open, [Rejected],
            "ILL-ANSWER unfilled; a file that was held is deleted", DigitisationRules.Refuse),
        Row.Move(EventKind.WorkTimePassed, [.. Undecided, WillSupply], [Rejected, PendingAutoReject],
            "the department has not done it in time: ILL-ANSWER unfilled, as an automatic rejection",
            DigitisationRules.WorkTimePassed),
        Row.Stay(EventKind.WorkTimeNear, [.. Undecided, WillSupply], "staff are told", DigitisationRules.WorkTimeNear),
    ];

    private static Row[] Conditions() =>
    [
        // L4
        Row.Move(EventKind.ConditionalReplyYesArrived, [Conditional], [RequestCreatedLend],
            "the borrower accepts; the request is worked on again", AnsweringRules.ConditionAccepted),
        Row.Stay(EventKind.ConditionalReplyYesArrived, [CancelReply],
            "noted; the cancellation is still to be answered",
            AnsweringRules.ConditionAcceptedWhileCancelling),
        Row.Ignore(EventKind.ConditionalReplyYesArrived, Open, "the request goes on already"),
        Row.Move(EventKind.ConditionalReplyNoArrived, [Conditional, CancelReply, .. Open], [Rejected],
            "the borrower does not accept", AnsweringRules.ConditionRefused),
        Row.Ignore(EventKind.ConditionalReplyYesArrived, [.. EndedWithoutSupply, Reactivated],
            "the condition is void"),
        Row.Ignore(EventKind.ConditionalReplyNoArrived, [.. EndedWithoutSupply, Reactivated],
            "the condition is void"),

        // Rejected and opened again in between: the reply crossed all of it.
        Row.Ignore(EventKind.ConditionalReplyYesArrived, Supplied, "the item has left already"),
        Row.Stay(EventKind.ConditionalReplyNoArrived, Supplied, "too late, the item has left; kept as a note for staff",
            AnsweringRules.ConditionRefusedTooLate),
        Row.Move(EventKind.ReplyDatePassed, [Conditional], [Rejected],
            "as the profile says: nothing, a reminder, or the reply no: ILL-ANSWER unfilled",
            AnsweringRules.ReplyDatePassed, WorkflowStep.Conditional),
    ];

    private static Row[] Cancelling() =>
    [
        // L7
        Row.Move(EventKind.CancelArrived, [.. Open, Conditional], [Cancelled, CancelReply],
            "agreed at once: CANCEL-REPLY yes; or waits for staff where the profile says so",
            AnsweringRules.CancelArrived),
        Row.Stay(EventKind.CancelArrived, [CancelReply], "repeated; waits for staff",
            AnsweringRules.CancelRepeated),
        Row.Move(EventKind.CancelArrived, [Reactivated], [Cancelled, CancelReply],
            "as before shipping, or too late: it depends on whether the item had left",
            AnsweringRules.CancelReactivated),
        Row.Stay(EventKind.CancelArrived, Supplied,
            "too late, the item has left: CANCEL-REPLY no", AnsweringRules.CancelTooLate),
        Row.Stay(EventKind.CancelArrived, [Cancelled], "it is cancelled already: CANCEL-REPLY yes again",
            AnsweringRules.CancelAgreedAgain),
        Row.Ignore(EventKind.CancelArrived, [Rejected, Expired],
            "the request has ended without supply, so there is nothing to cancel"),
        Row.Move(EventKind.CancelReplyYes, [CancelReply], [Cancelled], "CANCEL-REPLY yes",
            AnsweringRules.AgreeToCancel),
        Row.Move(EventKind.CancelReplyNo, [CancelReply], [.. Open, Conditional, Reactivated],
            "CANCEL-REPLY no; goes on where it was", AnsweringRules.RefuseToCancel),
    ];

    private static Row[] Shipping() =>
    [
        // L5
        Row.Move(EventKind.Ship, [.. Open, Reactivated], [ShippedPhysically],
            "SHIPPED as a loan with its due date", LentItemRules.Ship),
        Row.Move(EventKind.ShipNonReturnable, [.. Open, Reactivated], [ShippedPhysically],
            "SHIPPED as a copy on paper", LentItemRules.ShipNonReturnable),
        Row.Move(EventKind.ShipDigitally, [.. Open, Reactivated], [ShippedDigitally, RequestCompleted],
            "SHIPPED as a file; complete at once unless the profile waits for the borrower, and staff do not say otherwise; "
                + "held without a message while the digitisation waits for its approval",
            LentItemRules.ShipDigitally),
    ];

    private static Row[] Tracking() =>
    [
        // L9
        Row.Move(EventKind.ReceivedArrived, [ShippedPhysically, ShippedDigitally, Reactivated],
            [ReceivedByPartner, RequestCompleted], "the borrower has it; a copy is complete now",
            LentItemRules.ReceivedArrived),
        Row.Stay(EventKind.ReceivedArrived, [.. OnLoan.Except([ShippedPhysically]), Status.ReturnedByPartner],
            "the day is kept; the status stays", LentItemRules.ReceivedArrivedLate),
        Row.Stay(EventKind.ReceivedArrived, [Lost], "the day is kept, and staff are told that it is not lost",
            LentItemRules.ReceivedArrivedThoughLost),
        Row.Ignore(EventKind.ReceivedArrived, Done, "the request is complete here; harmless"),
        Row.Move(EventKind.ReturnedArrived, [.. Out, Lost],
            [Status.ReturnedByPartner, ShippedPhysically, ReceivedByPartner], "on its way back",
            LentItemRules.ReturnedArrived),
        Row.Ignore(EventKind.ReturnedArrived, [Status.ReturnedByPartner, .. Done],
            "it is back or on its way already"),
        Row.Ignore(EventKind.ReturnedArrived, [ShippedDigitally], "a file does not come back"),
    ];

    private static Row[] Renewing() =>
    [
        // L10
        Row.Move(EventKind.RenewArrived, [ShippedPhysically, .. Calm, OverdueItem, Damaged, Reactivated],
            [RenewRequested, RenewalResponse, ReceivedByPartner, ShippedPhysically],
            "waits for staff, or is answered at once, as the profile says", LentItemRules.RenewArrived),
        Row.Stay(EventKind.RenewArrived, Asking, "asked again; waits for staff", LentItemRules.RenewRepeated),
        Row.Stay(EventKind.RenewArrived, [.. Recalled, Lost, Status.ReturnedByPartner, .. Done],
            "refused at once, since the item is recalled, lost or back: RENEW-ANSWER no",
            LentItemRules.RenewHopeless),
        Row.Move(EventKind.RenewAnswerYes, [.. Asking, .. Calm, OverdueItem, Damaged, Reactivated],
            [ReceivedByPartner, ShippedPhysically, RenewalResponse],
            "RENEW-ANSWER yes with the new due date; also for a wish that came by other ways",
            LifecycleRules.OnceSupplied(LentItemRules.GrantRenewal), WorkflowStep.ManualRenew,
            WorkflowStep.AutomaticRenew),
        Row.Move(EventKind.RenewAnswerNo,
            [.. Asking, ShippedPhysically, .. Calm, OverdueItem, Damaged, Reactivated],
            [ReceivedByPartner, ShippedPhysically, OverdueItem, RenewalResponse], "RENEW-ANSWER no",
            LentItemRules.RefuseRenewal, WorkflowStep.ManualRenew, WorkflowStep.AutomaticRenew),
    ];

    private static Row[] Pressing() =>
    [
        // L11
        Row.Move(EventKind.DueDatePassed, [ShippedPhysically, .. Calm, OverdueItem], [OverdueItem],
            "OVERDUE; again after the partner's interval", LentItemRules.DueDatePassed, WorkflowStep.Overdue),
        Row.Stay(EventKind.DueDatePassed, [.. Asking, Damaged], "OVERDUE; the status stays",
            LentItemRules.DueDatePassedStay, WorkflowStep.Overdue),
        Row.Stay(EventKind.DueDateNear, [ShippedPhysically, ReceivedByPartner],
            "MESSAGE that reminds of the due date", LentItemRules.DueDateNear),

        // L12
        Row.Move(EventKind.Recall, [ShippedPhysically, .. Calm, .. Asking, OverdueItem, Damaged, Reactivated],
            [RecalledLend], "RECALL with the new due date", LifecycleRules.OnceSupplied(LentItemRules.Recall),
            WorkflowStep.Recall),
        Row.Move(EventKind.RecallTakenBack, Recalled, [ShippedPhysically, ReceivedByPartner, OverdueItem],
            "the old due date again; MESSAGE, since ISO has no service for it", LentItemRules.TakeRecallBack,
            WorkflowStep.Recall),
    ];

    private static Row[] Closing() =>
    [
        // L13
        Row.Move(EventKind.CheckIn, [.. Out, Status.ReturnedByPartner, LenderCheckIn, Lost],
            [RequestCompleted], "the item is back; CHECKED-IN where the profile sends it",
            LifecycleRules.OnceSupplied(LentItemRules.CheckIn)),
        Row.Move(EventKind.Complete, [ShippedDigitally, Lost, LenderCheckIn], [RequestCompleted],
            "nothing more is expected; no message", LifecycleRules.Complete),
        Row.Move(EventKind.ReportLost, [.. Out, Status.ReturnedByPartner], [Lost], "LOST",
            LifecycleRules.OnceSupplied(LentItemRules.ReportLost), WorkflowStep.Lost),
        Row.Move(EventKind.LostArrived, [.. Out, Status.ReturnedByPartner], [Lost],
            "the borrower has lost it", LentItemRules.LostArrived),
        Row.Ignore(EventKind.LostArrived, [Lost], "it is known to be lost"),
        Row.Stay(EventKind.LostArrived, [ShippedDigitally, .. Done],
            "the request is over here; kept as a note for staff", LentItemRules.LostArrivedLate),

        // Damage ends nothing: a renewal is still answered, a recall stands, all else goes on from Damaged.
        Row.Move(EventKind.ReportDamaged,
            [.. Out.Except([Damaged, .. Asking, .. Recalled]), Status.ReturnedByPartner, RequestCompleted],
            [Damaged], "DAMAGED", LifecycleRules.OnceSupplied(LentItemRules.ReportDamaged),
            WorkflowStep.Damaged),
        Row.Stay(EventKind.ReportDamaged, [.. Asking, .. Recalled],
            "DAMAGED; the renewal is still to be answered, or the recall stands",
            LentItemRules.ReportDamagedStay, WorkflowStep.Damaged),
        Row.Move(EventKind.DamagedArrived, Out.Except([.. Asking, .. Recalled]).ToArray(), [Damaged],
            "the borrower found or made it damaged", LentItemRules.DamagedArrived),
        Row.Stay(EventKind.DamagedArrived,
            [.. Asking, .. Recalled, ShippedDigitally, Status.ReturnedByPartner, Lost, .. Done],
            "kept as a note for staff", LentItemRules.DamagedArrivedStay),
    ];

    private static Row[] Everywhere() =>
    [
        .. SharedRows.AtAnyTime(Side.Lending, Ended),
        Row.Move(EventKind.Reactivate, Ended, [Reactivated], "opened again; optional MESSAGE",
            LifecycleRules.Reactivate, WorkflowStep.Reactivate),
    ];

    private static IEnumerable<Row> AfterRemoval() => SharedRows.AfterRemoval(
        EventKind.ConditionalReplyYesArrived, EventKind.ConditionalReplyNoArrived, EventKind.CancelArrived,
        EventKind.ReceivedArrived, EventKind.ReturnedArrived, EventKind.RenewArrived, EventKind.LostArrived,
        EventKind.DamagedArrived);
}

using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// The optional steps of a workflow profile. A step that is on adds its status, its staff action and the
/// permission for its message; files write the names in kebab case (<c>RenewRequested</c> is
/// <c>renew-requested</c>). Source: lifecycle reference, section 2, both tables.
/// </summary>
public enum WorkflowStep
{
    /// <summary>
    /// The lender answers renewal requests of this partner without staff. Wins over manual renewal.
    /// </summary>
    AutomaticRenew,

    /// <summary>Lending staff answer renewal requests with the Renew action.</summary>
    ManualRenew,

    /// <summary>A patron's renewal waits for staff; when off it goes to the partner at once.</summary>
    MediatedRenewal,

    /// <summary>The borrower may ask for renewal, and the lender may be asked (Renew requested).</summary>
    RenewRequested,

    /// <summary>A granted renewal shows as a status of its own (Renewed by partner).</summary>
    Renewed,

    /// <summary>A refused renewal shows as a status of its own (Renew request not accepted).</summary>
    RenewNotAccepted,

    /// <summary>Patrons may cancel their requests.</summary>
    CancelledByPatron,

    /// <summary>Staff may cancel a borrowing request.</summary>
    CancelledByStaff,

    /// <summary>The partner may end a request that it has not filled.</summary>
    CancelledByPartner,

    /// <summary>The partner's refusal of a cancellation shows as a status and supply goes on.</summary>
    CancelNotAccepted,

    /// <summary>
    /// Borrowing: a cancellation waits for the partner's answer; when off it takes effect at once. Lending:
    /// staff answer a cancellation; when off it is answered No after shipping.
    /// </summary>
    CancelReply,

    /// <summary>Conditional answers are accepted (borrowing) or may be given (lending).</summary>
    Conditional,

    /// <summary>Will-supply answers are accepted (borrowing) or may be given (lending).</summary>
    WillSupply,

    /// <summary>The same for will-supply answers that a system gives without staff.</summary>
    AutomaticWillSupply,

    /// <summary>The partner's acknowledgement that it will handle the request shows as a status.</summary>
    RequestAccepted,

    /// <summary>
    /// Borrowing: staff may skip a partner. Lending: staff may refuse a request (unfilled).
    /// </summary>
    Reject,

    /// <summary>
    /// Damage may be reported to the partner and is accepted from it (Damaged communicated, Reported
    /// damaged).
    /// </summary>
    Damaged,

    /// <summary>
    /// A loss may be reported to the partner and is accepted from it (Lost communicated, Reported lost).
    /// </summary>
    Lost,

    /// <summary>
    /// The lender's declaration that an item is lost is accepted (Declared lost by partner).
    /// </summary>
    DeclaredLost,

    /// <summary>A lost item that was paid for shows as a status.</summary>
    LostAndFeePaid,

    /// <summary>Borrowing: the lender's recall is accepted. Lending: staff may recall.</summary>
    Recall,

    /// <summary>
    /// Borrowing: the lender's overdue notice is accepted. Lending: overdue notices are sent.
    /// </summary>
    Overdue,

    /// <summary>The lender's check-in shows as a step before the request is completed.</summary>
    LenderCheckIn,

    /// <summary>
    /// The borrower is told when the item is scanned in; when off it returns without a message.
    /// </summary>
    CheckedInMessage,

    /// <summary>
    /// Borrowing: staff press Receive for a digital copy. Lending: a digital shipment rests until the
    /// borrower has received it. When off the request is completed at once.
    /// </summary>
    ReceiveDigitally,

    /// <summary>Borrowing: a file that arrived shows as a status of its own until staff receive it.</summary>
    WaitingForReceiveDigitally,

    /// <summary>Lending: an answered renewal shows as a status of its own (Renewal response).</summary>
    RenewalResponse,

    /// <summary>
    /// Lending: an automatic rejection waits for the next run of its job, so that staff can step in; when off it is
    /// sent at once.
    /// </summary>
    PendingAutoReject,

    /// <summary>The borrower's receipt shows as a status of the loan (Received by partner).</summary>
    ReceivedByPartner,

    /// <summary>The borrower's return shows as a status of the loan (Returned by partner).</summary>
    ReturnedByPartner,

    /// <summary>A lending request that was not filled in time expires, and the borrower is told.</summary>
    Expired,

    /// <summary>Staff may record that the title was obtained elsewhere.</summary>
    ExternallyObtained,

    /// <summary>A title that the own library holds stops the request for a decision.</summary>
    LocalHolding,

    /// <summary>
    /// A request that the partner returns for its citation waits for correction and is sent again.
    /// </summary>
    BadCitation,

    /// <summary>An unanswered request may be claimed.</summary>
    Claimed,

    /// <summary>A digital request that meets a copyright rule waits for approval.</summary>
    PendingApproval,

    /// <summary>A completed request may be opened again.</summary>
    Reactivate,
}

/// <summary>
/// Which steps make sense on which side. A step on the wrong side is a mistake in a profile.
/// </summary>
public static class WorkflowSteps
{
    /// <summary>
    /// Steps of borrowing profiles. The two renewal modes stand here and steer the lending side too.
    /// </summary>
    public static FrozenSet<WorkflowStep> Borrowing { get; } =
    [
        WorkflowStep.AutomaticRenew, WorkflowStep.ManualRenew, WorkflowStep.MediatedRenewal,
        WorkflowStep.RenewRequested, WorkflowStep.Renewed, WorkflowStep.RenewNotAccepted,
        WorkflowStep.CancelledByPatron, WorkflowStep.CancelledByStaff, WorkflowStep.CancelledByPartner,
        WorkflowStep.CancelNotAccepted, WorkflowStep.CancelReply, WorkflowStep.Conditional,
        WorkflowStep.WillSupply, WorkflowStep.AutomaticWillSupply, WorkflowStep.RequestAccepted,
        WorkflowStep.Reject, WorkflowStep.Damaged, WorkflowStep.Lost, WorkflowStep.DeclaredLost,
        WorkflowStep.LostAndFeePaid, WorkflowStep.Recall, WorkflowStep.Overdue, WorkflowStep.LenderCheckIn,
        WorkflowStep.ReceiveDigitally, WorkflowStep.WaitingForReceiveDigitally, WorkflowStep.ExternallyObtained,
        WorkflowStep.LocalHolding,
        WorkflowStep.BadCitation, WorkflowStep.Claimed, WorkflowStep.PendingApproval, WorkflowStep.Reactivate,
    ];

    /// <summary>Steps of lending profiles.</summary>
    public static FrozenSet<WorkflowStep> Lending { get; } =
    [
        WorkflowStep.CheckedInMessage, WorkflowStep.WillSupply, WorkflowStep.AutomaticWillSupply,
        WorkflowStep.Conditional, WorkflowStep.RenewRequested, WorkflowStep.ManualRenew,
        WorkflowStep.AutomaticRenew, WorkflowStep.ReceiveDigitally, WorkflowStep.ReceivedByPartner,
        WorkflowStep.ReturnedByPartner, WorkflowStep.Overdue, WorkflowStep.Recall, WorkflowStep.Lost,
        WorkflowStep.Damaged, WorkflowStep.CancelReply, WorkflowStep.Reject, WorkflowStep.Reactivate,
        WorkflowStep.Expired, WorkflowStep.RenewalResponse, WorkflowStep.PendingAutoReject,
    ];
}

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// The statuses of a request, both sides. Codes and labels stand in <see cref="StatusCatalog"/>; the names of the field
/// are kept, so that staff who know Alma know these. Some exist on both sides.
/// </summary>
public enum Status
{
    // Borrowing, before sending

    /// <summary>Created borrowing request.</summary>
    RequestCreatedBor = 1,

    /// <summary>Pending approval: a copyright rule was hit.</summary>
    PendingApproval,

    /// <summary>Locate in process.</summary>
    LocateInProcess,

    /// <summary>Locate failed (both sides).</summary>
    LocateFailed,

    /// <summary>Ready to be sent.</summary>
    ReadyToSend,

    // Borrowing, asked

    /// <summary>Request sent to partner.</summary>
    RequestSent,

    /// <summary>Will supply (both sides).</summary>
    WillSupply,

    /// <summary>Conditional (both sides).</summary>
    Conditional,

    /// <summary>Rejected by partner; on the lending side: rejected the borrower request.</summary>
    Rejected,

    /// <summary>Expired (both sides).</summary>
    Expired,

    /// <summary>Waiting for cancel response; on the lending side: a cancellation waits for our answer.</summary>
    CancelReply,

    /// <summary>Cancel request not accepted.</summary>
    CancelNotAccepted,

    /// <summary>Cancelled by partner; on the lending side: cancelled.</summary>
    Cancelled,

    /// <summary>Cancelled by patron.</summary>
    CancelledByPatron,

    /// <summary>Cancelled by staff.</summary>
    CancelledByStaff,

    // Supplied

    /// <summary>Shipped physically (both sides).</summary>
    ShippedPhysically,

    /// <summary>Shipped digitally (both sides).</summary>
    ShippedDigitally,

    /// <summary>Digitally received by library.</summary>
    ReceivedDigitally,

    /// <summary>Physically received by library.</summary>
    ReceivedPhysically,

    /// <summary>Received, not for loan: a copy on paper that is kept.</summary>
    ReceivedNotForLoan,

    /// <summary>Loaned item to patron.</summary>
    Loaned,

    /// <summary>Mediated patron renewal.</summary>
    MediatedRenewal,

    /// <summary>Renew requested (both sides).</summary>
    RenewRequested,

    /// <summary>Renewed by partner.</summary>
    Renewed,

    /// <summary>Renew request not accepted.</summary>
    RenewNotAccepted,

    /// <summary>Overdue request (both sides).</summary>
    OverdueItem,

    /// <summary>Recalled by partner.</summary>
    RecalledBor,

    /// <summary>Returned by patron.</summary>
    ReturnedByPatron,

    /// <summary>Returned item to partner.</summary>
    ReturnedToPartner,

    /// <summary>Lender check in (both sides).</summary>
    LenderCheckIn,

    /// <summary>Lost communicated.</summary>
    LostCommunicated,

    /// <summary>Declared lost by partner.</summary>
    DeclaredLost,

    /// <summary>Damaged communicated.</summary>
    DamagedCommunicated,

    /// <summary>Reactivated (both sides).</summary>
    Reactivated,

    /// <summary>Request completed (both sides).</summary>
    RequestCompleted,

    /// <summary>Deleted: removed from the lists, kept for the record (both sides).</summary>
    Deleted,

    // Lending only

    /// <summary>Created lending request.</summary>
    RequestCreatedLend,

    /// <summary>Being processed.</summary>
    BeingProcessed,

    /// <summary>Received by partner.</summary>
    ReceivedByPartner,

    /// <summary>Recalled item.</summary>
    RecalledLend,

    /// <summary>Returned by partner.</summary>
    ReturnedByPartner,

    /// <summary>Damaged; on the borrowing side: reported damaged item to partner, the other name of damaged
    /// communicated.</summary>
    Damaged,

    /// <summary>Lost.</summary>
    Lost,

    // Rows on disk hold the numbers: what came later stands at the end. The catalogue has the order of a request's life.

    /// <summary>Local holding: our own library holds the title.</summary>
    LocalHolding,

    /// <summary>Exported to third party: another system carries the request on.</summary>
    ExportedToThirdParty,

    /// <summary>Request accepted: the supplier says that it is working on it.</summary>
    RequestAccepted,

    /// <summary>Claimed: no answer came, and we asked where it stays.</summary>
    Claimed,

    /// <summary>Automatic will supply: the supplier's system promises, not yet a person.</summary>
    AutoWillSupply,

    /// <summary>Bad citation: the supplier cannot find what we cited.</summary>
    BadCitation,

    /// <summary>Externally obtained: it came from somewhere else.</summary>
    ExternallyObtained,

    /// <summary>Waiting for receive digitally: a file came and waits for staff.</summary>
    ReceiveDigitallyReply,

    /// <summary>Reported lost item to partner: the other name of lost communicated.</summary>
    ReportLost,

    /// <summary>Lost and fee paid.</summary>
    LostAndFeePaid,

    /// <summary>Delivered: an end that other systems set.</summary>
    Delivered,

    /// <summary>History: an end that other systems set.</summary>
    History,

    /// <summary>Pending auto reject: is rejected by the next run of the job, unless staff step in.</summary>
    PendingAutoReject,

    /// <summary>Non expiring: exempt from expiry.</summary>
    NonExpiring,

    /// <summary>Patron renewal: a renewal that a patron asked for waits for us.</summary>
    PatronRenewal,

    /// <summary>Staff renewal: a renewal that the borrower's staff asked for waits for us.</summary>
    StaffRenewal,

    /// <summary>Renewal response: the renewal was answered.</summary>
    RenewalResponse,

    /// <summary>Borrower recall: a recall that came from the borrower's side.</summary>
    BorrowerRecall,
}

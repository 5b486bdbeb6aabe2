namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What is known of one status on one side.</summary>
/// <param name="Side">The side.</param>
/// <param name="Status">The status.</param>
/// <param name="Code">The code that programs use: <c>SHIPPED_PHYSICALLY</c>. Alma's, where a source shows it.</param>
/// <param name="Label">The label that people read.</param>
/// <param name="Phase">How far the request is.</param>
/// <param name="IsFinal">True when nothing is expected to happen any more: the request may be removed.</param>
public sealed record StatusInfo(Side Side, Status Status, string Code, string Label, Phase Phase, bool IsFinal);

/// <summary>How far a request is.</summary>
public enum Phase
{
    /// <summary>Nobody was asked yet.</summary>
    BeforeSending = 1,

    /// <summary>Asked (borrowing) or asked of us (lending); the item has not left.</summary>
    BeforeShipping = 2,

    /// <summary>The item has left the lender, or more.</summary>
    Tracking = 3,

    /// <summary>Over.</summary>
    Closed = 4,
}

/// <summary>All statuses of both sides with codes and labels. Source: lifecycle reference 1.1 and 1.2; codes that no
/// source shows are formed like their neighbours and marked in docs/lifecycle.md.</summary>
public static class StatusCatalog
{
    private static readonly StatusInfo[] Entries =
    [
        Borrowing(Status.RequestCreatedBor, "REQUEST_CREATED_BOR", "Created borrowing request", Phase.BeforeSending),
        Borrowing(Status.PendingApproval, "PENDING_APPROVAL", "Pending approval", Phase.BeforeSending),
        Borrowing(Status.LocateInProcess, "LOCATE_IN_PROCESS", "Locate in process", Phase.BeforeSending),
        Borrowing(Status.LocateFailed, "LOCATE_FAILED", "Locate failed", Phase.BeforeSending),
        Borrowing(Status.LocalHolding, "LOCAL_HOLDING", "Local holding", Phase.BeforeSending),
        Borrowing(Status.ReadyToSend, "READY_TO_SEND", "Ready to be sent", Phase.BeforeSending),
        Borrowing(Status.ExportedToThirdParty, "EXPORTED_TO_THIRD_PARTY", "Exported to third party", Phase.BeforeSending),
        Borrowing(Status.RequestSent, "REQUEST_SENT", "Request sent to partner", Phase.BeforeShipping),
        Borrowing(Status.RequestAccepted, "REQUEST_ACCEPTED", "Request accepted", Phase.BeforeShipping),
        Borrowing(Status.Claimed, "CLAIMED", "Claimed", Phase.BeforeShipping),
        Borrowing(Status.AutoWillSupply, "AUTO_WILL_SUPPLY", "Automatic will supply", Phase.BeforeShipping),
        Borrowing(Status.WillSupply, "WILL_SUPPLY", "Will supply", Phase.BeforeShipping),
        Borrowing(Status.Conditional, "CONDITIONAL", "Conditional", Phase.BeforeShipping),
        Borrowing(Status.BadCitation, "BAD_CITATION", "Bad citation", Phase.BeforeShipping),
        Borrowing(Status.Rejected, "REJECTED", "Rejected by partner", Phase.BeforeShipping),
        Borrowing(Status.Expired, "EXPIRED", "Expired", Phase.Closed),
        Borrowing(Status.CancelReply, "CANCEL_REPLY", "Waiting for cancel response", Phase.BeforeShipping),
        Borrowing(Status.CancelNotAccepted, "CANCEL_NOT_ACCEPTED", "Cancel request not accepted", Phase.BeforeShipping),
        Borrowing(Status.Cancelled, "CANCELLED", "Cancelled by partner", Phase.Closed),
        Borrowing(Status.CancelledByPatron, "CANCELLED_BY_PATRON", "Cancelled by patron", Phase.Closed),
        Borrowing(Status.CancelledByStaff, "CANCELLED_BY_STAFF", "Cancelled by staff", Phase.Closed),
        Borrowing(Status.ExternallyObtained, "EXTERNALLY_OBTAINED", "Externally obtained", Phase.BeforeShipping),
        Borrowing(Status.ShippedPhysically, "SHIPPED_PHYSICALLY", "Shipped physically", Phase.Tracking),
        Borrowing(Status.ShippedDigitally, "SHIPPED_DIGITALLY", "Shipped digitally", Phase.Tracking),
        Borrowing(Status.ReceiveDigitallyReply, "RECEIVE_DIGITALLY_REPLY", "Waiting for receive digitally", Phase.Tracking),
        Borrowing(Status.ReceivedDigitally, "RECEIVED_DIGITALLY", "Digitally received by library", Phase.Closed),
        Borrowing(Status.ReceivedPhysically, "RECEIVED_PHYSICALLY", "Physically received by library", Phase.Tracking),
        Borrowing(Status.ReceivedNotForLoan, "RECEIVED_NOT_FOR_LOAN", "Received - not for loan", Phase.Tracking),
        Borrowing(Status.Loaned, "LOANED", "Loaned item to patron", Phase.Tracking),
        Borrowing(Status.MediatedRenewal, "MEDIATED_RENEWAL", "Mediated patron renewal", Phase.Tracking),
        Borrowing(Status.RenewRequested, "RENEW_REQUESTED", "Renew requested", Phase.Tracking),
        Borrowing(Status.Renewed, "RENEWED", "Renewed by partner", Phase.Tracking),
        Borrowing(Status.RenewNotAccepted, "RENEW_NOT_ACCEPTED", "Renew request not accepted", Phase.Tracking),
        Borrowing(Status.OverdueItem, "OVERDUE_ITEM", "Overdue request", Phase.Tracking),
        Borrowing(Status.RecalledBor, "RECALLED_BOR", "Recalled by partner", Phase.Tracking),
        Borrowing(Status.ReturnedByPatron, "RETURNED_BY_PATRON", "Returned by patron", Phase.Tracking),
        Borrowing(Status.ReturnedToPartner, "RETURNED_TO_PARTNER", "Returned item to partner", Phase.Tracking),
        Borrowing(Status.LenderCheckIn, "LENDER_CHECK_IN", "Lender check in", Phase.Tracking),
        Borrowing(Status.LostCommunicated, "LOST_COMMUNICATED", "Lost communicated", Phase.Tracking),
        Borrowing(Status.ReportLost, "REPORT_LOST", "Reported lost item to partner", Phase.Tracking),
        Borrowing(Status.DeclaredLost, "DECLARED_LOST", "Declared lost by partner", Phase.Tracking),
        Borrowing(Status.LostAndFeePaid, "LOST_AND_FEE_PAID", "Lost and fee paid", Phase.Tracking),
        Borrowing(Status.DamagedCommunicated, "DAMAGED_COMMUNICATED", "Damaged communicated", Phase.Tracking),
        Borrowing(Status.Damaged, "DAMAGED", "Reported damaged item to partner", Phase.Tracking),
        Borrowing(Status.Reactivated, "REACTIVATED", "Reactivated", Phase.Tracking),
        Borrowing(Status.RequestCompleted, "REQUEST_COMPLETED", "Request completed", Phase.Closed),
        Borrowing(Status.Delivered, "DELIVERED", "Delivered", Phase.Closed),
        Borrowing(Status.History, "HISTORY", "History", Phase.Closed),
        Borrowing(Status.Deleted, "DELETED", "Deleted", Phase.Closed),

        Lending(Status.RequestCreatedLend, "REQUEST_CREATED_LEND", "Created lending request", Phase.BeforeShipping),
        Lending(Status.LocateFailed, "LOCATE_FAILED", "Locate failed", Phase.BeforeShipping),
        Lending(Status.BeingProcessed, "BEING_PROCESSED", "Being processed", Phase.BeforeShipping),
        Lending(Status.NonExpiring, "NON_EXPIRING", "Non expiring", Phase.BeforeShipping),
        Lending(Status.PendingAutoReject, "PENDING_AUTO_REJECT", "Pending auto reject", Phase.BeforeShipping),
        Lending(Status.WillSupply, "WILL_SUPPLY", "Will supply", Phase.BeforeShipping),
        Lending(Status.Conditional, "CONDITIONAL", "Conditional", Phase.BeforeShipping),
        Lending(Status.CancelReply, "CANCEL_REPLY", "Cancel reply", Phase.BeforeShipping),
        Lending(Status.Rejected, "REJECTED", "Rejected the borrower request", Phase.Closed),
        Lending(Status.Expired, "EXPIRED", "Expired", Phase.Closed),
        Lending(Status.Cancelled, "CANCELLED", "Cancelled", Phase.Closed),
        Lending(Status.ShippedPhysically, "SHIPPED_PHYSICALLY", "Shipped physically", Phase.Tracking),
        Lending(Status.ShippedDigitally, "SHIPPED_DIGITALLY", "Shipped digitally", Phase.Closed),
        Lending(Status.ReceivedByPartner, "RECEIVED_BY_PARTNER", "Received by partner", Phase.Tracking),
        Lending(Status.RenewRequested, "RENEW_REQUESTED", "Renew requested", Phase.Tracking),
        Lending(Status.PatronRenewal, "PATRON_RENEWAL", "Patron renewal", Phase.Tracking),
        Lending(Status.StaffRenewal, "STAFF_RENEWAL", "Staff renewal", Phase.Tracking),
        Lending(Status.RenewalResponse, "RENEWAL_RESPONSE", "Renewal response", Phase.Tracking),
        Lending(Status.OverdueItem, "OVERDUE_ITEM", "Overdue request", Phase.Tracking),
        Lending(Status.RecalledLend, "RECALLED_LEND", "Recalled item", Phase.Tracking),
        Lending(Status.BorrowerRecall, "BORROWER_RECALL", "Borrower recall", Phase.Tracking),
        Lending(Status.ReturnedByPartner, "RETURNED_BY_PARTNER", "Returned by partner", Phase.Tracking),
        Lending(Status.LenderCheckIn, "LENDER_CHECK_IN", "Lender check in", Phase.Tracking),
        Lending(Status.Damaged, "DAMAGED", "Damaged", Phase.Tracking),
        Lending(Status.Lost, "LOST", "Lost", Phase.Tracking),
        Lending(Status.Reactivated, "REACTIVATED", "Request reactivated", Phase.Tracking),
        Lending(Status.RequestCompleted, "REQUEST_COMPLETED", "Request completed", Phase.Closed),
        Lending(Status.Deleted, "DELETED", "Deleted", Phase.Closed),
    ];

    private static readonly StatusInfo?[] OfBorrowing = ByNumber(Side.Borrowing);

    private static readonly StatusInfo?[] OfLending = ByNumber(Side.Lending);

    /// <summary>The statuses of one side, in the order of a request's life.</summary>
    public static IEnumerable<StatusInfo> Of(Side side) => Entries.Where(entry => entry.Side == side);

    /// <summary>What is known of a status on a side.</summary>
    /// <exception cref="KeyNotFoundException">The side has no such status.</exception>
    public static StatusInfo Info(Side side, Status status) =>
        Find(side, status) ?? throw new KeyNotFoundException($"{side} knows no status {status}.");

    /// <summary>True when the side has that status.</summary>
    public static bool Has(Side side, Status status) => Find(side, status) is not null;

    /// <summary>The code of a status; the same on both sides.</summary>
    public static string Code(Status status) => (Find(Side.Borrowing, status) ?? Info(Side.Lending, status)).Code;

    private static StatusInfo? Find(Side side, Status status)
    {
        var infos = side == Side.Borrowing ? OfBorrowing : OfLending;
        return (uint)status < (uint)infos.Length ? infos[(int)status] : null;
    }

    private static StatusInfo?[] ByNumber(Side side)
    {
        var infos = new StatusInfo?[(int)Enum.GetValues<Status>()[^1] + 1];
        foreach (var entry in Of(side))
        {
            infos[(int)entry.Status] = entry;
        }

        return infos;
    }

    private static StatusInfo Borrowing(Status status, string code, string label, Phase phase) =>
        new(Side.Borrowing, status, code, label, phase, phase == Phase.Closed);

    private static StatusInfo Lending(Status status, string code, string label, Phase phase) =>
        new(Side.Lending, status, code, label, phase, phase == Phase.Closed);
}

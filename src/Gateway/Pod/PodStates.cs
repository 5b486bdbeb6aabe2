using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>Where a request stands, in the words of the interface. A request of a member has two halves here: the lending one,
/// which is the borrower's, and the borrowing one, which goes from lender to lender. Pure.</summary>
internal static class PodStates
{
    /// <summary>The lender has it, and nothing is decided yet.</summary>
    public static readonly Status[] Unanswered =
        [Status.RequestSent, Status.Claimed, Status.CancelNotAccepted, Status.AutoWillSupply];

    /// <summary>A loan is at the borrower's.</summary>
    public static readonly Status[] AtBorrower =
    [
        Status.ReceivedPhysically, Status.Loaned, Status.MediatedRenewal, Status.Renewed, Status.RenewNotAccepted,
        Status.OverdueItem, Status.RecalledBor, Status.ReturnedByPatron, Status.DamagedCommunicated, Status.Damaged,
    ];

    private static readonly string NotAsCited = IsoCode.Words(ReasonUnfilled.NotFoundAsCited);

    /// <summary>For the borrower.</summary>
    /// <param name="asked">The half that goes from lender to lender; null before there is one.</param>
    /// <param name="asking">The borrower's half; null where our own library borrows.</param>
    public static RapidState ForBorrower(RequestState? asked, RequestState? asking) => asking switch
    {
        { Status: Status.Rejected } => IsBadCitation(asked) ? RapidState.BadCitationBorrower : RapidState.NotAvailable,
        { Status: Status.Expired } => RapidState.NotAvailable,
        { Status: Status.Cancelled } => RapidState.Cancelled,
        { Status: Status.Deleted } => RapidState.Deleted,
        _ => asked is null ? RapidState.New : Of(asked),
    };

    /// <summary>For a member that was asked.</summary>
    /// <param name="asked">The half that goes from lender to lender.</param>
    /// <param name="leg">The member's leg of it.</param>
    public static RapidState ForLender(RequestState asked, RotaLeg leg) => leg.Outcome switch
    {
        LegOutcome.Active or LegOutcome.Supplied => Of(asked),
        LegOutcome.Cancelled => RapidState.Cancelled,
        LegOutcome.Rejected when leg.Reason == NotAsCited => RapidState.BadCitationLender,
        _ => RapidState.Unfilled,
    };

    /// <summary>Did the last lender say that the citation is wrong?</summary>
    public static bool IsBadCitation(RequestState? asked) =>
        asked?.Rota.LastOrDefault(leg => leg.Transaction is not null)?.Reason == NotAsCited;

    private static RapidState Of(RequestState asked) => asked.Status switch
    {
        Status.RequestCreatedBor or Status.PendingApproval or Status.LocateInProcess or Status.LocateFailed
            or Status.LocalHolding or Status.ReadyToSend => RapidState.New,
        Status.WillSupply => RapidState.Filled,
        Status.BadCitation => RapidState.BadCitationBorrower,
        Status.Rejected or Status.Expired => RapidState.NotAvailable,
        Status.CancelReply or Status.Cancelled or Status.CancelledByPatron or Status.CancelledByStaff
            or Status.ExternallyObtained => RapidState.Cancelled,
        Status.Deleted => RapidState.Deleted,
        _ when IsSupplied(asked) && asked.IsCopy() => RapidState.Filled,
        Status.ShippedPhysically or Status.ShippedDigitally or Status.ReceiveDigitallyReply => RapidState.Shipped,
        Status.RenewRequested => RapidState.RenewalRequested,
        Status.Renewed => RapidState.Renewed,
        Status.RenewNotAccepted => RapidState.NotRenewed,
        Status.ReturnedToPartner => RapidState.Returned,
        Status.LenderCheckIn or Status.RequestCompleted or Status.Delivered or Status.History => RapidState.Finished,
        Status.LostCommunicated or Status.ReportLost or Status.DeclaredLost or Status.LostAndFeePaid => RapidState.Lost,
        var status when AtBorrower.Contains(status) => RapidState.Received,
        _ => RapidState.Pending,
    };

    private static bool IsSupplied(RequestState asked) => asked.ShippedOn is not null || asked.SuppliedAs is not null;
}

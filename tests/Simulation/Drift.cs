using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// The differences between two sides that the protocol itself makes possible, each with its reason: two messages cross,
/// ISO 10161 has no service for what was done, or a profile sends no message for it. Everything else is a defect.
/// </summary>
internal static class Drift
{
    private static readonly (string Why, Func<Pair, bool> Is)[] Inherent =
    [
        ("a message was given up; it stands in the outbox for an operator", pair => pair.IsAnythingGivenUp),
        ("CANCEL crossed SHIPPED, and the borrower had gone on to the next supplier", CancelCrossedShipped),
        ("the borrower did not wait for the answer to its CANCEL, and the answer was no", CancelWasRefused),
        ("the lender's profile sends no CHECKED-IN", IsCheckInNotTold),
        ("ISO 10161 has no service that takes a recall back: the borrower's staff record it", IsRecallTakenBack),
        ("LOST crossed RETURNED; the check-in ends it on both sides", LostCrossedReturned),
        ("LOST was sent, though the borrower had it or got it later; RECEIVED tells the lender's staff", IsFoundAtTheBorrower),
        ("a copy that was declared lost is closed without a message", IsLostCopyClosed),
        ("the borrower has moved on since it asked for a renewal, which the lender still answers", IsRenewalLeftOpen),
        ("the borrower's profile shows no recall: it is noted as unread", IsRecallOnlyNoted),
        ("the borrower's profile shows no declared loss: it is noted as unread", IsLossOnlyNoted),
        ("damage on a recalled item hides the recall on the side that notes it", IsDamagedWhileRecalled),
        ("the patron brought the recalled item back, and it is about to be returned", IsAboutToBeReturned),
        ("damage is noted after a loss, and hides it on the lender's side", IsDamagedAfterLoss),
        ("the lender found damage after the check-in, which opens its side again", IsDamagedAfterCheckIn),
    ];

    /// <summary>The race behind a difference; null when there is none that could explain it.</summary>
    public static string? Why(Pair pair) => Inherent.FirstOrDefault(race => race.Is(pair)).Why;

    private static bool CancelCrossedShipped(Pair pair) => !pair.IsActive && pair.Lender?.WasSupplied() == true;

    private static bool CancelWasRefused(Pair pair) =>
        IsoState.Of(pair.Borrower) is CurrentState.Cancelled or CurrentState.NotSupplied or CurrentState.Unknown
        || !pair.IsActive
            ? pair.LenderDid("cancel", from: Status.CancelReply, butNotTo: Status.Cancelled)
            : false;

    private static bool IsCheckInNotTold(Pair pair) => pair.Lender is { Status: Status.RequestCompleted } lender
        && !pair.Supplier.ProfileFor(lender).Has(WorkflowStep.CheckedInMessage)
        && IsoState.Of(pair.Borrower) is CurrentState.Returned or CurrentState.Lost;

    private static bool IsRecallTakenBack(Pair pair) => pair.Borrower.Status == Status.RecalledBor
        && pair.LenderDid("recall", from: Status.RecalledLend, butNotTo: Status.RecalledLend);

    private static bool LostCrossedReturned(Pair pair) => pair.Borrower.Status == Status.DeclaredLost
        && pair.Lender is { ReturnedOn: not null, Status: not Status.RequestCompleted };

    private static bool IsFoundAtTheBorrower(Pair pair) => pair.Lender is { Status: Status.Lost }
        && pair.Borrower.ReceivedOn is not null;

    private static bool IsLostCopyClosed(Pair pair) => pair.Borrower.Status == Status.DeclaredLost
        && pair.Lender is { Status: Status.RequestCompleted } && pair.Lender.IsCopy();

    private static bool IsRenewalLeftOpen(Pair pair) => pair.Lender is { Status: Status.RenewRequested }
        && IsoState.Of(pair.Borrower) is CurrentState.Received or CurrentState.Shipped;

    private static bool IsRecallOnlyNoted(Pair pair) => pair.Lender is { Status: Status.RecalledLend }
        && pair.IsActive && pair.BorrowerOnlyNoted("received:recall", WorkflowStep.Recall);

    private static bool IsLossOnlyNoted(Pair pair) => pair.Lender is { Status: Status.Lost }
        && pair.IsActive && pair.BorrowerOnlyNoted("received:lost", WorkflowStep.DeclaredLost);

    private static bool IsDamagedWhileRecalled(Pair pair) => pair.Lender is { Status: Status.RecalledLend }
        && pair.Borrower.Status is Status.Damaged or Status.DamagedCommunicated
        && pair.BorrowerDid("report-damaged", from: Status.RecalledBor, butNotTo: Status.RecalledBor);

    private static bool IsDamagedAfterLoss(Pair pair) => IsoState.Of(pair.Borrower) == CurrentState.Lost
        && pair.Lender is { Status: Status.Damaged };

    private static bool IsAboutToBeReturned(Pair pair) => pair.Borrower.Status == Status.ReturnedByPatron
        && pair.Lender is { Status: Status.RecalledLend };

    private static bool IsDamagedAfterCheckIn(Pair pair) => pair.Borrower.Status == Status.RequestCompleted
        && pair.LenderDid("report-damaged", from: Status.RequestCompleted, butNotTo: Status.RequestCompleted);
}

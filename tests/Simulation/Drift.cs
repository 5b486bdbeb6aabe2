using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// The differences between two sides that the protocol itself makes possible, each with its reason: two messages cross,
/// ISO 10161 has no service for what was done, or a profile sends no message for it. Everything else is a defect.
/// </summary>
internal static class Drift
{
    private static readonly Status[] Losses =
        [Status.LostCommunicated, Status.ReportLost, Status.DeclaredLost, Status.LostAndFeePaid];

    private static readonly (string Why, Func<Pair, bool> Is)[] Inherent =
    [
        ("a message was given up; it stands in the outbox for an operator", GivenUp.Explains),
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
        ("the lender's profile shows no loss: it is noted as unread", IsLossOnlyNotedByLender),
        ("the lender's profile shows no wish for a renewal: it is noted as unread", IsRenewalOnlyNoted),
        ("the lender's staff renewed unasked, which crossed RENEW: they answer once more", IsRenewedUnasked),
        ("damage on a recalled item hides the recall on the side that notes it", IsDamagedWhileRecalled),
        ("the patron brought the recalled item back, and it is about to be returned", IsAboutToBeReturned),
        ("staff closed the request; the partner is not told of that", IsClosedByStaff),
        ("the lender noted damage after its side was complete, which opens it again", IsDamagedAfterCompletion),
        ("a status was set by hand, or the request was opened again, and the partner was not told", pair => pair.IsAnythingByHand),
    ];

    /// <summary>The race behind a difference; null when there is none that could explain it.</summary>
    public static string? Why(Pair pair) => Inherent.FirstOrDefault(race => race.Is(pair)).Why;

    /// <summary>Why the due dates differ, though the states agree; null when nothing explains it.</summary>
    public static string? WhyInDates(Pair pair) => pair switch
    {
        { IsAnythingByHand: true } => "a status was set by hand",
        _ when pair.LenderDid("recall", from: Status.RecalledLend, butNotTo: Status.RecalledLend)
            && (pair.BorrowerOnlyNoted("received:recall", WorkflowStep.Recall)
                || pair.BorrowerDid("report-damaged", from: Status.RecalledBor, butNotTo: Status.RecalledBor)
                || pair.BorrowerDid("returned-by-patron", from: Status.RecalledBor, butNotTo: Status.RecalledBor)) =>
            "a recall was taken back, which no service tells, and the borrower's status does not show it",
        _ => null,
    };

    private static bool CancelCrossedShipped(Pair pair) => !pair.IsActive && pair.Lender?.WasSupplied() == true
        && pair.LenderLines.Any(line => line is { Event: "received:cancel", From: { } from }
            && StatusCatalog.Info(Side.Lending, from).Phase is Phase.Tracking or Phase.Closed);

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

    private static bool LostCrossedReturned(Pair pair) => pair.Borrower.Status is Status.DeclaredLost or Status.LostAndFeePaid
        && pair.Lender is { ReturnedOn: not null, Status: not Status.RequestCompleted };

    private static bool IsFoundAtTheBorrower(Pair pair) => pair.Lender is { Status: Status.Lost }
        && (pair.LenderLines.Any(line => line is { Event: "received:received", From: Status.Lost })
            || pair.BorrowerLines.Any(line => line is { Event: "receive", From: { } from } && IsLoss(from)));

    private static bool IsLoss(Status status) => Losses.Contains(status);

    private static bool IsLostCopyClosed(Pair pair) => IsLoss(pair.Borrower.Status)
        && pair.Lender is { Status: Status.RequestCompleted } && pair.Lender.IsCopy();

    private static bool IsRenewalLeftOpen(Pair pair) => pair.Lender is { Status: Status.RenewRequested }
        && pair.BorrowerState is CurrentState.Received or CurrentState.Shipped or CurrentState.Recall
        && pair.BorrowerLines.Any(line => line is { From: Status.RenewRequested, To: not Status.RenewRequested }
            && line.Event != "received:renew-answer");

    private static bool IsRecallOnlyNoted(Pair pair) => pair.Lender is { Status: Status.RecalledLend }
        && pair.IsActive && pair.BorrowerOnlyNoted("received:recall", WorkflowStep.Recall);

    private static bool IsLossOnlyNoted(Pair pair) => pair.Lender is { Status: Status.Lost }
        && pair.IsActive && pair.BorrowerOnlyNoted("received:lost", WorkflowStep.DeclaredLost);

    private static bool IsLossOnlyNotedByLender(Pair pair) => pair.BorrowerState == CurrentState.Lost
        && pair.LenderOnlyNoted("received:lost", WorkflowStep.Lost);

    private static bool IsRenewalOnlyNoted(Pair pair) => pair.Borrower.Status == Status.RenewRequested
        && pair.LenderOnlyNoted("received:renew", WorkflowStep.RenewRequested);

    private static bool IsRenewedUnasked(Pair pair) => pair.Lender is { Status: Status.RenewRequested }
        && pair.LenderLines.Any(line => line is { Event: "renew-answer", From: not Status.RenewRequested });

    private static bool IsDamagedWhileRecalled(Pair pair) => pair.Lender is { Status: Status.RecalledLend }
        && pair.Borrower.Status is Status.Damaged or Status.DamagedCommunicated
        && pair.BorrowerDid("report-damaged", from: Status.RecalledBor, butNotTo: Status.RecalledBor);

    private static bool IsClosedByStaff(Pair pair) => pair switch
    {
        { Borrower.Status: Status.RequestCompleted } when pair.BorrowerClosed(Status.ExternallyObtained) => true,
        { Borrower.Status: Status.RequestCompleted } => pair.Lender?.WasSupplied() == true
            && (pair.BorrowerClosed(Status.ReturnedToPartner) || Losses.Any(pair.BorrowerClosed)),
        { Lender.Status: Status.RequestCompleted } => pair.Borrower.WasSupplied()
            && pair.LenderDid("complete", from: Status.Lost, butNotTo: Status.Lost),
        _ => false,
    };

    private static bool IsAboutToBeReturned(Pair pair) => pair.Borrower.Status == Status.ReturnedByPatron
        && pair.Lender is { Status: Status.RecalledLend };

    private static bool IsDamagedAfterCompletion(Pair pair) =>
        (pair.Borrower.Status is Status.RequestCompleted or Status.LenderCheckIn || IsLoss(pair.Borrower.Status))
        && pair.LenderDid("report-damaged", from: Status.RequestCompleted, butNotTo: Status.RequestCompleted);
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// A message that was given up stands in the outbox for an operator, and until somebody acts the other side does not know
/// what it says. What each service may leave behind, and nothing else, is excused.
/// </summary>
internal static class GivenUp
{
    /// <summary>What the borrower could not tell.</summary>
    private static readonly Dictionary<IllService, Func<Pair, bool>> OfBorrower = new()
    {
        // Never asked; or in doubt, and asked after all. That a request counts as accepted proves nothing: in these worlds
        // acknowledgements come of their own accord (People).
        [IllService.IllRequest] = pair => (!IsWaiting(pair) || CountsAsAccepted(pair.Borrower))
            && (!pair.IsActive || pair.Lender?.WasSupplied() != true),
        [IllService.Cancel] = pair => !pair.IsActive || pair.BorrowerState is CurrentState.CancelPending
            or CurrentState.Cancelled or CurrentState.NotSupplied or CurrentState.Unknown,
        [IllService.ConditionalReply] = pair => pair.Lender?.Status == Status.Conditional,
        [IllService.Returned] = pair => pair.Lender is { ReturnedOn: null } && pair.Borrower.ReturnedOn is not null,
        [IllService.Lost] = pair => pair.BorrowerState == CurrentState.Lost && pair.Lender?.Status != Status.Lost,
        [IllService.Renew] = pair => pair.BorrowerState is CurrentState.RenewPending or CurrentState.RenewOverdue,
    };

    /// <summary>What the lender could not tell.</summary>
    private static readonly Dictionary<IllService, Func<Pair, bool>> OfLender = new()
    {
        [IllService.IllAnswer] = pair => IsWaiting(pair) && pair.LenderState is CurrentState.Conditional or CurrentState.NotSupplied,
        [IllService.Expired] = pair => IsWaiting(pair) && pair.Lender?.Status == Status.Expired,
        [IllService.CancelReply] = pair => IsWaiting(pair)
            && (pair.BorrowerState == CurrentState.CancelPending || pair.LenderState == CurrentState.Cancelled),
        [IllService.Shipped] = pair => pair.Lender!.WasSupplied() && pair.Borrower.ShippedOn is null,
        [IllService.Recall] = pair => pair.LenderState == CurrentState.Recall,
        [IllService.CheckedIn] = pair => pair.LenderState == CurrentState.CheckedIn,
        [IllService.RenewAnswer] = pair => pair.BorrowerState is CurrentState.RenewPending or CurrentState.RenewOverdue,
        [IllService.Lost] = pair => pair.Lender?.Status == Status.Lost,
    };

    /// <summary>Does one of the messages that were given up explain the difference?</summary>
    public static bool Explains(Pair pair) =>
        pair.GivenUpBy(pair.Library).Any(service => OfBorrower.TryGetValue(service, out var left) && left(pair))
        || pair.GivenUpBy(pair.Supplier).Any(service => OfLender.TryGetValue(service, out var left) && left(pair));

    /// <summary>Also while a cancellation of it is open, which goes back there.</summary>
    private static bool CountsAsAccepted(RequestState borrower) => borrower.Status == Status.RequestAccepted
        || borrower is { Status: Status.CancelReply, ResumeAt: Status.RequestAccepted };

    /// <summary>The borrower still counts on this supplier, and nothing has come.</summary>
    private static bool IsWaiting(Pair pair) => pair.IsActive && pair.BorrowerState is CurrentState.Pending
        or CurrentState.InProcess or CurrentState.Conditional or CurrentState.CancelPending;
}

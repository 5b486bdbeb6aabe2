using System.Collections.Frozen;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// Compares the state that a partner reports with ours, and says what would repair a difference. Pure. The table of
/// compatible pairs is our proposal, since no source shows one: it allows for messages that are optional (received,
/// checked in) and for what may be on its way in the ordinary course of a loan. Source: lifecycle reference 4.2.
/// </summary>
public static class StateDrifts
{
    /// <summary>For a state of the borrower, those of the lender that go with it.</summary>
    private static readonly FrozenDictionary<CurrentState, CurrentState[]> LendersOfBorrowers =
        new Dictionary<CurrentState, CurrentState[]>
        {
            [CurrentState.NotSupplied] = [CurrentState.NotSupplied, CurrentState.Cancelled],
            [CurrentState.Pending] = [CurrentState.Pending, CurrentState.InProcess, CurrentState.Forward],
            [CurrentState.InProcess] = [CurrentState.InProcess, CurrentState.Forward],
            [CurrentState.Forward] = [CurrentState.Forward],
            [CurrentState.Conditional] = [CurrentState.Conditional],
            [CurrentState.CancelPending] = [CurrentState.CancelPending],
            [CurrentState.Cancelled] = [CurrentState.Cancelled, CurrentState.NotSupplied],
            [CurrentState.Shipped] = [CurrentState.Shipped],
            [CurrentState.Received] = [CurrentState.Received, CurrentState.Shipped],
            [CurrentState.RenewPending] = [CurrentState.RenewPending, CurrentState.RenewOverdue],
            [CurrentState.NotReceivedOverdue] = [CurrentState.NotReceivedOverdue, CurrentState.Overdue],
            [CurrentState.RenewOverdue] = [CurrentState.RenewOverdue, CurrentState.RenewPending],
            [CurrentState.Overdue] = [CurrentState.Overdue, CurrentState.NotReceivedOverdue],
            [CurrentState.Returned] = [CurrentState.Returned, CurrentState.CheckedIn],
            [CurrentState.CheckedIn] = [CurrentState.CheckedIn],
            [CurrentState.Recall] = [CurrentState.Recall],
            [CurrentState.Lost] = [CurrentState.Lost],
        }.ToFrozenDictionary();

    /// <summary>The message that brings a borrower to a state, and the status that it brings the lender to.</summary>
    private static readonly FrozenDictionary<CurrentState, (IllService Service, Status? Status)> ByBorrower =
        new Dictionary<CurrentState, (IllService, Status?)>
        {
            [CurrentState.Pending] = (IllService.IllRequest, null),
            [CurrentState.CancelPending] = (IllService.Cancel, Status.CancelReply),
            [CurrentState.Received] = (IllService.Received, Status.ReceivedByPartner),
            [CurrentState.RenewPending] = (IllService.Renew, Status.RenewRequested),
            [CurrentState.RenewOverdue] = (IllService.Renew, Status.RenewRequested),
            [CurrentState.Returned] = (IllService.Returned, Status.ReturnedByPartner),
            [CurrentState.Lost] = (IllService.Lost, Status.Lost),
        }.ToFrozenDictionary();

    /// <summary>The message that brings a lender to a state, and the status that it brings the borrower to.</summary>
    private static readonly FrozenDictionary<CurrentState, (IllService Service, Status? Status)> ByLender =
        new Dictionary<CurrentState, (IllService, Status?)>
        {
            [CurrentState.NotSupplied] = (IllService.IllAnswer, Status.Rejected),
            [CurrentState.Conditional] = (IllService.IllAnswer, Status.Conditional),
            [CurrentState.Cancelled] = (IllService.CancelReply, Status.Cancelled),
            [CurrentState.Shipped] = (IllService.Shipped, Status.ShippedPhysically),
            [CurrentState.NotReceivedOverdue] = (IllService.Overdue, Status.OverdueItem),
            [CurrentState.Overdue] = (IllService.Overdue, Status.OverdueItem),
            [CurrentState.Recall] = (IllService.Recall, Status.RecalledBor),
            [CurrentState.CheckedIn] = (IllService.CheckedIn, Status.RequestCompleted),
            [CurrentState.Lost] = (IllService.Lost, Status.DeclaredLost),
        }.ToFrozenDictionary();

    /// <summary>Do the two states go together? Nothing contradicts a borrower's state that ISO has no word for.</summary>
    public static bool AreCompatible(CurrentState borrower, CurrentState lender) =>
        borrower == CurrentState.Unknown || (LendersOfBorrowers.TryGetValue(borrower, out var lenders) && lenders.Contains(lender));

    /// <summary>The difference between the partner's state and ours; null when there is none.</summary>
    /// <param name="state">The request as it is now.</param>
    /// <param name="theirs">What the partner reports.</param>
    /// <param name="at">When it reported that.</param>
    public static StateDrift? Compare(RequestState state, CurrentState theirs, DateTimeOffset at)
    {
        var ours = IsoState.Of(state);
        var weBorrow = state.Side == Side.Borrowing;
        if (ours == CurrentState.Unknown || (weBorrow ? AreCompatible(ours, theirs) : AreCompatible(theirs, ours)))
        {
            return null;
        }

        var text = $"The partner's state is {IsoCode.Name(theirs)}, ours is {IsoCode.Name(ours)} "
            + $"({StatusCatalog.Info(state.Side, state.Status).Label}).";
        return new StateDrift(at, theirs, ours, text, Repair(weBorrow, ours, theirs));
    }

    /// <summary>The difference that is left after the request has changed; null when it is repaired.</summary>
    public static StateDrift? Remaining(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Drift is { } drift ? Compare(state, drift.Theirs, drift.At) : null;
    }

    /// <summary>Who is further on has said something that the other side has not heard.</summary>
    private static DriftRepair Repair(bool weBorrow, CurrentState ours, CurrentState theirs)
    {
        var (byUs, byThem) = weBorrow ? (ByBorrower, ByLender) : (ByLender, ByBorrower);
        if (Progress(theirs) >= Progress(ours) && byThem.TryGetValue(theirs, out var missed) && missed.Status is { } status)
        {
            return new DriftRepair(DriftRepairKind.ChangeStatus, missed.Service, status,
                $"We seem to have missed the partner's {IsoCode.Name(missed.Service)}: check, and set the status "
                + $"{StatusCatalog.Code(status)} with change-status.");
        }

        if (Progress(ours) > Progress(theirs) && byUs.TryGetValue(ours, out var unheard))
        {
            return new DriftRepair(DriftRepairKind.SendAgain, unheard.Service, null,
                $"The partner seems to have missed our {IsoCode.Name(unheard.Service)}: send it again from the outbox.");
        }

        return new DriftRepair(DriftRepairKind.AskPartner, IllService.Message, null,
            "Neither state follows from the other: ask the partner with a general-message.");
    }

    private static int Progress(CurrentState state) => state switch
    {
        CurrentState.Unknown => 0,
        CurrentState.Pending => 1,
        CurrentState.InProcess or CurrentState.Forward => 2,
        CurrentState.Conditional => 3,
        CurrentState.CancelPending => 4,
        CurrentState.Shipped => 5,
        CurrentState.Received => 6,
        CurrentState.RenewPending or CurrentState.RenewOverdue or CurrentState.Overdue or CurrentState.NotReceivedOverdue
            or CurrentState.Recall => 7,
        CurrentState.Returned => 8,
        CurrentState.NotSupplied or CurrentState.Cancelled or CurrentState.CheckedIn or CurrentState.Lost => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state of this set"),
    };
}

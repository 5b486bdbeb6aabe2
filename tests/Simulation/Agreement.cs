using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// When do the two sides of a transaction agree? The table says for the borrower's state which states of the lender fit;
/// what stands in no row is drift, and drift is only accepted where <see cref="Drift"/> names the race behind it.
/// </summary>
internal static class Agreement
{
    /// <summary>The borrower's state, and the lender's that fit.</summary>
    private static readonly Dictionary<CurrentState, CurrentState[]> Fitting = new()
    {
        // A cancellation that waits for the lender's staff fits everything before the shipment.
        [CurrentState.Pending] = [CurrentState.InProcess, CurrentState.CancelPending],
        [CurrentState.InProcess] = [CurrentState.InProcess, CurrentState.CancelPending],
        [CurrentState.Conditional] = [CurrentState.Conditional, CurrentState.CancelPending],

        // Whoever waits for an answer waits for somebody who knows that it is asked.
        [CurrentState.CancelPending] = [CurrentState.CancelPending],
        [CurrentState.RenewPending] = [CurrentState.RenewPending, CurrentState.RenewOverdue],
        [CurrentState.RenewOverdue] = [CurrentState.RenewPending, CurrentState.RenewOverdue],

        [CurrentState.NotSupplied] = [CurrentState.NotSupplied, CurrentState.Cancelled, CurrentState.CancelPending],
        [CurrentState.Cancelled] = [CurrentState.Cancelled, CurrentState.NotSupplied, CurrentState.CancelPending],

        // "Shipped" is also how a lender calls damage, a copy that is done, and a receipt that its profile does not show.
        [CurrentState.Shipped] = [CurrentState.Shipped, CurrentState.NotReceivedOverdue],
        [CurrentState.Received] =
            [CurrentState.Received, CurrentState.Shipped, CurrentState.Overdue, CurrentState.NotReceivedOverdue],
        [CurrentState.Overdue] = [CurrentState.Overdue, CurrentState.NotReceivedOverdue, CurrentState.Shipped],
        [CurrentState.NotReceivedOverdue] = [CurrentState.NotReceivedOverdue, CurrentState.Overdue, CurrentState.Shipped],
        [CurrentState.Recall] = [CurrentState.Recall],
        [CurrentState.Returned] = [CurrentState.Returned],
        [CurrentState.CheckedIn] = [CurrentState.CheckedIn],
        [CurrentState.Lost] = [CurrentState.Lost],
    };

    /// <summary>What is wrong between a borrower and the supplier of one leg; null when they agree, or when the
    /// difference is the supplier's or the borrower's own doing.</summary>
    public static string? WhatIsWrong(RequestState borrower, RotaLeg leg, RequestState? lender)
    {
        if (borrower.Status == Status.Deleted || lender?.Status == Status.Deleted)
        {
            // Whoever takes a request off the lists does not want to hear of it any more.
            return null;
        }

        var isActive = leg.Transaction == borrower.Transaction;
        var state = isActive ? IsoState.Of(borrower) : CurrentState.NotSupplied;
        if (lender is null)
        {
            return state is CurrentState.NotSupplied or CurrentState.Cancelled ? null : Words(borrower, leg, null);
        }

        var fits = Fitting.TryGetValue(state, out var states) && states.Contains(IsoState.Of(lender));
        return fits || IsBackButNotShown(state, lender) ? null : Words(borrower, leg, lender);
    }

    /// <summary>What is wrong between the due dates of a loan that is out, where both sides agree on its state.</summary>
    public static string? WhatIsWrongWithTheDates(Pair pair) => pair is
    {
        IsActive: true, Lender: { DueOn: var lent, ReturnedOn: null } lender,
        Borrower: { ShippedOn: not null, ReturnedOn: null, DueOn: var borrowed } borrower,
    }
        && !lender.IsCopy() && lent != borrowed && IsOut(borrower) && IsOut(lender)
        ? $"{borrower.Status} due {(borrowed < lent ? "before" : "after")} {lender.Status}"
        : null;

    private static bool IsOut(RequestState state) =>
        StatusCatalog.Info(state.Side, state.Status).Phase == Phase.Tracking && IsoState.Of(state) != CurrentState.Lost;

    /// <summary>A lender whose profile does not show the return knows its day all the same.</summary>
    private static bool IsBackButNotShown(CurrentState state, RequestState lender) => state == CurrentState.Returned
        && lender.ReturnedOn is not null && StatusCatalog.Info(Side.Lending, lender.Status).Phase == Phase.Tracking;

    private static string Words(RequestState borrower, RotaLeg leg, RequestState? lender)
    {
        var mine = leg.Transaction == borrower.Transaction
            ? $"{borrower.Status}"
            : $"leg {leg.Outcome}";
        return $"{mine} | {lender?.Status.ToString() ?? "never asked"}";
    }
}

using ResourceSharing.Gateway.Lifecycle;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>The flows that libraries know, between two of our own gateways, step by step with both statuses.</summary>
public class FlowTests
{
    private readonly Queue<(bool ToLender, RequestEvent Event)> _underway = new();
    private RequestState _borrower = Request(Side.Borrowing, Status.ReadyToSend, suppliersLeft: 0);
    private RequestState _lender = Request(Side.Lending, Status.RequestCreatedLend);
    private DateTimeOffset _now = Start;

    [Fact]
    public void A_loan_with_condition_renewal_overdue_and_recall_comes_home()
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        Step(Side.Lending, EventKind.WillSupply, Status.WillSupply, Status.WillSupply);
        Step(Side.Lending, EventKind.Conditional, Status.Conditional, Status.Conditional);
        Step(Side.Borrowing, EventKind.ConditionalReplyYes, Status.RequestSent, Status.RequestCreatedLend);
        Step(Side.Lending, EventKind.Ship, Status.ShippedPhysically, Status.ShippedPhysically);
        Step(Side.Borrowing, EventKind.Receive, Status.ReceivedPhysically, Status.ReceivedByPartner);
        Step(Side.Borrowing, EventKind.LoanedToPatron, Status.Loaned, Status.ReceivedByPartner);
        Step(Side.Borrowing, EventKind.Renew, Status.RenewRequested, Status.RenewRequested);
        Step(Side.Lending, EventKind.RenewAnswerYes, Status.Renewed, Status.ReceivedByPartner);
        _now = Start.AddDays(60);
        Step(Side.Lending, EventKind.DueDatePassed, Status.OverdueItem, Status.OverdueItem);
        Step(Side.Lending, EventKind.Recall, Status.RecalledBor, Status.RecalledLend);
        Assert.Equal(_lender.DueOn, _borrower.DueOn);
        Step(Side.Borrowing, EventKind.ReturnedByPatron, Status.ReturnedByPatron, Status.RecalledLend);
        Step(Side.Borrowing, EventKind.Return, Status.ReturnedToPartner, Status.ReturnedByPartner);
        Step(Side.Lending, EventKind.CheckIn, Status.RequestCompleted, Status.RequestCompleted);
        Assert.Equal((false, false), (_borrower.IsOverdue, _lender.IsOverdue));
    }

    [Theory]
    [InlineData(EventKind.ShipNonReturnable, Status.ShippedPhysically, Status.ShippedPhysically, Status.ReceivedNotForLoan)]
    [InlineData(EventKind.ShipDigitally, Status.ShippedDigitally, Status.ShippedDigitally, Status.ReceivedDigitally)]
    public void A_copy_is_complete_with_the_receipt(EventKind ship, Status borrower, Status lender, Status received)
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        Step(Side.Lending, ship, borrower, lender);
        Step(Side.Borrowing, EventKind.Receive, received, Status.RequestCompleted);
    }

    [Theory]
    [InlineData(Side.Lending, EventKind.Reject, Status.Rejected, Status.Rejected)]
    [InlineData(Side.Lending, EventKind.ExpiryDatePassed, Status.Expired, Status.Expired)]
    [InlineData(Side.Borrowing, EventKind.ExpiryDatePassed, Status.Expired, Status.Cancelled)]
    [InlineData(Side.Borrowing, EventKind.Cancel, Status.CancelledByStaff, Status.Cancelled)]
    [InlineData(Side.Borrowing, EventKind.Reject, Status.Rejected, Status.Cancelled)]
    public void A_request_ends_without_supply_on_both_sides(Side side, EventKind kind, Status borrower, Status lender)
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        Step(side, kind, borrower, lender);
    }

    [Fact]
    public void A_cancellation_that_crosses_the_shipment_leaves_a_loan_on_both_sides()
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        Act(Side.Borrowing, EventKind.Cancel);
        Act(Side.Lending, EventKind.Ship);
        Deliver();
        Assert.Equal((Status.ShippedPhysically, Status.ShippedPhysically), (_borrower.Status, _lender.Status));
    }

    [Theory]
    [InlineData(Side.Borrowing, EventKind.ReportLost, Status.LostCommunicated, Status.Lost)]
    [InlineData(Side.Lending, EventKind.ReportLost, Status.DeclaredLost, Status.Lost)]
    [InlineData(Side.Borrowing, EventKind.ReportDamaged, Status.DamagedCommunicated, Status.Damaged)]
    [InlineData(Side.Lending, EventKind.ReportDamaged, Status.ReceivedPhysically, Status.Damaged)]
    public void Loss_and_damage_reach_the_other_side_and_the_item_can_still_come_home(
        Side side, EventKind kind, Status borrower, Status lender)
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        Step(Side.Lending, EventKind.Ship, Status.ShippedPhysically, Status.ShippedPhysically);
        Step(Side.Borrowing, EventKind.Receive, Status.ReceivedPhysically, Status.ReceivedByPartner);
        Step(side, kind, borrower, lender);
        Step(Side.Borrowing, EventKind.Return, Status.ReturnedToPartner, Status.ReturnedByPartner);
        Step(Side.Lending, EventKind.CheckIn, Status.RequestCompleted, Status.RequestCompleted);
    }

    [Fact]
    public void Messages_and_status_queries_go_both_ways_and_move_nothing()
    {
        Step(Side.Borrowing, EventKind.Send, Status.RequestSent, Status.RequestCreatedLend);
        foreach (var side in new[] { Side.Borrowing, Side.Lending })
        {
            Step(side, EventKind.GeneralMessage, Status.RequestSent, Status.RequestCreatedLend);
            Step(side, EventKind.StatusQuery, Status.RequestSent, Status.RequestCreatedLend);
        }

        Assert.Contains(_borrower.Notes, note => note.Text.Contains("in-process", StringComparison.Ordinal));
        Assert.Contains(_lender.Notes, note => note.Text.Contains("pending", StringComparison.Ordinal));
    }

    private void Step(Side side, EventKind kind, Status borrower, Status lender)
    {
        Act(side, kind);
        Deliver();
        Assert.Equal((kind, borrower, lender), (kind, _borrower.Status, _lender.Status));
    }

    private void Act(Side side, EventKind kind)
    {
        var state = side == Side.Borrowing ? _borrower : _lender;
        Decide(side, Event(kind, state, _now));
    }

    private void Deliver()
    {
        while (_underway.TryDequeue(out var next))
        {
            Decide(next.ToLender ? Side.Lending : Side.Borrowing, next.Event);
        }
    }

    private void Decide(Side side, RequestEvent @event)
    {
        var state = side == Side.Borrowing ? _borrower : _lender;
        var decision = Rules.Decide(state, @event, Full(side));
        if (decision is Decision.Ignored && @event is RequestEvent.Arrived)
        {
            return;
        }

        var moved = Assert.IsType<Decision.Moved>(decision);
        _ = side == Side.Borrowing ? _borrower = moved.State : _lender = moved.State;
        foreach (var message in moved.Effects.Select(Invariants.Message))
        {
            _underway.Enqueue((side == Side.Borrowing, Arrives(message, _now)));
        }
    }
}

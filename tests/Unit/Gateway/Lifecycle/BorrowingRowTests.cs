using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>The rows B1 to B22 of the lifecycle reference, section 1.3, one test or more each.</summary>
public class BorrowingRowTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Start.DateTime);

    [Fact]
    public void B01_a_created_request_has_asked_nobody_and_has_nobody_to_write_to()
    {
        var state = Request(Side.Borrowing, Status.RequestCreatedBor);
        Assert.IsType<Decision.Prohibited>(Decide(state, Act(StaffAction.GeneralMessage, new ActionFields { Note = "hello" })));
        var set = Decide(state, Act(StaffAction.ChangeStatus, new ActionFields { Status = Status.Loaned }));
        Assert.Equal("status", Assert.IsType<Decision.Invalid>(set).Field);
    }

    [Fact]
    public void B02_a_copyright_rule_waits_for_an_approval()
    {
        var waiting = Moved(Status.RequestCreatedBor, EventKind.ApprovalNeeded, Status.PendingApproval);
        Assert.Equal(Status.ReadyToSend, Moved(waiting, EventKind.Approve).Status);
    }

    [Theory]
    [InlineData(EventKind.Located, Status.ReadyToSend)]
    [InlineData(EventKind.NotLocated, Status.LocateFailed)]
    public void B03_locate_ends_ready_or_failed(EventKind result, Status status)
    {
        var locating = Moved(Status.RequestCreatedBor, EventKind.Locate, Status.LocateInProcess);
        Assert.Equal(status, Moved(locating, result).Status);
        Assert.Equal(Status.LocateInProcess, Moved(Status.LocateFailed, EventKind.Locate, Status.LocateInProcess).Status);
    }

    [Fact]
    public void B04_sending_asks_the_next_supplier_with_a_transaction_of_its_own()
    {
        var state = Sent(Request(Side.Borrowing, Status.ReadyToSend), EventKind.Send, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "EAST", "1"), (state.Status, state.Partner, state.Transaction!.Qualifier));
        var next = Sent(state, EventKind.UnfilledArrived, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "S2", "2"), (next.Status, next.Partner, next.Transaction!.Qualifier));
    }

    [Fact]
    public void B04_a_new_leg_forgets_what_the_leg_before_supplied()
    {
        var state = Request(Side.Borrowing, Status.Reactivated) with
        {
            ShippedOn = Today, ReceivedOn = Today, DueOn = Today, SuppliedAs = ServiceType.Loan, IsOverdue = true,
        };
        var sent = Sent(state, EventKind.Send, IllService.IllRequest);
        Assert.Equal((null, null, null, null, false),
            (sent.ShippedOn, sent.ReceivedOn, sent.DueOn, sent.SuppliedAs, sent.IsOverdue));
        Assert.Single(sent.Rota, leg => leg.Outcome == LegOutcome.Active);
    }

    [Fact]
    public void B04_an_undeliverable_request_goes_to_the_next_supplier_and_then_waits_for_staff()
    {
        var next = Sent(Request(Side.Borrowing, Status.RequestSent), EventKind.RequestUndeliverable, IllService.IllRequest);
        Assert.Equal("S2", next.Partner);
        Assert.Equal(Status.ReadyToSend, Moved(next, EventKind.RequestUndeliverable).Status);
        var old = new RequestEvent.Undeliverable(
            new IllMessage.Request { Header = Header(), Content = next.Content }, "gone") { At = Start, By = "delivery" };
        Assert.Equal("S2", Assert.IsType<Decision.Moved>(Decide(next, old)).State.Partner);
    }

    [Fact]
    public void B04_a_request_that_did_not_arrive_can_be_sent_again_to_the_supplier_who_is_left()
    {
        var last = Sent(Request(Side.Borrowing, Status.RequestSent), EventKind.RequestUndeliverable, IllService.IllRequest);
        var waiting = Moved(last, EventKind.RequestUndeliverable);
        var again = Sent(waiting, EventKind.Send, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "S2", last.Transaction), (again.Status, again.Partner, again.Transaction));
        Assert.Equal(LegOutcome.Undeliverable, again.Rota[0].Outcome);
    }

    [Fact]
    public void B04_a_request_that_staff_take_back_waits_for_them_and_asks_nobody_else()
    {
        var sent = Request(Side.Borrowing, Status.RequestSent);
        var taken = new RequestEvent.Undeliverable(
            new IllMessage.Request { Header = Header(sent.Transaction), Content = sent.Content }, "by phone instead")
        {
            At = Start, By = "ida", IsTakenBack = true,
        };
        var moved = Assert.IsType<Decision.Moved>(Decide(sent, taken));
        Assert.Equal((Status.ReadyToSend, false), (moved.State.Status, moved.State.HasUnreadMessage));
        Assert.Empty(moved.Effects);
        Assert.Contains("by phone instead", moved.Text, StringComparison.Ordinal);
        Assert.Equal(sent.Partner, Sent(moved.State, EventKind.Send, IllService.IllRequest).Partner);
    }

    [Theory]
    [InlineData(EventKind.WillSupplyArrived)]
    [InlineData(EventKind.HoldPlacedArrived)]
    public void B05_a_promise_to_supply_is_shown(EventKind kind) => Moved(Status.RequestSent, kind, Status.WillSupply);

    [Fact]
    public void B06_a_condition_is_shown() => Assert.Equal(Condition.LibraryUseOnly,
        Moved(Status.RequestSent, EventKind.ConditionalArrived, Status.Conditional).Condition);

    [Fact]
    public void B07_accepting_a_condition_replies_yes_and_clears_the_date()
    {
        var state = Request(Side.Borrowing, Status.Conditional) with { ReplyBy = Today };
        var sent = Sent(state, EventKind.ConditionalReplyYes, IllService.ConditionalReply);
        Assert.Equal((Status.RequestSent, null), (sent.Status, sent.ReplyBy));
    }

    [Fact]
    public void B07_refusing_a_condition_replies_no_and_asks_the_next_supplier()
    {
        var state = Request(Side.Borrowing, Status.Conditional);
        var sent = Sent(state, EventKind.ConditionalReplyNo, IllService.ConditionalReply, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "S2"), (sent.Status, sent.Partner));
        var last = Sent(state with { Rota = state.Rota.Take(1).ToArray() }, EventKind.ConditionalReplyNo,
            IllService.ConditionalReply);
        Assert.Equal(Status.Rejected, last.Status);
    }

    [Fact]
    public void B07_the_date_for_the_reply_moves_nothing() => Assert.IsType<Decision.Ignored>(
        Decide(Request(Side.Borrowing, Status.Conditional), EventKind.ReplyDatePassed));

    [Theory]
    [InlineData(EventKind.UnfilledArrived, Status.Rejected)]
    [InlineData(EventKind.RetryArrived, Status.Rejected)]
    [InlineData(EventKind.LocationsArrived, Status.Rejected)]
    [InlineData(EventKind.EstimateArrived, Status.Rejected)]
    [InlineData(EventKind.ExpiredArrived, Status.Expired)]
    public void B08_with_no_supplier_left_an_answer_without_supply_ends_the_request(EventKind kind, Status status)
    {
        foreach (var from in new[] { Status.RequestSent, Status.WillSupply, Status.Conditional })
        {
            var ended = Moved(Request(Side.Borrowing, from, suppliersLeft: 0), kind);
            Assert.Equal(status, ended.Status);
            Assert.DoesNotContain(ended.Rota, leg => leg.Outcome == LegOutcome.Active);
        }
    }

    [Fact]
    public void B08_our_own_expiry_date_ends_the_request_and_tells_the_supplier()
    {
        var asked = Request(Side.Borrowing, Status.RequestSent);
        var state = asked with
        {
            ExpiresOn = Today.AddDays(-1),
            Content = asked.Content with { Expiry = ExpiryFlag.OtherDate, ExpiresOn = Today.AddDays(-1) },
        };
        Assert.Equal(Status.Expired, Sent(state, EventKind.ExpiryDatePassed, IllService.Cancel).Status);
        Assert.IsType<Decision.Ignored>(Decide(state with { ExpiresOn = Today }, EventKind.ExpiryDatePassed));
        Assert.IsType<Decision.Ignored>(Decide(state with { Status = Status.WillSupply }, EventKind.ExpiryDatePassed));
        Assert.Equal(Status.Expired, Sent(Request(Side.Borrowing, Status.PendingApproval), EventKind.ExpiryDatePassed).Status);
    }

    [Fact]
    public void B08_a_leg_that_expires_while_there_is_time_goes_to_the_next_supplier()
    {
        var state = Request(Side.Borrowing, Status.RequestSent) with { ExpiresOn = Today.AddDays(-1) };
        var next = Sent(state, EventKind.ExpiryDatePassed, IllService.Cancel, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "S2", LegOutcome.Expired), (next.Status, next.Partner, next.Rota[0].Outcome));
        Assert.Equal(Status.Expired, Sent(next with { ExpiresOn = Today.AddDays(-1) }, EventKind.ExpiryDatePassed, IllService.Cancel).Status);
    }

    [Fact]
    public void B08_skipping_a_supplier_cancels_there_and_asks_the_next()
    {
        var sent = Sent(Request(Side.Borrowing, Status.RequestSent), EventKind.Reject, IllService.Cancel, IllService.IllRequest);
        Assert.Equal("S2", sent.Partner);
        var unasked = Sent(Request(Side.Borrowing, Status.ReadyToSend), EventKind.Reject);
        Assert.Equal((Status.ReadyToSend, LegOutcome.Skipped), (unasked.Status, unasked.Rota[0].Outcome));
    }

    [Theory]
    [InlineData(Status.RequestCreatedBor)]
    [InlineData(Status.PendingApproval)]
    [InlineData(Status.LocateFailed)]
    [InlineData(Status.ReadyToSend)]
    [InlineData(Status.Rejected)]
    public void B09_cancelling_while_nobody_is_asked_ends_at_once(Status from) =>
        Assert.Equal(Status.CancelledByStaff, Sent(Request(Side.Borrowing, from), EventKind.Cancel).Status);

    [Fact]
    public void B10_cancelling_after_sending_waits_for_the_answer_where_the_profile_says_so()
    {
        var state = Request(Side.Borrowing, Status.WillSupply);
        var waiting = Sent(state, EventKind.Cancel, IllService.Cancel);
        Assert.Equal((Status.CancelReply, Status.WillSupply), (waiting.Status, waiting.ResumeAt!.Value));
        Assert.Equal(Status.CancelReply, Sent(waiting, EventKind.Cancel, IllService.Cancel).Status);
        var bare = Without(Side.Borrowing, WorkflowStep.CancelReply);
        var at = Assert.IsType<Decision.Moved>(Rules.Decide(state, Act(StaffAction.Cancel), bare));
        Assert.Equal(Status.CancelledByStaff, at.State.Status);
    }

    [Fact]
    public void B11_the_supplier_agrees_or_not()
    {
        Moved(Status.CancelReply, EventKind.CancelReplyYesArrived, Status.CancelledByStaff);
        Moved(Status.CancelReply, EventKind.CancelReplyNoArrived, Status.CancelNotAccepted);
        Moved(Status.CancelNotAccepted, EventKind.CancelReplyYesArrived, Status.CancelledByStaff);
    }

    [Fact]
    public void B11_a_condition_that_crossed_a_refused_cancellation_can_still_be_answered()
    {
        var waiting = Moved(Moved(Request(Side.Borrowing, Status.RequestSent), EventKind.Cancel), EventKind.ConditionalArrived);
        Assert.Equal(Status.CancelReply, waiting.Status);
        var back = Moved(waiting, EventKind.CancelReplyNoArrived);
        Assert.Equal(Status.Conditional, back.Status);
        Sent(back, EventKind.ConditionalReplyYes, IllService.ConditionalReply);
    }

    [Fact]
    public void B11_a_cancellation_that_crosses_a_shipment_ends_with_the_item_on_its_way()
    {
        var waiting = Moved(Request(Side.Borrowing, Status.RequestSent), EventKind.Cancel);
        var shipped = Moved(waiting, EventKind.ShippedArrived);
        Assert.Equal(Status.ShippedPhysically, shipped.Status);
        Assert.IsType<Decision.Ignored>(Decide(shipped, EventKind.CancelReplyNoArrived));
    }

    [Theory]
    [InlineData(Status.RequestSent)]
    [InlineData(Status.WillSupply)]
    [InlineData(Status.Conditional)]
    [InlineData(Status.CancelReply)]
    [InlineData(Status.CancelNotAccepted)]
    [InlineData(Status.Rejected)]
    [InlineData(Status.Expired)]
    [InlineData(Status.CancelledByStaff)]
    [InlineData(Status.ReadyToSend)]
    public void B12_a_shipment_counts_in_every_status_before_supply(Status from)
    {
        var state = Moved(Request(Side.Borrowing, from) with { Transaction = Transaction }, EventKind.ShippedArrived);
        Assert.Equal((Status.ShippedPhysically, Today.AddDays(28)), (state.Status, state.DueOn!.Value));
    }

    [Fact]
    public void B12_a_file_is_shipped_digitally() => Assert.Equal(Status.ShippedDigitally, Assert.IsType<Decision.Moved>(Decide(
        Request(Side.Borrowing, Status.RequestSent),
        Arrives(Shipped(ServiceType.CopyNonReturnable, MediumType.MachineReadable)))).State.Status);

    [Fact]
    public void A_parcel_that_comes_after_a_request_was_completed_without_one_is_not_passed_over_in_silence()
    {
        var completed = Request(Side.Borrowing, Status.RequestCompleted) with
        {
            ShippedOn = null, ReceivedOn = null, SuppliedAs = null, HasUnreadMessage = false,
        };
        Assert.True(Moved(completed, EventKind.ShippedArrived).HasUnreadMessage);
        Assert.False(Moved(completed with { ReceivedOn = Today }, EventKind.ShippedArrived).HasUnreadMessage);
    }

    [Fact]
    public void B12_a_shipping_message_that_comes_late_does_not_undo_a_renewal()
    {
        var renewed = Request(Side.Borrowing, Status.Renewed) with { DueOn = Today.AddDays(90) };
        Assert.Equal(Today.AddDays(90), Moved(renewed, EventKind.ShippedArrived).DueOn);
    }

    [Theory]
    [InlineData(Status.ShippedPhysically, null, Status.ReceivedPhysically)]
    [InlineData(Status.ShippedPhysically, ServiceType.CopyNonReturnable, Status.ReceivedNotForLoan)]
    [InlineData(Status.ShippedDigitally, ServiceType.CopyNonReturnable, Status.ReceivedDigitally)]
    [InlineData(Status.RequestSent, null, Status.ReceivedPhysically)]
    [InlineData(Status.OverdueItem, null, Status.OverdueItem)]
    [InlineData(Status.RecalledBor, null, Status.RecalledBor)]
    [InlineData(Status.LostCommunicated, null, Status.ReceivedPhysically)]
    public void B13_receiving_tells_the_supplier(Status from, ServiceType? format, Status to)
    {
        var act = Act(StaffAction.Receive, new ActionFields { Format = format });
        var moved = Assert.IsType<Decision.Moved>(Decide(Request(Side.Borrowing, from), act));
        Assert.Equal(to, moved.State.Status);
        Assert.Equal(Today, moved.State.ReceivedOn);
        Assert.Equal(IllService.Received, Invariants.Message(Assert.Single(moved.Effects)).Service);
    }

    [Fact]
    public void B13_what_was_received_is_not_received_again() => Assert.IsType<Decision.Prohibited>(
        Decide(Request(Side.Borrowing, Status.OverdueItem) with { ReceivedOn = Today }, Act(StaffAction.Receive)));

    [Theory]
    [InlineData(true, Status.RequestCompleted)]
    [InlineData(false, Status.ReceivedDigitally)]
    public void B13_whoever_receives_a_file_says_whether_that_completes_the_request(bool complete, Status to)
    {
        var shipped = Request(Side.Borrowing, Status.ShippedDigitally) with { SuppliedAs = ServiceType.CopyNonReturnable };
        var receive = Act(StaffAction.Receive, new ActionFields { Complete = complete });
        Assert.Equal(to, Assert.IsType<Decision.Moved>(Decide(shipped, receive)).State.Status);
        var without = Rules.Decide(shipped, receive, Without(Side.Borrowing, WorkflowStep.ReceiveDigitally));
        Assert.Equal(complete, without is Decision.Moved { State.Status: Status.RequestCompleted });
        Assert.Equal(!complete, without is Decision.Invalid { Field: "complete" });
    }

    [Fact]
    public void B13_a_file_completes_unless_the_profile_waits() => Assert.Equal(Status.RequestCompleted,
        Assert.IsType<Decision.Moved>(Rules.Decide(
            Request(Side.Borrowing, Status.ShippedDigitally) with { SuppliedAs = ServiceType.CopyNonReturnable },
            Act(StaffAction.Receive), Without(Side.Borrowing, WorkflowStep.ReceiveDigitally))).State.Status);

    [Fact]
    public void B14_the_patron_takes_it_out_and_brings_it_back()
    {
        var loaned = Moved(Status.ReceivedPhysically, EventKind.LoanedToPatron, Status.Loaned);
        Assert.Equal(Status.ReturnedByPatron, Moved(loaned, EventKind.ReturnedByPatron).Status);
    }

    [Fact]
    public void B15_a_patrons_renewal_waits_for_staff_or_goes_out_at_once()
    {
        var state = Request(Side.Borrowing, Status.Loaned);
        Assert.Equal(Status.MediatedRenewal, Sent(state, EventKind.PatronRenewal).Status);
        var direct = Rules.Decide(state, Event(EventKind.PatronRenewal, state, Start),
            Without(Side.Borrowing, WorkflowStep.MediatedRenewal));
        Assert.Equal(Status.RenewRequested, Assert.IsType<Decision.Moved>(direct).State.Status);
        Assert.Equal(Status.RenewRequested,
            Sent(Request(Side.Borrowing, Status.MediatedRenewal), EventKind.Renew, IllService.Renew).Status);
    }

    [Fact]
    public void B16_a_granted_renewal_has_the_new_due_date_and_a_refused_one_the_old()
    {
        var state = Request(Side.Borrowing, Status.RenewRequested);
        var granted = Moved(state, EventKind.RenewAnswerYesArrived);
        Assert.Equal((Status.Renewed, Today.AddDays(60), false), (granted.Status, granted.DueOn!.Value, granted.IsOverdue));
        var refused = Moved(state, EventKind.RenewAnswerNoArrived);
        Assert.Equal((Status.RenewNotAccepted, state.DueOn), (refused.Status, refused.DueOn));
        Assert.Equal(Status.OverdueItem, Moved(state with { IsOverdue = true }, EventKind.RenewAnswerNoArrived).Status);
    }

    [Fact]
    public void B16_without_statuses_of_their_own_the_answers_lead_back_to_the_loan()
    {
        var profile = Without(Side.Borrowing, WorkflowStep.Renewed, WorkflowStep.RenewNotAccepted);
        var asked = Moved(Request(Side.Borrowing, Status.ReceivedPhysically), EventKind.Renew);
        foreach (var kind in new[] { EventKind.RenewAnswerYesArrived, EventKind.RenewAnswerNoArrived })
        {
            var answered = Assert.IsType<Decision.Moved>(Rules.Decide(asked, Event(kind, asked, Start), profile));
            Assert.Equal(Status.ReceivedPhysically, answered.State.Status);
        }
    }

    [Fact]
    public void B16_an_answer_that_comes_after_the_return_is_harmless()
    {
        var gone = Moved(Request(Side.Borrowing, Status.RenewRequested), EventKind.Return);
        Assert.IsType<Decision.Ignored>(Decide(gone, EventKind.RenewAnswerYesArrived));
        Assert.IsType<Decision.Ignored>(Decide(gone, EventKind.RenewAnswerNoArrived));
    }

    [Fact]
    public void B17_an_overdue_notice_and_a_recall_are_shown()
    {
        Assert.True(Moved(Status.Loaned, EventKind.OverdueArrived, Status.OverdueItem).IsOverdue);
        Assert.True(Moved(Request(Side.Borrowing, Status.RenewRequested), EventKind.OverdueArrived).IsOverdue);
        Moved(Status.Loaned, EventKind.DueDatePassed, Status.OverdueItem);
        var loaned = Request(Side.Borrowing, Status.Loaned);
        var recalled = Moved(loaned, EventKind.RecallArrived);
        Assert.Equal((Status.RecalledBor, Today.AddDays(3)), (recalled.Status, recalled.DueOn!.Value));
        var back = Sent(recalled, EventKind.RecallTakenBack);
        Assert.Equal((Status.Loaned, loaned.DueOn), (back.Status, back.DueOn));
    }

    [Theory]
    [InlineData(Status.ReturnedByPatron)]
    [InlineData(Status.ReceivedPhysically)]
    [InlineData(Status.RecalledBor)]
    [InlineData(Status.DeclaredLost)]
    public void B18_returning_tells_the_supplier(Status from)
    {
        var gone = Sent(Request(Side.Borrowing, from) with { IsOverdue = true }, EventKind.Return, IllService.Returned);
        Assert.Equal((Status.ReturnedToPartner, false), (gone.Status, gone.IsOverdue));
    }

    [Theory]
    [InlineData(Status.ReturnedToPartner)]
    [InlineData(Status.LostCommunicated)]
    [InlineData(Status.LenderCheckIn)]
    public void B19_the_suppliers_check_in_completes(Status from) =>
        Moved(from, EventKind.CheckedInArrived, Status.RequestCompleted);

    [Fact]
    public void B20_losses_and_damage_are_told_and_heard()
    {
        var state = Request(Side.Borrowing, Status.Loaned);
        Assert.Equal(Status.LostCommunicated, Sent(state, EventKind.ReportLost, IllService.Lost).Status);
        Assert.Equal(Status.DamagedCommunicated, Sent(state, EventKind.ReportDamaged, IllService.Damaged).Status);
        Moved(Status.ReturnedToPartner, EventKind.LostArrived, Status.DeclaredLost);
        var noted = Moved(Request(Side.Borrowing, Status.ReturnedToPartner), EventKind.DamagedArrived);
        Assert.Equal((Status.ReturnedToPartner, true), (noted.Status, noted.HasUnreadMessage));
    }

    [Fact]
    public void B21_a_status_changed_by_hand_tells_nobody_and_keeps_what_it_implies()
    {
        var act = Act(StaffAction.ChangeStatus, new ActionFields { Status = Status.Renewed, DueDate = Today.AddDays(30) });
        var moved = Assert.IsType<Decision.Moved>(Decide(Request(Side.Borrowing, Status.RenewRequested), act));
        Assert.Empty(moved.Effects);
        Assert.Equal((Status.Renewed, Today.AddDays(30)), (moved.State.Status, moved.State.DueOn!.Value));
        Assert.IsType<Decision.Invalid>(Decide(moved.State, act));
    }

    [Fact]
    public void B21_an_email_loan_is_followed_by_hand_to_its_end()
    {
        var state = Moved(Request(Side.Borrowing, Status.ReadyToSend), EventKind.Send);
        foreach (var kind in new[] { EventKind.Receive, EventKind.LoanedToPatron, EventKind.Renew })
        {
            state = Moved(state, kind);
        }

        state = Set(Set(state, Status.Renewed), Status.Loaned);
        state = Set(Moved(Moved(state, EventKind.ReturnedByPatron), EventKind.Return), Status.RequestCompleted);
        Assert.Equal(Status.Deleted, Moved(state, EventKind.Remove).Status);
    }

    [Fact]
    public void B22_a_finished_request_is_opened_again_and_one_that_was_never_sent_starts_again()
    {
        var again = Sent(Request(Side.Borrowing, Status.RequestCompleted), EventKind.Reactivate, IllService.Message);
        Assert.Equal(Status.Reactivated, again.Status);
        Assert.IsType<Decision.Prohibited>(Decide(again, Act(StaffAction.Return)));
        Assert.Equal(Status.ReturnedToPartner,
            Sent(again with { ShippedOn = Today }, EventKind.Return, IllService.Returned).Status);
        var unsent = Request(Side.Borrowing, Status.CancelledByStaff) with { Transaction = null, Partner = null };
        Assert.Equal(Status.RequestCreatedBor, Sent(unsent, EventKind.Reactivate).Status);
    }

    private static Decision Decide(RequestState state, RequestEvent @event) => Rules.Decide(state, @event, BorrowingProfile);

    private static Decision Decide(RequestState state, EventKind kind) => Decide(state, Event(kind, state, Start));

    private static RequestState Moved(RequestState state, EventKind kind) =>
        Assert.IsType<Decision.Moved>(Decide(state, kind)).State;

    private static RequestState Moved(Status from, EventKind kind, Status to)
    {
        var state = Moved(Request(Side.Borrowing, from), kind);
        Assert.Equal(to, state.Status);
        return state;
    }

    private static RequestState Set(RequestState state, Status status) => Assert.IsType<Decision.Moved>(
        Decide(state, Act(StaffAction.ChangeStatus, new ActionFields { Status = status }))).State;

    private static RequestState Sent(RequestState state, EventKind kind, params IllService[] services)
    {
        var moved = Assert.IsType<Decision.Moved>(Decide(state, kind));
        Assert.Equal(services, moved.Effects.Select(Invariants.Message).Select(message => message.Service));
        return moved.State;
    }
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>The rows L1 to L15 of the lifecycle reference, section 1.3, one test or more each.</summary>
public class LendingRowTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Start.DateTime);

    [Fact]
    public void L01_a_request_that_is_known_is_not_made_again() => Assert.IsType<Decision.Ignored>(
        Decide(Request(Side.Lending, Status.RequestCreatedLend), EventKind.RequestArrived));

    [Fact]
    public void L02_an_order_in_the_library_starts_the_processing() =>
        Moved(Status.RequestCreatedLend, EventKind.ProcessingStarted, Status.BeingProcessed);

    [Fact]
    public void L02_a_title_that_was_located_is_detached_and_the_request_can_be_located_again()
    {
        var located = Moved(Request(Side.Lending, Status.LocateFailed), Answers("T1"));
        Assert.Equal((Status.RequestCreatedLend, "T1"), (located.Status, located.LocatedTitle!.Id));
        var again = Assert.IsType<Decision.Prohibited>(Decide(located, Act(StaffAction.Locate)));
        Assert.Equal("The request is located: \"On Rivers\" (1978), record T1. Detach it to have it located again.", again.Text);

        var detached = Moved(located, Act(StaffAction.Detach));
        Assert.Equal((Status.LocateFailed, null), (detached.Status, detached.LocatedTitle));
        Assert.True(Moved(detached, Act(StaffAction.Locate)).IsLocateWanted);
        var nothing = Decide(detached with { Status = Status.BeingProcessed }, Act(StaffAction.Detach));
        Assert.StartsWith("No title of our own catalogue is attached", Assert.IsType<Decision.Prohibited>(nothing).Text,
            StringComparison.Ordinal);
        var late = Decide(located with { Status = Status.WillSupply }, Act(StaffAction.Detach));
        Assert.Equal([Status.RequestCreatedLend, Status.BeingProcessed], Assert.IsType<Decision.Prohibited>(late).Expected);
        Assert.Equal(Status.LocateFailed, Moved(located with { Status = Status.BeingProcessed }, Act(StaffAction.Detach)).Status);
    }

    [Fact]
    public void L02_of_several_titles_staff_choose_one()
    {
        var created = Request(Side.Lending, Status.RequestCreatedLend);
        Assert.StartsWith("Our own catalogue has found no title that could be chosen.",
            Assert.IsType<Decision.Prohibited>(Decide(created, Act(StaffAction.ChooseTitle))).Text, StringComparison.Ordinal);

        var several = Moved(created, Answers("T1", "T2"));
        Assert.Equal((Status.LocateFailed, null, 2), (several.Status, several.LocatedTitle, several.FoundTitles.Count));
        foreach (var fields in new[] { new ActionFields(), new ActionFields { Title = "T3" } })
        {
            var refused = Assert.IsType<Decision.Invalid>(Decide(several, Act(StaffAction.ChooseTitle, fields)));
            Assert.Equal(("title", true), (refused.Field, refused.Text.EndsWith("record T2.", StringComparison.Ordinal)));
        }

        var chosen = Moved(several, Act(StaffAction.ChooseTitle, new ActionFields { Title = " t2 " }));
        Assert.Equal((Status.RequestCreatedLend, "T2"), (chosen.Status, chosen.LocatedTitle!.Id));
        var other = Act(StaffAction.ChooseTitle, new ActionFields { Title = "T1" });
        Assert.Contains("Detach it", Assert.IsType<Decision.Prohibited>(Decide(chosen, other)).Text, StringComparison.Ordinal);
        Assert.Equal("T1", Moved(Moved(chosen, Act(StaffAction.Detach)), other).LocatedTitle!.Id);

        // The next look counts, whatever the one before had found.
        var none = Moved(several, Answers());
        Assert.Equal((Status.LocateFailed, 0), (none.Status, none.FoundTitles.Count));
    }

    private static RequestEvent.OwnCatalogueAnswered Answers(params string[] titles) =>
        new(titles.Length, "invented", null) { At = Start, By = "locate", Found = titles.Select(Title).ToArray() };

    private static RequestState Moved(RequestState state, RequestEvent @event) =>
        Assert.IsType<Decision.Moved>(Decide(state, @event)).State;

    [Fact]
    public void L03_will_supply_and_conditional_are_answers()
    {
        var state = Request(Side.Lending, Status.BeingProcessed);
        Assert.Equal(Status.WillSupply, Sent(state, EventKind.WillSupply, IllService.IllAnswer).Status);
        var conditional = Sent(state, EventKind.Conditional, IllService.IllAnswer);
        Assert.Equal((Status.Conditional, Condition.LibraryUseOnly), (conditional.Status, conditional.Condition!.Value));
        Assert.Equal("reason", Assert.IsType<Decision.Invalid>(Decide(state, Act(StaffAction.Conditional))).Field);
    }

    [Fact]
    public void L04_the_reply_to_a_condition_goes_on_or_ends()
    {
        Moved(Status.Conditional, EventKind.ConditionalReplyYesArrived, Status.RequestCreatedLend);
        Moved(Status.Conditional, EventKind.ConditionalReplyNoArrived, Status.Rejected);
        Assert.IsType<Decision.Ignored>(Decide(Request(Side.Lending, Status.Expired), EventKind.ConditionalReplyYesArrived));
        Assert.IsType<Decision.Ignored>(Decide(Request(Side.Lending, Status.Damaged), EventKind.ConditionalReplyYesArrived));
        var late = Moved(Request(Side.Lending, Status.Damaged), EventKind.ConditionalReplyNoArrived);
        Assert.Equal((Status.Damaged, true), (late.Status, late.HasUnreadMessage));
    }

    [Fact]
    public void L05_a_loan_a_copy_and_a_file_are_shipped()
    {
        var state = Request(Side.Lending, Status.WillSupply);
        var loan = Sent(state, EventKind.Ship, IllService.Shipped);
        Assert.Equal((Status.ShippedPhysically, ServiceType.Loan), (loan.Status, loan.SuppliedAs!.Value));
        Assert.Equal("dueDate", Assert.IsType<Decision.Invalid>(Decide(state, Act(StaffAction.Ship))).Field);
        var past = Act(StaffAction.Ship, new ActionFields { DueDate = Today.AddDays(-1) });
        Assert.Equal("dueDate", Assert.IsType<Decision.Invalid>(Decide(state, past)).Field);
        var copy = Sent(state, EventKind.ShipNonReturnable, IllService.Shipped);
        Assert.Equal((Status.ShippedPhysically, ServiceType.CopyNonReturnable), (copy.Status, copy.SuppliedAs!.Value));
        Assert.Equal(Status.RequestCompleted, Moved(copy, EventKind.ReceivedArrived).Status);
        var file = Sent(state, EventKind.ShipDigitally, IllService.Shipped);
        Assert.Equal(Status.ShippedDigitally, file.Status);
        Assert.Equal(Status.RequestCompleted, Moved(file, EventKind.ReceivedArrived).Status);
        var atOnce = Rules.Decide(
            state, Act(StaffAction.ShipDigitally), Without(Side.Lending, WorkflowStep.ReceiveDigitally));
        Assert.Equal(Status.RequestCompleted, Assert.IsType<Decision.Moved>(atOnce).State.Status);
    }

    [Fact]
    public void L05_a_shipment_of_a_file_says_for_itself_whether_it_is_complete_where_the_profile_leaves_that()
    {
        var state = Request(Side.Lending, Status.WillSupply);
        var (yes, no) = (new ActionFields { Complete = true }, new ActionFields { Complete = false });
        Assert.Equal(Status.RequestCompleted, Moved(state, Act(StaffAction.ShipDigitally, yes)).Status);
        Assert.Equal(Status.ShippedDigitally, Moved(state, Act(StaffAction.ShipDigitally, no)).Status);

        var without = Without(Side.Lending, WorkflowStep.ReceiveDigitally);
        var refused = Assert.IsType<Decision.Invalid>(Rules.Decide(state, Act(StaffAction.ShipDigitally, no), without));
        Assert.Equal("complete", refused.Field);
        Assert.Contains("the workflow profile SOME has no step \"receive-digitally\"", refused.Text, StringComparison.Ordinal);
        var done = Assert.IsType<Decision.Moved>(Rules.Decide(state, Act(StaffAction.ShipDigitally, yes), without));
        Assert.Equal((Status.RequestCompleted, "Shipped as a file, which went another way."), (done.State.Status, done.Text));
    }

    [Fact]
    public void L05_a_copy_is_never_recalled_overdue_or_checked_in_with_a_message()
    {
        var copy = Sent(Request(Side.Lending, Status.BeingProcessed), EventKind.ShipNonReturnable, IllService.Shipped);
        Assert.IsType<Decision.Prohibited>(Decide(copy, EventKind.Recall));
        Assert.IsType<Decision.Ignored>(Decide(copy, EventKind.DueDatePassed));
        Assert.Equal(Status.RequestCompleted, Sent(copy, EventKind.CheckIn).Status);
    }

    [Fact]
    public void L06_a_rejection_says_why()
    {
        var state = Request(Side.Lending, Status.BeingProcessed);
        Assert.Equal(Status.Rejected, Sent(state, EventKind.Reject, IllService.IllAnswer).Status);
        Assert.IsType<Decision.Invalid>(Decide(state, Act(StaffAction.Reject)));
        Assert.IsType<Decision.Invalid>(Decide(state, Act(StaffAction.Reject, new ActionFields { Reason = "no such reason" })));
    }

    [Fact]
    public void L07_a_cancellation_before_shipping_is_agreed_at_once_or_waits_for_staff()
    {
        var state = Request(Side.Lending, Status.BeingProcessed);
        Assert.Equal(Status.Cancelled, Sent(state, EventKind.CancelArrived, IllService.CancelReply).Status);
        var profile = With(Side.Lending, WorkflowStep.CancelReply);
        var waiting = Assert.IsType<Decision.Moved>(
            Rules.Decide(state, Event(EventKind.CancelArrived, state, Start), profile));
        Assert.Equal((Status.CancelReply, 0), (waiting.State.Status, waiting.Effects.Count));
        Assert.Equal(Status.Cancelled, Sent(waiting.State, EventKind.CancelReplyYes, IllService.CancelReply).Status);
        Assert.Equal(Status.BeingProcessed, Sent(waiting.State, EventKind.CancelReplyNo, IllService.CancelReply).Status);
    }

    [Theory]
    [InlineData(Status.ShippedPhysically, false)]
    [InlineData(Status.RequestCompleted, false)]
    [InlineData(Status.Lost, false)]
    [InlineData(Status.Cancelled, true)]
    public void L07_a_cancellation_that_crossed_something_is_answered_and_moves_nothing(Status status, bool agrees)
    {
        var state = Request(Side.Lending, status);
        var moved = Assert.IsType<Decision.Moved>(Decide(state, EventKind.CancelArrived));
        Assert.Equal(status, moved.State.Status);
        Assert.Equal(agrees, Assert.IsType<IllMessage.CancelReply>(Invariants.Message(Assert.Single(moved.Effects))).Agrees);
    }

    [Fact]
    public void L08_a_request_expires_and_the_borrower_is_told_unless_we_promised()
    {
        var state = Request(Side.Lending, Status.BeingProcessed) with { ExpiresOn = Today.AddDays(-1) };
        Assert.Equal(Status.Expired, Sent(state, EventKind.ExpiryDatePassed, IllService.Expired).Status);
        Assert.IsType<Decision.Ignored>(Decide(state with { ExpiresOn = Today }, EventKind.ExpiryDatePassed));
        Assert.IsType<Decision.Ignored>(
            Decide(state with { AnsweredWith = TransactionResults.WillSupply }, EventKind.ExpiryDatePassed));
        Assert.IsType<Decision.Ignored>(Decide(state with { Status = Status.WillSupply }, EventKind.ExpiryDatePassed));
    }

    [Fact]
    public void L09_receipt_and_return_of_the_borrower_are_shown_where_the_profile_says_so()
    {
        var received = Moved(Status.ShippedPhysically, EventKind.ReceivedArrived, Status.ReceivedByPartner);
        Assert.Equal(Status.ReturnedByPartner, Moved(received, EventKind.ReturnedArrived).Status);
        var bare = Without(Side.Lending, WorkflowStep.ReceivedByPartner, WorkflowStep.ReturnedByPartner);
        var overdue = Request(Side.Lending, Status.OverdueItem) with { IsOverdue = true, ReceivedOn = Today };
        var back = Assert.IsType<Decision.Moved>(Rules.Decide(overdue, Event(EventKind.ReturnedArrived, overdue, Start), bare));
        Assert.Equal((Status.ShippedPhysically, false), (back.State.Status, back.State.IsOverdue));
        Assert.IsType<Decision.Ignored>(Decide(back.State, EventKind.DueDatePassed));
        Moved(Status.Lost, EventKind.ReturnedArrived, Status.ReturnedByPartner);
    }

    [Fact]
    public void L10_a_renewal_waits_for_staff_or_is_granted_at_once()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner) with { ReceivedOn = Today };
        var asked = Sent(state, EventKind.RenewArrived);
        Assert.Equal(Status.RenewRequested, asked.Status);
        var granted = Sent(asked, EventKind.RenewAnswerYes, IllService.RenewAnswer);
        Assert.Equal((Status.ReceivedByPartner, Today.AddDays(14)), (granted.Status, granted.DueOn!.Value));
        Assert.Equal(Status.ReceivedByPartner, Sent(asked, EventKind.RenewAnswerNo, IllService.RenewAnswer).Status);
        var automatic = Rules.Decide(state, Event(EventKind.RenewArrived, state, Start),
            With(Side.Lending, WorkflowStep.AutomaticRenew));
        Assert.Equal((Status.ReceivedByPartner, Today.AddDays(60)),
            (((Decision.Moved)automatic).State.Status, ((Decision.Moved)automatic).State.DueOn!.Value));
    }

    [Fact]
    public void L10_an_automatic_renewal_never_ends_before_the_present_due_date()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner) with { DueOn = DateOnly.MaxValue };
        var granted = Rules.Decide(state, Event(EventKind.RenewArrived, state, Start),
            With(Side.Lending, WorkflowStep.AutomaticRenew));
        Assert.Equal(DateOnly.MaxValue, Assert.IsType<Decision.Moved>(granted).State.DueOn);
    }

    [Theory]
    [InlineData(Status.RecalledLend)]
    [InlineData(Status.Lost)]
    [InlineData(Status.RequestCompleted)]
    public void L10_a_renewal_without_hope_is_refused_at_once(Status status) =>
        Assert.Equal(status, Sent(Request(Side.Lending, status), EventKind.RenewArrived, IllService.RenewAnswer).Status);

    [Fact]
    public void L11_an_overdue_item_is_reminded_once_a_day_at_most()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner);
        var overdue = Sent(state, EventKind.DueDatePassed, IllService.Overdue);
        Assert.Equal((Status.OverdueItem, true, Today), (overdue.Status, overdue.IsOverdue, overdue.OverdueSentOn!.Value));
        Assert.IsType<Decision.Ignored>(Decide(overdue, EventKind.DueDatePassed));
        var later = new RequestEvent.Calendar(EventKind.DueDatePassed) { At = Start.AddDays(7), By = "calendar" };
        Assert.Single(Assert.IsType<Decision.Moved>(Decide(overdue, later)).Effects);
        Assert.IsType<Decision.Ignored>(Decide(state with { DueOn = Today }, EventKind.DueDatePassed));
    }

    [Fact]
    public void L12_a_recall_sets_a_due_date_and_taking_it_back_restores_the_old_one()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner) with { ReceivedOn = Today };
        var recalled = Sent(state, EventKind.Recall, IllService.Recall);
        Assert.Equal((Status.RecalledLend, Today.AddDays(14)), (recalled.Status, recalled.DueOn!.Value));
        var back = Sent(recalled, EventKind.RecallTakenBack, IllService.Message);
        Assert.Equal((Status.ReceivedByPartner, state.DueOn), (back.Status, back.DueOn));
        Assert.IsType<Decision.Prohibited>(Decide(state with { Status = Status.Damaged, ReturnedOn = Today }, EventKind.Recall));
    }

    [Fact]
    public void L13_checking_in_completes_and_tells_the_borrower_where_the_profile_says_so()
    {
        var state = Request(Side.Lending, Status.ReturnedByPartner);
        Assert.Equal(Status.RequestCompleted, Sent(state, EventKind.CheckIn, IllService.CheckedIn).Status);
        var silent = Rules.Decide(state, Act(StaffAction.CheckIn), Without(Side.Lending, WorkflowStep.CheckedInMessage));
        Assert.Empty(Assert.IsType<Decision.Moved>(silent).Effects);
    }

    [Fact]
    public void L13_losses_and_damage_are_told_and_heard_and_hold_nothing_up()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner);
        var lost = Sent(state, EventKind.ReportLost, IllService.Lost);
        Assert.Equal(Status.RequestCompleted, Sent(lost, EventKind.CheckIn, IllService.CheckedIn).Status);
        Moved(Status.ReceivedByPartner, EventKind.LostArrived, Status.Lost);
        var damaged = Sent(state, EventKind.ReportDamaged, IllService.Damaged);
        foreach (var kind in new[]
        {
            EventKind.CheckIn, EventKind.Recall, EventKind.ReportLost, EventKind.RenewArrived, EventKind.ReturnedArrived,
            EventKind.DueDatePassed,
        })
        {
            Moved(damaged, kind);
        }

        var asked = Moved(Request(Side.Lending, Status.RenewRequested), EventKind.DamagedArrived);
        Assert.Equal(Status.RenewRequested, asked.Status);
    }

    [Theory]
    [InlineData(Status.RecalledLend, EventKind.DamagedArrived)]
    [InlineData(Status.BorrowerRecall, EventKind.DamagedArrived)]
    [InlineData(Status.RecalledLend, EventKind.ReportDamaged)]
    [InlineData(Status.BorrowerRecall, EventKind.ReportDamaged)]
    public void Damage_does_not_wipe_a_recall_so_that_no_renewal_becomes_possible(Status recalled, EventKind damage)
    {
        var damaged = Moved(recalled, damage, recalled);
        Assert.Equal(recalled, Sent(damaged, EventKind.RenewArrived, IllService.RenewAnswer).Status);
        Assert.IsType<Decision.Prohibited>(Decide(damaged, EventKind.RenewAnswerYes));
    }

    [Theory]
    [InlineData(StaffAction.WillSupply, true)]
    [InlineData(StaffAction.Ship, false)]
    [InlineData(StaffAction.Reject, false)]
    public void The_alert_that_an_answer_is_due_stays_until_the_item_leaves_or_the_request_ends(StaffAction action, bool stays)
    {
        var request = Request(Side.Lending, Status.BeingProcessed) with { ExpiresOn = new DateOnly(2026, 3, 3) };
        var told = Moved(request, EventKind.AnswerDue).Alerted("other", "Something else.", Start);
        Assert.Equal(["answer-due", "other"], told.Alerts.Select(alert => alert.Code));
        Assert.IsType<Decision.Ignored>(Decide(told, EventKind.AnswerDue));
        var moved = Moved(told, Act(action, new ActionFields
        {
            Reason = action == StaffAction.Reject ? "lacking" : null, DueDate = new DateOnly(2026, 5, 1),
        }));
        Assert.Equal(stays, moved.Alerts.Any(alert => alert.Code == "answer-due"));
        Assert.Contains(moved.Alerts, alert => alert.Code == "other");
    }

    [Fact]
    public void An_expiry_date_that_is_two_days_away_is_not_near() => Assert.IsType<Decision.Ignored>(Decide(
        Request(Side.Lending, Status.BeingProcessed) with { ExpiresOn = new DateOnly(2026, 3, 4) }, EventKind.AnswerDue));

    [Fact]
    public void A_copy_that_is_complete_does_not_come_back_damaged() => Assert.IsType<Decision.Prohibited>(Decide(
        Request(Side.Lending, Status.RequestCompleted) with { SuppliedAs = ServiceType.CopyNonReturnable },
        EventKind.ReportDamaged));

    [Fact]
    public void A_recall_without_a_due_date_tells_the_borrower_the_one_that_counts_here()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner);
        var moved = Assert.IsType<Decision.Moved>(Decide(state, Act(StaffAction.Recall)));
        var recall = Assert.IsType<IllMessage.Recall>(Invariants.Message(Assert.Single(moved.Effects)));
        Assert.Equal((Today, Today), (moved.State.DueOn, recall.DueOn));
    }

    [Fact]
    public void L14_a_general_message_needs_a_text_and_moves_nothing()
    {
        var state = Request(Side.Lending, Status.ShippedPhysically);
        Assert.Equal(Status.ShippedPhysically, Sent(state, EventKind.GeneralMessage, IllService.Message).Status);
        Assert.Equal("note", Assert.IsType<Decision.Invalid>(Decide(state, Act(StaffAction.GeneralMessage))).Field);
        Assert.True(Moved(state, EventKind.MessageArrived).HasUnreadMessage);
    }

    [Fact]
    public void L15_a_status_query_is_answered_with_our_state_and_the_last_real_service()
    {
        var state = Moved(Request(Side.Lending, Status.ShippedPhysically), EventKind.ReceivedArrived);
        var moved = Assert.IsType<Decision.Moved>(Decide(state, EventKind.StatusQueryArrived));
        var message = Assert.IsType<Effect.Answer>(Assert.Single(moved.Effects)).Message;
        var report = Assert.IsType<Report.Status>(Assert.IsType<IllMessage.StatusOrErrorReport>(message).Report);
        Assert.Equal((CurrentState.Received, IllService.Received), (report.State, report.History.LastService));
        Assert.Equal(Status.ReceivedByPartner, Sent(state, EventKind.StatusQuery, IllService.StatusQuery).Status);
    }

    [Fact]
    public void Reactivated_before_anything_was_shipped_can_only_ship()
    {
        var state = Moved(Request(Side.Lending, Status.Rejected), EventKind.Reactivate);
        Assert.IsType<Decision.Prohibited>(Decide(state, EventKind.CheckIn));
        Assert.IsType<Decision.Prohibited>(Decide(state, EventKind.Recall));
        Assert.Equal(Status.ShippedPhysically, Sent(state, EventKind.Ship, IllService.Shipped).Status);
    }

    private static Decision Decide(RequestState state, RequestEvent @event) => Rules.Decide(state, @event, LendingProfile);

    private static Decision Decide(RequestState state, EventKind kind) => Decide(state, Event(kind, state, Start));

    private static RequestState Moved(RequestState state, EventKind kind) =>
        Assert.IsType<Decision.Moved>(Decide(state, kind)).State;

    private static RequestState Moved(Status from, EventKind kind, Status to)
    {
        var state = Moved(Request(Side.Lending, from), kind);
        Assert.Equal(to, state.Status);
        return state;
    }

    private static RequestState Sent(RequestState state, EventKind kind, params IllService[] services)
    {
        var moved = Assert.IsType<Decision.Moved>(Decide(state, kind));
        Assert.Equal(services, moved.Effects.Select(Invariants.Message).Select(message => message.Service));
        return moved.State;
    }
}

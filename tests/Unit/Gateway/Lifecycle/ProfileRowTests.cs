using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>Rows that came with the workflow profiles: what each step adds, and what happens without it.</summary>
public class ProfileRowTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Start.DateTime);

    [Fact]
    public void Staff_approve_or_cancel_what_a_copyright_rule_held_back()
    {
        var waiting = Request(Side.Borrowing, Status.PendingApproval);
        Assert.Equal(Status.ReadyToSend, Sent(waiting, EventKind.Approve).Status);
        Assert.Equal(Status.CancelledByStaff, Sent(waiting, EventKind.ApprovalRefused).Status);
    }

    [Fact]
    public void A_title_of_our_own_stops_the_request_or_is_noted_only()
    {
        var locating = Request(Side.Borrowing, Status.LocateInProcess);
        var held = Sent(locating, EventKind.LocalHoldingFound);
        Assert.Equal(Status.LocalHolding, held.Status);
        Assert.Equal(Status.RequestSent, Sent(held, EventKind.Send, IllService.IllRequest).Status);
        var moved = Moved(locating, EventKind.LocalHoldingFound, Without(Side.Borrowing, WorkflowStep.LocalHolding));
        Assert.Equal(Status.ReadyToSend, moved.State.Status);
        Assert.Contains("no step \"local-holding\"", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_exported_is_completed_or_taken_back()
    {
        var exported = Sent(Request(Side.Borrowing, Status.ReadyToSend), EventKind.Exported);
        Assert.Equal(Status.ExportedToThirdParty, exported.Status);
        Assert.Equal(Status.RequestCompleted, Sent(exported, EventKind.Complete).Status);
        Assert.Equal(Status.CancelledByStaff, Sent(exported, EventKind.Cancel).Status);
        Assert.Equal(Status.RequestSent, Sent(exported, EventKind.Send, IllService.IllRequest).Status);
    }

    [Fact]
    public void A_confirmation_of_the_partners_system_is_its_acceptance()
    {
        var sent = Request(Side.Borrowing, Status.RequestSent);
        Assert.Equal(Status.RequestAccepted, Sent(sent, EventKind.RequestAcknowledged).Status);
        Assert.IsType<Decision.Ignored>(
            Decide(sent, EventKind.RequestAcknowledged, Without(Side.Borrowing, WorkflowStep.RequestAccepted)));
        Assert.Equal(Status.RequestSent, Sent(sent, EventKind.StatusReportArrived).Status);
    }

    [Theory]
    [InlineData(true, true, Status.WillSupply)]
    [InlineData(true, false, Status.WillSupply)]
    [InlineData(false, true, Status.AutoWillSupply)]
    [InlineData(false, false, Status.RequestSent)]
    public void A_promise_shows_as_the_profile_has_it_and_always_keeps_the_request_alive(
        bool hasWillSupply, bool hasAutomatic, Status status)
    {
        var steps = Full(Side.Borrowing).Steps.Except([WorkflowStep.WillSupply, WorkflowStep.AutomaticWillSupply])
            .Concat(hasWillSupply ? [WorkflowStep.WillSupply] : []).Concat(hasAutomatic ? [WorkflowStep.AutomaticWillSupply] : []);
        var profile = new WorkflowProfile("SOME", Side.Borrowing, [.. steps]);
        var promised = Moved(Request(Side.Borrowing, Status.RequestSent), EventKind.WillSupplyArrived, profile).State;
        Assert.Equal((status, TransactionResults.WillSupply), (promised.Status, promised.AnsweredWith!.Value));
        Assert.Equal(status == Status.RequestSent, promised.HasUnreadMessage);
        Assert.IsType<Decision.Ignored>(Decide(promised, EventKind.ExpiryDatePassed, profile));
    }

    [Fact]
    public void Without_the_step_a_condition_counts_as_not_supplied()
    {
        var state = Request(Side.Borrowing, Status.RequestSent);
        var moved = Moved(state, EventKind.ConditionalArrived, Without(Side.Borrowing, WorkflowStep.Conditional));
        Assert.Equal([IllService.Cancel, IllService.IllRequest],
            moved.Effects.Select(Invariants.Message).Select(message => message.Service));
        Assert.Equal("S2", moved.State.Partner);
        Assert.Contains("library use only", moved.State.Rota[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_citation_waits_for_its_correction_and_goes_to_the_same_supplier_again()
    {
        var unfilled = Arrives(Answer(new AnswerResult.Unfilled(ReasonUnfilled.NotFoundAsCited)));
        var state = Request(Side.Borrowing, Status.RequestSent);
        var bad = Assert.IsType<Decision.Moved>(Rules.Decide(state, unfilled, BorrowingProfile)).State;
        Assert.Equal((Status.BadCitation, true), (bad.Status, bad.HasUnreadMessage));
        var again = Sent(bad, EventKind.Resubmit, IllService.IllRequest);
        Assert.Equal((Status.RequestSent, "EAST", "2"), (again.Status, again.Partner, again.Transaction!.Qualifier));
        Assert.Equal("S2", again.NextLeg()!.Partner);
        Assert.Equal("S2", Sent(bad, EventKind.Send, IllService.IllRequest).Partner);
        var next = Rules.Decide(state, unfilled, Without(Side.Borrowing, WorkflowStep.BadCitation));
        Assert.Equal("S2", Assert.IsType<Decision.Moved>(next).State.Partner);
    }

    [Fact]
    public void A_claim_asks_once_by_itself_and_again_when_staff_want()
    {
        var claimed = Sent(Request(Side.Borrowing, Status.RequestSent), EventKind.ClaimDue, IllService.Message);
        Assert.Equal(Status.Claimed, claimed.Status);
        Assert.IsType<Decision.Ignored>(Decide(claimed, EventKind.ClaimDue, BorrowingProfile));
        Assert.Equal(Status.Claimed, Sent(claimed, EventKind.Claim, IllService.Message).Status);
        Assert.Equal(Status.WillSupply, Sent(claimed, EventKind.WillSupplyArrived).Status);
        Assert.Equal(Status.WillSupply,
            Sent(Request(Side.Borrowing, Status.WillSupply), EventKind.Claim, IllService.Message).Status);
        Assert.IsType<Decision.Ignored>(Decide(Request(Side.Borrowing, Status.RequestSent), EventKind.ClaimDue,
            Without(Side.Borrowing, WorkflowStep.Claimed)));
    }

    [Fact]
    public void An_automatic_cancellation_ends_the_request_or_asks_the_next_supplier()
    {
        var state = Request(Side.Borrowing, Status.Claimed);
        var due = new RequestEvent.Calendar(EventKind.AutoCancelDue) { At = Start, By = "calendar", Note = "too late" };
        var ended = Assert.IsType<Decision.Moved>(Rules.Decide(state, due, BorrowingProfile));
        Assert.Equal(Status.CancelReply, ended.State.Status);
        Assert.Equal("too late", Invariants.Message(Assert.Single(ended.Effects)).Note);
        var next = BorrowingProfile with { AutoCancel = AutoCancelPolicy.NextSupplier };
        var moved = Assert.IsType<Decision.Moved>(Rules.Decide(state, due, next));
        Assert.Equal((Status.RequestSent, "S2", LegOutcome.Expired),
            (moved.State.Status, moved.State.Partner, moved.State.Rota[0].Outcome));
        Assert.IsType<Decision.Ignored>(
            Rules.Decide(Request(Side.Borrowing, Status.WillSupply), due, BorrowingProfile));
    }

    [Theory]
    [InlineData(Side.Borrowing, Status.RequestSent, IllService.ConditionalReply, IllService.IllRequest)]
    [InlineData(Side.Lending, Status.Rejected, IllService.IllAnswer)]
    public void The_date_for_the_reply_leaves_reminds_or_counts_as_no(Side side, Status asNo, params IllService[] services)
    {
        var state = Request(side, Status.Conditional) with { ReplyBy = Today.AddDays(-1) };
        Assert.IsType<Decision.Ignored>(Decide(state, EventKind.ReplyDatePassed, Full(side)));
        var remind = Full(side) with { ReplyDate = ReplyDatePolicy.Remind };
        var reminded = Moved(state, EventKind.ReplyDatePassed, remind).State;
        Assert.Equal((Status.Conditional, true), (reminded.Status, reminded.HasUnreadMessage));
        Assert.IsType<Decision.Ignored>(Decide(reminded, EventKind.ReplyDatePassed, remind));
        var no = Full(side) with { ReplyDate = ReplyDatePolicy.TreatAsNo };
        var moved = Moved(state, EventKind.ReplyDatePassed, no);
        Assert.Equal(asNo, moved.State.Status);
        Assert.Equal(services, moved.Effects.Select(Invariants.Message).Select(message => message.Service));
        Assert.IsType<Decision.Ignored>(Decide(state with { ReplyBy = Today }, EventKind.ReplyDatePassed, no));
    }

    [Fact]
    public void A_patron_cancels_and_the_status_says_so()
    {
        Assert.Equal(Status.CancelledByPatron,
            Sent(Request(Side.Borrowing, Status.ReadyToSend), EventKind.PatronCancelled).Status);
        var waiting = Sent(Request(Side.Borrowing, Status.RequestSent), EventKind.PatronCancelled, IllService.Cancel);
        Assert.Equal(Status.CancelReply, waiting.Status);
        Assert.Equal(Status.CancelledByPatron, Sent(waiting, EventKind.CancelReplyYesArrived).Status);
        var refused = Sent(waiting, EventKind.CancelReplyNoArrived);
        Assert.Equal((Status.CancelNotAccepted, false), (refused.Status, refused.IsCancelledByPatron));
        Assert.IsType<Decision.Ignored>(Decide(Request(Side.Borrowing, Status.RequestSent), EventKind.PatronCancelled,
            Without(Side.Borrowing, WorkflowStep.CancelledByPatron)));
    }

    [Fact]
    public void Without_the_step_a_partner_that_ends_the_request_counts_as_not_supplying() => Assert.Equal("S2", Moved(
        Request(Side.Borrowing, Status.RequestSent), EventKind.CancelReplyYesArrived,
        Without(Side.Borrowing, WorkflowStep.CancelledByPartner)).State.Partner);

    [Fact]
    public void What_was_obtained_elsewhere_is_cancelled_at_the_supplier_and_completed()
    {
        var elsewhere = Sent(Request(Side.Borrowing, Status.Conditional), EventKind.ExternallyObtained, IllService.Cancel);
        Assert.Equal(Status.ExternallyObtained, elsewhere.Status);
        Assert.DoesNotContain(elsewhere.Rota, leg => leg.Outcome == LegOutcome.Active);
        Assert.Equal(Status.RequestCompleted, Sent(elsewhere, EventKind.Complete).Status);
        Assert.Equal(Status.ShippedPhysically, Sent(elsewhere, EventKind.ShippedArrived).Status);
        Sent(Request(Side.Borrowing, Status.ReadyToSend), EventKind.ExternallyObtained);
    }

    [Fact]
    public void A_file_waits_visibly_where_the_profile_says_so()
    {
        var file = Arrives(Shipped(ServiceType.CopyNonReturnable, MediumType.MachineReadable));
        var profile = With(Side.Borrowing, WorkflowStep.WaitingForReceiveDigitally);
        var state = Assert.IsType<Decision.Moved>(
            Rules.Decide(Request(Side.Borrowing, Status.RequestSent), file, profile)).State;
        Assert.Equal(Status.ReceiveDigitallyReply, state.Status);
        Assert.Equal(Status.ReceivedDigitally, Moved(state, EventKind.Receive, profile).State.Status);
    }

    [Fact]
    public void The_lenders_check_in_rests_where_the_profile_shows_it_until_staff_complete()
    {
        var profile = With(Side.Borrowing, WorkflowStep.LenderCheckIn);
        var shown = Moved(Request(Side.Borrowing, Status.ReturnedToPartner), EventKind.CheckedInArrived, profile).State;
        Assert.Equal(Status.LenderCheckIn, shown.Status);
        Assert.Equal(Status.RequestCompleted, Sent(shown, EventKind.Complete).Status);
    }

    [Fact]
    public void Staff_pass_a_patrons_renewal_on_or_not_and_no_more_often_than_the_profile_allows()
    {
        var asked = Sent(Request(Side.Borrowing, Status.Loaned), EventKind.PatronRenewal);
        Assert.Equal(Status.RenewRequested, Sent(asked, EventKind.Renew, IllService.Renew).Status);
        Assert.Equal(Status.RenewNotAccepted, Sent(asked, EventKind.PatronRenewalRefused).Status);
        var twice = asked with { Renewals = 2 };
        var limited = BorrowingProfile with { MaxRenewals = 2 };
        Assert.IsType<Decision.Prohibited>(Decide(twice, EventKind.Renew, limited));
        Assert.Equal(1, Sent(Request(Side.Borrowing, Status.RenewRequested), EventKind.RenewAnswerYesArrived).Renewals);
    }

    [Fact]
    public void A_loss_and_damage_show_under_the_name_that_the_profile_chooses()
    {
        var profile = BorrowingProfile with { LossStatus = LossStatus.ReportLost, DamageStatus = DamageStatus.Damaged };
        var loaned = Request(Side.Borrowing, Status.Loaned);
        var lost = Moved(loaned, EventKind.ReportLost, profile).State;
        Assert.Equal(Status.ReportLost, lost.Status);
        Assert.Equal(Status.Damaged, Moved(loaned, EventKind.ReportDamaged, profile).State.Status);
        var paid = Sent(lost, EventKind.FeePaid);
        Assert.Equal(Status.LostAndFeePaid, paid.Status);
        Assert.Equal(Status.RequestCompleted, Sent(paid, EventKind.Complete).Status);
    }

    [Theory]
    [InlineData(EventKind.OverdueArrived, WorkflowStep.Overdue)]
    [InlineData(EventKind.RecallArrived, WorkflowStep.Recall)]
    [InlineData(EventKind.LostArrived, WorkflowStep.DeclaredLost)]
    public void What_a_lender_sends_is_kept_and_shown_as_unread_without_its_step(EventKind kind, WorkflowStep step)
    {
        var moved = Moved(Request(Side.Borrowing, Status.Loaned), kind, Without(Side.Borrowing, step));
        Assert.Equal((Status.Loaned, true), (moved.State.Status, moved.State.HasUnreadMessage));
        Assert.Contains($"no step \"{StepCatalog.Name(step)}\"", moved.Text, StringComparison.Ordinal);
        Assert.Contains("stays \"Loaned item to patron\"", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lender_promises_without_staff_where_the_profile_says_so()
    {
        var state = Request(Side.Lending, Status.RequestCreatedLend);
        var found = new RequestEvent.Internal(EventKind.AutomaticWillSupply, "on the shelf") { At = Start, By = "locate" };
        Assert.IsType<Decision.Ignored>(Rules.Decide(state, found, LendingProfile));
        var profile = With(Side.Lending, WorkflowStep.AutomaticWillSupply);
        Assert.Equal(ReasonWillSupply.BeingProcessedForSupply, Promise(found).Reason);
        Assert.Equal((ReasonWillSupply.InUseOnLoan, Today), (Promise(found with { ExpectedOn = Today }).Reason,
            Promise(found with { ExpectedOn = Today }).On!.Value));

        AnswerResult.WillSupply Promise(RequestEvent @event) => Assert.IsType<AnswerResult.WillSupply>(
            Assert.IsType<IllMessage.Answer>(Invariants.Message(Assert.Single(
                Assert.IsType<Decision.Moved>(Rules.Decide(state, @event, profile)).Effects))).Result);
    }

    [Fact]
    public void An_automatic_rejection_says_why_at_once_or_waits_for_its_job()
    {
        var state = Request(Side.Lending, Status.RequestCreatedLend);
        var rejection = new RequestEvent.Internal(EventKind.AutomaticRejection, "too many open requests")
        {
            At = Start, By = "routing", Reason = ReasonUnfilled.PolicyProblem,
        };
        var atOnce = Assert.IsType<Decision.Moved>(Rules.Decide(state, rejection, LendingProfile));
        Assert.Equal(Status.Rejected, atOnce.State.Status);
        Assert.Equal(ReasonUnfilled.PolicyProblem, Reason(atOnce));
        var waits = With(Side.Lending, WorkflowStep.PendingAutoReject);
        var pending = Assert.IsType<Decision.Moved>(Rules.Decide(state, rejection, waits));
        Assert.Equal((Status.PendingAutoReject, 0), (pending.State.Status, pending.Effects.Count));
        Assert.Equal(Status.ShippedPhysically, Moved(pending.State, EventKind.Ship, waits).State.Status);
        Assert.Equal(ReasonUnfilled.PolicyProblem, Reason(Moved(pending.State, EventKind.AutoRejectDue, waits)));
        Assert.IsType<Decision.Ignored>(Rules.Decide(Request(Side.Lending, Status.WillSupply), rejection, waits));

        static ReasonUnfilled Reason(Decision.Moved moved) => Assert.IsType<AnswerResult.Unfilled>(
            Assert.IsType<IllMessage.Answer>(Invariants.Message(Assert.Single(moved.Effects))).Result).Reason;
    }

    [Fact]
    public void Automatic_renewals_end_where_the_profile_ends_them()
    {
        var automatic = With(Side.Lending, WorkflowStep.AutomaticRenew);
        var state = Request(Side.Lending, Status.ReceivedByPartner) with { ReceivedOn = Today };
        Assert.Equal(1, Moved(state, EventKind.RenewArrived, automatic).State.Renewals);
        Assert.False(Grants(state with { Renewals = 1 }, automatic with { MaxRenewals = 1 }));
        var short_ = automatic with { MaxLoanDays = 40 };
        Assert.Equal(new DateOnly(2026, 3, 13), Moved(state, EventKind.RenewArrived, short_).State.DueOn);
        Assert.False(Grants(state, automatic with { MaxLoanDays = 1 }));

        static bool Grants(RequestState state, WorkflowProfile profile) => Assert.IsType<IllMessage.RenewAnswer>(
            Invariants.Message(Assert.Single(Moved(state, EventKind.RenewArrived, profile).Effects))).Grants;
    }

    [Fact]
    public void A_renewal_that_nobody_may_answer_is_refused_at_once()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner);
        var moved = Moved(state, EventKind.RenewArrived, Without(Side.Lending, WorkflowStep.ManualRenew));
        Assert.False(Assert.IsType<IllMessage.RenewAnswer>(Invariants.Message(Assert.Single(moved.Effects))).Grants);
        Assert.Contains("neither step \"manual-renew\" nor \"automatic-renew\"", moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Staff_renew_for_a_partner_whose_wish_came_by_other_ways_but_refuse_only_what_was_asked()
    {
        var state = Request(Side.Lending, Status.ReceivedByPartner) with { ReceivedOn = Today };
        Assert.Equal(Status.ReceivedByPartner, Sent(state, EventKind.RenewAnswerYes, IllService.RenewAnswer).Status);
        Assert.IsType<Decision.Prohibited>(Decide(state, EventKind.RenewAnswerNo, LendingProfile));
        var hidden = Without(Side.Lending, WorkflowStep.RenewRequested);
        var asked = Moved(state, EventKind.RenewArrived, hidden).State;
        Assert.Equal((Status.ReceivedByPartner, true), (asked.Status, asked.HasUnreadMessage));
        Assert.Null(Moved(asked, EventKind.RenewAnswerNo, hidden).State.RenewalAskedOn);
        var shown = With(Side.Lending, WorkflowStep.RenewalResponse);
        Assert.Equal(Status.RenewalResponse, Moved(state, EventKind.RenewAnswerYes, shown).State.Status);
    }

    [Fact]
    public void The_ways_to_renew_count_from_the_borrowing_profile_too_and_automatic_wins()
    {
        var lending = Without(Side.Lending, WorkflowStep.ManualRenew);
        var borrowing = new WorkflowProfile("BOR", Side.Borrowing, [WorkflowStep.AutomaticRenew, WorkflowStep.ManualRenew]);
        var both = lending.WithRenewalOf(borrowing);
        var moved = Moved(Request(Side.Lending, Status.ReceivedByPartner), EventKind.RenewArrived, both);
        Assert.True(Assert.IsType<IllMessage.RenewAnswer>(Invariants.Message(Assert.Single(moved.Effects))).Grants);
    }

    [Theory]
    [InlineData(Status.NonExpiring, EventKind.ExpiryDatePassed)]
    public void What_staff_exempted_does_not_expire(Status status, EventKind kind) =>
        Assert.IsType<Decision.Ignored>(Decide(Request(Side.Lending, status), kind, LendingProfile));

    private static Decision Decide(RequestState state, EventKind kind, WorkflowProfile profile) =>
        Rules.Decide(state, Event(kind, state, Start), profile);

    private static Decision.Moved Moved(RequestState state, EventKind kind, WorkflowProfile profile) =>
        Assert.IsType<Decision.Moved>(Decide(state, kind, profile));

    private static RequestState Sent(RequestState state, EventKind kind, params IllService[] services)
    {
        var moved = Moved(state, kind, Full(state.Side));
        Assert.Equal(services, moved.Effects.Select(Invariants.Message).Select(message => message.Service));
        return moved.State;
    }
}

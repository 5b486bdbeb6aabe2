using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>Every status against every event under every workflow profile: all steps, none, each one missing, each one
/// alone, and the policies.</summary>
public class ProfileMatrixTests
{
    public static TheoryData<Side> Sides => [Side.Borrowing, Side.Lending];

    [Theory]
    [MemberData(nameof(Sides))]
    public void A_step_that_is_off_never_leads_to_its_status_action_or_message(Side side)
    {
        var cells = 0;
        foreach (var profile in Profiles(side))
        {
            foreach (var info in StatusCatalog.Of(side))
            {
                foreach (var kind in Enum.GetValues<EventKind>())
                {
                    var state = Request(side, info.Status) with { ReplyBy = DateOnly.FromDateTime(Start.DateTime).AddDays(-1) };
                    var @event = Event(kind, state, Start);
                    var decision = Rules.Decide(state, @event, profile);
                    var broken = string.Join("; ", Invariants.BrokenByProfile(state, @event, decision, profile));
                    Assert.True(broken.Length == 0, $"{Describe(profile)}: {info.Status} x {kind}: {broken}");
                    cells++;
                }
            }
        }

        Assert.True(cells > 50_000, $"only {cells} cells");
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void No_status_that_a_profile_has_is_a_dead_end_under_it(Side side)
    {
        var table = Rules.Table(side);
        foreach (var profile in Profiles(side))
        {
            foreach (var info in StatusCatalog.Of(side).Where(info => !info.IsFinal && Has(profile, info.Status)))
            {
                var ways = Enum.GetValues<EventKind>().Where(kind => kind != EventKind.ChangeStatus
                    && table[info.Status, kind] is Cell.Move move && (move.Steps.Count == 0 || move.Steps.Any(profile.Has))
                    && move.To.Any(to => to != info.Status && Has(profile, to)));
                Assert.True(ways.Any(), $"{Describe(profile)}: nothing leads on from {info.Status}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Change_status_offers_what_the_profile_has_and_names_the_step_of_the_rest(Side side)
    {
        foreach (var profile in Profiles(side))
        {
            foreach (var info in StatusCatalog.Of(side).Where(info => info.Status is not (Status.Deleted or Status.Expired)))
            {
                var state = Request(side, Status.Expired);
                var decision = Rules.Decide(
                    state, Act(StaffAction.ChangeStatus, new ActionFields { Status = info.Status }), profile);
                if (Has(profile, info.Status))
                {
                    Assert.Equal(info.Status, Assert.IsType<Decision.Moved>(decision).State.Status);
                    continue;
                }

                var step = StepCatalog.Of(side).First(step => step.Statuses.Contains(info.Status)).Step;
                Assert.Equal("status", Assert.IsType<Decision.Invalid>(decision).Field);
                Assert.Contains($"\"{StepCatalog.Name(step)}\"", decision.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(Side.Borrowing, WorkflowStep.PendingApproval, Status.PendingApproval, StaffAction.Approve)]
    [InlineData(Side.Borrowing, WorkflowStep.BadCitation, Status.BadCitation, StaffAction.Resubmit)]
    [InlineData(Side.Borrowing, WorkflowStep.Claimed, Status.RequestSent, StaffAction.Claim)]
    [InlineData(Side.Borrowing, WorkflowStep.ExternallyObtained, Status.RequestSent, StaffAction.ExternallyObtained)]
    [InlineData(Side.Borrowing, WorkflowStep.Conditional, Status.Conditional, StaffAction.ConditionalReply)]
    [InlineData(Side.Borrowing, WorkflowStep.Reject, Status.RequestSent, StaffAction.Reject)]
    [InlineData(Side.Borrowing, WorkflowStep.CancelledByStaff, Status.RequestSent, StaffAction.Cancel)]
    [InlineData(Side.Borrowing, WorkflowStep.RenewRequested, Status.Loaned, StaffAction.Renew)]
    [InlineData(Side.Borrowing, WorkflowStep.Lost, Status.Loaned, StaffAction.ReportLost)]
    [InlineData(Side.Borrowing, WorkflowStep.LostAndFeePaid, Status.DeclaredLost, StaffAction.FeePaid)]
    [InlineData(Side.Borrowing, WorkflowStep.Damaged, Status.Loaned, StaffAction.ReportDamaged)]
    [InlineData(Side.Borrowing, WorkflowStep.Reactivate, Status.RequestCompleted, StaffAction.Reactivate)]
    [InlineData(Side.Lending, WorkflowStep.WillSupply, Status.BeingProcessed, StaffAction.WillSupply)]
    [InlineData(Side.Lending, WorkflowStep.Conditional, Status.BeingProcessed, StaffAction.Conditional)]
    [InlineData(Side.Lending, WorkflowStep.Reject, Status.BeingProcessed, StaffAction.Reject)]
    [InlineData(Side.Lending, WorkflowStep.ManualRenew, Status.RenewRequested, StaffAction.RenewAnswer)]
    [InlineData(Side.Lending, WorkflowStep.Recall, Status.ReceivedByPartner, StaffAction.Recall)]
    [InlineData(Side.Lending, WorkflowStep.Lost, Status.ReceivedByPartner, StaffAction.ReportLost)]
    [InlineData(Side.Lending, WorkflowStep.Damaged, Status.ReceivedByPartner, StaffAction.ReportDamaged)]
    [InlineData(Side.Lending, WorkflowStep.Reactivate, Status.RequestCompleted, StaffAction.Reactivate)]
    public void An_action_comes_and_goes_with_its_step_and_a_refusal_names_it(
        Side side, WorkflowStep step, Status status, StaffAction action)
    {
        var state = Request(side, status);
        var act = Act(action, new ActionFields { DueDate = DateOnly.MaxValue, Reason = "27", Note = "a note" });
        Assert.IsType<Decision.Moved>(Rules.Decide(state, act, Full(side)));
        var refused = Assert.IsType<Decision.Prohibited>(Rules.Decide(state, act, Without(side, step)));
        Assert.Contains($"\"{StepCatalog.Name(step)}\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_step_of_a_side_is_in_the_catalogue_once_and_says_what_happens_without_it()
    {
        foreach (var (side, steps) in new[] { (Side.Borrowing, WorkflowSteps.Borrowing), (Side.Lending, WorkflowSteps.Lending) })
        {
            Assert.Equal(steps.Order(), StepCatalog.Of(side).Select(info => info.Step).Order());
            Assert.DoesNotContain(StepCatalog.Of(side), info => string.IsNullOrWhiteSpace(info.Without));
        }
    }

    /// <summary>All, none, each missing, each alone; with the policies turned round in between.</summary>
    internal static IEnumerable<WorkflowProfile> Profiles(Side side)
    {
        var steps = side == Side.Borrowing ? WorkflowSteps.Borrowing : WorkflowSteps.Lending;
        yield return Full(side);
        yield return new WorkflowProfile("ALL", side, steps);
        yield return new WorkflowProfile("STRICT", side, steps)
        {
            ReplyDate = ReplyDatePolicy.TreatAsNo, AutoCancel = AutoCancelPolicy.NextSupplier,
            LossStatus = LossStatus.ReportLost, DamageStatus = DamageStatus.Damaged, MaxRenewals = 0, MaxLoanDays = 1,
        };
        yield return new WorkflowProfile("NONE", side, []) { ReplyDate = ReplyDatePolicy.Remind };
        foreach (var step in steps)
        {
            yield return new WorkflowProfile($"ALL-BUT-{step}", side, [.. steps.Except([step])]);
            yield return new WorkflowProfile($"ONLY-{step}", side, [step])
            {
                ReplyDate = ReplyDatePolicy.TreatAsNo, AutoCancel = AutoCancelPolicy.NextSupplier,
            };
        }
    }

    private static bool Has(WorkflowProfile profile, Status status)
    {
        var bringing = StepCatalog.Of(profile.Side).Where(info => info.Statuses.Contains(status)).ToArray();
        return bringing.Length == 0 || bringing.Any(info => profile.Has(info.Step));
    }

    private static string Describe(WorkflowProfile profile) => $"{profile.Side} {profile.Code}";
}

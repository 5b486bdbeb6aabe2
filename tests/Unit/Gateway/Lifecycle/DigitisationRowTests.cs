using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>Work orders and approvals on both sides: what leaves, what is held, what is deleted.</summary>
public class DigitisationRowTests
{
    private static readonly OfferedFile Scan = new(new SuppliedDocument { Name = "scan.pdf" }, null);

    private static readonly IllRequest File = new()
    {
        Citation = new Citation { Title = "On Rivers" }, Services = [ServiceType.CopyNonReturnable],
        Media = [new SupplyMedium(MediumType.MachineReadable)],
    };

    public static TheoryData<Side> Sides => [Side.Borrowing, Side.Lending];

    [Theory]
    [MemberData(nameof(Sides))]
    public void Parallel_holds_the_file_and_sends_nothing_until_everything_is_approved(Side side)
    {
        var begun = Moved(Created(side), Digitise(ApprovalMode.Parallel, ApprovalKind.Approval, ApprovalKind.Copyright)).State;
        Assert.Equal((WorkStage.InProcess, true), (begun.Digitisation!.Stage, begun.Digitisation.IsApprovalPending));
        var held = Moved(begun, Ship());
        Assert.Empty(held.Effects);
        Assert.Equal((HeldFile.Held, begun.Status), (held.State.Digitisation!.File, held.State.Status));
        Assert.False(DigitisationGate.MayRelease(held.State));
        Assert.Equal([new FileChange(Scan, HeldFile.Held)], DigitisationGate.Changes(begun, held.State));

        var half = Moved(held.State, Approve(ApprovalKind.Copyright));
        Assert.Empty(half.Effects);
        Assert.False(DigitisationGate.MayRelease(half.State));
        Assert.Empty(DigitisationGate.Changes(held.State, half.State));

        var whole = Moved(half.State, Approve());
        Assert.Equal((WorkStage.Completed, HeldFile.Released), (whole.State.Digitisation!.Stage, whole.State.Digitisation.File));
        Assert.True(DigitisationGate.MayRelease(whole.State));
        Assert.Equal([new FileChange(Scan, HeldFile.Released)], DigitisationGate.Changes(half.State, whole.State));
        Assert.Equal((Status.RequestCompleted, Scan), (whole.State.Status, whole.State.File));
        if (side == Side.Lending)
        {
            var shipped = Assert.IsType<IllMessage.Shipped>(Invariants.Message(Assert.Single(whole.Effects)));
            Assert.Equal(("for you", "scan.pdf"), (shipped.Note, shipped.Supply.Document!.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void A_refusal_deletes_the_held_file_and_ends_the_request(Side side)
    {
        var held = Moved(Moved(Created(side), Digitise(ApprovalMode.Parallel, ApprovalKind.Copyright)).State, Ship()).State;
        var refused = Moved(held, Act(StaffAction.Approve, new ActionFields { Answer = false, InternalNote = "no" }));
        Assert.Equal([new FileChange(Scan, HeldFile.Deleted)], DigitisationGate.Changes(held, refused.State));
        Assert.False(DigitisationGate.MayRelease(refused.State));
        Assert.Equal("no", Assert.Single(refused.State.Digitisation!.Tasks).Reason);
        Assert.Equal(side == Side.Lending ? Status.Rejected : Status.CancelledByStaff, refused.State.Status);
        if (side == Side.Lending)
        {
            var answer = Assert.IsType<IllMessage.Answer>(Invariants.Message(Assert.Single(refused.Effects)));
            Assert.Equal(new AnswerResult.Unfilled(ReasonUnfilled.LacksCopyrightCompliance), answer.Result);
        }
    }

    [Fact]
    public void Blocking_lets_nothing_begin_and_counts_the_work_time_from_the_approval()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Blocking, ApprovalKind.Approval)).State;
        Assert.Equal((Status.RequestCreatedLend, WorkStage.Blocked), (begun.Status, begun.Digitisation!.Stage));
        Assert.Contains("before that", Assert.IsType<Decision.Prohibited>(Decide(begun, Ship())).Text, StringComparison.Ordinal);
        var later = Moved(begun, Approve(at: Start.AddDays(3))).State;
        Assert.Equal((Status.BeingProcessed, WorkStage.InProcess), (later.Status, later.Digitisation!.Stage));
        Assert.Equal(begun.Digitisation.DueBy!.Value.AddDays(3), later.Digitisation.DueBy);
        Assert.Equal(Status.RequestCompleted, Moved(later, Ship()).State.Status);
    }

    [Fact]
    public void Blocking_without_anything_to_approve_blocks_nothing()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Blocking)).State;
        Assert.Equal(WorkStage.InProcess, begun.Digitisation!.Stage);
    }

    [Fact]
    public void Automatic_records_the_approval_with_its_reason_and_goes_on()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Automatic, ApprovalKind.Copyright)).State;
        Assert.Equal(
            new ApprovalTask(ApprovalKind.Copyright, ApprovalState.Approved, "gateway", Start, "our own works"),
            Assert.Single(begun.Digitisation!.Tasks));
        Assert.Single(Moved(begun, Ship()).Effects);
    }

    [Fact]
    public void A_second_file_replaces_the_one_that_is_held()
    {
        var held = Moved(Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Approval)).State, Ship()).State;
        var better = new OfferedFile(new SuppliedDocument { Name = "better.pdf" }, null);
        var again = Moved(held, Act(StaffAction.ShipDigitally, new ActionFields { File = better })).State;
        Assert.Equal(
            [new FileChange(Scan, HeldFile.Deleted), new FileChange(better, HeldFile.Held)], DigitisationGate.Changes(held, again));
    }

    [Theory]
    [InlineData(StaffAction.Reject)]
    [InlineData(StaffAction.ShipNonReturnable)]
    public void A_request_that_goes_on_without_its_file_calls_the_work_off(StaffAction action)
    {
        var held = Moved(Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Approval)).State, Ship()).State;
        var ended = Moved(held, Act(action, new ActionFields { Reason = "27" })).State;
        Assert.Equal((WorkStage.Cancelled, HeldFile.Deleted), (ended.Digitisation!.Stage, ended.Digitisation.File));
        Assert.Equal([new FileChange(Scan, HeldFile.Deleted)], DigitisationGate.Changes(held, ended));
        Assert.Equal("digitisation-cancelled", Assert.Single(ended.Alerts).Code);
    }

    [Fact]
    public void A_cancellation_deletes_the_held_file()
    {
        var held = Moved(Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Approval)).State, Ship()).State;
        var cancelled = Moved(held, Arrives(new IllMessage.Cancel { Header = Header() })).State;
        Assert.Equal((Status.Cancelled, HeldFile.Deleted), (cancelled.Status, cancelled.Digitisation!.File));
    }

    [Fact]
    public void What_was_refused_stays_refused_until_it_is_ordered_anew()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Copyright)).State;
        var refused = Moved(begun, Act(StaffAction.Approve, new ActionFields { Answer = false })).State;
        var again = Moved(refused, Act(StaffAction.Reactivate)).State;
        Assert.Contains("was refused", Assert.IsType<Decision.Prohibited>(Decide(again, Ship())).Text, StringComparison.Ordinal);
        var open = Moved(again, Act(StaffAction.ChangeStatus, new ActionFields { Status = Status.RequestCreatedLend })).State;
        Assert.IsType<Decision.Prohibited>(Decide(open, Ship()));
        foreach (var state in new[] { again, open })
        {
            Assert.Equal(Status.RequestCompleted, Moved(Moved(state, Digitise(ApprovalMode.Parallel)).State, Ship()).State.Status);
        }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void The_work_time_passes_after_its_last_day(int days, bool isOver)
    {
        foreach (var side in new[] { Side.Lending, Side.Borrowing })
        {
            var begun = Moved(Created(side), Digitise(ApprovalMode.Parallel)).State;
            var decision = Decide(begun, Calendar(EventKind.WorkTimePassed, days));
            Assert.Equal(isOver, decision is Decision.Moved);
            var expected = !isOver ? begun.Status : side == Side.Lending ? Status.Rejected : Status.CancelledByStaff;
            Assert.Equal(expected, decision is Decision.Moved moved ? moved.State.Status : begun.Status);
        }
    }

    [Fact]
    public void A_file_that_waits_for_its_approval_does_not_let_the_request_end()
    {
        var held = Moved(Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Approval)).State, Ship()).State;
        Assert.IsType<Decision.Ignored>(Decide(held, Calendar(EventKind.WorkTimePassed, 100)));
    }

    [Fact]
    public void Staff_are_told_once_that_the_work_time_is_nearly_over()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel)).State;
        var told = Moved(begun, Calendar(EventKind.WorkTimeNear, 4)).State;
        Assert.Equal("digitisation-due", Assert.Single(told.Alerts).Code);
        Assert.IsType<Decision.Ignored>(Decide(told, Calendar(EventKind.WorkTimeNear, 5)));
    }

    [Fact]
    public void A_loan_is_not_digitised_and_an_order_is_not_given_twice()
    {
        var loan = Request(Side.Lending, Status.RequestCreatedLend);
        Assert.StartsWith("A loan is wanted", Assert.IsType<Decision.Prohibited>(
            Decide(loan, Digitise(ApprovalMode.Parallel))).Text, StringComparison.Ordinal);
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel)).State;
        Assert.IsType<Decision.Prohibited>(Decide(begun, Digitise(ApprovalMode.Parallel)));
        Assert.IsType<Decision.Prohibited>(Decide(begun, Approve()));
        Assert.Equal("department", Assert.IsType<Decision.Invalid>(Decide(Created(Side.Lending), Act(StaffAction.Digitise))).Field);
    }

    [Fact]
    public void What_ended_without_its_approval_needs_a_new_order_too()
    {
        var begun = Moved(Created(Side.Lending), Digitise(ApprovalMode.Parallel, ApprovalKind.Copyright)).State;
        var again = Moved(Moved(begun, Calendar(EventKind.WorkTimePassed, 9)).State, Act(StaffAction.Reactivate)).State;
        Assert.Contains("without its approval", Assert.IsType<Decision.Prohibited>(Decide(again, Ship())).Text, StringComparison.Ordinal);
        var blocked = Moved(again, Digitise(ApprovalMode.Blocking, ApprovalKind.Copyright)).State;
        Assert.Equal((Status.RequestCreatedLend, WorkStage.Blocked), (blocked.Status, blocked.Digitisation!.Stage));
    }

    [Fact]
    public void Without_a_work_order_a_file_leaves_as_ever()
    {
        Assert.True(DigitisationGate.MayRelease(Created(Side.Lending)));
        Assert.Single(Moved(Created(Side.Lending), Ship()).Effects);
        Assert.Contains("order that with digitise", Assert.IsType<Decision.Prohibited>(
            Decide(Created(Side.Borrowing) with { Status = Status.LocalHolding }, Ship())).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Random_orders_never_let_an_unapproved_file_out(Side side)
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var state = Created(side);
            for (var step = 0; step < 12; step++)
            {
                RequestEvent @event = random.Next(6) switch
                {
                    0 => Digitise((ApprovalMode)random.Next(1, 4), [.. Enum.GetValues<ApprovalKind>().Where(_ => random.Next(2) == 0)]),
                    1 => Approve(random.Next(2) == 0 ? null : (ApprovalKind)random.Next(1, 3)),
                    2 when random.Next(3) == 0 => Act(StaffAction.Approve, new ActionFields { Answer = false }),
                    3 => Calendar(EventKind.WorkTimePassed, random.Next(10)),
                    4 => Act(StaffAction.Reactivate),
                    _ => Ship(),
                };
                if (Decide(state, @event) is not Decision.Moved moved)
                {
                    continue;
                }

                var isOut = moved.Effects.Any(effect => Invariants.Message(effect) is IllMessage.Shipped);
                var work = moved.State.Digitisation;
                Assert.False(isOut && work is not null && work.Tasks.Any(task => task.State != ApprovalState.Approved), $"seed {seed}");
                Assert.False(isOut && !DigitisationGate.MayRelease(moved.State), $"seed {seed}");
                Assert.True(work?.File != HeldFile.Held || (work.Held is not null && work.IsOpen), $"seed {seed}");
                state = moved.State;
            }
        }
    }

    private static RequestState Created(Side side) =>
        Request(side, side == Side.Lending ? Status.RequestCreatedLend : Status.RequestCreatedBor) with { Content = File };

    private static RequestEvent.Staff Digitise(ApprovalMode mode, params ApprovalKind[] needs) =>
        Act(StaffAction.Digitise, new ActionFields { Digitisation = Plan(mode, 5, needs) });

    private static RequestEvent.Staff Ship() =>
        Act(StaffAction.ShipDigitally, new ActionFields { File = Scan, Note = "for you", Complete = true });

    private static RequestEvent.Staff Approve(ApprovalKind? task = null, DateTimeOffset? at = null) =>
        Act(StaffAction.Approve, new ActionFields { Answer = true, Task = task }, at);

    private static RequestEvent.Calendar Calendar(EventKind kind, int days) =>
        new(kind) { At = Start.AddDays(days), By = "calendar" };

    private static Decision Decide(RequestState state, RequestEvent @event) => Rules.Decide(state, @event, Full(state.Side));

    private static Decision.Moved Moved(RequestState state, RequestEvent @event)
    {
        var decision = Decide(state, @event);
        return decision as Decision.Moved ?? throw new InvalidOperationException(decision.Text);
    }
}

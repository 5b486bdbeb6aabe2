using System.Diagnostics;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

public class TransitionTableTests
{
    public static TheoryData<Side> Sides => [Side.Borrowing, Side.Lending];

    [Theory]
    [MemberData(nameof(Sides))]
    public void Every_status_meets_every_event_with_an_answer_in_words(Side side)
    {
        foreach (var (status, kind) in Pairs(side))
        {
            var state = Request(side, status);
            var decision = Rules.Decide(state, Event(kind, state, Start), Full(side));
            Assert.False(string.IsNullOrWhiteSpace(decision.Text), $"{status} x {kind}");
            Assert.False(string.IsNullOrWhiteSpace(Rules.Table(side)[status, kind].Text), $"{status} x {kind}");
            if (decision is Decision.Moved moved)
            {
                Assert.Empty(Invariants.Broken(state, Event(kind, state, Start), moved));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Every_refusal_says_what_was_expected(Side side)
    {
        foreach (var (status, kind) in Pairs(side))
        {
            var table = Rules.Table(side);
            if (table[status, kind] is not Cell.Prohibit prohibit)
            {
                continue;
            }

            var state = Request(side, status);
            var @event = Event(kind, state, Start);
            if (EventKinds.Of(side, @event) != kind)
            {
                continue; // The same action of staff is another column on this side.
            }

            var decision = Assert.IsType<Decision.Prohibited>(Rules.Decide(state, @event, Full(side)));
            var says = decision.Expected.Count == 0
                ? prohibit.Text.Contains(" side; this is a ", StringComparison.Ordinal) || kind == EventKind.Locate
                : prohibit.Text.Contains("in every other status", StringComparison.Ordinal)
                    || decision.Expected.All(expected => prohibit.Text.Contains(
                        $"\"{StatusCatalog.Info(side, expected).Label}\"", StringComparison.Ordinal));
            Assert.True(says, $"{status} x {kind}: {prohibit.Text}");
            Assert.Equal(table.Expecting(kind), decision.Expected);
        }
    }

    [Fact]
    public void A_refusal_reads_like_a_sentence()
    {
        var decision = Rules.Decide(Request(Side.Lending, Status.Conditional), Act(StaffAction.Ship), LendingProfile);
        Assert.Equal("Ship is not possible while the request is \"Conditional\"; it is possible while it is " +
            "\"Created lending request\", \"Locate failed\", \"Being processed\", \"Non expiring\", " +
            "\"Pending auto reject\", \"Will supply\" or \"Request reactivated\".", decision.Text);
        var foreign = Rules.Decide(Request(Side.Lending, Status.Conditional), Act(StaffAction.Return), LendingProfile);
        Assert.Equal("Return belongs to the borrowing side; this is a lending request.", foreign.Text);
    }

    [Fact]
    public void A_fact_is_never_refused_on_its_own_side()
    {
        foreach (var side in new[] { Side.Borrowing, Side.Lending })
        {
            var table = Rules.Table(side);
            Assert.DoesNotContain(Pairs(side), pair => EventKinds.IsFact(pair.Kind) && table.Expecting(pair.Kind).Count > 0
                && table[pair.Status, pair.Kind] is Cell.Prohibit);
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void No_message_of_the_partner_is_switched_off_by_a_profile(Side side)
    {
        var table = Rules.Table(side);
        Assert.DoesNotContain(Pairs(side), pair => EventKinds.SourceOf(pair.Kind) == EventSource.Message
            && table[pair.Status, pair.Kind] is Cell.Move { Steps.Count: > 0 });
    }

    [Fact]
    public void A_step_that_is_off_takes_the_action_away_and_says_so()
    {
        var profile = Without(Side.Lending, WorkflowStep.Recall, WorkflowStep.Overdue);
        var recall = Rules.Decide(Request(Side.Lending, Status.ReceivedByPartner), Act(StaffAction.Recall), profile);
        Assert.Equal("Recall is switched off: the workflow profile SOME has no step \"recall\".",
            Assert.IsType<Decision.Prohibited>(recall).Text);
        var overdue = new RequestEvent.Calendar(EventKind.DueDatePassed) { At = Start, By = "calendar" };
        Assert.IsType<Decision.Ignored>(Rules.Decide(Request(Side.Lending, Status.ReceivedByPartner), overdue, profile));
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void From_every_status_staff_can_go_on_without_the_partner(Side side)
    {
        foreach (var info in StatusCatalog.Of(side).Where(info => info.Status != Status.Deleted))
        {
            var to = side == Side.Borrowing ? Status.RequestCompleted : Status.LenderCheckIn;
            to = info.Status == to ? Status.Expired : to;
            var set = Act(StaffAction.ChangeStatus, new ActionFields { Status = to });
            Assert.IsType<Decision.Moved>(Rules.Decide(Request(side, info.Status), set, Full(side)));
        }
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void Random_walks_keep_every_invariant_and_decide_the_same_twice(Side side)
    {
        var clock = Stopwatch.StartNew();
        var kinds = Enum.GetValues<EventKind>();
        for (var (seed, steps) = (0, 0); steps < 500_000; seed++)
        {
            var random = new Random(seed);
            var state = Request(side, side == Side.Borrowing ? Status.RequestCreatedBor : Status.RequestCreatedLend, 3);
            var profile = AnyProfile(side, random);
            var now = Start;
            for (var step = 0; step < 200; step++, steps++)
            {
                now += TimeSpan.FromHours(random.Next(30));
                var @event = Event(kinds[random.Next(kinds.Length)], state, now, random);
                var decision = Rules.Decide(state, @event, profile);
                if (step % 64 == 0)
                {
                    AssertEqual(decision, Rules.Decide(state, @event, profile));
                    Assert.True(IsLookedAfter(state, profile, now), $"seed {seed}, step {step}: nobody looks after {state.Status}");
                }

                if (decision is Decision.Moved moved)
                {
                    var broken = string.Join("; ", Invariants.BrokenByProfile(state, @event, decision, profile));
                    Assert.True(broken.Length == 0, $"seed {seed}, step {step}: {state.Status} x {@event}: {broken}");
                    state = moved.State;
                }
            }
        }

        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"the walk took {clock.Elapsed}");
    }

    /// <summary>A third of the walks with all usual steps, the rest with any steps and policies at all.</summary>
    private static WorkflowProfile AnyProfile(Side side, Random random) => random.Next(3) == 0
        ? Full(side)
        : new WorkflowProfile("ANY", side, [.. Enum.GetValues<WorkflowStep>().Where(_ => random.Next(4) > 0)])
        {
            ReplyDate = (ReplyDatePolicy)random.Next(3),
            AutoCancel = (AutoCancelPolicy)random.Next(2),
            LossStatus = (LossStatus)random.Next(2),
            DamageStatus = (DamageStatus)random.Next(2),
            MaxRenewals = random.Next(2) == 0 ? null : random.Next(3),
            MaxLoanDays = random.Next(2) == 0 ? null : random.Next(1, 90),
        };

    /// <summary>Over, or somebody can move it: staff by an action of their own (changing the status by hand does not
    /// count), the partner by a message, or the calendar.</summary>
    private static bool IsLookedAfter(RequestState state, WorkflowProfile profile, DateTimeOffset now) =>
        StatusCatalog.Info(state.Side, state.Status).IsFinal || Enum.GetValues<EventKind>()
            .Where(kind => kind != EventKind.ChangeStatus)
            .Select(kind => Rules.Decide(state, Event(kind, state, now.AddYears(1)), profile))
            .Any(decision => decision is Decision.Moved moved && moved.State.Status != state.Status);

    [Fact]
    public void Reading_a_cell_and_a_code_allocates_nothing()
    {
        var table = Rules.Table(Side.Lending);
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = 0;
        for (var round = 0; round < 1_000; round++)
        {
            length += Read();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(length > 0);

        int Read() => table[Status.RenewRequested, EventKind.ReturnedArrived].Text.Length
            + StatusCatalog.Code(Status.Lost).Length
            + StatusCatalog.Info(Side.Borrowing, Status.Loaned).Label.Length
            + table.Expecting(EventKind.Ship).Count;
    }

    [Fact]
    public void Codes_are_found_again_and_every_status_has_one_on_its_side()
    {
        foreach (var status in Enum.GetValues<Status>())
        {
            Assert.Equal(status, Words.Statuses[StatusCatalog.Code(status)]);
            Assert.True(StatusCatalog.Has(Side.Borrowing, status) || StatusCatalog.Has(Side.Lending, status));
        }

        Assert.False(StatusCatalog.Has(Side.Borrowing, Status.Lost));
        Assert.False(StatusCatalog.Has(Side.Borrowing, (Status)999));
        Assert.Throws<KeyNotFoundException>(() => StatusCatalog.Info(Side.Borrowing, Status.Lost));
    }

    [Fact]
    public void A_calendar_event_of_another_kind_is_a_mistake_of_the_caller() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        EventKinds.Of(Side.Lending, new RequestEvent.Calendar(EventKind.ShippedArrived) { At = Start, By = "calendar" }));

    private static IEnumerable<(Status Status, EventKind Kind)> Pairs(Side side) => StatusCatalog.Of(side)
        .SelectMany(info => Enum.GetValues<EventKind>().Select(kind => (info.Status, kind)));

    private static void AssertEqual(Decision one, Decision other)
    {
        Assert.Equal(one.GetType(), other.GetType());
        Assert.Equal(one.Text, other.Text);
        if (one is Decision.Moved moved && other is Decision.Moved again)
        {
            Assert.Equivalent(moved.State, again.State, strict: true);
            Assert.Equal(moved.Effects.Select(Invariants.Message).Select(Plain), again.Effects.Select(Invariants.Message).Select(Plain));
        }
    }

    private static string Plain(IllMessage message) => $"{message.Service} {message.Header.At} {message.Note}";
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;
using static ResourceSharing.Tests.Unit.Gateway.Lifecycle.LifecycleFixtures;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>Two gateways and the lines between them: what one side may send, the other side takes.</summary>
public class TwoSidedTests
{
    [Theory]
    [InlineData("all steps")]
    [InlineData("cancel-reply on both sides")]
    [InlineData("automatic renewal, no optional status")]
    [InlineData("digital waits")]
    [InlineData("borrower without optional steps")]
    public void Nothing_that_one_side_legally_sends_is_prohibited_on_the_other(string profiles)
    {
        var (borrowing, lending) = Profiles(profiles);
        var (moves, faults, story) = (0, new SortedSet<string>(StringComparer.Ordinal), "");
        for (var seed = 0; seed < 600; seed++)
        {
            var play = new Play(seed, borrowing, lending);
            play.Run(steps: 90);
            moves += play.Moves;
            faults.UnionWith(play.Faults);
            story = faults.Count > 0 && story.Length == 0 ? $"seed {seed}\n{play.Story}" : story;
        }

        Assert.True(faults.Count == 0, $"{profiles}:\n{string.Join("\n", faults)}\n{story}");

        Assert.True(moves > 10_000, $"the walk hardly moved: {moves}");
    }

    [Fact]
    public void Messages_that_overtake_each_other_never_throw_and_never_break_an_invariant()
    {
        for (var seed = 0; seed < 1_500; seed++)
        {
            var play = new Play(seed, BorrowingProfile, LendingProfile) { IsOrderKept = false };
            play.Run(steps: 90);
            var broken = play.Faults.Where(fault => !fault.StartsWith("prohibited", StringComparison.Ordinal)).ToArray();
            Assert.True(broken.Length == 0, $"seed {seed}: {string.Join("\n", broken)}\n{play.Story}");
        }
    }

    private static (WorkflowProfile Borrowing, WorkflowProfile Lending) Profiles(string name) => name switch
    {
        "all steps" => (BorrowingProfile, LendingProfile),
        "cancel-reply on both sides" => (BorrowingProfile, With(Side.Lending, WorkflowStep.CancelReply)),
        "automatic renewal, no optional status" => (
            Without(Side.Borrowing, WorkflowStep.Renewed, WorkflowStep.RenewNotAccepted, WorkflowStep.CancelNotAccepted,
                WorkflowStep.MediatedRenewal),
            new WorkflowProfile("AUTO", Side.Lending, [.. LendingProfile.Steps
                .Except([WorkflowStep.ReceivedByPartner, WorkflowStep.ReturnedByPartner, WorkflowStep.CheckedInMessage])
                .Append(WorkflowStep.AutomaticRenew)])),
        "digital waits" => (With(Side.Borrowing, WorkflowStep.ReceiveDigitally),
            Without(Side.Lending, WorkflowStep.ReceiveDigitally)),
        _ => (new WorkflowProfile("BARE", Side.Borrowing, [WorkflowStep.CancelledByStaff, WorkflowStep.RenewRequested]),
            With(Side.Lending, WorkflowStep.CancelReply)),
    };

    /// <summary>One borrower with a rota of two, the two lenders, and a line each way to each of them.</summary>
    private sealed class Play(int seed, WorkflowProfile borrowing, WorkflowProfile lending)
    {
        private static readonly EventKind[] BorrowerActs = Acts(Side.Borrowing,
        [
            EventKind.LoanedToPatron, EventKind.ReturnedByPatron, EventKind.PatronRenewal, EventKind.DueDatePassed,
            EventKind.ExpiryDatePassed,
        ]);

        private static readonly EventKind[] LenderActs = Acts(Side.Lending,
            [EventKind.ProcessingStarted, EventKind.DueDatePassed, EventKind.ExpiryDatePassed]);

        private readonly Random _random = new(seed);
        private readonly Dictionary<string, RequestState> _lenders = [];
        private readonly Dictionary<string, List<IllMessage>> _toLender = new() { ["EAST"] = [], ["WEST"] = [] };
        private readonly Dictionary<string, List<IllMessage>> _toBorrower = new() { ["EAST"] = [], ["WEST"] = [] };
        private readonly List<string> _story = [];
        private RequestState _borrower = Request(Side.Borrowing, Status.RequestCreatedBor) with
        {
            Rota = [new RotaLeg("EAST", LegOutcome.Waiting), new RotaLeg("WEST", LegOutcome.Waiting)],
        };

        private DateTimeOffset _now = Start;

        public bool IsOrderKept { get; init; } = true;

        public int Moves { get; private set; }

        public List<string> Faults { get; } = [];

        public string Story => string.Join("\n", _story);

        public void Run(int steps)
        {
            Decide(_borrower, Event(EventKind.Send, _borrower, _now));
            for (var step = 0; step < steps && Faults.Count == 0; step++)
            {
                _now += _random.Next(12) == 0 ? TimeSpan.FromDays(_random.Next(1, 20)) : TimeSpan.FromMilliseconds(300);
                Step();
            }

            while (Faults.Count == 0 && Lines().Any(line => line.Messages.Count > 0))
            {
                Deliver();
            }
        }

        private static EventKind[] Acts(Side side, EventKind[] facts) => Enum.GetValues<EventKind>()
            .Where(kind => EventKinds.SourceOf(kind) == EventSource.Staff && kind != EventKind.ChangeStatus)
            .Where(kind => Rules.Table(side).Expecting(kind).Count > 0).Concat(facts).ToArray();

        private void Step()
        {
            if (_random.Next(3) == 0 && Lines().Any(line => line.Messages.Count > 0))
            {
                Deliver();
                return;
            }

            var actor = _random.Next(2) == 0 || _lenders.Count == 0
                ? _borrower
                : _lenders.Values.ElementAt(_random.Next(_lenders.Count));
            var acts = actor.Side == Side.Borrowing ? BorrowerActs : LenderActs;
            var kind = acts[_random.Next(acts.Length)];

            // Removing and reactivating are rare, else every walk ends in them.
            if ((kind is EventKind.Remove or EventKind.Reactivate && _random.Next(6) > 0) || !IsPhysicallyPossible(actor, kind))
            {
                return;
            }

            Decide(actor, Event(kind, actor, _now));
        }

        /// <summary>Nobody receives what was not shipped.</summary>
        private bool IsPhysicallyPossible(RequestState actor, EventKind kind) => kind != EventKind.Receive
            || (_lenders.TryGetValue(actor.Partner ?? "", out var lender) && lender.ShippedOn is not null);

        private IEnumerable<(string Partner, List<IllMessage> Messages, bool IsToLender)> Lines() =>
            _toLender.Select(line => (line.Key, line.Value, true))
                .Concat(_toBorrower.Select(line => (line.Key, line.Value, false)));

        private void Deliver()
        {
            var waiting = Lines().Where(line => line.Messages.Count > 0).ToArray();
            var (partner, messages, isToLender) = waiting[_random.Next(waiting.Length)];
            var at = IsOrderKept ? 0 : _random.Next(Math.Min(messages.Count, 3));
            var message = messages[at];
            messages.RemoveAt(at);
            if (!isToLender)
            {
                // What an earlier leg says is kept by the intake and never meets the rules.
                if (message.Header.Transaction == _borrower.Transaction)
                {
                    Decide(_borrower, Arrives(message, _now));
                }

                return;
            }

            if (_lenders.TryGetValue(partner, out var lender))
            {
                Decide(lender, Arrives(message, _now));
            }
            else if (message is IllMessage.Request request)
            {
                _lenders[partner] = Request(Side.Lending, Status.RequestCreatedLend) with
                {
                    Transaction = request.Header.Transaction, Number = partner == "EAST" ? 2 : 3, Id = partner,
                };
            }
        }

        private void Decide(RequestState before, RequestEvent @event)
        {
            var kind = EventKinds.Of(before.Side, @event);
            var decision = Rules.Decide(before, @event, before.Side == Side.Borrowing ? borrowing : lending);
            if (decision is Decision.Moved || @event is RequestEvent.Arrived)
            {
                _story.Add($"{before.Id} {before.Side} {before.Status} {kind}: {decision.GetType().Name} {decision.Text}");
            }

            if (decision is Decision.Prohibited && @event is RequestEvent.Arrived)
            {
                Faults.Add($"prohibited: {before.Side} {before.Status} {kind}");
            }

            if (decision is not Decision.Moved moved)
            {
                return;
            }

            Moves++;
            Faults.AddRange(Invariants.Broken(before, @event, moved));
            Keep(before, moved);
        }

        private void Keep(RequestState before, Decision.Moved moved)
        {
            if (before.Side == Side.Borrowing)
            {
                _borrower = moved.State;
            }
            else
            {
                _lenders[before.Number == 2 ? "EAST" : "WEST"] = moved.State;
            }

            foreach (var message in moved.Effects.Select(Invariants.Message))
            {
                var line = before.Side == Side.Borrowing ? _toLender : _toBorrower;
                var partner = before.Side == Side.Borrowing
                    ? moved.State.Rota.Single(leg => leg.Transaction == message.Header.Transaction).Partner
                    : before.Number == 2 ? "EAST" : "WEST";
                line[partner].Add(message);
            }
        }
    }
}

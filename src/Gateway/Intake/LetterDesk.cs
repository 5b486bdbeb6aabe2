using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>How a wish of staff about a letter ended: a closed set.</summary>
internal abstract record LetterResult
{
    private LetterResult()
    {
    }

    /// <summary>Done and on disk.</summary>
    /// <param name="Letter">The letter as it is now.</param>
    /// <param name="Text">What was done.</param>
    public sealed record Done(StaffLetter Letter, string Text) : LetterResult;

    /// <summary>No such letter before the staff.</summary>
    public sealed record NotFound : LetterResult;

    /// <summary>Not possible now.</summary>
    public sealed record NotPossible(string Text) : LetterResult;

    /// <summary>Something that was said is missing or wrong.</summary>
    public sealed record Invalid(string Field, string Text) : LetterResult;
}

/// <summary>What staff say with it.</summary>
internal sealed record LetterFields
{
    /// <summary>Which statement of the letter; the first that waits when left out.</summary>
    public int? Statement { get; init; }

    /// <summary>Place: the request that it is about.</summary>
    public string? Request { get; init; }

    /// <summary>Apply: which proposal, from 1; may be left out when there is only one.</summary>
    public int? Proposal { get; init; }

    /// <summary>Apply: whose letter it is, for a new request, or where the request has several partners.</summary>
    public string? Partner { get; init; }

    /// <summary>Dismiss: why, or what was done instead.</summary>
    public string? Note { get; init; }
}

/// <summary>What staff do with a letter of their queue.</summary>
internal enum LetterAction
{
    /// <summary>Say which request it is about.</summary>
    Place = 1,

    /// <summary>Apply one of its proposals.</summary>
    Apply = 2,

    /// <summary>Take it out of the queue.</summary>
    Dismiss = 3,
}

/// <summary>The door for what staff do with letters that were put before them: one unit of work, with the user in the
/// history of the request. The rules are those for any arrival: staff say whose letter it is and what it means, not what is
/// possible.</summary>
internal sealed class LetterDesk
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly InDoubtProbes _probes;
    private readonly LendingGate _gate;
    private readonly LocateQueue _locate;
    private readonly TimeProvider _time;

    public LetterDesk(
        IStore store, NetworkSource network, OutboxSignal signal, InDoubtProbes probes, LendingGate gate, LocateQueue locate,
        TimeProvider time)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _probes = probes;
        _gate = gate;
        _locate = locate;
        _time = time;
    }

    /// <summary>Carries it out.</summary>
    public async Task<LetterResult> ActAsync(
        long id, LetterAction action, LetterFields fields, string user, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        await _gate.CountAsync(network, cancellationToken);
        var at = _time.GetLocalNow();
        var (result, isAnythingQueued, created) = await _store.WriteAsync(
            work =>
            {
                var desk = new Case(work, network, new Consequences(work, network, _probes, _gate, at), user, at);
                return (desk.Act(id, action, fields), desk.IsAnythingQueued, desk.Created);
            },
            cancellationToken);
        if (isAnythingQueued)
        {
            _signal.Ring();
        }

        if (created is not null)
        {
            _locate.AddIfWanted(created);
        }

        return result;
    }

    /// <summary>One wish inside its unit of work.</summary>
    private sealed class Case(IUnitOfWork work, Network network, Consequences consequences, string user, DateTimeOffset at)
    {
        public bool IsAnythingQueued => consequences.IsAnythingQueued;

        public RequestState? Created { get; private set; }

        public LetterResult Act(long id, LetterAction action, LetterFields fields)
        {
            if (work.FindLetter(id) is not { } letter)
            {
                return new LetterResult.NotFound();
            }

            var waiting = letter.Statements.Where(one => one.IsWaiting).ToArray();
            if (waiting.Length == 0)
            {
                return new LetterResult.NotPossible($"Letter {id} is done already.");
            }

            var statement = fields.Statement is { } number
                ? waiting.FirstOrDefault(one => one.Number == number)
                : waiting[0];
            return statement is null
                ? new LetterResult.Invalid("statement",
                    $"Statements that wait are {string.Join(", ", waiting.Select(one => one.Number))}.")
                : action switch
                {
                    LetterAction.Place => Place(letter, statement, fields),
                    LetterAction.Apply => Apply(letter, statement, fields),
                    LetterAction.Dismiss => Dismiss(letter, statement, fields),
                    _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action of this set"),
                };
        }

        private LetterResult Place(StaffLetter letter, StaffStatement statement, LetterFields fields)
        {
            if (RequestIds.Number(fields.Request) is not { } number || work.FindRequest(number) is not { } state
                || !string.Equals(state.Id, fields.Request?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return new LetterResult.Invalid(
                    "request", "Say in request the id of the request that it is about, like HOME0000042.");
            }

            if (statement.Request == number)
            {
                return new LetterResult.NotPossible($"Letter {letter.Id} is placed at {state.Id} already.");
            }

            var before = statement.Request is { } other ? work.FindRequest(other) : null;
            var text = $"Letter {letter.Id} was placed at {state.Id}.";
            if (before is not null && WaitsOnlyHere(letter, statement))
            {
                Leave(letter.Id, before, "letter:place", text);
            }

            var words = letter.Statements.Count > 1 ? statement.Words : letter.Text;
            var noted = LetterNotes.WithWords(state, state, words, LetterNotes.Unverified(letter.Origin), at);
            work.UpdateRequest(LetterQueue.Shown(noted, statement.Reason, at, letter.Id));
            work.AppendHistory(LetterQueue.Line(state, "letter:place", user, text, at, letter.Id));
            return Keep(letter, statement with { Request = number }, text);
        }

        private LetterResult Apply(StaffLetter letter, StaffStatement statement, LetterFields fields)
        {
            if (statement.Proposals.Count == 0)
            {
                return new LetterResult.NotPossible(
                    "It has no proposal. Act on the request as usual, then dismiss the letter.");
            }

            var chosen = fields.Proposal ?? (statement.Proposals.Count == 1 ? 1 : 0);
            if (chosen < 1 || chosen > statement.Proposals.Count)
            {
                return new LetterResult.Invalid("proposal", $"Say in proposal which one, from 1 to {statement.Proposals.Count}.");
            }

            var proposal = statement.Proposals[chosen - 1];
            return statement.Request is { } number
                ? ApplyTo(letter, statement, proposal, number, fields.Partner)
                : proposal.Message is IllMessage.Request request
                    ? Create(letter, statement, request, proposal.Rule, fields.Partner)
                    : new LetterResult.NotPossible("It is not known which request it is about: place it first.");
        }

        private LetterResult ApplyTo(
            StaffLetter letter, StaffStatement statement, LetterProposal proposal, long number, string? named)
        {
            if (work.FindRequest(number) is not { } state)
            {
                return new LetterResult.NotPossible("The request is not there any more.");
            }

            var code = named ?? (statement.Partner is { } known && Legs.Knows(state, known) ? known : state.Partner);
            if (network.Find(code) is not { } partner || !Legs.Knows(state, partner.Code))
            {
                return new LetterResult.Invalid("partner", $"Say in partner which partner of {state.Id} wrote it.");
            }

            var reading = LetterReadings.Weigh(proposal, state, partner, null, consequences);
            if (reading.Why is { } why)
            {
                return new LetterResult.NotPossible($"Not possible now: {why}");
            }

            var service = IsoCode.Name(proposal.Message.Service);
            var text = $"Letter {letter.Id} was applied to {state.Id} as {service} of {partner.Code} ({proposal.Rule}).";
            if (reading.Meaning is Meaning.Ignored ignored)
            {
                text = $"{text} It changed nothing: {ignored.Text}";
            }

            consequences.Write(reading.Meaning!, letter.Id);
            return End(letter, statement, StatementEnding.Applied, "letter:apply", text);
        }

        private LetterResult Create(
            StaffLetter letter, StaffStatement statement, IllMessage.Request request, string rule, string? named)
        {
            if (network.Find(named ?? statement.Partner) is not { } partner)
            {
                return new LetterResult.Invalid("partner", "Say in partner the code of the library that asks.");
            }

            if (consequences.WhyWeCannotLend(request.Header, partner) is { } refusal)
            {
                return new LetterResult.NotPossible($"{refusal.Error.PublicText} ({refusal.Error.PrivateDetail})");
            }

            var complete = LetterReadings.Complete(request, partner, "");
            var (transaction, requester) = (complete.Header.Transaction, complete.Header.Requester?.Symbol);
            if (transaction.GroupQualifier.Length > 0
                && work.FindByTransaction(Side.Lending, transaction, requester) is { } known)
            {
                return new LetterResult.NotPossible($"There is a request with this number already: {known.Id}.");
            }

            var number = work.NextRequestNumber();
            var loan = consequences.Lend(number, LetterReadings.Complete(request, partner, network.RequestId(number)), partner);
            work.InsertRequest(loan.State);
            consequences.WriteNew(loan, partner, letter.Id);
            Created = loan.State;
            return End(letter, statement with { Request = number }, StatementEnding.Applied, "letter:apply",
                $"Letter {letter.Id} was taken as a new request of {partner.Code}: {loan.State.Id} ({rule}).");
        }

        private LetterResult Dismiss(StaffLetter letter, StaffStatement statement, LetterFields fields) =>
            LifecycleRules.Text(fields.Note) is { } note
                ? End(letter, statement, StatementEnding.Dismissed, "letter:dismiss", $"Letter {letter.Id} was dismissed: {note}")
                : new LetterResult.Invalid("note", "Say in note why, or what was done instead; it is kept.");

        private LetterResult End(
            StaffLetter letter, StaffStatement statement, StatementEnding how, string @event, string text)
        {
            if (statement.Request is { } number && work.FindRequest(number) is { } state)
            {
                if (WaitsOnlyHere(letter, statement))
                {
                    Leave(letter.Id, state, @event, text);
                }
                else
                {
                    work.AppendHistory(LetterQueue.Line(state, @event, user, text, at, letter.Id));
                }
            }

            return Keep(letter, statement with { End = new StatementEnd(how, user, at, text) }, text);
        }

        /// <summary>Does no other statement of the letter wait on the same request?</summary>
        private static bool WaitsOnlyHere(StaffLetter letter, StaffStatement statement) => !letter.Statements.Any(other =>
            other.Number != statement.Number && other.IsWaiting && other.Request == statement.Request);

        private void Leave(long letter, RequestState state, string @event, string text)
        {
            if (LetterNotes.WithoutAlert(state, letter) is var left && left.Alerts.Count != state.Alerts.Count)
            {
                work.UpdateRequest(LetterNotes.Next(left, at) with { AnonymisedOn = state.AnonymisedOn });
            }

            work.AppendHistory(LetterQueue.Line(state, @event, user, text, at, letter));
        }

        private LetterResult.Done Keep(StaffLetter letter, StaffStatement changed, string text)
        {
            var next = letter with
            {
                Statements = letter.Statements.Select(one => one.Number == changed.Number ? changed : one).ToArray(),
            };
            work.PutLetter(next);
            return new LetterResult.Done(next, text);
        }
    }
}

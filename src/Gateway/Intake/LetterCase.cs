using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// One letter on its way through the intake, inside one unit of work: did it come before, which request is each of its
/// statements about, may its writer act, and what does it mean. One reading that fits is applied like any arrival; whatever
/// is not clear goes before the staff. Everything is decided first and written after the letter's own row in the journal.
/// Source: feeds reference, 4.3.
/// </summary>
internal sealed class LetterCase
{
    /// <summary>Statements of one letter; a report about more orders is split by its sender.</summary>
    private const int MaxStatements = 200;

    /// <summary>Readings of one statement that are weighed.</summary>
    private const int MaxProposals = 20;

    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly Arrival _arrival;
    private readonly ReceivedLetter _letter;
    private readonly Consequences _consequences;
    private readonly LetterJournal _journal;
    private readonly LetterClues _clues;
    private readonly DateTimeOffset _at;
    private readonly Dictionary<long, RequestState> _states = [];
    private readonly List<Action<long>> _writes = [];
    private readonly List<RequestState> _created = [];

    public LetterCase(
        IUnitOfWork work, Network network, Arrival arrival, ReceivedLetter letter, Consequences consequences,
        ILetterProof proof, LetterNumbers numbers, DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _arrival = arrival;
        _letter = letter;
        _consequences = consequences;
        _journal = new LetterJournal(work, arrival, letter, at);
        _clues = new LetterClues(work, network, proof, numbers, letter.Origin, at);
        _at = at;
    }

    /// <summary>Finds the place of the letter and writes everything down.</summary>
    public Placed Place()
    {
        if (_journal.FindRepeat() is { } seen)
        {
            var id = _journal.Write(
                ArrivalOutcome.Duplicate, $"a repeat of message {seen.MessageId}; nothing was applied twice",
                entry => entry with { Request = seen.Request, RefersTo = seen.MessageId });
            return new Placed(new Receipt(ArrivalOutcome.Duplicate, id, null, null), null, false, []);
        }

        if (_letter.Kind != LetterKind.Written && _journal.Conflict is null)
        {
            return new RobotCase(_work, _network, _arrival, _letter, _consequences, _journal, _clues, _at).Place();
        }

        var statements = _letter.Statements.Count == 0 ? [new LetterStatement()] : _letter.Statements;
        var results = statements.Take(MaxStatements).Select(PlaceStatement).ToList();
        if (statements.Count > MaxStatements)
        {
            results.Add(TooLong(statements.Count));
        }

        return Write(results);
    }

    private Placed Write(List<Result> results)
    {
        var outcomes = results.Select(result => result.Outcome).ToArray();
        var outcome = outcomes.Contains(ArrivalOutcome.ForStaff) ? ArrivalOutcome.ForStaff
            : outcomes.Contains(ArrivalOutcome.Applied) ? ArrivalOutcome.Applied
            : ArrivalOutcome.Ignored;
        var partner = results.Select(result => result.Partner).FirstOrDefault(code => code is not null);
        var services = results.Select(result => result.Service).OfType<IllService>().Distinct().ToArray();
        var id = _journal.Write(outcome, string.Join("; ", results.Select(result => result.Statement.Reason)), entry => entry with
        {
            Partner = partner,
            Request = results.Select(result => result.Statement.Request).FirstOrDefault(number => number is not null),
            Service = services.Length == 1 ? services[0] : null,
            ErrorCode = results.Select(result => result.Code).FirstOrDefault(code => code is not null),
        });
        _writes.ForEach(write => write(id));
        if (outcome == ArrivalOutcome.ForStaff)
        {
            _work.PutLetter(LetterQueue.Of(id, _letter, results.Select(result => result.Statement).ToArray(), _at));
        }

        return new Placed(new Receipt(outcome, id, null, null), partner, _consequences.IsAnythingQueued, _created);
    }

    private Result PlaceStatement(LetterStatement statement, int index)
    {
        var asked = new StaffStatement
        {
            Number = index + 1,
            Reason = "",
            Words = LetterNotes.Cut(statement.Words, StaffLetter.TextChars),
            Proposals = statement.Proposals.Take(MaxProposals).ToArray(),
        };
        if (_journal.Conflict is { } first)
        {
            return Ask(asked, null, null, "identity-conflict",
                $"A letter with this identity came before, with other content: it is message {first.MessageId}.");
        }

        var (place, verdicts) = _clues.Find(statement.Clues);
        asked = asked with { Clues = verdicts };
        return place is null ? PlaceNew(asked) : PlaceAt(asked, Now(place));
    }

    /// <summary>An earlier statement of the same letter may have changed the request.</summary>
    private LetterPlace Now(LetterPlace place) =>
        _states.TryGetValue(place.State.Number, out var changed) ? place with { State = changed } : place;

    private Result PlaceAt(StaffStatement asked, LetterPlace place)
    {
        var trust = LetterTrust.Of(place, _letter.Origin, _network);
        if (trust.Partner is not { } partner)
        {
            return Ask(asked, place, null, "letter-unverified", $"Unverified: {trust.Text}.");
        }

        if (LetterQueue.IsLoop(_work, _network, _arrival.Protocol, place.State.Number, partner.Code, _at))
        {
            var reason = $"More letters about {place.State.Id} within an hour than people write: a loop is suspected.";
            LetterQueue.Hold(_work, partner.Code, $"mail-loop: {reason}", _at);
            return Ask(asked, place, partner, "mail-loop", $"{reason} Letters to {partner.Code} are held.");
        }

        var readings = asked.Proposals
            .Select(proposal => LetterReadings.Weigh(
                WithFile(proposal), place.State, partner, place.Transaction, _consequences)).ToArray();
        var possible = readings.Where(reading => reading.IsPossible).ToArray();
        return possible.Length == 1
            ? Apply(asked, place, partner, trust, possible[0])
            : Ask(asked, place, partner, CodeOf(readings, possible.Length), WhyAsk(readings, possible));
    }

    /// <summary>A letter that tells of a shipment and brings a file is that shipment.</summary>
    private LetterProposal WithFile(LetterProposal proposal) =>
        proposal.Message is IllMessage.Shipped { Supply: { Document: null, Electronic: null } supply } shipped
            && shipped.ServiceType != ServiceType.Loan
            && _letter.Attachments.FirstOrDefault(part => part.Octets > 0 && FileTypes.IsScan(part.Type, part.Name)) is { } file
            ? proposal with
            {
                Message = shipped with
                {
                    Supply = supply with
                    {
                        Document = new SuppliedDocument
                        {
                            Name = file.Name.Length == 0 ? null : file.Name, MediaType = file.Type, Octets = file.Octets, IsAttached = true,
                        },
                    },
                },
            }
            : proposal;

    private static string CodeOf(LetterReading[] readings, int possible) =>
        possible == 0 && readings.Length > 0 ? "letter-prohibited" : "letter-unclear";

    private static string WhyAsk(LetterReading[] readings, LetterReading[] possible) => (readings.Length, possible.Length) switch
    {
        (0, _) => "Nothing in it is understood.",
        (_, 0) => LetterNotes.Cut(
            $"What it says is not possible now: {string.Join(" ", readings.Select(reading => reading.Why).Distinct())}", 1000),
        _ => $"It can be read in {possible.Length} ways: {string.Join(", ", possible.Select(reading => reading.Proposal.Rule))}.",
    };

    private Result Apply(StaffStatement asked, LetterPlace place, Partner partner, LetterTrust trust, LetterReading reading)
    {
        var how = $"by letter: {place.Rule}, {trust.Text}; {reading.Proposal.Rule}";
        var meaning = WithLetter(reading.Meaning!, place.State, how, Words(asked), partner.Code);
        var isNoted = meaning is Meaning.Ignored && meaning.State.Version > place.State.Version;
        _states[meaning.State.Number] = meaning.State;
        _writes.Add(id =>
        {
            if (isNoted)
            {
                _work.UpdateRequest(LetterQueue.Numbered(meaning.State, id));
            }

            _consequences.Write(Numbered(meaning, id), id);
        });
        var outcome = meaning is Meaning.Moves ? ArrivalOutcome.Applied : ArrivalOutcome.Ignored;
        var service = IsoCode.Name(reading.Proposal.Message.Service);
        return new Result(outcome, Ended(asked, place.State.Number, partner, $"{place.State.Id}: {service} {how}"))
        {
            Partner = partner.Code,
            Service = reading.Proposal.Message.Service,
        };
    }

    /// <summary>The meaning with the writer's words on the request, and with how it came about.</summary>
    private Meaning WithLetter(Meaning meaning, RequestState before, string how, string words, string by)
    {
        var text = $"{meaning.Text} ({how})";
        switch (meaning)
        {
            case Meaning.Moves moves:
                var state = LetterNotes.WithWords(moves.State, before, words, by, _at);
                return new Meaning.Moves(moves.Before, moves.Decision with { State = state, Text = text }, moves.Event);
            case Meaning.EarlierLeg earlier:
                return new Meaning.EarlierLeg(LetterNotes.WithWords(earlier.State, before, words, by, _at), text, earlier.Event);
            case Meaning.Ignored ignored:
                var noted = LetterNotes.WithWords(ignored.State, before, words, by, _at);
                return new Meaning.Ignored(
                    noted == ignored.State ? noted : LetterNotes.Next(noted, _at), text, ignored.Event);
            default:
                throw new InvalidOperationException($"Nothing that is applied: {meaning}");
        }
    }

    private static Meaning Numbered(Meaning meaning, long id)
    {
        var state = LetterQueue.Numbered(meaning.State, id);
        return ReferenceEquals(state, meaning.State) ? meaning : meaning switch
        {
            Meaning.Moves moves => new Meaning.Moves(moves.Before, moves.Decision with { State = state }, moves.Event),
            Meaning.EarlierLeg earlier => new Meaning.EarlierLeg(state, earlier.Text, earlier.Event),
            _ => meaning,
        };
    }

    private Result PlaceNew(StaffStatement asked)
    {
        if (asked.Proposals is not [{ Message: IllMessage.Request request } proposal])
        {
            return Ask(asked, null, null, "letter-unplaced", "It is not known which request it is about.");
        }

        var trust = LetterTrust.OfNew(request.Header, _letter.Origin, _network);
        if (trust.Partner is not { } partner)
        {
            return Ask(asked, null, null, "letter-unverified", $"A new request, unverified: {trust.Text}.");
        }

        var named = LetterReadings.Complete(request, partner, "");
        if (named.Header.Transaction.GroupQualifier.Length > 0 && Known(named) is { } known)
        {
            return Legs.IsWith(known, named.Header.Transaction, partner.Code)
                ? PlaceAt(asked, new LetterPlace(known, proposal.Rule)
                {
                    Partner = partner.Code, Transaction = named.Header.Transaction,
                })
                : Ask(asked, null, partner, "letter-prohibited", "Its transaction belongs to another library's request.");
        }

        return _consequences.WhyWeCannotLend(named.Header, partner) is { } refusal
            ? Ask(asked, null, partner, "letter-prohibited", $"{refusal.Error.PublicText} ({refusal.Error.PrivateDetail})")
            : Create(asked, request, partner, $"{trust.Text}; {proposal.Rule}");
    }

    private RequestState? Known(IllMessage.Request request)
    {
        var (transaction, requester) = (request.Header.Transaction, request.Header.Requester?.Symbol);
        return _work.FindByTransaction(Side.Lending, transaction, requester) is { } stored
            ? _states.GetValueOrDefault(stored.Number, stored)
            : _created.Find(made => Legs.Same(made.Transaction, transaction)
                && made.Transaction!.InitialRequester == transaction.InitialRequester);
    }

    private Result Create(StaffStatement asked, IllMessage.Request request, Partner partner, string how)
    {
        var number = _work.NextRequestNumber();
        var complete = LetterReadings.Complete(request, partner, _network.RequestId(number));
        var made = _consequences.Lend(number, complete, partner);
        var loan = made with
        {
            State = LetterNotes.WithWords(made.State, made.State with { Notes = [] }, Words(asked), partner.Code, _at),
        };
        _created.Add(loan.State);
        _states[number] = loan.State;
        _writes.Add(id =>
        {
            _work.InsertRequest(loan.State);
            _consequences.WriteNew(loan, partner, id);
        });
        return new Result(ArrivalOutcome.Applied, Ended(asked, number, partner, $"{loan.State.Id}: ill-request by letter: {how}"))
        {
            Partner = partner.Code, Service = IllService.IllRequest,
        };
    }

    /// <summary>Puts a statement before the staff; its request, if it is known, shows it.</summary>
    private Result Ask(StaffStatement asked, LetterPlace? place, Partner? partner, string code, string reason)
    {
        var statement = asked with
        {
            Code = code, Reason = reason, Request = place?.State.Number, Partner = partner?.Code ?? place?.Partner,
        };
        if (place is not null)
        {
            var by = partner?.Code ?? LetterNotes.Unverified(_letter.Origin);
            var noted = partner is null && LetterNotes.HasManyUnverified(place.State)
                ? place.State
                : LetterNotes.WithWords(place.State, place.State, Words(asked), by, _at);
            var shown = LetterQueue.Shown(noted, $"{reason} (found by {place.Rule})", _at);
            _states[shown.Number] = shown;
            _writes.Add(id =>
            {
                _work.UpdateRequest(LetterQueue.Numbered(shown, id));
                _work.AppendHistory(LetterQueue.Line(
                    shown, "letter:for-staff", by,
                    $"A letter was put before the staff: {reason} Found by {place.Rule}.", _at, id));
            });
        }

        return new Result(ArrivalOutcome.ForStaff, statement) { Partner = partner?.Code, Code = code };
    }

    private Result TooLong(int count) => Ask(
        new StaffStatement { Number = MaxStatements + 1, Reason = "" }, null, null, "letter-too-long",
        $"It makes {count} statements, of which the first {MaxStatements} were looked at.");

    private string Words(StaffStatement asked) => _letter.Statements.Count > 1 ? asked.Words : _letter.Text;

    private StaffStatement Ended(StaffStatement asked, long number, Partner partner, string text) => asked with
    {
        Reason = text,
        Request = number,
        Partner = partner.Code,
        End = new StatementEnd(StatementEnding.Applied, "gateway", _at, text),
    };

    /// <summary>What became of a statement.</summary>
    private sealed record Result(ArrivalOutcome Outcome, StaffStatement Statement)
    {
        /// <summary>In whose name; null when nothing proves that it is anybody's.</summary>
        public string? Partner { get; init; }

        public IllService? Service { get; init; }

        public string? Code { get; init; }
    }
}

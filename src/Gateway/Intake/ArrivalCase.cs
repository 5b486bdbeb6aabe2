using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// One arrival on its way through the intake, inside one unit of work: who sent it, was it seen before, which request is
/// it about, what does it mean. Whatever the answer, the message is in the journal afterwards.
/// </summary>
internal sealed class ArrivalCase
{
    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly Arrival _arrival;
    private readonly PreparedContent? _content;
    private readonly Consequences _consequences;
    private readonly Repeats _repeats;
    private readonly DateTimeOffset _at;
    private Partner? _partner;
    private Side? _ourSide;
    private RequestState? _created;

    public ArrivalCase(
        IUnitOfWork work, Network network, Arrival arrival, PreparedContent? content, Consequences consequences,
        DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _arrival = arrival;
        _content = content;
        _consequences = consequences;
        _repeats = new Repeats(work, arrival.Protocol, at);
        _at = at;
    }

    /// <summary>Finds the place of the message and writes everything down.</summary>
    public Placed Place()
    {
        var receipt = _arrival.Content switch
        {
            ArrivalContent.Understood understood => PlaceUnderstood(understood),
            ArrivalContent.EitherWay either => PlaceEitherWay(either),
            ArrivalContent.NotUnderstood notUnderstood => PlaceNotUnderstood(notUnderstood),
            _ => throw new InvalidOperationException("A letter is placed by its own case."),
        };
        return new Placed(receipt, _partner?.Code, _consequences.IsAnythingQueued, 
            _created is { } made ? [made, .. _consequences.PassedOn] : []);
    }

    private bool AnswersHere => _arrival.EncodeReply is not null && (_arrival.WaitsForReply || _partner is null);

    private Receipt PlaceUnderstood(ArrivalContent.Understood understood)
    {
        var message = understood.Message;
        if (Identify(SenderHeader(message), message.Service) is { } stranger)
        {
            return Refuse(message.Header, message.Service, stranger, new Problem.Security("the sender is not authorised"));
        }

        if (_repeats.Find(understood, _partner!.Code) is { } seen)
        {
            return Repeated(understood, seen);
        }

        return message is IllMessage.Request request
            ? PlaceRequest(understood, request)
            : PlaceReply(understood);
    }

    /// <summary>The request tells in which direction the message goes. One that fits no request of this partner is refused
    /// like any other, and so is one that fits two.</summary>
    private Receipt PlaceEitherWay(ArrivalContent.EitherWay either)
    {
        var (weBorrow, weLend) = (HasRequest(either.WhenWeBorrow), HasRequest(either.WhenWeLend));
        return weBorrow && weLend
            ? Refuse(either.WhenWeLend.Message.Header, either.WhenWeLend.Message.Service,
                new GatewayError("transaction-ambiguous", RetryClass.AfterOperator,
                    "The number is that of two requests, one in each direction.",
                    $"transaction {either.WhenWeLend.Message.Header.Transaction}; apply it by hand"),
                new Problem.Transaction(TransactionIdProblem.DuplicateTransactionId))
            : PlaceUnderstood(weBorrow ? either.WhenWeBorrow : either.WhenWeLend);
    }

    private bool HasRequest(ArrivalContent.Understood understood) =>
        Identify(understood.Message.Header, understood.Message.Service) is null
        && FindRequest(understood.Message.Header) is not null;

    private Receipt PlaceNotUnderstood(ArrivalContent.NotUnderstood content)
    {
        if (content.Header is null)
        {
            // Without a header no request is named; whose message it is may be known all the same.
            _partner = _network.Find(_arrival.Peer.ProvenPartner);
            return Keep(Entry(_partner is null ? ArrivalOutcome.Quarantined : ArrivalOutcome.Refused) with
            {
                ErrorCode = content.Error.Code, Detail = content.Error.ToString(), Service = content.Service,
            }, content.Error);
        }

        var error = Identify(content.Header, content.Service) ?? content.Error;
        return Refuse(content.Header, content.Service, error, content.Problem);
    }

    /// <summary>A FORWARD-NOTIFICATION names the library that has the request now as its responder: it comes from the
    /// intermediary.</summary>
    private static MessageHeader SenderHeader(IllMessage message) => message is IllMessage.ForwardNotification forward
        ? message.Header with { Responder = forward.Intermediary }
        : message.Header;

    private GatewayError? Identify(MessageHeader header, IllService? service)
    {
        var match = SenderMatch.Of(header, service, _arrival.Peer, _network, () => SupplierOf(header));
        _partner = match.Partner;
        _ourSide = match.OurSide;
        return match.Error;
    }

    private Receipt Repeated(ArrivalContent.Understood understood, SeenMessage seen)
    {
        if (!seen.Digest.Span.SequenceEqual(understood.Digest.Span))
        {
            return Refuse(understood.Message.Header, understood.Message.Service,
                new GatewayError("identity-conflict", RetryClass.AfterOperator,
                    "A message with this identity was sent before, with other content.",
                    $"the first one is message {seen.MessageId}"),
                new Problem.Transaction(TransactionIdProblem.DuplicateTransactionId), refersTo: seen.MessageId);
        }

        _repeats.Extend(understood, _partner!.Code);
        SayAgain(understood.Message, seen);
        return Keep(Entry(ArrivalOutcome.Duplicate) with
        {
            Service = understood.Message.Service,
            Request = seen.Request,
            RefersTo = seen.MessageId,
            Reply = AnswerNow(understood.Message, seen) ?? seen.Reply,
            Detail = $"a repeat of message {seen.MessageId}; nothing was applied twice",
        });
    }

    /// <summary>A sender that repeats its CANCEL has not heard how it ended, and waits for just that.</summary>
    private void SayAgain(IllMessage message, SeenMessage seen)
    {
        var @event = new RequestEvent.Arrived(message) { At = _at, By = _partner!.Code };
        if (message is IllMessage.Cancel && seen.Request is { } number && _work.FindRequest(number) is { } state
            && Rules.AnswerAgain(state, @event, _partner.Profile(state.Side)) is { } again)
        {
            _consequences.IsAnythingQueued |= DecisionWriter.Write(_work, state, again, @event, seen.MessageId, _network);
        }
    }

    /// <summary>A CANCEL that comes again asks how it stands now: the first answer may have been that staff have to
    /// decide.</summary>
    private ReadOnlyMemory<byte>? AnswerNow(IllMessage message, SeenMessage seen) =>
        message is IllMessage.Cancel && seen.Request is { } number && _work.FindRequest(number) is { } state
            ? ReplyHere(message.Service, ReportOf(state))
            : null;

    private Receipt PlaceRequest(ArrivalContent.Understood understood, IllMessage.Request request)
    {
        var header = request.Header;
        if (_work.FindByTransaction(Side.Lending, header.Transaction, header.Requester?.Symbol) is { } known)
        {
            return Legs.IsWith(known, header.Transaction, _partner!.Code)
                ? Apply(understood, known)
                : Refuse(header, request.Service, new GatewayError("transaction-taken", RetryClass.Never,
                    "This transaction identifier belongs to another library's request.", $"request {known.Id} of {known.Partner}"),
                    new Problem.Transaction(TransactionIdProblem.DuplicateTransactionId));
        }

        if (_consequences.WhyWeCannotLend(header, _partner!) is { } refusal)
        {
            return Refuse(header, request.Service, refusal.Error, refusal.Problem);
        }

        var loan = _consequences.Lend(_work.NextRequestNumber(), request, _partner!);
        _work.InsertRequest(loan.State, _content);
        var (receipt, message) = KeepApplied(
            understood, loan.State, ArrivalOutcome.Applied, detail: null, ReportOf(loan.State));
        _consequences.WriteNew(loan, _partner!, message);
        _created = loan.State;
        return receipt;
    }

    private Receipt PlaceReply(ArrivalContent.Understood understood)
    {
        var message = understood.Message;
        var header = message.Header;
        var state = FindRequest(header);
        if (state is null)
        {
            return Refuse(header, message.Service,
                new GatewayError("transaction-unknown", RetryClass.Never, "No request has this transaction identifier.",
                    $"transaction {header.Transaction}"),
                new Problem.Transaction(TransactionIdProblem.UnknownTransactionId));
        }

        return Apply(understood, state);
    }

    /// <summary>The request of a transaction, if it is one with this partner; another partner's request is as unknown as
    /// none at all.</summary>
    private RequestState? FindRequest(MessageHeader header)
    {
        var sides = _ourSide is { } side ? [side] : new[] { Side.Lending, Side.Borrowing };
        return sides.SelectMany(ours => Candidates(ours, header))
            .FirstOrDefault(state => Legs.IsWith(state, header.Transaction, _partner!.Code));
    }

    /// <summary>Later messages may leave the requester out, which is part of the transaction's key: then everything is
    /// tried by which that side is known.</summary>
    private IEnumerable<RequestState> Candidates(Side side, MessageHeader header)
    {
        var known = side == Side.Lending ? _partner?.Symbols ?? [] : _network.OurSymbols;
        IEnumerable<Symbol?> requesters = header.Transaction.InitialRequester is not null
            ? [null]
            : [header.Requester?.Symbol, .. known];
        return requesters.Distinct()
            .Select(requester => _work.FindByTransaction(side, header.Transaction, requester))
            .OfType<RequestState>();
    }

    /// <summary>Whom we asked in a transaction, for a sender that names itself nowhere.</summary>
    private Partner? SupplierOf(MessageHeader header) => Candidates(Side.Borrowing, header)
        .Select(state => _network.Find(Legs.Of(state, header.Transaction)?.Partner ?? state.Partner)).FirstOrDefault();

    /// <summary>For a supplier that is not asked any more: about its own transaction, and nothing of the one that is
    /// going on with somebody else.</summary>
    private IllMessage.StatusOrErrorReport ReportOfEarlierLeg(MessageHeader header, RequestState state) => new()
    {
        Header = new MessageHeader
        {
            Transaction = header.Transaction,
            At = ServiceTime.From(_at),
            Requester = new Party { Symbol = state.OurSymbol },
            Responder = header.Responder,
            RequesterReference = state.Id,
            ResponderReference = header.ResponderReference,
        },
        Report = new Report.None(ReasonNoReport.Permanent),
    };

    private Receipt Apply(ArrivalContent.Understood understood, RequestState state)
    {
        var meaning = _consequences.Weigh(state, understood.Message, _partner!);
        if (meaning is Meaning.Prohibited prohibited)
        {
            return RefuseHere(understood, prohibited);
        }

        var report = meaning switch
        {
            Meaning.Moves moves => Answer(moves),
            Meaning.EarlierLeg => OfEarlierLeg(understood.Message, state),
            _ => ReportOf(state),
        };
        var (receipt, row) = meaning is Meaning.Moves
            ? KeepApplied(understood, meaning.State, ArrivalOutcome.Applied, null, report)
            : KeepApplied(understood, meaning.State, ArrivalOutcome.Ignored, meaning.Text, report);
        _consequences.Write(meaning, row, IsSaidHere);
        return receipt;
    }

    private IllMessage? Answer(Meaning.Moves moves) =>
        moves.Decision.Effects.FirstOrDefault(IsSaidHere) switch
        {
            Effect.Answer answer => Correspondence.Address(answer.Message, moves.State, _network),
            Effect.Send send => Correspondence.Address(send.Message, moves.State, _network),
            _ => ReportOf(moves.State),
        };

    private bool IsSaidHere(Effect effect) => AnswersHere && effect switch
    {
        Effect.Answer => true,
        Effect.Send send => send.Message.Service == _arrival.AnsweredWith,
        _ => false,
    };

    /// <summary>Goes back on the connection, or by the outbox to a supplier that has asked.</summary>
    private IllMessage.StatusOrErrorReport? OfEarlierLeg(IllMessage message, RequestState state)
    {
        var report = ReportOfEarlierLeg(message.Header, state);
        if (AnswersHere)
        {
            return report;
        }

        if (message is IllMessage.StatusQuery)
        {
            _work.Enqueue(new OutboxEntry(state.Number, _partner!.Code, report, _at, _at));
            _consequences.IsAnythingQueued = true;
        }

        return null;
    }

    private Receipt RefuseHere(ArrivalContent.Understood understood, Meaning.Prohibited prohibited)
    {
        var (service, state) = (understood.Message.Service, prohibited.State);
        var error = new GatewayError("state-transition-prohibited", RetryClass.Never, prohibited.Text, $"request {state.Id}");
        var receipt = Refuse(understood.Message.Header, service, error,
            new Problem.StateTransitionProhibited(service, IsoState.Of(state)), state);
        _consequences.Write(prohibited, receipt.MessageId);
        return receipt;
    }

    private (Receipt Receipt, long Message) KeepApplied(
        ArrivalContent.Understood understood, RequestState state, ArrivalOutcome outcome, string? detail, IllMessage? report)
    {
        var receipt = Keep(Entry(outcome) with
        {
            Service = understood.Message.Service,
            Request = state.Number,
            Identity = _repeats.IdentityOf(understood, _partner!.Code),
            Digest = understood.Digest,
            Losses = understood.Losses,
            Detail = detail,
            Reply = ReplyHere(understood.Message.Service, report),
        });
        _repeats.Remember(understood, _partner.Code, receipt.MessageId, state.Number);
        return (receipt, receipt.MessageId);
    }

    /// <summary>Keeps and answers a message that changes nothing. Its identity is not remembered: what is refused today
    /// (it overtook another message, or a partner's file was wrong) may be right when the sender repeats it.</summary>
    private Receipt Refuse(
        MessageHeader header, IllService? service, GatewayError error, Problem problem, RequestState? state = null,
        long? refersTo = null)
    {
        var report = ErrorReport(header, service, problem, state);
        var isAnswered = service != IllService.StatusOrErrorReport;
        var receipt = Keep(Entry(_partner is null ? ArrivalOutcome.Quarantined : ArrivalOutcome.Refused) with
        {
            Service = service,
            Request = state?.Number,
            ErrorCode = error.Code,
            Detail = error.ToString(),
            RefersTo = refersTo,
            Reply = ReplyHere(service, report),
        }, error);
        if (isAnswered && !AnswersHere && _partner is not null)
        {
            _work.Enqueue(new OutboxEntry(state?.Number, _partner.Code, report, _at, _at));
            _consequences.IsAnythingQueued = true;
        }

        return receipt;
    }

    private IllMessage.StatusOrErrorReport ErrorReport(
        MessageHeader header, IllService? service, Problem problem, RequestState? state) => new()
        {
            Header = new MessageHeader
            {
                Transaction = header.Transaction,
                At = ServiceTime.From(_at),
                Requester = header.Requester,
                Responder = header.Responder,
                RequesterReference = header.RequesterReference,
                ResponderReference = state is { Side: Side.Lending } ? state.Id : header.ResponderReference,
            },
            Report = new Report.Error(
                $"{(service is { } known ? IsoCode.Name(known).ToUpperInvariant() : "unknown message")} of {header.At}", problem),
        };

    /// <summary>A partner that waits on the connection is told how the request stands, whatever it sent.</summary>
    private IllMessage.StatusOrErrorReport? ReportOf(RequestState state) => !AnswersHere ? null : new()
    {
        Header = ((IllMessage)Correspondence.Address(new IllMessage.Message
        {
            Header = new MessageHeader { Transaction = state.Transaction!, At = ServiceTime.From(_at) },
        }, state, _network)).Header,
        Report = new Report.Status(IsoState.Of(state), IsoState.History(state)),
    };

    private ReadOnlyMemory<byte>? ReplyHere(IllService? service, IllMessage? report) =>
        AnswersHere && report is not null && service != IllService.StatusOrErrorReport
            ? _arrival.EncodeReply!(report)
            : (ReadOnlyMemory<byte>?)null;

    private JournalEntry Entry(ArrivalOutcome outcome) => new()
    {
        Direction = Direction.In,
        At = _at,
        Protocol = _arrival.Protocol,
        Partner = _partner?.Code,
        Outcome = outcome,
        Peer = _arrival.Peer.ToString(),
        Raw = _arrival.Raw,
    };

    private Receipt Keep(JournalEntry entry, GatewayError? error = null)
    {
        var id = _work.AppendMessage(entry);
        if (entry.Reply is { } reply && entry.Outcome != ArrivalOutcome.Duplicate)
        {
            _work.AppendMessage(new JournalEntry
            {
                Direction = Direction.Out,
                At = _at,
                Protocol = entry.Protocol,
                Partner = entry.Partner,
                Request = entry.Request,
                Service = IllService.StatusOrErrorReport,
                Peer = entry.Peer,
                Raw = reply,
                RefersTo = id,
                Detail = "answered on the connection",
            });
        }

        return new Receipt(entry.Outcome!.Value, id, entry.Reply, error);
    }
}

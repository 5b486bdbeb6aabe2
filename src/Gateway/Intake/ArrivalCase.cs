using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
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
    private readonly InDoubtProbes _probes;
    private readonly LendingGate _gate;
    private readonly DateTimeOffset _at;
    private Partner? _partner;
    private Side? _ourSide;
    private bool _isAnythingQueued;
    private RequestState? _created;

    public ArrivalCase(
        IUnitOfWork work, Network network, Arrival arrival, PreparedContent? content, InDoubtProbes probes,
        LendingGate gate, DateTimeOffset at)
    {
        _gate = gate;
        _work = work;
        _network = network;
        _arrival = arrival;
        _content = content;
        _probes = probes;
        _at = at;
    }

    /// <summary>Finds the place of the message and writes everything down.</summary>
    public Placed Place()
    {
        var receipt = _arrival.Content switch
        {
            ArrivalContent.Understood understood => PlaceUnderstood(understood),
            ArrivalContent.NotUnderstood notUnderstood => PlaceNotUnderstood(notUnderstood),
            _ => throw new InvalidOperationException("An arrival is understood or not."),
        };
        return new Placed(receipt, _partner?.Code, _isAnythingQueued, _created);
    }

    private bool AnswersHere => _arrival.EncodeReply is not null && (_arrival.WaitsForReply || _partner is null);

    private Receipt PlaceUnderstood(ArrivalContent.Understood understood)
    {
        var message = understood.Message;
        if (Identify(SenderHeader(message), message.Service) is { } stranger)
        {
            return Refuse(message.Header, message.Service, stranger, new Problem.Security("the sender is not authorised"));
        }

        if (_work.FindSeen(_partner!.Code, _arrival.Protocol, understood.Identity) is { } seen)
        {
            return Repeated(understood, seen);
        }

        return message is IllMessage.Request request
            ? PlaceRequest(understood, request)
            : PlaceReply(understood);
    }

    private Receipt PlaceNotUnderstood(ArrivalContent.NotUnderstood content)
    {
        if (content.Header is null)
        {
            return Keep(Entry(ArrivalOutcome.Quarantined) with
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

        SayAgain(understood.Message, seen);
        return Keep(Entry(ArrivalOutcome.Duplicate) with
        {
            Service = understood.Message.Service,
            Request = seen.Request,
            RefersTo = seen.MessageId,
            Reply = seen.Reply,
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
            _isAnythingQueued |= DecisionWriter.Write(_work, state, again, @event, seen.MessageId, _network);
        }
    }

    private Receipt PlaceRequest(ArrivalContent.Understood understood, IllMessage.Request request)
    {
        var header = request.Header;
        if (_work.FindByTransaction(Side.Lending, header.Transaction, header.Requester?.Symbol) is { } known)
        {
            return IsWithPartner(known, header.Transaction)
                ? Apply(understood, known)
                : Refuse(header, request.Service, new GatewayError("transaction-taken", RetryClass.Never,
                    "This transaction identifier belongs to another library's request.", $"request {known.Id} of {known.Partner}"),
                    new Problem.Transaction(TransactionIdProblem.DuplicateTransactionId));
        }

        if (WhyWeCannotLend(header) is { } refusal)
        {
            return Refuse(header, request.Service, refusal.Error, refusal.Problem);
        }

        var number = _work.NextRequestNumber();
        var ourSymbol = _network.IsOurs(header.Responder?.Symbol) ? header.Responder!.Symbol!.Value : _network.OurSymbols[0];
        var rejection = _gate.WhyNot(_network, DateOnly.FromDateTime(_at.DateTime));
        var library = _network.Snapshot.Gateway.Library;
        var state = NewRequest.Lending(number, _network.RequestId(number), request, _partner!.Code, ourSymbol, _at) with
        {
            Owner = _network.OwnerOf(ourSymbol).Code,
            IsLocateWanted = rejection is null && library.Lending.LocateAutomatically && library.Locate is not null,
        };
        _work.InsertRequest(state, _content);
        var (receipt, message) = KeepApplied(understood, state, ArrivalOutcome.Applied, detail: null, ReportOf(state));
        _work.AppendHistory(new HistoryEntry(number, _at, "received:ill-request", null, state.Status, _partner.Code,
            $"{_partner.Config.Name} asks for \"{state.Content.Citation.DisplayTitle}\".", message));
        if (rejection is { } why)
        {
            RejectAutomatically(state, why.Reason, why.Text);
        }

        _created = state;
        return receipt;
    }

    private void RejectAutomatically(RequestState state, ReasonUnfilled reason, string text)
    {
        var @event = new RequestEvent.Internal(EventKind.AutomaticRejection, text) { At = _at, By = "gateway", Reason = reason };
        if (_network.Decide(state, @event) is Decision.Moved moved)
        {
            _isAnythingQueued |= DecisionWriter.Write(_work, state, moved, @event, null, _network);
        }
    }

    private (GatewayError Error, Problem Problem)? WhyWeCannotLend(MessageHeader header)
    {
        var addressed = header.Responder?.Symbol;
        if (addressed is not null && !_network.IsOurs(addressed) && !header.RecipientAliases.Any(alias => _network.IsOurs(alias)))
        {
            return (new GatewayError("responder-unknown", RetryClass.Never, "The responder named in the request is not served here.",
                    $"responder {addressed}; ours are {string.Join(", ", _network.OurSymbols)}"),
                new Problem.Unable(UnableToPerform.NotAvailable,
                    [new ElementFault("ILL-REQUEST.responder-id", "this library is not served here")]));
        }

        if (!_partner!.IsActive)
        {
            return (new GatewayError("partner-inactive", RetryClass.AfterOperator, "No new requests are taken from the sender.",
                    $"{_partner.Code} is switched off in its file; messages about open requests are still exchanged"),
                new Problem.Unable(UnableToPerform.NotAvailable, []));
        }

        return _partner.Config.Lending.Supported
            ? null
            : (new GatewayError("lending-not-supported", RetryClass.Never, "This library does not lend to the sender.",
                    $"lending.supported is false in the file of {_partner.Code}"),
                new Problem.Unable(UnableToPerform.NotAvailable, []));
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

        return state.Side == Side.Lending || SameTransaction(state.Transaction, header.Transaction)
            ? Apply(understood, state)
            : ApplyToEarlierLeg(understood, state);
    }

    /// <summary>The request of a transaction, if it is one with this partner; another partner's request is as unknown as
    /// none at all.</summary>
    private RequestState? FindRequest(MessageHeader header)
    {
        var sides = _ourSide is { } side ? [side] : new[] { Side.Lending, Side.Borrowing };
        return sides.SelectMany(ours => Candidates(ours, header))
            .FirstOrDefault(state => IsWithPartner(state, header.Transaction));
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
        .Select(state => _network.Find(LegOf(state, header.Transaction)?.Partner ?? state.Partner)).FirstOrDefault();

    /// <summary>The supplier that we asked in this transaction, or the one to which it passed the request on.</summary>
    private bool IsWithPartner(RequestState state, TransactionId transaction) =>
        IsPartner(LegOf(state, transaction)?.Partner)
        || ((state.Side == Side.Lending || SameTransaction(state.Transaction, transaction)) && IsPartner(state.Partner));

    private bool IsPartner(string? code) => string.Equals(code, _partner!.Code, StringComparison.OrdinalIgnoreCase);

    private static RotaLeg? LegOf(RequestState state, TransactionId transaction) =>
        state.Rota.FirstOrDefault(leg => SameTransaction(leg.Transaction, transaction));

    /// <summary>A supplier that we had given up answers after all. A shipment counts while nobody else is asked or has
    /// supplied; anything else is kept for the staff to read.</summary>
    private Receipt ApplyToEarlierLeg(ArrivalContent.Understood understood, RequestState state)
    {
        if (understood.Message is IllMessage.Shipped
            && state.Rota.All(leg => leg.Outcome is not (LegOutcome.Active or LegOutcome.Supplied)))
        {
            return Apply(understood, Resumed(state, understood.Message.Header.Transaction));
        }

        var text = $"{_partner!.Code} sent {IsoCode.Name(understood.Message.Service)} about an earlier leg of the rota; " +
            $"the request is with {state.Partner} now. Nothing was changed.";
        var noted = state with
        {
            Version = state.Version + 1,
            UpdatedAt = _at,
            HasUnreadMessage = true,
            Notes = state.WithNote(NoteKind.System, text, _at, _partner.Code),
        };
        _work.UpdateRequest(noted);
        var report = ReportOfEarlierLeg(understood.Message.Header, state);
        var (receipt, message) = KeepApplied(understood, state, ArrivalOutcome.Ignored, text, AnswersHere ? report : null);
        if (understood.Message is IllMessage.StatusQuery && !AnswersHere)
        {
            _work.Enqueue(new OutboxEntry(state.Number, _partner.Code, report, _at, _at));
            _isAnythingQueued = true;
        }

        _work.AppendHistory(new HistoryEntry(state.Number, _at, $"received:{IsoCode.Name(understood.Message.Service)}",
            state.Status, state.Status, _partner.Code, text, message));
        return receipt;
    }

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

    private RequestState Resumed(RequestState state, TransactionId transaction) => state with
    {
        Partner = _partner!.Code,
        Transaction = transaction,
        Counterpart = null,
        PartnerReference = null,
        Rota = state.Rota.Select(leg => SameTransaction(leg.Transaction, transaction)
            ? leg with { Outcome = LegOutcome.Active }
            : leg).ToArray(),
    };

    private Receipt Apply(ArrivalContent.Understood understood, RequestState state)
    {
        var message = understood.Message;
        var @event = new RequestEvent.Arrived(message) { At = _at, By = _partner!.Code };
        var current = Knowing(state, message);
        var decision = _network.Decide(current, @event);
        switch (decision)
        {
            case Decision.Moved moved:
                var answer = moved.Effects.OfType<Effect.Answer>().FirstOrDefault()?.Message;
                var (receipt, row) = KeepApplied(understood, moved.State, ArrivalOutcome.Applied, null,
                    answer is null ? ReportOf(moved.State) : Correspondence.Address(answer, moved.State, _network));
                _isAnythingQueued |= DecisionWriter.Write(_work, state, moved, @event, row, _network, AnswersHere);
                if (message is IllMessage.StatusOrErrorReport { Report: var told })
                {
                    _isAnythingQueued |= _probes.Answered(_work, state, _partner.Code, told, @event.At);
                }

                return receipt;

            case Decision.Ignored ignored:
                var (ignoredReceipt, ignoredRow) =
                    KeepApplied(understood, state, ArrivalOutcome.Ignored, ignored.Text, ReportOf(state));
                _work.AppendHistory(DecisionWriter.Line(state, state.Status, ignored.Text, @event, ignoredRow));
                return ignoredReceipt;

            case Decision.Prohibited or Decision.Invalid:
                return RefuseHere(understood, state, @event, decision.Text);

            default:
                throw new InvalidOperationException($"Not a decision of this set: {decision}");
        }
    }

    private Receipt RefuseHere(
        ArrivalContent.Understood understood, RequestState state, RequestEvent @event, string text)
    {
        var service = understood.Message.Service;
        var error = new GatewayError("state-transition-prohibited", RetryClass.Never, text, $"request {state.Id}");
        var receipt = Refuse(understood.Message.Header, service, error,
            new Problem.StateTransitionProhibited(service, IsoState.Of(state)), state);
        _work.AppendHistory(DecisionWriter.Line(state, state.Status, text, @event, receipt.MessageId));
        return receipt;
    }

    /// <summary>What every message of the partner tells about it, beside its own meaning. A request that was passed on to
    /// another partner of ours is with that one from now on.</summary>
    private RequestState Knowing(RequestState state, IllMessage message)
    {
        var header = message.Header;
        var passedOnTo = message is IllMessage.ForwardNotification ? _network.Find(header.Responder?.Symbol)?.Code : null;
        var (them, reference) = state.Side == Side.Lending
            ? (header.Requester, header.RequesterReference)
            : (header.Responder, header.ResponderReference);
        return state with
        {
            Partner = passedOnTo ?? state.Partner,
            Counterpart = them ?? state.Counterpart,
            PartnerReference = reference ?? state.PartnerReference,
        };
    }

    private (Receipt Receipt, long Message) KeepApplied(
        ArrivalContent.Understood understood, RequestState state, ArrivalOutcome outcome, string? detail, IllMessage? report)
    {
        var receipt = Keep(Entry(outcome) with
        {
            Service = understood.Message.Service,
            Request = state.Number,
            Identity = understood.Identity,
            Digest = understood.Digest,
            Losses = understood.Losses,
            Detail = detail,
            Reply = ReplyHere(understood.Message.Service, report),
        });
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
            _isAnythingQueued = true;
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

    private static bool SameTransaction(TransactionId? ours, TransactionId theirs) => ours is not null
        && ours.GroupQualifier.Trim() == theirs.GroupQualifier.Trim()
        && ours.Qualifier.Trim() == theirs.Qualifier.Trim()
        && (ours.SubQualifier ?? "").Trim() == (theirs.SubQualifier ?? "").Trim();
}

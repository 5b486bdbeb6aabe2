using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Digitisation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>What a partner's message means for its request: a closed set. Nothing of it is written yet.</summary>
/// <param name="State">The request: as it will be where that is known, else as it is.</param>
/// <param name="Text">For people: what is done, or why nothing is.</param>
internal abstract record Meaning(RequestState State, string Text)
{
    /// <summary>It moves the request.</summary>
    /// <param name="Before">As it was.</param>
    /// <param name="Decision">The decision.</param>
    /// <param name="Event">What happened.</param>
    public sealed record Moves(RequestState Before, Decision.Moved Decision, RequestEvent.Arrived Event)
        : Meaning(Decision.State, Decision.Text);

    /// <summary>It is harmless and changes nothing.</summary>
    /// <param name="State">The request.</param>
    /// <param name="Text">Why.</param>
    /// <param name="Event">What happened.</param>
    public sealed record Ignored(RequestState State, string Text, RequestEvent.Arrived Event) : Meaning(State, Text);

    /// <summary>It is about a supplier that is not asked any more; kept as a note.</summary>
    /// <param name="State">The request with the note.</param>
    /// <param name="Text">The note.</param>
    /// <param name="Event">What happened.</param>
    public sealed record EarlierLeg(RequestState State, string Text, RequestEvent.Arrived Event) : Meaning(State, Text);

    /// <summary>The rules do not allow it now.</summary>
    /// <param name="State">The request.</param>
    /// <param name="Text">Why.</param>
    /// <param name="Event">What happened.</param>
    public sealed record Prohibited(RequestState State, string Text, RequestEvent.Arrived Event) : Meaning(State, Text);
}

/// <summary>A lending request that is made of what a partner asks; not written yet.</summary>
/// <param name="State">The request.</param>
/// <param name="Rejection">Why it is rejected at once; null when it is taken.</param>
internal sealed record NewLoan(RequestState State, (ReasonUnfilled Reason, string Text)? Rejection);

/// <summary>
/// What follows from a partner's message, whether it came over a protocol, in a letter, or was read by the staff: first what
/// it means, then, once its row in the journal is known, the request, its history and the outbox. Inside one unit of work.
/// </summary>
internal sealed class Consequences
{
    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly InDoubtProbes _probes;
    private readonly LendingGate _gate;
    private readonly DateTimeOffset _at;

    public Consequences(IUnitOfWork work, Network network, InDoubtProbes probes, LendingGate gate, DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _probes = probes;
        _gate = gate;
        _at = at;
    }

    /// <summary>True when there is something to deliver.</summary>
    public bool IsAnythingQueued { get; set; }

    /// <summary>The requests to others that were made of what a partner asks.</summary>
    public IReadOnlyList<RequestState> PassedOn { get; private set; } = [];

    /// <summary>What a message means for a request that is its sender's; its header names the transaction.</summary>
    public Meaning Weigh(RequestState state, IllMessage message, Partner partner)
    {
        var @event = new RequestEvent.Arrived(message) { At = _at, By = partner.Code };
        var transaction = message.Header.Transaction;
        if (!Legs.IsEarlier(state, transaction))
        {
            return Weigh(state, @event);
        }

        return Legs.MayResume(state, message)
            ? Weigh(Legs.Resumed(state, transaction, partner.Code), @event)
            : AboutEarlierLeg(state, @event);
    }

    /// <summary>Writes what a message means: the request, its history, the messages that follow.</summary>
    /// <param name="meaning">What it means.</param>
    /// <param name="message">Its row in the journal.</param>
    /// <param name="isSaidHere">Whether an effect goes back on the connection: it is left to the caller.</param>
    public void Write(Meaning meaning, long message, Func<Effect, bool>? isSaidHere = null)
    {
        switch (meaning)
        {
            case Meaning.Moves moves:
                IsAnythingQueued |= DecisionWriter.Write(
                    _work, moves.Before, moves.Decision, moves.Event, message, _network, isSaidHere);
                if (moves.Event.Message is IllMessage.StatusOrErrorReport { Report: var told })
                {
                    IsAnythingQueued |= _probes.Answered(_work, moves.Before, moves.Event.By, told, _at);
                }

                return;
            case Meaning.EarlierLeg earlier:
                _work.UpdateRequest(earlier.State);
                Line(earlier.State, earlier.Text, earlier.Event, message);
                return;
            case Meaning.Ignored ignored:
                Line(ignored.State, ignored.Text, ignored.Event, message);
                IsAnythingQueued |= Relay.PassReceiptOn(_work, ignored.State, ignored.Event, message, _network);
                return;
            case Meaning.Prohibited prohibited:
                Line(prohibited.State, prohibited.Text, prohibited.Event, message);
                return;
            default:
                throw new InvalidOperationException($"Not a meaning of this set: {meaning}");
        }
    }

    /// <summary>Why we take no new request of a partner; null when we do.</summary>
    public (GatewayError Error, Problem Problem)? WhyWeCannotLend(MessageHeader header, Partner partner)
    {
        var addressed = header.Responder?.Symbol;
        if (addressed is not null && !_network.IsOurs(addressed) && !header.RecipientAliases.Any(alias => _network.IsOurs(alias)))
        {
            return (new GatewayError("responder-unknown", RetryClass.Never,
                    "The responder named in the request is not served here.",
                    $"responder {addressed}; ours are {string.Join(", ", _network.OurSymbols)}"),
                new Problem.Unable(UnableToPerform.NotAvailable,
                    [new ElementFault("ILL-REQUEST.responder-id", "this library is not served here")]));
        }

        if (!partner.IsActive)
        {
            return (new GatewayError("partner-inactive", RetryClass.AfterOperator, "No new requests are taken from the sender.",
                    $"{partner.Code} is switched off in its file; messages about open requests are still exchanged"),
                new Problem.Unable(UnableToPerform.NotAvailable, []));
        }

        return partner.Config.Lending.Supported
            ? null
            : (new GatewayError("lending-not-supported", RetryClass.Never, "This library does not lend to the sender.",
                    $"lending.supported is false in the file of {partner.Code}"),
                new Problem.Unable(UnableToPerform.NotAvailable, []));
    }

    /// <summary>Makes a lending request of what a partner asks.</summary>
    /// <param name="number">The number that the unit of work gave for it.</param>
    /// <param name="request">What it asks.</param>
    /// <param name="partner">The partner.</param>
    public NewLoan Lend(long number, IllMessage.Request request, Partner partner)
    {
        var addressed = request.Header.Responder?.Symbol;
        var ourSymbol = _network.IsOurs(addressed) ? addressed!.Value : _network.OurSymbols[0];
        // Our own closures and limits are nothing to those who lend to each other.
        var rejection = _gate.IsOfPod(partner) ? null : _gate.WhyNot(_network, DateOnly.FromDateTime(_at.DateTime));
        var library = _network.Snapshot.Gateway.Library;
        var state = NewRequest.Lending(number, _network.RequestId(number), request, partner.Code, ourSymbol, _at) with
        {
            Owner = _network.OwnerOf(ourSymbol).Code,
            IsLocateWanted = rejection is null && RouteOf(partner) is null
                && library is { Lending.LocateAutomatically: true, Locate: not null },
        };
        return new NewLoan(state, rejection);
    }

    /// <summary>Writes what follows from a new lending request; the request itself stands in the store already.</summary>
    public void WriteNew(NewLoan loan, Partner partner, long message)
    {
        var state = loan.State;
        _work.AppendHistory(new HistoryEntry(state.Number, _at, "received:ill-request", null, state.Status, partner.Code,
            $"{partner.Config.Name} asks for \"{state.Content.Citation.DisplayTitle}\".", message));
        if (loan.Rejection is not { } why)
        {
            if (RouteOf(partner)?.Invoke(state.Content) is not { } route)
            {
                IsAnythingQueued |= DigitiseAtOnce(state);
                return;
            }

            var (twin, isQueued) = Relay.Begin(_work, state, route, partner, _network, _at, message);
            PassedOn = [twin];
            IsAnythingQueued |= isQueued;
            return;
        }

        var @event = new RequestEvent.Internal(EventKind.AutomaticRejection, why.Text)
        {
            At = _at, By = "gateway", Reason = why.Reason,
        };
        if (_network.Decide(state, @event) is Decision.Moved moved)
        {
            IsAnythingQueued |= DecisionWriter.Write(_work, state, moved, @event, null, _network);
        }
    }

    /// <summary>A request for a file is given to its department without anybody's asking, where the library wants that.</summary>
    private bool DigitiseAtOnce(RequestState state)
    {
        if (!_network.Snapshot.Gateway.Digitisation.StartAutomatically || state.Content.Format() != SupplyFormat.Digital)
        {
            return false;
        }

        var (fields, _) = DigitisationOrders.Planned(_work.Circulation, _network, state, ActionFields.None);
        var @event = new RequestEvent.Staff(StaffAction.Digitise, fields) { At = _at, By = "gateway" };
        return _network.Decide(state, @event) is Decision.Moved moved
            && DecisionWriter.Write(_work, state, moved, @event, null, _network);
    }

    /// <summary>Who is asked for what a partner asks; null when we lend ourselves.</summary>
    private Func<IllRequest, RelayRoute>? RouteOf(Partner partner) =>
        _gate.IsOfPod(partner) ? content => RelayRoute.Of(_gate.Pod!.Take(content, partner, _network, _at), _at)
        : partner.Config.Relay.Count > 0 ? _ => RelayRoute.Of(partner.Config.Relay)
        : null;

    private void Line(RequestState state, string text, RequestEvent @event, long message) =>
        _work.AppendHistory(DecisionWriter.Line(state, state.Status, text, @event, message));

    private Meaning Weigh(RequestState state, RequestEvent.Arrived @event) =>
        _network.Decide(Knowing(state, @event.Message), @event) switch
        {
            Decision.Moved moved => new Meaning.Moves(state, moved, @event),
            Decision.Ignored ignored => new Meaning.Ignored(state, ignored.Text, @event),
            Decision.Prohibited prohibited => new Meaning.Prohibited(state, prohibited.Text, @event),
            Decision.Invalid invalid => new Meaning.Prohibited(state, invalid.Text, @event),
            var other => throw new InvalidOperationException($"Not a decision of this set: {other}"),
        };

    private Meaning.EarlierLeg AboutEarlierLeg(RequestState state, RequestEvent.Arrived @event)
    {
        var text = $"{@event.By} sent {IsoCode.Name(@event.Message.Service)} about an earlier leg of the rota; " +
            $"the request is with {state.Partner} now. Nothing was changed.";
        return new Meaning.EarlierLeg(
            state with
            {
                Version = state.Version + 1,
                UpdatedAt = _at,
                HasUnreadMessage = true,
                Notes = state.WithNote(NoteKind.System, text, _at, @event.By),
            },
            text, @event);
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
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// A command to circulation on its way through the intake, inside one unit of work: was it seen before, what does circulation
/// say, and what does that mean for the request that another system manages. Message, loan, request and answer are kept
/// together or not at all.
/// </summary>
internal sealed class BrokerCase
{
    /// <summary>A client waits 100 to 180 seconds and asks again two or three times; what comes later is meant anew.</summary>
    private static readonly TimeSpan RepeatsWithin = TimeSpan.FromHours(1);

    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly Arrival _arrival;
    private readonly ArrivalContent.Asked _asked;
    private readonly CirculationWork _circulation;
    private readonly DateTimeOffset _at;
    private readonly Partner? _partner;
    private readonly string[] _subjects;
    private bool _isAnythingQueued;
    private bool _isNew;

    public BrokerCase(
        IUnitOfWork work, Network network, Arrival arrival, ArrivalContent.Asked asked, CirculationWork circulation,
        DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _arrival = arrival;
        _asked = asked;
        _circulation = circulation;
        _at = at;
        _partner = network.Find(arrival.Peer.ProvenPartner);
        _subjects = _asked.Sameness.Subjects
            .Select(subject => CirculationSubject.Within(subject, _partner?.Code)).ToArray();
    }

    /// <summary>Was the message carried out before? Then circulation need not be asked.</summary>
    public bool IsRepeat() => _partner is not null && FindRepeat() is not null;

    /// <summary>Carries it out and writes everything down.</summary>
    public Placed Place()
    {
        var receipt = _partner is null ? RefuseStranger() : FindRepeat() is { } seen ? Repeated(seen) : CarryOut();
        return new Placed(receipt, _partner?.Code, _isAnythingQueued, []);
    }

    private Receipt RefuseStranger() => Refuse(new CirculationAnswer.Refused(
        CirculationFault.UnknownAgency, "Unknown partner"), "sender-unknown");

    /// <summary>The message that this one repeats. One that is the same only for a while bears, in the journal, the number of
    /// the message before it about the same subject: so its identity is its own, and ends with the next message.</summary>
    private SeenMessage? FindRepeat() => _asked.Sameness.Repeat switch
    {
        RepeatRule.AskedAnew => null,
        RepeatRule.SameForEver => FindEver().Seen,
        RepeatRule.SameWhileUnchanged => FindLast(),
        _ => throw new InvalidOperationException($"Not a rule of this set: {_asked.Sameness.Repeat}"),
    };

    /// <summary>An item that went back a while ago can come once more under the same number, and what was called off can be
    /// asked for again. Answering as the first time would acknowledge what nobody has taken in, or holds.</summary>
    private bool HasComeAgain(SeenMessage seen) =>
        seen.Request is { } number && _work.FindRequest(number) is { } state && IsOver(state) && _asked.Command switch
        {
            CirculationCommand.AcceptItem => Mark() is { } last && _at - last.At > RepeatsWithin,
            CirculationCommand.RequestItem => _subjects.Where(subject => !CirculationSubject.IsItem(subject))
                .Any(subject => _work.FindSubject(subject) is { } mark && mark.Message != seen.MessageId),
            _ => false,
        };

    /// <summary>The last message of this identity, and the identity for one that is meant anew: the journal knows each identity
    /// once, so that every further one bears the number of the message before it.</summary>
    private (SeenMessage? Seen, string Identity) FindEver()
    {
        var identity = _asked.Sameness.Identity;
        while (_work.FindSeen(_partner!.Code, _arrival.Protocol, identity) is { } seen)
        {
            if (!HasComeAgain(seen))
            {
                return (seen, identity);
            }

            identity = IdentityAfter(seen.MessageId);
        }

        return (null, identity);
    }

    private SeenMessage? FindLast()
    {
        if (Mark() is not { } last || _at - last.At > RepeatsWithin)
        {
            return null;
        }

        var seen = _work.FindSeen(_partner!.Code, _arrival.Protocol, IdentityAfter(last.Previous));
        return seen?.MessageId == last.Message ? seen : null;
    }

    private SubjectMark? Mark() => _subjects.Length == 0 ? null : _work.FindSubject(_subjects[0]);

    private string IdentityAfter(long message) => $"{_asked.Sameness.Identity} #{message}";

    private Receipt Repeated(SeenMessage seen)
    {
        if (!seen.Digest.Span.SequenceEqual(_asked.Sameness.Digest.Span))
        {
            return Refuse(new CirculationAnswer.Refused(
                _asked.Command is CirculationCommand.AcceptItem ? CirculationFault.CannotAcceptItem : CirculationFault.DuplicateRequest,
                "This request was sent before, with other content", CirculationField.Request), "identity-conflict", seen.MessageId);
        }

        return Keep(Entry(ArrivalOutcome.Duplicate) with
        {
            Request = seen.Request,
            RefersTo = seen.MessageId,
            Reply = seen.Reply,
            Detail = $"{Name}: a repeat of message {seen.MessageId}; nothing was done twice",
        });
    }

    private Receipt CarryOut()
    {
        var answer = _circulation(_work);
        if (answer is CirculationAnswer.Refused refused)
        {
            return Refuse(refused, IsoCode.Kebab(refused.Fault.ToString()));
        }

        var reply = _asked.EncodeAnswer(answer);
        if (_asked.Command.IsLookup)
        {
            return Keep(Entry(ArrivalOutcome.Applied) with { Request = FindRequest()?.Number, Reply = reply, Detail = Name });
        }

        var done = answer as CirculationAnswer.Done;
        var state = FindRequest(done) ?? MakeRequest(done);
        var before = Mark();
        var receipt = Keep(Entry(ArrivalOutcome.Applied) with
        {
            Request = state?.Number,
            Identity = Identity(before),
            Digest = _asked.Sameness.Digest,
            Reply = reply,
            Detail = Name,
        });
        MarkSubjects(receipt.MessageId, before, state?.Number, done);
        if (state is not null)
        {
            Apply(state, done, receipt.MessageId);
        }

        return receipt;
    }

    private string? Identity(SubjectMark? before) => _asked.Sameness.Repeat switch
    {
        RepeatRule.SameForEver => FindEver().Identity,
        RepeatRule.SameWhileUnchanged when _subjects.Length > 0 => IdentityAfter(before?.Message ?? 0),
        _ => null,
    };

    private void MarkSubjects(long message, SubjectMark? before, long? request, CirculationAnswer.Done? done)
    {
        var all = done?.Item is { IsRequestNumber: false, Value: var barcode }
            ? _subjects.Append(CirculationSubject.Item(barcode))
            : _subjects;
        foreach (var subject in all.Distinct(StringComparer.Ordinal))
        {
            var known = _work.FindSubject(subject);
            var isMain = _subjects.Length > 0 && subject == _subjects[0];
            var keeps = IsMereWish && CirculationSubject.IsItem(subject) && IsTaken(known);
            _work.MarkSubject(subject, new SubjectMark(
                message, (isMain ? before?.Message : known?.Message) ?? 0, (keeps ? null : request) ?? known?.Request,
                _at));
        }
    }

    /// <summary>A wish, or its end, moves no item: whoever has it keeps it.</summary>
    private bool IsMereWish => _asked.Command is CirculationCommand.RequestItem or CirculationCommand.CancelRequestItem
        or CirculationCommand.Notice { Kind: CirculationNotice.ItemRequested or CirculationNotice.ItemRequestCancelled };

    private bool IsTaken(SubjectMark? item) =>
        item?.Request is { } number && _work.FindRequest(number) is { } state && !IsOver(state);

    /// <summary>The request that the message names, else the one under which circulation has done it, else the open one that the
    /// item belongs to. What begins a request is never about another one: the same item comes again and again.</summary>
    private RequestState? FindRequest(CirculationAnswer.Done? done = null)
    {
        var begins = _asked.Command is CirculationCommand.AcceptItem or CirculationCommand.RequestItem
            or CirculationCommand.Notice { Kind: CirculationNotice.ItemRequested };
        var named = RequestsOf(_subjects.Where(subject => !CirculationSubject.IsItem(subject)))
            .FirstOrDefault(state => !begins || !IsOver(state));
        return named ?? (begins ? null : RequestsOf(Done(done).Concat(_subjects.Where(CirculationSubject.IsItem)))
            .FirstOrDefault(state => !IsOver(state)));
    }

    private IEnumerable<string> Done(CirculationAnswer.Done? done) => done?.Request is { } request
        ? [CirculationSubject.Within(CirculationSubject.Request(request.Value), _partner!.Code)]
        : [];

    private IEnumerable<RequestState> RequestsOf(IEnumerable<string> subjects) => subjects
        .Select(subject => _work.FindSubject(subject)?.Request)
        .Select(number => number is { } known ? _work.FindRequest(known) : null)
        .OfType<RequestState>()
        .Where(state => state.Partner == _partner!.Code);

    private static bool IsOver(RequestState state) =>
        state.Status == Status.ReturnedToPartner || StatusCatalog.Info(state.Side, state.Status).IsFinal;

    /// <summary>The other system manages the request; ours begins with the first message that is about one.</summary>
    private RequestState? MakeRequest(CirculationAnswer.Done? done) => _asked.Command switch
    {
        CirculationCommand.AcceptItem accept => Borrow(accept.Citation with { CallNumber = accept.CallNumber }),
        CirculationCommand.RequestItem { Type: CirculationRequestType.Estimate } => null,
        CirculationCommand.RequestItem asked when done?.HoldStatus == HoldStatus.RequestedViaIll => Borrow(asked.Citation),
        CirculationCommand.RequestItem asked => Lend(Described(asked.Citation, done), asked.NeededBy, asked.Type),
        CirculationCommand.CheckOutItem when done?.IsTemporaryItem != true =>
            Lend(Described(new Citation(), done), neededBy: null, CirculationRequestType.Loan),
        CirculationCommand.Notice { Kind: CirculationNotice.ItemRequested } notice =>
            Lend(Described(notice.Citation ?? new Citation(), done), neededBy: null, CirculationRequestType.Loan),
        _ => null,
    };

    private static Citation Described(Citation citation, CirculationAnswer.Done? done) =>
        citation.Title is null && done?.ItemRecord?.Citation is { } known ? known : citation;

    private RequestState Borrow(Citation citation)
    {
        var number = _work.NextRequestNumber();
        var content = new IllRequest
        {
            Citation = citation, Patron = PatronId is { } patron ? new Patron { Identifier = patron } : null,
        };
        var made = NewRequest.Borrowing(number, _network.RequestId(number), content, [_partner!.Code], _network.OurSymbols[0], _at)
            with { Owner = _network.Owners[0].Code };
        return Begin(made with { ExternalId = BrokerNumber ?? made.Id });
    }

    private RequestState Lend(Citation citation, DateOnly? neededBy, CirculationRequestType type)
    {
        var number = _work.NextRequestNumber();
        var id = _network.RequestId(number);
        var message = new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId { GroupQualifier = _partner!.Code, Qualifier = BrokerNumber ?? id },
                At = ServiceTime.From(_at),
                Requester = _partner.ToParty(),
                RequesterReference = BrokerNumber,
            },
            Content = new IllRequest
            {
                Citation = citation,
                NeededBy = neededBy,
                Services =
                [
                    type == CirculationRequestType.NonReturnableCopy ? ServiceType.CopyNonReturnable : ServiceType.Loan,
                ],
            },
        };
        return Begin(NewRequest.Lending(number, id, message, _partner.Code, _network.OurSymbols[0], _at)
            with { Owner = _network.Owners[0].Code });
    }

    private string? BrokerNumber => _asked.Command.Request?.Value
        ?? (_asked.Command.Item is { IsRequestNumber: true, Value: var number } ? number : null);

    private string? PatronId => _asked.Command.Patron?.Id?.Value;

    private RequestState Begin(RequestState state)
    {
        _work.InsertRequest(state);
        _isNew = true;
        return state;
    }

    private void Apply(RequestState state, CirculationAnswer.Done? done, long message)
    {
        var current = state;
        if (_isNew)
        {
            _work.AppendHistory(new HistoryEntry(state.Number, _at, $"received:{IsoCode.Kebab(Name)}", null, state.Status,
                _partner!.Code, $"{_partner.Config.Name} manages the request for \"{state.Content.Citation.DisplayTitle}\".", message));
            if (state.Side == Side.Borrowing)
            {
                current = Apply(current, BrokerSteps.Sent(_at, _partner.Code), message);
            }
        }

        (current, var isAmongOthers) = Count(current, done, message);
        foreach (var @event in isAmongOthers ? [] : BrokerSteps.Of(_asked.Command, done, current, _at, _partner!))
        {
            current = Apply(current, @event, message);
        }
    }

    private (RequestState State, bool IsAmongOthers) Count(RequestState state, CirculationAnswer.Done? done, long message)
    {
        var item = done?.Item ?? _asked.Command.Item;
        if (item is not { IsRequestNumber: false, Value: var barcode })
        {
            return (state, false);
        }

        var line = new HistoryEntry(
            state.Number, _at, $"received:{IsoCode.Kebab(Name)}", state.Status, state.Status, _partner!.Code, "", message);
        return _asked.Command switch
        {
            CirculationCommand.AcceptItem => RequestPieces.Add(_work, state, barcode, line),
            CirculationCommand.CheckOutItem or CirculationCommand.Notice { Kind: CirculationNotice.ItemCheckedOut }
                when state.Side == Side.Lending => RequestPieces.Add(_work, state, barcode, line),
            CirculationCommand.CheckInItem or CirculationCommand.Notice { Kind: CirculationNotice.ItemCheckedIn } =>
                RequestPieces.Remove(_work, state, NamesOf(barcode), line),
            _ => (state, false),
        };
    }

    private string[] NamesOf(string barcode)
    {
        var prefix = _partner!.Config.Circulation.TemporaryBarcodePrefix;
        return _asked.Command.Item is { IsRequestNumber: false, Value: var said }
            ? [barcode, said, prefix + said]
            : [barcode];
    }

    private RequestState Apply(RequestState state, RequestEvent @event, long message)
    {
        var (known, isQueued) = DecisionWriter.WriteFact(_work, state, @event, message, _network, BrokerNumber);
        _isAnythingQueued |= isQueued;
        return known;
    }

    private string Name => _asked.Command is CirculationCommand.Notice notice
        ? notice.Kind.ToString()
        : _asked.Command.GetType().Name;

    /// <summary>A refusal changes nothing and is not remembered: what is refused today may be right when it comes
    /// again.</summary>
    private Receipt Refuse(CirculationAnswer.Refused refused, string code, long? refersTo = null)
    {
        var error = new GatewayError(code, refused.Fault == CirculationFault.TemporaryProcessingFailure
            ? RetryClass.Later
            : RetryClass.Never, refused.Detail, Name);
        return Keep(Entry(_partner is null ? ArrivalOutcome.Quarantined : ArrivalOutcome.Refused) with
        {
            Request = _partner is null ? null : FindRequest()?.Number,
            RefersTo = refersTo,
            ErrorCode = error.Code,
            Detail = error.ToString(),
            Reply = _asked.EncodeAnswer(refused),
        }, error);
    }

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

    private Receipt Keep(JournalEntry entry, GatewayError? error = null) =>
        new(entry.Outcome!.Value, _work.AppendMessage(entry), entry.Reply, error);
}

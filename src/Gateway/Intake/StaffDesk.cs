using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>How a wish of staff ended: a closed set.</summary>
internal abstract record DeskResult
{
    private DeskResult()
    {
    }

    /// <summary>Done and on disk.</summary>
    public sealed record Done(RequestState State, string Text) : DeskResult;

    /// <summary>No such request.</summary>
    public sealed record NotFound(string Id) : DeskResult;

    /// <summary>Not possible now.</summary>
    public sealed record NotPossible(RequestState State, string Text, IReadOnlyList<Status> Expected) : DeskResult;

    /// <summary>Something that was said is missing or wrong.</summary>
    public sealed record Invalid(string Field, string Text) : DeskResult;
}

/// <summary>The door for our own staff: they make requests and act on them, over REST or the command line. Same rules,
/// same unit of work as for what partners send.</summary>
internal sealed class StaffDesk
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;

    public StaffDesk(IStore store, NetworkSource network, OutboxSignal signal, TimeProvider time)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _time = time;
    }

    /// <summary>Makes a borrowing request (B1). Nothing is sent yet.</summary>
    public async Task<DeskResult> BorrowAsync(
        IllRequest content, IReadOnlyList<string> partners, string? internalNote, string user, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (WhyNotAll(partners, network, partner => partner.Config.Borrowing.Supported, "borrow from") is { } fault)
        {
            return new DeskResult.Invalid("partner", fault);
        }

        var at = _time.GetLocalNow();
        var complete = content with { DeliverTo = content.DeliverTo ?? OurAddress(network) };
        var codes = partners.Select(code => network.Find(code)!.Code).ToArray();
        return await _store.WriteAsync<DeskResult>(
            work =>
            {
                var number = work.NextRequestNumber();
                var state = NewRequest.Borrowing(
                    number, network.RequestId(number), complete, codes, network.OurSymbols[0], at);
                return Created(work, WithInternalNote(state, internalNote, at, user), user, at);
            },
            cancellationToken);
    }

    /// <summary>Keys in a lending request that reached us on paper or by letter (L1).</summary>
    public async Task<DeskResult> LendAsync(
        IllRequest content, string partnerCode, string externalId, string? note, string? internalNote, string user,
        CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (WhyNotAll([partnerCode], network, partner => partner.Config.Lending.Supported, "lend to") is { } fault)
        {
            return new DeskResult.Invalid("partner", fault);
        }

        var partner = network.Find(partnerCode)!;
        var at = _time.GetLocalNow();
        var message = new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId
                {
                    InitialRequester = partner.Symbols.Count > 0 ? partner.Symbols[0] : null, GroupQualifier = externalId, Qualifier = "1",
                },
                At = ServiceTime.From(at),
                Requester = partner.ToParty(),
                RequesterReference = externalId,
            },
            Content = content,
            Note = note,
        };
        return await _store.WriteAsync(work => KeyIn(work, message, partner, internalNote, user, at, network), cancellationToken);
    }

    /// <summary>Carries out an action on a request.</summary>
    public async Task<DeskResult> ActAsync(
        string id, StaffAction action, ActionFields fields, string user, CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number)
        {
            return new DeskResult.NotFound(id);
        }

        var network = _network.Current;
        var at = _time.GetLocalNow();
        var (result, isAnythingQueued) = await _store.WriteAsync(
            work => Act(work, number, id, action, fields, user, at, network), cancellationToken);
        if (isAnythingQueued)
        {
            _signal.Ring();
        }

        return result;
    }

    private static (DeskResult Result, bool IsAnythingQueued) Act(
        IUnitOfWork work, long number, string id, StaffAction action, ActionFields fields, string user, DateTimeOffset at,
        Network network)
    {
        if (work.FindRequest(number) is not { } state || !string.Equals(state.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            return (new DeskResult.NotFound(id), false);
        }

        var partner = network.Find(state.Partner);
        var @event = new RequestEvent.Staff(action, WithDefaults(action, fields, state, partner, at)) { At = at, By = user };
        var profile = partner?.Profile(state.Side) ?? WorkflowProfile.Full(state.Side);
        return Rules.Decide(state, @event, profile) switch
        {
            Decision.Moved moved => (new DeskResult.Done(moved.State, moved.Text),
                DecisionWriter.Write(work, state, moved, @event, null, network)),
            Decision.Invalid invalid => (new DeskResult.Invalid(invalid.Field, invalid.Text), false),
            Decision.Prohibited prohibited => (new DeskResult.NotPossible(state, prohibited.Text, prohibited.Expected), false),
            Decision.Ignored ignored => (new DeskResult.NotPossible(state, ignored.Text, []), false),
            var other => throw new InvalidOperationException($"Not a decision of this set: {other}"),
        };
    }

    /// <summary>The due date that the partner's loan period gives, where staff say none.</summary>
    private static ActionFields WithDefaults(
        StaffAction action, ActionFields fields, RequestState state, Partner? partner, DateTimeOffset at)
    {
        if (fields.DueDate is not null || partner is null)
        {
            return fields;
        }

        var today = DateOnly.FromDateTime(at.DateTime);
        var period = partner.Config.LoanPeriodDays;
        return action switch
        {
            StaffAction.Ship => fields with { DueDate = today.AddDays(period) },
            StaffAction.RenewAnswer when fields.Answer != false =>
                fields with { DueDate = state.DesiredDueOn ?? (state.DueOn ?? today).AddDays(period) },
            _ => fields,
        };
    }

    private static DeskResult KeyIn(
        IUnitOfWork work, IllMessage.Request message, Partner partner, string? internalNote, string user, DateTimeOffset at,
        Network network)
    {
        var requester = message.Header.Requester?.Symbol;
        if (work.FindByTransaction(Side.Lending, message.Header.Transaction, requester) is { } known)
        {
            return new DeskResult.Invalid("externalId", $"{partner.Code} has a request with this number already: {known.Id}.");
        }

        var number = work.NextRequestNumber();
        var state = NewRequest.Lending(
            number, network.RequestId(number), message, partner.Code, network.OurSymbols[0], at);
        return Created(work, WithInternalNote(state, internalNote, at, user), user, at);
    }

    private static DeskResult.Done Created(IUnitOfWork work, RequestState state, string user, DateTimeOffset at)
    {
        work.InsertRequest(state);
        var text = state.Side == Side.Borrowing ? "Request made." : "Request keyed in.";
        work.AppendHistory(new HistoryEntry(state.Number, at, "create", null, state.Status, user, text, null));
        return new DeskResult.Done(state, text);
    }

    private static RequestState WithInternalNote(RequestState state, string? note, DateTimeOffset at, string user) =>
        string.IsNullOrWhiteSpace(note)
            ? state
            : state with { Notes = state.WithNote(NoteKind.Internal, note.Trim(), at, user) };

    private static string? WhyNotAll(
        IReadOnlyList<string> partners, Network network, Func<Partner, bool> isSupported, string verb)
    {
        foreach (var code in partners)
        {
            if (network.Find(code) is not { } partner)
            {
                var known = string.Join(", ", network.Partners.Select(one => one.Code).Order(StringComparer.Ordinal).Take(20));
                return $"There is no partner {code}. Known partners: {known}.";
            }

            if (!partner.IsActive || !isSupported(partner))
            {
                return $"We do not {verb} {partner.Code}: its file says so.";
            }
        }

        return partners.Distinct(StringComparer.OrdinalIgnoreCase).Count() == partners.Count
            ? null
            : "A partner stands twice in the rota.";
    }

    private static DeliveryAddress? OurAddress(Network network) =>
        Correspondence.Address(network.Snapshot.Gateway.Library.PostalAddress) is { } postal
            ? new DeliveryAddress { Postal = postal }
            : null;
}

using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Digitisation;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Locating;
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
    /// <param name="State">The request as it is now.</param>
    /// <param name="Text">What was done.</param>
    /// <param name="IsRepeat">True when it was done before: the same submission came again.</param>
    public sealed record Done(RequestState State, string Text, bool IsRepeat = false) : DeskResult;

    /// <summary>The key of the submission was used before, for another one.</summary>
    public sealed record KeyReused(string Text) : DeskResult;

    /// <summary>No such request.</summary>
    public sealed record NotFound(string Id) : DeskResult;

    /// <summary>Not possible now.</summary>
    public sealed record NotPossible(RequestState State, string Text, IReadOnlyList<Status> Expected) : DeskResult;

    /// <summary>Something that was said is missing or wrong.</summary>
    public sealed record Invalid(string Field, string Text) : DeskResult;
}

/// <summary>What comes with a new request, or an action, beside what is wanted.</summary>
internal sealed record Submission
{
    /// <summary>One without anything.</summary>
    public static Submission None { get; } = new();

    /// <summary>Under whom submissions stand in the journal.</summary>
    public const string Partner = JournalEntry.OurStaff;

    /// <summary>Under which language they stand in the journal.</summary>
    public string Protocol { get; init; } = "rest";

    /// <summary>Borrowing: goes with the first ILL-REQUEST. Lending: what the borrower wrote.</summary>
    public string? Note { get; init; }

    /// <summary>For our staff.</summary>
    public string? InternalNote { get; init; }

    /// <summary>The bytes as they came, for the journal; empty for a submission that had none.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Two submissions with the same key are the same one, sent twice; null when nobody named one.</summary>
    public string? Key { get; init; }

    /// <summary>Who was at the other end.</summary>
    public string? Peer { get; init; }

    /// <summary>Of an action: its name and its request. The same key for another one is not the same submission.</summary>
    public string? About { get; init; }

    /// <summary>The code of our library to which a new request belongs; null for the first one.</summary>
    public string? Owner { get; init; }

    /// <summary>By which two submissions with one key are compared.</summary>
    public ReadOnlyMemory<byte> Digest => SHA256.HashData(
        About is null ? Raw.Span : [.. Encoding.UTF8.GetBytes(About + "\n"), .. Raw.Span]);

    /// <summary>Ship-digitally, receive: the file that goes along; null when it goes another way.</summary>
    public FileOffer? File { get; init; }

    /// <summary>Borrowing: the rota template that staff chose; null for the assignment rules, or when partners are
    /// named.</summary>
    public string? RotaTemplate { get; init; }

    /// <summary>Borrowing: was the copyright declaration accepted? Null when nobody said.</summary>
    public bool? CopyrightDeclaration { get; init; }

    /// <summary>Borrowing: the copyright status; null for the usual one.</summary>
    public string? CopyrightStatus { get; init; }
}

/// <summary>The door for our own staff: they make requests and act on them, over REST or the command line. Same rules,
/// same unit of work as for what partners send.</summary>
internal sealed class StaffDesk
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly RotaDesk _rotas;
    private readonly LocateQueue _locate;
    private readonly TimeProvider _time;

    public StaffDesk(
        IStore store, NetworkSource network, OutboxSignal signal, RotaDesk rotas, LocateQueue locate, TimeProvider time)
    {
        _locate = locate;
        _store = store;
        _network = network;
        _signal = signal;
        _rotas = rotas;
        _time = time;
    }

    /// <summary>The answer to a submission that came before, whatever has changed since; null for a new one.</summary>
    public async Task<DeskResult?> FindRepeatAsync(Submission submission, CancellationToken cancellationToken) =>
        submission.Key is null ? null : await _store.WriteAsync(work => Repeated(work, submission), cancellationToken);

    /// <summary>Makes a borrowing request (B1). Nothing is sent yet.</summary>
    public Task<DeskResult> BorrowAsync(
        IllRequest content, IReadOnlyList<string> partners, string? internalNote, string user,
        CancellationToken cancellationToken) =>
        BorrowAsync(content, partners, new Submission { InternalNote = internalNote }, user, cancellationToken);

    /// <summary>Makes a borrowing request (B1). Nothing is sent yet; its note waits for the first sending.</summary>
    public async Task<DeskResult> BorrowAsync(
        IllRequest content, IReadOnlyList<string> partners, Submission submission, string user,
        CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (WhyNotAll(partners, network, partner => partner.Config.Borrowing.Supported, "borrow from") is { } fault)
        {
            return new DeskResult.Invalid("partner", fault);
        }

        if (network.FindOwner(submission.Owner) is not { } owner)
        {
            return UnknownOwner(submission.Owner!, network);
        }

        if (submission.RotaTemplate is { } template && !network.Snapshot.Rotas.ContainsKey(template))
        {
            return new DeskResult.Invalid("rota", RotaDesk.UnknownTemplate(template, network));
        }

        var choice = partners.Count > 0
            ? null
            : await _rotas.ChooseAsync(content, submission.RotaTemplate, cancellationToken);
        var at = _time.GetLocalNow();
        var complete = content with { DeliverTo = content.DeliverTo ?? OurAddress(network) };
        var codes = choice?.Partners ?? partners.Select(code => network.Find(code)!.Code).ToArray();
        var result = await _store.WriteAsync(
            work => Repeated(work, submission) ?? Borrowed(work, submission, network, user, at, number =>
            {
                var made = NewRequest.Borrowing(
                    number, network.RequestId(number), complete, codes, network.SymbolOf(owner), at) with
                {
                    Owner = owner.Code,
                };
                var chosen = NewRequest.WithNotes(made with { RotaTemplate = choice?.Template }, choice?.Notes ?? [], at);
                return LifecycleRules.Text(submission.Note) is { } note
                    ? chosen with { Notes = chosen.WithNote(NoteKind.ToPartner, note, at, user) }
                    : chosen;
            }),
            cancellationToken);
        QueueToLocate(result);
        return result;
    }

    /// <summary>Makes the request if patron and copyright allow it. What waits for an approval is not located yet.</summary>
    private static DeskResult Borrowed(
        IUnitOfWork work, Submission submission, Network network, string user, DateTimeOffset at, Func<long, RequestState> make)
    {
        var gateway = network.Snapshot.Gateway;
        var digitisation = gateway.Digitisation;
        var fresh = make(work.NextRequestNumber());
        var state = CopyrightDesk.WithStatus(
            fresh with { PatronGroup = PatronDigitisation.GroupOf(work, fresh) }, submission.CopyrightDeclaration,
            submission.CopyrightStatus, digitisation.Copyright, at);
        if (CopyrightDesk.WhyNot(
            state, submission.CopyrightDeclaration, submission.CopyrightStatus, digitisation.Copyright) is var (field, text))
        {
            return new DeskResult.Invalid(field, text);
        }

        if (PatronDigitisation.WhyNot(work, state, digitisation) is { } why)
        {
            return new DeskResult.Invalid("patron", why);
        }

        var flagged = TaskRules.FlagRepeat(work, state, gateway.Requests.RepeatWindow, at);
        var made = Create(work, submission, flagged, user, at);
        return CopyrightDesk.WhyApprove(work, flagged, digitisation.Copyright) is { } reason
            ? AwaitApproval(work, network, at, made, reason)
            : LocateAtOnce(work, network, at, made);
    }

    /// <summary>Where the workflow profile has no such step, staff are told all the same.</summary>
    private static DeskResult.Done AwaitApproval(
        IUnitOfWork work, Network network, DateTimeOffset at, DeskResult.Done made, string reason)
    {
        var @event = new RequestEvent.Internal(EventKind.ApprovalNeeded, reason) { At = at, By = "copyright" };
        var alerted = made.State.Alerted("copyright", $"Copyright: {reason}", at);
        if (network.Decide(alerted, @event) is not Decision.Moved moved)
        {
            moved = new Decision.Moved(alerted with { Version = alerted.Version + 1, UpdatedAt = at }, [])
            {
                Text = $"Copyright: {reason}",
            };
        }

        DecisionWriter.Write(work, made.State, moved, @event, null, network);
        return made with { State = moved.State, Text = $"{made.Text} {moved.Text}" };
    }

    /// <summary>The catalogues are asked without anybody's asking, where the library wants that and there are any.</summary>
    private static DeskResult.Done LocateAtOnce(IUnitOfWork work, Network network, DateTimeOffset at, DeskResult.Done made)
    {
        if (!network.Snapshot.Gateway.Library.Borrowing.LocateAutomatically || network.WhyNotLocatable(made.State) is not null)
        {
            return made;
        }

        var @event = new RequestEvent.Staff(StaffAction.Locate, ActionFields.None) { At = at, By = "gateway" };
        if (network.Decide(made.State, @event) is not Decision.Moved moved)
        {
            return made;
        }

        DecisionWriter.Write(work, made.State, moved, @event, null, network);
        return made with { State = moved.State };
    }

    private void QueueToLocate(DeskResult result)
    {
        if (result is DeskResult.Done done)
        {
            _locate.AddIfWanted(done.State);
        }
    }

    /// <summary>Keys in a lending request that reached us on paper or by letter (L1).</summary>
    public Task<DeskResult> LendAsync(
        IllRequest content, string partnerCode, string externalId, string? note, string? internalNote, string user,
        CancellationToken cancellationToken) => LendAsync(
            content, partnerCode, externalId, new Submission { Note = note, InternalNote = internalNote }, user, cancellationToken);

    /// <summary>Keys in a lending request that reached us on paper or by letter (L1).</summary>
    public async Task<DeskResult> LendAsync(
        IllRequest content, string partnerCode, string externalId, Submission submission, string user,
        CancellationToken cancellationToken)
    {
        var network = _network.Current;
        if (WhyNotAll([partnerCode], network, partner => partner.Config.Lending.Supported, "lend to") is { } fault)
        {
            return new DeskResult.Invalid("partner", fault);
        }

        if (network.FindOwner(submission.Owner) is not { } owner)
        {
            return UnknownOwner(submission.Owner!, network);
        }

        var partner = network.Find(partnerCode)!;
        var at = _time.GetLocalNow();
        var message = new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId
                {
                    // Two partners without symbols may use the same number: their codes tell them apart.
                    InitialRequester = partner.Symbols.Count > 0 ? partner.Symbols[0] : Symbol.Parse(partner.Code),
                    GroupQualifier = externalId,
                    Qualifier = "1",
                },
                At = ServiceTime.From(at),
                Requester = partner.ToParty(),
                RequesterReference = externalId,
            },
            Content = content,
            Note = submission.Note,
        };
        return await _store.WriteAsync(
            work => Repeated(work, submission)
                ?? KeyIn(work, message, partner, submission with { Owner = owner.Code }, user, at, network),
            cancellationToken);
    }

    /// <summary>Carries out an action on a request.</summary>
    public Task<DeskResult> ActAsync(
        string id, StaffAction action, ActionFields fields, string user, CancellationToken cancellationToken) =>
        ActAsync(id, action, fields, Submission.None, user, cancellationToken);

    /// <summary>Carries out an action on a request, once for each key of a submission.</summary>
    public async Task<DeskResult> ActAsync(
        string id, StaffAction action, ActionFields fields, Submission submission, string user,
        CancellationToken cancellationToken)
    {
        if (RequestIds.Number(id) is not { } number)
        {
            return new DeskResult.NotFound(id);
        }

        var network = _network.Current;
        var at = _time.GetLocalNow();
        var (result, isAnythingQueued) = await _store.WriteAsync(
            work => Repeated(work, submission) is { } repeated
                ? (repeated, false)
                : Keeping(work, submission, Act(work, number, id, (action, fields, submission.File), user, at, network), user, at),
            cancellationToken);
        if (isAnythingQueued)
        {
            _signal.Ring();
        }

        QueueToLocate(result);
        return result;
    }

    private static (DeskResult Result, bool IsAnythingQueued) Act(
        IUnitOfWork work, long number, string id, (StaffAction Action, ActionFields Fields, FileOffer? File) wish, string user,
        DateTimeOffset at, Network network)
    {
        var (action, fields, file) = wish;
        if (work.FindRequest(number) is not { } state || !string.Equals(state.Id, id, StringComparison.OrdinalIgnoreCase))
        {
            return (new DeskResult.NotFound(id), false);
        }

        var partner = network.Find(state.Partner);
        var (current, said) = WithNoteOfSubmission(state, action, WithDefaults(action, fields, state, partner, at));
        if (action == StaffAction.Digitise)
        {
            (said, var fault) = DigitisationOrders.Planned(work.Circulation, network, state, said);
            if (fault is not null)
            {
                return (new DeskResult.Invalid("department", fault), false);
            }
        }

        var @event = new RequestEvent.Staff(action, said) { At = at, By = user };
        if (network.WhyNot(action, state, @event.Today) is { } why)
        {
            return (new DeskResult.NotPossible(state, why, []), false);
        }

        // Whether it is possible does not depend on the file: its link is made only then.
        var decided = network.Decide(current, @event);
        if (decided is Decision.Moved possible && file is not null && file.GoesAlong(work, possible.State, @event, network))
        {
            if (file.WhyNot(work) is { } gone)
            {
                return (new DeskResult.Invalid("documents", gone), false);
            }

            @event = @event with { Fields = file.Into(work, state, said, at, network) };
            decided = network.Decide(current, @event);
        }

        return decided switch
        {
            Decision.Moved moved => (new DeskResult.Done(moved.State, moved.Text),
                DecisionWriter.Write(work, state, moved, @event, null, network)),
            Decision.Invalid invalid => (new DeskResult.Invalid(invalid.Field, invalid.Text), false),
            Decision.Prohibited prohibited => (new DeskResult.NotPossible(state, prohibited.Text, prohibited.Expected), false),
            Decision.Ignored ignored => (new DeskResult.NotPossible(state, ignored.Text, []), false),
            var other => throw new InvalidOperationException($"Not a decision of this set: {other}"),
        };
    }

    private static (DeskResult Result, bool IsAnythingQueued) Keeping(
        IUnitOfWork work, Submission submission, (DeskResult Result, bool IsAnythingQueued) acted, string user, DateTimeOffset at)
    {
        Keep(work, submission, acted.Result, user, at);
        return acted;
    }

    /// <summary>What was done under a key is remembered, so that it is not done twice.</summary>
    internal static void Keep(IUnitOfWork work, Submission submission, DeskResult result, string user, DateTimeOffset at)
    {
        if (submission.Key is not null && result is DeskResult.Done done)
        {
            Journal(work, submission, done.State, user, at);
        }
    }

    /// <summary>A note that came with a new borrowing request waits on it for the first sending: it becomes part of the
    /// note that goes out, which the rule keeps in its place.</summary>
    private static (RequestState State, ActionFields Fields) WithNoteOfSubmission(
        RequestState state, StaffAction action, ActionFields fields)
    {
        if (action != StaffAction.Send || state.Transaction is not null
            || state.Notes.Where(note => note.Kind == NoteKind.ToPartner).ToArray() is not { Length: > 0 } waiting)
        {
            return (state, fields);
        }

        var texts = waiting.Select(note => note.Text).Append(LifecycleRules.Text(fields.Note)).OfType<string>();
        return (state with { Notes = state.Notes.Except(waiting).ToArray() }, fields with { Note = string.Join('\n', texts) });
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
                fields with { DueDate = state.DesiredDueOn ?? (state.DueOn is { } due && due > today ? due : today).AddDays(period) },
            _ => fields,
        };
    }

    private static DeskResult KeyIn(
        IUnitOfWork work, IllMessage.Request message, Partner partner, Submission submission, string user, DateTimeOffset at,
        Network network)
    {
        var requester = message.Header.Requester?.Symbol;
        if (work.FindByTransaction(Side.Lending, message.Header.Transaction, requester) is { } known
            && string.Equals(known.Partner, partner.Code, StringComparison.OrdinalIgnoreCase))
        {
            return new DeskResult.Invalid("externalId", $"{partner.Code} has a request with this number already: {known.Id}.");
        }

        var owner = network.FindOwner(submission.Owner)!;
        var number = work.NextRequestNumber();
        return Create(work, submission, NewRequest.Lending(
            number, network.RequestId(number), message, partner.Code, network.SymbolOf(owner), at) with
            {
                Owner = owner.Code,
            }, user, at);
    }

    /// <summary>The answer to a submission that came before; null for a new one.</summary>
    internal static DeskResult? Repeated(IUnitOfWork work, Submission submission)
    {
        if (submission.Key is not { } key
            || work.FindSeen(Submission.Partner, submission.Protocol, key) is not { Request: { } number } seen)
        {
            return null;
        }

        var isNew = submission.About is null;
        return seen.Digest.Span.SequenceEqual(submission.Digest.Span)
            ? new DeskResult.Done(work.FindRequest(number)!,
                isNew ? "Made before; nothing was made twice." : "Done before; nothing was done twice.", IsRepeat: true)
            : new DeskResult.KeyReused(isNew
                ? "This key was used before, for another request. Take a new key for a new request."
                : "This key was used before, for something else. Take a new key for each action.");
    }

    private static DeskResult.Done Create(
        IUnitOfWork work, Submission submission, RequestState fresh, string user, DateTimeOffset at)
    {
        var state = LifecycleRules.Text(submission.InternalNote) is { } note
            ? fresh with { Notes = fresh.WithNote(NoteKind.Internal, note, at, user) }
            : fresh;
        work.InsertRequest(state);
        var message = Journal(work, submission, state, user, at);
        var text = state.Side == Side.Borrowing ? "Request made." : "Request keyed in.";
        work.AppendHistory(new HistoryEntry(state.Number, at, "create", null, state.Status, user, text, message));
        return new DeskResult.Done(state, text);
    }

    private static long? Journal(IUnitOfWork work, Submission submission, RequestState state, string user, DateTimeOffset at) =>
        submission is { Raw.IsEmpty: true, Key: null }
            ? null
            : work.AppendMessage(new JournalEntry
            {
                Direction = Direction.In,
                At = at,
                Protocol = submission.Protocol,
                Partner = Submission.Partner,
                Request = state.Number,
                Identity = submission.Key,
                Digest = submission.Digest,
                Outcome = ArrivalOutcome.Applied,
                Detail = submission.About is { } what ? $"{what}, submitted by {user}" : $"submitted by {user}",
                Peer = submission.Peer,
                Raw = submission.Raw,
            });

    /// <summary>Why a list of partners cannot be used; null when it can.</summary>
    public static string? WhyNotAll(
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

    private static DeskResult.Invalid UnknownOwner(string owner, Network network)
    {
        string[] known = [.. network.Owners.Select(one => one.Code)];
        return new DeskResult.Invalid(
            "owner", $"There is no library {owner}{NearestName.Hint(owner, known, "our libraries are")}.");
    }

    private static DeliveryAddress? OurAddress(Network network) =>
        Correspondence.Address(network.Snapshot.Gateway.Library.PostalAddress) is { } postal
            ? new DeliveryAddress { Postal = postal }
            : null;
}

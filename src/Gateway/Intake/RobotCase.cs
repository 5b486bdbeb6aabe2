using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// A letter that no person wrote. It is never answered, and its words never change a request; a mail server's report about a
/// letter of ours counts only with the token of that letter, since anybody can write a report. Source: feeds reference, 4.4.
/// </summary>
internal sealed class RobotCase
{
    private const string By = "mail";

    /// <summary>A letter that came back for a reason that may pass is sent once more after this time: long enough for a full
    /// mailbox to be emptied by its robots, short enough for the same working day.</summary>
    private static readonly TimeSpan BounceWait = TimeSpan.FromHours(1);

    /// <summary>RFC 3463: no such mailbox, no such host, null MX.</summary>
    private static readonly string[] InvalidAddress = ["5.1.1", "5.1.2", "5.1.10"];

    private readonly IUnitOfWork _work;
    private readonly Network _network;
    private readonly Arrival _arrival;
    private readonly ReceivedLetter _letter;
    private readonly Consequences _consequences;
    private readonly LetterJournal _journal;
    private readonly DateTimeOffset _at;
    private readonly LetterPlace? _place;
    private readonly IReadOnlyList<ClueVerdict> _verdicts;

    public RobotCase(
        IUnitOfWork work, Network network, Arrival arrival, ReceivedLetter letter, Consequences consequences,
        LetterJournal journal, LetterClues clues, DateTimeOffset at)
    {
        _work = work;
        _network = network;
        _arrival = arrival;
        _letter = letter;
        _consequences = consequences;
        _journal = journal;
        _at = at;
        (_place, _verdicts) = clues.Find(letter.Statements.SelectMany(statement => statement.Clues));
    }

    private string Kind => IsoCode.Kebab(_letter.Kind.ToString());

    private string? Proven => _place is { IsGenuine: true } ? _place.Partner : null;

    /// <summary>Writes it down, with what follows from it.</summary>
    public Placed Place() => _letter switch
    {
        { Kind: LetterKind.Loop } => Loop(),
        { Kind: LetterKind.Complaint } => Complaint(),
        { Kind: LetterKind.DeliveryReport, Report: { Action: DeliveryReportAction.Failed } report } => Failed(report),
        { Kind: LetterKind.DeliveryReport, Report: { } report } =>
            Note($"Our letter to {report.Recipient ?? "the partner"} is reported as {Word(report.Action)}: {About(report)}"),
        _ => Note(LetterNotes.Cut($"{_letter.Subject}\n{_letter.Text}".Trim(), 4000)),
    };

    private static string Word(DeliveryReportAction action) => action.ToString().ToLowerInvariant();

    private static string About(DeliveryReport report) => LetterNotes.Cut($"{report.Status} {report.Detail}".Trim(), 500);

    private Placed Loop()
    {
        var error = new GatewayError(
            "mail-loop", RetryClass.Never, "The letter was ours and came back, or went round in a circle.");
        var id = _journal.Write(ArrivalOutcome.Quarantined, error.ToString(), entry => entry with { ErrorCode = error.Code });
        return Done(ArrivalOutcome.Quarantined, id, error);
    }

    private Placed Note(string text)
    {
        if (_place is not { State: var state } place)
        {
            return Done(ArrivalOutcome.Ignored, Journal(ArrivalOutcome.Ignored, $"{Kind} about no request that is known"));
        }

        if (Proven is null && LetterNotes.HasManyUnverified(state))
        {
            return Done(ArrivalOutcome.Ignored, Journal(
                ArrivalOutcome.Ignored, $"{state.Id}: {Kind}, found by {place.Rule}; it has notes enough that nothing proves"));
        }

        var id = Journal(ArrivalOutcome.Ignored, $"{state.Id}: {Kind}, found by {place.Rule}; kept as a note");
        var said = $"{Kind} of {_letter.Origin.From ?? "unknown sender"}: {text}";
        var by = Proven is null ? LetterNotes.Unverified(_letter.Origin) : By;
        _work.UpdateRequest(LetterNotes.WithSystemNote(LetterNotes.Next(state, _at), said, _at, by));
        History(state, $"Kept as a note; an automatic letter changes nothing. Found by {place.Rule}.", id);
        if (Proven is { } partner and not JournalEntry.Patrons && LetterQueue.IsLoop(_work, _network, _arrival.Protocol, state.Number, partner, _at))
        {
            LetterQueue.Hold(
                _work, partner, $"mail-loop: more letters about {state.Id} within an hour than people write", _at);
        }

        return Done(ArrivalOutcome.Ignored, id);
    }

    private Placed Complaint()
    {
        if (Proven is not { } partner)
        {
            return ForStaff("letter-unverified", "Somebody complains about a letter, but nothing proves that it was ours.");
        }

        var state = _place!.State;
        if (partner == JournalEntry.Patrons)
        {
            var word = "The patron has marked a letter of ours as unwanted.";
            var row = Journal(ArrivalOutcome.Applied, $"complaint: {state.Id}: {word}");
            Alert(state.Number, PatronNotice.Alert, word);
            History(state, word, row);
            return Done(ArrivalOutcome.Applied, row);
        }

        var reason = $"A reader at {partner} has marked a letter of ours about {state.Id} as unwanted.";
        var id = Journal(ArrivalOutcome.Applied, $"complaint: {reason}");
        LetterQueue.Hold(_work, partner, $"complaint: {reason} Ask the partner before letters go on.", _at);
        Alert(state.Number, "complaint", $"{reason} Letters to {partner} are held.");
        History(state, $"{reason} Letters to {partner} are held.", id);
        return Done(ArrivalOutcome.Applied, id);
    }

    private Placed Failed(DeliveryReport report)
    {
        if (_place is null && !IsPartners(report.Recipient))
        {
            return Done(ArrivalOutcome.Ignored, Journal(
                ArrivalOutcome.Ignored, $"a bounce about no letter of ours that is known: {About(report)}"));
        }

        if (Proven is not { } partner)
        {
            return ForStaff(
                "letter-unverified",
                $"A letter is said to have come back, but nothing proves that it was ours: {About(report)}.");
        }

        var isPatrons = partner == JournalEntry.Patrons;
        var isInvalid = InvalidAddress.Contains(report.Status.Trim(), StringComparer.Ordinal)
            && (isPatrons || IsAddressOf(partner, report.Recipient));

        // What the server says of a patron's mailbox names it, and alerts and history outlive the patron's data.
        var reason = isPatrons ? $"our letter to the patron came back ({LetterNotes.Cut(report.Status.Trim(), 20)})"
            : isInvalid ? $"The mail address of {partner} is not valid: {About(report)}"
            : $"Our letter to {partner} came back: {About(report)}";
        var id = Journal(ArrivalOutcome.Applied, $"{_place!.State.Id}: {reason}");
        History(_place.State, reason, id);
        if (isInvalid && !isPatrons)
        {
            LetterQueue.Hold(_work, partner, $"address-invalid: {reason}. Correct it in the partner's file, then resume.", _at);
        }

        Return(_place, reason, isInvalid);
        return Done(ArrivalOutcome.Applied, id);
    }

    /// <summary>What becomes of the letter that came back: once more where the reason may pass, else it is set aside, and the
    /// request goes on as after any message that could not be delivered.</summary>
    private void Return(LetterPlace place, string reason, bool isInvalid)
    {
        var (number, code) = (place.State.Number, isInvalid ? "address-invalid" : "letter-returned");
        if (place.Row is not { State: OutboxState.Delivered } row)
        {
            Alert(number, code, reason);
            return;
        }

        var isFirst = _work.CountBounce(row.Id) == 1;
        if (!isInvalid && isFirst && !Undelivered.HasGoneOn(_work, row))
        {
            _work.DeferOutbox(row.Id, _at + BounceWait, inDoubt: false, reason);
            var state = _work.FindRequest(number)!;
            _work.UpdateRequest(LetterNotes.WithSystemNote(
                LetterNotes.Next(state, _at), $"{reason}. It is sent once more.", _at, By));
            return;
        }

        Undelivered.Write(_work, row, OutboxState.Dead, reason, _network,
            new RequestEvent.Undeliverable(row.Entry.Message, reason) { At = _at, By = By });
        _consequences.IsAnythingQueued = true;
        if (row.Entry.Letter is null)
        {
            Alert(number, code, reason);
        }
    }

    private void Alert(long request, string code, string text)
    {
        var state = _work.FindRequest(request)!;
        _work.UpdateRequest(LetterNotes.Alerted(LetterNotes.Next(state, _at), code, text, _at));
    }

    private Placed ForStaff(string code, string reason)
    {
        var id = Journal(ArrivalOutcome.ForStaff, reason, code);
        var statement = new StaffStatement
        {
            Number = 1,
            Code = code,
            Reason = reason,
            Request = _place?.State.Number,
            Partner = _place?.Partner,
            Clues = _verdicts,
        };
        _work.PutLetter(LetterQueue.Of(id, _letter, [statement], _at));
        if (_place is { State: var state } place)
        {
            _work.UpdateRequest(LetterQueue.Shown(state, $"{reason} (found by {place.Rule})", _at, id));
            _work.AppendHistory(LetterQueue.Line(
                state, "letter:for-staff", By, $"A letter was put before the staff: {reason} Found by {place.Rule}.", _at, id));
        }

        return Done(ArrivalOutcome.ForStaff, id);
    }

    private long Journal(ArrivalOutcome outcome, string detail, string? code = null) => _journal.Write(outcome, detail, entry =>
        entry with { Partner = Proven, Request = _place?.State.Number, ErrorCode = code });

    private void History(RequestState state, string text, long id) =>
        _work.AppendHistory(LetterQueue.Line(state, $"letter:{Kind}", By, text, _at, id));

    private bool IsPartners(string? recipient) => recipient is not null
        && _network.Partners.Any(partner => IsAddressOf(partner.Code, recipient));

    /// <summary>A letter that was passed on behind the partner's address comes back with another one: that address is none of
    /// the partner's.</summary>
    private bool IsAddressOf(string partner, string? recipient) => recipient is null
        || (_network.Find(partner) is { } known
            && known.Config.Channel.Settings.LetterSenders.Contains(recipient, StringComparer.OrdinalIgnoreCase));

    private Placed Done(ArrivalOutcome outcome, long id, GatewayError? error = null) =>
        new(new Receipt(outcome, id, null, error), Proven, _consequences.IsAnythingQueued, []);
}

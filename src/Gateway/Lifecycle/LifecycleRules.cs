using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Pieces that the rules of both sides are made of. All pure.</summary>
internal static class LifecycleRules
{
    /// <summary>Notes beyond this many push out the oldest: a request is no archive.</summary>
    public const int MaxNotes = 200;

    /// <summary>Longer notes are cut, with a mark: 8,000 characters are four printed pages.</summary>
    public const int MaxNoteLength = 8_000;

    /// <summary>Moves a request to a status, keeping the day of the change.</summary>
    public static RequestState To(this RequestState state, Status status, RequestEvent @event) =>
        state.Status == status
        ? state
        : state with
        {
            Status = status, LastTransitionOn = @event.Today,

            // What goes on may get personal data again.
            AnonymisedOn = status == Status.Deleted ? state.AnonymisedOn : null,
        };

    /// <summary>Ends a rule.</summary>
    public static Decision Done(this RequestState state, string text, params Effect[] effects) =>
        new Decision.Moved(state, effects) { Text = text };

    /// <summary>What was said with the event is missing or wrong.</summary>
    public static Decision Invalid(string field, string text) => new Decision.Invalid(field) { Text = text };

    /// <summary>How often, in words.</summary>
    public static string Times(int count) => count == 1 ? "once" : $"{count} times";

    /// <summary>Harmless for a reason that the table does not know.</summary>
    public static Decision Ignored(string text) => new Decision.Ignored { Text = text };

    /// <summary>Not possible for a reason that the table does not know.</summary>
    public static Decision Prohibited(string text) => new Decision.Prohibited([]) { Text = text };

    /// <summary>The fields of a staff action, the note of a job; empty for other events.</summary>
    public static ActionFields Fields(this Situation s) => s.Event switch
    {
        RequestEvent.Staff staff => staff.Fields,
        RequestEvent.Calendar { Note: { } note } => ActionFields.None with { Note = note },
        _ => ActionFields.None,
    };

    /// <summary>The message of an arrival, known to be of that kind by the column.</summary>
    public static T Message<T>(this Situation s)
        where T : IllMessage => (T)((RequestEvent.Arrived)s.Event).Message;

    /// <summary>The header of our next message: the time is after that of the one before, since two services
    /// of one transaction are told apart by their times.</summary>
    public static MessageHeader Header(this Situation s)
    {
        var now = ServiceTime.From(s.Event.At);
        var at = s.State.LastSentAt is { } last && !now.IsAfter(last) ? last.NextSecond() : now;
        var transaction = s.State.Transaction
            ?? (s.Event as RequestEvent.Arrived)?.Message.Header.Transaction;
        return new MessageHeader
        {
            Transaction = transaction
                ?? throw new InvalidOperationException("A request without a partner sends nothing."),
            At = at,
        };
    }

    /// <summary>A query and its report are no steps of the transaction: a report that names itself as the
    /// last service would tell nothing.</summary>
    public static bool IsAboutStatus(IllMessage message) =>
        message is IllMessage.StatusQuery or IllMessage.StatusOrErrorReport;

    /// <summary>Was the item shipped or received, as far as we know?</summary>
    public static bool WasSupplied(this RequestState state) =>
        state.ShippedOn is not null || state.ReceivedOn is not null || state.SuppliedAs is not null;

    /// <summary>A copy that is kept: nothing of a loan applies to it.</summary>
    public static bool IsCopy(this RequestState state) => state.SuppliedAs == ServiceType.CopyNonReturnable;

    /// <summary>A rule for items that were supplied; a request reactivated before that has none.</summary>
    public static Func<Situation, Decision> OnceSupplied(Func<Situation, Decision> rule) =>
        s =>
        {
            if (s.State.Status != Status.Reactivated || s.State.WasSupplied())
            {
                return rule(s);
            }

            var kind = EventKinds.Of(s.State.Side, s.Event);
            var text = $"{EventWords.Of(kind)} is not possible yet: the request was reactivated before " +
                "anything had been supplied.";
            return EventKinds.IsFact(kind) ? Ignored(text) : Prohibited(text);
        };

    /// <summary>The effect of sending, and the request that remembers it.</summary>
    public static (RequestState State, Effect Effect) Sending(
        this RequestState state, RequestEvent @event, IllMessage message)
    {
        var remembering = state with
        {
            LastSentAt = message.Header.At,
            LastService = IsAboutStatus(message)
                ? state.LastService
                : new LastService(message.Service, message.Header.At.Date, ByUs: true, message.Note),
            Notes = message.Note is { } note
                ? state.WithNote(NoteKind.ToPartner, note, @event.At, @event.By)
                : state.Notes,
        };
        return (remembering, new Effect.Send(message));
    }

    /// <summary>The notes with one more.</summary>
    public static IReadOnlyList<RequestNote> WithNote(
        this RequestState state, NoteKind kind, string text, DateTimeOffset at, string by,
        bool isActive = false)
    {
        var cut = text.Length <= MaxNoteLength ? text : text[..(MaxNoteLength - 2)] + " …";
        var number = state.Notes.Count == 0 ? 1 : state.Notes[^1].Number + 1;
        return state.Notes.TakeLast(MaxNotes - 1).Append(new RequestNote(at, kind, cut, by, number, isActive))
            .ToArray();
    }

    /// <summary>The request with a note of the gateway itself.</summary>
    public static RequestState Noting(this RequestState state, RequestEvent @event, string text) =>
        state with { Notes = state.WithNote(NoteKind.System, text, @event.At, @event.By) };

    /// <summary>Alerts beyond this many push out the oldest.</summary>
    private const int MaxAlerts = 50;

    /// <summary>The request with one more alert.</summary>
    public static RequestState Alerted(this RequestState state, string code, string text, DateTimeOffset at)
    {
        var number = state.Alerts.Count == 0 ? 1 : state.Alerts[^1].Number + 1;
        return state with
        {
            Alerts = state.Alerts.TakeLast(MaxAlerts - 1).Append(new RequestAlert(number, at, code, text)).ToArray(),
        };
    }

    /// <summary>Note texts are compared and sent trimmed; blank is none.</summary>
    public static string? Text(string? note) => string.IsNullOrWhiteSpace(note) ? null : note.Trim();

    /// <summary>A general message to the partner.</summary>
    public static Decision GeneralMessage(Situation s)
    {
        if (Text(s.Fields().Note) is not { } note)
        {
            return Invalid("note", "A general message needs a text in note.");
        }

        if (s.State.Transaction is null)
        {
            return Prohibited(
                "No partner has been asked yet, so there is nobody to write to. Send the request first.");
        }

        var (state, send) = s.State.Sending(
            s.Event, new IllMessage.Message { Header = s.Header(), Note = note });
        return state.Done("Message sent to the partner.", send);
    }

    /// <summary>Why nobody is reminded of a due date that is near; null when somebody is.</summary>
    public static string? WhyNotRemind(Situation s) => s.State switch
    {
        { DueOn: null } => "There is no due date.",
        { ReturnedOn: { } on } => $"The item went back on {on:yyyy-MM-dd}, so nobody is reminded.",
        { DueOn: { } due } when due < s.Event.Today => $"The due date, {due:yyyy-MM-dd}, has passed.",
        { DueOn: var due, ReminderSentFor: var sent } when due == sent =>
            $"The reminder of {due:yyyy-MM-dd} was given already.",
        _ => null,
    };

    /// <summary>A question for the partner's state.</summary>
    public static Decision StatusQuery(Situation s)
    {
        if (s.State.Transaction is null)
        {
            return Prohibited("No partner has been asked yet, so nobody can be asked for a status.");
        }

        var (state, send) = s.State.Sending(s.Event,
            new IllMessage.StatusQuery { Header = s.Header(), Note = Text(s.Fields().Note) });
        return state.Done("Status query sent; the answer will be kept as a note.", send);
    }

    /// <summary>Staff set a status; the partner is not told.</summary>
    public static Decision ChangeStatus(Situation s)
    {
        if (s.Fields().Status is not { } status)
        {
            return Invalid("status", "Say the new status in status, by its code.");
        }

        if (!StatusCatalog.Has(s.State.Side, status) || status == Status.Deleted)
        {
            return Invalid("status",
                $"{StatusCatalog.Code(status)} is not a status that a request of this side can be set to.");
        }

        if (status == s.State.Status)
        {
            return Invalid("status", $"The request is {StatusCatalog.Code(status)} already.");
        }

        var info = StatusCatalog.Info(s.State.Side, status);
        if (!StatusGate.IsOn(s.State.Side, status, s.Profile))
        {
            return Invalid("status",
                $"A request cannot be \"{info.Label}\" here: the workflow profile {s.Profile.Code} " +
                $"has {StepCatalog.Missing(StepCatalog.StepsOf(s.State.Side, status))}.");
        }

        if (s.State.Transaction is null && status is not (Status.Rejected or Status.ExternallyObtained)
            && info.Phase is Phase.BeforeShipping or Phase.Tracking)
        {
            return Invalid("status",
                $"No partner has been asked yet, so the request cannot be \"{info.Label}\". Send it first.");
        }

        var from = StatusCatalog.Info(s.State.Side, s.State.Status).Label;
        var due = s.Fields().DueDate is { } on ? $"; due {on:yyyy-MM-dd}" : "";
        return SetByHand(s, info).Done(
            $"Status changed by hand from \"{from}\" to \"{info.Label}\"{due}; the partner was not told.");
    }

    /// <summary>What a status implies is kept as well, so that a partner who sends no messages (e-mail) can
    /// be followed by hand: the days, the due date, and where to go back to.</summary>
    private static RequestState SetByHand(Situation s, StatusInfo info)
    {
        var (state, today) = (s.State, s.Event.Today);
        var wasOpen = StatusCatalog.Info(state.Side, state.Status).Phase == Phase.BeforeShipping;
        var isSupplied = info.Phase == Phase.Tracking && info.Status != Status.Reactivated;
        var isReceived = info.Status is Status.ReceivedPhysically or Status.ReceivedNotForLoan
            or Status.Loaned or Status.MediatedRenewal or Status.Renewed or Status.RenewNotAccepted
            or Status.ReturnedByPatron or Status.ReceivedByPartner or Status.ReceivedDigitally
            or Status.RenewalResponse;
        var isReturned = info.Status is Status.ReturnedToPartner or Status.ReturnedByPartner;
        return state.To(info.Status, s.Event) with
        {
            ShippedOn = state.ShippedOn ?? (isSupplied ? today : null),
            ReceivedOn = state.ReceivedOn ?? (isReceived ? today : null),
            ReturnedOn = state.ReturnedOn ?? (isReturned ? today : null),
            DueOn = s.Fields().DueDate ?? state.DueOn,
            IsOverdue = info.Status == Status.OverdueItem
                || (state.IsOverdue && isSupplied && !isReturned && info.Status != Status.Renewed),
            ResumeAt = info.Status == Status.CancelReply && wasOpen ? state.Status : null,
        };
    }

    /// <summary>Nothing more is expected: the request is complete, and the partner is not told.</summary>
    public static Decision Complete(Situation s) =>
        (s.State.To(Status.RequestCompleted, s.Event) with { IsOverdue = false, ResumeAt = null })
            .Done("Completed by staff; the partner was not told.");

    /// <summary>A file cannot leave a request open where the profile has no status for that; null when staff do not want
    /// it.</summary>
    public static Decision? WhyNotOpen(Situation s) =>
        s.Fields().Complete == false && !s.Profile.Has(WorkflowStep.ReceiveDigitally)
            ? Invalid("complete",
                $"A file completes the request here: the workflow profile {s.Profile.Code} has " +
                $"{StepCatalog.Missing([WorkflowStep.ReceiveDigitally])}. Leave complete out, or say true.")
            : null;

    /// <summary>Why nothing follows on the date for the reply; null when something does.</summary>
    public static string? WhyNotLate(Situation s) => s switch
    {
        { Profile.ReplyDate: ReplyDatePolicy.Leave } =>
            "The date for the reply is only information: " +
            $"the workflow profile {s.Profile.Code} leaves it at that.",
        { State.ReplyBy: { } by } when s.Event.Today <= by =>
            $"The date for the reply, {by:yyyy-MM-dd}, has not passed.",
        { State.ReplyReminderOn: { } on, Profile.ReplyDate: ReplyDatePolicy.Remind } =>
            $"Staff were reminded on {on:yyyy-MM-dd} already.",
        _ => null,
    };

    /// <summary>Staff are told, once, that a reply is late.</summary>
    public static Decision RemindOfReply(Situation s, string text) =>
        (s.State.Noting(s.Event, text) with { HasUnreadMessage = true, ReplyReminderOn = s.Event.Today })
            .Done(text);

    /// <summary>A finished request leaves the lists.</summary>
    public static Decision Remove(Situation s) =>
        s.State.To(Status.Deleted, s.Event).Done("Removed from the lists.");

    /// <summary>A finished request is opened again.</summary>
    public static Decision Reactivate(Situation s)
    {
        if (s.State is { Side: Side.Borrowing, Transaction: null })
        {
            return s.State.To(Status.RequestCreatedBor, s.Event)
                .Done("Opened again; nobody had been asked yet.");
        }

        var state = s.State.To(Status.Reactivated, s.Event);
        if (Text(s.Fields().Note) is not { } note || state.Transaction is null)
        {
            return state.Done("Reactivated.");
        }

        var (after, send) = state.Sending(
            s.Event, new IllMessage.Message { Header = s.Header(), Note = note });
        return after.Done("Reactivated, and the partner was told in a message.", send);
    }

    /// <summary>The partner's text waits to be read.</summary>
    public static Decision MessageArrived(Situation s) =>
        (s.State with { HasUnreadMessage = true }).Done("The partner wrote a message.");

    /// <summary>The partner asks for our state and gets it.</summary>
    public static Decision StatusQueryArrived(Situation s)
    {
        var report = new IllMessage.StatusOrErrorReport
        {
            Header = s.Header(),
            Report = new Report.Status(IsoState.Of(s.State), IsoState.History(s.State)),
        };
        return (s.State with { LastSentAt = report.Header.At })
            .Done("Status query answered with the state of this request.", new Effect.Answer(report));
    }

    /// <summary>The partner tells its state; kept as a note.</summary>
    public static Decision StatusReportArrived(Situation s) =>
        s.State.Noting(s.Event, IsoState.Describe(s.Message<IllMessage.StatusOrErrorReport>().Report))
            .Done("The partner's report was kept as a note.");

    /// <summary>The partner reports an error in a message of ours; a person has to look.</summary>
    public static Decision ErrorReportArrived(Situation s) =>
        (s.State.Noting(s.Event, IsoState.Describe(s.Message<IllMessage.StatusOrErrorReport>().Report)) with
        {
            HasUnreadMessage = true,
        }).Done("The partner reports an error; see the note.");

    /// <summary>A message of ours never arrived; a person has to look, unless one wanted it so.</summary>
    public static Decision MessageUndeliverable(Situation s)
    {
        var undeliverable = (RequestEvent.Undeliverable)s.Event;
        var what = undeliverable.IsTakenBack ? "was taken back" : "could not be delivered";
        var text = $"{IsoCode.Name(undeliverable.Message.Service)} {what}: {undeliverable.Reason}";
        return (s.State.Noting(s.Event, text) with
        {
            HasUnreadMessage = s.State.HasUnreadMessage || !undeliverable.IsTakenBack,
        }).Done(text);
    }
}

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The one pure rule of the gateway: what does this event mean for this request?</summary>
public static class Rules
{
    /// <summary>The table of a side.</summary>
    internal static TransitionTable Table(Side side) =>
        side == Side.Borrowing ? BorrowingTable.Table : LendingTable.Table;

    /// <summary>Looks the pair of status and event up and decides. Pure: no clock, no network, no store; the
    /// event says when and who. Every pair has an answer.</summary>
    /// <param name="state">The request.</param>
    /// <param name="event">What happens to it.</param>
    /// <param name="profile">The workflow profile of its partner.</param>
    /// <param name="suppliers">The partners of its rota; when left out, all of them can be asked.</param>
    public static Decision Decide(
        RequestState state, RequestEvent @event, WorkflowProfile profile, Suppliers? suppliers = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(@event);
        ArgumentNullException.ThrowIfNull(profile);
        var table = Table(state.Side);
        var kind = EventKinds.Of(state.Side, @event);
        return table[state.Status, kind] switch
        {
            Cell.Move move when !profile.HasAny(move.Steps) => SwitchedOff(kind, move.Steps, profile),
            Cell.Move move => Apply(state, move, new Situation(
                Noted(state, @event), @event, profile, suppliers ?? Suppliers.All)),
            Cell.Ignore ignore => new Decision.Ignored { Text = $"{EventWords.Of(kind)}: {ignore.Text}." },
            Cell.Prohibit prohibit => new Decision.Prohibited(table.Expecting(kind)) { Text = prohibit.Text },
            _ => throw new InvalidOperationException("A cell is one of three."),
        };
    }

    /// <summary>A CANCEL that was carried out before came once more: what we answered is said again, and
    /// nothing else changes.</summary>
    /// <returns>Null where no answer has been given.</returns>
    internal static Decision.Moved? AnswerAgain(
        RequestState state, RequestEvent.Arrived repeated, WorkflowProfile profile)
    {
        var situation = new Situation(state, repeated, profile, Suppliers.All);
        return state switch
        {
            { Side: Side.Borrowing } => null,
            { Status: Status.CancelReply or Status.Rejected or Status.Expired or Status.Deleted } => null,
            { Status: Status.Cancelled } =>
                Changed(state, AnsweringRules.CancelAgreedAgain(situation), situation) as Decision.Moved,
            _ => Changed(state, AnsweringRules.CancelRefusedAgain(situation), situation) as Decision.Moved,
        };
    }

    /// <summary>A step that is off takes the action away from staff; for the calendar and the like it means
    /// that nothing is to be done. What a partner sends is never switched off: no row of a message names a
    /// step.</summary>
    private static Decision SwitchedOff(
        EventKind kind, IReadOnlyList<WorkflowStep> steps, WorkflowProfile profile)
    {
        var missing = $"the workflow profile {profile.Code} has {StepCatalog.Missing(steps)}";
        return EventKinds.IsFact(kind)
            ? new Decision.Ignored { Text = $"{EventWords.Of(kind)}: {missing}, so nothing is done." }
            : new Decision.Prohibited([]) { Text = $"{EventWords.Of(kind)} is switched off: {missing}." };
    }

    /// <summary>What every event leaves behind, whatever it does: the partner's last service and its note, an
    /// internal note of staff.</summary>
    private static RequestState Noted(RequestState state, RequestEvent @event) => @event switch
    {
        RequestEvent.Arrived { Message: var message } => state with
        {
            LastService = LifecycleRules.IsAboutStatus(message)
                ? state.LastService
                : new LastService(message.Service, message.Header.At.Date, ByUs: false, message.Note),
            Notes = LifecycleRules.Text(message.Note) is { } note
                ? state.WithNote(NoteKind.FromPartner, note, @event.At, @event.By)
                : state.Notes,
        },
        RequestEvent.Staff staff => state with
        {
            // Who acts on a request has it before them: what the partner wrote counts as read.
            HasUnreadMessage = false,
            Notes = LifecycleRules.Text(staff.Fields.InternalNote) is { } note
                ? state.WithNote(NoteKind.Internal, note, @event.At, @event.By)
                : state.Notes,
        },
        _ => state,
    };

    private static Decision Apply(RequestState before, Cell.Move move, Situation s) =>
        Changed(before, move.Apply(s), s);

    private static Decision Changed(RequestState before, Decision decision, Situation s)
    {
        if (decision is not Decision.Moved moved)
        {
            return decision;
        }

        var passed = StatusGate.Pass(before, moved, s);
        var settled = AnsweringRules.Answered(before, DigitisationRules.Settled(before, passed.State, s));
        return passed with
        {
            State = settled.WithDates(before, s.Event.Today) with
            {
                Version = before.Version + 1, UpdatedAt = s.Event.At,
            },
        };
    }
}

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The one pure rule of the gateway: what does this event mean for this request?</summary>
public static class Rules
{
    /// <summary>The table of a side.</summary>
    internal static TransitionTable Table(Side side) => side == Side.Borrowing ? BorrowingTable.Table : LendingTable.Table;

    /// <summary>
    /// Looks the pair of status and event up and decides. Pure: no clock, no network, no store; the event says when and
    /// who. Every pair has an answer.
    /// </summary>
    public static Decision Decide(RequestState state, RequestEvent @event, WorkflowProfile profile)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(@event);
        ArgumentNullException.ThrowIfNull(profile);
        var table = Table(state.Side);
        var kind = EventKinds.Of(state.Side, @event);
        return table[state.Status, kind] switch
        {
            Cell.Move move when !profile.HasAny(move.Steps) => SwitchedOff(kind, move.Steps, profile),
            Cell.Move move => Changed(state, new Situation(Noted(state, @event), @event, profile), move),
            Cell.Ignore ignore => new Decision.Ignored { Text = $"{EventWords.Of(kind)}: {ignore.Text}." },
            Cell.Prohibit prohibit => new Decision.Prohibited(table.Expecting(kind)) { Text = prohibit.Text },
            _ => throw new InvalidOperationException("A cell is one of three."),
        };
    }

    /// <summary>A step that is off takes the action away from staff; for the calendar and the like it means that nothing
    /// is to be done. What a partner sends is never switched off: no row of a message names a step.</summary>
    private static Decision SwitchedOff(EventKind kind, IReadOnlyList<WorkflowStep> steps, WorkflowProfile profile)
    {
        var missing = $"the workflow profile {profile.Code} has {StepCatalog.Missing(steps)}";
        return EventKinds.IsFact(kind)
            ? new Decision.Ignored { Text = $"{EventWords.Of(kind)}: {missing}, so nothing is done." }
            : new Decision.Prohibited([]) { Text = $"{EventWords.Of(kind)} is switched off: {missing}." };
    }

    /// <summary>What every event leaves behind, whatever it does: the partner's last service and its note, an internal
    /// note of staff.</summary>
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

    private static Decision Changed(RequestState before, Situation s, Cell.Move move) =>
        move.Apply(s) is var decision && decision is Decision.Moved moved && StatusGate.Pass(before, moved, s) is var passed
            ? passed with { State = passed.State with { Version = before.Version + 1, UpdatedAt = s.Event.At } }
            : decision;
}

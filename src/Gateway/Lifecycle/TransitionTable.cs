namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What a rule works with.</summary>
/// <param name="State">The request.</param>
/// <param name="Event">What happens to it.</param>
/// <param name="Profile">The partner's workflow profile.</param>
/// <param name="Suppliers">The partners of the rota.</param>
internal readonly record struct Situation(
    RequestState State, RequestEvent Event, WorkflowProfile Profile, Suppliers Suppliers);

/// <summary>What stands in one cell of a table: a closed set.</summary>
internal abstract record Cell
{
    private Cell()
    {
    }

    /// <summary>For people: what happens, or why nothing does.</summary>
    public required string Text { get; init; }

    /// <summary>The event is carried out.</summary>
    /// <param name="To">The statuses it can lead to; empty when the status stays as it is.</param>
    /// <param name="Step">The step of the workflow profile without which it is not on offer.</param>
    public sealed record Move(IReadOnlyList<Status> To, WorkflowStep? Step) : Cell
    {
        /// <summary>The rule that makes the decision.</summary>
        public required Func<Situation, Decision> Apply { get; init; }
    }

    /// <summary>The event is harmless here.</summary>
    public sealed record Ignore : Cell;

    /// <summary>The event is not possible here.</summary>
    public sealed record Prohibit : Cell;
}

/// <summary>
/// Every status of one side against every event. Built once from the rows that a side declares; what no row names
/// becomes an explicit cell as well, so that no pair is without an answer: a fact (the calendar, circulation, a failed
/// delivery) is ignored, since a fact cannot be refused, and anything else is prohibited with what was expected.
/// </summary>
internal sealed class TransitionTable
{
    private static readonly Status[] Statuses = Enum.GetValues<Status>();
    private static readonly EventKind[] Events = Enum.GetValues<EventKind>();
    private static readonly int Columns = (int)Events[^1] + 1;

    /// <summary>One array, row after row: reading a cell is on the path of every message and allocates nothing.</summary>
    private readonly Cell?[] cells = new Cell?[((int)Statuses[^1] + 1) * Columns];

    private readonly Status[][] expecting;

    public TransitionTable(Side side, IEnumerable<Row> rows)
    {
        Side = side;
        var declared = new HashSet<EventKind>();
        foreach (var row in rows)
        {
            declared.Add(row.Event);
            Declare(row);
        }

        this.expecting = Enumerable.Range(0, Columns).Select(Moving).ToArray();
        foreach (var status in Statuses)
        {
            foreach (var @event in Events)
            {
                this.cells[Index(status, @event)] ??= Fallback(status, @event, declared);
            }
        }
    }

    /// <summary>The side.</summary>
    public Side Side { get; }

    /// <summary>The cell of a pair.</summary>
    public Cell this[Status status, EventKind @event] => this.cells[Index(status, @event)]!;

    /// <summary>The statuses in which an event is carried out, in the order of a request's life.</summary>
    public IReadOnlyList<Status> Expecting(EventKind @event) => this.expecting[(int)@event];

    private static int Index(Status status, EventKind @event) => ((int)status * Columns) + (int)@event;

    private void Declare(Row row)
    {
        foreach (var status in row.From)
        {
            var index = Index(status, row.Event);
            if (!StatusCatalog.Has(Side, status) || this.cells[index] is not null)
            {
                throw new InvalidOperationException($"{Side}: {status} x {row.Event} is declared twice or unknown.");
            }

            this.cells[index] = row.Cell;
        }
    }

    private Status[] Moving(int column) => StatusCatalog.Of(Side).Select(info => info.Status)
        .Where(status => this.cells[Index(status, (EventKind)column)] is Cell.Move).ToArray();

    private Cell Fallback(Status status, EventKind @event, HashSet<EventKind> declared)
    {
        if (!StatusCatalog.Has(Side, status))
        {
            return new Cell.Prohibit { Text = $"A request of this side cannot be {StatusCatalog.Code(status)}." };
        }

        var label = StatusCatalog.Info(Side, status).Label;
        return EventKinds.IsFact(@event) && declared.Contains(@event)
            ? new Cell.Ignore { Text = $"of no consequence while the request is \"{label}\"" }
            : new Cell.Prohibit { Text = EventWords.Refusal(Side, @event, label, Expecting(@event)) };
    }

    /// <summary>Some cells of one column.</summary>
    /// <param name="Event">The column.</param>
    /// <param name="From">The rows.</param>
    /// <param name="Cell">What stands in them.</param>
    public sealed record Row(EventKind Event, IReadOnlyList<Status> From, Cell Cell)
    {
        /// <summary>Carried out; leads to one of these statuses.</summary>
        public static Row Move(
            EventKind @event, IReadOnlyList<Status> from, IReadOnlyList<Status> to, string text,
            Func<Situation, Decision> apply, WorkflowStep? step = null) =>
            new(@event, from, new Cell.Move(to, step) { Text = text, Apply = apply });

        /// <summary>Carried out; the status stays.</summary>
        public static Row Stay(
            EventKind @event, IReadOnlyList<Status> from, string text, Func<Situation, Decision> apply,
            WorkflowStep? step = null) => Move(@event, from, [], text, apply, step);

        /// <summary>Harmless.</summary>
        public static Row Ignore(EventKind @event, IReadOnlyList<Status> from, string text) =>
            new(@event, from, new Cell.Ignore { Text = text });

        /// <summary>Not possible, for a reason of its own.</summary>
        public static Row Prohibit(EventKind @event, IReadOnlyList<Status> from, string text) =>
            new(@event, from, new Cell.Prohibit { Text = text });
    }
}

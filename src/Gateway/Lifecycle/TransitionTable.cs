namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What a rule works with.</summary>
/// <param name="State">The request.</param>
/// <param name="Event">What happens to it.</param>
/// <param name="Profile">The partner's workflow profile.</param>
internal readonly record struct Situation(RequestState State, RequestEvent Event, WorkflowProfile Profile);

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

/// <summary>Every status of one side against every event. Built once from the rows that a side declares; what no row
/// names becomes an explicit prohibition, so that no pair is without an answer.</summary>
internal sealed class TransitionTable
{
    private readonly Dictionary<(Status, EventKind), Cell> cells = [];

    public TransitionTable(Side side, IEnumerable<Row> rows)
    {
        Side = side;
        foreach (var row in rows)
        {
            foreach (var status in row.From)
            {
                if (!StatusCatalog.Has(side, status) || !this.cells.TryAdd((status, row.Event), row.Cell))
                {
                    throw new InvalidOperationException($"{side}: {status} x {row.Event} is declared twice or unknown.");
                }
            }
        }

        foreach (var info in StatusCatalog.Of(side))
        {
            foreach (var @event in Enum.GetValues<EventKind>())
            {
                this.cells.TryAdd((info.Status, @event), Fallback(info, @event));
            }
        }
    }

    /// <summary>The side.</summary>
    public Side Side { get; }

    /// <summary>The cell of a pair.</summary>
    public Cell this[Status status, EventKind @event] => this.cells[(status, @event)];

    /// <summary>The statuses in which an event is carried out, in the order of a request's life.</summary>
    public IReadOnlyList<Status> Expecting(EventKind @event) => StatusCatalog.Of(Side)
        .Where(info => this[info.Status, @event] is Cell.Move).Select(info => info.Status).ToArray();

    private Cell.Prohibit Fallback(StatusInfo info, EventKind @event)
    {
        var isOthers = !this.cells.Keys.Any(key => key.Item2 == @event);
        var who = Side == Side.Borrowing ? "the lender's side" : "the borrower's side";
        return new Cell.Prohibit
        {
            Text = isOthers
                ? $"{EventWords.Of(@event)}: that belongs to {who}."
                : $"{EventWords.Of(@event)}: not possible while the request is \"{info.Label}\".",
        };
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

/// <summary>Events in words.</summary>
internal static class EventWords
{
    /// <summary>In words for people: <c>renew answer yes arrived</c>.</summary>
    public static string Of(EventKind @event) =>
        Mapping.Canonical.IsoCode.Kebab(@event.ToString()).Replace('-', ' ');
}

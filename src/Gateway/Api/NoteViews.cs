using System.ComponentModel;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>An alert; for one about a letter that waits, with its number for /api/v1/letters/{id}.</summary>
internal sealed record AlertView(int Number, DateTimeOffset At, string Code, string Text, long? Letter);

/// <summary>A difference between the partner's state and ours.</summary>
internal sealed record DriftView
{
    public DriftView(StateDrift drift)
    {
        At = drift.At;
        Theirs = new CodeView(IsoCode.Number(drift.Theirs), IsoCode.Name(drift.Theirs));
        Ours = new CodeView(IsoCode.Number(drift.Ours), IsoCode.Name(drift.Ours));
        Text = drift.Text;
        Repair = new RepairView(
            IsoCode.Kebab(drift.Repair.Kind.ToString()),
            drift.Repair.Service is { } service ? IsoCode.Name(service) : null,
            drift.Repair.Status is { } status ? StatusCatalog.Code(status) : null,
            drift.Repair.Text);
    }

    [Description("When the partner reported its state.")]
    public DateTimeOffset At { get; }

    public CodeView Theirs { get; }

    public CodeView Ours { get; }

    public string Text { get; }

    public RepairView Repair { get; }
}

/// <summary>What would repair a difference.</summary>
/// <param name="Kind">send-again, change-status or ask-partner.</param>
/// <param name="Service">The message to send again, or that was missed.</param>
/// <param name="Status">The status to set.</param>
/// <param name="Text">In words.</param>
internal sealed record RepairView(string Kind, string? Service, string? Status, string Text);

/// <summary>A note.</summary>
internal sealed record NoteView
{
    public NoteView(RequestNote note)
    {
        Number = note.Number;
        Active = note.IsActive;
        At = note.At;
        Kind = IsoCode.Kebab(note.Kind.ToString());
        By = note.By;
        Text = note.Text;
    }

    [Description("For dismiss-note.")]
    public int Number { get; }

    [Description("It waits to be worked on.")]
    public bool Active { get; }

    public DateTimeOffset At { get; }

    [Description("internal, to-partner, from-partner or system.")]
    public string Kind { get; }

    public string By { get; }

    public string Text { get; }
}

/// <summary>A line of a history.</summary>
internal sealed record HistoryView
{
    public HistoryView(HistoryEntry line)
    {
        At = line.At;
        Event = line.Event;
        From = line.From is { } from ? StatusCatalog.Code(from) : null;
        To = StatusCatalog.Code(line.To);
        By = line.By;
        Text = line.Text;
        Message = line.Message;
    }

    public DateTimeOffset At { get; }

    public string Event { get; }

    public string? From { get; }

    public string To { get; }

    public string By { get; }

    public string Text { get; }

    [Description("The message behind it, for /api/v1/messages/{id}.")]
    public long? Message { get; }
}

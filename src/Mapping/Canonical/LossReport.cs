namespace ResourceSharing.Mapping.Canonical;

/// <summary>What happened to a field that the other side's language cannot carry as it is.</summary>
public enum LossKind
{
    /// <summary>It was left out; nothing in the message tells of it.</summary>
    Dropped = 1,

    /// <summary>It went into the note as text, so that a person can read it.</summary>
    MovedToNote = 2,

    /// <summary>It was missing or unusable, and a stated default stands in its place.</summary>
    Defaulted = 3,
}

/// <summary>One field that did not make it across unchanged.</summary>
/// <param name="Field">Its canonical name or its element path on the wire.</param>
/// <param name="Kind">What happened to it.</param>
/// <param name="Detail">Why, and what stands there now; no patron data.</param>
public sealed record Loss(string Field, LossKind Kind, string Detail);

/// <summary>All that a mapping could not carry across. Kept in the journal beside the message, so that
/// "why did the partner not see our note?" has an answer.</summary>
/// <param name="Losses">In the order of the mapping; empty when everything was carried.</param>
public sealed record LossReport(IReadOnlyList<Loss> Losses)
{
    /// <summary>Nothing was lost.</summary>
    public static LossReport None { get; } = new([]);
}

/// <summary>Collects losses while a mapper works. Not shared between threads.</summary>
public sealed class LossLog
{
    private List<Loss>? losses;

    /// <summary>Notes one loss.</summary>
    public void Add(string field, LossKind kind, string detail) => (this.losses ??= []).Add(new Loss(field, kind, detail));

    /// <summary>What was collected.</summary>
    public LossReport ToReport() => this.losses is null ? LossReport.None : new LossReport(this.losses.ToArray());
}

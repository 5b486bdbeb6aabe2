namespace ResourceSharing.Mapping.Marc;

/// <summary>How a holding is kept.</summary>
public enum HoldingKind
{
    /// <summary>On a shelf.</summary>
    Physical,

    /// <summary>As an electronic resource with a coverage.</summary>
    Electronic,

    /// <summary>As a file of the library's own.</summary>
    Digital,
}

/// <summary>Whether copies can be had now, as the catalogue says.</summary>
public enum Availability
{
    /// <summary>The catalogue does not say, or says that one has to look.</summary>
    NotSaid,

    /// <summary>At least one copy is there.</summary>
    Available,

    /// <summary>All copies are out.</summary>
    Unavailable,
}

/// <summary>What a catalogue says about one set of copies, whichever way it says it.</summary>
public sealed record Holding
{
    /// <summary>On a shelf, electronic or digital.</summary>
    public HoldingKind Kind { get; init; }

    /// <summary>
    /// The codes and names that say where it is, from the institution down to the shelf; a holding code may
    /// be any of them.
    /// </summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>Call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Can it be had now?</summary>
    public Availability Availability { get; init; }

    /// <summary>True when the catalogue names a restriction of use for every copy: no copy can be asked for.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Copies in all, where the catalogue counts them.</summary>
    public int? Items { get; init; }

    /// <summary>What volumes and years are held, as the catalogue writes it; one text for each
    /// statement.</summary>
    public IReadOnlyList<string> Coverage { get; init; } = [];
}

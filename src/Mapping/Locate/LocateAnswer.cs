using System.Text.Json.Serialization;
using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Does a library hold what is wanted? Three different answers.</summary>
public enum LocateOutcome
{
    /// <summary>Yes.</summary>
    Owned = 1,

    /// <summary>No: its catalogue has answered, and it is not there.</summary>
    NotOwned = 2,

    /// <summary>Nobody knows. Never the same as no.</summary>
    Unknown = 3,
}

/// <summary>Why the answer is what it is.</summary>
public enum LocateReason
{
    /// <summary>Owned: a record matches, and what is held of it contains what is wanted.</summary>
    Held = 1,

    /// <summary>Not owned: nothing was found.</summary>
    NoHits = 2,

    /// <summary>Not owned: what was found is something else.</summary>
    NoMatch = 3,

    /// <summary>Not owned: held, but not at the library that the partner lends from.</summary>
    NotAtHoldingCode = 4,

    /// <summary>Not owned: the journal is held, but not this year or volume.</summary>
    OutsideCoverage = 5,

    /// <summary>Unknown: no answer in the time allowed.</summary>
    TimedOut = 6,

    /// <summary>Unknown: no connection.</summary>
    Unreachable = 7,

    /// <summary>Unknown: the server does not let us search.</summary>
    Refused = 8,

    /// <summary>Unknown: what came is no answer.</summary>
    Garbage = 9,

    /// <summary>Unknown: the server says that it could not do what was asked.</summary>
    Diagnostic = 10,

    /// <summary>Unknown: more was found than was looked at, and nothing of that matches.</summary>
    TooManyHits = 11,

    /// <summary>Unknown: the server does not say how much it found.</summary>
    HitsNotSaid = 12,

    /// <summary>Unknown: records came that could not be read, or none although there are some.</summary>
    UnreadableRecords = 13,

    /// <summary>Unknown: a record has the number that was asked for, and another title or year.</summary>
    RecordDiffers = 14,

    /// <summary>Unknown: a record matches, but says nothing about where it is held.</summary>
    HoldingsNotSaid = 15,

    /// <summary>Unknown: the journal is held, but it does not say clearly which years and volumes.</summary>
    CoverageNotSaid = 16,

    /// <summary>Unknown: the citation has nothing that this catalogue can be asked for.</summary>
    NothingToAsk = 17,

    /// <summary>Unknown: the settings of the catalogue are incomplete, or its password cannot be
    /// had.</summary>
    NotConfigured = 18,

    /// <summary>Unknown: asking was given up before this catalogue had its turn.</summary>
    NotAsked = 19,
}

/// <summary>What speaks for an answer: a closed set. It is made to be stored, and to be read by
/// staff.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "evidence")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Diagnostic), "diagnostic")]
[JsonDerivedType(typeof(Matched), "matched")]
[JsonDerivedType(typeof(Differed), "differed")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Elsewhere), "elsewhere")]
[JsonDerivedType(typeof(Coverage), "coverage")]
[JsonDerivedType(typeof(LeftOut), "leftOut")]
public abstract record LocateEvidence
{
    private LocateEvidence()
    {
    }

    /// <summary>A search that was answered.</summary>
    /// <param name="Query">As it was sent.</param>
    /// <param name="Hits">Records found; null when the server does not say for sure.</param>
    /// <param name="Read">Records that were read.</param>
    /// <param name="Unreadable">Records that came and could not be read.</param>
    public sealed record Asked(string Query, long? Hits, int Read, int Unreadable) : LocateEvidence;

    /// <summary>A search without an answer, or none at all.</summary>
    /// <param name="Query">As it was sent; null when nothing was sent.</param>
    /// <param name="Detail">What happened.</param>
    public sealed record Failed(string? Query, string Detail) : LocateEvidence;

    /// <summary>What the server could not do.</summary>
    /// <param name="Text">In words.</param>
    public sealed record Diagnostic(string Text) : LocateEvidence;

    /// <summary>A record that is what is wanted.</summary>
    /// <param name="RecordId">Its control number; null for none.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Years">Its years of publication.</param>
    /// <param name="ByNumber">It carries the number that was asked for.</param>
    public sealed record Matched(string? RecordId, string Title, IReadOnlyList<int> Years, bool ByNumber) : LocateEvidence;

    /// <summary>A record that is something else.</summary>
    /// <param name="RecordId">Its control number; null for none.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Years">Its years of publication.</param>
    /// <param name="ByNumber">It carries the number that was asked for all the same.</param>
    /// <param name="In">What differs: <c>title</c> or <c>year</c>.</param>
    public sealed record Differed(
        string? RecordId, string Title, IReadOnlyList<int> Years, bool ByNumber, string In) : LocateEvidence;

    /// <summary>A holding that counts: at the holding code, where one is set.</summary>
    /// <param name="Kind">On a shelf, electronic or digital.</param>
    /// <param name="Places">Where.</param>
    /// <param name="CallNumber">Call number; null for none.</param>
    /// <param name="Availability">Can it be had now?</param>
    /// <param name="IsRestricted">True when no copy can be asked for.</param>
    public sealed record Held(
        HoldingKind Kind, IReadOnlyList<string> Places, string? CallNumber, Availability Availability,
        bool IsRestricted = false) : LocateEvidence;

    /// <summary>A holding at another place than the holding code.</summary>
    /// <param name="Places">Where.</param>
    public sealed record Elsewhere(IReadOnlyList<string> Places) : LocateEvidence;

    /// <summary>A statement of what is held of a journal.</summary>
    /// <param name="Statement">As the catalogue writes it.</param>
    /// <param name="Verdict">Is what is wanted in it?</param>
    public sealed record Coverage(string Statement, CoverageVerdict Verdict) : LocateEvidence;

    /// <summary>More evidence than is kept.</summary>
    /// <param name="Pieces">How much was left out.</param>
    public sealed record LeftOut(int Pieces) : LocateEvidence;
}

/// <summary>The decision about one catalogue.</summary>
/// <param name="Outcome">Owned, not owned or unknown.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">What speaks for it, in the order in which it was found.</param>
public sealed record LocateVerdict(LocateOutcome Outcome, LocateReason Reason, IReadOnlyList<LocateEvidence> Evidence);

/// <summary>The decision about one catalogue, with where and when.</summary>
public sealed record LocateAnswer
{
    /// <summary>The code of the partner, or of our own library.</summary>
    public required string Target { get; init; }

    /// <summary>Owned, not owned or unknown.</summary>
    public required LocateOutcome Outcome { get; init; }

    /// <summary>Why.</summary>
    public required LocateReason Reason { get; init; }

    /// <summary>The library that it had to be found at; null when any place will do.</summary>
    public string? HoldingCode { get; init; }

    /// <summary>When the catalogue was asked; an hour ago at most, since answers are remembered.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long ElapsedMs { get; init; }

    /// <summary>What speaks for it, in the order in which it was found.</summary>
    public required IReadOnlyList<LocateEvidence> Evidence { get; init; }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>The versions, told apart by their keys alone.</summary>
public enum OpenUrlVersion
{
    /// <summary>0.1: keys without a prefix.</summary>
    V01 = 1,

    /// <summary>1.0, ANSI/NISO Z39.88-2004: keys with <c>rft.</c> and the like.</summary>
    V10,
}

/// <summary>What a link is about. Source: Z39.88-2004, formats journal, book and dissertation.</summary>
public enum OpenUrlGenre
{
    /// <summary>Nobody said, and the keys do not tell.</summary>
    Unknown = 1,

    /// <summary>A journal as a whole.</summary>
    Journal,

    /// <summary>One issue.</summary>
    Issue,

    /// <summary>An article.</summary>
    Article,

    /// <summary>One paper of a conference.</summary>
    Proceeding,

    /// <summary>The papers of a conference.</summary>
    Conference,

    /// <summary>A preprint.</summary>
    Preprint,

    /// <summary>A book.</summary>
    Book,

    /// <summary>A chapter.</summary>
    BookItem,

    /// <summary>A report.</summary>
    Report,

    /// <summary>Any document.</summary>
    Document,

    /// <summary>A thesis.</summary>
    Dissertation,
}

/// <summary>What a link says.</summary>
public sealed record OpenUrlRequest
{
    /// <summary>By the rule of the keys.</summary>
    public required OpenUrlVersion Version { get; init; }

    /// <summary>As said, or as the keys let us guess.</summary>
    public required OpenUrlGenre Genre { get; init; }

    /// <summary>What is wanted, as what, for whom and until when.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>What somebody wrote, and what has no other place.</summary>
    public string? Note { get; init; }

    /// <summary>Where the patron wants to fetch it.</summary>
    public string? PickupLocation { get; init; }

    /// <summary>The system in which the link was made, without <c>info:sid/</c>.</summary>
    public string? Referrer { get; init; }

    /// <summary>Numbers whose check digit is wrong, kept as they came: names of fields of the citation.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>What was not taken over; names of keys, no values.</summary>
    public LossReport Losses { get; init; } = LossReport.None;
}

/// <summary>A closed set: what a link says, or why it says nothing.</summary>
public abstract record OpenUrlReading
{
    private OpenUrlReading()
    {
    }

    /// <summary>It was read; what it says may be little.</summary>
    /// <param name="Request">What it says.</param>
    public sealed record Understood(OpenUrlRequest Request) : OpenUrlReading;

    /// <summary>It goes beyond a limit.</summary>
    /// <param name="Detail">Which; public.</param>
    public sealed record Refused(string Detail) : OpenUrlReading;
}

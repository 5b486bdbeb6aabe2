using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>A request of a pod as one of its members is shown it.</summary>
public sealed record RapidPodRequest
{
    /// <summary>The number under which both sides know it.</summary>
    public required int Number { get; init; }

    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>Where it stands, for the member that looks.</summary>
    public required RapidState State { get; init; }

    /// <summary>The borrower's own number.</summary>
    public string? BorrowersNumber { get; init; }

    /// <summary>Who asks.</summary>
    public required RapidPodLibrary Borrower { get; init; }

    /// <summary>Who is asked, or was asked last; null while nobody was.</summary>
    public RapidPodLibrary? Lender { get; init; }

    /// <summary>The borrower's note.</summary>
    public string? Note { get; init; }

    /// <summary>Where the file is fetched.</summary>
    public string? FileAddress { get; init; }

    /// <summary>What it is fetched with.</summary>
    public string? FilePassword { get; init; }

    /// <summary>The due date of a loan.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The number of the parcel.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>Where the lender has it, as its holdings list says.</summary>
    public string? Location { get; init; }

    /// <summary>Its call number there.</summary>
    public string? CallNumber { get; init; }

    /// <summary>What happened, in its order; empty where it was not asked for.</summary>
    public IReadOnlyList<RapidPodEvent> History { get; init; } = [];

    /// <summary>The number alone: a record would print passwords and patrons.</summary>
    public override string ToString() => $"{nameof(RapidPodRequest)} {Number}";
}

/// <summary>A member of a pod, as the others are shown it.</summary>
/// <param name="RapidCode">Its code in the pod.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Name">Its name.</param>
public sealed record RapidPodLibrary(string RapidCode, string? Branch, string Name)
{
    /// <summary>Its country.</summary>
    public string? Country { get; init; }

    /// <summary>Where parcels go.</summary>
    public string? Address { get; init; }
}

/// <summary>One thing that happened.</summary>
/// <param name="Library">Who did it.</param>
/// <param name="State">What.</param>
/// <param name="At">When.</param>
/// <param name="Info">What it said.</param>
public sealed record RapidPodEvent(RapidPodLibrary Library, RapidState State, DateTimeOffset At, string? Info);

/// <summary>On which side of a request a member stands.</summary>
public enum RapidPodRole
{
    /// <summary>It asks.</summary>
    Borrower = 1,

    /// <summary>It is asked, or has supplied.</summary>
    Lender,

    /// <summary>It was asked before somebody else.</summary>
    FormerLender,
}

/// <summary>What an update has to know of its request.</summary>
public sealed record RapidPodStanding
{
    /// <summary>On which side the member stands.</summary>
    public required RapidPodRole Role { get; init; }

    /// <summary>The member's own transaction with this gateway.</summary>
    public required TransactionId Transaction { get; init; }

    /// <summary>This gateway, which stands on the other side.</summary>
    public required Party Us { get; init; }

    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>Tells renewals and shipments apart that come again: how many there were.</summary>
    public required int Round { get; init; }

    /// <summary>The due date where the lender names none.</summary>
    public required DateOnly UsualDueOn { get; init; }
}

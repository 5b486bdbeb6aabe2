namespace ResourceSharing.Mapping.Canonical;

/// <summary>What a patron is told, as it waits in the outbox: nothing in it says who the patron is. Name and address are looked
/// up when the letter is made.</summary>
/// <param name="Code">Which letter.</param>
public sealed record PatronLetter(PatronLetterCode Code)
{
    /// <summary>The patron's due date, which may be earlier than the one between the libraries.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Renewal: granted or not.</summary>
    public bool IsGranted { get; init; }

    /// <summary>Cancelled: what ended the request.</summary>
    public PatronEnding? Ending { get; init; }

    /// <summary>Cancelled: the reason that staff gave.</summary>
    public ReasonUnfilled? Reason { get; init; }

    /// <summary>What staff write to the patron, at most 8,000 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What ended a request without the item, as far as it concerns the patron.</summary>
public enum PatronEnding
{
    /// <summary>The library called it off.</summary>
    ByLibrary = 1,

    /// <summary>No library could supply it.</summary>
    NotSupplied,

    /// <summary>It was not approved.</summary>
    NotApproved,

    /// <summary>Its time ran out.</summary>
    Expired,
}

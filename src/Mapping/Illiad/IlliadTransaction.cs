using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>A transaction, as far as it tells about a request of ours.</summary>
public sealed record IlliadTransaction
{
    /// <summary>Its number; digits.</summary>
    public required string Number { get; init; }

    /// <summary>The queue in which it is, as the site writes it; may be empty.</summary>
    public required string Status { get; init; }

    /// <summary>Since when; null when that cannot be read.</summary>
    public ServiceTime? StatusAt { get; init; }

    /// <summary>True for a loan, false for an article; null when that is not told.</summary>
    public bool? IsLoan { get; init; }

    /// <summary>The due date.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Why it was cancelled; may be empty.</summary>
    public string ReasonForCancellation { get; init; } = "";

    /// <summary>Where a file can be fetched; null for nowhere.</summary>
    public Uri? FileAt { get; init; }

    /// <summary>The library that supplies; may be empty.</summary>
    public string LendingLibrary { get; init; } = "";

    /// <summary>May a renewal be asked for? Null when that is not told.</summary>
    public bool? RenewalsAllowed { get; init; }

    /// <summary>Must it be used in the library?</summary>
    public bool LibraryUseOnly { get; init; }

    /// <summary>Our reference, in the field where the site keeps it; may be empty.</summary>
    public string Reference { get; init; } = "";
}

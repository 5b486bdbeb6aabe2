using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Everything that a slip is made from.</summary>
public sealed record SlipContext
{
    /// <summary>Which slip.</summary>
    public required SlipCode Code { get; init; }

    /// <summary>The request.</summary>
    public required TransactionSummary About { get; init; }

    /// <summary>Our library.</summary>
    public required LetterSender Sender { get; init; }

    /// <summary>Our language, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>The day of printing.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The partner's name.</summary>
    public string? PartnerName { get; init; }

    /// <summary>Where the parcel goes, line by line: to the borrower, or back to the lender.</summary>
    public PostalAddress? ParcelTo { get; init; }

    /// <summary>The partner's own number.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>The item's barcode.</summary>
    public string? Barcode { get; init; }

    /// <summary>What it costs.</summary>
    public Money? Cost { get; init; }

    /// <summary>How it was supplied.</summary>
    public ServiceType? SuppliedAs { get; init; }

    /// <summary>The newest note of the partner.</summary>
    public string? Note { get; init; }

    /// <summary>Whose task it is.</summary>
    public string? AssignedTo { get; init; }
}

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// The request behind a message, for languages that repeat it in every message (a letter names the title and the
/// dates; an APDU only the transaction).
/// </summary>
public sealed record TransactionSummary
{
    /// <summary>Our own number of the request.</summary>
    public required string OurReference { get; init; }

    /// <summary>The number under which both sides know the request: the borrower's.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The number that the partner gave the request; null while it is not known.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>True when we borrow, false when we lend.</summary>
    public required bool WeBorrow { get; init; }

    /// <summary>What was asked for.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>The day the request was made here.</summary>
    public required DateOnly CreatedOn { get; init; }

    /// <summary>The day it was sent to this partner.</summary>
    public DateOnly? SentOn { get; init; }

    /// <summary>The day the item left the lender.</summary>
    public DateOnly? ShippedOn { get; init; }

    /// <summary>The day it arrived at the borrower.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>The day it left the borrower again.</summary>
    public DateOnly? ReturnedOn { get; init; }

    /// <summary>The due date in force.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The due date before a recall.</summary>
    public DateOnly? OriginalDueOn { get; init; }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Which letters patrons get about what is borrowed for them.</summary>
public sealed record PatronLettersConfig
{
    /// <summary>
    /// A document was received that can be fetched by a link. Staff can receive it with notifyPatron: false, when they
    /// forward it themselves.
    /// </summary>
    public bool DocumentLink { get; init; }

    /// <summary>A document was received that goes along with the letter.</summary>
    public bool DocumentAttached { get; init; }

    /// <summary>An item was received that the patron can pick up.</summary>
    public bool ReadyForPickup { get; init; }

    /// <summary>The request has ended without the item, and why; not when the patron cancelled it.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The renewal that the patron asked for is granted, or not.</summary>
    public bool RenewalAnswer { get; init; }

    /// <summary>The patron's due date has passed. Told by the job overdue, once for each due date.</summary>
    public bool Overdue { get; init; }

    /// <summary>Is a letter sent?</summary>
    public bool Sends(PatronLetterCode code) => code switch
    {
        PatronLetterCode.FulDigitizationDocumentDeliveryNotificationLetter => DocumentLink,
        PatronLetterCode.FulDigitizationNotificationItemLetter => DocumentAttached,
        PatronLetterCode.FulPlaceOnHoldShelfLetter => ReadyForPickup,
        PatronLetterCode.FulCancelRequestLetter => Cancelled,
        PatronLetterCode.FulBorrowingInfoLetter => RenewalAnswer,
        PatronLetterCode.FulUserOverdueNoticeLetter => Overdue,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "not a letter of this set"),
    };
}

namespace ResourceSharing.Mapping.Canonical;

/// <summary>The letters to patrons. The names are also those of the template files, and those that libraries know from their
/// present system (lifecycle reference, section 5).</summary>
public enum PatronLetterCode
{
    /// <summary>The document can be fetched by a link.</summary>
    FulDigitizationDocumentDeliveryNotificationLetter = 1,

    /// <summary>The document is attached.</summary>
    FulDigitizationNotificationItemLetter,

    /// <summary>The item can be picked up.</summary>
    FulPlaceOnHoldShelfLetter,

    /// <summary>The request has ended without the item.</summary>
    FulCancelRequestLetter,

    /// <summary>The renewal that the patron asked for is granted, or not.</summary>
    FulBorrowingInfoLetter,

    /// <summary>The due date has passed.</summary>
    FulUserOverdueNoticeLetter,
}

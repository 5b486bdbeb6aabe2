namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The letters to partners. The names are also those of the template files. The first group bears the names
/// that libraries know from their present system (lifecycle reference, section 5); beware that
/// <c>Borrower</c> in <see cref="BorrowerOverdueEmailLetter"/> is the recipient, the lender sends it. The
/// second group is ours, for messages that have no letter there. </summary>
public enum LetterCode
{
    /// <summary>Borrower to lender: please supply.</summary>
    FulOutgoingEmailLetter,

    /// <summary>Borrower to lender: please cancel.</summary>
    FulCancelEmailLetter,

    /// <summary>Borrower to lender: we still wait for an answer.</summary>
    BorrowerClaimEmailLetter,

    /// <summary>Borrower to lender: please renew.</summary>
    FulRenewEmailLetter,

    /// <summary>Either way: the item is lost.</summary>
    FulLostEmailLetter,

    /// <summary>Either way: the item is damaged.</summary>
    FulDamagedEmailLetter,

    /// <summary>Borrower to lender: it arrived.</summary>
    BorrowerReceiveEmailLetter,

    /// <summary>Borrower to lender: it is on its way back.</summary>
    BorrowerReturnEmailLetter,

    /// <summary>Lender to borrower: it is on its way.</summary>
    LenderShipEmailLetter,

    /// <summary>Lender to borrower: not supplied.</summary>
    LenderRejectEmailLetter,

    /// <summary>Lender to borrower: will be supplied, or a hold was placed.</summary>
    LenderWillSupplyEmailLetter,

    /// <summary>Lender to borrower: the renewal is granted, or not.</summary>
    LenderRenewResponseEmailLetter,

    /// <summary>Lender to borrower: it is back.</summary>
    LenderCheckedInEmailLetter,

    /// <summary>Lender to borrower: please send it back early.</summary>
    LendingRecallEmailLetter,

    /// <summary>Lender to borrower: it is overdue.</summary>
    BorrowerOverdueEmailLetter,

    /// <summary>Either way: a note.</summary>
    GeneralMessageEmailLetter,

    /// <summary>Ours. Lender to borrower: yes, on a condition.</summary>
    LenderConditionalEmailLetter,

    /// <summary>Ours. Borrower to lender: the condition is accepted, or not.</summary>
    BorrowerConditionalReplyEmailLetter,

    /// <summary>Ours. Lender to borrower: the cancellation is agreed to, or not.</summary>
    LenderCancelReplyEmailLetter,

    /// <summary>Ours. Lender to borrower: the time for the request has run out.</summary>
    LenderExpiredEmailLetter,

    /// <summary>Ours. Lender to borrower: ask again later, ask these libraries, or what it would
    /// cost.</summary>
    LenderAnswerEmailLetter,

    /// <summary>Ours. Either way: where does the request stand?</summary>
    StatusQueryEmailLetter,
}

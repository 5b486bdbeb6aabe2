namespace ResourceSharing.Mapping.RapidIll;

/// <summary>A request as a queue shows it.</summary>
[RapidType("Transaction")]
public sealed record RapidTransaction
{
    /// <summary>The number of the request at the service.</summary>
    public int RapidRequestId { get; init; }

    /// <summary>The borrower's own number.</summary>
    public string? XRefRequestId { get; init; }

    /// <summary>The state.</summary>
    public required RapidState StateType { get; init; }

    /// <summary>What is asked for.</summary>
    public required RapidRequestType RapidRequestType { get; init; }

    /// <summary>The borrower's code.</summary>
    public string? BorrowerRapidCode { get; init; }

    /// <summary>How the borrower wants files.</summary>
    public string? BorrowerPreferredAddress { get; init; }

    /// <summary>The borrower's branch.</summary>
    public string? BorrowerBranchName { get; init; }

    /// <summary>The borrower's name.</summary>
    public string? BorrowerInstitution { get; init; }

    /// <summary>The borrower's country.</summary>
    public string? BorrowerCountryCode { get; init; }

    /// <summary>Title as the patron cites it.</summary>
    public string? UserJournalTitle { get; init; }

    /// <summary>Title of the journal or book.</summary>
    public string? JournalTitle { get; init; }

    /// <summary>Title of the article or chapter.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>Its author.</summary>
    public string? ArticleAuthor { get; init; }

    /// <summary>Volume.</summary>
    public string? JournalVol { get; init; }

    /// <summary>Issue.</summary>
    public string? JournalIssue { get; init; }

    /// <summary>Year.</summary>
    public string? JournalYear { get; init; }

    /// <summary>Pages.</summary>
    public string? JournalPages { get; init; }

    /// <summary>Edition.</summary>
    public string? Edition { get; init; }

    /// <summary>Publisher.</summary>
    public string? Publisher { get; init; }

    /// <summary>ISSN.</summary>
    public string? Issn { get; init; }

    /// <summary>OCLC number.</summary>
    public string? OclcNumber { get; init; }

    /// <summary>ISBN.</summary>
    public string? Isbn { get; init; }

    /// <summary>Control number of the Library of Congress.</summary>
    public string? Lccn { get; init; }

    /// <summary>The lender's code.</summary>
    public string? LenderRapidCode { get; init; }

    /// <summary>The lender's branch.</summary>
    public string? LenderBranch { get; init; }

    /// <summary>Call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Where the lender has it: a place, or Electronic.</summary>
    public string? Location { get; init; }

    /// <summary>Remarks.</summary>
    public string? AdditionalInfo { get; init; }

    /// <summary>Month.</summary>
    public string? JournalMonth { get; init; }

    /// <summary>Statement of copyright.</summary>
    public string? Copyright { get; init; }

    /// <summary>Where it is found online.</summary>
    public string? RapidRedirectUrl { get; init; }

    /// <summary>Where the file can be fetched.</summary>
    public string? ArticleExchangeAddress { get; init; }

    /// <summary>The password that it is fetched with.</summary>
    public string? ArticleExchangePassword { get; init; }

    /// <summary>A note; also what a holdings check is told.</summary>
    public string? PatronNotes { get; init; }

    /// <summary>Due date of a loan.</summary>
    public DateTime? DueDate { get; init; }

    /// <summary>Where a loan is sent to.</summary>
    public string? BorrowerMailingAddress { get; init; }

    /// <summary>Where a loan goes back to.</summary>
    public string? LenderMailingAddress { get; init; }

    /// <summary>Number of the parcel.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>What happened, when it was asked for.</summary>
    public WireList<RapidHistory>? TransactionHistory { get; init; }

    /// <summary>The patron, when it was asked for.</summary>
    public RapidPatron? PatronInfo { get; init; }

    /// <summary>The type alone: a record would print passwords and patrons.</summary>
    public override string ToString() => GetType().Name;
}

/// <summary>A patron.</summary>
[RapidType("Patron")]
public sealed record RapidPatron
{
    /// <summary>The patron's number.</summary>
    public string? PatronId { get; init; }

    /// <summary>The patron's address.</summary>
    public string? PatronAddress { get; init; }

    /// <summary>The patron's name.</summary>
    public string? PatronName { get; init; }

    /// <summary>The patron's telephone.</summary>
    public string? PatronPhone { get; init; }

    /// <summary>The patron's fax.</summary>
    public string? PatronFax { get; init; }

    /// <summary>The patron's mail address.</summary>
    public string? PatronEmail { get; init; }

    /// <summary>The patron's department.</summary>
    public string? PatronDepartment { get; init; }

    /// <summary>The type alone: a record would print passwords and patrons.</summary>
    public override string ToString() => GetType().Name;
}

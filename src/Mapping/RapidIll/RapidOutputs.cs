namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What every answer says: whether it was done.</summary>
[RapidType("ApiOutputBase")]
public abstract record RapidOutput
{
    /// <summary>Whether it was done.</summary>
    public bool IsSuccessful { get; init; }

    /// <summary>A text for the staff.</summary>
    public string? VerificationNote { get; init; }

    /// <summary>The type alone: a record would print passwords and patrons.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The answer to an insertion.</summary>
[RapidType("InsertRequestOutput_Api5")]
public sealed record InsertRequestOutput : RapidOutput
{
    /// <summary>The number by which holdings were found.</summary>
    public string? MatchingStandardNumber { get; init; }

    /// <summary>ISSN, ISBN, ...</summary>
    public string? MatchingStandardNumberType { get; init; }

    /// <summary>A request that was inserted before for the same.</summary>
    public string? DuplicateRequestId { get; init; }

    /// <summary>Whether the work was found.</summary>
    public bool FoundMatch { get; init; }

    /// <summary>How many lenders hold it.</summary>
    public int NumberOfAvailableHoldings { get; init; }

    /// <summary>The number of the request at the service.</summary>
    public int RapidRequestId { get; init; }

    /// <summary>Whether the borrower holds it itself.</summary>
    public bool IsLocalHolding { get; init; }

    /// <summary>The borrower's own holdings.</summary>
    public WireList<RapidLocalHolding>? LocalHoldings { get; init; }
}

/// <summary>A holding of the borrower's own.</summary>
[RapidType("LocalHoldingItem")]
public sealed record RapidLocalHolding
{
    /// <summary>The branch.</summary>
    public string? BranchName { get; init; }

    /// <summary>The location.</summary>
    public string? LibLocation { get; init; }

    /// <summary>Call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Where it is found online.</summary>
    public string? RapidRedirectUrl { get; init; }
}

/// <summary>The answer to an update.</summary>
[RapidType("UpdateRequestOutput_Api5")]
public sealed record UpdateRequestOutput : RapidOutput;

/// <summary>What happened to a request.</summary>
[RapidType("RetrieveHistoryOutput_Api5")]
public record RetrieveHistoryOutput : RapidOutput
{
    /// <summary>What happened, in its order.</summary>
    public WireList<RapidHistory>? HistoryTransactions { get; init; }

    /// <summary>What is asked for.</summary>
    public required RapidRequestType RapidRequestType { get; init; }

    /// <summary>Year.</summary>
    public string? JournalYear { get; init; }

    /// <summary>Title of the journal or book.</summary>
    public string? JournalTitle { get; init; }

    /// <summary>Title of the article or chapter.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>Volume.</summary>
    public string? JournalVol { get; init; }

    /// <summary>Issue.</summary>
    public string? JournalIssue { get; init; }

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
}

/// <summary>All that is known of a request.</summary>
[RapidType("RetrieveInfoOutput_Api5")]
public sealed record RetrieveInfoOutput : RetrieveHistoryOutput
{
    /// <summary>The borrower's code.</summary>
    public string? BorrowerRapidCode { get; init; }

    /// <summary>The borrower's branch.</summary>
    public string? BorrowerBranchName { get; init; }

    /// <summary>The borrower's name.</summary>
    public string? BorrowerInstitution { get; init; }

    /// <summary>The borrower's country.</summary>
    public string? BorrowerCountryCode { get; init; }

    /// <summary>The borrower's own number.</summary>
    public string? XRefRequestId { get; init; }

    /// <summary>The lender's code.</summary>
    public string? LenderRapidCode { get; init; }

    /// <summary>The lender's branch.</summary>
    public string? LenderBranch { get; init; }

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
}

/// <summary>The requests of a queue.</summary>
[RapidType("RetrieveRequestsOutput_Api5")]
public sealed record RetrieveRequestsOutput : RapidOutput
{
    /// <summary>The requests.</summary>
    public WireList<RapidTransaction>? Transactions { get; init; }
}

/// <summary>One thing that happened to a request.</summary>
[RapidType("TranHistory")]
public sealed record RapidHistory
{
    /// <summary>The library's code.</summary>
    public string? RapidCode { get; init; }

    /// <summary>The branch.</summary>
    public string? BranchName { get; init; }

    /// <summary>The state.</summary>
    public required RapidState StateType { get; init; }

    /// <summary>When, in the time of the service.</summary>
    public DateTime TransactionDate { get; init; }

    /// <summary>Remarks.</summary>
    public string? AdditionalInfo { get; init; }
}

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What every call says: who calls.</summary>
[RapidType("ApiInputBase")]
public abstract record RapidInput
{
    /// <summary>The account.</summary>
    public string? UserName { get; init; }

    /// <summary>The account's password.</summary>
    public string? Password { get; init; }

    /// <summary>The calling library's code.</summary>
    public string? RequestingRapidCode { get; init; }

    /// <summary>The calling library's branch.</summary>
    public string? RequestingBranchName { get; init; }

    /// <summary>The type alone: a record would print passwords and patrons.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Inserts a request, or looks who has the work.</summary>
[RapidType("InsertRequestInput_Api5")]
public sealed record InsertRequestInput : RapidInput
{
    /// <summary>ISBNs, one each.</summary>
    public WireList<string>? SuggestedIsbns { get; init; }

    /// <summary>Control numbers of the Library of Congress.</summary>
    public WireList<string>? SuggestedLccns { get; init; }

    /// <summary>Edition.</summary>
    public string? Edition { get; init; }

    /// <summary>Publisher.</summary>
    public string? Publisher { get; init; }

    /// <summary>What is asked for.</summary>
    public required RapidRequestType RapidRequestType { get; init; }

    /// <summary>Not explained by the interface.</summary>
    public string? Function { get; init; }

    /// <summary>The borrower's own number.</summary>
    public string? XRefRequestId { get; init; }

    /// <summary>ISSNs, one each.</summary>
    public WireList<string>? SuggestedIssns { get; init; }

    /// <summary>OCLC number.</summary>
    public string? OclcNumber { get; init; }

    /// <summary>Title of the article or chapter.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>Its author.</summary>
    public string? ArticleAuthor { get; init; }

    /// <summary>Its pages.</summary>
    public string? ArticlePages { get; init; }

    /// <summary>Title of the journal or book, as the patron cites it.</summary>
    public string? PatronJournalTitle { get; init; }

    /// <summary>Year, as the patron cites it.</summary>
    public string? PatronJournalYear { get; init; }

    /// <summary>Volume.</summary>
    public string? JournalVol { get; init; }

    /// <summary>Issue.</summary>
    public string? JournalIssue { get; init; }

    /// <summary>Month.</summary>
    public string? JournalMonth { get; init; }

    /// <summary>The patron's number.</summary>
    public string? PatronId { get; init; }

    /// <summary>The patron's name.</summary>
    public string? PatronName { get; init; }

    /// <summary>The patron's department.</summary>
    public string? PatronDepartment { get; init; }

    /// <summary>The patron's mail address.</summary>
    public string? PatronEmail { get; init; }

    /// <summary>The patron's telephone.</summary>
    public string? PatronPhone { get; init; }

    /// <summary>The patron's fax.</summary>
    public string? PatronFax { get; init; }

    /// <summary>The patron's address.</summary>
    public string? PatronAddress { get; init; }

    /// <summary>The patron's group.</summary>
    public string? PatronStatus { get; init; }

    /// <summary>A note; also what a holdings check is told.</summary>
    public string? PatronNotes { get; init; }

    /// <summary>True: only look who has it; nothing is inserted.</summary>
    public bool IsHoldingsCheckOnly { get; init; }

    /// <summary>True: insert although the borrower holds it itself.</summary>
    public bool? DoInsertLocalHolding { get; init; }

    /// <summary>Name of the calling program.</summary>
    public string? ClientAppName { get; init; }

    /// <summary>Its version.</summary>
    public string? ClientAppVersion { get; init; }

    /// <summary>Its place.</summary>
    public string? ClientAppPhysicalPath { get; init; }

    /// <summary>Its host.</summary>
    public string? ClientAppHost { get; init; }

    /// <summary>The patron's browser.</summary>
    public string? ClientAppUserAgent { get; init; }

    /// <summary>Not explained by the interface.</summary>
    public bool DoBlockLocalOnly { get; init; }
}

/// <summary>Says what happened to a request.</summary>
[RapidType("UpdateRequestInput_Api5")]
public sealed record UpdateRequestInput : RapidInput
{
    /// <summary>The number of the request at the service.</summary>
    public int RapidRequestId { get; init; }

    /// <summary>What it does.</summary>
    public required RapidUpdateAction UpdateAction { get; init; }

    /// <summary>A text for the other side: the only place for a reason.</summary>
    public string? UpdateComment { get; init; }

    /// <summary>Where the file can be fetched.</summary>
    public string? ArticleExchangeAddress { get; init; }

    /// <summary>The password that it is fetched with.</summary>
    public string? ArticleExchangePassword { get; init; }

    /// <summary>Due date of a loan.</summary>
    public string? DueDate { get; init; }

    /// <summary>Number of the parcel.</summary>
    public string? TrackingNumber { get; init; }
}

/// <summary>Asks what happened to a request.</summary>
[RapidType("RetrieveHistoryInput_Api5")]
public record RetrieveHistoryInput : RapidInput
{
    /// <summary>The number of the request at the service.</summary>
    public int RequestId { get; init; }
}

/// <summary>Asks for all that is known of a request.</summary>
[RapidType("RetrieveInfoInput_Api5")]
public sealed record RetrieveInfoInput : RetrieveHistoryInput;

/// <summary>Asks for a queue.</summary>
[RapidType("RetrieveRequestsInput_Api5")]
public sealed record RetrieveRequestsInput : RapidInput
{
    /// <summary>The queue.</summary>
    public required RapidQueue QueueType { get; init; }

    /// <summary>What is asked for.</summary>
    public required RapidQueueFilter RapidRequestType { get; init; }

    /// <summary>With the history of each request.</summary>
    public bool? DoRetrieveTransactionHistory { get; init; }

    /// <summary>With the patron of each request.</summary>
    public bool? DoRetrievePatronInfo { get; init; }

    /// <summary>How far back, in hours.</summary>
    public int HoursOld { get; init; }
}

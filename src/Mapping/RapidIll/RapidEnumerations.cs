namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What is asked for.</summary>
[RapidType("RequestType")]
public enum RapidRequestType
{
    /// <summary>An article of a journal: a copy.</summary>
    Article = 1,

    /// <summary>A whole book: a loan.</summary>
    Book,

    /// <summary>A part of a book: a copy.</summary>
    BookChapter,
}

/// <summary>The state of a request at the service.</summary>
[RapidType("ApiStateType")]
public enum RapidState
{
    /// <summary>It waits at a lender.</summary>
    Pending = 1,

    /// <summary>A lender has supplied a file.</summary>
    Filled,

    /// <summary>A lender has declined; the next one is asked.</summary>
    Unfilled,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>Cancelled by the borrower.</summary>
    Cancelled,

    /// <summary>Back at the borrower, whose citation is wrong.</summary>
    BadCitationBorrower,

    /// <summary>A lender says that the citation is wrong.</summary>
    BadCitationLender,

    /// <summary>Just inserted.</summary>
    New,

    /// <summary>Just inserted again.</summary>
    NewResend,

    /// <summary>No lender is left.</summary>
    NotAvailable,

    /// <summary>The borrower holds it itself.</summary>
    LocalHoldingIn,

    /// <summary>At a lender, not printed yet.</summary>
    PendingBatchNotPrinted,

    /// <summary>At a lender, printed.</summary>
    PendingBatchPrinted,

    /// <summary>Waits for the borrower's own stock.</summary>
    PendingLocal,

    /// <summary>Any state that is not known here.</summary>
    Unknown,

    /// <summary>Waits to be exported to a lender's system.</summary>
    PendingExport,

    /// <summary>A loan is on its way.</summary>
    Shipped,

    /// <summary>A loan has arrived at the borrower.</summary>
    Received,

    /// <summary>The borrower has not received a loan.</summary>
    NotReceived,

    /// <summary>A loan is on its way back.</summary>
    Returned,

    /// <summary>A loan is lost.</summary>
    Lost,

    /// <summary>A loan is back at the lender.</summary>
    Finished,

    /// <summary>The borrower asks for a renewal.</summary>
    RenewalRequested,

    /// <summary>The renewal is granted.</summary>
    Renewed,

    /// <summary>The renewal is refused.</summary>
    NotRenewed,
}

/// <summary>What an update does.</summary>
[RapidType("ApiRequestUpdateAction")]
public enum RapidUpdateAction
{
    /// <summary>The lender supplies a file.</summary>
    Fill = 1,

    /// <summary>The lender declines.</summary>
    Unfill,

    /// <summary>The borrower cancels.</summary>
    Cancel,

    /// <summary>Deletes the request.</summary>
    Delete,

    /// <summary>The lender sends the request back, since its citation is wrong.</summary>
    BadCitation,

    /// <summary>The lender has printed it.</summary>
    BatchPrinted,

    /// <summary>The lender's system has taken the request over.</summary>
    IllSoftwarePending,

    /// <summary>The lender's system has taken a request over that came again.</summary>
    IllSoftwareResend,

    /// <summary>The lender ships a loan.</summary>
    Shipped,

    /// <summary>The borrower has received it.</summary>
    Received,

    /// <summary>The borrower has not received it.</summary>
    NotReceived,

    /// <summary>The borrower sends it back.</summary>
    Returned,

    /// <summary>It is lost.</summary>
    Lost,

    /// <summary>The lender has it back.</summary>
    Finished,

    /// <summary>The borrower's system knows that it was shipped.</summary>
    ShippedBorrowerAck,

    /// <summary>The lender's system knows that it was received.</summary>
    ReceivedLenderAck,

    /// <summary>The lender's system knows that it is on its way back.</summary>
    ReturnedLenderAck,

    /// <summary>The borrower's system knows that it is finished.</summary>
    FinishedBorrowerAck,

    /// <summary>The borrower asks for a renewal.</summary>
    RenewalRequested,

    /// <summary>The lender grants it.</summary>
    Renewed,

    /// <summary>The lender refuses it.</summary>
    NotRenewed,

    /// <summary>The lender's system knows that a renewal is asked for.</summary>
    RenewalRequestedLenderAck,
}

/// <summary>A queue of requests.</summary>
[RapidType("RetrieveRequestQueueType")]
public enum RapidQueue
{
    /// <summary>To be answered by the lender.</summary>
    LenderPending = 1,

    /// <summary>To be answered by the lender once more.</summary>
    LenderResend,

    /// <summary>To be corrected by the borrower.</summary>
    BorrowerBadCitation,

    /// <summary>No lender is left.</summary>
    BorrowerNotAvailable,

    /// <summary>With lenders.</summary>
    BorrowerPending,

    /// <summary>Taken over by the lender's system.</summary>
    IllSoftwarePending,

    /// <summary>Taken over once more.</summary>
    IllSoftwareResend,

    /// <summary>Filled.</summary>
    BorrowerRecentlyFilled,

    /// <summary>Filled with a file in RapidX.</summary>
    BorrowerRecentlyFilledRapidX,

    /// <summary>Loans that were shipped.</summary>
    BorrowerRecentlyShipped,

    /// <summary>Loans that the borrower has received.</summary>
    LenderRecentlyReceived,

    /// <summary>Loans that the borrower has sent back.</summary>
    LenderRecentlyReturned,

    /// <summary>Loans that the lender has back.</summary>
    BorrowerRecentlyFinished,

    /// <summary>Loans whose renewal is asked for.</summary>
    LenderRecentlyRenewalRequested,
}

/// <summary>Which requests of a queue.</summary>
[RapidType("RetrieveRequestsRequestType")]
public enum RapidQueueFilter
{
    /// <summary>Any.</summary>
    All = 1,

    /// <summary>Articles.</summary>
    Article,

    /// <summary>Books.</summary>
    Book,

    /// <summary>Chapters.</summary>
    BookChapter,
}

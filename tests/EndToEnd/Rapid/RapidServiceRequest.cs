using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>A request at <see cref="RapidService"/>.</summary>
internal sealed class RapidServiceRequest
{
    public required int Number { get; init; }

    public required string Borrower { get; init; }

    public required string Lender { get; set; }

    public required string Reference { get; init; }

    public required InsertRequestInput Input { get; set; }

    public RapidState State { get; set; }

    public DateTime Since { get; set; }

    public string? Location { get; set; }

    public string? CallNumber { get; set; }

    public string? FileAt { get; set; }

    public string? FilePassword { get; set; }

    public DateTime? DueDate { get; set; }

    public List<RapidHistory> Steps { get; } = [];

    /// <summary>All updates, those that were refused among them.</summary>
    public List<UpdateRequestInput> Updates { get; } = [];

    /// <summary>Updates that changed the state.</summary>
    public List<RapidUpdateAction> Effects { get; } = [];

    public HashSet<RapidUpdateAction> Acknowledged { get; } = [];

    public bool IsIn(RapidQueue queue, string library) => queue switch
    {
        RapidQueue.LenderPending => Lender == library && State == RapidState.Pending
            && !Acknowledged.Contains(RapidUpdateAction.IllSoftwarePending),
        RapidQueue.IllSoftwarePending => Lender == library && State == RapidState.Pending
            && Acknowledged.Contains(RapidUpdateAction.IllSoftwarePending),
        RapidQueue.LenderResend => Lender == library && State == RapidState.NewResend
            && !Acknowledged.Contains(RapidUpdateAction.IllSoftwareResend),
        RapidQueue.IllSoftwareResend => Lender == library && State == RapidState.NewResend
            && Acknowledged.Contains(RapidUpdateAction.IllSoftwareResend),
        RapidQueue.LenderRecentlyReceived =>
            Is(Lender, library, RapidState.Received, RapidUpdateAction.ReceivedLenderAck),
        RapidQueue.LenderRecentlyReturned =>
            Is(Lender, library, RapidState.Returned, RapidUpdateAction.ReturnedLenderAck),
        RapidQueue.LenderRecentlyRenewalRequested =>
            Is(Lender, library, RapidState.RenewalRequested, RapidUpdateAction.RenewalRequestedLenderAck),
        RapidQueue.BorrowerPending => Borrower == library && State is RapidState.Pending or RapidState.Unfilled,
        RapidQueue.BorrowerRecentlyFilled => Borrower == library && State == RapidState.Filled,
        RapidQueue.BorrowerBadCitation => Borrower == library
            && State is RapidState.BadCitationBorrower or RapidState.BadCitationLender,
        RapidQueue.BorrowerNotAvailable => Borrower == library && State == RapidState.NotAvailable,
        RapidQueue.BorrowerRecentlyShipped =>
            Is(Borrower, library, RapidState.Shipped, RapidUpdateAction.ShippedBorrowerAck),
        RapidQueue.BorrowerRecentlyFinished =>
            Is(Borrower, library, RapidState.Finished, RapidUpdateAction.FinishedBorrowerAck),
        _ => false,
    };

    public RapidTransaction ToTransaction(bool withHistory) => new()
    {
        RapidRequestId = Number, XRefRequestId = Reference, StateType = State, RapidRequestType = Input.RapidRequestType,
        BorrowerRapidCode = Borrower, BorrowerBranchName = "Main", BorrowerInstitution = $"{Borrower} University",
        BorrowerCountryCode = "US", UserJournalTitle = Input.PatronJournalTitle, JournalTitle = Input.PatronJournalTitle,
        ArticleTitle = Input.ArticleTitle, ArticleAuthor = Input.ArticleAuthor, JournalVol = Input.JournalVol,
        JournalIssue = Input.JournalIssue, JournalYear = Input.PatronJournalYear, JournalPages = Input.ArticlePages,
        Issn = Input.SuggestedIssns is [var issn, ..] ? issn : null, Isbn = Input.SuggestedIsbns is [var isbn, ..] ? isbn : null,
        LenderRapidCode = Lender,
        LenderBranch = "Main", CallNumber = CallNumber, Location = Location, ArticleExchangeAddress = FileAt,
        ArticleExchangePassword = FilePassword, PatronNotes = Input.PatronNotes, DueDate = DueDate,
        TransactionHistory = withHistory ? [.. Steps] : null,
    };

    public RetrieveInfoOutput ToInfo() => new()
    {
        IsSuccessful = true, HistoryTransactions = [.. Steps], RapidRequestType = Input.RapidRequestType,
        JournalTitle = Input.PatronJournalTitle, ArticleTitle = Input.ArticleTitle, BorrowerRapidCode = Borrower,
        XRefRequestId = Reference, LenderRapidCode = Lender, LenderBranch = "Main", ArticleExchangeAddress = FileAt,
        ArticleExchangePassword = FilePassword, DueDate = DueDate,
    };

    private bool Is(string whose, string library, RapidState state, RapidUpdateAction acknowledgement) =>
        whose == library && State == state && !Acknowledged.Contains(acknowledgement);
}

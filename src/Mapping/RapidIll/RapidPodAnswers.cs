using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Requests of a pod as the interface shows them. Pure.</summary>
public static class RapidPodAnswers
{
    /// <summary>What kind of request it is.</summary>
    public static RapidRequestType TypeOf(IllRequest content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Services is [] or [ServiceType.Loan, ..] ? RapidRequestType.Book
            : content.Citation.ItemType == ItemType.Monograph
                || (content.Citation.ItemType is null && content.Citation is { Issn: null, Isbn: not null })
            ? RapidRequestType.BookChapter
            : RapidRequestType.Article;
    }

    /// <summary>Whether a queue that is asked for one kind shows the request.</summary>
    public static bool Shows(RapidQueueFilter filter, IllRequest content) => filter switch
    {
        RapidQueueFilter.All => true,
        RapidQueueFilter.Article => TypeOf(content) == RapidRequestType.Article,
        RapidQueueFilter.Book => TypeOf(content) == RapidRequestType.Book,
        RapidQueueFilter.BookChapter => TypeOf(content) == RapidRequestType.BookChapter,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "not a filter of this set"),
    };

    /// <summary>The answer when a request is not there, or not the member's.</summary>
    public static RapidOutput Unknown(RapidOperation operation, string note)
    {
        ArgumentNullException.ThrowIfNull(operation);
        const RapidRequestType Any = RapidRequestType.Article;
        return operation.Name switch
        {
            "RetrieveRequestInfo" => new RetrieveInfoOutput { RapidRequestType = Any, VerificationNote = note },
            "RetrieveHistory" => new RetrieveHistoryOutput { RapidRequestType = Any, VerificationNote = note },
            "RetrieveRequests" => new RetrieveRequestsOutput { VerificationNote = note },
            "UpdateRequest" => new UpdateRequestOutput { VerificationNote = note },
            "InsertRequest" => new InsertRequestOutput { VerificationNote = note },
            _ => throw new ArgumentException($"No such operation: {operation}", nameof(operation)),
        };
    }

    /// <summary>All that is known of a request.</summary>
    public static RetrieveInfoOutput Info(RapidPodRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var work = request.Content.Citation;
        return new RetrieveInfoOutput
        {
            IsSuccessful = true,
            HistoryTransactions = History(request),
            RapidRequestType = TypeOf(request.Content),
            JournalYear = work.PublicationDate,
            JournalTitle = work.Title,
            ArticleTitle = work.ArticleTitle,
            JournalVol = work.Volume,
            JournalIssue = work.Issue,
            JournalPages = work.Pages,
            Edition = work.Edition,
            Publisher = work.Publisher,
            Issn = work.Issn,
            OclcNumber = work.OclcNumber,
            Isbn = work.Isbn,
            Lccn = work.LccNumber,
            BorrowerRapidCode = request.Borrower.RapidCode,
            BorrowerBranchName = request.Borrower.Branch,
            BorrowerInstitution = request.Borrower.Name,
            BorrowerCountryCode = request.Borrower.Country,
            XRefRequestId = request.BorrowersNumber,
            LenderRapidCode = request.Lender?.RapidCode,
            LenderBranch = request.Lender?.Branch,
            ArticleExchangeAddress = request.FileAddress,
            ArticleExchangePassword = request.FilePassword,
            PatronNotes = request.Note,
            DueDate = request.DueOn?.ToDateTime(TimeOnly.MinValue),
            BorrowerMailingAddress = request.Borrower.Address,
            LenderMailingAddress = request.Lender?.Address,
            TrackingNumber = request.TrackingNumber,
        };
    }

    /// <summary>What happened to a request.</summary>
    public static RetrieveHistoryOutput HistoryOf(RapidPodRequest request)
    {
        var info = Info(request);
        return new RetrieveHistoryOutput
        {
            IsSuccessful = true,
            HistoryTransactions = info.HistoryTransactions,
            RapidRequestType = info.RapidRequestType,
            JournalYear = info.JournalYear,
            JournalTitle = info.JournalTitle,
            ArticleTitle = info.ArticleTitle,
            JournalVol = info.JournalVol,
            JournalIssue = info.JournalIssue,
            JournalPages = info.JournalPages,
            Edition = info.Edition,
            Publisher = info.Publisher,
            Issn = info.Issn,
            OclcNumber = info.OclcNumber,
            Isbn = info.Isbn,
            Lccn = info.Lccn,
        };
    }

    /// <summary>A request in a queue.</summary>
    /// <param name="request">The request.</param>
    /// <param name="withHistory">Whether its history goes with it.</param>
    /// <param name="withPatron">Whether its patron goes with it.</param>
    public static RapidTransaction Entry(RapidPodRequest request, bool withHistory, bool withPatron)
    {
        ArgumentNullException.ThrowIfNull(request);
        var work = request.Content.Citation;
        return new RapidTransaction
        {
            RapidRequestId = request.Number,
            XRefRequestId = request.BorrowersNumber,
            StateType = request.State,
            RapidRequestType = TypeOf(request.Content),
            BorrowerRapidCode = request.Borrower.RapidCode,
            BorrowerBranchName = request.Borrower.Branch,
            BorrowerInstitution = request.Borrower.Name,
            BorrowerCountryCode = request.Borrower.Country,
            UserJournalTitle = work.Title,
            JournalTitle = work.Title,
            ArticleTitle = work.ArticleTitle,
            ArticleAuthor = work.ArticleAuthor ?? work.Author,
            JournalVol = work.Volume,
            JournalIssue = work.Issue,
            JournalYear = work.PublicationDate,
            JournalPages = work.Pages,
            Edition = work.Edition,
            Publisher = work.Publisher,
            Issn = work.Issn,
            OclcNumber = work.OclcNumber,
            Isbn = work.Isbn,
            Lccn = work.LccNumber,
            LenderRapidCode = request.Lender?.RapidCode,
            LenderBranch = request.Lender?.Branch,
            CallNumber = request.CallNumber,
            Location = request.Location,
            JournalMonth = Month(work),
            ArticleExchangeAddress = request.FileAddress,
            ArticleExchangePassword = request.FilePassword,
            PatronNotes = request.Note,
            DueDate = request.DueOn?.ToDateTime(TimeOnly.MinValue),
            BorrowerMailingAddress = request.Borrower.Address,
            LenderMailingAddress = request.Lender?.Address,
            TrackingNumber = request.TrackingNumber,
            TransactionHistory = withHistory ? History(request) : null,
            PatronInfo = withPatron && request.Content.Patron is { } patron ? PatronOf(patron) : null,
        };
    }

    private static RapidPatron PatronOf(Patron patron) =>
        new() { PatronId = patron.Identifier, PatronName = patron.Name, PatronEmail = patron.Email };

    private static WireList<RapidHistory> History(RapidPodRequest request) =>
    [
        .. request.History.Select(one => new RapidHistory
        {
            RapidCode = one.Library.RapidCode,
            BranchName = one.Library.Branch,
            StateType = one.State,
            TransactionDate = DateTime.SpecifyKind(one.At.DateTime, DateTimeKind.Unspecified),
            AdditionalInfo = one.Info,
        }),
    ];

    private static string? Month(Citation work) =>
        work.IssueDate is { Length: 7 } date && date[4] == '-' ? date[5..] : work.IssueDate;
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Requests as insertions. Source: feeds reference 2.1 and 2.2.</summary>
public static class RapidInsertWriter
{
    /// <summary>What makes a holdings check look at other libraries, too.</summary>
    public const string RemoteSearch = "HOLDING_CHECK_DO_REMOTE_SEARCH";

    /// <summary>The call for a request.</summary>
    public static RapidInsertion Write(RapidOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var losses = new LossLog();
        var citation = order.Content.Citation;
        var type = TypeOf(order.Content);
        var date = citation.IssueDate ?? citation.PublicationDate;
        var patron = order.Patron;
        var input = new InsertRequestInput
        {
            SuggestedIsbns = Numbers(RapidNumbers.Isbns(citation.Isbn), citation.Isbn, "isbn", losses),
            SuggestedLccns = Numbers(Text(citation.LccNumber) is { } lccn ? [lccn] : [], null, "lccNumber", losses),
            Edition = Text(citation.Edition),
            Publisher = Text(citation.Publisher),
            RapidRequestType = type,
            XRefRequestId = order.Reference,
            SuggestedIssns = Numbers(RapidNumbers.Issns(citation.Issn), citation.Issn, "issn", losses),
            OclcNumber = OclcOf(citation),
            ArticleTitle = Text(citation.ArticleTitle),
            ArticleAuthor = Text(type == RapidRequestType.Book ? citation.Author
                : citation.ArticleAuthor ?? citation.Author),
            ArticlePages = Text(citation.Pages),
            PatronJournalTitle = Text(citation.Title ?? citation.UniformTitle),
            PatronJournalYear = RapidNumbers.YearOf(citation.PublicationDate) ?? RapidNumbers.YearOf(citation.IssueDate),
            JournalVol = Text(citation.Volume ?? citation.VolumeAndIssue),
            JournalIssue = Text(citation.Issue),
            JournalMonth = RapidNumbers.MonthOf(date),
            PatronId = Text(patron?.Identifier),
            PatronName = Text(patron?.Name),
            PatronEmail = Text(patron?.Email),
            PatronStatus = Text(patron?.Status),
            PatronNotes = Notes(order, losses),
            DoInsertLocalHolding = order.InsertLocalHolding,
            ClientAppName = Text(order.AppName),
        };
        NoteLosses(order.Content, type, losses);
        return new RapidInsertion(input, losses.ToReport(), Fault(input));
    }

    /// <summary>What the service would refuse a call for; null when nothing is known. Source: feeds reference
    /// 2.2.</summary>
    public static string? Fault(InsertRequestInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        bool hasIssn = input.SuggestedIssns is { Count: > 0 };
        bool hasIsbn = input.SuggestedIsbns is { Count: > 0 };
        bool hasOclc = input.OclcNumber is not null;
        bool hasPart = input.ArticleTitle is not null || input.ArticlePages is not null;
        string[] missing = input.RapidRequestType switch
        {
            RapidRequestType.Article =>
            [
                .. Unless(hasIssn || hasOclc, "an ISSN or OCLC number"),
                .. Unless(hasPart, "the article's title or pages"),
                .. Unless(input.PatronJournalYear is not null || input.JournalVol is not null, "a year or volume"),
            ],
            RapidRequestType.Book => [.. Unless(hasIsbn || hasOclc, "an ISBN or OCLC number")],
            RapidRequestType.BookChapter => [.. Unless(hasPart, "the chapter's title or pages")],
            _ => throw new InvalidOperationException($"No such type: {input.RapidRequestType}"),
        };
        return missing.Length == 0
            ? null
            : $"RapidILL takes {Words(input.RapidRequestType)} only with {string.Join(", with ", missing)}.";
    }

    private static string Words(RapidRequestType type) => type switch
    {
        RapidRequestType.Article => "an article",
        RapidRequestType.Book => "a loan",
        _ => "a chapter",
    };

    private static string[] Unless(bool isThere, string what) => isThere ? [] : [what];

    private static RapidRequestType TypeOf(IllRequest content)
    {
        if (content.Services is [ServiceType.Loan, ..])
            return RapidRequestType.Book;
        var citation = content.Citation;
        bool isSerial = citation.ItemType == ItemType.Serial || (citation.Issn is not null && citation.Isbn is null);
        bool isBook = citation.ItemType == ItemType.Monograph || citation.Isbn is not null;
        return isSerial || !isBook ? RapidRequestType.Article : RapidRequestType.BookChapter;
    }

    private static WireList<string>? Numbers(IReadOnlyList<string> found, string? given, string field, LossLog losses)
    {
        if (found.Count == 0 && !string.IsNullOrWhiteSpace(given))
            losses.Add(field, LossKind.Dropped, "It is no number of that kind.");
        if (found.Count > RapidLimits.MaxNumbers)
            losses.Add(field, LossKind.Dropped, $"More than {RapidLimits.MaxNumbers} numbers are not sent.");
        return found.Count == 0 ? null : [.. found.Take(RapidLimits.MaxNumbers)];
    }

    private static string? OclcOf(Citation citation)
    {
        var text = citation.OclcNumber ?? citation.SystemNumbers.FirstOrDefault(one =>
            one.System.Contains("oclc", StringComparison.OrdinalIgnoreCase))?.Number;
        var digits = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        return digits.Length == 0 ? null : digits;
    }

    /// <summary>The only free text of the interface. Lenders read it, so that no patron's name goes into
    /// it.</summary>
    private static string? Notes(RapidOrder order, LossLog losses)
    {
        var citation = order.Content.Citation;
        var notes = new List<string>();
        if (Text(order.Note) is { } note)
            notes.Add(note);
        foreach (var (field, label, value) in new[]
        {
            ("doi", "DOI", citation.Doi), ("pubMedId", "PMID", citation.PubMedId), ("series", "Series", citation.Series),
            ("subtitle", "Subtitle", citation.Subtitle),
        })
        {
            if (Text(value) is not { } text)
                continue;
            notes.Add($"{label}: {text}");
            losses.Add(field, LossKind.MovedToNote, "An insertion has no place for it.");
        }

        if (order.Content.NeededBy is { } neededBy)
        {
            notes.Add(FormattableString.Invariant($"Needed by {neededBy:yyyy-MM-dd}"));
            losses.Add("neededBy", LossKind.MovedToNote, "An insertion has no place for it.");
        }

        return notes.Count == 0 ? null : string.Join(". ", notes);
    }

    private static void NoteLosses(IllRequest content, RapidRequestType type, LossLog losses)
    {
        var citation = content.Citation;
        foreach (var (field, isThere) in new[]
        {
            ("author", type != RapidRequestType.Book && citation.ArticleAuthor is not null
                && citation.Author is not null),
            ("placeOfPublication", citation.PlaceOfPublication is not null),
            ("sponsoringBody", citation.SponsoringBody is not null),
            ("maximumCost", content.Cost?.MaximumCost is not null),
            ("levelOfService", content.LevelOfService is not null),
            ("deliverTo", content.DeliverTo is not null),
            ("copyrightCompliance", content.CopyrightCompliance is not null),
        })
        {
            if (isThere)
                losses.Add(field, LossKind.Dropped,
                    "An insertion has no place for it; the library's profile at the service says it.");
        }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

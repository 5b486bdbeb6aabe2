using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What an insertion asks for, and what is answered. Pure. Source: feeds reference 2.1 and 2.2.</summary>
public static class RapidPodInserts
{
    /// <summary>The note of a holdings check that is to look beyond the borrower's own stock.</summary>
    public const string RemoteSearch = "HOLDING_CHECK_DO_REMOTE_SEARCH";

    /// <summary>The longest number of a borrower that is taken; longer ones cannot be given back whole.</summary>
    public const int MaxNumberChars = 100;

    /// <summary>Why it cannot be inserted, as the service says it; null when it can.</summary>
    public static string? Fault(InsertRequestInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        bool hasOclc = LocateQuestion.OclcOf(input.OclcNumber) is not null;
        bool hasPart = Has(input.ArticleTitle) || Has(input.ArticlePages);
        if (input.XRefRequestId?.Length > MaxNumberChars)
            return $"ERROR XRefRequestId is longer than {MaxNumberChars} characters.";
        if (Texts(input.SuggestedIssns).Any(issn => LocateQuestion.IssnOf(issn) is null))
            return "ERROR Invalid ISSN.";
        if (Texts(input.SuggestedIsbns).Any(isbn => !Isbn.IsValid(isbn)))
            return "ERROR Invalid ISBN.";
        return input.RapidRequestType switch
        {
            RapidRequestType.Article when !hasOclc && !Texts(input.SuggestedIssns).Any() =>
                "Unable to find matching journal: an article needs an ISSN or an OCLC number.",
            RapidRequestType.Article when !hasPart => "ERROR An article needs its title or its pages.",
            RapidRequestType.Article when !Has(input.PatronJournalYear) && !Has(input.JournalVol) =>
                "ERROR An article needs a year or a volume.",
            RapidRequestType.Book when !hasOclc && !Texts(input.SuggestedIsbns).Any() =>
                "Unable to format ISBN AND/OR OCLC number: a book needs one of them.",
            RapidRequestType.BookChapter when !hasPart => "ERROR A chapter needs its title or its pages.",
            _ => null,
        };
    }

    /// <summary>What is said when nobody in the pod can be asked.</summary>
    public static string NoMatch(RapidRequestType type) => type switch
    {
        RapidRequestType.Article => "Unable to find matching journal.",
        RapidRequestType.Book => "Unable to find matching book.",
        RapidRequestType.BookChapter => "Unable to find matching book chapter.",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a type of this set"),
    };

    /// <summary>What is said when it was inserted.</summary>
    public static string Inserted(int number) => $"Request Insert Successful. Request Id is {number}.";

    /// <summary>What is wanted, and what of it has no place.</summary>
    public static (IllRequest Content, LossReport Losses) Read(InsertRequestInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        bool isArticle = input.RapidRequestType == RapidRequestType.Article;
        var (issns, isbns) = (Texts(input.SuggestedIssns).ToArray(), Texts(input.SuggestedIsbns).ToArray());
        var content = new IllRequest
        {
            Citation = new Citation
            {
                ItemType = isArticle ? ItemType.Serial : ItemType.Monograph,
                Title = Text(input.PatronJournalTitle),
                ArticleTitle = Text(input.ArticleTitle),
                ArticleAuthor = input.RapidRequestType == RapidRequestType.Book ? null : Text(input.ArticleAuthor),
                Author = input.RapidRequestType == RapidRequestType.Book ? Text(input.ArticleAuthor) : null,
                Pages = Text(input.ArticlePages),
                PublicationDate = Text(input.PatronJournalYear),
                IssueDate = IssueDate(Text(input.PatronJournalYear), Text(input.JournalMonth)),
                Volume = Text(input.JournalVol),
                Issue = Text(input.JournalIssue),
                Edition = Text(input.Edition),
                Publisher = Text(input.Publisher),
                Issn = issns.FirstOrDefault(),
                Isbn = isbns.FirstOrDefault(),
                OclcNumber = Text(input.OclcNumber),
                LccNumber = Texts(input.SuggestedLccns).FirstOrDefault(),
                OtherNumbers = Joined([.. issns.Skip(1), .. isbns.Skip(1)]),
            },
            Services = [input.RapidRequestType == RapidRequestType.Book ? ServiceType.Loan : ServiceType.CopyNonReturnable],
            Patron = PatronOf(input),
        };
        return (content, LossesOf(input));
    }

    /// <summary>A digest of what is asked for, without who calls and with what program.</summary>
    public static ReadOnlyMemory<byte> Digest(InsertRequestInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var bare = input with
        {
            UserName = null, Password = null, RequestingRapidCode = null, RequestingBranchName = null,
            ClientAppName = null, ClientAppVersion = null, ClientAppPhysicalPath = null, ClientAppHost = null,
            ClientAppUserAgent = null, DoBlockLocalOnly = false, DoInsertLocalHolding = null,
        };
        return SHA256.HashData(Encoding.UTF8.GetBytes(RapidCodec.Print(bare)));
    }

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);

    private static string? Text(string? text) => Has(text) ? text!.Trim() : null;

    private static IEnumerable<string> Texts(WireList<string>? texts) =>
        texts?.Where(Has).Select(text => text.Trim()) ?? [];

    private static string? Joined(string[] texts) => texts.Length == 0 ? null : string.Join("; ", texts);

    /// <summary>A month as a number joins the year; one in words stands for itself.</summary>
    private static string? IssueDate(string? year, string? month) =>
        month is { Length: 1 or 2 } && month.All(char.IsAsciiDigit) && year is { Length: 4 } && year.All(char.IsAsciiDigit)
            ? $"{year}-{month.PadLeft(2, '0')}"
            : month;

    private static Patron? PatronOf(InsertRequestInput input) =>
        Has(input.PatronName) || Has(input.PatronId) || Has(input.PatronEmail) || Has(input.PatronStatus)
            ? new Patron
            {
                Name = Text(input.PatronName), Identifier = Text(input.PatronId), Email = Text(input.PatronEmail),
                Status = Text(input.PatronStatus),
            }
            : null;

    private static LossReport LossesOf(InsertRequestInput input)
    {
        (string Field, string? Value)[] dropped =
        [
            ("Function", input.Function), ("PatronDepartment", input.PatronDepartment), ("PatronPhone", input.PatronPhone),
            ("PatronFax", input.PatronFax), ("PatronAddress", input.PatronAddress),
        ];
        var losses = dropped.Where(field => Has(field.Value))
            .Select(field => new Loss(field.Field, LossKind.Dropped, "a pod passes it on to nobody")).ToArray();
        return losses.Length == 0 ? LossReport.None : new LossReport(losses);
    }
}

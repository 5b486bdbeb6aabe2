using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>What a call asks for that makes a request.</summary>
/// <param name="Side">Borrowing, or keyed in for lending.</param>
/// <param name="Content">What is wanted.</param>
/// <param name="Partners">Borrowing: the rota, in order. Lending: the one that asks.</param>
/// <param name="ExternalId">Lending: the borrower's number.</param>
/// <param name="Note">To or from the partner.</param>
/// <param name="InternalNote">For our staff.</param>
/// <param name="Rota">Borrowing: the rota template, where no partners are named.</param>
/// <param name="Owner">The code of our library that it belongs to.</param>
internal sealed record RequestDraft(
    Side Side, IllRequest Content, IReadOnlyList<string> Partners, string? ExternalId, string? Note,
    string? InternalNote, string? Rota, string? Owner)
{
    /// <summary>Borrowing: was the copyright declaration accepted?</summary>
    public bool? CopyrightDeclaration { get; init; }

    /// <summary>Borrowing: the copyright status.</summary>
    public string? CopyrightStatus { get; init; }

    /// <summary>Kinds of items.</summary>
    public static readonly IReadOnlyDictionary<string, ItemType> CitationTypes = new Dictionary<string, ItemType>
    {
        ["BK"] = ItemType.Monograph, ["CR"] = ItemType.Serial, ["book"] = ItemType.Monograph,
        ["journal"] = ItemType.Serial,
        ["other"] = ItemType.Other,
    };

    /// <summary>Reads the body of the call.</summary>
    public static (RequestDraft? Draft, ApiProblem? Problem) Read(JsonBody body, DateOnly today)
    {
        var fields = new FieldReader(body);
        var side = fields.Choice("role", Words.Roles) ?? Side.Borrowing;
        var citation = ReadCitation(fields);
        var content = ReadContent(fields, citation, side, today);
        var draft = new RequestDraft(
            side, content, ReadPartners(fields), fields.Line("externalId", ApiLimits.WordChars),
            NoteWith(content.Part, fields.Note("note")),
            fields.Note("internalNote"), fields.Line("rota", ApiLimits.WordChars),
            fields.Line("owner", ApiLimits.WordChars))
        {
            CopyrightDeclaration = fields.Bool("copyrightDeclaration"),
            CopyrightStatus = fields.Line("copyrightStatus", ApiLimits.WordChars),
        };
        fields.Finish();
        return fields.Faults.Count > 0
            ? (null, ApiProblem.InvalidFields(fields.Faults))
            : (draft, draft.WhyIncomplete());
    }

    /// <summary>Why no request can be made of it; null when one can.</summary>
    public ApiProblem? WhyIncomplete()
    {
        var citation = Content.Citation;
        string?[] keys =
            [citation.Title, citation.ArticleTitle, citation.Isbn, citation.Issn, citation.Doi,
                citation.PubMedId, citation.OclcNumber];
        if (keys.All(key => key is null))
        {
            return ApiProblem.Unprocessable("title",
                "Say what is wanted: one of title, articleTitle, journalTitle, isbn, issn, doi, pmid or oclcNumber.");
        }

        if (Rota is not null && (Side == Side.Lending || Partners.Count > 0))
        {
            return ApiProblem.Unprocessable("rota", Side == Side.Lending
                ? "A lending request has no rota: the borrower has one."
                : "Say rota, or partner or partners, not both.");
        }

        if (Side == Side.Borrowing)
        {
            return ExternalId is null
                ? null
                : ApiProblem.Unprocessable("externalId",
                    "externalId is the borrower's number: a borrowing request gets ours.");
        }

        return Partners.Count != 1 ? ApiProblem.Unprocessable("partner",
            "A lending request names in partner the one library that asks.")
            : ExternalId is null ? ApiProblem.Unprocessable("externalId",
                "A lending request needs in externalId the borrower's number for it.")
            : null;
    }

    // Alma's records say title and journalTitle for an article and its journal, with the article's author in author;
    // others say articleTitle and journalTitle, or title and chapterTitle. All come out alike.
    public static Citation ReadCitation(FieldReader fields)
    {
        var title = fields.Line("title");
        var subtitle = fields.Line("subtitle");
        var journal = fields.Line("journalTitle");
        var article = OneOf(fields, "articleTitle", "chapterTitle");
        var author = fields.Line("author");
        var articleAuthor = OneOf(fields, "articleAuthor", "chapterAuthor");
        if (journal is not null && title is not null && article is not null && title != journal
            && title != article)
        {
            fields.Fault("title", "title names something else than journalTitle and articleTitle; leave one of the three out.");
        }

        var isArticleOfJournal = journal is not null
            && (article ?? (title == journal ? null : title)) is not null;
        var isAuthorOfArticle = isArticleOfJournal && articleAuthor is null;
        var isbn = fields.Line("isbn", ApiLimits.WordChars);
        var issn = fields.Line("issn", ApiLimits.WordChars);
        var type = fields.Choice("citationType", CitationTypes)
            ?? (journal is not null || (issn is not null && isbn is null) ? ItemType.Serial
                : title is not null || isbn is not null ? ItemType.Monograph
                : null);
        return WithNumbers(fields, new Citation
        {
            ItemType = type,
            Title = journal ?? title,
            Subtitle = subtitle,
            Author = isAuthorOfArticle ? null : author,
            ArticleTitle = article ?? (isArticleOfJournal ? title : null),
            ArticleAuthor = isAuthorOfArticle ? author : articleAuthor,
            Isbn = isbn,
            Issn = issn,
        });
    }

    private static Citation WithNumbers(FieldReader fields, Citation citation) => citation with
    {
        Volume = fields.Line("volume", ApiLimits.WordChars),
        Issue = fields.Line("issue", ApiLimits.WordChars),
        Pages = fields.Line("pages", ApiLimits.WordChars),
        PublicationDate = fields.Line("year", ApiLimits.WordChars),
        Edition = fields.Line("edition", ApiLimits.WordChars),
        Publisher = fields.Line("publisher"),
        PlaceOfPublication = fields.Line("placeOfPublication"),
        Series = fields.Line("series"),
        Doi = fields.Line("doi"),
        PubMedId = fields.Line("pmid", ApiLimits.WordChars),
        OclcNumber = fields.Line("oclcNumber", ApiLimits.WordChars),
        LccNumber = fields.Line("lccn", ApiLimits.WordChars),
        CallNumber = fields.Line("callNumber", ApiLimits.WordChars),
        Languages = fields.Words("languages", ApiLimits.Languages, """["en", "no"]"""),
        VerificationSource = fields.Line("source"),
    };

    private static IllRequest ReadContent(FieldReader fields, Citation citation, Side side, DateOnly today)
    {
        var format = fields.Choice("format", Words.Formats) ?? SupplyFormat.Physical;
        var neededBy = NotPast(fields, "neededBy", side, today);
        var expiresOn = NotPast(fields, "expiresOn", side, today);
        var maximumCost = fields.Money("maximumCost");
        var willPay = fields.Bool("willPayFee");
        var part = ReadPart(fields);
        if (part?.ToPages() is { } pages && citation.Pages is { } cited && part.Pages.Count > 0 && pages != cited)
        {
            fields.Fault("pages", "pages names other pages than part.pages; leave one of the two out.");
        }

        return new IllRequest
        {
            Citation = citation with { Pages = citation.Pages ?? part?.ToPages() },
            Part = part,
            Services = [format == SupplyFormat.Physical ? ServiceType.Loan : ServiceType.CopyNonReturnable],
            Media = format == SupplyFormat.Digital ? [new SupplyMedium(MediumType.MachineReadable)] : [],
            Patron = ReadPatron(fields),
            LevelOfService = fields.Line("levelOfService", ApiLimits.WordChars),
            NeededBy = neededBy,
            Expiry = expiresOn is null ? ExpiryFlag.NoExpiry : ExpiryFlag.OtherDate,
            ExpiresOn = expiresOn,
            Cost = maximumCost is null && willPay is null
                ? null
                : new CostInfo { MaximumCost = maximumCost, WillPayFee = willPay == true },
            CopyrightCompliance = fields.Line("copyrightCompliance", ApiLimits.WordChars),
        };
    }

    // Alma's names: required pages from/to, required chapters, full chapter, totals of the resource, includes images.
    private static RequestedPart? ReadPart(FieldReader fields)
    {
        if (fields.Object("part", """{"chapters": "3", "pages": ["11-25"]}""") is not { } inner)
        {
            return null;
        }

        var pages = new List<PageRange>();
        foreach (var text in inner.Words("pages", PageRange.MaxRanges, """["11-25", "40"]"""))
        {
            if (PageRange.TryParse(text, out var range))
            {
                pages.Add(range);
            }
            else
            {
                inner.Fault("pages", $"part.pages has \"{Echo.Of(text)}\"; write pages like \"11-25\", \"xi-xx\" or \"40\".");
            }
        }

        var part = new RequestedPart
        {
            Chapters = inner.Line("chapters", ApiLimits.WordChars),
            IsFullChapter = inner.Bool("fullChapter") == true,
            Pages = pages,
            TotalPages = inner.Whole("totalPages", ApiLimits.PagesOrChapters),
            TotalChapters = inner.Whole("totalChapters", ApiLimits.PagesOrChapters),
            HasImages = inner.Bool("includesImages"),
        };
        if (part.RequiredPages > part.TotalPages)
        {
            inner.Fault("pages", $"part.pages are {part.RequiredPages} pages; the whole item has {part.TotalPages}.");
        }

        inner.Finish();
        return part == new RequestedPart { Pages = part.Pages } && pages.Count == 0 ? null : part;
    }

    /// <summary>Chapters and images have no place in most protocols: partners read of them in the note.</summary>
    private static string? NoteWith(RequestedPart? part, string? note) =>
        part?.ToNote() is { } said ? (note is null ? said : $"{said}\n{note}") : note;

    private static Patron? ReadPatron(FieldReader fields)
    {
        if (fields.Object("patron", """{"name": "A. Reader", "identifier": "P-1"}""") is not { } inner)
        {
            return null;
        }

        var patron = new Patron
        {
            Name = inner.Line("name", ApiLimits.WordChars),
            Identifier = inner.Line("identifier", ApiLimits.WordChars),
            Status = inner.Line("status", ApiLimits.WordChars),
            Email = inner.Line("email", ApiLimits.WordChars),
        };
        inner.Finish();
        return patron == new Patron() ? null : patron;
    }

    /// <summary>The suppliers, by one field or the other.</summary>
    public static IReadOnlyList<string> ReadPartners(FieldReader fields)
    {
        var one = fields.Line("partner", ApiLimits.WordChars);
        var several = fields.Words("partners", ApiLimits.RotaPartners, """["EAST", "SOUTH"]""");
        if (one is not null && several.Count > 0)
        {
            fields.Fault("partner", "Say partner for one, or partners for a rota, not both.");
        }

        return one is null ? several : [one];
    }

    private static DateOnly? NotPast(FieldReader fields, string name, Side side, DateOnly today)
    {
        var date = fields.Date(name);
        if (date < today && side == Side.Borrowing)
        {
            fields.Fault(name, $"{name} is {date:yyyy-MM-dd}, which is past; today is {today:yyyy-MM-dd}.");
        }

        return date;
    }

    private static string? OneOf(FieldReader fields, string name, string alias)
    {
        var (first, second) = (fields.Line(name), fields.Line(alias));
        if (first is not null && second is not null && first != second)
        {
            fields.Fault(alias, $"{alias} is another name of {name}; say one of them.");
        }

        return first ?? second;
    }
}

/// <summary>Words of the interface and what they stand for.</summary>
internal static class Words
{
    /// <summary>Our role.</summary>
    public static IReadOnlyDictionary<string, Side> Roles { get; } = new Dictionary<string, Side>
    {
        ["borrower"] = Side.Borrowing, ["lender"] = Side.Lending, ["borrowing"] = Side.Borrowing,
        ["lending"] = Side.Lending,
    };

    /// <summary>How an item is supplied.</summary>
    public static IReadOnlyDictionary<string, SupplyFormat> Formats { get; } = new Dictionary<string,
        SupplyFormat>
    {
        ["PHYSICAL"] = SupplyFormat.Physical, ["DIGITAL"] = SupplyFormat.Digital,
        ["PHYSICAL_NON_RETURNABLE"] = SupplyFormat.PhysicalNonReturnable,
    };

    /// <summary>How a file goes.</summary>
    public static IReadOnlyDictionary<string, FileDelivery> Deliveries { get; } = new Dictionary<string, FileDelivery>
    {
        ["link"] = FileDelivery.Link, ["attachment"] = FileDelivery.Attachment,
    };

    /// <summary>How an item was supplied; UNDEFINED while it was not.</summary>
    public static IReadOnlyDictionary<string, SupplyFormat> SuppliedFormats { get; } =
        new Dictionary<string, SupplyFormat>(Formats) { ["UNDEFINED"] = SupplyFormat.Undefined };

    /// <summary>All statuses by code.</summary>
    public static IReadOnlyDictionary<string, Status> Statuses { get; } = StatusCatalog.Of(Side.Borrowing)
        .Concat(StatusCatalog.Of(Side.Lending)).DistinctBy(info => info.Code)
        .ToDictionary(info => info.Code, info => info.Status);

    /// <summary>Kinds of approvals.</summary>
    public static IReadOnlyDictionary<string, ApprovalKind> Approvals { get; } = new Dictionary<string, ApprovalKind>
    {
        ["approval"] = ApprovalKind.Approval, ["copyright"] = ApprovalKind.Copyright,
    };

    /// <summary>All staff actions by name.</summary>
    public static IReadOnlyDictionary<string, StaffAction> Actions { get; } =
        Enum.GetValues<StaffAction>().ToDictionary(action => IsoCode.Kebab(action.ToString()));

    /// <summary>All actions on requests as tasks, by name.</summary>
    public static IReadOnlyDictionary<string, TaskAction> TaskActions { get; } =
        Enum.GetValues<TaskAction>().ToDictionary(action => IsoCode.Kebab(action.ToString()));

    /// <summary>Makes a copy of a request; not an action on it.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>All names of actions.</summary>
    public static IReadOnlyList<string> AllActions { get; } = [.. Actions.Keys, .. TaskActions.Keys, Duplicate];

    /// <summary>Our role in a word.</summary>
    public static string Of(Side side) => side == Side.Borrowing ? "borrower" : "lender";

    /// <summary>The word of a format.</summary>
    public static string Of(SupplyFormat format) => format switch
    {
        SupplyFormat.Physical => "PHYSICAL",
        SupplyFormat.Digital => "DIGITAL",
        SupplyFormat.PhysicalNonReturnable => "PHYSICAL_NON_RETURNABLE",
        _ => "UNDEFINED",
    };

    /// <summary>The format that the kinds of supply and the media mean.</summary>
    public static string Format(IllRequest content) => Of(content.Format());
}

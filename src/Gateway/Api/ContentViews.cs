using System.ComponentModel;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>What is wanted, for whom, how.</summary>
internal sealed record ContentView
{
    public ContentView(IllRequest content)
    {
        Citation = new CitationView(content.Citation);
        Part = PartView.Of(content);
        Format = Words.Format(content);
        Services = content.Services.Select(service => IsoCode.Name(service)).ToArray();
        Patron = content.Patron;
        LevelOfService = content.LevelOfService;
        MaximumCost = content.Cost?.MaximumCost;
        WillPayFee = content.Cost?.WillPayFee == true;
        CopyrightCompliance = content.CopyrightCompliance;
        DeliverTo = content.DeliverTo?.Postal?.Lines().ToArray();
        DeliverElectronicallyTo = content.DeliverTo?.Electronic;
    }

    public CitationView Citation { get; }

    [Description("What is wanted of the item; null for all of it.")]
    public PartView? Part { get; }

    [Description("PHYSICAL, DIGITAL or PHYSICAL_NON_RETURNABLE.")]
    public string Format { get; }

    public IReadOnlyList<string> Services { get; }

    public Patron? Patron { get; }

    public string? LevelOfService { get; }

    public Money? MaximumCost { get; }

    public bool WillPayFee { get; }

    public string? CopyrightCompliance { get; }

    public IReadOnlyList<string>? DeliverTo { get; }

    public ElectronicAddress? DeliverElectronicallyTo { get; }
}

/// <summary>What is wanted.</summary>
internal sealed record CitationView
{
    public CitationView(Citation citation)
    {
        CitationType = citation.ItemType is { } type ? IsoCode.Name(type) : null;
        Title = citation.Title;
        Subtitle = citation.Subtitle;
        Author = citation.Author;
        ArticleTitle = citation.ArticleTitle;
        ArticleAuthor = citation.ArticleAuthor;
        Volume = citation.Volume;
        Issue = citation.Issue ?? citation.VolumeAndIssue;
        Pages = citation.Pages;
        Year = citation.PublicationDate ?? citation.IssueDate;
        Edition = citation.Edition;
        Publisher = citation.Publisher;
        PlaceOfPublication = citation.PlaceOfPublication;
        Series = citation.Series;
        Isbn = citation.Isbn;
        Issn = citation.Issn;
        Doi = citation.Doi;
        Pmid = citation.PubMedId;
        OclcNumber = citation.OclcNumber;
        Lccn = citation.LccNumber;
        OtherNumbers = citation.OtherNumbers;
        CallNumber = citation.CallNumber;
        Languages = citation.Languages;
        Source = citation.VerificationSource;
    }

    [Description("monograph, serial or other.")]
    public string? CitationType { get; }

    [Description("Of the book, or of the journal that holds the article.")]
    public string? Title { get; }

    public string? Subtitle { get; }

    public string? Author { get; }

    [Description("Of the article or chapter.")]
    public string? ArticleTitle { get; }

    public string? ArticleAuthor { get; }

    public string? Volume { get; }

    public string? Issue { get; }

    public string? Pages { get; }

    public string? Year { get; }

    public string? Edition { get; }

    public string? Publisher { get; }

    public string? PlaceOfPublication { get; }

    public string? Series { get; }

    public string? Isbn { get; }

    public string? Issn { get; }

    public string? Doi { get; }

    public string? Pmid { get; }

    public string? OclcNumber { get; }

    public string? Lccn { get; }

    public string? OtherNumbers { get; }

    public string? CallNumber { get; }

    public IReadOnlyList<string> Languages { get; }

    public string? Source { get; }
}

/// <summary>The days of a request.</summary>
internal sealed record DatesView
{
    public DatesView(RequestState state, Network network)
    {
        PatronDueDate = network.PatronDueOn(state);
        AnonymisedOn = state.AnonymisedOn;
        SentOn = state.SentOn;
        ShippedOn = state.ShippedOn;
        ReceivedOn = state.ReceivedOn;
        ReturnedOn = state.ReturnedOn;
        DueDate = state.DueOn;
        OriginalDueDate = state.OriginalDueOn;
        DesiredDueDate = state.DesiredDueOn;
        DateForReply = state.ReplyBy;
        NeededBy = state.Content.NeededBy;
        ExpiresOn = state.ExpiresOn;
        LastTransitionOn = state.LastTransitionOn;
    }

    public DateOnly? SentOn { get; }

    public DateOnly? ShippedOn { get; }

    public DateOnly? ReceivedOn { get; }

    public DateOnly? ReturnedOn { get; }

    public DateOnly? DueDate { get; }

    [Description("Borrowing: the due date for the patron, earlier by the days in transit to the partner.")]
    public DateOnly? PatronDueDate { get; }

    [Description("The day on which the patron and all notes were removed.")]
    public DateOnly? AnonymisedOn { get; }

    [Description("The due date before a recall.")]
    public DateOnly? OriginalDueDate { get; }

    public DateOnly? DesiredDueDate { get; }

    public DateOnly? DateForReply { get; }

    public DateOnly? NeededBy { get; }

    public DateOnly? ExpiresOn { get; }

    public DateOnly LastTransitionOn { get; }
}

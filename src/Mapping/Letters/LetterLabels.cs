using System.ComponentModel.DataAnnotations;

namespace ResourceSharing.Mapping.Letters;

/// <summary>What a letter of another system is about.</summary>
public enum SystemLetterKind
{
    /// <summary>It asks for something.</summary>
    Request,

    /// <summary>It asks where the answer stays.</summary>
    Claim,

    /// <summary>It no longer wants it.</summary>
    Cancel,

    /// <summary>It has arrived.</summary>
    Received,

    /// <summary>It asks for a renewal.</summary>
    Renew,

    /// <summary>It is on its way back.</summary>
    Returned,

    /// <summary>It is lost.</summary>
    Lost,

    /// <summary>It is damaged.</summary>
    Damaged,

    /// <summary>It will be supplied.</summary>
    WillSupply,

    /// <summary>It is not supplied.</summary>
    Rejected,

    /// <summary>It is on its way.</summary>
    Shipped,

    /// <summary>The answer to a renewal.</summary>
    RenewAnswer,

    /// <summary>It is back.</summary>
    CheckedIn,

    /// <summary>It is wanted back.</summary>
    Recall,

    /// <summary>It is overdue.</summary>
    Overdue,

    /// <summary>A note.</summary>
    Message,
}

/// <summary>The names of one kind of letter of another system, as they stand in its subject or first lines.</summary>
public sealed record LetterNameConfig
{
    /// <summary>The kind.</summary>
    public required SystemLetterKind Kind { get; init; }

    /// <summary>The names.</summary>
    [MinLength(1), MaxLength(20)]
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>The labels before the values in letters of other systems; the forms of one label separated by a bar. Case does
/// not matter.</summary>
public sealed record LetterLabels
{
    /// <summary>The number of the request.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>Title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Title of the journal.</summary>
    public string JournalTitle { get; init; } = "";

    /// <summary>Author.</summary>
    public string Author { get; init; } = "";

    /// <summary>Title of the article or chapter.</summary>
    public string ArticleTitle { get; init; } = "";

    /// <summary>Publisher.</summary>
    public string Publisher { get; init; } = "";

    /// <summary>Place of publication.</summary>
    public string Place { get; init; } = "";

    /// <summary>Year or date of publication.</summary>
    public string Published { get; init; } = "";

    /// <summary>Edition.</summary>
    public string Edition { get; init; } = "";

    /// <summary>Volume.</summary>
    public string Volume { get; init; } = "";

    /// <summary>Issue.</summary>
    public string Issue { get; init; } = "";

    /// <summary>Pages.</summary>
    public string Pages { get; init; } = "";

    /// <summary>ISBN.</summary>
    public string Isbn { get; init; } = "";

    /// <summary>ISSN.</summary>
    public string Issn { get; init; } = "";

    /// <summary>DOI.</summary>
    public string Doi { get; init; } = "";

    /// <summary>Call number.</summary>
    public string CallNumber { get; init; } = "";

    /// <summary>The day of the request.</summary>
    public string RequestDate { get; init; } = "";

    /// <summary>Of no use after this day.</summary>
    public string NeededBy { get; init; } = "";

    /// <summary>At most this will be paid.</summary>
    public string MaximumFee { get; init; } = "";

    /// <summary>Physical or digital.</summary>
    public string Format { get; init; } = "";

    /// <summary>The note.</summary>
    public string Note { get; init; } = "";

    /// <summary>The reason.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The day it left the lender.</summary>
    public string ShippedOn { get; init; } = "";

    /// <summary>The due date.</summary>
    public string DueOn { get; init; } = "";

    /// <summary>The due date that is wanted.</summary>
    public string DesiredDueOn { get; init; } = "";

    /// <summary>The day it arrived at the borrower.</summary>
    public string ReceivedOn { get; init; } = "";

    /// <summary>The day it left the borrower.</summary>
    public string ReturnedOn { get; init; } = "";

    /// <summary>The day it was back at the lender.</summary>
    public string CheckedInOn { get; init; } = "";

    /// <summary>Yes or no to a renewal.</summary>
    public string Answer { get; init; } = "";

    /// <summary>All of them by name.</summary>
    internal IEnumerable<(string Name, string Forms)> All() =>
    [
        (nameof(RequestId), RequestId), (nameof(Title), Title), (nameof(JournalTitle), JournalTitle),
        (nameof(Author), Author), (nameof(ArticleTitle), ArticleTitle), (nameof(Publisher), Publisher),
        (nameof(Place), Place), (nameof(Published), Published), (nameof(Edition), Edition), (nameof(Volume), Volume),
        (nameof(Issue), Issue), (nameof(Pages), Pages), (nameof(Isbn), Isbn), (nameof(Issn), Issn), (nameof(Doi), Doi),
        (nameof(CallNumber), CallNumber), (nameof(RequestDate), RequestDate), (nameof(NeededBy), NeededBy),
        (nameof(MaximumFee), MaximumFee), (nameof(Format), Format), (nameof(Note), Note), (nameof(Reason), Reason),
        (nameof(ShippedOn), ShippedOn), (nameof(DueOn), DueOn), (nameof(DesiredDueOn), DesiredDueOn),
        (nameof(ReceivedOn), ReceivedOn), (nameof(ReturnedOn), ReturnedOn), (nameof(CheckedInOn), CheckedInOn),
        (nameof(Answer), Answer),
    ];
}

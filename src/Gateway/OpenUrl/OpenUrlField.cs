using System.Globalization;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>What stands in a field.</summary>
internal enum FormKind
{
    /// <summary>One line.</summary>
    Line = 1,

    /// <summary>Several lines.</summary>
    Text,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A mail address.</summary>
    Email,

    /// <summary>Loan or copy.</summary>
    Service,

    /// <summary>Book, journal or other.</summary>
    ItemType,
}

/// <summary>Where a field stands on the page.</summary>
internal enum FormPart
{
    /// <summary>What is wanted.</summary>
    Item = 1,

    /// <summary>The rest about it, folded away.</summary>
    More,

    /// <summary>Who wants it.</summary>
    Patron,
}

/// <summary>A field of the form.</summary>
/// <param name="Name">In the form, and among the words.</param>
/// <param name="Part">Where it stands.</param>
/// <param name="Of">What a link says about it.</param>
internal sealed record OpenUrlField(string Name, FormPart Part, Func<OpenUrlRequest, string?> Of)
{
    /// <summary>All fields in their order.</summary>
    public static IReadOnlyList<OpenUrlField> All { get; } =
    [
        new("service", FormPart.Item, link => link.Content.Services is [ServiceType.CopyNonReturnable, ..] ? "copy" : "loan")
        {
            Kind = FormKind.Service,
        },
        new("type", FormPart.Item, link => link.Content.Citation.ItemType switch
        {
            ItemType.Monograph => "book", ItemType.Serial => "journal", ItemType.Other => "other", _ => null,
        })
        {
            Kind = FormKind.ItemType,
        },
        Line("item-title", FormPart.Item, one => one.Title),
        Line("author", FormPart.Item, one => one.Author),
        Line("article-title", FormPart.Item, one => one.ArticleTitle),
        Line("article-author", FormPart.Item, one => one.ArticleAuthor),
        Word("volume", FormPart.Item, one => one.Volume),
        Word("issue", FormPart.Item, one => one.Issue),
        Word("pages", FormPart.Item, one => one.Pages),
        Word("year", FormPart.Item, one => one.PublicationDate),
        Word("issue-date", FormPart.More, one => one.IssueDate),
        Word("edition", FormPart.More, one => one.Edition),
        Line("publisher", FormPart.More, one => one.Publisher),
        Line("place", FormPart.More, one => one.PlaceOfPublication),
        Line("series", FormPart.More, one => one.Series),
        Word("isbn", FormPart.More, one => one.Isbn),
        Word("issn", FormPart.More, one => one.Issn),
        Line("doi", FormPart.More, one => one.Doi),
        Word("pmid", FormPart.More, one => one.PubMedId),
        Word("oclc", FormPart.More, one => one.OclcNumber),
        Word("lccn", FormPart.More, one => one.LccNumber),
        Line("other-numbers", FormPart.More, Numbers),
        Person("user-id", "username", patron => patron.Identifier),
        Person("name", "name", patron => patron.Name),
        Person("email", "email", patron => patron.Email) with { Kind = FormKind.Email },
        new("needed-by", FormPart.Patron, link => link.Content.NeededBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        {
            Kind = FormKind.Date,
        },
        new("pickup", FormPart.Patron, link => link.PickupLocation) { MaxChars = ApiLimits.WordChars },
        new("note", FormPart.Patron, link => link.Note) { Kind = FormKind.Text, MaxChars = OpenUrlPageLimits.NoteChars },
    ];

    /// <summary>What stands in it.</summary>
    public FormKind Kind { get; init; } = FormKind.Line;

    /// <summary>At most so many characters.</summary>
    public int MaxChars { get; init; } = ApiLimits.LineChars;

    /// <summary>What a browser may fill in by itself; nothing when null.</summary>
    public string? AutoComplete { get; init; }

    /// <summary>The id of a field on the page.</summary>
    public static string Id(string name) => $"f-{name}";

    private static OpenUrlField Line(string name, FormPart part, Func<Citation, string?> of) =>
        new(name, part, link => of(link.Content.Citation));

    private static OpenUrlField Word(string name, FormPart part, Func<Citation, string?> of) =>
        Line(name, part, of) with { MaxChars = ApiLimits.WordChars };

    private static OpenUrlField Person(string name, string autoComplete, Func<Patron, string?> of) =>
        new(name, FormPart.Patron, link => link.Content.Patron is { } patron ? of(patron) : null)
        {
            MaxChars = ApiLimits.WordChars, AutoComplete = autoComplete,
        };

    /// <summary>A form has no fields for records of other systems.</summary>
    private static string? Numbers(Citation citation)
    {
        string[] all =
        [
            .. citation.OtherNumbers is { } others ? [others] : Array.Empty<string>(),
            .. citation.SystemNumbers.Select(number => $"{number.System} {number.Number}"),
        ];
        return all.Length == 0 ? null : string.Join("; ", all);
    }
}

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// What is wanted, as the requester describes it. A chapter or an article has its own title and author
/// (<see cref="ArticleTitle"/>, <see cref="ArticleAuthor"/>) beside those of the volume that holds it.
/// Source: ISO 10161-1 Item-Id with extension 1.0.10161.13.9; Alma's request object for the rest.
/// </summary>
public sealed record Citation
{
    /// <summary>Monograph, serial or other.</summary>
    public ItemType? ItemType { get; init; }

    /// <summary>The medium in which the item is held.</summary>
    public MediumType? Medium { get; init; }

    /// <summary>Title of the book, or of the journal that holds the article.</summary>
    public string? Title { get; init; }

    /// <summary>Subtitle.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Author of the book or editor of the journal.</summary>
    public string? Author { get; init; }

    /// <summary>Title of the article or chapter.</summary>
    public string? ArticleTitle { get; init; }

    /// <summary>Author of the article or chapter.</summary>
    public string? ArticleAuthor { get; init; }

    /// <summary>Corporate body that sponsored the work.</summary>
    public string? SponsoringBody { get; init; }

    /// <summary>Publisher.</summary>
    public string? Publisher { get; init; }

    /// <summary>Place of publication.</summary>
    public string? PlaceOfPublication { get; init; }

    /// <summary>Date of publication as it is cited; a year, mostly.</summary>
    public string? PublicationDate { get; init; }

    /// <summary>Date of the issue that holds the article.</summary>
    public string? IssueDate { get; init; }

    /// <summary>Edition statement.</summary>
    public string? Edition { get; init; }

    /// <summary>True when no other edition will do.</summary>
    public bool ThisEditionOnly { get; init; }

    /// <summary>Series title and number.</summary>
    public string? Series { get; init; }

    /// <summary>Volume.</summary>
    public string? Volume { get; init; }

    /// <summary>Issue.</summary>
    public string? Issue { get; init; }

    /// <summary>Volume and issue in one text, where the sender did not separate them: <c>12(3)</c>.</summary>
    public string? VolumeAndIssue { get; init; }

    /// <summary>Pages, as cited.</summary>
    public string? Pages { get; init; }

    /// <summary>ISBN as it was given; hyphens and 10 or 13 digits alike.</summary>
    public string? Isbn { get; init; }

    /// <summary>ISSN as it was given.</summary>
    public string? Issn { get; init; }

    /// <summary>Digital object identifier.</summary>
    public string? Doi { get; init; }

    /// <summary>PubMed identifier.</summary>
    public string? PubMedId { get; init; }

    /// <summary>OCLC number.</summary>
    public string? OclcNumber { get; init; }

    /// <summary>Library of Congress control number.</summary>
    public string? LccNumber { get; init; }

    /// <summary>Record numbers of other systems.</summary>
    public IReadOnlyList<SystemNumber> SystemNumbers { get; init; } = [];

    /// <summary>Other numbers and letters that identify the item.</summary>
    public string? OtherNumbers { get; init; }

    /// <summary>Call number at the supplier, where the requester knows it.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Where the citation was verified.</summary>
    public string? VerificationSource { get; init; }

    /// <summary>Uniform title.</summary>
    public string? UniformTitle { get; init; }

    /// <summary>Languages that will do, as the requester writes them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The title that a list shows: the article's where there is one, else the volume's.</summary>
    public string DisplayTitle => ArticleTitle ?? Title ?? UniformTitle ?? "(no title)";
}

/// <summary>The number of a record in a bibliographic system. Source: extension 1.0.10161.6.1.</summary>
/// <param name="System">The system's name (<c>oCLC</c>) or the symbol of its library.</param>
/// <param name="Number">The number in it.</param>
/// <param name="Database">The database in that system, where one was named.</param>
public sealed record SystemNumber(string System, string Number, string? Database = null);

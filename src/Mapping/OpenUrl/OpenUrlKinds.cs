using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>What kind of thing a link is about.</summary>
internal static class OpenUrlKinds
{
    /// <summary>As the link says; else as its format and keys let us guess.</summary>
    public static OpenUrlGenre Of(OpenUrlFields fields)
    {
        var said = fields.Rft("genre");
        var genre = Named(said);
        if (genre == OpenUrlGenre.Unknown)
            genre = Guess(fields);
        if (said is not null && genre == OpenUrlGenre.Unknown && Named(said) == OpenUrlGenre.Unknown
            && !said.Equals("unknown", StringComparison.OrdinalIgnoreCase))
        {
            fields.Note("rft.genre", LossKind.Dropped, "not a genre of journals, books or dissertations");
        }

        // Many systems call a chapter a book, and an article a journal.
        var hasPart = fields.Rft("atitle") is not null;
        return (genre, hasPart) switch
        {
            (OpenUrlGenre.Book, true) => OpenUrlGenre.BookItem,
            (OpenUrlGenre.Journal or OpenUrlGenre.Issue, true) => OpenUrlGenre.Article,
            _ => genre,
        };
    }

    /// <summary>Is the title that was asked for that of a part?</summary>
    public static bool IsPart(OpenUrlGenre genre) =>
        genre is OpenUrlGenre.Article or OpenUrlGenre.Proceeding or OpenUrlGenre.Preprint or OpenUrlGenre.BookItem;

    /// <summary>Monograph, serial or other; null when nothing tells.</summary>
    public static ItemType? ItemTypeOf(OpenUrlGenre genre, OpenUrlFields fields) => genre switch
    {
        OpenUrlGenre.Journal or OpenUrlGenre.Issue or OpenUrlGenre.Article or OpenUrlGenre.Preprint => ItemType.Serial,
        OpenUrlGenre.Proceeding or OpenUrlGenre.Conference => IsOfJournal(fields) ? ItemType.Serial : ItemType.Monograph,
        OpenUrlGenre.Book or OpenUrlGenre.BookItem or OpenUrlGenre.Report or OpenUrlGenre.Dissertation => ItemType.Monograph,
        OpenUrlGenre.Document => ItemType.Other,
        _ => null,
    };

    private static OpenUrlGenre Named(string? said) => said?.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "journal" => OpenUrlGenre.Journal,
        "issue" => OpenUrlGenre.Issue,
        "article" => OpenUrlGenre.Article,
        "proceeding" => OpenUrlGenre.Proceeding,
        "conference" => OpenUrlGenre.Conference,
        "preprint" => OpenUrlGenre.Preprint,
        "book" => OpenUrlGenre.Book,
        "bookitem" or "bookchapter" or "chapter" => OpenUrlGenre.BookItem,
        "report" => OpenUrlGenre.Report,
        "document" => OpenUrlGenre.Document,
        "dissertation" or "thesis" => OpenUrlGenre.Dissertation,
        _ => OpenUrlGenre.Unknown,
    };

    private static OpenUrlGenre Guess(OpenUrlFields fields)
    {
        var hasPart = fields.Rft("atitle") is not null;
        var isJournal = fields.Rft("issn", "eissn", "jtitle") is not null;
        var isBook = fields.Rft("isbn", "eisbn", "btitle") is not null;
        return Format(fields) switch
        {
            "journal" => hasPart ? OpenUrlGenre.Article : OpenUrlGenre.Journal,
            "book" => OpenUrlGenre.Book,
            "dissertation" => OpenUrlGenre.Dissertation,
            _ when hasPart && isJournal => OpenUrlGenre.Article,
            _ when hasPart && isBook => OpenUrlGenre.BookItem,
            _ when isBook => OpenUrlGenre.Book,
            _ when isJournal => OpenUrlGenre.Journal,
            _ => OpenUrlGenre.Unknown,
        };
    }

    /// <summary>The last word of <c>info:ofi/fmt:kev:mtx:journal</c>.</summary>
    private static string? Format(OpenUrlFields fields) =>
        fields.First("rft_val_fmt") is { } format ? format[(format.LastIndexOf(':') + 1)..].ToLowerInvariant() : null;

    private static bool IsOfJournal(OpenUrlFields fields) => Format(fields) is { } format
        ? format == "journal"
        : fields.Rft("issn", "eissn", "jtitle") is not null && fields.Rft("isbn", "eisbn", "btitle") is null;
}

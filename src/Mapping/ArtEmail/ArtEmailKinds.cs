using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>Tells the kinds of detail lines apart. A citation has no kind "conference paper", so its words tell.</summary>
internal static class ArtEmailKinds
{
    private static readonly string[] ConferenceWords =
        ["conference", "congress", "symposium", "proceedings", "workshop", "colloquium", "konferenz", "kongress", "colloque"];

    public static ArtEmailKind Of(Citation citation)
    {
        var isSerial = citation.ItemType == ItemType.Serial || (Has(citation.Issn) && !Has(citation.Isbn));
        if (!Has(citation.ArticleTitle))
            return isSerial || Has(citation.Issue) ? ArtEmailKind.Article : ArtEmailKind.Book;
        if (isSerial)
            return ArtEmailKind.Article;
        if (Has(citation.SponsoringBody) || IsConference(citation.Title))
            return ArtEmailKind.ConferencePaper;
        return citation.ItemType == ItemType.Monograph || Has(citation.Isbn) ? ArtEmailKind.Chapter : ArtEmailKind.Article;
    }

    private static bool IsConference(string? title) =>
        title is not null && ConferenceWords.Any(word => title.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);
}

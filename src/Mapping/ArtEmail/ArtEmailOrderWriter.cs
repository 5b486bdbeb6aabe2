using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>
/// Writes one order. Pure: the same request and context give the same text. Every line is cut at 40 columns and none is
/// wrapped, since the place of a line is its meaning. Source: feeds reference, 1.1.
/// </summary>
public static class ArtEmailOrderWriter
{
    /// <summary>Blank lines before an address, after the head of the file and after each order.</summary>
    internal const string Gap = "\n\n\n\n";

    /// <summary>Writes an order.</summary>
    /// <param name="content">What is wanted.</param>
    /// <param name="context">Reference, keywords, address.</param>
    public static ArtEmailResult Write(IllRequest content, ArtEmailContext context)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(context);
        var losses = new LossLog();
        var details = Details(content.Citation).Select(line => Line(line.Field, line.Text, losses))
            .Where(line => line.Length > 0).ToArray();
        if (details.Length == 0)
            return new ArtEmailResult.Failed("artemail-no-citation", "The request has nothing that an order could name.");
        var text = new StringBuilder($"TX{context.Reference} {context.Keywords}\n");
        foreach (var line in details)
            text.Append(line).Append('\n');
        if (context.DeliverTo is { } delivery)
        {
            var lines = AddressLines(delivery, losses);
            if (lines.Count == 0)
                return new ArtEmailResult.Failed("artemail-no-address", WhyNoAddress(delivery));
            text.Append(Gap).Append(":DELIVER ABOVE ITEM TO:\n").AppendJoin('\n', lines).Append('\n');
        }

        ArtEmailLosses.Note(content, context, ArtEmailKinds.Of(content.Citation), losses);
        return new ArtEmailResult.Written(text.ToString(), losses.ToReport());
    }

    private static IEnumerable<(string Field, string Text)> Details(Citation citation) => ArtEmailKinds.Of(citation) switch
    {
        ArtEmailKind.Article =>
        [
            ("title", Title(citation)), ("volume", Part(citation)), ("articleTitle", citation.ArticleTitle ?? ""),
            ("articleAuthor", citation.ArticleAuthor ?? citation.Author ?? ""), ("issn", Number(citation.Issn, citation)),
        ],
        ArtEmailKind.Book =>
        [
            ("title", Title(citation)), ("author", citation.Author ?? ""),
            ("publisher", Words(citation.Publisher, citation.PlaceOfPublication)),
            ("volume", Words(Year(citation), Named("VOL", Volume(citation)), Named("PT", citation.Issue), citation.Edition)),
            ("isbn", Number(citation.Isbn, citation)),
        ],
        ArtEmailKind.Chapter =>
        [
            ("title", Title(citation)),
            ("volume", Words(Year(citation), Named("VOL", Volume(citation)), Named("PP", citation.Pages))),
            ("articleTitle", citation.ArticleTitle ?? ""),
            ("articleAuthor", citation.ArticleAuthor ?? citation.Author ?? ""), ("isbn", Number(citation.Isbn, citation)),
        ],
        ArtEmailKind.ConferencePaper =>
        [
            ("title", Title(citation)),
            ("conference", Listed(citation.IssueDate, citation.PlaceOfPublication, citation.SponsoringBody)),
            ("volume", Part(citation)), ("articleTitle", Words(citation.ArticleTitle, citation.ArticleAuthor)),
            ("isbn", Number(citation.Isbn ?? citation.Issn, citation)),
        ],
        var other => throw new InvalidOperationException($"No such kind of order: {other}"),
    };

    private static string Title(Citation citation)
    {
        var title = citation.Title ?? citation.UniformTitle ?? "";
        return string.IsNullOrWhiteSpace(citation.Subtitle) ? title : $"{title}: {citation.Subtitle}";
    }

    private static string Part(Citation citation) => Words(
        Year(citation), Named("VOL", Volume(citation)), Named("PT", citation.Issue), Named("PP", citation.Pages));

    private static string? Volume(Citation citation) =>
        string.IsNullOrWhiteSpace(citation.Volume) ? citation.VolumeAndIssue : citation.Volume;

    /// <summary>The first four digits in a row; else the date as it is cited.</summary>
    private static string? Year(Citation citation)
    {
        var date = citation.PublicationDate ?? citation.IssueDate ?? "";
        for (var i = 0; i + 4 <= date.Length; i++)
        {
            if (date.AsSpan(i, 4).IndexOfAnyExceptInRange('0', '9') < 0)
                return date.Substring(i, 4);
        }

        return date;
    }

    private static string Number(string? number, Citation citation) => Words(number, citation.CallNumber);

    private static string? Named(string name, string? value) => string.IsNullOrWhiteSpace(value) ? null : $"{name} {value}";

    private static string Words(params string?[] parts) =>
        string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string Listed(params string?[] parts) =>
        string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string Line(string field, string text, LossLog losses)
    {
        var ascii = ArtEmailText.Ascii(text, out var unknown);
        if (unknown > 0)
        {
            losses.Add(field, LossKind.Defaulted,
                $"{unknown.ToString(CultureInfo.InvariantCulture)} characters have no ASCII spelling; a question mark stands there.");
        }

        var safe = ArtEmailText.Harmless(ascii);
        if (safe.Length <= ArtEmailLimits.Columns)
            return safe;
        losses.Add(field, LossKind.Dropped, "Cut at 40 characters.");
        return safe[..ArtEmailLimits.Columns].TrimEnd();
    }

    private static List<string> AddressLines(ArtEmailDelivery delivery, LossLog losses)
    {
        if (delivery is ArtEmailDelivery.Email email)
            return IsAddress(email.Address) ? [email.Address] : [];
        var all = ((ArtEmailDelivery.Postal)delivery).Address.Lines().ToArray();
        if (all.Length > ArtEmailLimits.AddressLines)
            losses.Add("deliverTo", LossKind.Dropped, "An address has at most six lines.");
        return [.. all.Take(ArtEmailLimits.AddressLines).Select(line => Line("deliverTo", line, losses))
            .Where(line => line.Length > 0)];
    }

    private static bool IsAddress(string text) =>
        text.Length <= ArtEmailLimits.EmailChars && text.Count(c => c == '@') == 1 && !text.StartsWith('@')
        && !text.EndsWith('@') && text.All(c => c is > ' ' and < '\u007f');

    private static string WhyNoAddress(ArtEmailDelivery delivery) => delivery is ArtEmailDelivery.Email
        ? "The mail address for the file has to be plain ASCII with one @ and at most 99 characters."
        : "The postal address for the item is empty.";
}

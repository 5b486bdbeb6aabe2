using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>Writes requests as links, by the conventions of the system that they lead to. Pure; the same request gives the
/// same link. Source: feeds reference, 3.1, 3.2, 3.5 and 3.6.</summary>
public static class OpenUrlWriter
{
    private const string Version = "Z39.88-2004";

    /// <summary>Writes a link.</summary>
    /// <param name="order">What to say.</param>
    /// <param name="target">Where it leads.</param>
    /// <returns>The link, or why there is none; the fault is public.</returns>
    public static (OpenUrlLink? Link, string? Fault) Write(OpenUrlOrder order, OpenUrlTarget target)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Template == OpenUrlTemplate.Relais && target.LibrarySymbol is null)
            return (null, "the patron portal of Relais needs the library's symbol");
        var parts = OpenUrlParts.Of(order);
        var query = new StringBuilder();
        foreach (var (key, value) in Keys(parts, target))
        {
            if (string.IsNullOrWhiteSpace(value))
                continue;
            query.Append(query.Length == 0 ? "" : "&").Append(key).Append('=').Append(Uri.EscapeDataString(value.Trim()));
        }

        var address = Address(target) + query;
        return address.Length > OpenUrlLimits.LinkChars
            ? (null, $"the link would be longer than {OpenUrlLimits.LinkChars} characters")
            : (new OpenUrlLink(address, OpenUrlLosses.Of(order, query.ToString(), target.Template)), null);
    }

    private static string Address(OpenUrlTarget target)
    {
        var start = target.Base.GetLeftPart(UriPartial.Query).TrimEnd('/', '?', '&');
        var site = target.SiteCode is { } code ? $"/{Uri.EscapeDataString(code)}" : "";
        return target.Template switch
        {
            OpenUrlTemplate.Illiad when target.Form is { } form =>
                string.Create(CultureInfo.InvariantCulture, $"{start}{site}/illiad.dll?Action=10&Form={form}&"),
            OpenUrlTemplate.Illiad => $"{start}{site}/illiad.dll/OpenURL?",
            OpenUrlTemplate.Relais => $"{start}/user/login.html?",
            OpenUrlTemplate.Tipasa => $"{start}/profile/route/openurl?",
            OpenUrlTemplate.Worldshare => $"{start}/account/route/wsill/openurl?",
            _ => start + (target.Base.Query.Length > 1 ? "&" : "?"),
        };
    }

    private static IEnumerable<(string Key, string? Value)> Keys(OpenUrlParts parts, OpenUrlTarget target) => target.Template switch
    {
        OpenUrlTemplate.Illiad => [.. Illiad(parts), .. Referrer(target)],
        OpenUrlTemplate.Relais => Relais(parts, target),
        OpenUrlTemplate.Generic =>
            [.. Standard(parts), .. Referrer(target), .. Requester(parts.Order.Content.Patron), .. Service(parts)],
        _ => [.. Standard(parts), .. Referrer(target)],
    };

    /// <summary>ILLiad wants the name of a journal in rft.jtitle, the OCLC number in rfe_dat, and the year alone in
    /// rft.date.</summary>
    private static IEnumerable<(string Key, string? Value)> Illiad(OpenUrlParts parts)
    {
        var one = parts.Citation;
        return
        [
            ("rft.genre", parts.Genre ?? (parts.IsCopy ? "article" : "book")),
            ("rft.jtitle", parts.IsSerial ? one.Title : null),
            ("rft.title", one.Title),
            ("rft.atitle", one.ArticleTitle),
            ("rft.date", one.PublicationDate ?? parts.YearOfIssue),
            ("rft.month", parts.MonthOfIssue),
            ("rft.volume", one.Volume),
            ("rft.issue", one.Issue),
            ("rft.spage", parts.FirstPage),
            ("rft.epage", parts.LastPage),
            ("rft.pages", parts.FirstPage is null ? one.Pages : null),
            ("rft.edition", one.Edition),
            ("rft.isbn", one.Isbn),
            ("rft.issn", one.Issn),
            ("rft.aulast", parts.IsPart ? parts.LastName : null),
            ("rft.aufirst", parts.IsPart ? parts.FirstName : null),
            ("rft.au", parts.IsPart && parts.LastName is not null ? null : parts.Author),
            ("rft.pub", one.Publisher),
            ("rft.place", one.PlaceOfPublication),
            ("rft.doi", one.Doi),
            ("rfe_dat", one.OclcNumber),
        ];
    }

    /// <summary>The portal signs the patron in first: LS is the library, PI and RK the patron.</summary>
    private static IEnumerable<(string Key, string? Value)> Relais(OpenUrlParts parts, OpenUrlTarget target)
    {
        var one = parts.Citation;
        var patron = parts.Order.Content.Patron?.Identifier;
        return
        [
            ("group", "patron"), ("LS", target.LibrarySymbol), ("dest", "discovery"), ("PI", patron), ("RK", patron),
            (parts.IsSerial ? "rft.jtitle" : "rft.btitle", one.Title),
            ("rft.atitle", one.ArticleTitle),
            ("rft.isbn", one.Isbn), ("rft.issn", one.Issn), ("rft.oclcnum", one.OclcNumber),
            ("rft.genre", parts.Genre ?? (parts.IsCopy ? "article" : "book")),
            ("rft.au", parts.Author),
            ("rft.date", one.IssueDate ?? one.PublicationDate), ("rft.volume", one.Volume), ("rft.issue", one.Issue),
            ("rft.pages", one.Pages), ("rft.edition", one.Edition), ("rft.pub", one.Publisher),
            ("rft.place", one.PlaceOfPublication),
        ];
    }

    /// <summary>OpenURL 1.0 as the standard has it.</summary>
    private static IEnumerable<(string Key, string? Value)> Standard(OpenUrlParts parts)
    {
        var one = parts.Citation;
        return
        [
            ("url_ver", Version), ("ctx_ver", Version), ("ctx_enc", "info:ofi/enc:UTF-8"),
            ("rft_val_fmt", parts.Format is { } format ? $"info:ofi/fmt:kev:mtx:{format}" : null),
            ("rft.genre", parts.Genre),
            (parts.IsSerial ? "rft.jtitle" : parts.Format == "book" ? "rft.btitle" : "rft.title", one.Title),
            ("rft.atitle", one.ArticleTitle),
            ("rft.au", parts.Author),
            ("rft.date", one.IssueDate ?? one.PublicationDate), ("rft.volume", one.Volume), ("rft.issue", one.Issue),
            ("rft.spage", parts.FirstPage), ("rft.epage", parts.LastPage), ("rft.pages", one.Pages),
            ("rft.issn", one.Issn), ("rft.isbn", one.Isbn),
            ("rft.edition", one.Edition), ("rft.series", one.Series), ("rft.pub", one.Publisher),
            ("rft.place", one.PlaceOfPublication),
            ("rft_id", Identifier("doi", one.Doi)), ("rft_id", Identifier("pmid", one.PubMedId)),
            ("rft_id", Identifier("oclcnum", one.OclcNumber)), ("rft_id", Identifier("lccn", one.LccNumber)),
        ];
    }

    private static IEnumerable<(string Key, string? Value)> Referrer(OpenUrlTarget target) =>
        [("rfr_id", target.Referrer is { } referrer ? $"info:sid/{referrer}" : null)];

    private static IEnumerable<(string Key, string? Value)> Requester(Patron? patron) =>
        [("req_id", patron?.Identifier), ("req.name", patron?.Name), ("req.email", patron?.Email), ("req.status", patron?.Status)];

    private static IEnumerable<(string Key, string? Value)> Service(OpenUrlParts parts) =>
    [
        ("svc_id", parts.IsCopy ? "copy" : "loan"),
        ("svc.neededBy", parts.Order.Content.NeededBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("svc.note", parts.Order.Note),
        ("svc.pickupLocation", parts.Order.PickupLocation),
    ];

    private static string? Identifier(string space, string? value) => value is null ? null : $"info:{space}/{value}";
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>Reads links of discovery systems, OpenURL 0.1 and 1.0, as requests. Pure; never fails on what a link says,
/// only on its size. Source: ANSI/NISO Z39.88-2004; what real links do otherwise is in docs/conformance/openurl.md.</summary>
public static partial class OpenUrlReader
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyyMMdd"];

    /// <summary>What has no place of its own and goes into the note, with its name there.</summary>
    private static readonly (string Key, string Name)[] Noted =
    [
        ("part", "Part"), ("ssn", "Season"), ("quarter", "Quarter"), ("chron", "Chronology"), ("artnum", "Article number"),
        ("degree", "Degree"), ("advisor", "Advisor"), ("tpages", "Total pages"),
    ];

    /// <summary>Reads a link, or its query alone.</summary>
    public static OpenUrlReading Read(string query) => Read(Encoding.UTF8.GetBytes(query));

    /// <summary>Reads a link, or its query alone.</summary>
    /// <param name="octets">Percent-encoded, in UTF-8 or Windows-1252.</param>
    public static OpenUrlReading Read(ReadOnlySpan<byte> octets)
    {
        var (pairs, fault) = OpenUrlQuery.Parse(octets);
        return fault is null
            ? new OpenUrlReading.Understood(Of(new OpenUrlFields(pairs)))
            : new OpenUrlReading.Refused(fault);
    }

    private static OpenUrlRequest Of(OpenUrlFields fields)
    {
        var genre = OpenUrlKinds.Of(fields);
        var numbers = OpenUrlNumbers.Read(fields);
        var citation = numbers.Into(Dated(Described(genre, fields), fields));
        var note = Note(fields, citation);
        PassOver(fields);
        return new OpenUrlRequest
        {
            Version = fields.Version,
            Genre = genre,
            Content = new IllRequest
            {
                Citation = citation,
                Services = [Service(fields, genre)],
                Patron = Requester(fields),
                NeededBy = NeededBy(fields),
            },
            Note = note,
            PickupLocation = fields.First("svc.pickuplocation"),
            Referrer = fields.First("rfr_id", "rfr.id", "sid") is { } sid ? WithoutPrefix(sid, "info:sid/") : null,
            Doubts = numbers.Doubts,
            Losses = fields.Losses(),
        };
    }

    private static Citation Described(OpenUrlGenre genre, OpenUrlFields fields)
    {
        var type = OpenUrlKinds.ItemTypeOf(genre, fields);
        var part = fields.Rft("atitle");
        var title = type == ItemType.Serial
            ? fields.Rft("jtitle", "title", "stitle", "btitle")
            : fields.Rft("btitle", "title", "jtitle", "stitle");

        // A journal with a title beside its own, but no atitle: the article's title stands in the wrong place.
        if (genre == OpenUrlGenre.Article && part is null && fields.Rft("jtitle") is not null && fields.Rft("title") is { } other && other != title)
            part = other;
        var isPart = OpenUrlKinds.IsPart(genre) || part is not null;
        var author = Author(fields);
        return new Citation
        {
            ItemType = type,
            Title = title,
            ArticleTitle = part,
            Author = isPart ? null : author,
            ArticleAuthor = isPart ? author : null,
            Volume = fields.Rft("volume"),
            Issue = fields.Rft("issue", "number"),
            Pages = Pages(fields),
            Publisher = fields.Rft("pub", "publisher", "inst"),
            PlaceOfPublication = fields.Rft("place"),
            Edition = fields.Rft("edition"),
            Series = fields.Rft("series"),
        };
    }

    private static string? Author(OpenUrlFields fields)
    {
        var whole = fields.RftAll("au");
        var (last, first) = (fields.Rft("aulast"), fields.Rft("aufirst", "auinit", "auinit1"));
        var middle = fields.Rft("auinitm");
        var suffix = fields.Rft("ausuffix");
        var corporate = fields.Rft("aucorp", "creator");
        if (whole.Count > 0)
            return OpenUrlText.Cut(string.Join("; ", whole), OpenUrlLimits.ValueChars);
        if (last is null)
            return first ?? corporate;
        string?[] parts = [last, string.Join(' ', new[] { first, fields.Rft("aufirst", "auinit") is null ? middle : null }.OfType<string>()), suffix];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string? Pages(OpenUrlFields fields)
    {
        var (whole, first, last) = (fields.Rft("pages"), fields.Rft("spage"), fields.Rft("epage"));
        return whole ?? (first, last) switch
        {
            (null, _) => fields.Rft("artnum"),
            ({ } start, null) => start,
            ({ } start, { } end) => start == end ? start : $"{start}-{end}",
        };
    }

    /// <summary>A year stays a year. Of a journal the whole date is that of the issue, and its year the year of
    /// publication.</summary>
    private static Citation Dated(Citation citation, OpenUrlFields fields)
    {
        var said = fields.Rft("date", "year", "pubdate");
        var month = fields.Rft("month");
        if (said is null || OpenUrlText.Date(said) is not { Length: > 0 } text)
            return citation;
        var date = Compact().Replace(text, "${year}-${month}-${day}");
        date = date.EndsWith('-') ? date[..^1] : date;
        if (date.Length == 4 && month is not null)
            date = month.Length <= 2 && month.All(char.IsAsciiDigit) ? $"{date}-{month.PadLeft(2, '0')}" : $"{month} {date}";
        if (citation.ItemType != ItemType.Serial || Year().Match(date) is not { Success: true } year || date.Length == 4)
            return citation with { PublicationDate = date };
        return citation with { PublicationDate = year.Value, IssueDate = date };
    }

    private static ServiceType Service(OpenUrlFields fields, OpenUrlGenre genre)
    {
        var said = fields.First("svc_id", "svc.id");
        if (said?.Equals("loan", StringComparison.OrdinalIgnoreCase) == true)
            return ServiceType.Loan;
        if (said?.Equals("copy", StringComparison.OrdinalIgnoreCase) == true)
            return ServiceType.CopyNonReturnable;
        if (said is not null)
            fields.Note("svc_id", LossKind.Defaulted, "neither loan nor copy; the genre decides");
        return OpenUrlKinds.IsPart(genre) ? ServiceType.CopyNonReturnable : ServiceType.Loan;
    }

    private static Patron? Requester(OpenUrlFields fields)
    {
        var id = fields.First("req_id", "req.id");
        var mail = fields.First("req.email", "req.emailaddress");
        var name = fields.First("req.name");
        var (last, first) = (fields.First("req.lastname"), fields.First("req.firstname"));
        if (id is not null && id.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            mail ??= id["mailto:".Length..];
            id = null;
        }

        var patron = new Patron
        {
            Identifier = id,
            Name = name ?? (last is null && first is null ? null : string.Join(", ", new[] { last, first }.OfType<string>())),
            Email = mail,
            Status = fields.First("req.status", "req.group"),
        };
        return patron == new Patron() ? null : patron;
    }

    private static DateOnly? NeededBy(OpenUrlFields fields)
    {
        if (fields.First("svc.neededby") is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        fields.Note("svc.neededby", LossKind.Dropped, "no date of the form 2026-03-31");
        return null;
    }

    private static string? Note(OpenUrlFields fields, Citation citation)
    {
        var lines = new List<string>();
        if (fields.First("svc.note") is { } said)
            lines.Add(said);
        foreach (var (key, name) in Noted)
        {
            if (fields.Rft(key) is not { } value || (key == "artnum" && value == citation.Pages))
                continue;
            lines.Add($"{name}: {value}");
            fields.Note($"rft.{key}", LossKind.MovedToNote, "has no field of its own");
        }

        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    /// <summary>Keys that are known and lead nowhere: other forms of what was taken, and what is meant for others.</summary>
    private static void PassOver(OpenUrlFields fields)
    {
        _ = fields.Rft("stitle", "object_type", "co", "cc", "atitle", "jtitle", "btitle", "title", "month");
        if (fields.First("pid") is not null)
            fields.Note("pid", LossKind.Dropped, "private data of the sender");
    }

    private static string WithoutPrefix(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;

    [GeneratedRegex("^(?<year>[12][0-9]{3})(?<month>[01][0-9])(?<day>[0-3][0-9])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Compact();

    [GeneratedRegex(@"[12][0-9]{3}", RegexOptions.NonBacktracking)]
    private static partial Regex Year();
}

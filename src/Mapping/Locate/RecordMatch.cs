using ResourceSharing.Mapping.Marc;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Compares a record with what is wanted: title, year, number.</summary>
internal sealed record RecordMatch
{
    /// <summary>Control number.</summary>
    public required string? RecordId { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Years of publication.</summary>
    public required IReadOnlyList<int> Years { get; init; }

    /// <summary>The record carries the number that was asked for.</summary>
    public required bool ByNumber { get; init; }

    /// <summary>Null when it is what is wanted, else what differs.</summary>
    public required string? DiffersIn { get; init; }

    public static RecordMatch Of(MarcRecord record, LocateQuestion question, LocateQuery query)
    {
        bool byNumber = CarriesNumber(record, question);
        var years = YearsOf(record);
        bool? sameTitle = SameTitle(record, question);
        bool titleWill = sameTitle ?? (byNumber || query.IsByNumber);
        // The year in a journal's record is that of its first issue.
        bool yearWill = question.IsSerial || question.Year is not { } year || years.Length == 0
            || years.Any(y => Math.Abs(y - year) <= 1);
        return new RecordMatch
        {
            RecordId = Shown(record.Control("001")),
            Title = Shown(record.All("245").FirstOrDefault()?.Joined("abnp")) ?? "(no title)",
            Years = years,
            ByNumber = byNumber,
            DiffersIn = !titleWill ? "title" : !yearWill ? "year" : null,
        };
    }

    private static string? Shown(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : LocateLimits.Cut(text.Trim());

    /// <summary>Null when one of them has no title to compare.</summary>
    private static bool? SameTitle(MarcRecord record, LocateQuestion question)
    {
        var wanted = TitleKey.Of(question.Title, question.Subtitle);
        var titles = Titles(record).ToArray();
        return wanted is null || titles.Length == 0 ? null : titles.Any(wanted.IsSameAs);
    }

    private static IEnumerable<TitleKey> Titles(MarcRecord record)
    {
        foreach (var field in record.Fields)
        {
            var title = field.Tag switch
            {
                "245" => TitleKey.Of(Bare(field.First('a')), field.Joined("b")),
                "130" or "222" or "240" or "246" or "247" => TitleKey.Of(Bare(field.First('a')), field.Joined("bnp")),
                _ => null,
            };
            if (title is not null)
                yield return title;
            if (field.Tag == "245" && field.Joined("np") is not null
                && TitleKey.Of(field.Joined("anp"), field.Joined("b")) is { } part)
                yield return part;
        }
    }

    /// <summary>Without the punctuation that introduces the next part.</summary>
    private static string? Bare(string? title) => title?.TrimEnd(' ', ':', '/', ';', '=', ',', '.');

    /// <summary>Fixed field 008 (dates 1 and 2), else 260 and 264 $c.</summary>
    private static int[] YearsOf(MarcRecord record)
    {
        string coded = record.Control("008") ?? "";
        var years = new List<int?>();
        if (coded.Length >= 15)
        {
            years.Add(LocateQuestion.YearOf(coded[7..11]));
            // Date 2 is a month and a day, or something else than publication, with most other types of date.
            if (coded[6] is 'c' or 'd' or 'm' or 'q' or 'r' or 't' or 'u')
                years.Add(LocateQuestion.YearOf(coded[11..15]));
        }

        years.AddRange(record.All("260").Concat(record.All("264")).Select(f => LocateQuestion.YearOf(f.First('c'))));
        return [.. years.OfType<int>().Distinct()];
    }

    private static bool CarriesNumber(MarcRecord record, LocateQuestion question)
    {
        string[] isbn = [.. new[] { question.Isbn, question.Isbn10 }.OfType<string>()];
        return record.Fields.Any(field => field.Tag switch
        {
            "020" => field.All('a').Concat(field.All('z')).SelectMany(Isbn.Forms).Any(isbn.Contains),
            "022" => question.Issn is { } issn
                && field.All('a').Concat(field.All('l')).Concat(field.All('y')).Any(n => LocateQuestion.IssnOf(n) == issn),
            "035" => question.Oclc is { } oclc && field.All('a').Concat(field.All('z')).Any(
                n => n.StartsWith("(OCoLC)", StringComparison.OrdinalIgnoreCase) && LocateQuestion.OclcOf(n) == oclc),
            _ => false,
        });
    }
}

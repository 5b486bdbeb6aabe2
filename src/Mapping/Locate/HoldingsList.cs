using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Locate;

/// <summary>
/// What a library holds, as a file of its own: rows with an ISSN, an ISBN or an OCLC number, and the years of a journal.
/// Reading is pure and bounded; a list never changes.
/// </summary>
public sealed class HoldingsList
{
    /// <summary>Rows of one file: more journals and books than one library lends.</summary>
    public const int MaxRows = 500_000;

    /// <summary>Octets of one file: 500,000 rows of 64.</summary>
    public const int MaxOctets = 32 << 20;

    /// <summary>Faults that are told of one file.</summary>
    public const int MaxFaults = 20;

    private const int MaxTextChars = 200;
    private const int FirstYear = 1400;
    private const int LastYear = 2999;

    private static readonly string[] Columns =
        ["issn", "isbn", "oclc", "fromyear", "toyear", "branch", "location", "callnumber"];

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly Dictionary<string, List<HeldRow>> _rows;

    private HoldingsList(Dictionary<string, List<HeldRow>> rows, int count) => (_rows, Count) = (rows, count);

    /// <summary>How many rows it has.</summary>
    public int Count { get; }

    /// <summary>Reads a file. The first line names the columns <c>issn</c>, <c>isbn</c>, <c>oclc</c>, <c>fromYear</c>,
    /// <c>toYear</c>, <c>branch</c>, <c>location</c>, <c>callNumber</c>, in any order; commas, semicolons or tabs stand in
    /// between. A year that is left out is no limit.</summary>
    /// <returns>The list, or what is wrong with it, by line.</returns>
    public static (HoldingsList? List, IReadOnlyList<HoldingsFault> Faults) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var faults = new List<HoldingsFault>();
        using var lines = new StringReader(text.TrimStart('\uFEFF'));
        var header = lines.ReadLine() ?? "";
        char separator = Separators.MaxBy(one => header.Count(letter => letter == one));
        var columns = header.Split(separator).Select(name => name.Trim().Trim('"').ToLowerInvariant()).ToArray();
        if (!columns.Any(name => name is "issn" or "isbn" or "oclc"))
            return (null, [new HoldingsFault(1, "the first line has to name the columns: issn, isbn or oclc, fromYear, toYear")]);
        if (columns.FirstOrDefault(name => !Columns.Contains(name)) is { } strange)
            return (null, [new HoldingsFault(1, $"there is no column '{Shown(strange)}'")]);
        var rows = new Dictionary<string, List<HeldRow>>(StringComparer.Ordinal);
        int count = 0;
        for (int number = 2; lines.ReadLine() is { } line && faults.Count < MaxFaults; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (++count > MaxRows)
                return (null, [new HoldingsFault(number, $"more than {MaxRows} rows")]);
            if (Take(line.Split(separator), columns, rows) is { } fault)
                faults.Add(new HoldingsFault(number, fault));
        }

        return faults.Count > 0 ? (null, faults) : (new HoldingsList(rows, count), []);
    }

    /// <summary>Is that held?</summary>
    /// <param name="citation">What is wanted; all its numbers are looked up.</param>
    public HeldAnswer Find(Citation citation)
    {
        ArgumentNullException.ThrowIfNull(citation);
        var keys = KeysOf(citation);
        if (keys.Count == 0)
            return new HeldAnswer(null, null, "the citation has no number to look for", []);
        int? year = LocateQuestion.YearOf(citation.IssueDate) ?? LocateQuestion.YearOf(citation.PublicationDate);
        string? other = null;
        foreach (var (key, name, type) in keys)
        {
            if (!_rows.TryGetValue(key, out var found))
                continue;
            var fitting = found.Where(row => year is not { } wanted || row.Covers(wanted)).ToArray();
            if (fitting.Length > 0)
                return new HeldAnswer(true, (name, type), $"holds {type} {name}{fitting[0].Years}", fitting);
            other ??= $"holds {type} {name}{found[0].Years}, not {year}";
        }

        return new HeldAnswer(false, null, other ?? "not in its holdings list", []);
    }

    /// <summary>The numbers of a citation as keys, with their names for people.</summary>
    private static List<(string Key, string Name, string Type)> KeysOf(Citation citation)
    {
        var keys = new List<(string, string, string)>();
        foreach (var text in Words(citation.Issn, citation.OtherNumbers))
        {
            if (LocateQuestion.IssnOf(text) is { } issn)
                keys.Add(($"s{issn}", issn, "ISSN"));
        }

        foreach (var text in Words(citation.Isbn, citation.OtherNumbers))
        {
            if (Isbn.Forms(text) is [var isbn, ..])
                keys.Add(($"b{isbn}", isbn, "ISBN"));
        }

        if (LocateQuestion.OclcOf(citation.OclcNumber) is { } oclc)
            keys.Add(($"o{oclc}", oclc, "OCLC"));
        return keys;
    }

    private static IEnumerable<string> Words(string? number, string? others) =>
        $"{number};{others}".Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static string? Take(string[] cells, string[] columns, Dictionary<string, List<HeldRow>> rows)
    {
        if (cells.Length > columns.Length)
            return $"{cells.Length} fields, but {columns.Length} columns are named";
        string? Cell(string name)
        {
            int at = Array.IndexOf(columns, name);
            var text = at < 0 || at >= cells.Length ? "" : cells[at].Trim().Trim('"').Trim();
            return text.Length == 0 ? null : text[..Math.Min(text.Length, MaxTextChars)];
        }

        if (!YearOf(Cell("fromyear"), out int? from) || !YearOf(Cell("toyear"), out int? to))
            return $"a year has four digits, {FirstYear} to {LastYear}";
        if (from > to)
            return $"fromYear {from} is after toYear {to}";
        var row = new HeldRow(from, to) { Branch = Cell("branch"), Location = Cell("location"), CallNumber = Cell("callnumber") };
        var keys = new List<string>();
        if (Cell("issn") is { } issn)
        {
            if (LocateQuestion.IssnOf(issn) is not { } read)
                return $"'{Shown(issn)}' is no ISSN";
            keys.Add($"s{read}");
        }

        if (Cell("isbn") is { } isbn)
        {
            if (Isbn.Forms(isbn) is not [var read, ..])
                return $"'{Shown(isbn)}' is no ISBN";
            keys.Add($"b{read}");
        }

        if (Cell("oclc") is { } oclc)
        {
            if (LocateQuestion.OclcOf(oclc) is not { } read)
                return $"'{Shown(oclc)}' is no OCLC number";
            keys.Add($"o{read}");
        }

        if (keys.Count == 0)
            return "it has neither an ISSN nor an ISBN nor an OCLC number";
        foreach (var key in keys)
        {
            if (!rows.TryGetValue(key, out var same))
                rows.Add(key, same = []);
            same.Add(row);
        }

        return null;
    }

    private static bool YearOf(string? text, out int? year)
    {
        year = null;
        if (text is null)
            return true;
        if (text.Length != 4 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int read)
            || read is < FirstYear or > LastYear)
        {
            return false;
        }

        year = read;
        return true;
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}

/// <summary>What is wrong with a holdings file.</summary>
/// <param name="Line">Where, from 1.</param>
/// <param name="Text">What.</param>
public sealed record HoldingsFault(int Line, string Text);

/// <summary>A row of a holdings file.</summary>
/// <param name="FromYear">The first year; null for no limit.</param>
/// <param name="ToYear">The last year; null for no limit.</param>
public sealed record HeldRow(int? FromYear, int? ToYear)
{
    /// <summary>The branch that holds it.</summary>
    public string? Branch { get; init; }

    /// <summary>Where it stands there.</summary>
    public string? Location { get; init; }

    /// <summary>Its call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>For people: <c> 1980-1999</c>; nothing where there is no limit.</summary>
    public string Years => FromYear is null && ToYear is null ? "" : $" {FromYear}-{ToYear}";

    /// <summary>Is the year among them?</summary>
    public bool Covers(int year) => year >= (FromYear ?? year) && year <= (ToYear ?? year);
}

/// <summary>What a holdings file says about a citation.</summary>
/// <param name="IsHeld">Yes, no; null where the citation gives nothing to look for.</param>
/// <param name="By">The number that was found, and its kind (<c>ISSN</c>).</param>
/// <param name="Text">Why, as the end of a sentence.</param>
/// <param name="Rows">Where it stands.</param>
public sealed record HeldAnswer(bool? IsHeld, (string Number, string Type)? By, string Text, IReadOnlyList<HeldRow> Rows);

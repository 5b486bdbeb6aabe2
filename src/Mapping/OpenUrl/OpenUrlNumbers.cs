using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>The numbers of a link, wherever they stand in it.</summary>
internal sealed partial class OpenUrlNumbers
{
    private const int WordChars = 200;

    private readonly OpenUrlFields _fields;
    private readonly List<string> _isbns = [];
    private readonly List<string> _issns = [];
    private readonly List<string> _others = [];
    private readonly List<SystemNumber> _systems = [];
    private readonly List<string> _doubts = [];
    private string? _doi;
    private string? _pubMedId;
    private string? _oclc;
    private string? _lccn;

    private OpenUrlNumbers(OpenUrlFields fields) => _fields = fields;

    /// <summary>Numbers with a wrong check digit, as names of fields.</summary>
    public IReadOnlyList<string> Doubts => _doubts;

    /// <summary>Reads them.</summary>
    public static OpenUrlNumbers Read(OpenUrlFields fields)
    {
        var numbers = new OpenUrlNumbers(fields);
        numbers._isbns.AddRange([.. fields.RftAll("isbn"), .. fields.RftAll("eisbn")]);
        numbers._issns.AddRange([.. fields.RftAll("issn"), .. fields.RftAll("eissn")]);
        numbers._doi = fields.Rft("doi") is { } doi ? Doi().Replace(doi, "") : null;
        numbers._oclc = fields.Rft("oclcnum");
        numbers._lccn = fields.Rft("lccn");
        foreach (var key in (string[])["rft_id", "rft.id", "id"])
        {
            foreach (var id in fields.All(key))
                numbers.Take(key, id);
        }

        // By a convention of ILLiad, private data of the referent or the referring entity are the OCLC number.
        foreach (var key in (string[])["rfe_dat", "rft.dat", "rft_dat"])
        {
            foreach (var data in fields.All(key))
                numbers.TakePrivate(key, data);
        }

        foreach (var name in (string[])["sici", "bici", "coden"])
        {
            if (fields.Rft(name) is { } number)
                numbers._others.Add($"{name.ToUpperInvariant()} {number}");
        }

        if (fields.Rft("mms_id") is { } mms)
            numbers._systems.Add(new SystemNumber("mms", mms));
        return numbers;
    }

    /// <summary>Puts them into a citation.</summary>
    public Citation Into(Citation citation)
    {
        var isbn = Best(_isbns, Isbn.IsValid, "isbn");
        var issn = Best(_issns, IsIssn, "issn");
        string[] others =
        [
            .. _issns.Where(one => one != issn).Select(one => $"ISSN {one}"),
            .. _isbns.Where(one => one != isbn).Select(one => $"ISBN {one}"), .. _others,
        ];
        return citation with
        {
            Isbn = isbn,
            Issn = issn,
            Doi = _doi,
            PubMedId = _pubMedId,
            OclcNumber = _oclc,
            LccNumber = _lccn,
            SystemNumbers = _systems,
            OtherNumbers = others.Length == 0 ? null : OpenUrlText.Cut(string.Join("; ", others.Distinct()), OpenUrlLimits.ValueChars),
        };
    }

    /// <summary>The first with a right check digit, else the first as it came.</summary>
    private string? Best(IReadOnlyList<string> numbers, Func<string, bool> isValid, string field)
    {
        if (numbers.Count == 0)
            return null;
        if (numbers.FirstOrDefault(isValid) is { } valid)
            return valid;
        _doubts.Add(field);
        return numbers[0];
    }

    /// <summary><c>info:doi/10.1/x</c>, <c>doi:10.1/x</c>, <c>urn:ISBN:...</c> and their kin. Empty ones are templates that
    /// nobody filled in.</summary>
    private void Take(string key, string id)
    {
        var match = Namespaced().Match(id);
        var (space, value) = match.Success
            ? (match.Groups["space"].Value.ToLowerInvariant(), match.Groups["value"].Value.Trim())
            : ("", id);
        if (match.Success && value.Length == 0)
            return;
        switch (space)
        {
            case "doi" or "https://doi.org" or "http://doi.org" or "http://dx.doi.org" or "https://dx.doi.org":
                _doi ??= value;
                break;
            case "pmid":
                _pubMedId ??= value;
                break;
            case "oclcnum" or "oclc":
                _oclc ??= value;
                break;
            case "lccn":
                _lccn ??= value;
                break;
            case "isbn":
                _isbns.Add(value);
                break;
            case "issn":
                _issns.Add(value);
                break;
            case "bibcode" or "oai" or "arxiv" when value.Length <= WordChars:
                _systems.Add(new SystemNumber(space, value));
                break;
            default:
                _fields.Note(key, LossKind.Dropped, "an identifier of a kind that is not kept");
                break;
        }
    }

    private void TakePrivate(string key, string data)
    {
        if (Oclc().Match(data) is { Success: true } match)
            _oclc ??= match.Groups["number"].Value;
        else
            _fields.Note(key, LossKind.Dropped, "private data that are no OCLC number");
    }

    private static bool IsIssn(string text)
    {
        var digits = string.Concat(text.Where(letter => letter is not ('-' or ' '))).ToUpperInvariant();
        if (digits.Length != 8 || !digits[..7].All(char.IsAsciiDigit))
            return false;
        int sum = 0;
        for (int i = 0; i < 7; i++)
            sum += (8 - i) * (digits[i] - '0');
        int check = (11 - (sum % 11)) % 11;
        return digits[7] == (check == 10 ? 'X' : (char)('0' + check));
    }

    [GeneratedRegex(
        @"^(?:info:|urn:)?(?<space>https?://(?:dx\.)?doi\.org|[a-z]{2,12})[:/](?<value>.*)$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespaced();

    [GeneratedRegex(@"^(?:info:doi/|doi:\s?|https?://(?:dx\.)?doi\.org/)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Doi();

    [GeneratedRegex(
        @"^(?:\(ocolc\)|ocm|ocn|on)?(?<number>[0-9]{1,14})$",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Oclc();
}

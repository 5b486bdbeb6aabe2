using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ResourceSharing.Mapping.Letters;

/// <summary>One language, compiled: its words as they are compared, its dates and its phrases.</summary>
internal sealed class PhraseLanguage
{
    private const string DayOrdinal = "(?:st|nd|rd|th|er|ere|\\.)?";
    private readonly PhraseFile file;
    private readonly Dictionary<string, int> months = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Regex dayMonth;
    private readonly Regex monthDay;
    private readonly Regex period;

    internal PhraseLanguage(string code, PhraseFile file)
    {
        this.file = file;
        Code = code;
        AddForms(file.Months, months);
        AddForms(file.Numbers, numbers);
        string month = Choice(months.Keys);
        dayMonth = Anchored($"(?<day>\\d{{1,2}}){DayOrdinal} (?:of |de )?(?<month>{month})\\b\\.?(?:,? ?(?<year>\\d{{4}})\\b)?");
        monthDay = Anchored($"(?<month>{month})\\b\\.? (?<day>\\d{{1,2}})(?:st|nd|rd|th)?\\b(?:,? ?(?<year>\\d{{4}})\\b)?");
        string number = Choice(numbers.Keys);
        period = Anchored($"(?<number>\\d{{1,3}}|{number}) (?:(?<day>{Choice(Forms(file.Days))})|"
            + $"(?<week>{Choice(Forms(file.Weeks))})|(?<month>{Choice(Forms(file.MonthSpans))}))\\b");
        Negations = [.. file.Negations.SelectMany(Words)];
        Clauses = [.. file.Clauses.SelectMany(Words)];
        Doubts = Patterns(file.Doubts);
        Times = Patterns(file.Times);
        Questions = Patterns(file.Questions.Select(words => "^ " + words));
        ReasonNumbers = Patterns(file.ReasonLabels.Select(label => label + " {number}"));
        DueDates = Patterns(file.DueDates);
        LetterNames = [.. file.Letters.SelectMany(letter => letter.Names.Select(name => (Fold(name), letter.Kind)))];
        Labels = file.Labels.All().SelectMany(label => Forms(label.Forms).Select(form => (form, label.Name)))
            .DistinctBy(label => label.form).ToDictionary(label => label.form, label => label.Name, StringComparer.Ordinal);
        Phrases = [.. file.Phrases.Select(phrase => (phrase, Patterns(phrase.Texts)))];
    }

    /// <summary>ISO 639-1.</summary>
    internal string Code { get; }

    internal HashSet<string> Negations { get; }

    internal HashSet<string> Clauses { get; }

    internal IReadOnlyList<PhrasePattern> Doubts { get; }

    internal IReadOnlyList<PhrasePattern> Times { get; }

    internal IReadOnlyList<PhrasePattern> Questions { get; }

    internal IReadOnlyList<PhrasePattern> ReasonNumbers { get; }

    internal IReadOnlyList<PhrasePattern> DueDates { get; }

    /// <summary>How letters of other systems call themselves, as they are compared.</summary>
    internal IReadOnlyList<(string Name, SystemLetterKind Kind)> LetterNames { get; }

    /// <summary>The labels of such letters, as they are compared, and what they stand for.</summary>
    internal IReadOnlyDictionary<string, string> Labels { get; }

    internal IReadOnlyList<(PhraseConfig Phrase, IReadOnlyList<PhrasePattern> Patterns)> Phrases { get; }

    /// <summary>A text as it is compared: small letters without accents, plain quotation marks.</summary>
    internal string Fold(string text)
    {
        string lower = text.ToLowerInvariant().Replace('’', '\'').Replace('‘', '\'').Replace('´', '\'')
            .Replace("ß", "ss", StringComparison.Ordinal).Replace("œ", "oe", StringComparison.Ordinal);
        if (file.UmlautsAsTwoLetters)
        {
            lower = lower.Normalize(NormalizationForm.FormC).Replace("ä", "ae", StringComparison.Ordinal)
                .Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal);
        }
        var folded = new StringBuilder(lower.Length);
        foreach (char c in lower.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
                folded.Append(char.IsWhiteSpace(c) ? ' ' : c);
        }
        return folded.ToString();
    }

    /// <summary>The words of a text as they are compared; what has a hyphen is several.</summary>
    internal IReadOnlyList<string> Words(string text) =>
        Fold(text).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A date at the beginning of a text, and how many characters it has.</summary>
    internal (DateOnly Date, int Chars)? ReadDate(string text, DateOnly today)
    {
        if (!char.IsAsciiDigit(text[0]) && !char.IsLetter(text[0]))
            return null;
        foreach (var match in new[] { PhraseDates.Iso().Match(text), Numeric(text), dayMonth.Match(text), monthDay.Match(text) })
        {
            if (match.Success && Date(match, today) is { } date)
                return (date, match.Length);
        }
        return null;
    }

    /// <summary>A span of time at the beginning of a text in days, and how many characters it has.</summary>
    internal (int Days, int Chars)? ReadPeriod(string text)
    {
        var match = period.Match(text);
        if (!match.Success)
            return null;
        string word = match.Groups["number"].Value;
        int count = numbers.TryGetValue(word, out int named) ? named : int.Parse(word, CultureInfo.InvariantCulture);
        int days = match.Groups["day"].Success ? 1 : match.Groups["week"].Success ? 7 : 30;
        return (count * days, match.Length);
    }

    private Match Numeric(string text)
    {
        var match = PhraseDates.Numbers().Match(text);
        bool isClear = file.DayMonth == DayMonthOrder.DayFirst || !match.Success
            || int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture) > 12;
        return isClear ? match : Match.Empty;
    }

    private DateOnly? Date(Match match, DateOnly today)
    {
        string named = match.Groups["month"].Value;
        int month = months.TryGetValue(named, out int known) ? known : int.Parse(named, CultureInfo.InvariantCulture);
        int day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["year"] is { Success: true } year
            ? PhraseDates.Of(int.Parse(year.ValueSpan, CultureInfo.InvariantCulture), month, day)
            : PhraseDates.Nearest(month, day, today);
    }

    private void AddForms(IReadOnlyList<string> forms, Dictionary<string, int> target)
    {
        foreach (var (index, text) in forms.Index())
        {
            foreach (string form in Forms(text))
                target.TryAdd(form, index + 1);
        }
    }

    private IEnumerable<string> Forms(string text) =>
        text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Fold);

    private IReadOnlyList<PhrasePattern> Patterns(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => PhrasePattern.Compile(text, this))];

    private static string Choice(IEnumerable<string> words) =>
        string.Join('|', words.OrderByDescending(word => word.Length).Select(Regex.Escape));

    private static Regex Anchored(string pattern) => new(
        $"^(?:{pattern})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
}

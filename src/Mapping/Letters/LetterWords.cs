using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The words of one language for codes, dates and pages: those of <c>letters/LANGUAGE/words.yaml</c>, and English
/// where that file says nothing.</summary>
public sealed class LetterWords
{
    /// <summary>The language that always has all letters and words.</summary>
    public const string FallbackLanguage = "en";

    private const string IsoDate = "yyyy-MM-dd";
    private readonly IReadOnlyDictionary<string, string> texts;
    private readonly string? datePattern;
    private readonly IReadOnlyList<string> months;

    private LetterWords(
        string language, IReadOnlyDictionary<string, string> texts, string? datePattern, IReadOnlyList<string> months)
    {
        Language = language;
        this.texts = texts;
        this.datePattern = datePattern;
        this.months = months;
    }

    /// <summary>English.</summary>
    public static LetterWords English { get; } = new(
        FallbackLanguage, new Dictionary<string, string>(), "{day} {month} {year}",
        CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12]);

    /// <summary>The language, ISO 639-1: of letters and pages, not always of every word.</summary>
    public string Language { get; }

    /// <summary>A language without words of its own: English words, and dates that nobody can misread.</summary>
    public static LetterWords Without(string language) =>
        language == FallbackLanguage ? English : new LetterWords(language, new Dictionary<string, string>(), null, []);

    /// <summary>The words of a file.</summary>
    /// <param name="language">Its language.</param>
    /// <param name="file">What it says.</param>
    /// <param name="faults">Told what is wrong with it: names that no word has, and placeholders that are missing or
    /// too many.</param>
    public static LetterWords Of(string language, WordsFile file, ICollection<WordFault> faults)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(faults);
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (section, words) in file.Sections)
        {
            foreach (var (name, text) in words)
            {
                if (WhyNot($"{section}.{name}", text) is { } why)
                    faults.Add(new WordFault(section, name, why));
                else
                    own[$"{section}.{name}"] = text;
            }
        }
        if (file.Date is { } date && !WordsFile.DatePlaceholders.SetEquals(WordsFile.Placeholders(date)))
            faults.Add(new WordFault("date", "", "needs {day}, {month} and {year}, and nothing else in braces"));
        bool hasDates = file.Date is not null && file.Months.Count == WordsFile.MonthCount;
        return new LetterWords(
            language, own, hasDates ? file.Date : English.datePattern, hasDates ? file.Months : English.months);
    }

    /// <summary>A text of a page or a word.</summary>
    /// <param name="key">Its section and name: <c>page.send</c>.</param>
    /// <exception cref="KeyNotFoundException">No word has that name.</exception>
    public string this[string key] => texts.TryGetValue(key, out var own) ? own : LetterPhrases.English[key];

    /// <summary>The same, with its placeholders filled. What is filled in is never read for placeholders.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values) =>
        WordsFile.Fill(this[key], values);

    /// <summary>What the language's file does not say, though English does.</summary>
    internal IEnumerable<string> Missing => LetterPhrases.English.Keys.Where(key => !texts.ContainsKey(key));

    /// <summary><c>4 May 2026</c>, as the language writes it; <c>2026-05-04</c> in a language without words.</summary>
    public string? Date(DateOnly? date) => (date, datePattern) switch
    {
        (null, _) => null,
        ({ } day, null) => Iso(day),
        ({ } day, { } pattern) => WordsFile.Fill(
            pattern,
            ("day", day.Day.ToString(CultureInfo.InvariantCulture)),
            ("month", months[day.Month - 1]),
            ("year", day.Year.ToString("0000", CultureInfo.InvariantCulture))),
    };

    /// <summary>A reason without its number: <c>at bindery</c>.</summary>
    public string Words(ReasonUnfilled reason) => Code("reasons", reason);

    /// <summary>A condition without its number.</summary>
    public string Words(Condition condition) => Code("conditions", condition);

    /// <summary>Loan, copy and so on.</summary>
    public string Words(ServiceType type) => Code("services", type);

    internal static string? Iso(DateOnly? date) => date?.ToString(IsoDate, CultureInfo.InvariantCulture);

    /// <summary>A reason with its number, since many libraries know the numbers: <c>at bindery
    /// (8)</c>.</summary>
    internal string? Reason(ReasonUnfilled? reason) => reason is { } code ? Numbered(Words(code), code) : null;

    internal string Reason(ReasonWillSupply reason) => Numbered(Code("promises", reason), reason);

    internal string? Condition(Condition? condition) =>
        condition is { } code ? Numbered(Words(code), code) : null;

    internal string Medium(MediumType medium) => Code("media", medium);

    internal string ItemType(ItemType type) => Code("items", type);

    internal string Flag(bool value) => value ? this["words.yes"] : "";

    internal string Or(IEnumerable<string> choices) => string.Join($", {this["words.or"]} ", choices);

    internal string Units(IReadOnlyList<UnitsOfMedium> units) =>
        string.Join(", ", units.Select(u => FormattableString.Invariant($"{u.Count} {Medium(u.Medium)}")));

    internal static string? Address(PostalAddress? address) =>
        address is null ? null : string.Join('\n', address.Lines());

    internal static string? Address(ElectronicAddress? address) => (address?.Service, address?.Address) switch
    {
        (null, null) => null,
        (null, { } place) => place,
        ({ } service, null) => service,
        ({ } service, { } place) when service.ToUpperInvariant() is "SMTP" or "HTTP" => place,
        ({ } service, { } place) => $"{place} ({service})",
    };

    internal static string? Address(DeliveryAddress? address)
    {
        var parts = new[] { Address(address?.Postal), Address(address?.Electronic) };
        return string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    internal static string Location(Location location)
    {
        var parts = new[] { location.Library.ToString(), Address(location.Address), location.Note };
        return string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
    }

    /// <summary>The word of a code; the number of a code that no standard knows.</summary>
    private string Code<T>(string section, T code)
        where T : struct, Enum
    {
        string key = $"{section}.{IsoCode.Name(code)}";
        return LetterPhrases.English.ContainsKey(key) ? this[key] : IsoCode.Words(code);
    }

    private static string Numbered<T>(string words, T code)
        where T : struct, Enum =>
        string.Create(CultureInfo.InvariantCulture, $"{words} ({IsoCode.Number(code)})");

    private static string? WhyNot(string key, string text)
    {
        if (!LetterPhrases.English.TryGetValue(key, out var english))
            return "no word has this name; README.md of the letters says which there are";
        return WordsFile.Placeholders(english).SetEquals(WordsFile.Placeholders(text))
            ? null
            : $"needs the same placeholders as the English text \"{english}\"";
    }
}

using System.ComponentModel.DataAnnotations;
using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>A word of a language that cannot be used.</summary>
/// <param name="Section">The section of the file.</param>
/// <param name="Name">The name within the section; may be empty.</param>
/// <param name="Text">What is wrong, and what would be right.</param>
public sealed record WordFault(string Section, string Name, string Text);

/// <summary>The words of one language: <c>config/letters/LANGUAGE/words.yaml</c>. What is left out is taken from
/// English.</summary>
public sealed record WordsFile
{
    internal const int MonthCount = 12;

    /// <summary>How a date is written: <c>{day} {month} {year}</c>.</summary>
    [MinLength(1), MaxLength(60)]
    public string? Date { get; init; }

    /// <summary>Names of the months in a date, January first.</summary>
    [MinLength(MonthCount), MaxLength(MonthCount)]
    public IReadOnlyList<string> Months { get; init; } = [];

    /// <summary>Kinds of supply, by their ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Services { get; init; } = Nothing;

    /// <summary>Media, by their ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Media { get; init; } = Nothing;

    /// <summary>Kinds of items, by their ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Items { get; init; } = Nothing;

    /// <summary>Reasons not to supply, by their ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = Nothing;

    /// <summary>What an item waits for that will be supplied, by ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Promises { get; init; } = Nothing;

    /// <summary>Conditions, by their ISO names.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = Nothing;

    /// <summary>Other words of letters.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Words { get; init; } = Nothing;

    /// <summary>Texts of the pages behind reply links.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Page { get; init; } = Nothing;

    /// <summary>Texts of the form on which patrons ask for an item.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> Form { get; init; } = Nothing;

    /// <summary>Texts of the page on which a file is fetched.</summary>
    [MaxLength(LetterLimits.WordMaxChars)]
    public IReadOnlyDictionary<string, string> File { get; init; } = Nothing;

    /// <summary>The placeholders of a date.</summary>
    internal static IReadOnlySet<string> DatePlaceholders { get; } = new HashSet<string> { "day", "month", "year" };

    /// <summary>All sections of words with their names.</summary>
    internal IEnumerable<(string Section, IReadOnlyDictionary<string, string> Words)> Sections =>
    [
        ("services", Services), ("media", Media), ("items", Items), ("reasons", Reasons), ("promises", Promises),
        ("conditions", Conditions), ("words", Words), ("page", Page), ("form", Form),
        ("file", File),
    ];

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    /// <summary>The names that stand in braces.</summary>
    internal static IReadOnlySet<string> Placeholders(string text) =>
        Pieces(text).Where(piece => piece.IsName).Select(piece => piece.Text).ToHashSet(StringComparer.Ordinal);

    /// <summary>Puts values where their names stand in braces; a name without a value stays as it is.</summary>
    internal static string Fill(string text, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var filled = new StringBuilder(text.Length + 40);
        foreach (var (piece, isName) in Pieces(text))
        {
            string? value = null;
            foreach (var (name, given) in values)
                value = isName && name == piece ? given : value;
            filled.Append(value ?? (isName ? $"{{{piece}}}" : piece));
        }
        return filled.ToString();
    }

    private static List<(string Text, bool IsName)> Pieces(string text)
    {
        var pieces = new List<(string, bool)>();
        int from = 0;
        while (text.IndexOf('{', from) is >= 0 and var open && text.IndexOf('}', open) is > 0 and var close)
        {
            pieces.Add((text[from..open], false));
            pieces.Add((text[(open + 1)..close], true));
            from = close + 1;
        }
        pieces.Add((text[from..], false));
        return pieces;
    }
}

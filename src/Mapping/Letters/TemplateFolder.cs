using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Templates in a folder of their own beside the letters to partners, in all languages, each compiled once and safe for
/// concurrent use: <c>LANGUAGE/FOLDER/NAME.hbs</c>, with the partials and placeholders of letters and without the block for
/// programs. What a language lacks is taken from English. </summary>
/// <typeparam name="TCode">The names of the templates.</typeparam>
internal sealed class TemplateFolder<TCode>
    where TCode : struct, Enum
{
    private const string Extension = ".hbs";
    private static readonly HashSet<string> NoFields = [];
    private readonly Dictionary<(string Language, TCode Code), LetterTemplate> templates = [];
    private readonly string folder;
    private readonly string? needsHtml;

    private TemplateFolder(string folder, string? needsHtml)
    {
        this.folder = folder;
        this.needsHtml = needsHtml;
    }

    /// <summary>Is the file in such a folder?</summary>
    internal static bool Owns(string folder, string file) => file.Split('/') is [_, var second, _] && second == folder;

    /// <summary>Checks all templates of the folder; tells what is wrong with them.</summary>
    /// <param name="folder">The folder's name.</param>
    /// <param name="files">All template files.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="needsHtml">What to say of a template without an HTML part; null where it may be left out.</param>
    internal static TemplateFolder<TCode> Load(
        string folder, IReadOnlyDictionary<string, string> files, ICollection<LetterFault> faults, string? needsHtml = null)
    {
        var set = new TemplateFolder<TCode>(folder, needsHtml);
        var engines = new Dictionary<string, Lazy<LetterEngines>>(StringComparer.Ordinal);
        foreach (var (file, content) in files.Where(file => Owns(folder, file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
            set.Read(file, content, files, engines, faults);
        return set;
    }

    /// <summary>The templates that there are, by language, with the languages in their order.</summary>
    internal IReadOnlyList<(string Language, TCode Code)> All =>
        [.. templates.Keys.OrderBy(key => key.Language, StringComparer.Ordinal).ThenBy(key => key.Code)];

    /// <summary>The languages that have any.</summary>
    internal IEnumerable<string> Languages => templates.Keys.Select(key => key.Language).Distinct();

    /// <summary>The language in which a text will be: the wanted one, or <c>en</c>; null when there is neither.</summary>
    internal string? LanguageOf(TCode code, string wanted) =>
        templates.ContainsKey((wanted, code)) ? wanted
        : templates.ContainsKey((LetterWords.FallbackLanguage, code)) ? LetterWords.FallbackLanguage
        : null;

    /// <summary>Compiles and tries the templates of a language.</summary>
    internal IEnumerable<LetterFault> Try(string language) => templates
        .Where(template => template.Key.Language == language)
        .SelectMany(template => template.Value.Try(language, mustEndWithBlock: false));

    /// <summary>Makes one text.</summary>
    /// <param name="code">Which; there is one in the language.</param>
    /// <param name="language">As <see cref="LanguageOf"/> says.</param>
    /// <param name="values">What stands in it.</param>
    /// <param name="isPage">Whether the HTML part becomes a whole page.</param>
    /// <param name="letter">The text.</param>
    /// <param name="problem">Why there is none.</param>
    internal bool TryRender(
        TCode code, string language, IReadOnlyDictionary<string, string> values, bool isPage,
        [NotNullWhen(true)] out RenderedLetter? letter, [NotNullWhen(false)] out MailProblem? problem) =>
        templates[(language, code)].TryRender(language, values, out letter, out problem, isPage);

    private void Read(
        string file, string content, IReadOnlyDictionary<string, string> files,
        Dictionary<string, Lazy<LetterEngines>> engines, ICollection<LetterFault> faults)
    {
        var (language, name) = (file.Split('/')[0], file.Split('/')[2]);
        if (!name.EndsWith(Extension, StringComparison.Ordinal)
            || !Enum.TryParse<TCode>(name[..^Extension.Length], out var code) || $"{code}{Extension}" != name)
        {
            var known = string.Join(", ", Enum.GetNames<TCode>());
            faults.Add(new LetterFault(file, 1, $"{char.ToUpperInvariant(folder[0])}{folder[1..]} are {known}."));
        }
        else if (content.Length > LetterLimits.TemplateMaxChars)
        {
            faults.Add(new LetterFault(file, 1, $"Longer than {LetterLimits.TemplateMaxChars} characters."));
        }
        else if (Checked(file, content, faults) is { } letter)
        {
            templates[(language, code)] = new LetterTemplate(letter, Engines(language, files, engines), NoFields);
        }
    }

    private LetterFile? Checked(string file, string content, ICollection<LetterFault> faults)
    {
        int before = faults.Count;
        var found = new List<LetterFault>();
        var letter = LetterFile.Read(file, content, hasSubject: true, found);
        if (letter.Html is null && needsHtml is not null)
            found.Add(new LetterFault(file, 1, needsHtml));
        foreach (var part in new[] { letter.Subject, letter.Text, letter.Html }.OfType<TemplatePart>())
            TemplateScan.Read(part, found);
        foreach (var fault in found)
            faults.Add(fault);
        return faults.Count > before ? null : letter;
    }

    /// <summary>The engines of a language, made once: compiling its partials takes milliseconds.</summary>
    private static Lazy<LetterEngines> Engines(
        string language, IReadOnlyDictionary<string, string> files, Dictionary<string, Lazy<LetterEngines>> made)
    {
        if (!made.TryGetValue(language, out var engines))
        {
            made[language] = engines = new Lazy<LetterEngines>(() => new LetterEngines(
                new LetterEngine(isHtml: false, Partials(language, files, isHtml: false)),
                new LetterEngine(isHtml: true, Partials(language, files, isHtml: true))));
        }
        return engines;
    }

    private static Dictionary<string, string> Partials(
        string language, IReadOnlyDictionary<string, string> files, bool isHtml)
    {
        var partials = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string spoken in new[] { LetterWords.FallbackLanguage, language })
        {
            string place = $"{spoken}/partials/";
            foreach (var (file, content) in files.Where(f => f.Key.StartsWith(place, StringComparison.Ordinal)))
            {
                var part = LetterFile.Read(file, content, hasSubject: false, []);
                partials[file[place.Length..^Extension.Length]] = (isHtml ? part.Html ?? part.Text : part.Text).Text;
            }
        }
        return partials;
    }
}

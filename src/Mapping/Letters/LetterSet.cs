using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using HandlebarsDotNet;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The rendered parts of a letter.</summary>
internal sealed record RenderedLetter(string Language, string Subject, string Text, string? Html);

/// <summary>What came of loading templates.</summary>
/// <param name="Letters">The letters; null when there is any fault.</param>
/// <param name="Faults">Everything that is wrong, by file and line.</param>
public sealed record LetterLoad(LetterSet? Letters, IReadOnlyList<LetterFault> Faults);

/// <summary>
/// All letters in all languages, each compiled once, at its trial or when it is needed first; safe for concurrent use. A
/// fault in a template is found here, when the configuration is read, and not when a letter has to go out. </summary>
public sealed class LetterSet
{
    private readonly FrozenDictionary<(string Language, LetterCode Code), LetterTemplate> templates;
    private readonly Func<string, LetterWords> wordsOf;

    internal LetterSet(
        IReadOnlyDictionary<(string Language, LetterCode Code), LetterTemplate> templates, SlipSet slips,
        PatronTemplates patrons, Func<string, LetterWords> wordsOf)
    {
        this.templates = templates.ToFrozenDictionary();
        this.wordsOf = wordsOf;
        Slips = slips;
        Patrons = patrons;
    }

    /// <summary>The slips that lie beside the letters.</summary>
    public SlipSet Slips { get; }

    /// <summary>The letters to patrons, which lie beside those to partners.</summary>
    public PatronTemplates Patrons { get; }

    /// <summary>Checks all templates and tries them in all languages. Pure: the caller reads the files.</summary>
    /// <param name="files">
    /// The text of each file by its name relative to the letters' folder:
    /// <c>en/LenderShipEmailLetter.hbs</c>, <c>en/partials/signature.hbs</c>. English has to be complete;
    /// another language may have some letters and partials, and takes the rest from English. </param>
    /// <param name="words">The words of each language that has some.</param>
    public static LetterLoad Load(
        IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, LetterWords>? words = null)
    {
        var load = Scan(files, words);
        if (load.Letters is not { } letters)
            return load;
        var faults = letters.Languages.SelectMany(letters.Try).ToList();
        return faults.Count == 0 ? load : new LetterLoad(null, LetterLoader.Sorted(faults));
    }

    /// <summary>Checks all templates and tries none: what that finds takes a tenth of the time, and finds nearly
    /// everything.</summary>
    /// <param name="files">As for <see cref="Load"/>.</param>
    /// <param name="words">As for <see cref="Load"/>.</param>
    public static LetterLoad Scan(
        IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, LetterWords>? words = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return LetterLoader.Load(files, language => words?.GetValueOrDefault(language) ?? LetterWords.Without(language));
    }

    /// <summary>The languages that have letters or slips.</summary>
    public IEnumerable<string> Languages => templates.Keys.Select(key => key.Language)
        .Concat(Slips.Languages).Concat(Patrons.Languages).Distinct();

    /// <summary>Compiles the letters and slips of a language, and makes each with a value for every placeholder, and with
    /// none.</summary>
    /// <returns>Everything that is wrong.</returns>
    public IReadOnlyList<LetterFault> Try(string language)
    {
        var faults = new List<LetterFault>();
        foreach (var (_, template) in templates.Where(template => template.Key.Language == language))
            faults.AddRange(template.Try(language, mustEndWithBlock: true));
        faults.AddRange(Slips.Try(language));
        faults.AddRange(Patrons.Try(language));
        return LetterLoader.Sorted(faults);
    }

    /// <summary>The letters that there are, by language, with the languages in their order.</summary>
    public IReadOnlyList<(string Language, LetterCode Code)> All =>
        [.. templates.Keys.OrderBy(key => key.Language, StringComparer.Ordinal).ThenBy(key => key.Code)];

    /// <summary>The words of a language.</summary>
    internal LetterWords WordsOf(string language) => wordsOf(language);

    /// <summary>The language in which a letter will be: the wanted one, or <c>en</c>.</summary>
    internal string LanguageOf(LetterCode code, string wanted)
    {
        string language = (wanted ?? "").ToLowerInvariant();
        return templates.ContainsKey((language, code)) ? language : LetterWords.FallbackLanguage;
    }

    /// <summary>The placeholders that the subject and the text part of a letter show.</summary>
    internal IReadOnlySet<string> FieldsOf(LetterCode code, string language) =>
        templates[(language, code)].Fields;

    internal bool TryRender(
        LetterCode code,
        string language,
        IReadOnlyDictionary<string, string> values,
        [NotNullWhen(true)] out RenderedLetter? letter,
        [NotNullWhen(false)] out MailProblem? problem) =>
        templates[(language, code)].TryRender(language, values, out letter, out problem);
}

/// <summary>One letter in one language; compiled when it is needed first.</summary>
internal sealed class LetterTemplate(LetterFile file, Lazy<LetterEngines> engines, IReadOnlySet<string> fields)
{
    private readonly Lazy<Func<IReadOnlyDictionary<string, string>, string>> subject =
        new(() => engines.Value.Text.Compile(file.Subject!.Text));

    private readonly Lazy<Func<IReadOnlyDictionary<string, string>, string>> text =
        new(() => engines.Value.Text.Compile(file.Text.Text));

    private readonly Lazy<Func<IReadOnlyDictionary<string, string>, string>>? html =
        file.Html is { } part ? new(() => engines.Value.Html.Compile(part.Text)) : null;

    /// <summary>What it is made from.</summary>
    internal LetterFile File => file;

    /// <summary>The placeholders that the subject and the text part show.</summary>
    internal IReadOnlySet<string> Fields => fields;

    internal bool TryRender(
        string language,
        IReadOnlyDictionary<string, string> values,
        [NotNullWhen(true)] out RenderedLetter? letter,
        [NotNullWhen(false)] out MailProblem? problem,
        bool isPage = true)
    {
        letter = null;
        problem = null;
        try
        {
            string title = LetterText.OneLine(subject.Value(values));
            string? body = html?.Value(values);
            string? page = body is not null && isPage ? Page(language, title, body) : body;
            letter = new RenderedLetter(language, title, text.Value(values), page);
            return true;
        }
        catch (Exception e) when (e.GetBaseException() is LetterTooLarge)
        {
            problem = new MailProblem("letter-too-large", "The letter is larger than a letter may be.");
        }
        catch (HandlebarsException e)
        {
            problem = new MailProblem("letter-template", $"The template cannot be rendered: {e.Message}");
        }
        return false;
    }

    /// <summary>Makes the letter with a value for every placeholder, and with none.</summary>
    /// <param name="language">Its language.</param>
    /// <param name="mustEndWithBlock">Whether the text has to end with the lines for programs, as that of a letter
    /// has.</param>
    internal IEnumerable<LetterFault> Try(string language, bool mustEndWithBlock)
    {
        var full = LetterField.All.ToDictionary(field => field.Name, field => field.Sample);
        var empty = LetterField.All.ToDictionary(field => field.Name, _ => "");
        string block = empty["machineBlock"] = full["machineBlock"];
        var faults = new List<string>();
        foreach (var values in new[] { full, empty })
        {
            if (!TryRender(language, values, out var letter, out var problem))
                faults.Add(problem.Text);
            else if (mustEndWithBlock && !letter.Text.TrimEnd().EndsWith(block, StringComparison.Ordinal))
                faults.Add("The text has to end with {{> machine-block}}.");
        }
        return faults.Distinct().Select(fault => new LetterFault(file.Text.File, file.Text.FirstLine, fault));
    }

    private static string Page(string language, string subject, string body) =>
        $"<!DOCTYPE html>\n<html lang=\"{LetterText.Html(language)}\">\n<head><meta charset=\"utf-8\">"
        + $"<title>{LetterText.Html(subject)}</title></head>\n<body>\n{body}</body>\n</html>\n";
}

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
/// All letters in all languages, compiled once and safe for concurrent use. A fault in a template is found
/// here, when the configuration is read, and not when a letter has to go out. </summary>
public sealed class LetterSet
{
    private readonly FrozenDictionary<(string Language, LetterCode Code), LetterTemplate> templates;
    private readonly Func<string, LetterWords> wordsOf;

    internal LetterSet(
        IReadOnlyDictionary<(string Language, LetterCode Code), LetterTemplate> templates, SlipSet slips,
        Func<string, LetterWords> wordsOf)
    {
        this.templates = templates.ToFrozenDictionary();
        this.wordsOf = wordsOf;
        Slips = slips;
    }

    /// <summary>The slips that lie beside the letters.</summary>
    public SlipSet Slips { get; }

    /// <summary>Checks, compiles and tries all templates. Pure: the caller reads the files.</summary>
    /// <param name="files">
    /// The text of each file by its name relative to the letters' folder:
    /// <c>en/LenderShipEmailLetter.hbs</c>, <c>en/partials/signature.hbs</c>. English has to be complete;
    /// another language may have some letters and partials, and takes the rest from English. </param>
    /// <param name="words">The words of each language that has some.</param>
    public static LetterLoad Load(
        IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, LetterWords>? words = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        return LetterLoader.Load(files, language => words?.GetValueOrDefault(language) ?? LetterWords.Without(language));
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

/// <summary>One letter in one language.</summary>
internal sealed record LetterTemplate(
    Func<IReadOnlyDictionary<string, string>, string> Subject,
    Func<IReadOnlyDictionary<string, string>, string> Text,
    Func<IReadOnlyDictionary<string, string>, string>? Html,
    IReadOnlySet<string> Fields)
{
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
            string subject = LetterText.OneLine(Subject(values));
            string? html = Html is null ? null : isPage ? Page(language, subject, Html(values)) : Html(values);
            letter = new RenderedLetter(language, subject, Text(values), html);
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

    private static string Page(string language, string subject, string body) =>
        $"<!DOCTYPE html>\n<html lang=\"{LetterText.Html(language)}\">\n<head><meta charset=\"utf-8\">"
        + $"<title>{LetterText.Html(subject)}</title></head>\n<body>\n{body}</body>\n</html>\n";
}

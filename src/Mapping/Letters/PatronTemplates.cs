using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>The letters to patrons in all languages.</summary>
public sealed class PatronTemplates
{
    /// <summary>The folder of a language that holds them.</summary>
    public const string Folder = "patrons";

    private readonly TemplateFolder<PatronLetterCode> templates;

    private PatronTemplates(TemplateFolder<PatronLetterCode> templates) => this.templates = templates;

    /// <summary>The letters that there are, by language.</summary>
    public IReadOnlyList<(string Language, PatronLetterCode Code)> All => templates.All;

    /// <summary>The languages that have any.</summary>
    internal IEnumerable<string> Languages => templates.Languages;

    /// <summary>Checks all of them; tells what is wrong.</summary>
    internal static PatronTemplates Load(IReadOnlyDictionary<string, string> files, ICollection<LetterFault> faults) =>
        new(TemplateFolder<PatronLetterCode>.Load(Folder, files, faults));

    /// <summary>Compiles and tries those of a language.</summary>
    internal IEnumerable<LetterFault> Try(string language) => templates.Try(language);

    /// <summary>The language in which a letter will be; null when there is none in English either.</summary>
    internal string? LanguageOf(PatronLetterCode code, string wanted) =>
        templates.LanguageOf(code, (wanted ?? "").ToLowerInvariant());

    /// <summary>Makes one letter.</summary>
    internal bool TryRender(
        PatronLetterCode code, string language, IReadOnlyDictionary<string, string> values, bool isPage,
        [NotNullWhen(true)] out RenderedLetter? letter, [NotNullWhen(false)] out MailProblem? problem) =>
        templates.TryRender(code, language, values, isPage, out letter, out problem);
}

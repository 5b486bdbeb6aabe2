using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The slips in all languages, each compiled once and safe for concurrent use. A slip is made like a letter, from
/// <c>LANGUAGE/slips/NAME.hbs</c> with the partials and placeholders of letters, but it is printed here: it has an HTML
/// part and no block for programs. A slip that a language lacks is taken from English. </summary>
public sealed class SlipSet
{
    private const string Extension = ".hbs";
    private static readonly HashSet<string> NoFields = [];
    private readonly Dictionary<(string Language, SlipCode Code), LetterTemplate> templates = [];
    private readonly Func<string, LetterWords> wordsOf;

    private SlipSet(Func<string, LetterWords> wordsOf) => this.wordsOf = wordsOf;

    /// <summary>Is the file a slip, and not a letter?</summary>
    internal static bool Owns(string file) => file.Split('/') is [_, "slips", _];

    /// <summary>Checks all slips; tells what is wrong with them.</summary>
    internal static SlipSet Load(
        IReadOnlyDictionary<string, string> files, Func<string, LetterWords> wordsOf, ICollection<LetterFault> faults)
    {
        var set = new SlipSet(wordsOf);
        var engines = new Dictionary<string, Lazy<LetterEngines>>(StringComparer.Ordinal);
        foreach (var (file, content) in files.Where(file => Owns(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            string name = file.Split('/')[2];
            if (!name.EndsWith(Extension, StringComparison.Ordinal)
                || !Enum.TryParse<SlipCode>(name[..^Extension.Length], out var code) || $"{code}{Extension}" != name)
            {
                faults.Add(new LetterFault(file, 1, $"Slips are {string.Join(", ", Enum.GetNames<SlipCode>())}."));
                continue;
            }
            string language = file.Split('/')[0];
            if (content.Length > LetterLimits.TemplateMaxChars)
                faults.Add(new LetterFault(file, 1, $"Longer than {LetterLimits.TemplateMaxChars} characters."));
            else if (Read(file, content, faults) is { } slip)
                set.templates[(language, code)] = new LetterTemplate(slip, Engines(language, files, engines), NoFields);
        }
        return set;
    }

    /// <summary>The languages that have slips.</summary>
    internal IEnumerable<string> Languages => templates.Keys.Select(key => key.Language).Distinct();

    /// <summary>Compiles and tries the slips of a language.</summary>
    internal IEnumerable<LetterFault> Try(string language) => templates
        .Where(template => template.Key.Language == language)
        .SelectMany(template => template.Value.Try(language, mustEndWithBlock: false));

    /// <summary>Makes one slip.</summary>
    /// <param name="context">Which, about what.</param>
    /// <param name="html">What stands between the tags of a page's body.</param>
    /// <param name="problem">Why there is none: <c>slip-missing</c>, <c>letter-template</c>,
    /// <c>letter-too-large</c>.</param>
    public bool TryRender(
        SlipContext context, [NotNullWhen(true)] out string? html, [NotNullWhen(false)] out MailProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        html = null;
        string language = templates.ContainsKey((context.Language, context.Code))
            ? context.Language
            : LetterWords.FallbackLanguage;
        if (!templates.TryGetValue((language, context.Code), out var template))
        {
            problem = new MailProblem("slip-missing", $"There is no letters/en/slips/{context.Code}{Extension}.");
            return false;
        }
        if (!template.TryRender(language, Values(context, wordsOf(language)), out var letter, out problem, isPage: false))
            return false;
        html = letter.Html!;
        return true;
    }

    private static LetterFile? Read(string file, string content, ICollection<LetterFault> faults)
    {
        int before = faults.Count;
        var found = new List<LetterFault>();
        var slip = LetterFile.Read(file, content, hasSubject: true, found);
        if (slip.Html is null)
            found.Add(new LetterFault(file, 1, "A slip needs an HTML part after a line \"--- html ---\"."));
        foreach (var part in new[] { slip.Subject, slip.Text, slip.Html }.OfType<TemplatePart>())
            TemplateScan.Read(part, found);
        foreach (var fault in found)
            faults.Add(fault);
        return faults.Count > before ? null : slip;
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
            string folder = $"{spoken}/partials/";
            foreach (var (file, content) in files.Where(f => f.Key.StartsWith(folder, StringComparison.Ordinal)))
            {
                var part = LetterFile.Read(file, content, hasSubject: false, []);
                partials[file[folder.Length..^Extension.Length]] = (isHtml ? part.Html ?? part.Text : part.Text).Text;
            }
        }
        return partials;
    }

    private static IReadOnlyDictionary<string, string> Values(SlipContext context, LetterWords words)
    {
        var (about, sender) = (context.About, context.Sender);
        var values = new LetterValues(new LossLog());
        RequestValues.Put(values.Know, about.Content, words);
        string? Date(DateOnly? date) => words.Date(date);
        values.Know("libraryName", sender.Name);
        values.Know("librarySymbol", sender.Symbol.Text);
        values.Know("libraryAddress", LetterWords.Address(
            sender.Address?.Name == sender.Name ? sender.Address with { Name = null } : sender.Address));
        values.Know("libraryEmail", sender.Email);
        values.Know("partnerName", context.PartnerName);
        values.Know("today", Date(context.Today));
        values.Know("weBorrow", words.Flag(about.WeBorrow));
        values.Know("externalId", about.ExternalId);
        values.Know("ourReference", about.OurReference == about.ExternalId ? null : about.OurReference);
        values.Know("partnerReference", context.PartnerReference == about.ExternalId ? null : context.PartnerReference);
        values.Know("requestedOn", Date(about.CreatedOn));
        values.Know("shippedOn", Date(about.ShippedOn));
        values.Know("receivedOn", Date(about.ReceivedOn));
        values.Know("returnedOn", Date(about.ReturnedOn));
        values.Know("dueOn", Date(about.DueOn));
        values.Know("barcode", context.Barcode);
        values.Know("cost", context.Cost?.ToString());
        values.Know("service", context.SuppliedAs is { } service ? words.Words(service) : null);
        values.Know("returnTo", LetterWords.Address(context.ParcelTo));
        values.Know("note", context.Note);
        values.Know("patronName", about.WeBorrow ? about.Content.Patron?.Name : null);
        values.Know("assignedTo", context.AssignedTo);
        return values.All;
    }
}

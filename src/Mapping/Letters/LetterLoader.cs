namespace ResourceSharing.Mapping.Letters;

/// <summary>Turns template files into letters, and finds everything that is wrong with them at
/// once.</summary>
internal sealed class LetterLoader
{
    private const string Extension = ".hbs";
    private readonly List<LetterFault> faults = [];
    private readonly Dictionary<(string Language, LetterCode Code), LetterFile> letters = [];
    private readonly Dictionary<(string Language, string Name), LetterFile> partials = [];
    private readonly Dictionary<TemplatePart, TemplateScan> scans = [];

    private LetterLoader()
    {
    }

    internal static LetterLoad Load(IReadOnlyDictionary<string, string> files, Func<string, LetterWords> wordsOf)
    {
        var loader = new LetterLoader();
        if (files.Count > LetterLimits.MaxFiles)
        {
            loader.Fault("letters", $"More than {LetterLimits.MaxFiles} files.");
            return new LetterLoad(null, loader.faults);
        }
        foreach (var (file, content) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            loader.Read(file, content);
        loader.CheckComplete(files);
        loader.CheckPartials();
        var slips = loader.faults.Count == 0 ? SlipSet.Load(files, wordsOf, loader.faults) : null;
        var patrons = slips is null ? null : PatronTemplates.Load(files, loader.faults);
        var set = loader.faults.Count == 0 ? new LetterSet(loader.Templates(), slips!, patrons!, wordsOf) : null;
        return new LetterLoad(set, Sorted(loader.faults));
    }

    /// <summary>As many faults as help, each once, by file and line.</summary>
    internal static IReadOnlyList<LetterFault> Sorted(IEnumerable<LetterFault> faults) =>
    [
        .. faults.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)
            .Take(LetterLimits.MaxFaults),
    ];

    private void Read(string file, string content)
    {
        if (file.Split('/') is [_, SlipSet.Folder or PatronTemplates.Folder, _])
            return;
        string[] path = file.Split('/');
        bool isPartial = path.Length == 3 && path[1] == "partials";
        if (!file.EndsWith(Extension, StringComparison.Ordinal) || !(path.Length == 2 || isPartial))
        {
            Fault(file, "Templates are LANGUAGE/LETTER.hbs, LANGUAGE/partials/NAME.hbs, LANGUAGE/slips/SLIP.hbs and "
                + "LANGUAGE/patrons/LETTER.hbs.");
            return;
        }
        if (content.Length > LetterLimits.TemplateMaxChars)
        {
            Fault(file, $"Longer than {LetterLimits.TemplateMaxChars} characters.");
            return;
        }
        string language = path[0];
        string name = path[^1][..^Extension.Length];
        if (!IsLanguage(language))
            Fault(file, $"\"{language}\" is not a language code of two or three small letters, like en.");
        else if (isPartial)
            partials[(language, name)] = Scanned(LetterFile.Read(file, content, hasSubject: false, faults));
        else if (Enum.TryParse<LetterCode>(name, out var code) && code.ToString() == name)
            letters[(language, code)] = Scanned(LetterFile.Read(file, content, hasSubject: true, faults));
        else
            Fault(file, $"No letter is called \"{name}\"; README.md names them all.");
    }

    private LetterFile Scanned(LetterFile file)
    {
        foreach (var part in new[] { file.Subject, file.Text, file.Html }.OfType<TemplatePart>())
            scans[part] = TemplateScan.Read(part, faults);
        return file;
    }

    private void CheckComplete(IReadOnlyDictionary<string, string> files)
    {
        var missing = Enum.GetNames<LetterCode>()
            .Select(code => $"{LetterWords.FallbackLanguage}/{code}{Extension}")
            .Where(file => !files.ContainsKey(file));
        foreach (string file in missing)
            Fault(file, "This letter is missing.");
    }

    /// <summary>Every partial exists, and none contains itself, directly or by way of others.</summary>
    private void CheckPartials()
    {
        foreach (var ((language, _), file) in letters)
            Walk(language, file, isHtml: false, _ => { });
        foreach (var ((language, _), file) in letters.Where(letter => letter.Value.Html is not null))
            Walk(language, file, isHtml: true, _ => { });
    }

    private void Walk(string language, LetterFile letter, bool isHtml, Action<TemplateScan> visit)
    {
        var walk = new PartialWalk(language, isHtml, visit, [], []);
        if (letter.Subject is { } subject && !isHtml)
            WalkPart(subject, walk);
        WalkPart(isHtml ? letter.Html! : letter.Text, walk);
    }

    private void WalkPart(TemplatePart part, PartialWalk walk)
    {
        var scan = scans[part];
        walk.Visit(scan);
        foreach (var (name, line) in scan.Partials)
        {
            if (walk.Inside.Contains(name))
                FaultOnce(new LetterFault(part.File, line, $"The partial \"{name}\" contains itself."));
            else if (FindPartial(walk.Language, name) is not { } partial)
                FaultOnce(new LetterFault(part.File, line, $"There is no partial \"{name}\"."));
            else if (walk.Done.Add(name))
                WalkPart(PartOf(partial, walk.IsHtml), walk with { Inside = [.. walk.Inside, name] });
        }
    }

    private Dictionary<(string Language, LetterCode Code), LetterTemplate> Templates()
    {
        var templates = new Dictionary<(string Language, LetterCode Code), LetterTemplate>();
        foreach (var group in letters.GroupBy(letter => letter.Key.Language))
        {
            string language = group.Key;
            var engines = new Lazy<LetterEngines>(() => new LetterEngines(
                new LetterEngine(isHtml: false, PartialsOf(language, isHtml: false)),
                new LetterEngine(isHtml: true, PartialsOf(language, isHtml: true))));
            foreach (var (key, file) in group)
                templates[key] = new LetterTemplate(file, engines, Fields(language, file));
        }
        return templates;
    }

    private HashSet<string> Fields(string language, LetterFile file)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        Walk(language, file, isHtml: false, scan => fields.UnionWith(scan.Fields));
        return fields;
    }

    /// <summary>The partials that the letters of a language use; compiling one takes milliseconds.</summary>
    private Dictionary<string, string> PartialsOf(string language, bool isHtml)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ((spoken, _), file) in letters)
        {
            if (spoken == language && (file.Html is not null || !isHtml))
                Walk(language, file, isHtml, scan => used.UnionWith(scan.Partials.Keys));
        }
        return used.ToDictionary(name => name, name => PartOf(FindPartial(language, name)!, isHtml).Text);
    }

    private LetterFile? FindPartial(string language, string name) =>
        partials.GetValueOrDefault((language, name))
        ?? partials.GetValueOrDefault((LetterWords.FallbackLanguage, name));

    private static TemplatePart PartOf(LetterFile partial, bool isHtml) =>
        isHtml && partial.Html is not null ? partial.Html : partial.Text;

    private static bool IsLanguage(string text) => text.Length is 2 or 3 && text.All(char.IsAsciiLetterLower);

    private void Fault(string file, string text) => faults.Add(new LetterFault(file, 1, text));

    private void FaultOnce(LetterFault fault)
    {
        if (!faults.Contains(fault))
            faults.Add(fault);
    }

    /// <summary>A way through the partials of one letter; each is entered once.</summary>
    private sealed record PartialWalk(
        string Language,
        bool IsHtml,
        Action<TemplateScan> Visit,
        IReadOnlyList<string> Inside,
        HashSet<string> Done);
}

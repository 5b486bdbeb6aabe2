using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>What is in the folder of the letters.</summary>
/// <param name="Letters">The letters; null when there is any fault.</param>
/// <param name="Words">The words of each language that has some.</param>
/// <param name="Faults">Everything that is wrong, with file and line.</param>
internal sealed record LetterTexts(
    LetterSet? Letters, IReadOnlyDictionary<string, LetterWords> Words, IReadOnlyList<ConfigFault> Faults)
{
    /// <summary>The words of a language.</summary>
    public LetterWords WordsOf(string language) =>
        Words.GetValueOrDefault(language) ?? LetterWords.Without(language);
}

/// <summary>Reads the templates and words of the letters; what is wrong with them is said by <see cref="LetterSet.Load"/>
/// and <see cref="WordsFolder"/>.</summary>
internal static class LetterFolder
{
    /// <summary>The folder's name below the configuration folder.</summary>
    public const string Name = "letters";

    /// <summary>A larger template is refused: the limits of a letter are far below.</summary>
    private const long MaxOctets = 1024 * 1024;

    /// <summary>What was read last. Trying letters takes the most time of a reload, and the same texts come to the same
    /// letters, so they are tried once.</summary>
    private static Scanned? _last;

    /// <summary>Who asks while somebody tries letters waits for that.</summary>
    private static readonly Lock Trying = new();

    /// <summary>The languages that a configuration uses, and English, which stands in for all others.</summary>
    public static IReadOnlySet<string> InUse(ConfigurationSnapshot snapshot) => snapshot.Partners.Values
        .Select(partner => partner.Language).OfType<string>()
        .Append(snapshot.Gateway.Library.Language).Append(LetterWords.FallbackLanguage).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads and checks all templates and words, and tries the letters of some languages.</summary>
    /// <param name="configFolder">The configuration folder.</param>
    /// <param name="languages">The languages to try; null for all. Others are compiled when they are needed.</param>
    public static LetterTexts Load(string configFolder, IReadOnlySet<string>? languages = null)
    {
        var folder = Path.Combine(configFolder, Name);
        if (!Directory.Exists(folder))
        {
            return new LetterTexts(null, new Dictionary<string, LetterWords>(),
                [new ConfigFault(folder, 1, 1, "there is no folder with letters")]);
        }

        var files = Directory.EnumerateFiles(folder, "*.hbs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(folder, WordsFolder.FileName, SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal);
        var tooLarge = files.Where(file => new FileInfo(file.Value).Length > MaxOctets)
            .Select(file => new ConfigFault(file.Value, 1, 1, "the file is larger than 1 MiB")).ToArray();
        return tooLarge.Length > 0
            ? new LetterTexts(null, new Dictionary<string, LetterWords>(), tooLarge)
            : Load(
                folder, files.ToDictionary(file => file.Key, file => File.ReadAllText(file.Value), StringComparer.Ordinal),
                languages);
    }

    private static LetterTexts Load(string folder, Dictionary<string, string> texts, IReadOnlySet<string>? languages)
    {
        lock (Trying)
        {
            if (_last is null || !_last.IsOf(folder, texts))
            {
                _last = Scan(folder, texts);
            }

            return _last.Try(languages);
        }
    }

    private static Scanned Scan(string folder, Dictionary<string, string> texts)
    {
        var faults = new List<ConfigFault>();
        var words = WordsFolder.Load(folder, faults);
        var templates = texts.Where(text => !text.Key.EndsWith(WordsFolder.FileName, StringComparison.Ordinal));
        var load = LetterSet.Scan(templates.ToDictionary(StringComparer.Ordinal), words);
        faults.AddRange(load.Faults.Select(fault => Placed(folder, fault)));
        return new Scanned(folder, texts, load.Letters, words, faults);
    }

    private static ConfigFault Placed(string folder, LetterFault fault) =>
        new(Path.Combine(folder, fault.File), fault.Line, 1, fault.Text);

    private sealed record Scanned(
        string Folder, IReadOnlyDictionary<string, string> Texts, LetterSet? Letters,
        IReadOnlyDictionary<string, LetterWords> Words, IReadOnlyList<ConfigFault> Faults)
    {
        private readonly Dictionary<string, IReadOnlyList<ConfigFault>> _tried = new(StringComparer.Ordinal);

        public bool IsOf(string folder, Dictionary<string, string> texts) => texts.Count == Texts.Count
            && string.Equals(folder, Folder, StringComparison.Ordinal)
            && texts.All(text => Texts.TryGetValue(text.Key, out var known)
                && string.Equals(text.Value, known, StringComparison.Ordinal));

        public LetterTexts Try(IReadOnlySet<string>? languages)
        {
            var faults = new List<ConfigFault>(Faults);
            foreach (var language in Letters?.Languages.Where(one => languages?.Contains(one) != false) ?? [])
            {
                if (!_tried.TryGetValue(language, out var found))
                {
                    _tried[language] = found = Letters!.Try(language).Select(fault => Placed(Folder, fault)).ToArray();
                }

                faults.AddRange(found);
            }

            return new LetterTexts(faults.Count == 0 ? Letters : null, Words, faults);
        }
    }
}

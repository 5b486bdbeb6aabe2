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

    /// <summary>What was compiled last. Compiling takes the most time of a reload, and the same texts come to the same
    /// letters, so they are compiled once.</summary>
    private static Compiled? _last;

    /// <summary>Who asks while somebody compiles waits for that.</summary>
    private static readonly Lock Compiling = new();

    /// <summary>Reads and compiles all templates.</summary>
    public static LetterTexts Load(string configFolder)
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
            : Compile(folder, files.ToDictionary(file => file.Key, file => File.ReadAllText(file.Value), StringComparer.Ordinal));
    }

    private static LetterTexts Compile(string folder, Dictionary<string, string> texts)
    {
        lock (Compiling)
        {
            if (_last is null || !_last.IsOf(folder, texts))
            {
                _last = new Compiled(folder, texts, CompileNow(folder, texts));
            }

            return _last.Result;
        }
    }

    private static LetterTexts CompileNow(string folder, Dictionary<string, string> texts)
    {
        var faults = new List<ConfigFault>();
        var words = WordsFolder.Load(folder, faults);
        var templates = texts.Where(text => !text.Key.EndsWith(WordsFolder.FileName, StringComparison.Ordinal));
        var load = LetterSet.Load(templates.ToDictionary(StringComparer.Ordinal), words);
        faults.AddRange(load.Faults.Select(fault => new ConfigFault(Path.Combine(folder, fault.File), fault.Line, 1, fault.Text)));
        return new LetterTexts(faults.Count == 0 ? load.Letters : null, words, faults);
    }

    private sealed record Compiled(string Folder, IReadOnlyDictionary<string, string> Texts, LetterTexts Result)
    {
        public bool IsOf(string folder, Dictionary<string, string> texts) => texts.Count == Texts.Count
            && string.Equals(folder, Folder, StringComparison.Ordinal)
            && texts.All(text => Texts.TryGetValue(text.Key, out var known) && string.Equals(text.Value, known, StringComparison.Ordinal));
    }
}

using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Reads the phrases of all languages: <c>letters/LANGUAGE/phrases.yaml</c>.</summary>
internal static class PhraseFolder
{
    /// <summary>The name of the file in the folder of a language.</summary>
    public const string FileName = "phrases.yaml";

    /// <summary>The records of these files by the name of their schema.</summary>
    public static IReadOnlyDictionary<string, Type> Schemas { get; } =
        new Dictionary<string, Type>(StringComparer.Ordinal) { ["phrases.json"] = typeof(PhraseFile) };

    /// <summary>What was compiled last. The start tries the phrases and the first mail needs them: the same texts come to the
    /// same phrases, and compiling them leaves much behind.</summary>
    private static Compiled? _last;

    private static readonly Lock Compiling = new();

    /// <summary>Reads and compiles all of them; null, with all faults, when one is not usable.</summary>
    public static (PhraseGrammar? Grammar, IReadOnlyList<ConfigFault> Faults) Load(string configFolder)
    {
        var letters = Path.Combine(configFolder, LetterFolder.Name);
        var texts = (Directory.Exists(letters) ? Directory.GetDirectories(letters) : [])
            .Select(folder => Path.Combine(folder, FileName)).Where(File.Exists)
            .ToDictionary(file => file, File.ReadAllText, StringComparer.Ordinal);
        lock (Compiling)
        {
            if (_last is null || !_last.IsOf(texts))
            {
                _last = Compile(texts);
            }

            return (_last.Grammar, _last.Faults);
        }
    }

    private static Compiled Compile(Dictionary<string, string> texts)
    {
        var faults = new List<ConfigFault>();
        var files = new Dictionary<string, PhraseFile>(StringComparer.Ordinal);
        foreach (var file in texts.Keys.Order(StringComparer.Ordinal))
        {
            if (YamlDocumentReader.ReadFile(file, faults) is { } root)
            {
                var binder = new ConfigBinder(new Dictionary<string, Type>(StringComparer.Ordinal), faults);
                files[Path.GetFileName(Path.GetDirectoryName(file))!] = binder.Bind<PhraseFile>(root);
            }
        }

        return new Compiled(texts, faults.Count > 0 ? null : PhraseGrammar.Compile(files), faults);
    }

    private sealed record Compiled(
        Dictionary<string, string> Texts, PhraseGrammar? Grammar, IReadOnlyList<ConfigFault> Faults)
    {
        public bool IsOf(Dictionary<string, string> texts) => texts.Count == Texts.Count
            && texts.All(text => Texts.TryGetValue(text.Key, out var known)
                && string.Equals(text.Value, known, StringComparison.Ordinal));
    }
}

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

    /// <summary>Reads and compiles all of them; null, with all faults, when one is not usable.</summary>
    public static (PhraseGrammar? Grammar, IReadOnlyList<ConfigFault> Faults) Load(string configFolder)
    {
        var faults = new List<ConfigFault>();
        var files = new Dictionary<string, PhraseFile>(StringComparer.Ordinal);
        var letters = Path.Combine(configFolder, LetterFolder.Name);
        string[] folders = Directory.Exists(letters) ? Directory.GetDirectories(letters) : [];
        foreach (var folder in folders.Order(StringComparer.Ordinal).Where(folder => File.Exists(Path.Combine(folder, FileName))))
        {
            if (YamlDocumentReader.ReadFile(Path.Combine(folder, FileName), faults) is { } root)
            {
                var binder = new ConfigBinder(new Dictionary<string, Type>(StringComparer.Ordinal), faults);
                files[Path.GetFileName(folder)] = binder.Bind<PhraseFile>(root);
            }
        }

        return faults.Count > 0 ? (null, faults) : (PhraseGrammar.Compile(files), faults);
    }
}

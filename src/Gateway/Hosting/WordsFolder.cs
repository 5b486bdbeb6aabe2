using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Reads the words of all languages: <c>letters/LANGUAGE/words.yaml</c>.</summary>
internal static class WordsFolder
{
    /// <summary>The name of the file in the folder of a language.</summary>
    public const string FileName = "words.yaml";

    /// <summary>The records of these files by the name of their schema.</summary>
    public static IReadOnlyDictionary<string, Type> Schemas { get; } =
        new Dictionary<string, Type>(StringComparer.Ordinal) { ["words.json"] = typeof(WordsFile) };

    /// <summary>Reads all of them. What is wrong is added to the faults; the words that are right count all the
    /// same.</summary>
    /// <param name="letters">The folder of the letters.</param>
    /// <param name="faults">Told what is wrong.</param>
    public static IReadOnlyDictionary<string, LetterWords> Load(string letters, List<ConfigFault> faults)
    {
        var words = new Dictionary<string, LetterWords>(StringComparer.Ordinal);
        IEnumerable<string> folders = Directory.Exists(letters) ? Directory.GetDirectories(letters) : [];
        foreach (var file in folders.Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, FileName)).Where(File.Exists))
        {
            var language = Path.GetFileName(Path.GetDirectoryName(file))!;
            words[language] = Read(language, file, faults);
        }

        return words;
    }

    private static LetterWords Read(string language, string file, List<ConfigFault> faults)
    {
        if (YamlDocumentReader.ReadFile(file, faults) is not { } root)
        {
            return LetterWords.Without(language);
        }

        var content = new ConfigBinder(new Dictionary<string, Type>(StringComparer.Ordinal), faults).Bind<WordsFile>(root);
        var wrong = new List<WordFault>();
        var words = LetterWords.Of(language, content, wrong);
        faults.AddRange(wrong.Select(fault => root.Nearest(fault.Section, fault.Name).Position
            .Fault($"{fault.Section}{(fault.Name.Length == 0 ? "" : ".")}{Echo.Of(fault.Name)}: {fault.Text}")));
        return words;
    }
}

using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Mapping.Letters;

/// <summary>The templates in config/letters, as a host would hand them over.</summary>
internal static class ShippedLetters
{
    internal static string ConfigFolder { get; } = Path.Combine(Repository.Root, "config", "letters");

    internal static string FixtureFolder { get; } = Path.Combine(Repository.Root, "tests", "Fixtures", "Letters");

    internal static IReadOnlyDictionary<string, string> Files { get; } = Directory
        .EnumerateFiles(ConfigFolder, "*.hbs", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(ConfigFolder, path).Replace('\\', '/'), File.ReadAllText);

    /// <summary>The words in config/letters.</summary>
    internal static IReadOnlyDictionary<string, LetterWords> Words { get; } = ReadWords();

    internal static LetterSet Set { get; } = Load(Files);

    internal static LetterSet Load(IReadOnlyDictionary<string, string> files)
    {
        var load = LetterSet.Load(files, Words);
        Assert.Empty(load.Faults);
        return load.Letters!;
    }

    private static IReadOnlyDictionary<string, LetterWords> ReadWords()
    {
        var faults = new List<ConfigFault>();
        var words = WordsFolder.Load(ConfigFolder, faults);
        Assert.Empty(faults);
        return words;
    }

    /// <summary>The shipped files with some of them replaced, added, or removed (null).</summary>
    internal static Dictionary<string, string> With(params (string File, string? Content)[] changes)
    {
        var files = new Dictionary<string, string>(Files, StringComparer.Ordinal);
        foreach (var (file, content) in changes)
        {
            if (content is null)
                files.Remove(file);
            else
                files[file] = content;
        }
        return files;
    }
}

using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Reads the templates of the letters; what is wrong with them is said by <see cref="LetterSet.Load"/>.</summary>
internal static class LetterFolder
{
    /// <summary>The folder's name below the configuration folder.</summary>
    public const string Name = "letters";

    /// <summary>A larger template is refused: the limits of a letter are far below.</summary>
    private const long MaxOctets = 1024 * 1024;

    /// <summary>What was compiled last. Compiling takes the most time of a start and of a reload, and the same texts come
    /// to the same letters, so they are compiled once.</summary>
    private static Compiled? _last;

    /// <summary>Who asks while somebody compiles waits for that.</summary>
    private static readonly Lock Compiling = new();

    /// <summary>Reads and compiles all templates.</summary>
    public static LetterLoad Load(string configFolder)
    {
        var folder = Path.Combine(configFolder, Name);
        if (!Directory.Exists(folder))
        {
            return new LetterLoad(null, [new LetterFault("", 1, "there is no folder with letters")]);
        }

        var files = Directory.EnumerateFiles(folder, "*.hbs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal);
        var tooLarge = files.Where(file => new FileInfo(file.Value).Length > MaxOctets)
            .Select(file => new LetterFault(file.Key, 1, "the file is larger than 1 MiB")).ToArray();
        return tooLarge.Length > 0
            ? new LetterLoad(null, tooLarge)
            : Compile(files.ToDictionary(file => file.Key, file => File.ReadAllText(file.Value), StringComparer.Ordinal));
    }

    private static LetterLoad Compile(Dictionary<string, string> texts)
    {
        lock (Compiling)
        {
            if (_last is null || !_last.IsOf(texts))
            {
                _last = new Compiled(texts, LetterSet.Load(texts));
            }

            return _last.Load;
        }
    }

    private sealed record Compiled(IReadOnlyDictionary<string, string> Texts, LetterLoad Load)
    {
        public bool IsOf(Dictionary<string, string> texts) => texts.Count == Texts.Count
            && texts.All(text => Texts.TryGetValue(text.Key, out var known) && string.Equals(text.Value, known, StringComparison.Ordinal));
    }
}

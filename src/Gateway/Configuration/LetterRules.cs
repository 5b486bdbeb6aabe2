namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Every language that the files name must have all letters, or a letter would fail when it is needed.
/// </summary>
internal static class LetterRules
{
    public static void Check(ConfigFiles files, IReadOnlySet<string> letterCodes, List<ConfigFault> faults)
    {
        if (letterCodes.Count == 0)
            return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (language, place) in LanguagesOf(files).Where(l => seen.Add(l.Language)))
        {
            if (FaultOf(files.Directory, language, letterCodes) is { } fault)
                faults.Add(place.Position.Fault("language: " + fault));
        }
    }

    private static IEnumerable<(string Language, ConfigNode Place)> LanguagesOf(ConfigFiles files)
    {
        if (files.Gateway is { } gateway && !IsMalformed(gateway))
            yield return (gateway.Value.Library.Language, gateway.Root.Nearest("library", "language"));
        foreach (var partner in files.Partners.Files)
        {
            if (partner.Value.Language is { } language)
                yield return (language, partner.Root.Nearest("language"));
        }
    }

    /// <summary>
    /// A malformed language is reported as such; the default that stands in for it is nobody's wish.
    /// </summary>
    private static bool IsMalformed(ConfigFile<GatewayConfig> gateway) =>
        gateway.Root.At("library", "language") is { } given
        && (given as ConfigScalar)?.Text.Trim() != gateway.Value.Library.Language;

    private static string? FaultOf(string directory, string language, IReadOnlySet<string> letterCodes)
    {
        var letters = Path.Combine(directory, "letters");
        var folder = Path.Combine(letters, language);
        if (!Directory.Exists(folder))
        {
            return $"there are no letters in '{language}'"
                + NearestName.Hint(language, LanguagesBelow(letters), "there are letters in");
        }
        var missing = letterCodes.Where(c => !File.Exists(Path.Combine(folder, c + ".hbs")))
            .Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0
            ? null
            : $"{folder} lacks {string.Join(", ", missing.Select(c => c + ".hbs"))}";
    }

    private static string[] LanguagesBelow(string letters) => Directory.Exists(letters)
        ? [.. Directory.GetDirectories(letters, "*", new EnumerationOptions { IgnoreInaccessible = true })
            .Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
        : [];
}

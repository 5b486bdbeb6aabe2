using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.OpenUrl;
using ResourceSharing.Gateway.Replies;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>What a gateway is started with.</summary>
public sealed record GatewayOptions
{
    /// <summary>The configuration folder.</summary>
    public required string ConfigFolder { get; init; }

    /// <summary>The data folder; made when it is missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Settings of gateway.yaml that are given otherwise, as <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The clock; another one in simulations.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seed of the chance in retry times; null takes one that differs each time.</summary>
    public int? Seed { get; init; }

    /// <summary>What the pages behind reply links take; others in tests of many calls.</summary>
    internal ReplyLimits Replies { get; init; } = new();

    /// <summary>What the page for OpenURL links takes; others in tests of many calls.</summary>
    internal OpenUrlPageLimits OpenUrl { get; init; } = new();

    /// <summary>What the pages of files take; others in tests of many calls.</summary>
    internal DocumentLimits Documents { get; init; } = new();

    /// <summary>Write only warnings and errors to the log.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Loads the configuration with its letters; all faults come together.</summary>
    /// <param name="checkSecrets">Whether every secret must be there.</param>
    /// <param name="inAllLanguages">Whether letters are tried in languages that nobody uses, too.</param>
    public ConfigurationResult Load(bool checkSecrets, bool inAllLanguages = false)
    {
        var result = LoadSettings(checkSecrets);
        var languages = result.Snapshot is { } snapshot && !inAllLanguages ? LetterFolder.InUse(snapshot) : null;
        return With(result, [.. LetterFaults(languages), .. PatronLetterFaults(result.Snapshot)]);
    }

    /// <summary>Letters to patrons that are switched on need a template.</summary>
    private static IEnumerable<ConfigFault> PatronLetterFaults(ConfigurationSnapshot? snapshot)
    {
        if (snapshot is null || LetterFolder.Load(snapshot.Directory, LetterFolder.InUse(snapshot)).Letters is not { } letters)
        {
            return [];
        }

        return Enum.GetValues<PatronLetterCode>()
            .Where(snapshot.Gateway.PatronLetters.Sends)
            .Where(code => !letters.Patrons.All.Contains((LetterWords.FallbackLanguage, code)))
            .Select(code => new ConfigFault(
                Path.Combine(snapshot.Directory, LetterFolder.Name, LetterWords.FallbackLanguage, PatronTemplates.Folder, $"{code}.hbs"),
                1, 1, "this letter is missing, though patronLetters in gateway.yaml switches it on"));
    }

    /// <summary>Loads the configuration without the letters, of which most verbs need none.</summary>
    public ConfigurationResult LoadSettings(bool checkSecrets) =>
        new ConfigurationLoader(Protocols.Vocabulary).Load(ConfigFolder, Settings, checkSecrets);

    /// <summary>Checks all letters, words and phrases, and tries the letters of some languages.</summary>
    /// <param name="languages">The languages to try; null for all.</param>
    public IReadOnlyList<ConfigFault> LetterFaults(IReadOnlySet<string>? languages) =>
        [.. LetterFolder.Load(ConfigFolder, languages).Faults, .. PhraseFolder.Load(ConfigFolder).Faults];

    /// <summary>A configuration with what is wrong with its letters.</summary>
    public static ConfigurationResult With(ConfigurationResult result, IReadOnlyList<ConfigFault> letterFaults) =>
        letterFaults.Count == 0 ? result : new ConfigurationResult(null, [.. result.Faults, .. letterFaults]);
}

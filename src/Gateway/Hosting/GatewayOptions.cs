using ResourceSharing.Gateway.Configuration;

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

    /// <summary>Write only warnings and errors to the log.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Loads the configuration and tries every letter, both at the same time; all faults come together.</summary>
    public ConfigurationResult Load(bool checkSecrets)
    {
        var letters = Task.Run(LetterFaults);
        return With(LoadSettings(checkSecrets), letters.GetAwaiter().GetResult());
    }

    /// <summary>Loads the configuration without the letters, of which most verbs need none.</summary>
    public ConfigurationResult LoadSettings(bool checkSecrets) =>
        new ConfigurationLoader(Protocols.Vocabulary).Load(ConfigFolder, Settings, checkSecrets);

    /// <summary>Tries every letter and every word in every language.</summary>
    public IReadOnlyList<ConfigFault> LetterFaults() =>
        [.. LetterFolder.Load(ConfigFolder).Faults, .. PhraseFolder.Load(ConfigFolder).Faults];

    /// <summary>A configuration with what is wrong with its letters.</summary>
    public static ConfigurationResult With(ConfigurationResult result, IReadOnlyList<ConfigFault> letterFaults) =>
        letterFaults.Count == 0 ? result : new ConfigurationResult(null, [.. result.Faults, .. letterFaults]);
}

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

    /// <summary>Loads the configuration and tries every letter; all faults come together.</summary>
    public ConfigurationResult Load(bool checkSecrets)
    {
        var result = new ConfigurationLoader(Protocols.Vocabulary).Load(ConfigFolder, Settings, checkSecrets);
        var letters = LetterFolder.Load(ConfigFolder).Faults
            .Select(fault => new ConfigFault(Path.Combine(ConfigFolder, LetterFolder.Name, fault.File), fault.Line, 1, fault.Text))
            .ToArray();
        return letters.Length == 0 ? result : new ConfigurationResult(null, [.. result.Faults, .. letters]);
    }
}

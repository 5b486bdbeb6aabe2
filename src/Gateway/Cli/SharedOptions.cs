using System.CommandLine;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Gateway.Cli;

/// <summary>Options that all verbs understand, and what they lead to.</summary>
internal static class SharedOptions
{
    public static Option<string> Config { get; } = new("--config")
    {
        Description = "Folder with gateway.yaml, partners, profiles, rotas and letters.",
        HelpName = "DIR", Recursive = true, DefaultValueFactory = _ => "config",
    };

    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Folder for everything that the gateway remembers.",
        HelpName = "DIR", Recursive = true, DefaultValueFactory = _ => "data",
    };

    public static Option<string?> Urls { get; } = new("--urls")
    {
        Description = "Where the HTTP interface listens [default: http://127.0.0.1:8080].", HelpName = "URL", Recursive = true,
    };

    public static Option<int?> IllPort { get; } = new("--ill-port")
    {
        Description = "Where ISO ILL listens [default: 1611]; 0 takes a free port.", HelpName = "N", Recursive = true,
    };

    public static Option<string[]> Set { get; } = new("--set")
    {
        Description = "Any setting of gateway.yaml, e.g. --set delivery.firstRetry=5s; may be repeated.",
        HelpName = "key=value", Recursive = true, DefaultValueFactory = _ => [],
    };

    public static IReadOnlyList<Option> All { get; } = [Config, Data, Urls, IllPort, Set];

    /// <summary>What the options say about the host.</summary>
    public static GatewayOptions GatewayOptions(this ParseResult parsed)
    {
        var settings = parsed.GetValue(Set)!.ToList();
        if (parsed.GetValue(Urls) is { } urls)
        {
            settings.Add($"listeners.http.urls=[{urls.Replace(';', ',')}]");
        }

        if (parsed.GetValue(IllPort) is { } port)
        {
            settings.Add($"listeners.isoIll.port={port}");
        }

        return new GatewayOptions
        {
            ConfigFolder = parsed.GetValue(Config)!, DataFolder = parsed.GetValue(Data)!, Settings = settings,
        };
    }

    /// <summary>Loads the configuration for a verb that writes no letters, or prints every fault.</summary>
    public static async Task<ConfigurationSnapshot?> LoadAsync(this ParseResult parsed)
    {
        var result = parsed.GatewayOptions().LoadSettings(checkSecrets: false);
        await PrintFaultsAsync(result, parsed.InvocationConfiguration.Error);
        return result.Snapshot;
    }

    /// <summary>Prints every fault of a configuration.</summary>
    public static async Task PrintFaultsAsync(ConfigurationResult result, TextWriter error)
    {
        foreach (var fault in result.Faults)
        {
            await error.WriteLineAsync(fault.ToString());
        }

        if (!result.IsValid)
        {
            await error.WriteLineAsync($"{result.Faults.Count} fault(s) in the configuration; nothing was started or changed.");
        }
    }

    /// <summary>Opens the store for reading, also while the gateway runs; null, with the reason printed, when there is
    /// none.</summary>
    public static async Task<SqliteStore?> OpenStoreAsync(this ParseResult parsed)
    {
        var options = new SqliteStoreOptions { DataFolder = parsed.GetValue(Data)!, ReadOnly = true };
        var error = parsed.InvocationConfiguration.Error;
        if (!File.Exists(options.File))
        {
            await error.WriteLineAsync(
                $"There is no store at {options.File}. Name the folder with --data, or start the gateway once.");
            return null;
        }

        try
        {
            return SqliteStore.Open(options);
        }
        catch (Storage.StoreUnusableException unusable)
        {
            await error.WriteLineAsync(unusable.Message);
            return null;
        }
    }
}

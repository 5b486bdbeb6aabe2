using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Gateway.Cli;

/// <summary>One of the two libraries of the demo: a whole gateway in this process, on free ports and in a folder that is
/// removed afterwards.</summary>
internal sealed class DemoLibrary : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private DemoLibrary(string code, string folder, WebApplication app)
    {
        Code = code;
        _folder = folder;
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        IllPort = new Uri(addresses.Last()).Port;
    }

    public string Code { get; }

    public int IllPort { get; }

    public IStore Store => _app.Services.GetRequiredService<IStore>();

    private StaffDesk Desk => _app.Services.GetRequiredService<StaffDesk>();

    /// <summary>Starts a library that knows nobody yet.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="name">Its name.</param>
    /// <param name="configFolder">Where profiles and letters are taken from.</param>
    public static async Task<DemoLibrary> StartAsync(string code, string name, string configFolder)
    {
        var folder = Directory.CreateTempSubdirectory("resource-sharing-demo-").FullName;
        var config = Path.Combine(folder, "config");
        Directory.CreateDirectory(Path.Combine(config, "partners"));
        Copy(Path.Combine(configFolder, "profiles"), Path.Combine(config, "profiles"));
        Copy(Path.Combine(configFolder, "letters"), Path.Combine(config, "letters"));
        await File.WriteAllTextAsync(Path.Combine(config, "gateway.yaml"), $$"""
            library: {code: {{code}}, name: {{name}}, symbols: [RSG:{{code}}], email: ill@{{code.ToLowerInvariant()}}.example }
            listeners:
              isoIll: {port: 0}
              http: {urls: [http://127.0.0.1:0]}
            delivery: {startDelay: 0s}
            """);
        var options = new GatewayOptions { ConfigFolder = config, DataFolder = Path.Combine(folder, "data"), IsQuiet = true };
        var loaded = options.Load(checkSecrets: false);
        if (loaded.Snapshot is not { } snapshot)
        {
            throw new IOException(string.Join(Environment.NewLine, loaded.Faults));
        }

        var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = options.DataFolder });
        var app = GatewayHost.Build(snapshot, options, store);
        await app.StartAsync();
        return new DemoLibrary(code, folder, app);
    }

    /// <summary>Writes the partner's file, as an administrator would, and reads the configuration again.</summary>
    public void Meet(DemoLibrary other)
    {
        File.WriteAllText(Path.Combine(_folder, "config", "partners", other.Code + ".yaml"), $$"""
            code: {{other.Code}}
            name: {{other.Code}}
            symbols: [RSG:{{other.Code}}]
            allowedFrom: [127.0.0.1]
            channel: {type: iso-ill, host: 127.0.0.1, port: {{other.IllPort}}, listenForAnswer: 1s }
            """);
        var result = _app.Services.GetRequiredService<ConfigurationSource>().Reload();
        if (!result.IsValid)
        {
            throw new IOException(string.Join(Environment.NewLine, result.Faults));
        }
    }

    public Task<DeskResult> BorrowAsync(Mapping.Canonical.IllRequest content, string partner) =>
        Desk.BorrowAsync(content, [partner], internalNote: null, user: "demo", CancellationToken.None);

    public Task<DeskResult> ActAsync(string id, StaffAction action, ActionFields fields) =>
        Desk.ActAsync(id, action, fields, "demo", CancellationToken.None);

    /// <summary>Waits until the first request here is in a status.</summary>
    public async Task<RequestState> WaitForAsync(Status status, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await Store.FindRequestAsync(1, cancellationToken) is { } state && state.Status == status)
            {
                return state;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Network;

/// <summary>A library with a gateway of its own, on free ports of the loopback and in a folder of its own. Everything is
/// asked of it over REST, as staff would.</summary>
internal sealed class TestLibrary : IAsyncDisposable
{
    private const string PublicUrl = "publicUrl";

    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly Dictionary<string, Dictionary<string, string>> _partners = [];
    private readonly Dictionary<string, string> _library = [];
    private readonly Dictionary<string, string> _gateway = [];

    private TestLibrary(string code, string folder, WebApplication app, HttpClient http, int illPort)
    {
        Code = code;
        _folder = folder;
        _app = app;
        _http = http;
        IllPort = illPort;
    }

    public string Code { get; }

    public int IllPort { get; }

    /// <summary>Where it is reached by HTTP.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>The same, without a slash at the end.</summary>
    public string Url => Address.ToString().TrimEnd('/');

    public string MailFolder => Path.Combine(_folder, "data", "mail");

    public IStore Store => _app.Services.GetRequiredService<IStore>();

    public HttpClient Http => _http;

    /// <summary>A part of the gateway, for what nobody can ask of it from outside.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts a library without partners; they are told to it by <see cref="Meet"/>.</summary>
    public static async Task<TestLibrary> StartAsync(string code, TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("rsg-").FullName;
        var config = Path.Combine(folder, "config");
        Directory.CreateDirectory(Path.Combine(config, "partners"));
        foreach (var shared in new[] { "profiles", "letters" })
        {
            CopyFolder(Path.Combine(Repository.Root, "config", shared), Path.Combine(config, shared));
        }

        WriteGateway(folder, code, [], []);
        var options = new GatewayOptions
        {
            ConfigFolder = config, DataFolder = Path.Combine(folder, "data"), Time = time, Seed = 1, IsQuiet = true,
        };
        var loaded = options.Load(checkSecrets: true);
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = options.DataFolder });
        var app = GatewayHost.Build(loaded.Snapshot, options, store);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        var token = (await File.ReadAllTextAsync(Path.Combine(options.DataFolder, "admin-token"))).Trim();
        var http = new HttpClient { BaseAddress = new Uri(addresses[0]), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new TestLibrary(code, folder, app, http, new Uri(addresses[1]).Port);
    }

    /// <summary>Writes the files of the partners and reads the configuration again.</summary>
    public void Meet(params IReadOnlyList<TestLibrary> others)
    {
        foreach (var other in others)
        {
            _partners[other.Code] = Partner($"{{type: iso-ill, host: 127.0.0.1, port: {other.IllPort}, listenForAnswer: 100ms}}");
            WritePartner(other.Code);
        }

        Reload();
    }

    /// <summary>A partner that reads letters.</summary>
    public void MeetByMail(string code)
    {
        _partners[code] = Partner($"{{type: email, address: {code.ToLowerInvariant()}@{code.ToLowerInvariant()}.example}}");
        WritePartner(code);
        Reload();
    }

    /// <summary>A partner that is reached in a way of its own, and settings of its file beyond that, as YAML writes them on one
    /// line.</summary>
    public void MeetBy(string code, string channel, params IReadOnlyList<(string Key, string Value)> settings)
    {
        _partners[code] = Partner(channel);
        foreach (var (key, value) in settings)
        {
            _partners[code][key] = value;
        }

        WritePartner(code);
        Reload();
    }

    /// <summary>Writes a secret to a file of its own, which nobody else may read; the path.</summary>
    public string KeepSecret(string name, string secret)
    {
        var path = Path.Combine(_folder, name + ".secret");
        File.WriteAllText(path, secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    /// <summary>A setting of a partner's file; the value as YAML writes it on one line.</summary>
    public void SetPartner(string partner, string key, string value)
    {
        _partners[partner][key] = value;
        WritePartner(partner);
        Reload();
    }

    /// <summary>A setting below <c>library</c> of gateway.yaml.</summary>
    public void SetLibrary(string key, string value)
    {
        _library[key] = value;
        WriteGateway(_folder, Code, _library, _gateway);
        Reload();
    }

    /// <summary>Says in gateway.yaml where it is reached, so that its messages can carry links.</summary>
    public void ShowAddress() => SetGateway(PublicUrl, Url);

    /// <summary>Puts a file to a request; its number.</summary>
    public async Task<long> PutFileAsync(string id, byte[] file, string name)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"\"{name}\"" };
        using var response = await _http.PostAsync($"/api/v1/requests/{id}/documents", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return (long)JsonNode.Parse(text)!["id"]!;
    }

    /// <summary>A setting of gateway.yaml itself.</summary>
    public void SetGateway(string key, string value)
    {
        _gateway[key] = value;
        WriteGateway(_folder, Code, _library, _gateway);
        Reload();
    }

    /// <summary>The profile for one partner: the default one with steps and settings more, and steps less.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="side">lending or borrowing.</param>
    /// <param name="with">Steps that are switched on, and settings as name=value.</param>
    /// <param name="without">Steps that are switched off.</param>
    public void SetWorkflow(string partner, string side, IReadOnlyList<string> with, IReadOnlyList<string> without)
    {
        var profiles = Path.Combine(_folder, "config", "profiles");
        var code = $"{partner}_{side}";
        var own = Path.Combine(profiles, code + ".yaml");
        var lines = File.ReadAllLines(
            File.Exists(own) ? own : Path.Combine(profiles, side == "lending" ? "DEFAULT_LEND_WF.yaml" : "DEFAULT_BOR_WF.yaml"))
            .Select(line => line.StartsWith("code:", StringComparison.Ordinal) ? $"code: {code}" : line)
            .Where(line => !without.Any(step => IsStep(line, step)) && !with.Any(more => IsSetting(line, more))).ToList();
        foreach (var more in with)
        {
            var isSetting = more.Contains('=', StringComparison.Ordinal);
            lines.Insert(isSetting ? lines.Count : lines.IndexOf("steps:") + 1,
                isSetting ? more.Replace("=", ": ", StringComparison.Ordinal) : $"  - {more}");
        }

        File.WriteAllLines(own, lines);
        SetPartner(partner, side, $"{{workflow: {code}}}");
    }

    /// <summary>A rota template; the rest of the file is handed in.</summary>
    public void SetRota(string code, string yaml)
    {
        var rotas = Directory.CreateDirectory(Path.Combine(_folder, "config", "rotas"));
        File.WriteAllText(Path.Combine(rotas.FullName, code + ".yaml"), $"code: {code}\nname: {code}\n{yaml}\n");
        Reload();
    }

    /// <summary>Suppliers of a request, or a template, in place of those that were not asked yet.</summary>
    public async Task SetSuppliersAsync(string id, object body)
    {
        using var response = await _http.PutAsJsonAsync($"/api/v1/requests/{id}/rota", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A page, as staff see it in their browser.</summary>
    public async Task<string> PageAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return text;
    }

    /// <summary>Runs a job as its schedule would; says how many requests it has changed.</summary>
    public async Task<long> RunJobAsync(string name) =>
        (await _app.Services.GetRequiredService<JobCatalog>().RunAsync(name, CancellationToken.None)).Changed;

    public async Task<string> BorrowAsync(object request) =>
        (string)(await PostAsync("/api/v1/requests", request))["id"]!;

    /// <summary>An action; the answer has the request, or what the refusal says under <c>detail</c>.</summary>
    public Task<(bool IsDone, JsonNode Answer)> ActAsync(string id, string action, JsonObject fields) =>
        TryAsync($"/api/v1/requests/{id}/actions/{action}", fields);

    /// <summary>What staff do with an item at the desk.</summary>
    public Task<(bool IsDone, JsonNode Answer)> AtTheDeskAsync(long item, string action, JsonObject fields) =>
        TryAsync($"/api/v1/items/{item}/actions/{action}", fields);

    /// <summary>A call that may be refused.</summary>
    public async Task<(bool IsDone, JsonNode Answer)> TryAsync(string path, JsonObject fields)
    {
        using var response = await _http.PostAsJsonAsync(path, fields);
        return (response.IsSuccessStatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The request that has this number on the borrower's side; null until it has arrived.</summary>
    public async Task<string?> FindAsync(string externalId) =>
        await FindAsync(externalId, "") ?? await FindAsync(externalId, "&status=DELETED");

    private async Task<string?> FindAsync(string externalId, string filter)
    {
        var list = await GetAsync($"/api/v1/requests?q={Uri.EscapeDataString(externalId)}{filter}");
        return list["items"]!.AsArray().Select(item => item!)
            .FirstOrDefault(item => (string?)item["externalId"] == externalId) is { } found ? (string)found["id"]! : null;
    }

    /// <summary>Looks for dates that have passed, as the calendar would.</summary>
    public Task<int> SweepAsync() => SweepAsync(_app.Services.GetRequiredService<JobCatalog>());

    private static async Task<int> SweepAsync(JobCatalog jobs) =>
        (int)((await jobs.RunAsync("expiry", CancellationToken.None)).Changed
            + (await jobs.RunAsync("overdue", CancellationToken.None)).Changed);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> Partner(string channel) => new()
    {
        ["allowedFrom"] = "[127.0.0.1]", ["overdueRepeatDays"] = "7", ["expiry"] = "{type: expiry-time, days: 14}",
        ["channel"] = channel,
    };

    private void WritePartner(string code) => File.WriteAllText(
        Path.Combine(_folder, "config", "partners", code + ".yaml"), $"""
        code: {code}
        name: {NameOf(code)}
        symbols: [RSG:{code}]
        {string.Join('\n', _partners[code].Select(setting => $"{setting.Key}: {setting.Value}"))}

        """);

    private static void WriteGateway(
        string folder, string code, Dictionary<string, string> library, Dictionary<string, string> gateway) => File.WriteAllText(
        Path.Combine(folder, "config", "gateway.yaml"), $$"""
        library:
          code: {{code}}
          name: {{NameOf(code)}}
          symbols: [RSG:{{code}}]
          email: ill@{{code.ToLowerInvariant()}}.example
          postalAddress: {street: 1 Reading Lane, city: Bookham, postalCode: "01234"}
        {{string.Concat(library.Select(setting => $"  {setting.Key}: {setting.Value}\n"))}}
        listeners:
          isoIll: {port: 0}
          http: {urls: [http://127.0.0.1:0]{{(gateway.TryGetValue(PublicUrl, out var url) ? $", publicUrl: {url}" : "")}}}
        delivery: {startDelay: 0s, firstRetry: 1s}
        {{string.Concat(gateway.Where(setting => setting.Key != PublicUrl).Select(setting => $"{setting.Key}: {setting.Value}\n"))}}
        """);

    private static bool IsStep(string line, string step) => line.Split('#')[0].Trim() == $"- {step}";

    private static bool IsSetting(string line, string more) =>
        more.Contains('=') && line.StartsWith(more.Split('=')[0] + ":", StringComparison.Ordinal);

    private static string NameOf(string code) => $"{code[0]}{code[1..].ToLowerInvariant()} Library";

    private void Reload()
    {
        var result = _app.Services.GetRequiredService<ConfigurationSource>().Reload();
        Assert.True(result.IsValid, string.Join('\n', result.Faults));
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>The interface on a real Kestrel and a real store, without delivery: what is queued stays in the outbox.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("api");
    private readonly List<HttpClient> _clients = [];
    private readonly WebApplication _app;

    private RunningApi(Func<IStore, IStore>? wrap, Action<WebApplication>? map, TimeProvider time, string gateway)
    {
        Configuration.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{gateway}\n");
        Configuration.Write("partners/SOUTH.yaml", "code: SOUTH\nname: South Library\nchannel: {type: email, address: ill@south.example}\n");
        Configuration.Write("partners/DEAF.yaml",
            "code: DEAF\nname: Deaf Library\nborrowing: {supported: false}\nlending: {supported: false}\n"
            + "channel: {type: email, address: ill@deaf.example}\n");
        var snapshot = Configuration.Load().Snapshot!;
        var sqlite = SqliteStore.Open(new SqliteStoreOptions { DataFolder = DataFolder, CacheKib = 1024 });
        Store = wrap?.Invoke(sqlite) ?? sqlite;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            GatewayApi.Limit(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton(time).AddSingleton(_ => Store)
            .AddSingleton(new ConfigurationSource(snapshot, () => Configuration.Load()))
            .AddSingleton<NetworkSource>().AddSingleton<OutboxSignal>().AddSingleton<GatewayMetrics>().AddSingleton<StaffDesk>()
            .AddSingleton<OpenRequests>().AddSingleton<LocateQueue>().AddSingleton<RotaDesk>().AddSingleton<TaskDesk>().AddSingleton(new Random(1))
            .AddSingleton<LetterDesk>().AddSingleton<LendingGate>().AddSingleton<InDoubtProbes>()
            .AddSingleton<PatronPins>().AddSingleton<FrontDesk>().AddSingleton<CirculationImport>()
            .AddSingleton<PageWords>().AddSingleton<ISecretBox>(_ => SecretBox.LoadOrCreate(DataFolder))
            .AddDocuments(new DocumentsConfig(), DataFolder, new DocumentLimits())
            .AddJobs(DataFolder, time)
            .AddGatewayApi(DataFolder);
        _app = builder.Build();
        _app.MapGatewayApi();
        map?.Invoke(_app);
    }

    public TemporaryConfiguration Configuration { get; } = new();

    public string DataFolder => _data.FullName;

    public IStore Store { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string Token => File.ReadAllText(Path.Combine(DataFolder, AdminToken.FileName)).Trim();

    /// <summary>Signed in.</summary>
    public HttpClient Http { get; private set; } = null!;

    public static async Task<RunningApi> StartAsync(
        Func<IStore, IStore>? wrap = null, Action<WebApplication>? map = null, TimeProvider? time = null,
        string gateway = "")
    {
        var api = new RunningApi(wrap, map, time ?? TimeProvider.System, gateway);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        var addresses = api._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        api.Address = new Uri(addresses.Addresses.Single());
        api.Http = api.Client(api.Token);
        return api;
    }

    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _clients.Add(client);
        return client;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await ApiAnswer.OfAsync(await Http.SendAsync(request, TestContext.Current.CancellationToken));
    }

    /// <summary>Makes a request and returns its id.</summary>
    public async Task<string> CreateAsync(string json = """{"title": "Atlas", "partner": "EAST"}""")
    {
        var answer = await PostAsync("/api/v1/requests", json);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Acts, and expects that it works.</summary>
    public async Task<JsonElement> ActAsync(string id, string action, string? json = null)
    {
        var answer = await PostAsync($"/api/v1/requests/{id}/actions/{action}", json);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    /// <summary>Writes bytes as they are and reads what comes back until the server closes.</summary>
    public async Task<string> SendRawAsync(string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        Configuration.Dispose();
        _data.Delete(recursive: true);
    }
}

/// <summary>An answer, read.</summary>
internal sealed record ApiAnswer(HttpResponseMessage Response, string Text)
{
    public HttpStatusCode Status => Response.StatusCode;

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    public string? ContentType => Response.Content.Headers.ContentType?.MediaType;

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>A problem of that status and code, in the form of RFC 9457, without anything that should stay inside.</summary>
    public JsonElement IsProblem(HttpStatusCode status, string code)
    {
        Assert.True(Status == status, $"{(int)Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        var problem = Json;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:rsg:problem:{code}", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), Text, StringComparison.Ordinal);
        return problem;
    }

    /// <summary>The problem names that field.</summary>
    public string Fault(string field) => Json.GetProperty("errors").EnumerateArray()
        .Where(error => error.GetProperty("field").GetString() == field)
        .Select(error => error.GetProperty("message").GetString()!)
        .FirstOrDefault() ?? throw new Xunit.Sdk.XunitException($"{field} is not named: {Text}");
}

using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Ncip;

/// <summary>Two gateways, HOME that borrows and EAST that lends, which know each other as peers by NCIP over HTTP. SOUTH is a
/// library that HOME reaches by letters only.</summary>
internal sealed class PeerTown : IAsyncDisposable
{
    private const string Key = "a key that only the two of them know";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<GatewayFolder> _folders = [];
    private readonly List<GatewayProcess> _gateways = [];

    public GatewayProcess Home => _gateways[0];

    public GatewayProcess East => _gateways[1];

    /// <summary>Starts both.</summary>
    /// <param name="dialect">How both write.</param>
    /// <param name="home">Our agency.</param>
    /// <param name="east">The lender's.</param>
    public static async Task<PeerTown> StartAsync(string dialect, string home, string east)
    {
        var town = new PeerTown();
        var (homePort, eastPort) = (FreePort.Take(), FreePort.Take());
        try
        {
            await town.StartAsync("HOME", homePort, "EAST", eastPort, dialect, $"\"RSG:HOME\": \"{home}\", \"RSG:EAST\": \"{east}\"");
            await town.StartAsync("EAST", eastPort, "HOME", homePort, dialect, $"\"RSG:HOME\": \"{home}\", \"RSG:EAST\": \"{east}\"");
            return town;
        }
        catch
        {
            await town.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new borrowing request; its id.</summary>
    public async Task<string> BorrowAsync(params string[] partners)
    {
        using var response = await Home.Http.PostAsJsonAsync("/api/v1/requests", new JsonObject
        {
            ["partners"] = new JsonArray([.. partners.Select(code => (JsonNode)code)]),
            ["title"] = "The Wooden Bridge", ["author"] = "Adler, Nora", ["isbn"] = "9783161484100",
        });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var id = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        await ActAsync(Home, id, "send");
        return id;
    }

    /// <summary>What staff do.</summary>
    public static async Task ActAsync(GatewayProcess gateway, string id, string action, string body = "{}")
    {
        using var response = await gateway.Http.PostAsJsonAsync($"/api/v1/requests/{id}/actions/{action}", JsonNode.Parse(body));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Holds what goes to a partner, or lets it go.</summary>
    public static async Task PauseAsync(GatewayProcess gateway, string partner, bool isPaused)
    {
        var (action, fields) = isPaused ? ("pause", new JsonObject { ["reason"] = "the line is down" }) : ("resume", []);
        using var response = await gateway.Http.PostAsJsonAsync($"/api/v1/partners/{partner}/{action}", fields);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the request has a status.</summary>
    public static async Task<JsonNode> UntilAsync(GatewayProcess gateway, string id, string status)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var request = (await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}"))!;
            if ((string?)request["status"] == status)
                return request;
            if (watch.Elapsed > Patience)
            {
                var outbox = await gateway.Http.GetStringAsync("/api/v1/outbox");
                Assert.Fail($"{id} is {request["status"]} and not {status}.\n{request}\n{outbox}\n{gateway.Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Waits for the lending requests, and gives their ids, oldest first.</summary>
    public async Task<IReadOnlyList<string>> LentAsync(int count = 1)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var page = await East.Http.GetFromJsonAsync<JsonNode>("/api/v1/requests?role=lender");
            var ids = page!["items"]!.AsArray().Select(one => (string)one!["id"]!).Order(StringComparer.Ordinal).ToArray();
            if (ids.Length >= count)
                return ids;
            if (watch.Elapsed > Patience)
                Assert.Fail($"{ids.Length} requests came.\n{await Home.Http.GetStringAsync("/api/v1/outbox")}\n{East.Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sends a message of NCIP to a gateway as the other one would; the text of the answer.</summary>
    public static async Task<string> SayAsync(GatewayProcess gateway, string xml)
    {
        using var content = new StringContent(xml, Encoding.UTF8, "application/xml");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway.Url}/view/NcipP2PServlet") { Content = content };
        request.Headers.Add("X-Api-Key", Key);
        using var client = new HttpClient { Timeout = Patience };
        using var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The event log of a request as the golden files have it.</summary>
    public static async Task<string> LogAsync(GatewayProcess gateway, string id)
    {
        var request = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}");
        var log = new StringBuilder($"{(string?)request!["role"]} {(string?)request["status"]}\n");
        foreach (var line in request["history"]!.AsArray())
            log.Append($"  {(string?)line!["event"],-26} {(string?)line["to"],-22} {(string?)line["text"]}\n");
        return log.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        _folders.ForEach(folder => folder.Dispose());
    }

    private async Task StartAsync(string code, int port, string other, int otherPort, string dialect, string agencies)
    {
        var folder = new GatewayFolder($"RSG:{code}");
        _folders.Add(folder);
        var settings = Path.Combine(folder.Config, "gateway.yaml");
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings)).Replace(
            "code: HOME", $"code: {code}", StringComparison.Ordinal));
        var key = Path.Combine(folder.Config, "key");
        await File.WriteAllTextAsync(key, Key);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(Path.Combine(folder.Config, "partners", $"{other}.yaml"), $$"""
            code: {{other}}
            name: {{other[0]}}{{other[1..].ToLowerInvariant()}} Library
            symbols: ["RSG:{{other}}"]
            channel:
              type: ncip-p2p
              dialect: {{dialect}}
              agencies: { {{agencies}} }
              connection: {url: "http://127.0.0.1:{{otherPort}}/ncip", signIn: {apiKey: "file:key"} }
              caller: {authentication: {apiKeys: ["file:key"]} }
            """);
        await File.WriteAllTextAsync(Path.Combine(folder.Config, "partners", "SOUTH.yaml"), """
            code: SOUTH
            name: South Library
            symbols: ["RSG:SOUTH"]
            channel: {type: email, address: ill@south.example}
            """);
        var gateway = new GatewayProcess(folder.Config, folder.Data) { HttpPort = port };
        _gateways.Add(gateway);
        await gateway.StartAsync();
    }
}

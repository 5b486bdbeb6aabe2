using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.OpenUrl;
using ResourceSharing.Gateway.Replies;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Replies;

/// <summary>A whole gateway with partners who read letters in three languages. Their links are taken out of the letters
/// that it really writes.</summary>
public sealed class ReplyHost : IAsyncDisposable
{
    private const string Listeners =
        "{isoIll: {enabled: false}, http: {urls: [\"http://127.0.0.1:0\"], publicUrl: \"http://127.0.0.1\"}}";

    private readonly GatewayFolder _folder;
    private readonly WebApplication _app;

    private ReplyHost(GatewayFolder folder, WebApplication app, Uri address)
    {
        _folder = folder;
        _app = app;
        Staff = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        Staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", File.ReadAllText(Path.Combine(folder.Data, "admin-token")).Trim());
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseCookies = false };
        Partner = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(120) };
        Partner.DefaultRequestHeaders.UserAgent.ParseAdd("Invented/1.0");
    }

    public HttpClient Staff { get; }

    /// <summary>Not signed in.</summary>
    public HttpClient Partner { get; }

    public IStore Store => _app.Services.GetRequiredService<IStore>();

    public byte[] Key => File.ReadAllBytes(Path.Combine(_folder.Data, "letter-key"));

    /// <summary>Starts it.</summary>
    /// <param name="limits">Those of the answer pages.</param>
    /// <param name="settings">Further lines of gateway.yaml.</param>
    /// <param name="openUrl">The limits of the form for patrons.</param>
    /// <param name="broker">The channel of one partner more, BROKER.</param>
    /// <param name="files">The limits of the pages of files.</param>
    /// <param name="partner">A further line of every partner's file.</param>
    internal static async Task<ReplyHost> StartAsync(
        ReplyLimits? limits = null, string settings = "", OpenUrlPageLimits? openUrl = null, string? broker = null,
        DocumentLimits? files = null, string partner = "")
    {
        var folder = new GatewayFolder();
        File.AppendAllText(Path.Combine(folder.Config, "gateway.yaml"), $"""

            listeners: {Listeners}
            mail:
              maxLettersPerRequestPerHour: 100
            {settings}

            """);
        foreach (var (code, language) in new[] { ("NORTH", "en"), ("SOUTH", "de"), ("WEST", "fr") })
        {
            File.WriteAllText(Path.Combine(folder.Config, "partners", code + ".yaml"), $$"""
                code: {{code}}
                name: {{code}} <Library> & Sons
                symbols: ["RSG:{{code}}"]
                language: {{language}}
                channel: {type: email, address: "ill@{{code.ToLowerInvariant()}}.example"}
                {{partner}}
                """);
        }

        if (broker is not null)
        {
            File.WriteAllText(
                Path.Combine(folder.Config, "partners", "BROKER.yaml"), $"code: BROKER\nname: Broker\nchannel: {broker}\n");
        }

        var options = new GatewayOptions
        {
            ConfigFolder = folder.Config, DataFolder = folder.Data, Seed = 1, IsQuiet = true,
            Replies = limits ?? new ReplyLimits { CallsPerAddress = 100_000, CallsPerLink = 100_000 },
            Documents = files ?? new DocumentLimits { CallsPerAddress = 100_000 },
            OpenUrl = openUrl ?? new OpenUrlPageLimits { CallsPerAddress = 100_000, RequestsPerAddress = 100_000 },
        };
        var loaded = options.Load(checkSecrets: true);
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        var app = GatewayHost.Build(
            loaded.Snapshot, options, SqliteStore.Open(new SqliteStoreOptions { DataFolder = folder.Data, CacheKib = 2048 }));
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new ReplyHost(folder, app, new Uri(addresses.First()));
    }

    /// <summary>Asks a partner for something.</summary>
    public async Task<string> BorrowAsync(string partner, string title = "Atlas", string format = "PHYSICAL")
    {
        var id = await CreateAsync(new JsonObject
        {
            ["title"] = title, ["partner"] = partner, ["format"] = format,
            ["patron"] = new JsonObject { ["name"] = "Reader, Rita" },
        });
        await ActAsync(id, "send");
        return id;
    }

    /// <summary>A partner asks us for something; its first letter from us is our promise.</summary>
    public async Task<string> LendAsync(string partner, string title = "Atlas")
    {
        var id = await CreateAsync(new JsonObject
        {
            ["role"] = "lender", ["partner"] = partner, ["externalId"] = $"{partner}-{Guid.NewGuid():N}", ["title"] = title,
        });
        await ActAsync(id, "will-supply");
        return id;
    }

    public async Task<JsonNode> GetAsync(string id) => (await Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}"))!;

    public async Task<string> StatusAsync(string id) => (await GetAsync(id))["status"]!.GetValue<string>();

    public async Task ActAsync(string id, string action, JsonObject? body = null)
    {
        using var answer = await Staff.PostAsJsonAsync($"/api/v1/requests/{id}/actions/{action}", body ?? []);
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>The link in the newest letter about a request, as soon as that letter is there.</summary>
    /// <param name="id">The request.</param>
    /// <param name="letters">So many letters about it must be there.</param>
    public async Task<string> LinkAsync(string id, int letters = 1)
    {
        for (var i = 0; i < 400; i++)
        {
            var found = Letters(id);
            if (found.Count >= letters)
            {
                return Regex.Match(found[^1], "http://127\\.0\\.0\\.1/r/([a-z2-7]{40,})").Groups[1].Value;
            }

            await Task.Delay(50);
        }

        throw new Xunit.Sdk.XunitException($"There is no letter about {id}.");
    }

    /// <summary>The texts of the letters about a request, oldest first.</summary>
    public IReadOnlyList<string> Letters(string id) => !Directory.Exists(Path.Combine(_folder.Data, "mail", "new"))
        ? []
        : [.. Directory.GetFiles(Path.Combine(_folder.Data, "mail", "new")).Select(File.ReadAllText)
            .Where(letter => letter.Contains($"[ILL {id}/", StringComparison.Ordinal))
            .OrderBy(letter => long.Parse(Regex.Match(letter, "Message-ID: <[^.]+\\.(\\d+)\\.").Groups[1].Value))
            .Select(letter => letter.Replace("=\r\n", "", StringComparison.Ordinal))];

    /// <summary>The letters that it has written.</summary>
    public string MailFolder => Path.Combine(_folder.Data, "mail", "new");

    /// <summary>Where its files are.</summary>
    public string FileFolder => Path.Combine(_folder.Data, "documents");

    /// <summary>Puts a file to a request, as staff do.</summary>
    public async Task<HttpResponseMessage> PutAsync(string id, byte[] file, string name = "scan.pdf")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = name };
        return await Staff.PostAsync($"/api/v1/requests/{id}/documents", content);
    }

    /// <summary>The token of the link to a file in the newest letter about a request.</summary>
    public async Task<string> FileLinkAsync(string id)
    {
        for (var i = 0; i < 400; i++)
        {
            if (Letters(id) is [.., var letter]
                && Regex.Match(letter, "http://127\\.0\\.0\\.1/d/([0-9]+\\.[A-Za-z0-9_-]{22})") is { Success: true } found)
            {
                return found.Groups[1].Value;
            }

            await Task.Delay(50);
        }

        throw new Xunit.Sdk.XunitException($"There is no link to a file in a letter about {id}: {string.Join('\n', Letters(id))}");
    }

    /// <summary>A shipped file: the request, and the token of its link.</summary>
    public async Task<(string Id, string Token)> ShipAsync(byte[] file, JsonObject? fields = null, string partner = "NORTH")
    {
        var id = await LendAsync(partner);
        using var put = await PutAsync(id, file);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        await ActAsync(id, "ship-digitally", fields);
        return (id, await FileLinkAsync(id));
    }

    public string Token(string id, long letter, string partner, DateOnly endsOn) =>
        LetterLink.Write(new LetterLink(id, letter, partner, endsOn), Key);

    public async Task<Answered> ShowAsync(string token) => await Answered.OfAsync(await Partner.GetAsync($"/r/{token}"));

    /// <summary>Fills in a form of the page and sends it.</summary>
    public async Task<Answered> SayAsync(string token, string action, params (string Name, string Value)[] fields)
    {
        var page = await ShowAsync(token);
        return await PostAsync(token, Form(page.Text, action, fields));
    }

    public async Task<Answered> PostAsync(string token, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await Answered.OfAsync(await Partner.PostAsync($"/r/{token}", content));
    }

    public async Task<Answered> UploadAsync(string token, byte[] file, string name, string? state = null)
    {
        state ??= StateOf((await ShowAsync(token)).Text);
        using var content = new MultipartFormDataContent
        {
            { new StringContent("upload"), "answer" }, { new StringContent(state), "state" },
            { new StringContent("as agreed"), "note" }, { new ByteArrayContent(file), "file", name },
        };
        return await Answered.OfAsync(await Partner.PostAsync($"/r/{token}", content));
    }

    public static Dictionary<string, string> Form(string page, string action, params (string Name, string Value)[] fields)
    {
        Assert.Contains($"<details id=\"{action}\"", page, StringComparison.Ordinal);
        var form = new Dictionary<string, string> { ["answer"] = action, ["state"] = StateOf(page) };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return form;
    }

    public static string StateOf(string page) => Regex.Match(page, "name=\"state\" value=\"([^\"]+)\"").Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        Staff.Dispose();
        Partner.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> CreateAsync(JsonObject body)
    {
        using var answer = await Staff.PostAsJsonAsync("/api/v1/requests", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!.GetValue<string>();
    }
}

/// <summary>An answer, read; its headers are those that every page must have.</summary>
public sealed record Answered(HttpStatusCode Status, string Text, HttpResponseMessage Response)
{
    public static async Task<Answered> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()), response);

    public Answered Is(HttpStatusCode status, string? text = null)
    {
        Assert.True(Status == status, $"{(int)Status}: {Text}");
        Assert.Contains(text ?? "", Text, StringComparison.Ordinal);
        return this;
    }
}

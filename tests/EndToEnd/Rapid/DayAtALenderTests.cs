using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Tests.Crash;
using ResourceSharing.Tests.EndToEnd.Documents;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>
/// A day at a lender: the queue fills, staff scan and fill, decline and send back, the service fails one call in ten and is
/// late in another, and the gateway is killed again and again on the way.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed partial class DayAtALenderTests(ITestOutputHelper output)
{
    private const int Requests = 500;
    private const int Kills = 20;
    private const int Samples = 20;
    private static readonly string[] Faults = ["503", "lose", "cut", "fault"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [Fact]
    public async Task Every_request_ends_once_and_none_twice()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("DAY_SEED"), CultureInfo.InvariantCulture, out int given)
            ? given
            : Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed} (DAY_SEED repeats the moments of the kills and the service's moods)");
        await using var service = await RapidService.StartAsync();
        var moods = new Random(seed);
        service.Lateness = TimeSpan.FromMilliseconds(100);
        service.Fault = _ => MoodOf(moods);
        for (int i = 0; i < Requests; i++)
            service.Lend(RapidTown.Code, one =>
                one.Input = one.Input with { ArticleTitle = $"On Lending, part {one.Number}" });
        using var folder = Folder(service);
        await using var gateway = new GatewayProcess(folder);
        var chance = new Random(seed + 1);
        var clock = Stopwatch.StartNew();
        for (int kill = 0; kill < Kills; kill++)
            await LiveAsync(gateway, TimeSpan.FromMilliseconds(chance.Next(100, 900)));
        var killing = clock.Elapsed;
        await EveningAsync(gateway, service);
        await FetchSomeAsync(gateway, service, chance);
        Assert.Equal(0, (await gateway.TerminateAsync()).ExitCode);

        var wrong = service.Requests.Where(one => !one.Effects.SequenceEqual([Wanted(one.Number)])
            || one.Updates.Count(update => RapidUpdates.StatesAfter(update.UpdateAction).Count > 0) != 1).ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Take(10).Select(one =>
            $"{one.Number}: {string.Join(", ", one.Updates.Select(update => update.UpdateAction))}")));
        Assert.Equal((300, 150, 50), (Count(service, RapidState.Filled), Count(service, RapidState.Unfilled),
            Count(service, RapidState.BadCitationLender)));
        await CheckStoreAsync(folder);
        output.WriteLine(FormattableString.Invariant(
            $"{Kills} kills in {killing.TotalSeconds:F0} s, all in {clock.Elapsed.TotalSeconds:F0} s; ")
            + $"{service.Calls.Count} calls for {Requests} requests");
    }

    [GeneratedRegex("(?<=^https://files\\.example)/d/[0-9]+\\.[A-Za-z0-9_-]{22}$")]
    private static partial Regex LinkPath();

    private static string? MoodOf(Random moods)
    {
        lock (moods)
        {
            return moods.Next(10) switch { 0 => Faults[moods.Next(Faults.Length)], 1 => "wait", _ => null };
        }
    }

    private static RapidUpdateAction Wanted(int number) => (number % 10) switch
    {
        <= 5 => RapidUpdateAction.Fill,
        <= 8 => RapidUpdateAction.Unfill,
        _ => RapidUpdateAction.BadCitation,
    };

    private static int Count(RapidService service, RapidState state) => service.Requests.Count(one => one.State == state);

    private static GatewayFolder Folder(RapidService service)
    {
        var folder = new GatewayFolder(delivery:
            "{startDelay: 0s, firstRetry: 1s, maxRetry: 2s, suspendAfterFailures: 50, probeInterval: 1s}");
        folder.AddSettings("""
            documents: {password: true}
            listeners: {http: {publicUrl: "https://files.example"}}
            """);
        var secret = Path.Combine(folder.Config, "rapid-password");
        File.WriteAllText(secret, RapidService.Password);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(Path.Combine(folder.Config, "partners", "RAPID.yaml"), $$"""
            code: RAPID
            name: RapidILL
            delivery: {concurrency: 8}
            channel:
              type: rapid
              url: {{service.Url}}
              user: {{RapidService.User}}
              password: file:rapid-password
              rapidCode: {{RapidTown.Code}}
              role: lender
              pollInterval: 1s
              timeout: 5s
            """);
        return folder;
    }

    /// <summary>A life of the gateway, with staff at work, until it is killed.</summary>
    private static async Task LiveAsync(GatewayProcess gateway, TimeSpan forSoLong)
    {
        await gateway.StartAsync();
        using var stop = new CancellationTokenSource();
        var work = WorkAsync(gateway, stop.Token);
        await Task.Delay(forSoLong);
        await gateway.KillAsync();
        await stop.CancelAsync();
        await work.WaitAsync(Patience);
    }

    /// <summary>The last life: everything is finished.</summary>
    private static async Task EveningAsync(GatewayProcess gateway, RapidService service)
    {
        await gateway.StartAsync();
        using var stop = new CancellationTokenSource(Patience);
        var clock = Stopwatch.StartNew();
        while (service.Requests.Any(one => one.Effects.Count == 0) || await WaitingAsync(gateway) > 0)
        {
            Assert.True(clock.Elapsed < Patience,
                $"{service.Requests.Count(one => one.Effects.Count == 0)} have no answer yet");
            await WorkAsync(gateway, stop.Token, once: true);
            await Task.Delay(200);
        }
    }

    private static async Task<long> WaitingAsync(GatewayProcess gateway)
    {
        var depths = await gateway.Http.GetFromJsonAsync<JsonNode>("/api/v1/outbox/depths");
        return depths!["items"]!.AsArray().Sum(item => (long)item!["waiting"]! + (long)item["sending"]!);
    }

    /// <summary>Staff answer what waits, until the gateway is gone.</summary>
    private static async Task WorkAsync(GatewayProcess gateway, CancellationToken stop, bool once = false)
    {
        try
        {
            do
            {
                var page = await gateway.Http.GetFromJsonAsync<JsonNode>(
                    "/api/v1/requests?role=lender&status=REQUEST_CREATED_LEND&limit=100", stop);
                foreach (var item in page!["items"]!.AsArray())
                    await AnswerAsync(gateway, item!, stop);
            }
            while (!once);
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            // The gateway died in the middle, which is what this is about.
        }
    }

    private static async Task AnswerAsync(GatewayProcess gateway, JsonNode item, CancellationToken stop)
    {
        var number = int.Parse((string)item["externalId"]!, CultureInfo.InvariantCulture);
        (string Action, object Body) answer = Wanted(number) switch
        {
            RapidUpdateAction.Fill => ("ship-digitally", new { }),
            RapidUpdateAction.Unfill => ("reject", new { reason = "lacking" }),
            _ => ("reject", new { reason = "not-found-as-cited", note = "Not on these pages" }),
        };
        var request = $"/api/v1/requests/{(string)item["id"]!}";
        if (Wanted(number) == RapidUpdateAction.Fill)
        {
            using var put = await gateway.Http.PostAsync($"{request}/documents", new ByteArrayContent(Scan(number)), stop);
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(stop));
        }

        using var response = await gateway.Http.PostAsJsonAsync(
            $"{request}/actions/{answer.Action}", answer.Body, stop);

        // One that was answered just before the gateway died is refused the second time.
        Assert.True(response.IsSuccessStatusCode || (int)response.StatusCode == 409,
            await response.Content.ReadAsStringAsync(stop));
    }

    /// <summary>What the staff scan for a request: no two are the same.</summary>
    private static byte[] Scan(int number) => Files.Pdf(octets: 3_000, seed: number);

    /// <summary>Borrowers open some of the links that the service was given, with the password that came along.</summary>
    private static async Task FetchSomeAsync(GatewayProcess gateway, RapidService service, Random chance)
    {
        var filled = service.Requests.Where(one => one.State == RapidState.Filled).ToArray();
        var paths = filled.Select(one => LinkPath().Match(one.FileAt ?? "").Value).ToArray();
        Assert.DoesNotContain("", paths);
        Assert.Equal(filled.Length, paths.Distinct().Count());
        Assert.All(filled, one => Assert.Matches("^[A-Za-z0-9]{12}$", one.FilePassword));

        using var borrower = new HttpClient { BaseAddress = gateway.Http.BaseAddress, Timeout = TimeSpan.FromSeconds(20) };
        using var guess = await FetchAsync(borrower, paths[0], "guessed");
        Assert.NotEqual("application/pdf", guess.Content.Headers.ContentType?.MediaType);
        foreach (var i in Enumerable.Range(0, filled.Length).OrderBy(_ => chance.Next()).Take(Samples))
        {
            using var answer = await FetchAsync(borrower, paths[i], filled[i].FilePassword!);
            Assert.True(answer.IsSuccessStatusCode, $"{filled[i].Number}: {answer.StatusCode}");
            Assert.Equal(Scan(filled[i].Number), await answer.Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task<HttpResponseMessage> FetchAsync(HttpClient borrower, string path, string password)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("password", password)]);
        return await borrower.PostAsync(path, form);
    }

    /// <summary>Each filled request has its one file, once in the store and once on the disk, and its one link.</summary>
    private static async Task CheckFilesAsync(SqliteStore store, GatewayFolder folder, IReadOnlyList<RequestState> requests)
    {
        var digests = new HashSet<string>();
        foreach (var request in requests)
        {
            var documents = await store.Documents.OfRequestAsync(request.Number, CancellationToken.None);
            var links = await store.Documents.LinksAsync(request.Number, CancellationToken.None);
            var number = int.Parse(request.ExternalId, CultureInfo.InvariantCulture);
            var isFilled = Wanted(number) == RapidUpdateAction.Fill;
            Assert.Equal(isFilled ? (1, 1) : (0, 0), (documents.Count, links.Count));
            if (isFilled)
            {
                digests.Add(Convert.ToHexStringLower(SHA256.HashData(Scan(number))));
                Assert.NotNull(documents[0].ShippedAt);
            }
        }

        var kept = Directory.GetFiles(Path.Combine(folder.Data, "documents"), "*", SearchOption.AllDirectories);
        Assert.Equal(digests.Order(), kept.Select(file => Path.GetFileName(file)).Order());
    }

    private static async Task CheckStoreAsync(GatewayFolder folder)
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = folder.Data, ReadOnly = true });
        var requests = new List<RequestState>();
        await foreach (var request in StorePages.RequestsAsync(store))
            requests.Add(request);
        Assert.Equal(Requests, requests.Count);
        Assert.Equal(Requests, requests.Select(request => request.ExternalId).Distinct().Count());
        Assert.All(requests, request => Assert.Equal(
            Wanted(int.Parse(request.ExternalId, CultureInfo.InvariantCulture)) == RapidUpdateAction.Fill,
            request.Status is Status.RequestCompleted or Status.ShippedDigitally));
        await CheckFilesAsync(store, folder, requests);
        await foreach (var row in StorePages.OutboxAsync(store))
            Assert.True(row.State == OutboxState.Delivered, $"outbox {row.Id}: {row.State} {row.LastDetail}");
    }
}

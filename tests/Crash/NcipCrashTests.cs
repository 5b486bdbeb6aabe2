using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>
/// The program is killed again and again while eight systems that manage requests themselves (like ILLiad) use its circulation.
/// What was answered with success has happened, once: no item, hold, loan or request is lost or doubled.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class NcipCrashTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int Clients = 8;
    private const int Enough = 600;
    private const int LimitMs = 230_000;
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(15);

    [Fact(Timeout = LimitMs)]
    public async Task No_item_hold_or_loan_is_lost_or_doubled_when_the_process_is_killed()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("NCIP_KILL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? given
                : Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed} (NCIP_KILL_SEED repeats the moments of the kills)");
        var random = new Random(seed);
        using var folder = new GatewayFolder();
        folder.AddCirculation("HOME_INST");
        folder.AddNcipBroker("ILLIAD", "ILLIAD", "illiad");
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();
        await ImportAsync(gateway);
        NcipCrashClient[] clients = [.. Enumerable.Range(0, Clients).Select(client => new NcipCrashClient(client, seed))];

        var clock = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            if (!gateway.IsAlive)
            {
                await gateway.StartAsync();
                await Task.WhenAll(clients.Select(client => client.CheckNewestAsync(gateway)));
            }

            await WorkUntilKilledAsync(gateway, clients, kill % 4 != 0, TimeSpan.FromMilliseconds(random.Next(50, 800)));
        }

        var killing = clock.Elapsed;
        await SettleAsync(gateway, clients);
        await new NcipCrashChecks(gateway, [.. clients.SelectMany(client => client.Things)]).RunAsync();
        var (exitCode, _) = await gateway.TerminateAsync();
        Assert.Equal(0, exitCode);
        var verified = await GatewayProcess.VerbAsync(["verify", "--data", folder.Data]);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Contains(" 0 fault(s)", verified.Output, StringComparison.Ordinal);

        var acknowledged = clients.Sum(client => client.Acknowledged);
        output.WriteLine($"{Kills} kills in {killing.TotalSeconds:F0} s, all in {clock.Elapsed.TotalSeconds:F0} s; "
            + $"{acknowledged} acknowledged ({Services(clients)}), "
            + $"{clients.Sum(client => client.Duplicates)} repeats answered alike, "
            + $"{clients.Sum(client => client.Retries)} given up and sent again, "
            + $"{clients.Sum(client => client.Postponed)} postponed; {verified.Output.Trim()}");
        Assert.True(acknowledged >= Enough, $"only {acknowledged} were acknowledged: too few to prove anything");
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }

    private static async Task ImportAsync(GatewayProcess gateway)
    {
        var patrons = Enumerable.Range(0, 100).Select(number => new JsonObject
        {
            ["id"] = NcipCrashClient.Patron(number), ["name"] = $"Patron {number}", ["group"] = "STUDENT",
        });
        var items = Enumerable.Range(0, Clients).SelectMany(client => new NcipCrashClient(client, 0).Things)
            .Select(own => new JsonObject
            {
                ["barcode"] = own.Barcode, ["title"] = $"Own book {own.Barcode}", ["location"] = "Main",
            });
        await ImportAsync(gateway, "patrons", [.. patrons], 100);
        await ImportAsync(gateway, "items", [.. items], 400);
    }

    private static async Task ImportAsync(GatewayProcess gateway, string what, JsonArray rows, int added)
    {
        using var response = await gateway.Http.PostAsJsonAsync($"/api/v1/{what}/import", rows);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal(added, (int)JsonNode.Parse(text)!["added"]!);
    }

    /// <summary>Lets everybody work and kills the gateway after a while, whatever is under way then. What is compiled at
    /// the first use takes as long as some lives: most of them are counted from their first answer.</summary>
    private static async Task WorkUntilKilledAsync(
        GatewayProcess gateway, NcipCrashClient[] clients, bool waitsForAnswer, TimeSpan after)
    {
        using var stop = new CancellationTokenSource();
        var before = clients.Sum(client => client.Acknowledged);
        var working = clients.Select(client => Task.Run(() => client.RunAsync(gateway, false, stop.Token))).ToArray();
        var clock = Stopwatch.StartNew();
        while (waitsForAnswer && clients.Sum(client => client.Acknowledged) == before && clock.Elapsed < FirstAnswer
            && !working.Any(one => one.IsFaulted))
        {
            await Task.Delay(5);
        }

        await Task.Delay(after);
        Assert.True(gateway.IsAlive, gateway.Output);
        await gateway.KillAsync();
        stop.CancelAfter(TimeSpan.FromSeconds(5));
        await Task.WhenAll(working);
    }

    /// <summary>A last start: everybody asks again until nothing is open.</summary>
    private static async Task SettleAsync(GatewayProcess gateway, NcipCrashClient[] clients)
    {
        await gateway.StartAsync();
        await Task.WhenAll(clients.Select(client => client.CheckNewestAsync(gateway)));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Task.WhenAll(clients.Select(client => client.RunAsync(gateway, true, limit.Token)));
        Assert.All(clients, client => Assert.True(client.IsSettled));
    }

    private static string Services(NcipCrashClient[] clients) => string.Join(", ", clients
        .SelectMany(client => client.Services).GroupBy(one => one.Key, one => one.Value)
        .OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => $"{one.Sum()} {one.Key}"));
}

/// <summary>Compares what the gateway shows over REST with what its clients have been told.</summary>
internal sealed class NcipCrashChecks(GatewayProcess gateway, IReadOnlyList<NcipThing> things)
{
    private readonly Dictionary<long, string> _patrons = [];

    public async Task RunAsync()
    {
        foreach (var patron in await AllAsync("patrons"))
        {
            _patrons.Add((long)patron["id"]!, (string)patron["numbers"]![0]!);
        }

        Assert.Equal(_patrons.Count, _patrons.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(101, _patrons.Count);
        var loans = By(await AllAsync("loans"), "barcode");
        CheckLoans(loans);
        CheckItems(By(await AllAsync("items"), "barcode"));
        CheckHolds(By(await AllAsync("holds"), "request"));
        CheckBorrowing(By(await AllAsync("requests", "role=borrower&"), "externalId"));
        var lending = await AllAsync("requests", "role=lender&");
        CheckLending(By(lending, "barcode"), By(lending, "externalId"));
        Assert.Empty(await AllAsync("messages", "quarantined=true&"));
    }

    private void CheckLoans(ILookup<string, JsonNode> loans)
    {
        foreach (var thing in things)
        {
            var own = loans[thing.Barcode].ToArray();
            Assert.True(own.Length == thing.Loans, $"{thing.Barcode} was lent {thing.Loans} times and has {own.Length} loans");
            Assert.Equal(thing.Place == NcipPlace.Lent ? 1 : 0, own.Count(loan => loan["endedAt"] is null));
            Assert.All(own, loan => Assert.Equal(thing.Patron, _patrons[(long)loan["patron"]!]));
        }

        Assert.Equal(things.Sum(thing => thing.Loans), loans.Sum(group => group.Count()));
    }

    private void CheckItems(ILookup<string, JsonNode> items)
    {
        foreach (var thing in things.Where(thing => thing.Place != NcipPlace.Gone))
        {
            var item = Assert.Single(items[thing.Barcode]);
            Assert.Equal(thing.IsTemporary, (bool)item["temporary"]!);
            var status = thing.Place == NcipPlace.Lent ? "on-loan"
                : thing.IsTemporary ? "available-for-pickup"
                : "available-on-shelf";
            Assert.Equal(status, (string?)item["status"]);
        }

        Assert.Equal(things.Count(thing => thing.Place != NcipPlace.Gone), items.Sum(group => group.Count()));
    }

    private void CheckHolds(ILookup<string, JsonNode> holds)
    {
        var waiting = things.Where(thing => thing is { IsTemporary: true, Place: NcipPlace.Here }).ToArray();
        foreach (var thing in waiting)
        {
            var hold = Assert.Single(holds[thing.Barcode]);
            Assert.Equal(thing.Patron, _patrons[(long)hold["patron"]!]);
        }

        Assert.Equal(waiting.Length, holds.Sum(group => group.Count()));
    }

    private void CheckBorrowing(ILookup<string, JsonNode> requests)
    {
        var temporary = things.Where(thing => thing.IsTemporary).ToArray();
        foreach (var thing in temporary)
        {
            var status = thing.Place switch
            {
                NcipPlace.Here => "RECEIVED_PHYSICALLY", NcipPlace.Lent => "LOANED", _ => "RETURNED_TO_PARTNER",
            };
            Assert.Equal((thing.Barcode, status), (thing.Barcode, (string?)Assert.Single(requests[thing.Barcode])["status"]));
        }

        Assert.Equal(temporary.Length, requests.Sum(group => group.Count()));
    }

    private void CheckLending(ILookup<string, JsonNode> byBarcode, ILookup<string, JsonNode> byNumber)
    {
        foreach (var thing in things.Where(thing => !thing.IsTemporary))
        {
            var requests = byBarcode[thing.Barcode].ToArray();
            Assert.True(requests.Length == thing.Loans,
                $"{thing.Barcode} was lent {thing.Loans} times and has {requests.Length} requests");
            Assert.Equal(thing.Place == NcipPlace.Lent ? 1 : 0,
                requests.Count(request => (string?)request["status"] == "SHIPPED_PHYSICALLY"));
            Assert.All(thing.Requests,
                number => Assert.Equal(thing.Barcode, (string?)Assert.Single(byNumber[number])["barcode"]));
        }

        Assert.Equal(
            things.Where(thing => !thing.IsTemporary).Sum(thing => thing.Loans), byBarcode.Sum(group => group.Count()));
    }

    private async Task<List<JsonNode>> AllAsync(string what, string filter = "")
    {
        var all = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = await gateway.Http.GetFromJsonAsync<JsonNode>(
                $"/api/v1/{what}?{filter}limit=200{(cursor is null ? "" : $"&cursor={cursor}")}");
            all.AddRange(page!["items"]!.AsArray().Select(item => item!));
            if ((cursor = (string?)page["next"]) is null)
            {
                return all;
            }
        }
    }

    private static ILookup<string, JsonNode> By(List<JsonNode> rows, string field) =>
        rows.ToLookup(row => (string?)row[field] ?? "", StringComparer.Ordinal);
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.EndToEnd.Ncip;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>Two gateways carry out whole requests by NCIP, and one or the other is killed again and again. Their answers travel
/// on the connection that dies with them: still no request and no shipment is lost or doubled.</summary>
[Collection(ProcessCollection.Name)]
public sealed class NcipPeerCrashTests(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int RequestsPerKill = 4;
    private const int LimitMs = 220_000;

    [Fact(Timeout = LimitMs)]
    public async Task Between_peers_nothing_is_lost_or_doubled_when_either_of_them_is_killed()
    {
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable("NCIP_PEER_KILL_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? given
                : Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed} (NCIP_PEER_KILL_SEED repeats the moments of the kills)");
        var random = new Random(seed);
        var clock = Stopwatch.StartNew();
        await using var town = await PeerTown.StartAsync("alma-p2p", "47HOME_INST||MAIN", "01EAST_INST||MAIN");

        var asked = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            for (int i = 0; i < RequestsPerKill; i++)
                asked.Add(await town.BorrowAsync("EAST"));
            await KillAsync(kill % 2 == 0 ? town.East : town.Home, random);
        }

        var lent = (await town.LentAsync(asked.Count)).ToArray();
        Assert.Equal(asked.Count, lent.Length);
        for (int kill = 0; kill < Kills; kill++)
        {
            foreach (var id in lent.Skip(kill * RequestsPerKill).Take(RequestsPerKill))
                await PeerTown.ActAsync(town.East, id, "ship", $$"""{"barcode": "B-{{id}}", "dueDate": "2030-01-15"}""");
            await KillAsync(kill % 2 == 0 ? town.Home : town.East, random);
        }

        await CheckAsync(town, asked);
        output.WriteLine($"{2 * Kills} kills, {asked.Count} requests, {clock.Elapsed.TotalSeconds:F0} s");
    }

    /// <summary>A moment later than the messages before it: some of them are on their way.</summary>
    private static async Task KillAsync(GatewayProcess gateway, Random random)
    {
        await Task.Delay(random.Next(0, 120));
        await gateway.KillAsync();
        await gateway.StartAsync();
    }

    private static async Task CheckAsync(PeerTown town, List<string> asked)
    {
        var shipped = new List<string>();
        foreach (var id in asked)
            shipped.Add((string)(await PeerTown.UntilAsync(town.Home, id, "SHIPPED_PHYSICALLY"))["barcode"]!);
        var lent = await AllAsync(town.East, "requests?role=lender&");
        Assert.Equal(asked.Order(StringComparer.Ordinal), lent.Select(one => (string)one["externalId"]!).Order(StringComparer.Ordinal));
        Assert.Equal(
            lent.Select(one => $"B-{(string)one["id"]!}").Order(StringComparer.Ordinal), shipped.Order(StringComparer.Ordinal));
        Assert.Equal(asked.Count, (await AllAsync(town.Home, "requests?role=borrower&")).Count);
        foreach (var gateway in new[] { town.Home, town.East })
        {
            Assert.Empty(await AllAsync(gateway, "messages?quarantined=true&"));
            Assert.All(await AllAsync(gateway, "outbox?"), row => Assert.Equal("delivered", (string?)row["state"]));
        }
    }

    private static async Task<List<JsonNode>> AllAsync(GatewayProcess gateway, string what)
    {
        var all = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = await gateway.Http.GetFromJsonAsync<JsonNode>(
                $"/api/v1/{what}limit=200{(cursor is null ? "" : $"&cursor={cursor}")}");
            all.AddRange(page!["items"]!.AsArray().Select(item => item!));
            if ((cursor = (string?)page["next"]) is null)
                return all;
        }
    }
}

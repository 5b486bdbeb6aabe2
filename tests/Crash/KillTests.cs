using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Crash;

/// <summary>
/// The program is killed again and again, at random moments, while partners and staff work with it. What was acknowledged
/// is there afterwards, once; what was to go out arrives, and every repeat has the same octets.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 54;
    private const int LongLives = Kills / 9;
    private const int Enough = 2000;
    private const int LanesTimesConcurrency = 8;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_applied_twice_when_the_process_is_killed()
    {
        var seed = SeedFrom("KILL_SEED");
        output.WriteLine($"seed {seed} (KILL_SEED repeats the moments of the kills)");
        var random = new Random(seed);
        await using var sink = new ApduSink();
        using var folder = new GatewayFolder();
        folder.AddIllPartner("ASKER", BorrowingPartner.Symbol, sink.Port);
        folder.AddIllPartner("SINK", "RSG:SINK", sink.Port);
        var world = new CrashWorld(seed);
        await using var gateway = new GatewayProcess(folder);

        var clock = Stopwatch.StartNew();
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % 4 == 3)
            {
                // Every fourth dies while it starts and recovers from the death before.
                gateway.Launch();
                await Task.Delay(random.Next(100, 700));
                await gateway.KillAsync();
                continue;
            }

            await gateway.StartAsync();
            await world.CheckNewestAsync(gateway);
            var atLeast = kill % 9 == 8 ? Enough / LongLives : kill % 4 == 0 ? 0 : 1;
            await world.WorkUntilKilledAsync(gateway, atLeast, TimeSpan.FromMilliseconds(random.Next(50, 800)));
        }

        var killing = clock.Elapsed;
        await world.SettleAsync(gateway);
        var (exitCode, _) = await gateway.TerminateAsync();
        Assert.Equal(0, exitCode);
        var verified = await GatewayProcess.VerbAsync(["verify", "--data", folder.Data]);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.Contains(" 0 fault(s)", verified.Output, StringComparison.Ordinal);

        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = folder.Data, ReadOnly = true });
        await world.CheckRequestsAsync(store);
        var extras = await CheckDeliveriesAsync(store, sink);
        output.WriteLine($"{Kills} kills in {killing.TotalSeconds:F0} s, all in {clock.Elapsed.TotalSeconds:F0} s; {world.Totals}, "
            + "none of them lost or applied twice; "
            + $"{sink.Apdus.Count} APDUs at the partners, {extras} of them repeats; {verified.Output.Trim()}");
        Assert.True(world.Acknowledged >= Enough, $"only {world.Acknowledged} were acknowledged: too few to prove anything");
        Assert.InRange(extras, 0, Kills * LanesTimesConcurrency);
    }

    /// <summary>Every outgoing message is delivered and has arrived, and nothing else has arrived: a repeat with other
    /// octets would be something else.</summary>
    private static async Task<int> CheckDeliveriesAsync(IStore store, ApduSink sink)
    {
        var arrived = sink.Apdus.GroupBy(Convert.ToHexString).ToDictionary(group => group.Key, group => group.Count());
        var owed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in StorePages.OutboxAsync(store))
        {
            Assert.Equal(OutboxState.Delivered, row.State);
            var message = await store.FindMessageAsync(row.Message!.Value, CancellationToken.None);
            var octets = Convert.ToHexString(message!.Entry.Raw.Span);
            Assert.True(owed.Add(octets), $"outbox {row.Id} says the same as another one");
            Assert.True(arrived.ContainsKey(octets), $"outbox {row.Id} is marked delivered, but never arrived as it was journalled");
        }

        Assert.Empty(arrived.Keys.Except(owed));
        Assert.NotEmpty(owed);
        return sink.Apdus.Count - owed.Count;
    }

    private static int SeedFrom(string variable) => int.TryParse(
        Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next(1_000_000);
}

/// <summary>Everybody who works with the gateway that is killed.</summary>
internal sealed class CrashWorld
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _requested = new();
    private readonly BorrowingPartner[] _partners;
    private readonly BorrowingStaff[] _borrowing;
    private readonly LendingStaff _lending;
    private readonly CrashClient[] _all;

    public CrashWorld(int seed)
    {
        _partners = [.. Enumerable.Range(0, 4).Select(client => new BorrowingPartner(client, seed, _requested))];
        _borrowing = [.. Enumerable.Range(0, 2).Select(client => new BorrowingStaff(client, seed))];
        _lending = new LendingStaff(_requested);
        _all = [.. _partners, .. _borrowing, _lending];
    }

    public int Acknowledged => _all.Sum(client => client.Acknowledged);

    public string Totals =>
        $"{Acknowledged} acknowledged ({_partners.Sum(one => one.Done.Count)} APDUs, {_borrowing.Sum(one => one.Made.Count)} "
        + $"creations, {_borrowing.Sum(one => one.Sent.Count) + _lending.Promised.Count} actions), "
        + $"{_all.Sum(client => client.Duplicates)} repeats answered alike, "
        + $"{_borrowing.Sum(one => one.FoundDone) + _lending.FoundDone} actions done though unacknowledged";

    public async Task CheckNewestAsync(GatewayProcess gateway)
    {
        foreach (var client in _all)
        {
            await client.CheckNewestAsync(gateway);
        }
    }

    /// <summary>Lets everybody work and kills the gateway: after so many acknowledgements and a while, whatever is under
    /// way then.</summary>
    public async Task WorkUntilKilledAsync(GatewayProcess gateway, int acknowledgements, TimeSpan after)
    {
        using var stop = new CancellationTokenSource();
        var target = Acknowledged + acknowledgements;
        var working = _all.Select(client => Task.Run(() => client.RunAsync(gateway, false, stop.Token))).ToArray();
        var clock = Stopwatch.StartNew();
        while (Acknowledged < target && clock.Elapsed < LongestLife)
        {
            await Task.Delay(5);
        }

        await Task.Delay(after);
        Assert.True(gateway.IsAlive, gateway.Output);
        await gateway.KillAsync();
        stop.CancelAfter(TimeSpan.FromSeconds(5));
        await Task.WhenAll(working);
    }

    /// <summary>The same with a polite end; how the program ended and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> WorkUntilTerminatedAsync(GatewayProcess gateway, TimeSpan after)
    {
        using var stop = new CancellationTokenSource();
        var working = _all.Select(client => Task.Run(() => client.RunAsync(gateway, false, stop.Token))).ToArray();
        await Task.Delay(after);
        var end = await gateway.TerminateAsync();
        stop.CancelAfter(TimeSpan.FromSeconds(5));
        await Task.WhenAll(working);
        return end;
    }

    /// <summary>A last start: everybody asks again for what was not acknowledged, and the outbox runs empty.</summary>
    public async Task SettleAsync(GatewayProcess gateway)
    {
        await gateway.StartAsync();
        await CheckNewestAsync(gateway);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Task.WhenAll(_all.Select(client => client.RunAsync(gateway, true, limit.Token)));
        Assert.All(_all, client => Assert.True(client.IsSettled));
        while (await WaitingAsync(gateway) > 0)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>Everything that was acknowledged is stored, nothing is there twice, and nobody did anything twice.</summary>
    public async Task CheckRequestsAsync(IStore store)
    {
        var lent = new Dictionary<string, RequestState>(StringComparer.Ordinal);
        var borrowed = new Dictionary<string, RequestState>(StringComparer.Ordinal);
        await foreach (var request in StorePages.RequestsAsync(store))
        {
            var isNew = request.Side == Side.Lending
                ? lent.TryAdd(request.ExternalId, request)
                : borrowed.TryAdd(request.Content.Citation.Title!, request);
            Assert.True(isNew, $"{request.Id} is there twice");
        }

        Assert.Equal(_partners.SelectMany(one => one.Done).Select(done => done.Number).Order(StringComparer.Ordinal),
            lent.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_borrowing.SelectMany(one => one.Made).Select(made => made.Title).Order(StringComparer.Ordinal),
            borrowed.Keys.Order(StringComparer.Ordinal));
        await CheckHistoriesAsync(store, lent.Values, "received:ill-request", lent.Keys.ToHashSet());
        await CheckHistoriesAsync(store, lent.Values, "will-supply", _lending.Promised.ToHashSet());
        await CheckHistoriesAsync(store, borrowed.Values, "send",
            borrowed.Values.Where(request => _borrowing.Any(one => one.Sent.Contains(request.Id)))
                .Select(request => request.ExternalId).ToHashSet());
    }

    private static async Task CheckHistoriesAsync(
        IStore store, IEnumerable<RequestState> requests, string @event, HashSet<string> expected)
    {
        foreach (var request in requests)
        {
            var history = await store.HistoryAsync(request.Number, CancellationToken.None);
            var times = history.Count(line => line.Event == @event);
            Assert.True(times == (expected.Contains(request.ExternalId) ? 1 : 0), $"{request.Id}: {@event} {times} times");
        }
    }

    private static async Task<long> WaitingAsync(GatewayProcess gateway)
    {
        var depths = await gateway.Http.GetFromJsonAsync<JsonNode>("/api/v1/outbox/depths");
        return depths!["items"]!.AsArray().Sum(item => (long)item!["waiting"]! + (long)item["sending"]!);
    }
}

/// <summary>Lists of a store, page after page.</summary>
internal static class StorePages
{
    private const int Rows = 200;

    public static async IAsyncEnumerable<RequestState> RequestsAsync(IStore store)
    {
        for (long? after = null; ;)
        {
            var page = await store.ListRequestsAsync(new RequestFilter(), after, Rows, CancellationToken.None);
            foreach (var request in page.Items)
            {
                yield return request;
            }

            if ((after = page.Next) is null)
            {
                yield break;
            }
        }
    }

    public static async IAsyncEnumerable<OutboxRow> OutboxAsync(IStore store)
    {
        for (long? after = null; ;)
        {
            var page = await store.ListOutboxAsync(null, null, after, Rows, CancellationToken.None);
            foreach (var row in page.Items)
            {
                yield return row;
            }

            if ((after = page.Next) is null)
            {
                yield break;
            }
        }
    }
}

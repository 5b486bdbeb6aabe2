using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Tests.Crash;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd;

/// <summary>A service manager stops the program while everybody works with it.</summary>
[Collection(ProcessCollection.Name)]
public sealed class StopTests(ITestOutputHelper output)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task SIGTERM_under_load_ends_in_time_with_code_0_and_loses_nothing()
    {
        await using var sink = new ApduSink();
        using var folder = new GatewayFolder();
        folder.AddIllPartner("ASKER", BorrowingPartner.Symbol, sink.Port);
        folder.AddIllPartner("SINK", "RSG:SINK", sink.Port);
        var world = new CrashWorld(seed: 1);
        await using var gateway = new GatewayProcess(folder);
        for (var round = 0; round < 3; round++)
        {
            await gateway.StartAsync();
            await world.CheckNewestAsync(gateway);
            var (exitCode, took) = await world.WorkUntilTerminatedAsync(gateway, TimeSpan.FromMilliseconds(1500));
            output.WriteLine($"stopped in {took.TotalMilliseconds:F0} ms under load; {world.Totals}");
            Assert.True(exitCode == 0, gateway.Output);
            Assert.True(took < StopLimit, $"it took {took}");
        }

        await world.SettleAsync(gateway);
        await gateway.TerminateAsync();
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = folder.Data, ReadOnly = true });
        await world.CheckRequestsAsync(store);
        Assert.InRange(world.Acknowledged, 200, int.MaxValue);
    }

    [Fact]
    public async Task Connections_that_say_nothing_more_do_not_hold_up_the_end()
    {
        using var folder = new GatewayFolder();
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();
        using var silent = await IllConnection.OpenAsync(gateway.Ill);
        using var half = await IllConnection.OpenAsync(gateway.Ill);

        // Both are answered first, so the gateway is at work on both when it is stopped.
        var question = IllRequests.Encode("RSG:STRANGER", GatewayFolder.OurSymbol, "stop");
        await silent.AskAsync(question).WaitAsync(StopLimit);
        await half.AskAsync(question).WaitAsync(StopLimit);
        await half.SendAsync(new byte[] { 0x61, 0x80, 0x30 });
        var (exitCode, took) = await gateway.TerminateAsync();
        output.WriteLine($"stopped in {took.TotalMilliseconds:F0} ms");
        Assert.Equal(0, exitCode);
        Assert.True(took < StopLimit, $"it took {took}");
    }
}

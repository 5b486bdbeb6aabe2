using System.Diagnostics;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Crash;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd;

/// <summary>A start with a long queue, as after days without a network.</summary>
[Collection(ProcessCollection.Name)]
public sealed class LongQueueTests(ITestOutputHelper output)
{
    private const int Queued = 100_000;
    private const int PerUnit = 2_000;
    private const int NewMessages = 200;
    private const long MemoryLimit = 512L << 20;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_hundred_thousand_queued_messages_neither_delay_the_start_nor_starve_new_ones()
    {
        await using var sink = new ApduSink();
        using var folder = new GatewayFolder();
        folder.AddIllPartner("SINK", "RSG:SINK", sink.Port);
        folder.AddIllPartner("ASKER", BorrowingPartner.Symbol, sink.Port);
        var clock = Stopwatch.StartNew();
        await FillAsync(folder.Data);
        var filled = clock.Elapsed;

        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();
        var slowest = TimeSpan.Zero;
        using (var connection = await IllConnection.OpenAsync(gateway.Ill))
        {
            for (var number = 0; number < NewMessages; number++)
            {
                clock.Restart();
                await connection.AskAsync(IllRequests.Encode(BorrowingPartner.Symbol, GatewayFolder.OurSymbol, $"N{number}"));
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            }
        }

        await Task.Delay(TimeSpan.FromSeconds(1));
        var (memory, delivered) = (gateway.PeakMemoryOctets(), sink.Apdus.Count);
        output.WriteLine($"{Queued} messages queued in {filled.TotalSeconds:F1} s; ready after {gateway.TimeToReady.TotalMilliseconds:F0} ms; "
            + $"{NewMessages} new ones accepted, the slowest in {slowest.TotalMilliseconds:F0} ms; {delivered} old ones delivered "
            + $"meanwhile; at most {memory >> 20} MiB");
        Assert.True(gateway.TimeToReady < ReadyLimit, $"ready after {gateway.TimeToReady}");
        Assert.True(memory < MemoryLimit, $"{memory >> 20} MiB");
        Assert.True(delivered > 0, "nothing was delivered");
        Assert.True(slowest < TimeSpan.FromSeconds(2), $"the slowest new message took {slowest}");
    }

    private static async Task FillAsync(string data)
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = data });
        var at = DateTimeOffset.UtcNow;
        for (var first = 0; first < Queued; first += PerUnit)
        {
            var from = first;
            await store.WriteAsync(
                work =>
                {
                    for (var number = from; number < from + PerUnit; number++)
                    {
                        work.Enqueue(new OutboxEntry(null, "SINK", Message(number, at), at, at));
                    }

                    return true;
                },
                CancellationToken.None);
        }
    }

    private static IllMessage.Message Message(int number, DateTimeOffset at) => new()
    {
        Header = new MessageHeader
        {
            Transaction = new TransactionId
            {
                InitialRequester = Symbol.Parse(GatewayFolder.OurSymbol), GroupQualifier = $"Q{number}", Qualifier = "1",
            },
            At = ServiceTime.From(at),
            Requester = new Party { Symbol = Symbol.Parse(GatewayFolder.OurSymbol) },
            Responder = new Party { Symbol = Symbol.Parse("RSG:SINK") },
        },
        Note = "We are still waiting for this one.",
    };
}

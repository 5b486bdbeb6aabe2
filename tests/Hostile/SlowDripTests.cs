using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Adapters.IsoIll;

namespace ResourceSharing.Tests.Hostile;

/// <summary>Many who say one octet now and then and never come to an end.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SlowDripTests(HostileGateway gateway, ITestOutputHelper output) : IClassFixture<HostileGateway>
{
    private const int Connections = 100;
    private const int ConnectionsPerAddress = 10;
    private const int Questions = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);
    private int _dripping;

    [Fact]
    public async Task A_hundred_dripping_connections_do_not_delay_a_partner()
    {
        using var stop = new CancellationTokenSource();
        var apdu = IllRequests.Encode(HostileGateway.Partner, GatewayFolder.OurSymbol, "drip");
        var dripping = Enumerable.Range(0, Connections)
            .Select(number => DripAsync(gateway.Process.Ill, [], apdu, Address(number), stop.Token)).ToArray();
        await AssertServedAsync("the ISO ILL port", gateway.AssertPartnerIsServedAsync);
        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(dripping)).Count(sent => sent > 1) >= Connections / 2, "the others did not drip");
    }

    [Fact]
    public async Task A_hundred_dripping_calls_do_not_delay_a_partner()
    {
        using var stop = new CancellationTokenSource();
        var call = "GET /api/v1/requests HTTP/1.1\r\nHost: library.example\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8.ToArray();
        var dripping = Enumerable.Range(0, Connections)
            .Select(number => DripAsync(gateway.Http, [], call, Address(number), stop.Token)).ToArray();
        await AssertServedAsync("the HTTP port", gateway.AssertPartnerIsServedAsync);
        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(dripping)).Count(sent => sent > 1) >= Connections / 2, "the others did not drip");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_dripping_messages_of_NCIP_do_not_delay_a_system_that_asks(bool isHttp)
    {
        using var stop = new CancellationTokenSource();
        var (target, before, message) = NcipMessage(isHttp);
        var dripping = Enumerable.Range(0, Connections)
            .Select(number => DripAsync(target, before, message, Address(number), stop.Token)).ToArray();
        await AssertServedAsync(isHttp ? "/ncip" : "the NCIP port", gateway.AssertNcipIsServedAsync);
        await stop.CancelAsync();
        Assert.True((await Task.WhenAll(dripping)).Count(sent => sent > 1) >= Connections / 2, "the others did not drip");
    }

    /// <summary>By HTTP it was told 408 and nothing was kept, since the server's own patience ends before ours.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_of_NCIP_that_drips_is_cut_off_and_told_so_in_NCIP(bool isHttp)
    {
        var (target, before, message) = NcipMessage(isHttp);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        using var connection = await IllConnection.OpenAsync(target, Address(200), limit.Token);
        await connection.SendAsync(before, limit.Token);
        var clock = Stopwatch.StartNew();
        var reading = connection.ReadToEndAsync(limit.Token);
        try
        {
            for (var sent = 0; sent < message.Length && !reading.IsCompleted; sent++)
            {
                await connection.SendAsync(message.AsMemory(sent, 1), limit.Token);
                await Task.WhenAny(reading, Task.Delay(100, limit.Token));
            }
        }
        catch (SocketException)
        {
            // Cut off while it spoke.
        }

        var answer = Encoding.UTF8.GetString(await reading);
        output.WriteLine($"cut off after {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Contains("Message did not arrive whole", answer, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
    }

    private (IPEndPoint Target, byte[] Before, byte[] Message) NcipMessage(bool isHttp)
    {
        var message = Encoding.UTF8.GetBytes(HostileGateway.NcipMessage("LookupUser", new string(' ', 1000)));
        var head = "POST /ncip HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n"
            + $"Content-Length: {message.Length}\r\nConnection: close\r\n\r\n";
        return isHttp ? (gateway.Http, Encoding.ASCII.GetBytes(head), message) : (gateway.Ncip, [], message);
    }

    private async Task AssertServedAsync(string where, Func<Task<TimeSpan>> ask)
    {
        await Eventually.HoldsAsync(() => Volatile.Read(ref _dripping) >= Connections / 2, "half of them drip");
        var waits = new List<TimeSpan>();
        for (var question = 0; question < Questions; question++)
        {
            waits.Add(await ask());
            await Task.Delay(30);
        }

        waits.Sort();
        output.WriteLine($"{Connections} drip at {where}: a partner waits {waits[Questions / 2].TotalMilliseconds:F1} ms, "
            + $"at most {waits[^1].TotalMilliseconds:F1} ms");
        Assert.True(waits[Questions * 95 / 100] < Limit, $"a partner waited {waits[Questions * 95 / 100]}");
    }

    /// <summary>One address may hold only so many connections; they come from several.</summary>
    private static IPAddress Address(int number) => IPAddress.Parse($"127.0.1.{1 + (number / ConnectionsPerAddress)}");

    private async Task<int> DripAsync(
        IPEndPoint target, byte[] before, byte[] octets, IPAddress from, CancellationToken stop)
    {
        var sent = 0;
        try
        {
            using var connection = await IllConnection.OpenAsync(target, from, stop);
            await connection.SendAsync(before, stop);
            for (; sent < octets.Length; sent++)
            {
                await connection.SendAsync(octets.AsMemory(sent, 1), stop);
                if (sent == 1)
                {
                    Interlocked.Increment(ref _dripping);
                }

                await Task.Delay(100, stop);
            }
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            // Cut off by the gateway, or the test is over.
        }

        return sent;
    }
}

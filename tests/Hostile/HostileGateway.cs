using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;

namespace ResourceSharing.Tests.Hostile;

/// <summary>The real program that all hostile inputs go to, one after the other, so that each also shows that the ones
/// before did no harm.</summary>
public sealed class HostileGateway : IAsyncLifetime
{
    public const string Partner = "RSG:GOOD";

    /// <summary>What an input may cost, whatever it is.</summary>
    private static readonly TimeSpan CpuLimit = TimeSpan.FromMilliseconds(250);

    private readonly ApduSink _sink = new();
    private readonly GatewayFolder _folder = new();
    private readonly GatewayProcess _gateway;
    private int _healthy;

    public HostileGateway() => _gateway = new GatewayProcess(_folder);

    internal GatewayProcess Process => _gateway;

    internal string Token { get; private set; } = "";

    internal IPEndPoint Http { get; private set; } = new(IPAddress.Loopback, 0);

    public async ValueTask InitializeAsync()
    {
        _folder.AddIllPartner("GOOD", Partner, _sink.Port);
        await _gateway.StartAsync();
        Token = _gateway.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        Http = IPEndPoint.Parse(new Uri(_gateway.Url).Authority);

        var warmUp = Encoding.ASCII.GetBytes(
            $"GET /api/v1/requests?limit=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Token}\r\nConnection: close\r\n\r\n");

        // What is compiled at the first use is not charged to the first hostile input.
        for (var round = 0; round < 100; round++)
        {
            await AssertPartnerIsServedAsync();
            await TellAsync(_gateway.Ill, IsoIllVectors.Octets("20-expired-min"));
            await TellAsync(Http, warmUp);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _sink.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sends octets, then nothing more, and gives what comes back until the gateway closes. The gateway must bear
    /// it cheaply, tell nothing of its inside, and serve others afterwards.</summary>
    internal async Task<byte[]> AttackAsync(IPEndPoint target, byte[] octets)
    {
        var (reply, cost) = await MeasureAsync(target, octets);
        if (cost >= CpuLimit)
        {
            // The first one to come a certain way pays for compiling it; what repeats itself is what an attacker has.
            (reply, cost) = await MeasureAsync(target, octets);
        }

        Assert.True(_gateway.IsAlive, _gateway.Output);
        Assert.True(cost < CpuLimit, $"it cost {cost.TotalMilliseconds} ms of CPU");
        AssertTellsNothing(Encoding.Latin1.GetString(reply));
        var took = await AssertPartnerIsServedAsync();
        Assert.True(took < TimeSpan.FromSeconds(2), $"afterwards a partner waited {took}");
        return reply;
    }

    /// <summary>A partner in good order asks, is understood and answered; how long it took.</summary>
    internal async Task<TimeSpan> AssertPartnerIsServedAsync()
    {
        var clock = Stopwatch.StartNew();
        using var connection = await IllConnection.OpenAsync(_gateway.Ill);
        var number = $"H{Interlocked.Increment(ref _healthy)}";
        var answer = await connection.AskAsync(IllRequests.Encode(Partner, GatewayFolder.OurSymbol, number))
            .WaitAsync(TimeSpan.FromSeconds(20));
        var report = Assert.IsType<StatusOrErrorReportApdu>(IsoIllVectors.Decode(answer).Apdu);
        Assert.NotNull(report.StatusReport);
        return clock.Elapsed;
    }

    private async Task<(byte[] Reply, TimeSpan Cost)> MeasureAsync(IPEndPoint target, byte[] octets)
    {
        var before = _gateway.CpuTime();
        var reply = await TellAsync(target, octets);
        return (reply, _gateway.CpuTime() - before);
    }

    private void AssertTellsNothing(string reply)
    {
        foreach (var secret in new[] { _folder.Root, "Exception", "   at ", ".cs:line", "ResourceSharing.", "Microsoft.", Token })
        {
            Assert.DoesNotContain(secret, reply, StringComparison.Ordinal);
        }
    }

    /// <summary>To an HTTP server, who has said everything and closes has gone away; the other protocol has no other way to
    /// say that there is no more.</summary>
    private async Task<byte[]> TellAsync(IPEndPoint target, byte[] octets)
    {
        using var connection = await IllConnection.OpenAsync(target);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var reading = connection.ReadToEndAsync(limit.Token);
        try
        {
            await connection.SendAsync(octets, limit.Token);
            if (!target.Equals(Http))
            {
                connection.HalfClose();
            }
        }
        catch (SocketException)
        {
            // The gateway had heard enough.
        }

        return await reading;
    }
}

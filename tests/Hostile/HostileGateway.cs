using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
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

    /// <summary>The profile of a system that uses our circulation by NCIP.</summary>
    public const string NcipProfile = "GOOD-ILL";

    /// <summary>A patron of ours.</summary>
    public const string PatronNumber = "CARD-1";

    /// <summary>What an input may cost, whatever it is.</summary>
    private static readonly TimeSpan CpuLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>What an input may take of memory, whatever it is.</summary>
    private const long MemoryLimitOctets = 64 << 20;

    private readonly ApduSink _sink = new();
    private readonly GatewayFolder _folder = new();
    private readonly GatewayProcess _gateway;
    private int _healthy;

    public HostileGateway() => _gateway = new GatewayProcess(_folder);

    internal GatewayProcess Process => _gateway;

    internal string Token { get; private set; } = "";

    internal IPEndPoint Http { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>NCIP on bare connections.</summary>
    internal IPEndPoint Ncip { get; } = new(IPAddress.Loopback, FreePort.Take());

    /// <summary>The most CPU time that an input has cost so far.</summary>
    internal TimeSpan Dearest { get; private set; }

    /// <summary>The most octets of memory that an input has cost so far.</summary>
    internal long Largest { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _folder.AddIllPartner("GOOD", Partner, _sink.Port);
        _folder.AddNcipBroker("BROKER", NcipProfile, "illiad");
        _folder.AddPodMember("POD");
        _folder.AddCirculation("HOME_INST");
        _folder.AddSettings($"listeners: {{ncip: {{enabled: true, port: {Ncip.Port}}}}}");
        await _gateway.StartAsync();
        Token = _gateway.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        Http = IPEndPoint.Parse(new Uri(_gateway.Url).Authority);
        using (var patrons = await _gateway.Http.PostAsJsonAsync(
            "/api/v1/patrons/import", new[] { new { id = PatronNumber, name = "Ada Example" } }))
        {
            Assert.True(patrons.IsSuccessStatusCode);
        }

        var warmUp = Encoding.ASCII.GetBytes(
            $"GET /api/v1/requests?limit=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Token}\r\nConnection: close\r\n\r\n");

        // What is compiled at the first use is not charged to the first hostile input.
        for (var round = 0; round < 100; round++)
        {
            await AssertPartnerIsServedAsync();
            await TellAsync(_gateway.Ill, IsoIllVectors.Octets("20-expired-min"));
            await TellAsync(Http, warmUp);
            await AssertNcipIsServedAsync();
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
        var (reply, cost, memory) = await MeasureAsync(target, octets);
        if (cost >= CpuLimit || memory >= MemoryLimitOctets)
        {
            // The first one to come a certain way pays for compiling it; what repeats itself is what an attacker has.
            (reply, cost, memory) = await MeasureAsync(target, octets);
        }

        Assert.True(_gateway.IsAlive, _gateway.Output);
        Assert.True(cost < CpuLimit, $"it cost {cost.TotalMilliseconds} ms of CPU");
        Assert.True(memory < MemoryLimitOctets, $"it cost {memory >> 10} KiB of memory");
        (Dearest, Largest) = (cost > Dearest ? cost : Dearest, Math.Max(memory, Largest));
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

    /// <summary>A system in good order asks our circulation, by HTTP and on a bare connection, and is answered; how long both
    /// took.</summary>
    internal async Task<TimeSpan> AssertNcipIsServedAsync()
    {
        var clock = Stopwatch.StartNew();
        var message = Encoding.UTF8.GetBytes(NcipMessage("LookupUser",
            "<UserId><AgencyId>HOME_INST</AgencyId><UserIdentifierValue>NOBODY</UserIdentifierValue></UserId>"));
        foreach (var (target, octets) in new[] { (Http, NcipPost(message)), (Ncip, message) })
        {
            var reply = Encoding.UTF8.GetString(await TellAsync(target, octets));
            Assert.Contains("Unknown User", reply, StringComparison.Ordinal);
        }

        return clock.Elapsed;
    }

    /// <summary>A message of the system that is known.</summary>
    internal static string NcipMessage(string service, string content) =>
        $"<NCIPMessage version=\"2.02\"><{service}><InitiationHeader><FromAgencyId><AgencyId>HOME_INST</AgencyId></FromAgencyId>"
        + "<ToAgencyId><AgencyId>HOME_INST</AgencyId></ToAgencyId>"
        + $"<ApplicationProfileType>{NcipProfile}</ApplicationProfileType></InitiationHeader>{content}</{service}></NCIPMessage>";

    /// <summary>A call of /ncip, after which the connection ends.</summary>
    internal static byte[] NcipPost(byte[] body, string headers = "Content-Type: application/xml\r\n") =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /ncip HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"),
        .. body,
    ];

    /// <summary>A call of /soap/rapid, after which the connection ends.</summary>
    internal static byte[] PodPost(byte[] body, string headers = "Content-Type: text/xml\r\n") =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /soap/rapid HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"),
        .. body,
    ];

    private async Task<(byte[] Reply, TimeSpan Cost, long Memory)> MeasureAsync(IPEndPoint target, byte[] octets)
    {
        var memory = _gateway.RestartPeakMemory();
        var before = _gateway.CpuTime();
        var reply = await TellAsync(target, octets);
        return (reply, _gateway.CpuTime() - before, _gateway.PeakMemoryOctets() - memory);
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
    internal async Task<byte[]> TellAsync(IPEndPoint target, byte[] octets)
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

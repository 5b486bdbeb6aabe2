using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Adapters.Ncip;

namespace ResourceSharing.Tests.Hostile;

/// <summary>What can be sent by NCIP to the real program: by anybody, and by a system that is known.</summary>
[Collection(ProcessCollection.Name)]
public sealed class NcipPortTests(HostileGateway gateway, ITestOutputHelper output) : IClassFixture<HostileGateway>
{
    private const int Questions = 40;

    public static TheoryData<string> Names => [.. HostileXml.Documents.Keys];

    public static TheoryData<string> Oddities => [.. NcipOddities.Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_comes_is_borne_cheaply_and_answered_with_a_problem(string name)
    {
        var reply = await PostAsync(HostileXml.Documents[name]());
        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        Assert.Contains(NcipProblemTypes.InvalidMessageSyntaxError, reply, StringComparison.Ordinal);
        Report(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_comes_on_a_bare_connection_is_borne_cheaply_and_answered_with_a_problem(string name)
    {
        var reply = await SayAsync(HostileXml.Documents[name]());
        Assert.Contains(NcipProblemTypes.InvalidMessageSyntaxError, reply, StringComparison.Ordinal);
        Report(name);
    }

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task What_is_odd_in_a_message_of_a_known_system_is_borne_cheaply_and_answered_in_NCIP(string name)
    {
        var (octets, contentType) = NcipOddities.Messages[name]();
        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(
            gateway.Http, HostileGateway.NcipPost(octets, $"Content-Type: {contentType}\r\n")));
        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        AssertDecided(reply);
        Report(name);
    }

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task What_is_odd_in_a_message_on_a_bare_connection_is_borne_cheaply_and_answered_in_NCIP(string name)
    {
        var octets = NcipOddities.Messages[name]().Octets;
        var reply = await SayAsync(octets);
        if (octets.AsSpan().Trim((byte)0).IsEmpty)
        {
            Assert.Empty(reply);
        }
        else
        {
            AssertDecided(reply);
        }

        Report(name);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_packed_body_is_refused_and_never_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        await using (var packing = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var blanks = new byte[1 << 20];
            for (var mebibyte = 0; mebibyte < 200; mebibyte++)
            {
                await packing.WriteAsync(blanks);
            }
        }

        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, HostileGateway.NcipPost(
            packed.ToArray(), $"Content-Type: application/xml\r\nContent-Encoding: {encoding}\r\n")));
        Assert.StartsWith("HTTP/1.1 415", reply, StringComparison.Ordinal);
        Report(encoding);
    }

    [Fact]
    public async Task Chunks_without_end_are_read_up_to_the_limit()
    {
        var chunk = "10000\r\n" + new string(' ', 0x10000) + "\r\n";
        var call = "POST /ncip HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n"
            + string.Concat(Enumerable.Repeat(chunk, 18)) + "0\r\n\r\n";
        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, Encoding.ASCII.GetBytes(call)));
        Assert.Contains(NcipProblemTypes.InvalidMessageSyntaxError, reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_document_names_is_fetched_or_opened()
    {
        const string content = "canary-in-a-file";
        using var bait = new TcpListener(IPAddress.Loopback, 0);
        bait.Start();
        var folder = Directory.CreateTempSubdirectory("rsg-bait-");
        var file = Path.Combine(folder.FullName, "bait.dtd");
        await File.WriteAllTextAsync(file, content);
        var longAgo = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastAccessTimeUtc(file, longAgo);
        foreach (var there in new[] { $"http://{bait.LocalEndpoint}/x", $"file://{file}", file })
        {
            foreach (var document in Naming(there).Select(Encoding.UTF8.GetBytes))
            {
                foreach (var reply in new[] { await PostAsync(document), await SayAsync(document) })
                {
                    Assert.Contains("ProblemDetail", reply, StringComparison.Ordinal);
                    Assert.DoesNotContain(content, reply, StringComparison.Ordinal);
                }
            }
        }

        Assert.False(bait.Pending());
        Assert.Equal(longAgo, File.GetLastAccessTimeUtc(file));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_stranger_is_told_that_nobody_knows_him()
    {
        var message = HostileGateway.NcipMessage("LookupUser", "")
            .Replace(HostileGateway.NcipProfile, "ILLIAD", StringComparison.Ordinal);
        var reply = await PostAsync(Encoding.UTF8.GetBytes(message));
        Assert.Contains(NcipProblemTypes.UnknownAgency, reply, StringComparison.Ordinal);
        Assert.Contains("Unknown partner", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_in_good_order_is_served_while_everything_comes_at_once()
    {
        var everything = HostileXml.Documents.Values.Select(document => document())
            .Concat(NcipOddities.Messages.Values.Select(message => message().Octets)).ToArray();
        using var stop = new CancellationTokenSource();
        var attacks = 0;
        var attackers = Enumerable.Range(0, 4).Select(attacker => Task.Run(async () =>
        {
            for (var next = attacker; !stop.IsCancellationRequested; next = (next + 1) % everything.Length)
            {
                await (attacker % 2 == 0
                    ? gateway.TellAsync(gateway.Http, HostileGateway.NcipPost(everything[next]))
                    : gateway.TellAsync(gateway.Ncip, everything[next]));
                Interlocked.Increment(ref attacks);
            }
        })).ToArray();
        var waits = new List<TimeSpan>();
        for (var question = 0; question < Questions; question++)
        {
            waits.Add(await gateway.AssertNcipIsServedAsync());
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await Task.WhenAll(attackers);
        waits.Sort();
        output.WriteLine($"{attacks} attacks by four at once: two questions take {waits[Questions / 2].TotalMilliseconds:F0} ms, "
            + $"at most {waits[^1].TotalMilliseconds:F0} ms");
        Assert.True(gateway.Process.IsAlive, gateway.Process.Output);
        Assert.True(waits[Questions * 95 / 100] < TimeSpan.FromSeconds(1), $"a system waited {waits[Questions * 95 / 100]}");
        Assert.True(attacks >= everything.Length, $"only {attacks} attacks came");
    }

    /// <summary>Every way in which a document can ask for another one.</summary>
    private static string[] Naming(string there) =>
    [
        $"<!DOCTYPE NCIPMessage SYSTEM '{there}'><NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<!DOCTYPE NCIPMessage PUBLIC '-//NISO//NCIP DTD Version 1.0//EN' '{there}'>"
            + "<NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<!DOCTYPE a [<!ENTITY x SYSTEM '{there}'>]><NCIPMessage><LookupUser>&x;</LookupUser></NCIPMessage>",
        $"<!DOCTYPE a [<!ENTITY % x SYSTEM '{there}'> %x;]><NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<!DOCTYPE a [<!NOTATION n SYSTEM '{there}'><!ENTITY x SYSTEM '{there}' NDATA n>]>"
            + "<NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<?xml-stylesheet href='{there}'?><NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<?xml-model href='{there}'?><NCIPMessage><LookupVersion/></NCIPMessage>",
        $"<NCIPMessage xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a {there}' "
            + $"xsi:noNamespaceSchemaLocation='{there}'><LookupVersion/></NCIPMessage>",
        $"<NCIPMessage><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{there}' parse='text'/></NCIPMessage>",
        $"<NCIPMessage xml:base='{there}'><LookupUser xmlns='{there}'/></NCIPMessage>",
    ];

    /// <summary>It is answered by a response to its service, or by a problem; and a fault of ours is never the answer.</summary>
    private static void AssertDecided(string reply)
    {
        Assert.Contains("NCIPMessage", reply, StringComparison.Ordinal);
        var isResponse = reply.Contains("Response>", StringComparison.Ordinal);
        Assert.True(isResponse || reply.Contains("ProblemType", StringComparison.Ordinal), reply);
        Assert.DoesNotContain(NcipProblemTypes.TemporaryProcessingFailure, reply, StringComparison.Ordinal);
    }

    private void Report(string name) => output.WriteLine(
        $"{name}: so far at most {gateway.Dearest.TotalMilliseconds:F0} ms of CPU, {gateway.Largest >> 10} KiB");

    private async Task<string> PostAsync(byte[] body) =>
        Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, HostileGateway.NcipPost(body)));

    private async Task<string> SayAsync(byte[] octets) =>
        Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Ncip, octets));
}

using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Adapters.Ncip;

namespace ResourceSharing.Tests.Hostile;

/// <summary>What can be sent to the pod's endpoint of the real program, by anybody and by a member.</summary>
[Collection(ProcessCollection.Name)]
public sealed class RapidPodPortTests(HostileGateway gateway, ITestOutputHelper output) : IClassFixture<HostileGateway>
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    private static readonly Dictionary<string, Func<string>> Calls = new(StringComparer.Ordinal)
    {
        ["a thousand numbers"] = () => Insert($"<SuggestedIssns>{Times("<string>0272-4634</string>", 1000)}</SuggestedIssns>"),
        ["a text of 200 kB"] = () => Insert($"<ArticleTitle>{new string('x', 200_000)}</ArticleTitle>"),
        ["a number of 100 kB"] = () => Insert($"<XRefRequestId>{new string('1', 100_000)}</XRefRequestId>"),
        ["markup in a text"] = () => Insert("<ArticleTitle>&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;</ArticleTitle>"),
        ["a request that is none"] = () => Call("<RetrieveRequestInfo>{0}<RequestId>-2147483648</RequestId>", "RetrieveRequestInfo"),
        ["hours without end"] = () => Call(
            "<RetrieveRequests>{0}<QueueType>LenderPending</QueueType><RapidRequestType>All</RapidRequestType><HoursOld>2147483647</HoursOld>",
            "RetrieveRequests"),
        ["hours before the beginning"] = () => Call(
            "<RetrieveRequests>{0}<QueueType>BorrowerNotAvailable</QueueType><RapidRequestType>All</RapidRequestType><HoursOld>-2147483648</HoursOld>",
            "RetrieveRequests"),
        ["an address that leads inside"] = () => Call(
            "<UpdateRequest>{0}<RapidRequestId>1</RapidRequestId><UpdateAction>Fill</UpdateAction>"
            + "<ArticleExchangeAddress>http://169.254.169.254/latest</ArticleExchangeAddress>", "UpdateRequest"),
    };

    public static TheoryData<string> Documents => [.. HostileXml.Documents.Keys];

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Whatever_comes_is_borne_cheaply_and_answered_with_a_fault(string name)
    {
        foreach (var type in new[] { "text/xml", "application/soap+xml" })
        {
            var reply = await SendAsync(HostileXml.Documents[name](), $"Content-Type: {type}\r\n");
            Assert.True(reply.StartsWith("HTTP/1.1 500", StringComparison.Ordinal) || reply.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), reply);
            Assert.Contains("Fault>", reply, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_odd_in_a_call_of_a_member_is_borne_cheaply_and_answered_with_a_result(string name)
    {
        var reply = await SendAsync(Encoding.UTF8.GetBytes(Calls[name]()));
        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        Assert.Contains("IsSuccessful", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("identity, br")]
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

        var reply = await SendAsync(packed.ToArray(), $"Content-Type: text/xml\r\nContent-Encoding: {encoding}\r\n");
        Assert.StartsWith("HTTP/1.1 415", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_call_names_is_dialled_or_opened()
    {
        using var bait = new TcpListener(IPAddress.Loopback, 0);
        bait.Start();
        var there = $"http://{bait.LocalEndpoint}/x";
        string[] calls =
        [
            $"<!DOCTYPE a [<!ENTITY x SYSTEM '{there}'>]><a>&x;</a>",
            Insert($"<ArticleTitle xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{there}'/></ArticleTitle>"),
            Insert("", "<a:ReplyTo xmlns:a='http://www.w3.org/2005/08/addressing'><a:Address>" + there + "</a:Address></a:ReplyTo>"
                + "<a:FaultTo xmlns:a='http://www.w3.org/2005/08/addressing'><a:Address>" + there + "</a:Address></a:FaultTo>"),
            Insert("<ClientAppHost>" + there + "</ClientAppHost>"),
        ];
        foreach (var call in calls)
        {
            await SendAsync(Encoding.UTF8.GetBytes(call));
        }

        Assert.False(bait.Pending());
    }

    [Fact]
    public async Task A_header_that_must_be_understood_is_a_fault()
    {
        var reply = await SendAsync(Encoding.UTF8.GetBytes(Insert("", $"<x:Security xmlns:x='urn:x' xmlns:s='{Soap}' s:mustUnderstand='1'/>")));
        Assert.Contains("MustUnderstand", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_without_end_are_read_up_to_the_limit()
    {
        var chunk = "10000\r\n" + new string(' ', 0x10000) + "\r\n";
        var call = "POST /soap/rapid HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + string.Concat(Enumerable.Repeat(chunk, 18)) + "0\r\n\r\n";
        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, Encoding.ASCII.GetBytes(call)));
        Assert.Contains("Fault>", reply, StringComparison.Ordinal);
    }

    private static string Insert(string fields, string header = "") => Call(
        "<InsertRequest>{0}" + fields + "<RapidRequestType>Article</RapidRequestType><IsHoldingsCheckOnly>false</IsHoldingsCheckOnly>"
        + "<DoBlockLocalOnly>false</DoBlockLocalOnly>", "InsertRequest", header);

    /// <summary>A call of the member that is known.</summary>
    private static string Call(string body, string operation, string header = "")
    {
        var proof = $"<input><UserName>POD-user</UserName><Password>{PodClient.PasswordOf("POD")}</Password><RequestingRapidCode>POD</RequestingRapidCode>";
        var opened = body.Replace("{0}", proof, StringComparison.Ordinal)
            .Replace($"<{operation}>", $"<{operation} xmlns='{RapidCodec.Namespace}'>", StringComparison.Ordinal);
        return $"<s:Envelope xmlns:s='{Soap}'><s:Header>{header}</s:Header><s:Body>{opened}</input></{operation}></s:Body></s:Envelope>";
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task<string> SendAsync(byte[] body, string headers = "Content-Type: text/xml\r\n")
    {
        var reply = Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, HostileGateway.PodPost(body, headers)));
        output.WriteLine($"so far at most {gateway.Dearest.TotalMilliseconds:F0} ms of CPU, {gateway.Largest >> 10} KiB");
        return reply;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Adapters.Ncip;

namespace ResourceSharing.Tests.Hostile;

/// <summary>What anybody can send to /ncip of the real program, without being a partner.</summary>
[Collection(ProcessCollection.Name)]
public sealed class NcipPortTests(HostileGateway gateway) : IClassFixture<HostileGateway>
{
    public static TheoryData<string> Names => [.. HostileXml.Documents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_comes_is_borne_cheaply_and_answered_with_a_problem(string name)
    {
        var reply = await PostAsync(HostileXml.Documents[name]());
        Assert.StartsWith("HTTP/1.1 200", reply, StringComparison.Ordinal);
        Assert.Contains(NcipProblemTypes.InvalidMessageSyntaxError, reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_document_names_is_fetched()
    {
        using var bait = new TcpListener(IPAddress.Loopback, 0);
        bait.Start();
        var there = $"http://{bait.LocalEndpoint}/x";
        foreach (var document in new[]
        {
            $"<!DOCTYPE NCIPMessage SYSTEM '{there}'><NCIPMessage><LookupVersion/></NCIPMessage>",
            $"<!DOCTYPE a [<!ENTITY % x SYSTEM '{there}'> %x;]><NCIPMessage><LookupVersion/></NCIPMessage>",
            $"<NCIPMessage xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a {there}'><LookupVersion/></NCIPMessage>",
            $"<NCIPMessage><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{there}'/></NCIPMessage>",
        })
        {
            Assert.Contains("ProblemDetail", await PostAsync(Encoding.UTF8.GetBytes(document)), StringComparison.Ordinal);
        }

        Assert.False(bait.Pending());
    }

    [Fact]
    public async Task A_stranger_is_told_that_nobody_knows_him()
    {
        var message = "<NCIPMessage><LookupUser><InitiationHeader><ApplicationProfileType>ILLIAD</ApplicationProfileType></InitiationHeader></LookupUser></NCIPMessage>";
        var reply = await PostAsync(Encoding.UTF8.GetBytes(message));
        Assert.Contains(NcipProblemTypes.UnknownAgency, reply, StringComparison.Ordinal);
        Assert.Contains("Unknown partner", reply, StringComparison.Ordinal);
    }

    private async Task<string> PostAsync(byte[] body)
    {
        var head = $"POST /ncip HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        return Encoding.UTF8.GetString(await gateway.AttackAsync(gateway.Http, [.. Encoding.ASCII.GetBytes(head), .. body]));
    }
}

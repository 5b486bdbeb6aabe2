using System.Net;
using System.Text;
using System.Xml.Linq;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.RapidPod;

/// <summary>SOAP at the pod's endpoint, with the real program: versions, faults, lists that are too long, and its WSDL.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PodWireTests(PodGateway pod) : IClassFixture<PodGateway>
{
    private const string V11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string V12 = "http://www.w3.org/2003/05/soap-envelope";

    [Theory]
    [InlineData("wsdl")]
    [InlineData("WSDL")]
    public async Task The_wsdl_names_the_address_under_which_it_was_asked_for(string query)
    {
        var text = await pod.Process.Http.GetStringAsync($"{PodClient.Path}?{query}");
        var wsdl = XDocument.Parse(text);
        Assert.Equal(RapidCodec.Namespace, wsdl.Root!.Attribute("targetNamespace")!.Value);
        Assert.Contains($"location=\"{pod.Process.Url}{PodClient.Path}\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(V11, "text/xml; charset=utf-8", HttpStatusCode.InternalServerError)]
    [InlineData(V12, "application/soap+xml; charset=utf-8", HttpStatusCode.BadRequest)]
    public async Task What_is_no_call_gets_a_fault_of_its_version(string version, string contentType, HttpStatusCode status)
    {
        string[] bodies =
        [
            $"<MatchRequest xmlns='{RapidCodec.Namespace}'><input/></MatchRequest>",
            "<InsertRequest xmlns='urn:other'><input/></InsertRequest>",
            $"<InsertRequest xmlns='{RapidCodec.Namespace}'/>",
            $"<UpdateRequest xmlns='{RapidCodec.Namespace}'><input><RapidRequestId>x</RapidRequestId></input></UpdateRequest>",
            "",
        ];
        foreach (var body in bodies)
        {
            var envelope = $"<e:Envelope xmlns:e='{version}'><e:Body>{body}</e:Body></e:Envelope>";
            using var response = await pod.North.PostAsync(Encoding.UTF8.GetBytes(envelope), contentType);
            Assert.Equal(status, response.StatusCode);
            var fault = XDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal(XName.Get("Fault", version), fault.Root!.Elements().Single().Elements().Single().Name);
        }
    }

    [Fact]
    public async Task The_action_of_the_header_has_no_say()
    {
        var call = RapidCodec.Write(
            PodClient.Article("N-W1") with
            {
                UserName = "NORTH-user", Password = PodClient.PasswordOf("NORTH"), RequestingRapidCode = "NORTH",
            },
            SoapVersion.V11);
        using var content = new ByteArrayContent(call.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "text/xml");
        content.Headers.TryAddWithoutValidation("SOAPAction", "\"http://rapid2.library.colostate.edu/rapid5api/UpdateRequest\"");
        using var response = await pod.Process.Http.PostAsync(PodClient.Path, content);
        var answer = Assert.IsType<RapidReadResult.Answer>(RapidCodec.ReadAnswer(
            await response.Content.ReadAsByteArrayAsync(), RapidOperation.Find("InsertRequest")!));
        Assert.True(answer.Output.IsSuccessful);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/related; boundary=x; type=\"application/xop+xml\"")]
    public async Task Other_content_is_not_read(string contentType)
    {
        using var response = await pod.North.PostAsync("{}"u8.ToArray(), contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_long_list_gives_its_oldest_entries_and_says_that_there_are_more()
    {
        const int Limit = 1000;
        await Parallel.ForEachAsync(Enumerable.Range(0, Limit + 5), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (at, _) => await pod.East.AskAsync(PodClient.Article($"E-W{at}")));
        var page = await pod.East.CallAsync<RetrieveRequestsOutput>(new RetrieveRequestsInput
        {
            QueueType = RapidQueue.BorrowerPending, RapidRequestType = RapidQueueFilter.All,
        });
        Assert.Equal(Limit, page.Transactions!.Count);
        Assert.Contains("more than these 1000", page.VerificationNote, StringComparison.Ordinal);
        await pod.East.SayAsync(page.Transactions[0].RapidRequestId, RapidUpdateAction.Cancel);
        var next = await pod.East.CallAsync<RetrieveRequestsOutput>(new RetrieveRequestsInput
        {
            QueueType = RapidQueue.BorrowerPending, RapidRequestType = RapidQueueFilter.All,
        });
        Assert.Equal(page.Transactions[1].RapidRequestId, next.Transactions![0].RapidRequestId);
    }

    [Fact]
    public async Task Who_guesses_passwords_is_not_heard_for_a_while_and_others_are()
    {
        for (var guess = 0; guess < 12; guess++)
        {
            var answer = await pod.Member("HILL").InsertAsync(PodClient.Article("H-W") with { Password = $"guess-{guess}" });
            Assert.False(answer.IsSuccessful);
        }

        Assert.True((await pod.North.InsertAsync(PodClient.Article("N-W9"))).IsSuccessful);
    }
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;

namespace ResourceSharing.Tests.Interop.IsoIll;

/// <summary>A borrower that we did not write, Debian's yaz-illclient, asks the real program for a loan, and what we send
/// in return is read by libyaz.</summary>
[Collection(ProcessCollection.Name)]
public sealed class YazIllClientTests(LibYazProgram libyaz, ITestOutputHelper output) : IClassFixture<LibYazProgram>
{
    [Theory]
    [InlineData("full", "RSG:HOME, SYM:RSP1", "SYM:REQ1", "Beowulf")]
    [InlineData("sample", "RSG:HOME, OZZ", "IKM", "Unknown Title")]
    public async Task Yaz_illclient_borrows_from_the_real_program(string sample, string ours, string theirs, string title)
    {
        libyaz.SkipIfAbsent();
        await using var sink = new ApduSink();
        using var folder = new GatewayFolder(ours);
        folder.AddIllPartner("YAZ", theirs, sink.Port);
        await using var gateway = new GatewayProcess(folder);
        await gateway.StartAsync();

        var first = await AskAsync(gateway, folder, sample);
        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        var again = await AskAsync(gateway, folder, sample);
        Assert.True(again.ExitCode == 0, again.Output + again.Error);

        var list = await gateway.Http.GetFromJsonAsync<JsonNode>("/api/v1/requests?role=lender");
        var request = Assert.Single(list!["items"]!.AsArray())!;
        Assert.Equal(title, (string?)request["title"]);
        Assert.Equal("YAZ", (string?)request["partner"]);
        await AssertJournalAsync(gateway, (string)request["id"]!, sample);
        await LendAsync(gateway, (string)request["id"]!);
        await AssertLibyazReadsAsync(sink);
    }

    private static Task<VerbResult> AskAsync(GatewayProcess gateway, GatewayFolder folder, string sample) => OtherProgram.RunAsync(
        folder.Root, "yaz-illclient", "-f", IsoIllVectors.PathOf($"yaz-illclient-{sample}-params.txt"), $"tcp:{gateway.Ill}");

    /// <summary>What it sent is kept as it sent it; the repeat was known, and got the octets of the first answer.</summary>
    private static async Task AssertJournalAsync(GatewayProcess gateway, string id, string sample)
    {
        var page = await gateway.Http.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}/messages");
        var messages = page!["items"]!.AsArray().Select(item => item!).Reverse().ToArray();
        var arrived = messages.Where(message => (string?)message["direction"] == "in").ToArray();
        Assert.Equal(["applied", "duplicate"], arrived.Select(message => (string?)message["outcome"]));
        foreach (var message in arrived)
        {
            Assert.Equal(IsoIllVectors.Octets($"yaz-illclient-{sample}"),
                await gateway.Http.GetByteArrayAsync($"/api/v1/messages/{message["id"]}/raw"));
        }
    }

    private static async Task LendAsync(GatewayProcess gateway, string id)
    {
        foreach (var (action, status) in new[]
        {
            ("will-supply", "WILL_SUPPLY"), ("ship", "SHIPPED_PHYSICALLY"), ("check-in", "REQUEST_COMPLETED"),
        })
        {
            using var response = await gateway.Http.PostAsync($"/api/v1/requests/{id}/actions/{action}", null);
            var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
            Assert.True(response.IsSuccessStatusCode, $"{action}: {answer}");
            Assert.Equal(status, (string?)answer!["status"]);
        }
    }

    private async Task AssertLibyazReadsAsync(ApduSink sink)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (sink.Apdus.Count < 3)
        {
            await Task.Delay(50, limit.Token);
        }

        var kinds = new List<string>();
        foreach (var apdu in sink.Apdus)
        {
            var file = Path.Combine(libyaz.Folder, "sent.ber");
            await File.WriteAllBytesAsync(file, apdu);
            var (code, printed, error) = libyaz.Run("print", file);
            Assert.True(code == 0, $"libyaz says {error} of {Convert.ToHexString(apdu)}");
            kinds.Add(printed.Split(' ', '{')[0].Trim());
        }

        output.WriteLine($"libyaz read {string.Join(", ", kinds)}");
        Assert.Equal(3, kinds.Distinct().Count());
    }
}

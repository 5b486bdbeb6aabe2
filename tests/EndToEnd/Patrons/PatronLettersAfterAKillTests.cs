using System.Text.Json.Nodes;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Patrons;

/// <summary>A gateway dies between the commit and the sending of letters to patrons.</summary>
[Collection(ProcessCollection.Name)]
public sealed class PatronLettersAfterAKillTests
{
    private const int Requests = 5;

    [Fact]
    public async Task Every_letter_arrives_once_after_a_kill()
    {
        using var folder = new GatewayFolder(delivery: "{startDelay: 1h}");
        folder.AddIllPartner("EAST", "RSG:EAST", FreePort.Take());
        folder.AddSettings("patronLetters: {cancelled: true}");
        await using (var gateway = new GatewayProcess(folder))
        {
            await gateway.StartAsync();
            for (var i = 0; i < Requests; i++)
            {
                var made = await PostAsync(gateway, "/api/v1/requests",
                    $$$"""{"title": "Volume {{{i}}}", "partner": "EAST", "patron": {"name": "Reader {{{i}}}", "email": "r{{{i}}}@patrons.example"}}""");
                await PostAsync(gateway, $"/api/v1/requests/{made["id"]}/actions/cancel", """{"reason": "charges"}""");
            }

            await gateway.KillAsync();
        }

        var mail = Path.Combine(folder.Data, "mail", "new");
        Assert.False(Directory.Exists(mail));
        var settings = Path.Combine(folder.Config, "gateway.yaml");
        await File.WriteAllTextAsync(settings,
            (await File.ReadAllTextAsync(settings)).Replace("startDelay: 1h", "startDelay: 0s", StringComparison.Ordinal));
        await using (var gateway = new GatewayProcess(folder))
        {
            await gateway.StartAsync();
            for (var waited = 0; waited < 300 && Count(mail) < Requests; waited++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            await gateway.TerminateAsync();
            Assert.DoesNotContain("patrons.example", gateway.Output, StringComparison.Ordinal);
        }

        var letters = Directory.EnumerateFiles(mail).Select(File.ReadAllText).ToList();
        Assert.Equal(
            Enumerable.Range(0, Requests).Select(i => $"Subject: Request cancelled: Volume {i}\r"),
            letters.Select(letter => letter.Split('\n').First(line => line.StartsWith("Subject:", StringComparison.Ordinal))).Order());
    }

    private static int Count(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Count() : 0;

    private static async Task<JsonNode> PostAsync(GatewayProcess gateway, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await gateway.Http.PostAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>The staff's queue of letters over REST and on the command line.</summary>
public sealed class LetterApiTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private Task<long> PutAsync(params IllMessage[] readings) => _api.Store.WriteAsync(
        work =>
        {
            var id = work.AppendMessage(new JournalEntry
            {
                Direction = Direction.In, At = DateTimeOffset.UnixEpoch, Protocol = "email", Outcome = ArrivalOutcome.ForStaff,
                Raw = Encoding.UTF8.GetBytes("Subject: Hello"),
            });
            work.PutLetter(new StaffLetter
            {
                Id = id,
                At = DateTimeOffset.UnixEpoch,
                Origin = new LetterOrigin { From = "ill@south.example", Mailbox = "ill" },
                Kind = LetterKind.Written,
                Subject = $"Letter {id}",
                Text = "It is on its way.",
                Attachments = [new LetterAttachment("slip.pdf", "application/pdf", 1234)],
                Statements =
                [
                    new StaffStatement
                    {
                        Number = 1, Code = "letter-unplaced", Reason = "It is not known which request it is about.",
                        Clues = [new ClueVerdict("number 4711", "no open request with this sender bears it")],
                        Proposals = readings.Select(reading => new LetterProposal(reading, "phrase en/shipped")).ToArray(),
                    },
                ],
            });
            return id;
        },
        TestContext.Current.CancellationToken);

    private async Task<string> AskAsync()
    {
        var id = await _api.CreateAsync("""{"title": "Atlas", "partner": "SOUTH"}""");
        await _api.ActAsync(id, "send");
        return id;
    }

    [Fact]
    public async Task A_letter_is_shown_with_all_that_is_known_of_it()
    {
        var id = await PutAsync(LetterScene.Shipped());
        var letter = (await _api.GetAsync($"/api/v1/letters/{id}")).Json;

        Assert.Equal("ill@south.example", letter.GetProperty("from").GetString());
        Assert.Equal("It is on its way.", letter.GetProperty("text").GetString());
        Assert.Equal("letter-unplaced", letter.GetProperty("code").GetString());
        var file = Assert.Single(letter.GetProperty("attachments").EnumerateArray());
        Assert.Equal(("slip.pdf", 1234), (file.GetProperty("name").GetString(), file.GetProperty("octets").GetInt32()));
        var statement = Assert.Single(letter.GetProperty("statements").EnumerateArray());
        Assert.Contains("no open request", statement.GetProperty("clues")[0].GetProperty("verdict").GetString(), StringComparison.Ordinal);
        var proposal = statement.GetProperty("proposals")[0];
        Assert.Equal(("shipped", "phrase en/shipped"), (proposal.GetProperty("service").GetString(), proposal.GetProperty("rule").GetString()));
        Assert.NotEmpty(proposal.GetProperty("meaning").GetString()!);
        Assert.Equal(JsonValueKind.Object, proposal.GetProperty("message").ValueKind);
        var raw = await _api.Http.GetStringAsync($"/api/v1/messages/{id}/raw", TestContext.Current.CancellationToken);
        Assert.Equal("Subject: Hello", raw);
    }

    [Fact]
    public async Task A_letter_is_placed_applied_and_leaves_the_list()
    {
        var request = await AskAsync();
        var id = await PutAsync(LetterScene.Shipped());
        var placed = await _api.PostAsync($"/api/v1/letters/{id}/actions/place", $$"""{"request": "{{request}}"}""");
        Assert.Equal(request, placed.Json.GetProperty("request").GetString());
        var alert = (await _api.GetAsync($"/api/v1/requests/{request}")).Json.GetProperty("alerts")[0];
        Assert.Equal(("letter", id), (alert.GetProperty("code").GetString(), alert.GetProperty("letter").GetInt64()));

        var applied = await _api.PostAsync($"/api/v1/letters/{id}/actions/apply", "{}");
        Assert.True(applied.Status == HttpStatusCode.OK, applied.Text);
        Assert.False(applied.Json.GetProperty("waiting").GetBoolean());
        Assert.Contains(request, applied.Json.GetProperty("done").GetString(), StringComparison.Ordinal);
        Assert.Equal("admin", applied.Json.GetProperty("statements")[0].GetProperty("end").GetProperty("by").GetString());
        Assert.Equal("SHIPPED_PHYSICALLY", (await _api.GetAsync($"/api/v1/requests/{request}")).Json.GetProperty("status").GetString());
        Assert.Empty((await _api.GetAsync("/api/v1/letters")).Json.GetProperty("items").EnumerateArray());
        Assert.Single((await _api.GetAsync("/api/v1/letters?show=done")).Json.GetProperty("items").EnumerateArray());
        (await _api.PostAsync($"/api/v1/letters/{id}/actions/apply", "{}")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
    }

    [Fact]
    public async Task The_list_is_paged_and_counted()
    {
        for (var i = 0; i < 5; i++)
        {
            await PutAsync();
        }

        await _api.PostAsync("/api/v1/letters/3/actions/dismiss", """{"note": "advertising"}""");
        var first = (await _api.GetAsync("/api/v1/letters?limit=2")).Json;
        var second = (await _api.GetAsync($"/api/v1/letters?limit=2&cursor={first.GetProperty("next")}")).Json;
        Assert.Equal([5, 4, 2, 1], new[] { first, second }.SelectMany(page => page.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("id").GetInt32()));
        Assert.Equal(5, (await _api.GetAsync("/api/v1/letters?show=all")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(4, (await _api.GetAsync("/api/v1/dashboard")).Json.GetProperty("letters").GetInt32());
        Assert.Contains("rsg_letters_waiting 4", (await _api.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told()
    {
        var id = await PutAsync(LetterScene.Shipped(), LetterScene.Unfilled());
        var path = $"/api/v1/letters/{id}/actions";

        (await _api.GetAsync("/api/v1/letters?show=old")).IsProblem(HttpStatusCode.BadRequest, "invalid-query");
        (await _api.GetAsync("/api/v1/letters/99")).IsProblem(HttpStatusCode.NotFound, "letter-not-found");
        (await _api.GetAsync("/api/v1/letters/x")).IsProblem(HttpStatusCode.NotFound, "letter-not-found");
        (await _api.PostAsync($"{path}/dismiss", """{"node": "a"}""")).IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        var unplaced = await _api.PostAsync($"{path}/place", """{"request": "HOME0000099"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unplaced.Status);
        Assert.NotEmpty(unplaced.Fault("request"));
        (await _api.PostAsync($"{path}/apply", """{"proposal": 1}""")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _api.Client(null).GetAsync(
            "/api/v1/letters", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_command_line_lists_and_shows_letters_without_a_running_gateway()
    {
        var id = await PutAsync(LetterScene.Shipped());
        using var output = new StringWriter();
        var config = Path.Combine(Repository.Root, "config");
        foreach (var line in new[] { "letters list", $"letters show {id}" })
        {
            Assert.Equal(CommandLine.Fine, await CommandLine.RunAsync(
                [.. line.Split(' '), "--config", config, "--data", _api.DataFolder], output, output));
        }

        var text = output.ToString();
        Assert.Contains("ill@south.example", text, StringComparison.Ordinal);
        Assert.Contains("slip.pdf (application/pdf, 1234 octets)", text, StringComparison.Ordinal);
        Assert.Contains("number 4711: no open request", text, StringComparison.Ordinal);
        Assert.Contains("(phrase en/shipped)", text, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Failed, await CommandLine.RunAsync(
            ["letters", "show", "99", "--config", config, "--data", _api.DataFolder], output, output));
    }
}

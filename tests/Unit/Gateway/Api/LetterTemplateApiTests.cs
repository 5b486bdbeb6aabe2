using System.Net;
using ResourceSharing.Gateway.Cli;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Letters are shown without being sent, over REST and by the command line.</summary>
public sealed class LetterTemplateApiTests
{
    [Fact]
    public async Task A_letter_is_shown_for_a_request_in_the_wanted_language()
    {
        await using var api = await RunningApi.StartAsync();
        var folder = api.Configuration.Load().Snapshot!.Directory;
        Assert.Equal(HttpStatusCode.Conflict, (await api.GetAsync("/api/v1/letter-templates")).Status);
        GatewayFolder.CopyFolder(Path.Combine(Repository.Root, "config", "letters"), Path.Combine(folder, "letters"));

        var list = (await api.GetAsync("/api/v1/letter-templates")).Json.GetProperty("items");
        Assert.Equal(28, list.GetArrayLength());
        Assert.Equal(["de", "en", "fr"], list[0].GetProperty("languages").EnumerateArray().Select(one => one.GetString()!));
        foreach (var letter in list.EnumerateArray().Select(one => one.GetProperty("code").GetString()))
        {
            foreach (var language in new[] { "en", "de", "fr" })
            {
                var answer = await api.GetAsync($"/api/v1/letter-templates/{letter}/preview?partner=SOUTH&language={language}");
                Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
                Assert.Equal(language, answer.Json.GetProperty("language").GetString());
            }
        }

        var id = await api.CreateAsync("""{"title": "Atlas of <nothing>", "partner": "SOUTH"}""");
        var own = (await api.GetAsync($"/api/v1/letter-templates/fuloutgoingemailletter/preview?request={id}&language=de")).Json;
        Assert.Contains(id, own.GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Contains("Bestellnummer:        " + id, own.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Atlas of &lt;nothing&gt;", own.GetProperty("html").GetString(), StringComparison.Ordinal);
        (await api.GetAsync($"/api/v1/letter-templates/LenderShipEmailLetter/preview?request={id}"))
            .IsProblem(HttpStatusCode.Conflict, "no-letter");
        var patrons = (await api.GetAsync("/api/v1/letter-templates/FulPlaceOnHoldShelfLetter/preview?language=de")).Json;
        Assert.Equal("Abholbereit: The lighthouse keepers' almanac", patrons.GetProperty("subject").GetString());
        Assert.StartsWith("Guten Tag,\n", patrons.GetProperty("text").GetString(), StringComparison.Ordinal);
        var link = await api.GetAsync("/api/v1/letter-templates/FulDigitizationDocumentDeliveryNotificationLetter/preview");
        Assert.Contains("/d/1.**********************", link.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound,
            (await api.GetAsync("/api/v1/letter-templates/Nothing/preview?partner=SOUTH")).Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await api.GetAsync("/api/v1/letter-templates/LenderShipEmailLetter/preview?partner=NOBODY")).Status);
    }

    [Fact]
    public async Task The_command_line_shows_letters_and_check_finds_a_fault_in_a_language_that_nobody_uses()
    {
        using var folder = new GatewayFolder();
        File.WriteAllText(Path.Combine(folder.Config, "partners", "SOUTH.yaml"),
            "code: SOUTH\nname: South Library\nlanguage: de\nchannel: {type: email, address: ill@south.example}\n");
        var shown = await RunAsync(folder, "templates", "preview", "LenderRejectEmailLetter", "--partner", "SOUTH");
        Assert.True(shown.Code == 0, shown.Error);
        Assert.Contains("Nicht lieferbar: ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Grund:                beim Buchbinder (8)", shown.Output, StringComparison.Ordinal);
        var html = await RunAsync(
            folder, "templates", "preview", "LenderRejectEmailLetter", "--partner", "SOUTH", "--language", "fr", "--html");
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"fr\">", html.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(folder, "templates", "preview", "LenderReject", "--partner", "SOUTH")).Code);
        var patrons = await RunAsync(folder, "templates", "preview", "FulCancelRequestLetter", "--language", "fr");
        Assert.StartsWith("Subject: Demande annulée : ", patrons.Output, StringComparison.Ordinal);
        var list = await RunAsync(folder, "templates", "list");
        Assert.Contains("LenderRejectEmailLetter", list.Output, StringComparison.Ordinal);

        var broken = Path.Combine(folder.Config, "letters", "fr", "LenderRejectEmailLetter.hbs");
        await File.WriteAllTextAsync(broken, "---\nsubject: x\n---\nx\n", TestContext.Current.CancellationToken);
        var check = await RunAsync(folder, "check");
        Assert.Equal(1, check.Code);
        Assert.Contains($"{broken}:4:1: The text has to end with", check.Error, StringComparison.Ordinal);
        var options = new GatewayOptions { ConfigFolder = folder.Config, DataFolder = folder.Data };
        Assert.Empty(options.Load(checkSecrets: true).Faults);
        File.Copy(broken, Path.Combine(folder.Config, "letters", "de", "LenderRejectEmailLetter.hbs"), overwrite: true);
        Assert.Single(options.Load(checkSecrets: true).Faults);

        var words = Path.Combine(folder.Config, "letters", "de", "words.yaml");
        await File.AppendAllTextAsync(words, "  no-such-word: x\n", TestContext.Current.CancellationToken);
        Assert.Contains($"{words}:", (await RunAsync(folder, "check")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ill.home.example", 0)]
    [InlineData("https://home.example/ill/", 0)]
    [InlineData("http://127.0.0.1:8080", 0)]
    [InlineData("http://ill.home.example", 1)]
    [InlineData("https://ill.home.example/?a=b", 1)]
    [InlineData("ftp://ill.home.example", 1)]
    public async Task A_public_address_is_only_taken_where_links_are_safe_on_their_way(string url, int code)
    {
        using var folder = new GatewayFolder();
        var check = await RunAsync(folder, "check", "--set", $"listeners.http.publicUrl={url}");
        Assert.True(check.Code == code, check.Error);
        Assert.Equal(1, (await RunAsync(folder, "check", "--set", "mail.replyLinkDays=60", "--set", "mail.tokenDays=59")).Code);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(GatewayFolder folder, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. args, "--config", folder.Config, "--data", folder.Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

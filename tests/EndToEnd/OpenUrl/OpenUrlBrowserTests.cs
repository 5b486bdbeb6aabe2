using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Tests.EndToEnd.Replies;

namespace ResourceSharing.Tests.EndToEnd.OpenUrl;

/// <summary>The form in a real browser: as small as a telephone, without script, with the keyboard alone.</summary>
public sealed class OpenUrlBrowserTests
{
    private const string Delete = "\uE017";
    private const string Path = "/openurl?rft.genre=book&rft.title=Property+and+wealth+in+classical+Sparta+%2F&rft.date=2000.&rft.isbn=0715630407"
        + "&rft.au=,&rft.pub=WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW&rfe_dat=44786349&req_id=P-4711";

    [Fact]
    public async Task A_patron_follows_a_link_corrects_what_is_missing_and_has_a_request()
    {
        await using var browser = await Browser.StartAsync(360, 640);
        await using var host = await ReplyHost.StartAsync(settings: "openUrl: {enabled: true}");
        await browser.GoAsync(new Uri(host.Partner.BaseAddress!, Path).ToString());
        await SeesAsync(browser, "Property and wealth in classical Sparta");
        await FitsAsync(browser);

        // Service, kind, eight lines about the item, the folded part, card number, name, mail address.
        await browser.TypeAsync([.. Enumerable.Repeat(Browser.Tab, 13), "Rita Reader", Browser.Tab, "no address", Browser.Enter]);
        await SeesAsync(browser, "this is no e-mail address");
        await FitsAsync(browser);

        // The summary has the focus: one step on is the line that leads to the field.
        await browser.TypeAsync(Browser.Tab, Browser.Enter);
        await browser.TypeAsync([.. Enumerable.Repeat(Delete, "no address".Length), "rita@home.example", Browser.Enter]);
        await SeesAsync(browser, "Your request has the number HOME");
        await FitsAsync(browser);

        var item = Assert.Single((await host.Staff.GetFromJsonAsync<JsonNode>("/api/v1/requests"))!["items"]!.AsArray())!;
        var request = (await host.GetAsync(item["id"]!.GetValue<string>())).ToJsonString();
        foreach (var text in (string[])["Property and wealth in classical Sparta\"", "\"2000\"", "0715630407", "44786349", "P-4711", "Rita Reader"])
        {
            Assert.Contains(text, request, StringComparison.Ordinal);
        }
    }

    private static async Task FitsAsync(Browser browser)
    {
        var (content, window) = await browser.WidthsAsync();
        Assert.True(content <= window && window <= 360, $"{content} of {window}");
    }

    private static async Task SeesAsync(Browser browser, string text)
    {
        for (var i = 0; i < 100; i++)
        {
            if ((await browser.SourceAsync()).Contains(text, StringComparison.Ordinal))
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"\"{text}\" is not on the page: {await browser.SourceAsync()}");
    }
}

namespace ResourceSharing.Tests.EndToEnd.Replies;

/// <summary>The answer page in a real browser: as small as a telephone, without script, with the keyboard alone.</summary>
public sealed class ReplyBrowserTests
{
    [Fact]
    public async Task A_librarian_says_no_with_the_keyboard_alone_and_sees_what_has_happened_the_next_time()
    {
        await using var browser = await Browser.StartAsync(360, 640);
        await using var host = await ReplyHost.StartAsync();
        var id = await host.BorrowAsync("SOUTH", $"{new string('W', 120)} <i>{new string('M', 90)}</i>");
        var url = new Uri(host.Partner.BaseAddress!, $"/r/{await host.LinkAsync(id)}").ToString();
        await browser.GoAsync(url);
        await FitsAsync(browser);

        // The third answer is no; its first field the list of reasons, in which letters choose.
        await browser.TypeAsync(Browser.Tab, Browser.Tab, Browser.Tab, Browser.Enter);
        await FitsAsync(browser);
        await browser.TypeAsync(Browser.Tab, "beim B", Browser.Tab, "Ab Mai wieder da.", Browser.Tab, Browser.Enter);
        await SeesAsync(browser, "Wir haben vermerkt: Wir können nicht liefern.");
        await FitsAsync(browser);

        Assert.Equal("REJECTED", await host.StatusAsync(id));
        var request = (await host.GetAsync(id)).ToJsonString();
        Assert.Contains("Ab Mai wieder da.", request, StringComparison.Ordinal);
        await browser.GoAsync(url);
        await SeesAsync(browser, "Sie haben uns mitgeteilt, dass Sie nicht liefern können.");
    }

    [Fact]
    public async Task A_form_with_a_fault_comes_back_with_the_focus_on_what_is_wrong()
    {
        await using var browser = await Browser.StartAsync(360, 640);
        await using var host = await ReplyHost.StartAsync();
        var id = await host.BorrowAsync("WEST");
        await browser.GoAsync(new Uri(host.Partner.BaseAddress!, $"/r/{await host.LinkAsync(id)}").ToString());
        await browser.TypeAsync(Browser.Tab, Browser.Tab, Browser.Tab, Browser.Enter);
        await browser.TypeAsync(Browser.Tab, Browser.Tab, Browser.Tab, Browser.Enter);
        await SeesAsync(browser, "Motif : merci de choisir.");
        await FitsAsync(browser);

        // The summary has the focus: one step on is the line that leads to the list.
        await browser.TypeAsync(Browser.Tab, Browser.Enter);
        await browser.TypeAsync("à la rel", Browser.Tab, Browser.Tab, Browser.Enter);
        await SeesAsync(browser, "Nous avons noté : Nous ne pouvons pas le fournir.");
        Assert.Equal("REJECTED", await host.StatusAsync(id));
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
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"\"{text}\" is not on the page: {await browser.SourceAsync()}");
    }
}

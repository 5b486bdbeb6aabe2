using System.Text.RegularExpressions;
using ResourceSharing.Tests.EndToEnd.Replies;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>The page of a link in a real browser: as small as a telephone, without script, with the keyboard alone.</summary>
public sealed class FileBrowserTests
{
    [Fact]
    public async Task A_reader_gives_the_password_saves_the_file_and_sees_clearly_when_it_is_used_up()
    {
        await using var browser = await Browser.StartAsync(360, 640);
        await using var host = await ReplyHost.StartAsync(settings: "documents: {password: true, maxViews: 1}");
        var folder = Directory.CreateTempSubdirectory("rsg-downloads-");
        try
        {
            await browser.AllowDownloadsAsync(folder.FullName);
            var pdf = Files.Pdf(500_000);
            var (id, token) = await host.ShipAsync(pdf, partner: "SOUTH");
            var password = Regex.Match(host.Letters(id)[^1], "Passwort der Datei: ([a-z2-9]{12})").Groups[1].Value;
            var url = new Uri(host.Partner.BaseAddress!, $"/d/{token}").ToString();

            await browser.GoAsync(url);
            await SeesAsync(browser, "1 von 1");
            await FitsAsync(browser);
            await browser.TypeAsync(Browser.Tab, "falsch", Browser.Enter);
            await SeesAsync(browser, "Das ist nicht das Passwort dieser Datei.");
            await FitsAsync(browser);

            // The summary of what is wrong has the focus: one step on is the line that leads to the field.
            await browser.TypeAsync(Browser.Tab, Browser.Enter);
            await browser.TypeAsync(password, Browser.Tab, Browser.Enter);
            Assert.Equal(pdf, await SavedAsync(folder, pdf.Length));
            Assert.EndsWith(".pdf", folder.GetFiles().Single().Name, StringComparison.Ordinal);

            await browser.GoAsync(url);
            await SeesAsync(browser, "Dieses Dokument hat die Grenze seiner Abrufe erreicht.");
            await FitsAsync(browser);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<byte[]> SavedAsync(DirectoryInfo folder, int octets)
    {
        for (var i = 0; i < 200; i++)
        {
            if (folder.GetFiles("*.pdf") is [{ } file] && file.Length == octets)
            {
                return await File.ReadAllBytesAsync(file.FullName);
            }

            await Task.Delay(50);
        }

        throw new Xunit.Sdk.XunitException($"Nothing was saved: {string.Join(", ", folder.GetFiles().Select(file => file.Name))}");
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

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Network;

namespace ResourceSharing.Tests.EndToEnd.Documents;

/// <summary>Seed 000 with a real file, between two gateways that speak ISO ILL: request, scan, link, download, receipt. The
/// clock can be moved.</summary>
public sealed class DigitalFlowTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Pdf = Files.Pdf(80_000);

    private readonly ShiftedTime _time = new(Start);
    private readonly HttpClient _reader = new() { Timeout = TimeSpan.FromSeconds(30) };
    private TestLibrary _home = null!;
    private TestLibrary _east = null!;

    public async ValueTask InitializeAsync()
    {
        _home = await TestLibrary.StartAsync("HOME", _time);
        _east = await TestLibrary.StartAsync("EAST", _time);
        _home.Meet(_east);
        _east.Meet(_home);
        _east.ShowAddress();
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _home.DisposeAsync();
        await _east.DisposeAsync();
    }

    [Fact]
    public async Task The_borrower_gets_the_link_in_the_shipping_message_and_its_late_receipt_harms_nobody()
    {
        _east.SetGateway("documents", "{password: true}");
        var (borrowed, lent, link, password) = await ShippedAsync(new JsonObject { ["complete"] = true });
        Assert.Equal("REQUEST_COMPLETED", await StatusAsync(_east, lent));
        Assert.Equal("SHIPPED_DIGITALLY", await StatusAsync(_home, borrowed));

        // What both sides keep of the message: stars at the lender, who has only hashes; the link at the borrower.
        var sent = await RawAsync(_east, lent, "out");
        var secret = link.AbsolutePath.Split('.')[1];
        Assert.Contains(SuppliedDocument.MaskedSecret, sent, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
        Assert.Contains(secret, await RawAsync(_home, borrowed, "in"), StringComparison.Ordinal);

        using var refused = await _reader.PostAsync(link, null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(Pdf, await FetchAsync(link, password));

        var (isDone, answer) = await _home.ActAsync(borrowed, "receive", new JsonObject { ["format"] = "DIGITAL", ["complete"] = true });
        Assert.True(isDone, answer.ToJsonString());
        Assert.Equal("REQUEST_COMPLETED", await StatusAsync(_home, borrowed));
        await UntilAsync(async () => (await _east.GetAsync($"/api/v1/requests/{lent}")).ToJsonString()
            .Contains("received:received", StringComparison.Ordinal));
        Assert.Equal("REQUEST_COMPLETED", await StatusAsync(_east, lent));
        Assert.False((bool)(await _east.GetAsync($"/api/v1/requests/{lent}"))["unread"]!);
    }

    [Fact]
    public async Task A_link_expires_and_its_file_is_purged_while_the_audit_stays()
    {
        var (_, lent, link, _) = await ShippedAsync([]);
        Assert.Equal(Pdf, await FetchAsync(link));
        Assert.Equal(0, await _east.RunJobAsync("documents"));

        _time.Pass(TimeSpan.FromDays(31));
        using (var expired = await _reader.GetAsync(link, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Gone, expired.StatusCode);
            Assert.Contains("This document could be fetched until 1 April 2026.", await TextAsync(expired), StringComparison.Ordinal);
        }

        using (var late = await _reader.PostAsync(link, null, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        }

        _time.Pass(TimeSpan.FromDays(8));
        Assert.Equal(1, await _east.RunJobAsync("documents"));
        Assert.Equal(0, await _east.RunJobAsync("documents"));
        using (var purged = await _reader.GetAsync(link, TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Gone, purged.StatusCode);
            Assert.Contains("This document has been deleted.", await TextAsync(purged), StringComparison.Ordinal);
        }

        var document = (await _east.GetAsync($"/api/v1/requests/{lent}/documents"))["items"]![0]!;
        Assert.NotNull(document["purgedAt"]);
        var view = Assert.Single(document["links"]![0]!["views"]!.AsArray())!;
        Assert.Equal((80_000L, "complete", "127.0.0.1"), ((long)view["octets"]!, (string)view["outcome"]!, (string)view["address"]!));
    }

    [Fact]
    public async Task After_its_first_view_a_link_lives_as_many_days_as_the_setting_says()
    {
        _east.SetGateway("documents", "{daysAfterFirstView: 2}");
        var (_, _, link, _) = await ShippedAsync([]);
        _time.Pass(TimeSpan.FromDays(10));
        Assert.Equal(Pdf, await FetchAsync(link));
        _time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(Pdf, await FetchAsync(link));
        _time.Pass(TimeSpan.FromDays(1));
        using var late = await _reader.PostAsync(link, null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    private async Task<(string Borrowed, string Lent, Uri Link, string? Password)> ShippedAsync(JsonObject fields)
    {
        var borrowed = await _home.BorrowAsync(new JsonObject
        {
            ["title"] = "Journal of Bridges", ["articleTitle"] = "Loops", ["partner"] = "EAST", ["format"] = "DIGITAL",
        });
        await _home.ActAsync(borrowed, "send", []);
        string? lent = null;
        await UntilAsync(async () => (lent = await _east.FindAsync(borrowed)) is not null);
        await _east.PutFileAsync(lent!, Pdf, "scan 1.pdf");
        var (isDone, answer) = await _east.ActAsync(lent!, "ship-digitally", fields);
        Assert.True(isDone, answer.ToJsonString());
        await UntilAsync(async () => await StatusAsync(_home, borrowed) == "SHIPPED_DIGITALLY");
        var supplied = (await _home.GetAsync($"/api/v1/requests/{borrowed}/documents"))["supplied"]!;
        var note = (await _home.GetAsync($"/api/v1/requests/{borrowed}")).ToJsonString();
        var password = System.Text.RegularExpressions.Regex.Match(note, "Password of the file: ([a-z2-9]{12})").Groups[1].Value;
        return (borrowed, lent!, new Uri((string)supplied["address"]!), password.Length == 0 ? null : password);
    }

    private async Task<byte[]> FetchAsync(Uri link, string? password = null)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("password", password ?? "")]);
        using var answer = await _reader.PostAsync(link, form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> RawAsync(TestLibrary library, string id, string direction)
    {
        var messages = (await library.GetAsync($"/api/v1/requests/{id}/messages"))["items"]!.AsArray();
        var shipped = messages.First(message => (string?)message!["service"] == "shipped" && (string?)message["direction"] == direction)!;
        var row = await library.Store.FindMessageAsync((long)shipped["id"]!, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(row!.Entry.Raw.Span);
    }

    private static async Task<string> StatusAsync(TestLibrary library, string id) =>
        (string)(await library.GetAsync($"/api/v1/requests/{id}"))["status"]!;

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not become so.");
    }
}

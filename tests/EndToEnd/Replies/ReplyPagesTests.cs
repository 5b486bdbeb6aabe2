using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Replies;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Tests.EndToEnd.Replies;

/// <summary>Reply links through the real pipeline, from the letter to the request.</summary>
public sealed class ReplyPagesTests : IAsyncLifetime
{
    private static readonly DateOnly Later = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(30);
    private ReplyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ReplyHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_lender_reads_the_page_in_its_language_and_says_no_and_the_request_knows()
    {
        var id = await _host.BorrowAsync("SOUTH", "Atlas <script>alert(1)</script>");
        var token = await _host.LinkAsync(id);
        var page = (await _host.ShowAsync(token)).Is(HttpStatusCode.OK, "Wir können nicht liefern");
        Assert.Contains("beim Buchbinder (8)", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await page.Response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Rita", page.Text, StringComparison.Ordinal);

        var form = ReplyHost.Form(page.Text, "cannot-supply", ("reason", "8"), ("note", "Ab Mai <b>wieder</b> da.\nGrüße"));
        (await _host.PostAsync(token, form)).Is(HttpStatusCode.OK, "Wir haben vermerkt: Wir können nicht liefern.");

        Assert.Equal("REJECTED", await _host.StatusAsync(id));
        var row = (await RowsAsync(id)).Single(row => row.Entry.Protocol == ReplyDesk.Protocol);
        Assert.Equal(ArrivalOutcome.Applied, row.Entry.Outcome);
        Assert.Contains("reply link, 127.0.0.1 (Invented/1.0)", row.Entry.Peer, StringComparison.Ordinal);
        Assert.Contains("reason=8", Encoding.UTF8.GetString(row.Entry.Raw.Span), StringComparison.Ordinal);
        var state = await _host.GetAsync(id);
        Assert.Contains(
            state["notes"]!.AsArray(), note => note!["text"]!.GetValue<string>() == "Ab Mai <b>wieder</b> da.\nGrüße");

        // The same form again, and the page again: what has happened is shown, and nothing happens twice.
        (await _host.PostAsync(token, form)).Is(
            HttpStatusCode.Conflict, "Sie haben uns mitgeteilt, dass Sie nicht liefern können.");
        (await _host.ShowAsync(token)).Is(HttpStatusCode.OK, "Sie haben uns mitgeteilt, dass Sie nicht liefern können.");
        Assert.Single(await RowsAsync(id), one => one.Entry.Protocol == ReplyDesk.Protocol);
    }

    [Fact]
    public async Task Scanners_that_fetch_the_link_change_nothing_and_every_page_has_its_headers()
    {
        var id = await _host.BorrowAsync("NORTH");
        var token = await _host.LinkAsync(id);
        var before = (await _host.GetAsync(id)).ToJsonString();
        for (var i = 0; i < 20; i++)
        {
            using var head = await _host.Partner.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/r/{token}"));
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            (await _host.ShowAsync(token)).Is(HttpStatusCode.OK, "We wait for your answer.");
        }

        Assert.Equal(before, (await _host.GetAsync(id)).ToJsonString());
        Answered[] answers = [await _host.ShowAsync(token), await _host.ShowAsync("x"), await _host.PostAsync(token, [])];
        foreach (var answer in answers)
        {
            var raw = await answer.Response.Content.ReadAsStringAsync();
            var style = Regex.Match(
                raw, "<style>(?<style>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)
                .Groups["style"].Value;
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
            string Header(string name) => answer.Response.Headers.GetValues(name).Single();
            Assert.Equal(
                $"default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                Header("Content-Security-Policy"));
            Assert.Equal("no-referrer", Header("Referrer-Policy"));
            Assert.Contains("noindex", Header("X-Robots-Tag"), StringComparison.Ordinal);
            Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.False(answer.Response.Headers.Contains("Set-Cookie"));
            Assert.DoesNotContain("<script", raw, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" style=", raw, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Whatever_is_not_our_link_gets_one_and_the_same_page_and_an_old_one_says_so()
    {
        var id = await _host.BorrowAsync("NORTH");
        var token = await _host.LinkAsync(id);
        var stranger = new string('a', token.Length);
        var other = token[..^1] + (token[^1] == 'a' ? 'b' : 'a');
        var nobody = _host.Token("HOME9999999", 1, "NORTH", Later);
        var elsewhere = _host.Token(id, 1, "WEST", Later);
        var unknown = (await _host.ShowAsync("x")).Is(HttpStatusCode.NotFound, "This link does not work");
        string[] all = [stranger, other, token[..^2], token[2..], token + "a", nobody, elsewhere, "%25", new('a', 5000)];
        foreach (var wrong in all)
        {
            Assert.Equal(unknown.Text, (await _host.ShowAsync(wrong)).Is(HttpStatusCode.NotFound).Text);
            (await _host.PostAsync(wrong, new() { ["answer"] = "cannot-supply" })).Is(HttpStatusCode.NotFound);
        }

        (await _host.ShowAsync(token.ToUpperInvariant())).Is(HttpStatusCode.OK);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        (await _host.ShowAsync(_host.Token(id, 1, "NORTH", today))).Is(HttpStatusCode.OK);
        var old = _host.Token(id, 1, "NORTH", today.AddDays(-1));
        (await _host.ShowAsync(old)).Is(HttpStatusCode.Gone, "This link has expired");
        (await _host.PostAsync(old, new() { ["answer"] = "cannot-supply", ["reason"] = "8" })).Is(HttpStatusCode.Gone);
        Assert.Equal("REQUEST_SENT", await _host.StatusAsync(id));
    }

    [Fact]
    public async Task The_form_of_one_request_is_no_form_for_another()
    {
        var (one, two) = (await _host.BorrowAsync("NORTH", "One"), await _host.BorrowAsync("NORTH", "Two"));
        var (first, second) = (await _host.LinkAsync(one), await _host.LinkAsync(two));
        var form = ReplyHost.Form((await _host.ShowAsync(first)).Text, "cannot-supply", ("reason", "8"));
        (await _host.PostAsync(second, form)).Is(HttpStatusCode.BadRequest);
        form["state"] = "1.aaaaaaaaaaaaaaaaaaaaaaaaaa";
        (await _host.PostAsync(first, form)).Is(HttpStatusCode.BadRequest);
        Assert.Equal("REQUEST_SENT", await _host.StatusAsync(one));
        Assert.Equal("REQUEST_SENT", await _host.StatusAsync(two));
    }

    [Fact]
    public async Task A_thousand_posts_of_one_form_at_once_count_once()
    {
        var id = await _host.BorrowAsync("NORTH");
        var token = await _host.LinkAsync(id);
        var form = ReplyHost.Form((await _host.ShowAsync(token)).Text, "cannot-supply", ("reason", "10"), ("note", "once"));
        var statuses = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
            statuses.Add((await _host.PostAsync(token, form)).Status));

        Assert.Equal(1000, statuses.Count);
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{status}"));
        Assert.Equal("REJECTED", await _host.StatusAsync(id));
        Assert.Single(await RowsAsync(id), IsApplied);
        var notes = (await _host.GetAsync(id))["notes"]!.AsArray();
        Assert.Single(notes, note => note!["text"]!.GetValue<string>() == "once");
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_named_and_what_was_written_is_kept()
    {
        var id = await _host.BorrowAsync("SOUTH");
        var token = await _host.LinkAsync(id);
        var said = await _host.SayAsync(
            token, "shipped", ("as", "1"), ("sent-on", ""), ("date", "2026-02-30"), ("due", "3026-01-01"), ("cost", "viel"),
            ("currency", "EURO"), ("barcode", new string('9', 101)), ("note", "Bitte \"Vorsicht\""));
        var page = said.Is(HttpStatusCode.UnprocessableEntity);
        foreach (var field in new[] { "date", "due", "cost", "currency", "barcode" })
        {
            Assert.Contains($"<li><a href=\"#shipped-{field}\">", page.Text, StringComparison.Ordinal);
            Assert.Contains($"id=\"shipped-{field}\" name=\"{field}\"", page.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Tag des Versands: Das ist kein Datum.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Bitte \"Vorsicht\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<details id=\"shipped\" open>", page.Text, StringComparison.Ordinal);
        (await _host.SayAsync(token, "cannot-supply")).Is(HttpStatusCode.UnprocessableEntity, "Grund: Bitte wählen Sie aus.");
        (await _host.SayAsync(token, "cannot-supply", ("reason", "99"))).Is(HttpStatusCode.UnprocessableEntity);
        (await _host.SayAsync(token, "question", ("note", new string('x', ReplyLimits.NoteChars + 1))))
            .Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("REQUEST_SENT", await _host.StatusAsync(id));
        (await _host.SayAsync(token, "question", ("note", new string('x', ReplyLimits.NoteChars)))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_is_kept_as_it_came_and_put_before_the_staff_within_its_limits()
    {
        var id = await _host.BorrowAsync("WEST", format: "DIGITAL");
        var token = await _host.LinkAsync(id);
        (await _host.UploadAsync(token, "MZ not a document"u8.ToArray(), "a.pdf")).Is(HttpStatusCode.UnsupportedMediaType);
        (await _host.UploadAsync(token, [], "a.pdf")).Is(HttpStatusCode.UnprocessableEntity);
        var file = new byte[(ReplyLimits.FileMiB * 1024 * 1024) + 1];
        "%PDF-1.7\n"u8.CopyTo(file);
        (await _host.UploadAsync(token, file, "a.pdf")).Is(HttpStatusCode.RequestEntityTooLarge);
        file = file[..^1];
        (await _host.UploadAsync(token, file, "../../\u202Eetc/pass\r\nwd.pdf"))
            .Is(HttpStatusCode.OK, "Notre personnel va l'examiner");

        var row = Assert.Single(await RowsAsync(id), one => one.Entry.Outcome == ArrivalOutcome.ForStaff);
        var whole = await _host.Store.FindMessageAsync(row.Id, TestContext.Current.CancellationToken);
        Assert.True(whole!.Entry.Raw.Span.SequenceEqual(file));
        Assert.Contains("application/pdf, 10485760 octets", (await _host.GetAsync(id)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("REQUEST_SENT", await _host.StatusAsync(id));
    }

    [Theory]
    [InlineData("text/plain", "answer=question&note=x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", "x", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "not a part", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "answer=question", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "LARGE", HttpStatusCode.RequestEntityTooLarge)]
    public async Task What_is_not_the_form_is_refused(string type, string body, HttpStatusCode status)
    {
        var token = await _host.LinkAsync(await _host.BorrowAsync("NORTH"));
        var octets = body == "LARGE" ? new byte[PostedForm.Octets + 1] : Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(octets);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await _host.Partner.PostAsync($"/r/{token}", content);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("NORTH")]
    [InlineData("SOUTH")]
    [InlineData("WEST")]
    public async Task A_whole_loan_from_a_library_that_only_opens_links(string partner)
    {
        var id = await _host.BorrowAsync(partner);
        (await _host.SayAsync(await _host.LinkAsync(id), "will-supply", ("date", Iso(3)))).Is(HttpStatusCode.OK);
        Assert.Equal("WILL_SUPPLY", await _host.StatusAsync(id));
        (await _host.SayAsync(await _host.LinkAsync(id), "shipped", ("as", "1"), ("date", Iso(0)), ("due", Iso(30)),
            ("barcode", "3000-1"), ("cost", "12,50"), ("currency", "eur"))).Is(HttpStatusCode.OK);
        var shipped = await _host.GetAsync(id);
        Assert.Equal(("SHIPPED_PHYSICALLY", Iso(30), "3000-1"),
            (shipped["status"]!.GetValue<string>(), shipped["dueDate"]!.GetValue<string>(),
                shipped["barcode"]!.GetValue<string>()));
        await _host.ActAsync(id, "receive");
        await _host.ActAsync(id, "renew", new JsonObject { ["desiredDueDate"] = Iso(60) });
        var link = await _host.LinkAsync(id, letters: 3);
        (await _host.SayAsync(link, "renew-yes", ("due", Iso(55)))).Is(HttpStatusCode.OK);
        Assert.Equal(Iso(55), (await _host.GetAsync(id))["dueDate"]!.GetValue<string>());
        await _host.ActAsync(id, "return");
        (await _host.SayAsync(await _host.LinkAsync(id, letters: 4), "checked-in", ("date", Iso(0)))).Is(HttpStatusCode.OK);
        Assert.Contains(await _host.StatusAsync(id), new[] { "REQUEST_COMPLETED", "LENDER_CHECK_IN" });
        Assert.Equal(4, (await RowsAsync(id)).Count(IsApplied));
        (await _host.ShowAsync(link)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("NORTH", "Thank you")]
    [InlineData("SOUTH", "Vielen Dank")]
    [InlineData("WEST", "Merci")]
    public async Task A_whole_loan_to_a_library_that_only_opens_links(string partner, string thanks)
    {
        var id = await _host.LendAsync(partner);
        (await _host.SayAsync(await _host.LinkAsync(id), "question", ("note", "When?"))).Is(HttpStatusCode.OK, thanks);
        await _host.ActAsync(id, "ship", new JsonObject { ["dueDate"] = Iso(30) });
        var link = await _host.LinkAsync(id, letters: 2);
        (await _host.SayAsync(link, "received", ("date", Iso(0)))).Is(HttpStatusCode.OK);
        Assert.Equal("RECEIVED_BY_PARTNER", await _host.StatusAsync(id));
        (await _host.SayAsync(link, "renew", ("date", Iso(60)))).Is(HttpStatusCode.OK);
        Assert.Equal("RENEW_REQUESTED", await _host.StatusAsync(id));
        await _host.ActAsync(id, "renew-answer", new JsonObject { ["answer"] = true, ["dueDate"] = Iso(60) });
        (await _host.SayAsync(await _host.LinkAsync(id, letters: 3), "returned", ("date", Iso(0)))).Is(HttpStatusCode.OK);
        Assert.Equal("RETURNED_BY_PARTNER", await _host.StatusAsync(id));
        await _host.ActAsync(id, "check-in");
        var last = await _host.LinkAsync(id, letters: 3);
        var page = last.Length == 0 ? link : last;
        Assert.DoesNotContain("<details", (await _host.ShowAsync(page)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_went_on_to_another_library_offers_nothing_any_more()
    {
        var id = await _host.LendAsync("NORTH");
        var token = await _host.LinkAsync(id);
        var form = ReplyHost.Form((await _host.ShowAsync(token)).Text, "cancel");
        await _host.ActAsync(id, "reject", new JsonObject { ["reason"] = "8" });
        (await _host.PostAsync(token, form)).Is(HttpStatusCode.Conflict, "The request has changed since this page was made");
        Assert.Equal("REJECTED", await _host.StatusAsync(id));
    }

    private static bool IsApplied(JournalRow row) =>
        row.Entry is { Protocol: ReplyDesk.Protocol, Outcome: ArrivalOutcome.Applied };

    private static string Iso(int days) => DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime).AddDays(days)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<JournalRow>> RowsAsync(string id)
    {
        var number = long.Parse(id.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
        var page = await _host.Store.ListMessagesAsync(number, false, null, 200, TestContext.Current.CancellationToken);
        var whole = new List<JournalRow>();
        foreach (var row in page.Items.Where(row => row.Entry.Direction == Direction.In).Take(5))
        {
            whole.Add((await _host.Store.FindMessageAsync(row.Id, TestContext.Current.CancellationToken))!);
        }

        return [.. whole, .. page.Items.Where(row => row.Entry.Direction == Direction.In).Skip(5)];
    }
}

/// <summary>The limits of calls.</summary>
public sealed class ReplyThrottleTests
{
    [Fact]
    public async Task A_link_and_an_address_may_be_used_as_often_as_their_limits_say_and_no_more()
    {
        await using var host = await ReplyHost.StartAsync(new ReplyLimits { CallsPerAddress = 12, CallsPerLink = 5 });
        var id = await host.BorrowAsync("NORTH");
        var token = await host.LinkAsync(id);
        for (var i = 0; i < 5; i++)
        {
            (await host.ShowAsync(token)).Is(HttpStatusCode.OK);
        }

        var refused = (await host.ShowAsync(token)).Is(HttpStatusCode.TooManyRequests, "Too many attempts");
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Response.Headers.RetryAfter!.Delta);
        for (var i = 0; i < 6; i++)
        {
            (await host.ShowAsync("guess")).Is(HttpStatusCode.NotFound);
        }

        (await host.ShowAsync("guess")).Is(HttpStatusCode.TooManyRequests);
    }
}

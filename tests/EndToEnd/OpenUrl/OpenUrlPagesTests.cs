using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ResourceSharing.Gateway.OpenUrl;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Tests.EndToEnd.Replies;

namespace ResourceSharing.Tests.EndToEnd.OpenUrl;

/// <summary>From a link in a discovery system to a borrowing request, through the real pipeline.</summary>
public sealed class OpenUrlPagesTests : IAsyncLifetime
{
    private const string Article = "genre=article&sid=OVID:medline&issn=1072-303X&title=J+Interlib+Loan&atitle=ILL+today"
        + "&aulast=Smith&aufirst=Ann&volume=21&issue=4&spage=165&epage=183&date=2011";

    private ReplyHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ReplyHost.StartAsync(settings: "openUrl: {enabled: true}");

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_link_shows_a_filled_form_and_the_form_makes_a_request_like_any_other()
    {
        var page = (await GetAsync(Article)).Is(HttpStatusCode.OK, "Request an item");
        var form = Fields(page.Text);
        Assert.Equal(("ILL today", "J Interlib Loan", "Smith, Ann", "165-183", "copy"),
            (form["article-title"], form["item-title"], form["article-author"], form["pages"], form["service"]));
        form["user-id"] = "P-77";
        form["name"] = "Reader, Rita";
        form["email"] = "rita@home.example";
        form["pickup"] = "Main desk";
        form["note"] = "For a seminar.\r\nThanks";

        var made = (await PostAsync(form)).Is(HttpStatusCode.Created, "Your request has the number HOME");
        var id = Regex.Match(made.Text, "HOME[0-9]+").Value;
        var request = await _host.GetAsync(id);
        Assert.Equal(("REQUEST_CREATED_BOR", "PHYSICAL_NON_RETURNABLE"), (Text(request, "status"), Text(request["content"]!, "format")));
        Assert.Contains("P-77", request.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(request["notes"]!.AsArray(), note => Text(note!, "text") == "For a seminar.\nThanks\nWhere you want to fetch it: Main desk");
        Assert.Contains("OVID:medline", request.ToJsonString(), StringComparison.Ordinal);

        var listed = (await _host.Staff.GetFromJsonAsync<JsonNode>("/api/v1/requests"))!["items"]!.AsArray();
        Assert.Equal(id, Text(Assert.Single(listed)!, "id"));
        Assert.True(await IsFoundAsync("today", id));
        var journal = (await _host.Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests/{id}/messages"))!["items"]![0]!;
        Assert.Equal("openurl", Text(journal, "protocol"));

        // The same form again is the same request; other content under its key is not taken for it.
        (await PostAsync(form)).Is(HttpStatusCode.OK, $"Its number is {id}");
        form["article-title"] = "ILL tomorrow";
        var again = (await PostAsync(form)).Is(HttpStatusCode.Conflict, "You have sent this form before");
        (await PostAsync(Fields(again.Text))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Keys_that_are_posted_only_show_the_form_and_a_head_shows_nothing()
    {
        using var content = new StringContent(Article, Encoding.ASCII, "application/x-www-form-urlencoded");
        var page = (await Answered.OfAsync(await _host.Partner.PostAsync("/openurl", content))).Is(HttpStatusCode.OK);
        Assert.Equal("ILL today", Fields(page.Text)["article-title"]);
        using var head = await _host.Partner.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/openurl?{Article}"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        (await GetAsync("")).Is(HttpStatusCode.OK, "Request an item");
        Assert.Empty(await RequestsAsync());
    }

    [Fact]
    public async Task All_that_is_wrong_comes_together_and_what_was_written_stays()
    {
        var form = Fields((await GetAsync("")).Text);
        form["email"] = "nobody";
        form["needed-by"] = "2001-01-01";
        form["note"] = "stays <here>";
        form["service"] = "gift";
        form["volume"] = new string('9', 201);
        var wrong = (await PostAsync(form)).Is(HttpStatusCode.UnprocessableEntity, "stays <here>");
        foreach (var (field, text) in new[]
        {
            ("user-id", "Library card number or user name: please fill this in."), ("email", "E-mail: this is no e-mail address."),
            ("needed-by", "Needed by: this day is past."), ("service", "Wanted as: please choose one."),
            ("volume", "Volume: this is longer than 200 characters."),
        })
        {
            Assert.Contains($"<a href=\"#f-{field}\">{text}</a>", wrong.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("stays <here>", await wrong.Response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var right = Fields((await GetAsync("")).Text);
        right["user-id"] = "P-1";
        (await PostAsync(right)).Is(HttpStatusCode.UnprocessableEntity, "Please say what you want");
        Assert.Empty(await RequestsAsync());
    }

    [Fact]
    public async Task What_a_link_says_is_data_and_every_page_has_its_headers()
    {
        var hostile = $"title={Uri.EscapeDataString("\"><script>alert(1)</script><b onload='x'>")}&date=2000&isbn=0715630408"
            + $"&req_id={Uri.EscapeDataString("</textarea><script>")}&svc.note={Uri.EscapeDataString("</textarea><script>2</script>")}";
        var page = (await GetAsync(hostile)).Is(HttpStatusCode.OK, "The check digit is wrong.");
        var form = Fields(page.Text);
        foreach (var answer in new[] { page, await PostAsync(form), await PostAsync(new() { ["form"] = "x" }) })
        {
            var raw = await answer.Response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script", raw, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<b ", raw, StringComparison.OrdinalIgnoreCase);
            var style = Regex.Match(raw, "(?s)<style>(.*?)</style>").Groups[1].Value;
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
            string Header(string name) => answer.Response.Headers.GetValues(name).Single();
            Assert.Equal(
                $"default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                Header("Content-Security-Policy"));
            Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Contains(Header("Referrer-Policy"), (string[])["same-origin", "no-referrer"]);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.False(answer.Response.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1", HttpStatusCode.Created)]
    [InlineData("Origin", "OWN", HttpStatusCode.Created)]
    public async Task A_form_counts_only_from_our_own_page(string header, string value, HttpStatusCode status)
    {
        var form = Fields((await GetAsync(Article)).Text);
        form["user-id"] = "P-1";
        using var message = new HttpRequestMessage(HttpMethod.Post, "/openurl") { Content = new FormUrlEncodedContent(form) };
        message.Headers.TryAddWithoutValidation(header, value == "OWN" ? _host.Partner.BaseAddress!.GetLeftPart(UriPartial.Authority) : value);
        (await Answered.OfAsync(await _host.Partner.SendAsync(message))).Is(status);
        Assert.Equal(status == HttpStatusCode.Created ? 1 : 0, (await RequestsAsync()).Count);
    }

    [Fact]
    public async Task Bombs_of_every_kind_are_refused_and_make_nothing()
    {
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await GetAsync("title=" + new string('a', 1024 * 1024))).Status);
        (await GetAsync(string.Join('&', Enumerable.Range(0, 300).Select(i => $"k{i}=1")))).Is(HttpStatusCode.BadRequest, "The link cannot be read");
        async Task<HttpStatusCode> SendAsync(byte[] body, string type = "application/x-www-form-urlencoded")
        {
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await _host.Partner.PostAsync("/openurl", content);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(new byte[PostedForm.Octets + 1]));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(Encoding.ASCII.GetBytes("title=" + new string('a', PostedForm.Octets - 6))));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await SendAsync("{}"u8.ToArray(), "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("form=1-2.abc&item-title=A&user-id=P"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("form=x&item-title=A&user-id=P"u8.ToArray()));
        Assert.Empty(await RequestsAsync());
    }

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.5", "Fernleihbestellung")]
    [InlineData("xx,fr;q=0.5,de;q=0.4", "Demander un document")]
    [InlineData("en;q=0.1,de;q=0.9", "Fernleihbestellung")]
    [InlineData("xx", "Request an item")]
    [InlineData(";;;,,,q=9", "Request an item")]
    public async Task The_page_speaks_the_language_of_the_browser_where_it_can(string languages, string title)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/openurl?{Article}");
        message.Headers.TryAddWithoutValidation("Accept-Language", languages);
        (await Answered.OfAsync(await _host.Partner.SendAsync(message))).Is(HttpStatusCode.OK, $"<h1>{title}</h1>");
    }

    internal static Dictionary<string, string> Fields(string page)
    {
        var fields = new Dictionary<string, string>();
        foreach (var tag in Regex.Matches(page, "<input [^>]*>").Select(match => match.Value))
        {
            if (!tag.Contains("type=\"radio\"", StringComparison.Ordinal) || tag.Contains(" checked", StringComparison.Ordinal))
                fields[Regex.Match(tag, "name=\"([^\"]+)\"").Groups[1].Value] = Regex.Match(tag, " value=\"([^\"]*)\"").Groups[1].Value;
        }

        fields["type"] = Regex.Match(page, "<option value=\"([a-z]+)\" selected>").Groups[1].Value;
        fields["note"] = Regex.Match(page, "(?s)<textarea [^>]*>\n(.*?)</textarea>").Groups[1].Value;
        return fields;
    }

    private async Task<Answered> GetAsync(string query) => await Answered.OfAsync(await _host.Partner.GetAsync($"/openurl?{query}"));

    private async Task<Answered> PostAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        return await Answered.OfAsync(await _host.Partner.PostAsync("/openurl", content));
    }

    private async Task<JsonArray> RequestsAsync() =>
        (await _host.Staff.GetFromJsonAsync<JsonNode>("/api/v1/requests"))!["items"]!.AsArray();

    /// <summary>The index follows the requests in a moment.</summary>
    private async Task<bool> IsFoundAsync(string word, string id)
    {
        for (var i = 0; i < 200; i++)
        {
            var found = (await _host.Staff.GetFromJsonAsync<JsonNode>($"/api/v1/requests?q={word}"))!["items"]!.AsArray();
            if (found.Any(item => Text(item!, "id") == id))
                return true;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return false;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}

/// <summary>What the settings and limits of the form do.</summary>
public sealed class OpenUrlSettingsTests
{
    [Fact]
    public async Task Without_the_setting_there_is_no_such_page()
    {
        await using var host = await ReplyHost.StartAsync();
        (await Answered.OfAsync(await host.Partner.GetAsync("/openurl?title=A"))).Is(HttpStatusCode.NotFound);
        using var content = new FormUrlEncodedContent([new("form", "x")]);
        (await Answered.OfAsync(await host.Partner.PostAsync("/openurl", content))).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_library_may_do_without_the_card_number_and_an_address_may_only_send_so_often()
    {
        await using var host = await ReplyHost.StartAsync(
            settings: "openUrl: {enabled: true, requireUserId: false}",
            openUrl: new OpenUrlPageLimits { CallsPerAddress = 6, RequestsPerAddress = 1 });
        async Task<Answered> GetAsync() => await Answered.OfAsync(await host.Partner.GetAsync("/openurl?title=A"));
        async Task<Answered> PostAsync(Dictionary<string, string> form)
        {
            using var content = new FormUrlEncodedContent(form);
            return await Answered.OfAsync(await host.Partner.PostAsync("/openurl", content));
        }

        (await PostAsync(OpenUrlPagesTests.Fields((await GetAsync()).Text))).Is(HttpStatusCode.Created);
        var refused = (await PostAsync(OpenUrlPagesTests.Fields((await GetAsync()).Text))).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Response.Headers.RetryAfter!.Delta);
        (await GetAsync()).Is(HttpStatusCode.OK);
        (await GetAsync()).Is(HttpStatusCode.OK);
        (await GetAsync()).Is(HttpStatusCode.TooManyRequests, "Too many attempts");
    }

    [Fact]
    public async Task A_request_to_a_broker_leaves_its_link_for_staff_with_the_sent_message()
    {
        await using var host = await ReplyHost.StartAsync(
            broker: "{type: openurl, template: tipasa, url: \"https://9.account.example\", manner: link}");
        var id = await host.BorrowAsync("BROKER", "Atlas & more");
        for (var i = 0; i < 200; i++)
        {
            var rows = (await host.Staff.GetFromJsonAsync<JsonNode>("/api/v1/outbox?partner=BROKER&state=delivered"))!["items"]!.AsArray();
            if (rows.Count > 0)
            {
                Assert.StartsWith("https://9.account.example/profile/route/openurl?url_ver=Z39.88-2004&",
                    rows[0]!["lastDetail"]!.GetValue<string>(), StringComparison.Ordinal);
                Assert.Contains("=Atlas%20%26%20more", rows[0]!["lastDetail"]!.GetValue<string>(), StringComparison.Ordinal);
                Assert.Equal("REQUEST_SENT", await host.StatusAsync(id));
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("The request was not delivered.");
    }
}

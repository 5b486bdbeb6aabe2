using System.Net;
using System.Text.Json;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

public sealed class RequestApiTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_borrowing_request_is_made_with_everything_that_was_said()
    {
        var answer = await _api.PostAsync("/api/v1/requests", """
            {"title": "Atlas", "subtitle": "Of maps", "author": "Ek, Ida", "volume": 2, "year": 1999, "edition": "3rd",
             "publisher": "Press", "placeOfPublication": "Oslo", "series": "Maps 4", "isbn": "9780306406157", "oclcNumber": 123,
             "lccn": "99-1", "callNumber": "G 1", "languages": ["en", "no"], "format": "PHYSICAL", "partners": ["east", "SOUTH"],
             "neededBy": "2099-01-31", "expiresOn": "2099-02-01", "levelOfService": "N", "maximumCost": {"amount": 12.50, "currency": "eur"},
             "willPayFee": true, "copyrightCompliance": "US:CCL", "patron": {"name": "Invented Reader", "identifier": "P1"},
             "note": "Any edition", "internalNote": "Ask twice", "source": "OpenURL"}
            """);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.StartsWith("{\"id\":", answer.Text, StringComparison.Ordinal);
        var request = answer.Json;
        var id = request.GetProperty("id").GetString();
        Assert.Equal($"/api/v1/requests/{id}", answer.Response.Headers.Location!.OriginalString);
        Assert.Equal("borrower", request.GetProperty("role").GetString());
        Assert.Equal("REQUEST_CREATED_BOR", request.GetProperty("status").GetString());
        Assert.Equal("Created borrowing request", request.GetProperty("statusLabel").GetString());
        Assert.Equal("EAST", request.GetProperty("partner").GetString());
        Assert.Equal("Atlas", request.GetProperty("title").GetString());
        Assert.Equal(["EAST", "SOUTH"], request.GetProperty("rota").EnumerateArray().Select(leg => leg.GetProperty("partner").GetString()));
        var content = request.GetProperty("content");
        var citation = content.GetProperty("citation");
        Assert.Equal("monograph", citation.GetProperty("citationType").GetString());
        Assert.Equal("2", citation.GetProperty("volume").GetString());
        Assert.Equal("1999", citation.GetProperty("year").GetString());
        Assert.Equal("123", citation.GetProperty("oclcNumber").GetString());
        Assert.Equal("PHYSICAL", content.GetProperty("format").GetString());
        Assert.Equal(12.50m, content.GetProperty("maximumCost").GetProperty("amount").GetDecimal());
        Assert.Equal("EUR", content.GetProperty("maximumCost").GetProperty("currency").GetString());
        Assert.Equal("Invented Reader", content.GetProperty("patron").GetProperty("name").GetString());
        Assert.Equal("2099-01-31", request.GetProperty("neededBy").GetString());
        Assert.Equal("2099-02-01", request.GetProperty("dates").GetProperty("expiresOn").GetString());
        Assert.Equal(["to-partner", "internal"], request.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("kind").GetString()));
        var created = request.GetProperty("history")[0];
        Assert.Equal(("create", "admin"), (created.GetProperty("event").GetString(), created.GetProperty("by").GetString()));
        Assert.Equal(1, created.GetProperty("message").GetInt64());
        var found = await _api.GetAsync($"/api/v1/requests/{id}");
        Assert.Equal(request.GetProperty("history").ToString(), found.Json.GetProperty("history").ToString());
    }

    [Fact]
    public async Task A_lending_request_is_keyed_in_once()
    {
        const string json = """{"role": "lender", "partner": "EAST", "externalId": "E-1", "title": "Atlas", "note": "Please hurry"}""";
        var made = await _api.PostAsync("/api/v1/requests", json);
        var again = await _api.PostAsync("/api/v1/requests", json);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("lender", made.Json.GetProperty("role").GetString());
        Assert.Equal("E-1", made.Json.GetProperty("externalId").GetString());
        Assert.Equal("from-partner", made.Json.GetProperty("notes")[0].GetProperty("kind").GetString());
        again.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Contains(made.Json.GetProperty("id").GetString()!, again.Fault("externalId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_named_at_once_and_no_word_of_a_patron_is_repeated()
    {
        var answer = await _api.PostAsync("/api/v1/requests",
            """{"title": "A", "neededBy": "soon", "willPayFee": 1, "patron": {"email": ["secret-canary@reader.example"]}, "note": {"x": "secret-canary"}}""");

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        Assert.Equal(4, answer.Json.GetProperty("errors").GetArrayLength());
        Assert.DoesNotContain("secret-canary", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_taken_up_to_their_limit()
    {
        var fits = await _api.PostAsync("/api/v1/requests", $$"""{"title": "{{new string('x', 1000)}}", "note": "{{new string('n', 8000)}}"}""");
        var tooLong = await _api.PostAsync("/api/v1/requests", $$"""{"title": "{{new string('x', 1001)}}", "note": "{{new string('n', 8001)}}"}""");

        Assert.Equal(HttpStatusCode.Created, fits.Status);
        tooLong.IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        Assert.Contains("at most 1000", tooLong.Fault("title"), StringComparison.Ordinal);
        Assert.Contains("at most 8000", tooLong.Fault("note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_with_the_same_body_makes_one_request()
    {
        const string json = """{"title": "Atlas"}""";
        var first = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-1"));
        var again = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-1"));
        var other = await _api.PostAsync("/api/v1/requests", """{"title": "Other"}""", ("Idempotency-Key", "k-1"));
        var fresh = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-2"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, again.Status));
        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        Assert.Equal(first.Response.Headers.Location, again.Response.Headers.Location);
        Assert.Equal(["true"], again.Response.Headers.GetValues("Idempotent-Replayed"));
        other.IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused");
        Assert.NotEqual(first.Json.GetProperty("id").GetString(), fresh.Json.GetProperty("id").GetString());
        Assert.Equal(2, (await _api.GetAsync("/api/v1/requests")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_key_counts_even_when_the_same_body_would_be_refused_by_now()
    {
        const string json = """{"title": "Atlas", "partner": "SOUTH"}""";
        var first = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-1"));
        _api.Configuration.Write("partners/SOUTH.yaml",
            "code: SOUTH\nname: South Library\nstatus: inactive\nchannel: {type: email, address: ill@south.example}\n");
        await _api.PostAsync("/api/v1/configuration/reload");

        var again = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-1"));
        var fresh = await _api.PostAsync("/api/v1/requests", json, ("Idempotency-Key", "k-2"));

        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        fresh.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
    }

    [Fact]
    public async Task The_same_key_sent_many_times_at_once_makes_one_request()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => _api.PostAsync("/api/v1/requests", """{"title": "Atlas"}""", ("Idempotency-Key", "same"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_key_that_is_no_word_is_refused() =>
        (await _api.PostAsync("/api/v1/requests", """{"title": "A"}""", ("Idempotency-Key", "has space")))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-header");

    [Fact]
    public async Task A_key_is_taken_up_to_its_limit()
    {
        var fits = await _api.PostAsync("/api/v1/requests", """{"title": "A"}""", ("Idempotency-Key", new string('k', 255)));
        var tooLong = await _api.PostAsync("/api/v1/requests", """{"title": "A"}""", ("Idempotency-Key", new string('k', 256)));

        Assert.Equal(HttpStatusCode.Created, fits.Status);
        tooLong.IsProblem(HttpStatusCode.BadRequest, "invalid-header");
    }

    [Fact]
    public async Task Lists_filter_page_and_count()
    {
        var ids = new List<string>();
        foreach (var title in new[] { "Alpha", "Beta", "Gamma" })
        {
            ids.Add(await _api.CreateAsync($$"""{"title": "{{title}}", "partner": "EAST"}"""));
        }

        await _api.CreateAsync("""{"role": "lending", "title": "Delta", "partner": "SOUTH", "externalId": "S-1"}""");
        await _api.ActAsync(ids[0], "send");

        Assert.Equal(["Delta", "Gamma", "Beta", "Alpha"], await TitlesAsync(""));
        Assert.Equal(["Gamma", "Beta", "Alpha"], await TitlesAsync("?role=borrower"));
        Assert.Equal(["Delta"], await TitlesAsync("?role=lending"));
        Assert.Equal(["Alpha"], await TitlesAsync("?status=request_sent"));
        Assert.Equal(["Delta", "Alpha"], await TitlesAsync("?status=REQUEST_SENT,REQUEST_CREATED_LEND"));
        Assert.Equal(["Delta", "Alpha"], await TitlesAsync("?status=REQUEST_SENT&status=REQUEST_CREATED_LEND"));
        Assert.Equal(["Delta"], await TitlesAsync("?partner=south"));
        Assert.Equal(["Beta"], await TitlesAsync("?q=bet"));
        Assert.Empty(await TitlesAsync("?unread=true"));
        Assert.Equal(4, (await TitlesAsync("?unread=false")).Count);
        Assert.Empty(await TitlesAsync("?createdTo=2001-01-01"));
        Assert.Equal(4, (await TitlesAsync("?createdFrom=2001-01-01")).Count);
        Assert.Empty(await TitlesAsync("?partner=NOBODY"));

        var page = (await _api.GetAsync("/api/v1/requests?limit=3")).Json;
        var next = page.GetProperty("next").GetString();
        Assert.Equal(["Alpha"], await TitlesAsync($"?limit=3&cursor={next}"));
        Assert.Equal(JsonValueKind.Null, (await _api.GetAsync($"/api/v1/requests?limit=3&cursor={next}")).Json.GetProperty("next").ValueKind);
        Assert.False(page.TryGetProperty("facets", out _));

        var facets = (await _api.GetAsync("/api/v1/requests?facets=true")).Json.GetProperty("facets");
        Assert.Equal(
            ["borrower REQUEST_CREATED_BOR 2", "borrower REQUEST_SENT 1", "lender REQUEST_CREATED_LEND 1"],
            facets.GetProperty("statuses").EnumerateArray().Select(status =>
                $"{status.GetProperty("role").GetString()} {status.GetProperty("status").GetString()} {status.GetProperty("count").GetInt64()}"));
        Assert.Equal(["EAST 3", "SOUTH 1"], facets.GetProperty("partners").EnumerateArray()
            .Select(partner => $"{partner.GetProperty("partner").GetString()} {partner.GetProperty("count").GetInt64()}"));
    }

    [Fact]
    public async Task Every_item_of_a_list_has_all_members()
    {
        await _api.CreateAsync();

        var item = (await _api.GetAsync("/api/v1/requests")).Json.GetProperty("items")[0];

        Assert.Equal(
            ["activeNotes", "alertCount", "assignedTo", "author", "barcode", "createdAt", "daysInStatus", "dueDate", "duplicateOf",
                "externalId", "id", "neededBy", "owner", "partner", "printedOn", "reportedOn", "role", "status", "statusLabel",
                "title", "unread", "updatedAt"],
            item.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Limits_of_pages_are_taken()
    {
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync("/api/v1/requests?limit=1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync("/api/v1/requests?limit=200")).Status);
    }

    [Theory]
    [InlineData("HOME9999999")]
    [InlineData("AWAY0000001")]
    [InlineData("nonsense")]
    public async Task An_unknown_id_is_not_found(string id)
    {
        await _api.CreateAsync();

        (await _api.GetAsync($"/api/v1/requests/{id}")).IsProblem(HttpStatusCode.NotFound, "request-not-found");
        (await _api.GetAsync($"/api/v1/requests/{id}/messages")).IsProblem(HttpStatusCode.NotFound, "request-not-found");
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/send")).IsProblem(HttpStatusCode.NotFound, "request-not-found");
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/locate")).IsProblem(HttpStatusCode.NotFound, "request-not-found");
    }

    [Fact]
    public async Task The_store_is_sound_after_all_that()
    {
        await _api.PostAsync("/api/v1/requests", """{"title": "A"}""", ("Idempotency-Key", "k"));
        await _api.ActAsync(await _api.CreateAsync(), "send");

        var report = await _api.Store.VerifyAsync(null, TestContext.Current.CancellationToken);

        Assert.Empty(report.Faults);
    }

    private async Task<List<string>> TitlesAsync(string query)
    {
        var answer = await _api.GetAsync("/api/v1/requests" + query);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!).ToList();
    }
}

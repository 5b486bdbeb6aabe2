using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>One interface for tests that do not look at what others have left behind.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    internal RunningApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

public sealed class RequestFieldTests : IClassFixture<SharedApi>
{
    private const int FuzzRounds = 600;

    private readonly RunningApi _api;

    public RequestFieldTests(SharedApi shared) => _api = shared.Api;

    [Theory]
    [InlineData("""{"title": "On nothing", "journalTitle": "Results", "author": "Ek"}""", "Results", "On nothing", null, "Ek", "serial")]
    [InlineData("""{"articleTitle": "On nothing", "journalTitle": "Results", "author": "Ek"}""", "Results", "On nothing", null, "Ek", "serial")]
    [InlineData("""{"title": "Handbook", "chapterTitle": "Bogs", "author": "Ed", "chapterAuthor": "Ek"}""", "Handbook", "Bogs", "Ed", "Ek", "monograph")]
    [InlineData("""{"journalTitle": "Results"}""", "Results", null, null, null, "serial")]
    [InlineData("""{"title": "Results", "journalTitle": "Results", "author": "Ed"}""", "Results", null, "Ed", null, "serial")]
    [InlineData("""{"issn": "1234-5679"}""", null, null, null, null, "serial")]
    [InlineData("""{"title": "Score", "citationType": "other"}""", "Score", null, null, null, "other")]
    public async Task Titles_and_authors_find_their_places(
        string json, string? title, string? article, string? author, string? articleAuthor, string type)
    {
        var citation = (await _api.PostAsync("/api/v1/requests", json)).Json.GetProperty("content").GetProperty("citation");

        Assert.Equal(
            (title, article, author, articleAuthor, type),
            (citation.GetProperty("title").GetString(), citation.GetProperty("articleTitle").GetString(),
                citation.GetProperty("author").GetString(), citation.GetProperty("articleAuthor").GetString(),
                citation.GetProperty("citationType").GetString()));
    }

    [Theory]
    [InlineData("PHYSICAL", "loan")]
    [InlineData("DIGITAL", "copy-non-returnable")]
    [InlineData("physical_non_returnable", "copy-non-returnable")]
    public async Task Formats_become_kinds_of_supply_and_back(string format, string service)
    {
        var content = (await _api.PostAsync("/api/v1/requests", $$"""{"title": "A", "format": "{{format}}"}""")).Json.GetProperty("content");

        Assert.Equal(format.ToUpperInvariant(), content.GetProperty("format").GetString());
        Assert.Equal(service, content.GetProperty("services")[0].GetString());
    }

    [Theory]
    [InlineData("""{"author": "Ek"}""", "title")]
    [InlineData("""{"role": "lender", "title": "A", "externalId": "E"}""", "partner")]
    [InlineData("""{"role": "lender", "title": "A", "partner": "EAST"}""", "externalId")]
    [InlineData("""{"role": "lender", "title": "A", "partners": ["EAST", "SOUTH"], "externalId": "E"}""", "partner")]
    [InlineData("""{"title": "A", "externalId": "E"}""", "externalId")]
    [InlineData("""{"title": "A", "partner": "WEST"}""", "partner")]
    [InlineData("""{"title": "A", "partner": "DEAF"}""", "partner")]
    [InlineData("""{"title": "A", "partners": ["EAST", "east"]}""", "partner")]
    [InlineData("""{"role": "lender", "title": "A", "partner": "DEAF", "externalId": "E"}""", "partner")]
    public async Task A_request_that_makes_no_sense_is_refused_with_the_field(string json, string field)
    {
        var answer = await _api.PostAsync("/api/v1/requests", json);

        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.NotEmpty(answer.Fault(field));
    }

    [Theory]
    [InlineData("""{"titel": "A"}""", "titel", "did you mean \"title\"")]
    [InlineData("""{"title": "A", "Volume": 1}""", "Volume", "did you mean \"volume\"")]
    [InlineData("""{"title": "A", "qqqqqqq": 1}""", "qqqqqqq", "Known fields: role, title")]
    [InlineData("""{"title": "A", "patron": {"nam": "x"}}""", "patron.nam", "did you mean \"patron.name\"")]
    [InlineData("""{"title": ["A"]}""", "title", "text in quotes")]
    [InlineData("""{"title": true}""", "title", "text in quotes")]
    [InlineData("""{"title": "A\u0000B"}""", "title", "control characters")]
    [InlineData("""{"title": "\ud800"}""", "title", "not valid Unicode")]
    [InlineData("""{"title": "A", "neededBy": "31.12.2099"}""", "neededBy", "\"2026-03-31\"")]
    [InlineData("""{"title": "A", "neededBy": "2099-02-30"}""", "neededBy", "2099-02-30")]
    [InlineData("""{"title": "A", "neededBy": ""}""", "neededBy", "usable day")]
    [InlineData("""{"title": "A", "neededBy": 20990101}""", "neededBy", "JSON number")]
    [InlineData("""{"title": "A", "neededBy": "9999-12-31"}""", "neededBy", "usable day")]
    [InlineData("""{"title": "A", "neededBy": "2001-01-01"}""", "neededBy", "past")]
    [InlineData("""{"title": "A", "willPayFee": "yes"}""", "willPayFee", "true or false")]
    [InlineData("""{"title": "A", "format": "PAPER"}""", "format", "PHYSICAL_NON_RETURNABLE")]
    [InlineData("""{"title": "A", "format": "DIGITL"}""", "format", "did you mean \"DIGITAL\"")]
    [InlineData("""{"title": "A", "role": "owner"}""", "role", "borrower, lender")]
    [InlineData("""{"title": "A", "citationType": "XX"}""", "citationType", "BK, CR")]
    [InlineData("""{"title": "A", "partners": {"a": 1}}""", "partners", "[\"EAST\"")]
    [InlineData("""{"title": "A", "partners": [1]}""", "partners", "[\"EAST\"")]
    [InlineData("""{"title": "A", "partner": "EAST", "partners": ["SOUTH"]}""", "partner", "not both")]
    [InlineData("""{"title": "A", "maximumCost": 5}""", "maximumCost", "{\"amount\": 12.50")]
    [InlineData("""{"title": "A", "maximumCost": {"amount": "5"}}""", "maximumCost.amount", "12.50")]
    [InlineData("""{"title": "A", "maximumCost": {"amount": -1}}""", "maximumCost.amount", "12.50")]
    [InlineData("""{"title": "A", "maximumCost": {"amount": 1e999}}""", "maximumCost.amount", "12.50")]
    [InlineData("""{"title": "A", "maximumCost": {"amount": 1.005}}""", "maximumCost.amount", "two decimals")]
    [InlineData("""{"title": "A", "maximumCost": {"amount": 1, "currency": "EURO"}}""", "maximumCost.currency", "ISO 4217")]
    [InlineData("""{"title": "A", "patron": "me"}""", "patron", "an object like")]
    [InlineData("""{"articleTitle": "A", "chapterTitle": "B"}""", "chapterTitle", "another name of articleTitle")]
    [InlineData("""{"title": "A", "articleTitle": "B", "journalTitle": "C"}""", "title", "leave one")]
    public async Task A_field_that_cannot_be_used_is_named_with_what_is_expected(string json, string field, string expected)
    {
        var answer = await _api.PostAsync("/api/v1/requests", json);

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        Assert.Contains(expected, answer.Fault(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?cursor=abc", "cursor")]
    [InlineData("?role=owner", "role")]
    [InlineData("?status=SENT_REQUEST", "status")]
    [InlineData("?unread=maybe", "unread")]
    [InlineData("?createdFrom=yesterday", "createdFrom")]
    [InlineData("?createdTo=2026-13-01", "createdTo")]
    [InlineData("?statu=REQUEST_SENT", "statu")]
    [InlineData("?q=%00", "q")]
    public async Task A_parameter_that_cannot_be_used_is_named(string query, string parameter)
    {
        var answer = await _api.GetAsync("/api/v1/requests" + query);

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid-query");
        Assert.NotEmpty(answer.Fault(parameter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{")]
    [InlineData("{\"title\": \"A\",}")]
    [InlineData("{\"title\": \"A\", \"title\": \"B\"}")]
    [InlineData("{\"title\": NaN}")]
    public async Task A_body_that_is_no_object_is_refused(string json) =>
        (await _api.PostAsync("/api/v1/requests", json)).IsProblem(HttpStatusCode.BadRequest, "invalid-json");

    [Fact]
    public async Task A_body_is_taken_down_to_sixteen_levels()
    {
        static string Deep(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

        (await _api.PostAsync("/api/v1/requests", Deep(16))).IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        (await _api.PostAsync("/api/v1/requests", Deep(17))).IsProblem(HttpStatusCode.BadRequest, "invalid-json");
    }

    [Fact]
    public async Task A_body_is_taken_up_to_its_limit()
    {
        static string Padded(int octets) => "{\"title\": \"A\"" + new string(' ', octets - 15) + "}" + " ";

        Assert.Equal(65536, Padded(65536).Length);
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("/api/v1/requests", Padded(65536))).Status);
        (await _api.PostAsync("/api/v1/requests", Padded(65537))).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task A_chunked_body_is_measured_too()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("{\"title\": \"" + new string('x', 70_000) + "\"}")));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/requests") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        (await ApiAnswer.OfAsync(await _api.Http.SendAsync(request, TestContext.Current.CancellationToken)))
            .IsProblem(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("multipart/form-data")]
    public async Task A_body_in_another_form_is_refused(string mediaType)
    {
        using var content = new ByteArrayContent("{\"title\": \"A\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType);

        (await ApiAnswer.OfAsync(await _api.Http.PostAsync("/api/v1/requests", content, TestContext.Current.CancellationToken)))
            .IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, deflate")]
    public async Task A_packed_body_is_never_unpacked(string encoding)
    {
        using var content = new ByteArrayContent([0x1f, 0x8b, 8, 0]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        (await ApiAnswer.OfAsync(await _api.Http.PostAsync("/api/v1/requests", content, TestContext.Current.CancellationToken)))
            .IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Fact]
    public async Task Whatever_stands_in_a_body_the_answer_is_a_request_or_a_problem_of_the_caller()
    {
        const int seed = 20260321;
        var random = new Random(seed);
        var id = await _api.CreateAsync();
        for (var round = 0; round < FuzzRounds; round++)
        {
            var body = OddJson.Body(random);
            var path = (round % 4) switch
            {
                0 => $"/api/v1/requests/{id}/actions/ship",
                1 => "/api/v1/partners/EAST/pause",
                _ => "/api/v1/requests",
            };
            var answer = await _api.PostAsync(path, body);
            Assert.True((int)answer.Status is 200 or 201 or (>= 400 and < 500), $"seed {seed}, round {round}: {answer.Status} for {body}");
            if ((int)answer.Status >= 400)
            {
                answer.IsProblem(answer.Status, answer.Json.GetProperty("code").GetString()!);
            }
        }
    }
}

/// <summary>Bodies that nobody in his senses would send.</summary>
internal static class OddJson
{
    private static readonly string[] Names =
    [
        "title", "articleTitle", "partner", "partners", "neededBy", "expiresOn", "patron", "maximumCost", "note", "languages", "format",
        "role", "externalId", "dueDate", "answer", "reason", "cost", "status", "isbn", "willPayFee", "__proto__", "$type", "\\ud800", "",
        "tit\\u006ce",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-0", "1e400", "-1", "9999999999999999999999999", "1.5", "\"\"", "\" \"", "\"A\"", "\"EAST\"", "\"lender\"",
        "\"2099-12-31\"", "\"0000-00-00\"", "\"-2099-12-31\"", "\"\\u0000\"", "\"\\udc00\\ud800\"", "\"\\r\\nX: y\"", "\"%s%n\"",
        "\"'; DROP TABLE request; --\"", "\"\\u202e\"", "\"<script>\"", "\"DIGITAL\"", "{}", "[]", "[[[]]]", "{\"amount\": 1}",
        "{\"name\": \"x\"}", "[\"EAST\", \"EAST\"]", "[\"EAST\", null]", "{\"amount\": 1e-30, \"currency\": 5}", "nul", "\"unclosed",
    ];

    public static string Body(Random random)
    {
        var members = Enumerable.Range(0, random.Next(5))
            .Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}");
        var body = "{" + string.Join(',', members) + "}";
        return random.Next(10) switch
        {
            0 => body[..random.Next(body.Length)],
            1 => body.Insert(random.Next(body.Length), ((char)random.Next(1, 0x250)).ToString()),
            _ => body,
        };
    }
}

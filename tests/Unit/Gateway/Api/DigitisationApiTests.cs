using System.Net;
using System.Text.Json;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Departments, approvals and parts over REST.</summary>
public sealed class DigitisationApiTests : IAsyncLifetime
{
    private const string Settings = """
        digitisation:
          departments:
            - {code: SCAN, name: Scanning room, workTimeDays: 3, operators: [ida], contact: room 12}
            - {code: DESK, name: Front desk, level: desk, library: HOME}
          rules: [{name: Default, copyrightClearance: true, department: SCAN, target: link, maximumViews: 8}]
          patronLimits: [{group: VISITOR, maximum: 0}, {group: STUDENT, maximum: 1}]
          copyright: {management: true, statuses: [APPROVED, PENDING, REJECTED, LICENSED]}
        """;

    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync(gateway: Settings);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_work_order_stands_in_its_department_s_queue_and_its_approval_in_the_list()
    {
        var id = await LendingAsync();
        var begun = await _api.ActAsync(id, "digitise");
        var work = begun.GetProperty("digitisation");
        Assert.Equal(("SCAN", "Default", "in-process", "parallel", "link", 8), (
            Text(work, "department"), Text(work, "rule"), Text(work, "stage"), Text(work, "mode"), Text(work, "target"),
            work.GetProperty("maximumViews").GetInt32()));

        var departments = (await _api.GetAsync("/api/v1/digitisation/departments")).Json.GetProperty("items");
        Assert.Equal([("SCAN", 1, 1), ("DESK", 0, 0)], departments.EnumerateArray().Select(one =>
            (Text(one, "code"), one.GetProperty("open").GetInt32(), one.GetProperty("awaitingApproval").GetInt32())));
        foreach (var path in new[] { "departments/scan/queue", "approvals?role=lender&partner=east" })
        {
            var item = Assert.Single((await _api.GetAsync($"/api/v1/digitisation/{path}")).Json.GetProperty("items").EnumerateArray());
            Assert.Equal(id, Text(item.GetProperty("request"), "id"));
            Assert.Equal("pending", Text(item.GetProperty("digitisation").GetProperty("tasks")[0], "state"));
        }

        var list = (await _api.GetAsync("/api/v1/requests?department=SCAN&approval=true&facets=true")).Json;
        Assert.Equal(id, Text(Assert.Single(list.GetProperty("items").EnumerateArray()), "id"));
        Assert.Equal("SCAN", Text(list.GetProperty("facets").GetProperty("department")[0], "value"));
        (await _api.GetAsync("/api/v1/digitisation/departments/NOWHERE/queue")).IsProblem(HttpStatusCode.NotFound, "department-not-found");
        (await _api.GetAsync("/api/v1/digitisation/departments/NOWHERE")).IsProblem(HttpStatusCode.NotFound, "department-not-found");
    }

    [Fact]
    public async Task Staff_may_choose_the_department_and_a_wrong_one_is_told()
    {
        var id = await LendingAsync();
        var wrong = await _api.PostAsync($"/api/v1/requests/{id}/actions/digitise", """{"department": "SCAM"}""");
        Assert.Contains("There is no digitisation department SCAM (did you mean 'SCAN'?)", wrong.Fault("department"), StringComparison.Ordinal);
        var begun = await _api.ActAsync(id, "digitise", """{"department": "desk"}""");
        Assert.Equal("DESK", Text(begun.GetProperty("digitisation"), "department"));
        Assert.DoesNotContain("digitise", begun.GetProperty("availableActions").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains("approve", begun.GetProperty("availableActions").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task The_part_that_is_wanted_is_counted_and_goes_out_as_pages_and_note()
    {
        var made = (await _api.PostAsync("/api/v1/requests", """
            {"title": "Handbook", "chapterTitle": "Bogs", "format": "DIGITAL", "partner": "EAST", "note": "for May",
             "part": {"chapters": "3", "fullChapter": true, "pages": ["xi-xx", "11-25"], "totalPages": 320, "includesImages": true}}
            """)).Json;
        var content = made.GetProperty("content");
        Assert.Equal("xi-xx, 11-25", Text(content.GetProperty("citation"), "pages"));
        var part = content.GetProperty("part");
        Assert.Equal((25, 320), (part.GetProperty("requiredPages").GetInt32(), part.GetProperty("totalPages").GetInt32()));
        Assert.Equal("Whole chapter: 3. With images.\nfor May", Text(made.GetProperty("notes")[0], "text"));

        var cited = (await _api.PostAsync("/api/v1/requests", """{"journalTitle": "Annals", "title": "Moss", "pages": "pp. 123-30"}""")).Json;
        Assert.Equal(8, cited.GetProperty("content").GetProperty("part").GetProperty("requiredPages").GetInt32());
        var whole = (await _api.PostAsync("/api/v1/requests", """{"title": "Handbook"}""")).Json;
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("content").GetProperty("part").ValueKind);
    }

    [Theory]
    [InlineData("""{"pages": ["25-11"]}""", "part.pages", "write pages like")]
    [InlineData("""{"pages": ["1-400"], "totalPages": 320}""", "part.pages", "the whole item has 320")]
    [InlineData("""{"totalPages": 100001}""", "part.totalPages", "from 1 to 100000")]
    [InlineData("""{"page": "1"}""", "part.page", "did you mean")]
    [InlineData("""{"pages": ["5"]}""", "pages", "other pages than part.pages")]
    public async Task A_part_that_makes_no_sense_is_refused_with_the_field(string part, string field, string text)
    {
        var pages = field == "pages" ? ", \"pages\": \"7\"" : "";
        var answer = await _api.PostAsync("/api/v1/requests", "{\"title\": \"A\"" + pages + ", \"part\": " + part + "}");
        Assert.Contains(text, answer.Fault(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_ranges_are_taken_and_one_more_is_not()
    {
        string Wanted(int ranges) => JsonSerializer.Serialize(
            new { title = "A", part = new { pages = Enumerable.Range(1, ranges).Select(n => $"{n}") } });
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync("/api/v1/requests", Wanted(50))).Status);
        Assert.Contains("at most 50", (await _api.PostAsync("/api/v1/requests", Wanted(51))).Fault("part.pages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_group_of_a_patron_comes_from_circulation_where_the_request_does_not_say_it()
    {
        await _api.Store.WriteAsync(unit => unit.Circulation.Insert(new LibraryPatron
        {
            Kind = PatronKind.Own, Record = new PatronRecord { Ids = [new PatronId("V-7")], Group = "VISITOR" },
        }), TestContext.Current.CancellationToken);
        var refused = await _api.PostAsync("/api/v1/requests", """{"title": "A", "format": "DIGITAL", "patron": {"identifier": "V-7"}}""");
        Assert.Equal("Patrons of the group VISITOR cannot request files.", refused.Fault("patron"));
        var loan = (await _api.PostAsync("/api/v1/requests", """{"title": "A", "patron": {"identifier": "V-7"}}""")).Json;
        Assert.Equal("VISITOR", Text(loan, "patronGroup"));
    }

    [Fact]
    public async Task Two_requests_at_the_same_time_do_not_pass_a_limit_of_one()
    {
        var body = """{"title": "A", "format": "DIGITAL", "patron": {"identifier": "S-1", "status": "student"}}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _api.PostAsync("/api/v1/requests", body)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal(
            "The patron has 1 open request for files; patrons of the group student can have 1 at one time.", answer.Fault("patron")));
    }

    [Fact]
    public async Task A_copyright_status_is_one_of_the_list()
    {
        var made = await _api.PostAsync("/api/v1/requests", """{"title": "A", "format": "DIGITAL", "copyrightStatus": "LICENSED"}""");
        Assert.Equal("LICENSED", Text(made.Json, "copyrightStatus"));
        var unknown = await _api.PostAsync("/api/v1/requests", """{"title": "A", "format": "DIGITAL", "copyrightStatus": "LICENCED"}""");
        Assert.Contains("did you mean 'LICENSED'", unknown.Fault("copyrightStatus"), StringComparison.Ordinal);
        var set = await _api.PostAsync(
            $"/api/v1/requests/{await LendingAsync()}/actions/set-copyright-status", """{"copyrightStatus": "PENDING"}""");
        set.IsProblem(HttpStatusCode.Conflict, "not-possible-now");
    }

    private Task<string> LendingAsync() => _api.CreateAsync(
        """{"role": "lender", "partner": "EAST", "externalId": "E-1", "journalTitle": "Annals", "title": "Moss", "pages": "11-25", "format": "DIGITAL"}""");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}

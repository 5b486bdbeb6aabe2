using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using ResourceSharing.Gateway.Storage;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Lists, tasks, notes, many at once, slips.</summary>
public sealed class TaskApiTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private static IEnumerable<string> Ids(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!);

    private async Task<IEnumerable<string>> ListAsync(string query)
    {
        var answer = await _api.GetAsync($"/api/v1/requests?{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return Ids(answer.Json);
    }

    private Task<string> LendAsync(string externalId = "E-1", string title = "Atlas") => _api.CreateAsync(
        $$"""{"role": "lender", "partner": "EAST", "externalId": "{{externalId}}", "title": "{{title}}"}""");

    [Fact]
    public async Task A_list_is_sorted_and_paged_by_a_cursor_of_its_order()
    {
        foreach (var title in new[] { "Beta", "alpha", "Ärgernis", "Gamma", "delta" })
        {
            await _api.CreateAsync($$"""{"title": "{{title}}"}""");
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _api.GetAsync($"/api/v1/requests?sort=title&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        Assert.Equal(["alpha", "Ärgernis", "Beta", "delta", "Gamma"], seen);

        var first = (await _api.GetAsync("/api/v1/requests?sort=-title&limit=2")).Json.GetProperty("next").GetString();
        var misused = await _api.GetAsync($"/api/v1/requests?sort=title&cursor={first}");
        misused.IsProblem(HttpStatusCode.BadRequest, "invalid-query");
        Assert.Contains("same sort", misused.Fault("cursor"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facets_narrow_a_list_down_and_are_counted()
    {
        await _api.CreateAsync("""{"title": "Atlas", "format": "DIGITAL", "levelOfService": "R", "neededBy": "2099-01-01"}""");
        await _api.CreateAsync();
        var list = (await _api.GetAsync("/api/v1/requests?activity=active&created=today&requestedFormat=DIGITAL&neededBy=later&facets=true")).Json;

        Assert.Single(Ids(list));
        var facets = list.GetProperty("facets");
        Assert.Equal("DIGITAL", Assert.Single(facets.GetProperty("requestedFormat").EnumerateArray()).GetProperty("value").GetString());
        Assert.Equal("today", facets.GetProperty("created")[0].GetProperty("value").GetString());
        Assert.Equal("R", facets.GetProperty("levelOfService")[0].GetProperty("value").GetString());
        Assert.Equal(["me", "nobody", "others"], facets.GetProperty("assigned").EnumerateArray().Select(one => one.GetProperty("value").GetString()!));
        Assert.Empty(await ListAsync("activity=completed"));
        Assert.Empty(await ListAsync("created=older,yesterday"));
    }

    [Theory]
    [InlineData("created=soon", "created", "within-a-week")]
    [InlineData("sort=size", "sort", "-updated")]
    [InlineData("assigned=them", "assigned", "nobody")]
    [InlineData("activity=busy", "activity", "completed")]
    [InlineData("suppliedFormat=CD", "suppliedFormat", "UNDEFINED")]
    [InlineData("q=%25%26", "q", "no letter")]
    public async Task A_wrong_parameter_is_answered_with_the_known_values(string query, string field, string known)
    {
        var answer = await _api.GetAsync($"/api/v1/requests?{query}");
        answer.IsProblem(HttpStatusCode.BadRequest, "invalid-query");
        Assert.Contains(known, answer.Fault(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_found_by_any_of_its_words_as_soon_as_it_is_made()
    {
        var id = await _api.CreateAsync(
            """{"title": "The Northern Lights Atlas", "author": "Ek, Ida", "isbn": "978-0-306-40615-7", "patron": {"name": "Invented Reader"}}""");
        await _api.CreateAsync();
        foreach (var search in new[] { "north atl", "ida", "9780306406157", "reader", "1" })
        {
            Assert.Equal(id, Assert.Single(await ListAsync($"q={search}")));
        }
    }

    [Fact]
    public async Task A_task_goes_from_hand_to_hand()
    {
        var id = await LendAsync();
        var mine = await _api.ActAsync(id, "assign");
        Assert.Equal("admin", mine.GetProperty("assignedTo").GetString());
        Assert.Equal(id, Assert.Single(await ListAsync("assigned=me")));
        await _api.ActAsync(id, "reassign", """{"to": "per", "internalNote": "You know the stacks."}""");
        Assert.Equal(id, Assert.Single(await ListAsync("assigned=others&notes=true")));
        var free = await _api.ActAsync(id, "release");
        Assert.Equal(id, Assert.Single(await ListAsync("assigned=nobody")));
        Assert.Equal(["create", "assign", "reassign", "release"],
            free.GetProperty("history").EnumerateArray().Select(line => line.GetProperty("event").GetString()!));
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/release")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/reassign")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
    }

    [Fact]
    public async Task The_dashboard_tells_mine_from_nobodys()
    {
        await LendAsync();
        var id = await LendAsync("E-2");
        await _api.ActAsync(id, "assign");
        await _api.ActAsync(id, "add-note", """{"internalNote": "call them"}""");

        var sides = (await _api.GetAsync("/api/v1/dashboard")).Json.GetProperty("sides");
        var lender = sides.EnumerateArray().Single(side => side.GetProperty("role").GetString() == "lender");
        Assert.Equal("""{"mine":1,"unassigned":1,"others":0}""", lender.GetProperty("new").ToString());
        Assert.Equal("""{"mine":1,"unassigned":0,"others":0}""", lender.GetProperty("activeNotes").ToString());
    }

    [Fact]
    public async Task A_note_is_active_until_it_is_dismissed_and_one_for_the_partner_goes_with_the_request()
    {
        var id = await _api.CreateAsync();
        await _api.ActAsync(id, "add-note", """{"internalNote": "look again"}""");
        await _api.ActAsync(id, "add-note", """{"note": "Second volume only", "internalNote": "told them", "active": false}""");
        var noted = (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("notes").EnumerateArray().ToArray();
        Assert.Equal([true, false, false], noted.Select(note => note.GetProperty("active").GetBoolean()));
        var number = noted[0].GetProperty("number").GetInt32();
        await _api.ActAsync(id, "dismiss-note", $$"""{"number": {{number}}}""");
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/dismiss-note", $$"""{"number": {{number}}}"""))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        await _api.ActAsync(id, "send");
        var sent = (await _api.GetAsync("/api/v1/outbox")).Text;
        Assert.Contains("ill-request", sent, StringComparison.Ordinal);
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/add-note", """{"note": "too late"}"""))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
    }

    [Fact]
    public async Task A_repeated_wish_is_flagged_and_never_refused()
    {
        const string json = """{"title": "Atlas", "partner": "EAST", "patron": {"identifier": "P-1"}}""";
        var first = await _api.CreateAsync(json);
        var second = (await _api.PostAsync("/api/v1/requests", json)).Json;
        var other = (await _api.PostAsync("/api/v1/requests", json.Replace("P-1", "P-2", StringComparison.Ordinal))).Json;

        Assert.Equal(first, second.GetProperty("duplicateOf").GetString());
        Assert.Contains(first, second.GetProperty("alerts")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, other.GetProperty("duplicateOf").ValueKind);
        var id = second.GetProperty("id").GetString()!;
        Assert.Equal(id, Assert.Single(await ListAsync("alerts=true")));
        await _api.ActAsync(id, "dismiss-alert");
        Assert.Empty(await ListAsync("alerts=true"));
    }

    [Fact]
    public async Task A_citation_is_corrected_before_sending_and_never_after()
    {
        var id = await _api.CreateAsync();
        var edited = await _api.ActAsync(id, "edit-citation", """{"citation": {"title": "Better Atlas", "year": 2001}}""");
        Assert.Equal("Better Atlas", edited.GetProperty("title").GetString());
        var typed = await _api.ActAsync(id, "change-type", """{"citationType": "CR"}""");
        var citation = typed.GetProperty("content").GetProperty("citation");
        Assert.Equal(("serial", "Better Atlas", "2001"), (citation.GetProperty("citationType").GetString(),
            citation.GetProperty("title").GetString(), citation.GetProperty("year").GetString()));
        (await _api.PostAsync($"/api/v1/requests/{id}/actions/edit-citation", """{"citation": {"year": 2001}}"""))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        await _api.ActAsync(id, "send");
        foreach (var action in new[] { "edit-citation", "change-type" })
        {
            (await _api.PostAsync($"/api/v1/requests/{id}/actions/{action}", """{"citation": {"title": "X"}, "citationType": "BK"}"""))
                .IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        }
    }

    [Fact]
    public async Task A_copy_wants_the_same_and_begins_anew()
    {
        var id = await _api.CreateAsync("""{"title": "Atlas", "partners": ["EAST", "SOUTH"]}""");
        await _api.ActAsync(id, "send");
        var copy = await _api.PostAsync($"/api/v1/requests/{id}/actions/duplicate");
        Assert.Equal(HttpStatusCode.Created, copy.Status);
        Assert.Equal(("Atlas", "REQUEST_CREATED_BOR", 2), (copy.Json.GetProperty("title").GetString(),
            copy.Json.GetProperty("status").GetString(), copy.Json.GetProperty("rota").GetArrayLength()));
        var lending = await LendAsync();
        (await _api.PostAsync($"/api/v1/requests/{lending}/actions/duplicate")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Equal(HttpStatusCode.Created,
            (await _api.PostAsync($"/api/v1/requests/{lending}/actions/duplicate", """{"externalId": "E-9"}""")).Status);
    }

    [Fact]
    public async Task Many_requests_are_changed_each_on_its_own()
    {
        var (first, second) = (await LendAsync(), await LendAsync("E-2"));
        await _api.ActAsync(second, "change-status", """{"status": "REQUEST_COMPLETED"}""");
        var answer = await _api.PostAsync("/api/v1/requests/bulk", $$"""
            {"action": "change-status", "ids": ["{{first}}", "{{second}}", "HOME9999999"], "fields": {"status": "REQUEST_COMPLETED"} }
            """);
        Assert.Equal((1, 2), (answer.Json.GetProperty("done").GetInt32(), answer.Json.GetProperty("notDone").GetInt32()));
        Assert.Equal(new string?[] { null, "invalid-fields", "request-not-found" },
            answer.Json.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
        var removed = await _api.PostAsync("/api/v1/requests/bulk", $$"""{"action": "remove", "ids": ["{{first}}", "{{second}}"]}""");
        Assert.Equal(2, removed.Json.GetProperty("done").GetInt32());
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task Many_are_at_most_a_page_and_the_action_is_a_known_one()
    {
        var ids = string.Join(',', Enumerable.Range(1, StoreLimits.PageRows + 1).Select(n => $"\"HOME{n:0000000}\""));
        (await _api.PostAsync("/api/v1/requests/bulk", $$"""{"action": "release", "ids": [{{ids}}]}""")).Fault("ids");
        var wrong = await _api.PostAsync("/api/v1/requests/bulk", """{"action": "ship", "ids": ["HOME0000001"]}""");
        Assert.Contains("mark-reported", wrong.Fault("action"), StringComparison.Ordinal);
        var atLimit = string.Join(',', Enumerable.Range(1, StoreLimits.PageRows).Select(n => $"\"HOME{n:0000000}\""));
        Assert.Equal(StoreLimits.PageRows, (await _api.PostAsync("/api/v1/requests/bulk", $$"""{"action": "release", "ids": [{{atLimit}}]}"""))
            .Json.GetProperty("notDone").GetInt32());
    }

    [Fact]
    public async Task A_slip_is_printed_before_and_after_shipping_and_marks_the_request()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "config", "letters"), "*.hbs", SearchOption.AllDirectories))
        {
            _api.Configuration.Write(Path.GetRelativePath(Path.Combine(Repository.Root, "config"), file).Replace('\\', '/'), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        var id = await LendAsync("E-77", "Atlas <of> maps");
        var before = await _api.PostAsync("/api/v1/requests/slips", $$"""{"ids": ["{{id}}"]}""");
        Assert.True(before.Status == HttpStatusCode.OK, before.Text);
        Assert.Equal("text/html", before.ContentType);
        Assert.Contains("Resource sharing lending slip", before.Text, StringComparison.Ordinal);
        Assert.Contains("E-77", before.Text, StringComparison.Ordinal);
        Assert.Contains("Atlas &lt;of&gt; maps", before.Text, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(await ListAsync("printed=true")));
        await _api.ActAsync(id, "ship", """{"dueDate": "2099-01-01", "barcode": "B-1"}""");
        var after = await _api.PostAsync("/api/v1/requests/slips", $$"""{"ids": ["{{id}}"]}""");
        Assert.Contains("Resource sharing shipping slip", after.Text, StringComparison.Ordinal);
        Assert.Contains("B-1", after.Text, StringComparison.Ordinal);
        var wrong = await _api.PostAsync("/api/v1/requests/slips", """{"ids": ["HOME7777777"], "kind": "x"}""");
        Assert.Contains("shipping", wrong.Fault("kind"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slip_report_lists_the_requests_and_marks_them()
    {
        var id = await LendAsync("E-1", "A & B");
        var report = await _api.PostAsync("/api/v1/requests/slip-report", $$"""{"ids": ["{{id}}"], "format": "xml"}""");
        var request = Assert.Single(XDocument.Parse(report.Text).Root!.Elements());
        Assert.Equal((id, "E-1"), (request.Element("id")!.Value, request.Element("externalId")!.Value));
        Assert.Equal(id, Assert.Single(await ListAsync("reported=true")));
    }

    [Fact]
    public async Task A_slip_report_comes_as_a_workbook_when_one_is_asked_for()
    {
        var id = await LendAsync("E-1", "A & B");
        var workbook = await _api.PostAsync("/api/v1/requests/slip-report", $$"""{"ids": ["{{id}}"], "format": "xlsx"}""");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.ContentType);
        Assert.StartsWith("PK", workbook.Text, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(await ListAsync("reported=true")));
        var wrong = await _api.PostAsync("/api/v1/requests/slip-report", $$"""{"ids": ["{{id}}"], "format": "pdf"}""");
        Assert.Contains("xlsx", wrong.Fault("format"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ages_are_listed_by_partner_and_status()
    {
        await LendAsync();
        var item = Assert.Single((await _api.GetAsync("/api/v1/requests/ageing?role=lender")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("EAST", 1, 0), (item.GetProperty("partner").GetString(), item.GetProperty("count").GetInt32(), item.GetProperty("late").GetInt32()));
        Assert.Empty((await _api.GetAsync("/api/v1/requests/ageing?late=true")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(3, 0, 0)]
    public async Task Ages_count_answers_that_are_due_or_overdue_until_the_item_has_left(int days, int due, int overdue)
    {
        var last = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime).AddDays(days);
        var id = await _api.CreateAsync(
            $$"""{"role": "lender", "partner": "EAST", "externalId": "E-1", "title": "Atlas", "expiresOn": "{{last:yyyy-MM-dd}}"}""");
        Assert.Equal((due, overdue), await CountAsync());
        var late = (await _api.GetAsync("/api/v1/requests/ageing?late=true")).Json.GetProperty("items");
        Assert.Equal(overdue, late.GetArrayLength());
        await _api.PostAsync($"/api/v1/requests/{id}/actions/ship", "{}");
        Assert.Equal((0, 0), await CountAsync());

        async Task<(int Due, int Overdue)> CountAsync()
        {
            var item = Assert.Single((await _api.GetAsync("/api/v1/requests/ageing")).Json.GetProperty("items").EnumerateArray());
            return (item.GetProperty("answerDue").GetInt32(), item.GetProperty("answerOverdue").GetInt32());
        }
    }
}

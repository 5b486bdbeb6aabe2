using System.Net;
using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Keys of actions, libraries that requests belong to, mail to staff, permissions.</summary>
public sealed class StaffWorkApiTests : IAsyncLifetime
{
    // The first line goes on with the library's settings.
    private const string Settings = """
          owners:
            - {code: MAIN, name: Main Library, symbols: [RSG:HOME]}
            - {code: NORTH, name: North Library}
        staff:
          - {user: per, email: per@home.example}
        requests: {reactivate: nobody}
        """;

    private RunningApi _api = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync(gateway: Settings);

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private Task<string> LendAsync(string externalId = "E-1", string more = "") => _api.CreateAsync(
        $$"""{"role": "lender", "partner": "EAST", "externalId": "{{externalId}}", "title": "Atlas"{{more}}}""");

    private Task<ApiAnswer> ActAsync(string id, string action, string? json, string key) =>
        _api.PostAsync($"/api/v1/requests/{id}/actions/{action}", json, ("Idempotency-Key", key));

    private async Task<IReadOnlyList<OutboxRow>> OutboxAsync() =>
        (await _api.Store.ListOutboxAsync(null, null, null, 50, Cancel)).Items;

    [Fact]
    public async Task An_action_with_a_key_is_done_once()
    {
        var id = await LendAsync();
        const string ship = """{"dueDate": "2099-01-01"}""";
        var first = await ActAsync(id, "ship", ship, "k-1");
        var again = await ActAsync(id, "ship", ship, "k-1");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.False(first.Response.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(again.Response.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal("Done before; nothing was done twice.", again.Json.GetProperty("text").GetString());
        Assert.Equal(first.Json.GetProperty("version").GetInt32(), again.Json.GetProperty("version").GetInt32());
        Assert.Single(await OutboxAsync());

        var second = await LendAsync("E-2");
        foreach (var (other, action, body) in new[]
        {
            (id, "ship", """{"dueDate": "2099-01-02"}"""), (id, "check-in", ship), (second, "ship", ship),
        })
        {
            (await ActAsync(other, action, body, "k-1")).IsProblem(HttpStatusCode.Conflict, "idempotency-key-reused");
        }

        (await ActAsync(id, "ship", ship, "has space")).IsProblem(HttpStatusCode.BadRequest, "invalid-header");
    }

    [Fact]
    public async Task The_same_holds_without_a_body_for_tasks_and_for_copies()
    {
        var id = await LendAsync();
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(id, "assign", null, "k-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(id, "assign", null, "k-1")).Status);
        (await ActAsync(id, "assign", null, "k-2")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");

        var copies = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var copy = await ActAsync(id, "duplicate", """{"externalId": "E-9"}""", "k-3");
            Assert.Equal(HttpStatusCode.Created, copy.Status);
            copies.Add(copy.Json.GetProperty("id").GetString()!);
        }

        Assert.Equal(copies[0], copies[1]);
        Assert.Empty((await _api.Store.VerifyAsync(null, Cancel)).Faults);
    }

    [Fact]
    public async Task What_was_refused_under_a_key_may_be_tried_again_with_it()
    {
        var id = await LendAsync();
        (await ActAsync(id, "check-in", null, "k-1")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        await _api.ActAsync(id, "ship", """{"dueDate": "2099-01-01"}""");
        Assert.Equal(HttpStatusCode.OK, (await ActAsync(id, "check-in", null, "k-1")).Status);
    }

    [Fact]
    public async Task A_request_belongs_to_the_library_that_is_named_or_to_the_first_one()
    {
        var main = await _api.CreateAsync();
        var north = await _api.CreateAsync("""{"title": "Atlas", "partner": "EAST", "owner": "north"}""");
        var lent = await LendAsync(more: """, "owner": "NORTH" """);
        Assert.Equal("MAIN", await OwnerAsync(main));
        Assert.Equal(("NORTH", "NORTH"), (await OwnerAsync(north), await OwnerAsync(lent)));
        var copy = await _api.PostAsync($"/api/v1/requests/{north}/actions/duplicate");
        Assert.Equal("NORTH", copy.Json.GetProperty("owner").GetString());

        var unknown = await _api.PostAsync("/api/v1/requests", """{"title": "Atlas", "owner": "NORD"}""");
        unknown.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Contains("NORTH", unknown.Fault("owner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_narrowed_down_by_the_library()
    {
        await _api.CreateAsync();
        var north = await _api.CreateAsync("""{"title": "Atlas", "partner": "EAST", "owner": "NORTH"}""");
        var list = (await _api.GetAsync("/api/v1/requests?owner=north&facets=true")).Json;
        Assert.Equal(north, Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["MAIN 1", "NORTH 1"], list.GetProperty("facets").GetProperty("owner").EnumerateArray()
            .Select(one => $"{one.GetProperty("value").GetString()} {one.GetProperty("count").GetInt64()}"));
        Assert.Empty((await _api.GetAsync("/api/v1/requests?owner=SOUTH")).Json.GetProperty("items").EnumerateArray());
    }

    private async Task<string?> OwnerAsync(string id) =>
        (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("owner").GetString();

    [Fact]
    public async Task Who_is_given_a_task_gets_a_mail_that_waits_in_the_outbox()
    {
        var id = await LendAsync();
        await _api.ActAsync(id, "assign");
        Assert.Empty(await OutboxAsync());
        var given = await _api.ActAsync(id, "reassign", """{"to": "per", "internalNote": "You know the stacks."}""");
        Assert.Equal("Assigned to per. per gets a mail.", given.GetProperty("text").GetString());
        var row = Assert.Single(await OutboxAsync());
        Assert.Equal(("staff:per", OutboxState.Waiting), (row.Entry.Partner, row.State));

        var letter = LetterTo(row, (await _api.Store.FindRequestAsync(row.Entry.Request!.Value, Cancel))!);
        Assert.Contains("To: per <per@home.example>", letter, StringComparison.Ordinal);
        Assert.Contains("admin has given you this request as your task.", letter, StringComparison.Ordinal);
        Assert.Contains("You know the stacks.", letter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_a_mail_whom_it_should_not_reach()
    {
        var id = await LendAsync();
        await _api.ActAsync(id, "assign", """{"to": "per", "notify": false}""");
        await _api.ActAsync(id, "reassign", """{"to": "ida"}""");
        var unknown = await _api.PostAsync($"/api/v1/requests/{id}/actions/reassign", """{"to": "liv", "notify": true}""");
        Assert.Contains("There is no mailbox of liv", unknown.Fault("notify"), StringComparison.Ordinal);
        var release = await _api.PostAsync($"/api/v1/requests/{id}/actions/release", """{"notify": true}""");
        Assert.Contains("Only assign and reassign", release.Fault("notify"), StringComparison.Ordinal);
        Assert.Equal("ida", (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("assignedTo").GetString());

        // A mailbox of ours is no partner that could be asked.
        var asked = await _api.PostAsync("/api/v1/requests", """{"title": "Atlas", "partner": "staff:per"}""");
        asked.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Empty(await OutboxAsync());
    }

    /// <summary>What the mail channel makes of it, with the letters as they are shipped.</summary>
    private static string LetterTo(OutboxRow row, RequestState state)
    {
        var letters = LetterFolder.Load(Path.Combine(Repository.Root, "config")).Letters!;
        var channel = new MailChannel(letters, new MailOutlet.Folder("/nowhere", "test"), new byte[32]);
        var encoded = Assert.IsType<EncodeResult.Encoded>(channel.Encode(new Envelope
        {
            OutboxId = row.Id, CreatedAt = row.Entry.CreatedAt, Message = row.Entry.Message,
            About = Correspondence.Summary(state),
            Recipient = new Recipient
            {
                Code = row.Entry.Partner, Name = "per", Symbols = [], Language = "en",
                Settings = Protocols.Vocabulary.StaffMail!("per@home.example").Settings,
            },
            Sender = new Sender { Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")], Email = "ill@home.example" },
        }));
        return System.Text.Encoding.UTF8.GetString(encoded.Bytes.Span);
    }

    [Fact]
    public async Task Where_nobody_may_reactivate_the_action_is_not_offered_and_the_setting_is_named()
    {
        var id = await LendAsync();
        await _api.ActAsync(id, "change-status", """{"status": "REQUEST_COMPLETED"}""");
        var answer = await _api.PostAsync($"/api/v1/requests/{id}/actions/reactivate");
        var problem = answer.IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        Assert.Contains(
            "requests.reactivate in gateway.yaml", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("reactivate", Actions(problem));
    }

    [Fact]
    public async Task Titles_that_were_found_are_shown_and_one_is_chosen_by_its_id()
    {
        var id = await LendAsync();
        var state = (await _api.Store.FindRequestAsync(1, Cancel))!;
        await _api.Store.WriteAsync(
            work =>
            {
                work.UpdateRequest(state with
                {
                    Version = 2, Status = Status.LocateFailed,
                    FoundTitles = [new CatalogueTitle("T1", "Atlas"), new CatalogueTitle("T2", "Atlas", "1978", "QE1", true)],
                });
                return true;
            }, Cancel);
        var shown = (await _api.GetAsync($"/api/v1/requests/{id}")).Json;
        Assert.Equal(["T1", "T2"],
            shown.GetProperty("foundTitles").EnumerateArray().Select(title => title.GetProperty("id").GetString()!));
        Assert.Contains("choose-title", Actions(shown));
        Assert.DoesNotContain("detach", Actions(shown));
        var unsaid = await _api.PostAsync($"/api/v1/requests/{id}/actions/choose-title");
        Assert.Contains("record T2", unsaid.Fault("title"), StringComparison.Ordinal);

        var chosen = await _api.ActAsync(id, "choose-title", """{"title": "T2"}""");
        Assert.Equal(("REQUEST_CREATED_LEND", "QE1"), (chosen.GetProperty("status").GetString(),
            chosen.GetProperty("locatedTitle").GetProperty("callNumber").GetString()));
        Assert.Contains("detach", Actions(chosen));
        var detached = await _api.ActAsync(id, "detach");
        Assert.Equal(("LOCATE_FAILED", JsonValueKind.Null),
            (detached.GetProperty("status").GetString(), detached.GetProperty("locatedTitle").ValueKind));
    }

    private static IEnumerable<string?> Actions(JsonElement request) =>
        request.GetProperty("availableActions").EnumerateArray().Select(action => action.GetString());
}

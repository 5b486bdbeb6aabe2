using System.Net;
using System.Text;
using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Storage;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Messages, outbox, partners, configuration.</summary>
public sealed class OperatorApiTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_submission_is_in_the_journal_as_it_came()
    {
        const string json = """{ "title": "Ætlas" }""";
        var id = await _api.CreateAsync(json);

        var message = (await _api.GetAsync($"/api/v1/requests/{id}/messages")).Json.GetProperty("items")[0];
        var raw = await _api.Http.GetAsync($"/api/v1/messages/{message.GetProperty("id").GetInt64()}/raw", TestContext.Current.CancellationToken);

        Assert.Equal(("in", "rest", "(staff)", "applied", id), (
            message.GetProperty("direction").GetString(), message.GetProperty("protocol").GetString(),
            message.GetProperty("partner").GetString(), message.GetProperty("outcome").GetString(), message.GetProperty("request").GetString()));
        Assert.Equal("application/octet-stream", raw.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", raw.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(Encoding.UTF8.GetBytes(json), await raw.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["nosniff"], raw.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Quarantined_messages_are_found()
    {
        await _api.CreateAsync();
        var number = await _api.Store.WriteAsync(
            work => work.AppendMessage(new JournalEntry
            {
                Direction = Direction.In,
                At = DateTimeOffset.UnixEpoch,
                Protocol = "iso-ill",
                Outcome = ArrivalOutcome.Quarantined,
                ErrorCode = "partner-unknown",
                Raw = new byte[] { 1, 2, 3 },
            }),
            TestContext.Current.CancellationToken);

        var all = (await _api.GetAsync("/api/v1/messages")).Json.GetProperty("items");
        var quarantined = (await _api.GetAsync("/api/v1/messages?quarantined=true")).Json.GetProperty("items");
        var one = (await _api.GetAsync($"/api/v1/messages/{number}")).Json;

        Assert.Equal(2, all.GetArrayLength());
        Assert.Equal([number], quarantined.EnumerateArray().Select(message => message.GetProperty("id").GetInt64()));
        Assert.Equal(("partner-unknown", 3), (one.GetProperty("errorCode").GetString(), one.GetProperty("octets").GetInt32()));
        Assert.Equal("1", (await _api.GetAsync("/api/v1/messages?limit=1")).Json.GetProperty("next").GetString() is { } next
            ? (await _api.GetAsync($"/api/v1/messages?limit=1&cursor={next}")).Json.GetProperty("items")[0].GetProperty("id").ToString()
            : null);
    }

    [Theory]
    [InlineData("/api/v1/messages/99")]
    [InlineData("/api/v1/messages/99/raw")]
    [InlineData("/api/v1/messages/x")]
    [InlineData("/api/v1/messages/-1/raw")]
    [InlineData("/api/v1/messages/99999999999999999999")]
    public async Task An_unknown_message_is_not_found(string path) =>
        (await _api.GetAsync(path)).IsProblem(HttpStatusCode.NotFound, "message-not-found");

    [Theory]
    [InlineData("/api/v1/messages?quarantine=true")]
    [InlineData("/api/v1/messages?limit=500")]
    [InlineData("/api/v1/outbox?state=stuck")]
    [InlineData("/api/v1/outbox?limit=x")]
    [InlineData("/api/v1/outbox/depths?partner=EAST")]
    [InlineData("/api/v1/partners?q=EAST")]
    public async Task Parameters_of_other_lists_are_checked_too(string path) =>
        (await _api.GetAsync(path)).IsProblem(HttpStatusCode.BadRequest, "invalid-query");

    [Fact]
    public async Task The_outbox_shows_what_waits_and_how_much()
    {
        await _api.ActAsync(await _api.CreateAsync(), "send");
        await _api.ActAsync(await _api.CreateAsync("""{"title": "B", "partner": "SOUTH"}"""), "send");

        var east = (await _api.GetAsync("/api/v1/outbox?partner=east&state=waiting")).Json.GetProperty("items");
        var depths = (await _api.GetAsync("/api/v1/outbox/depths")).Json.GetProperty("items");

        var row = Assert.Single(east.EnumerateArray());
        Assert.Equal(("EAST", "ill-request", "waiting", 0), (
            row.GetProperty("partner").GetString(), row.GetProperty("service").GetString(), row.GetProperty("state").GetString(),
            row.GetProperty("attempts").GetInt32()));
        Assert.Equal("HOME0000001", row.GetProperty("request").GetString());
        Assert.Equal(["EAST 1", "SOUTH 1"], depths.EnumerateArray().Select(depth =>
            $"{depth.GetProperty("partner").GetString()} {depth.GetProperty("waiting").GetInt64()}"));
        Assert.True(depths[0].GetProperty("oldestAgeSeconds").GetInt64() >= 0);
        Assert.Empty((await _api.GetAsync("/api/v1/outbox?state=dead")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_request_that_is_taken_back_waits_for_staff_and_says_why()
    {
        var id = await _api.CreateAsync();
        await _api.ActAsync(id, "send");

        (await _api.PostAsync("/api/v1/outbox/1/cancel")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        var cancelled = await _api.PostAsync("/api/v1/outbox/1/cancel", """{"reason": "By phone instead"}""");
        (await _api.PostAsync("/api/v1/outbox/1/cancel", """{"reason": "x"}""")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        var request = (await _api.GetAsync($"/api/v1/requests/{id}")).Json;

        Assert.Equal("cancelled", cancelled.Json.GetProperty("state").GetString());
        Assert.Contains("By phone instead", cancelled.Json.GetProperty("lastDetail").GetString(), StringComparison.Ordinal);
        Assert.Equal("READY_TO_SEND", request.GetProperty("status").GetString());
        var last = request.GetProperty("history").EnumerateArray().Last();
        Assert.Equal("outbox:cancel", last.GetProperty("event").GetString());
        Assert.Contains("By phone instead", last.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_went_on_is_not_sent_a_second_time_by_a_retry()
    {
        var id = await _api.CreateAsync();
        await _api.ActAsync(id, "send");
        await _api.PostAsync("/api/v1/outbox/1/cancel", """{"reason": "x"}""");

        (await _api.PostAsync("/api/v1/outbox/1/retry")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        await _api.ActAsync(id, "send");
        Assert.Equal("waiting", (await _api.GetAsync("/api/v1/outbox")).Json.GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_message_is_taken_back_with_a_reason_and_sent_again()
    {
        var id = await _api.CreateAsync();
        await _api.ActAsync(id, "send");
        await _api.ActAsync(id, "general-message", """{"note": "We need it soon."}""");

        await _api.PostAsync("/api/v1/outbox/2/cancel", """{"reason": "Too pushy"}""");
        var retried = await _api.PostAsync("/api/v1/outbox/2/retry");

        Assert.Equal("waiting", retried.Json.GetProperty("state").GetString());
        var events = (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("history").EnumerateArray()
            .Select(line => line.GetProperty("event").GetString()!).ToList();
        Assert.Equal(["create", "send", "general-message", "outbox:cancel", "outbox:retry"], events);
    }

    [Fact]
    public async Task What_is_delivered_or_under_way_is_left_alone()
    {
        await _api.ActAsync(await _api.CreateAsync(), "send");
        await WriteAsync(work => work.LeaseNext("EAST", DateTimeOffset.MaxValue));

        (await _api.PostAsync("/api/v1/outbox/1/retry")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        (await _api.PostAsync("/api/v1/outbox/1/cancel", """{"reason": "x"}""")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");

        await WriteAsync(work =>
        {
            work.FinishOutbox(1, OutboxState.Delivered, DateTimeOffset.UnixEpoch, "taken");
            return true;
        });
        (await _api.PostAsync("/api/v1/outbox/1/retry")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        (await _api.PostAsync("/api/v1/outbox/1/cancel", """{"reason": "x"}""")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
    }

    [Theory]
    [InlineData("/api/v1/outbox/99/retry")]
    [InlineData("/api/v1/outbox/x/retry")]
    [InlineData("/api/v1/outbox/99/cancel")]
    public async Task An_unknown_row_of_the_outbox_is_not_found(string path) =>
        (await _api.PostAsync(path, path.EndsWith("cancel", StringComparison.Ordinal) ? """{"reason": "x"}""" : null))
            .IsProblem(HttpStatusCode.NotFound, "outbox-message-not-found");

    [Fact]
    public async Task A_partner_is_shown_paused_and_resumed()
    {
        await _api.ActAsync(await _api.CreateAsync(), "send");

        var before = (await _api.GetAsync("/api/v1/partners/east")).Json;
        (await _api.PostAsync("/api/v1/partners/EAST/pause")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        var paused = await _api.PostAsync("/api/v1/partners/EAST/pause", """{"reason": "Their server moves"}""");
        var held = await _api.Store.LaneHoldsAsync(TestContext.Current.CancellationToken);
        var resumed = await _api.PostAsync("/api/v1/partners/EAST/resume");

        Assert.Equal(("EAST", "iso-ill", true), (
            before.GetProperty("code").GetString(), before.GetProperty("channel").GetString(), before.GetProperty("active").GetBoolean()));
        Assert.Equal(1, before.GetProperty("queue").GetProperty("waiting").GetInt64());
        Assert.Equal(JsonValueKind.Null, before.GetProperty("held").ValueKind);
        Assert.Contains("Their server moves", paused.Json.GetProperty("held").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("EAST", Assert.Single(held).Partner);
        Assert.Equal(JsonValueKind.Null, resumed.Json.GetProperty("held").ValueKind);
        Assert.Equal(["DEAF", "EAST", "SOUTH"], (await _api.GetAsync("/api/v1/partners")).Json.GetProperty("items").EnumerateArray()
            .Select(partner => partner.GetProperty("code").GetString()!));
    }

    [Fact]
    public async Task A_partner_is_explained_in_plain_words()
    {
        var explained = (await _api.GetAsync("/api/v1/partners/EAST/explanation")).Json;

        Assert.Equal("EAST", explained.GetProperty("code").GetString());
        var send = explained.GetProperty("borrowing").GetProperty("actions").EnumerateArray()
            .Single(action => action.GetProperty("action").GetString() == "send");
        Assert.Equal("IllRequest", send.GetProperty("sends").GetString());
        Assert.Contains("claimed", explained.GetProperty("borrowing").GetProperty("missing").EnumerateArray()
            .Select(missing => missing.GetProperty("step").GetString()));
        Assert.Equal(JsonValueKind.Null, (await _api.GetAsync("/api/v1/partners/DEAF/explanation")).Json.GetProperty("lending").ValueKind);
    }

    [Theory]
    [InlineData("GET", "/api/v1/partners/EAS")]
    [InlineData("GET", "/api/v1/partners/EAS/explanation")]
    [InlineData("POST", "/api/v1/partners/EAS/pause")]
    [InlineData("POST", "/api/v1/partners/EAS/resume")]
    public async Task An_unknown_partner_is_not_found_and_the_likely_one_is_named(string method, string path)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, path.EndsWith("pause", StringComparison.Ordinal) ? """{"reason": "x"}""" : null);

        var problem = answer.IsProblem(HttpStatusCode.NotFound, "partner-not-found");
        Assert.Contains("did you mean 'EAST'?", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/partners/EAST/resume")]
    [InlineData("/api/v1/partners/EAST/pause")]
    [InlineData("/api/v1/outbox/1/retry")]
    [InlineData("/api/v1/outbox/1/cancel")]
    [InlineData("/api/v1/configuration/reload")]
    public async Task Fields_that_nobody_knows_are_refused_everywhere(string path)
    {
        (await _api.PostAsync(path, """{"reasn": "x"}""")).IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        (await _api.PostAsync(path, "[]")).IsProblem(HttpStatusCode.BadRequest, "invalid-json");
    }

    [Fact]
    public async Task A_changed_configuration_comes_into_force_and_a_broken_one_does_not()
    {
        _api.Configuration.Write("partners/NORTH.yaml", "code: NORTH\nname: North\nchannel: {type: email, address: a@n.example}\n");
        var good = await _api.PostAsync("/api/v1/configuration/reload");
        _api.Configuration.Write("partners/NORTH.yaml", "code: NORTH\nnam: North\nchannel: {type: pigeon}\n");
        var bad = await _api.PostAsync("/api/v1/configuration/reload", "{}");

        Assert.Equal((HttpStatusCode.OK, 4), (good.Status, good.Json.GetProperty("partners").GetInt32()));
        var faults = bad.IsProblem(HttpStatusCode.UnprocessableEntity, "configuration-invalid").GetProperty("faults");
        Assert.All(faults.EnumerateArray(), fault => Assert.Equal("partners/NORTH.yaml", fault.GetProperty("file").GetString()));
        Assert.Contains(faults.EnumerateArray(), fault => fault.GetProperty("line").GetInt32() == 2);
        Assert.DoesNotContain(_api.Configuration.Path, bad.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync("/api/v1/partners/NORTH")).Status);
        var ready = await _api.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.OK, "degraded"), (ready.Status, ready.Json.GetProperty("status").GetString()));
    }

    private Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work) => _api.Store.WriteAsync(work, TestContext.Current.CancellationToken);
}

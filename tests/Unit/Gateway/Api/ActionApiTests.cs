using System.Net;
using System.Text.Json;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

public sealed class ActionApiTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Sending_asks_the_first_partner_with_the_note_of_the_submission()
    {
        var id = await _api.CreateAsync("""{"title": "Atlas", "partners": ["EAST", "SOUTH"], "note": "Any edition"}""");

        var sent = await _api.ActAsync(id, "send");

        Assert.Equal("REQUEST_SENT", sent.GetProperty("status").GetString());
        Assert.Contains("EAST", sent.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, "pending"), (sent.GetProperty("currentState").GetProperty("code").GetInt32(),
            sent.GetProperty("currentState").GetProperty("name").GetString()));
        Assert.Equal(["Any edition"], Notes(sent, "to-partner"));
        var message = await OnlyMessageOutAsync();
        Assert.Equal("Any edition", Assert.IsType<IllMessage.Request>(message).Note);
    }

    [Fact]
    public async Task A_note_at_sending_is_added_to_the_one_of_the_submission()
    {
        var id = await _api.CreateAsync("""{"title": "Atlas", "partner": "EAST", "note": "Any edition"}""");

        var sent = await _api.ActAsync(id, "send", """{"note": "Hurry", "internalNote": "Called them"}""");

        Assert.Equal(["Any edition\nHurry"], Notes(sent, "to-partner"));
        Assert.Equal(["Called them"], Notes(sent, "internal"));
        Assert.Equal("Any edition\nHurry", (await OnlyMessageOutAsync()).Note);
    }

    [Fact]
    public async Task A_loan_goes_out_with_all_its_fields()
    {
        var id = await _api.CreateAsync("""{"role": "lender", "partner": "EAST", "externalId": "E-1", "title": "Atlas"}""");

        var shipped = await _api.ActAsync(id, "ship",
            """{"dueDate": "2099-03-31", "barcode": "B-7", "note": "With map", "cost": {"amount": 3, "currency": "NOK"}}""");

        Assert.Equal("SHIPPED_PHYSICALLY", shipped.GetProperty("status").GetString());
        Assert.Equal("2099-03-31", shipped.GetProperty("dueDate").GetString());
        Assert.Equal("B-7", shipped.GetProperty("barcode").GetString());
        Assert.Equal("NOK", shipped.GetProperty("cost").GetProperty("currency").GetString());
        Assert.Equal("ship", shipped.GetProperty("history").EnumerateArray().Last().GetProperty("event").GetString());
    }

    [Fact]
    public async Task Available_actions_are_those_that_work()
    {
        var borrowing = await _api.CreateAsync();
        var withoutPartner = await _api.CreateAsync("""{"title": "A"}""");
        var lending = await _api.CreateAsync("""{"role": "lender", "partner": "EAST", "externalId": "E-1", "title": "Atlas"}""");

        Assert.Contains("send", await ActionsAsync(borrowing));
        Assert.DoesNotContain("locate", await ActionsAsync(borrowing));
        Assert.DoesNotContain("ship", await ActionsAsync(borrowing));
        Assert.DoesNotContain("general-message", await ActionsAsync(borrowing));
        await _api.ActAsync(borrowing, "send");
        Assert.Contains("general-message", await ActionsAsync(borrowing));
        Assert.DoesNotContain("send", await ActionsAsync(withoutPartner));
        Assert.Contains("ship", await ActionsAsync(lending));

        // The test's lending profile has the step will-supply and no other.
        Assert.Contains("will-supply", await ActionsAsync(lending));
        Assert.DoesNotContain("conditional", await ActionsAsync(lending));
    }

    [Fact]
    public async Task An_action_that_is_not_possible_now_says_when_it_is_and_what_else_is()
    {
        var id = await _api.CreateAsync();

        var problem = (await _api.PostAsync($"/api/v1/requests/{id}/actions/receive")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");

        Assert.Equal(id, problem.GetProperty("id").GetString());
        Assert.Equal("REQUEST_CREATED_BOR", problem.GetProperty("requestStatus").GetString());
        Assert.Contains("SHIPPED_PHYSICALLY", problem.GetProperty("expected").EnumerateArray().Select(status => status.GetString()));
        Assert.Equal(await ActionsAsync(id), problem.GetProperty("availableActions").EnumerateArray().Select(action => action.GetString()!).ToList());
    }

    [Fact]
    public async Task Locating_needs_a_catalogue()
    {
        var id = await _api.CreateAsync();

        var problem = (await _api.PostAsync($"/api/v1/requests/{id}/actions/locate")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");

        Assert.StartsWith("None of the suppliers that are left to ask has a catalogue", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("REQUEST_CREATED_BOR", (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_unknown_action_is_answered_with_the_known_ones()
    {
        var id = await _api.CreateAsync();

        var problem = (await _api.PostAsync($"/api/v1/requests/{id}/actions/shipp")).IsProblem(HttpStatusCode.NotFound, "action-not-found");

        Assert.Contains("did you mean ship?", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("will-supply, conditional", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dueDat": "2099-01-01"}""", "dueDat", "did you mean \"dueDate\"")]
    [InlineData("""{"zzz": 1}""", "zzz", "Known fields: dueDate, desiredDueDate, dateForReply, barcode")]
    [InlineData("""{"dueDate": "tomorrow"}""", "dueDate", "\"2026-03-31\"")]
    [InlineData("""{"answer": "yes"}""", "answer", "true or false")]
    [InlineData("""{"cost": {"amount": "x"}}""", "cost.amount", "12.50")]
    [InlineData("""{"status": "SENT"}""", "status", "REQUEST_SENT")]
    [InlineData("""{"format": "PAPER"}""", "format", "PHYSICAL")]
    public async Task A_field_of_an_action_that_cannot_be_used_is_named(string json, string field, string expected)
    {
        var id = await _api.CreateAsync();

        var answer = await _api.PostAsync($"/api/v1/requests/{id}/actions/send", json);

        answer.IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
        Assert.Contains(expected, answer.Fault(field), StringComparison.Ordinal);
        Assert.Equal("REQUEST_CREATED_BOR", (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_field_that_the_rule_does_not_accept_is_named()
    {
        var id = await _api.CreateAsync();

        var answer = await _api.PostAsync($"/api/v1/requests/{id}/actions/change-status");

        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.NotEmpty(answer.Fault("status"));
    }

    [Fact]
    public async Task A_step_that_is_missing_takes_its_action_off_the_list_and_is_named_when_it_is_tried()
    {
        // The test's borrowing profile has the step will-supply and no other.
        var id = await _api.CreateAsync();
        await _api.ActAsync(id, "send");

        var claim = (await _api.PostAsync($"/api/v1/requests/{id}/actions/claim")).IsProblem(HttpStatusCode.Conflict, "not-possible-now");
        var status = await _api.PostAsync($"/api/v1/requests/{id}/actions/change-status", """{"status": "CLAIMED"}""");

        Assert.DoesNotContain("claim", await ActionsAsync(id));
        Assert.Contains("no step \"claimed\"", claim.GetProperty("detail").GetString(), StringComparison.Ordinal);
        status.IsProblem(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Contains("no step \"claimed\"", status.Fault("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_can_be_set_by_hand_and_the_request_removed()
    {
        var id = await _api.CreateAsync();

        await _api.ActAsync(id, "change-status", """{"status": "request_completed"}""");
        await _api.ActAsync(id, "remove", "{}");

        Assert.Empty((await _api.GetAsync("/api/v1/requests")).Json.GetProperty("items").EnumerateArray());
        Assert.Single((await _api.GetAsync("/api/v1/requests?status=DELETED")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal("DELETED", (await _api.GetAsync($"/api/v1/requests/{id}")).Json.GetProperty("status").GetString());
    }

    private static List<string> Notes(JsonElement request, string kind) => request.GetProperty("notes").EnumerateArray()
        .Where(note => note.GetProperty("kind").GetString() == kind).Select(note => note.GetProperty("text").GetString()!).ToList();

    private async Task<List<string>> ActionsAsync(string id) => (await _api.GetAsync($"/api/v1/requests/{id}")).Json
        .GetProperty("availableActions").EnumerateArray().Select(action => action.GetString()!).ToList();

    private async Task<IllMessage> OnlyMessageOutAsync()
    {
        var page = await _api.Store.ListOutboxAsync(null, OutboxState.Waiting, null, 10, TestContext.Current.CancellationToken);
        return Assert.Single(page.Items).Entry.Message;
    }
}

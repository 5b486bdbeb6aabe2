using System.Net;
using Microsoft.AspNetCore.Builder;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Sign-in, headers, problems, health: what every call meets.</summary>
public sealed class PipelineTests
{
    [Theory]
    [InlineData("/api/v1/requests")]
    [InlineData("/API/V1/requests")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api")]
    public async Task Everything_under_api_needs_the_token(string path)
    {
        await using var api = await RunningApi.StartAsync();
        foreach (var token in new[] { null, "", "wrong", api.Token[..^1], api.Token + "x", api.Token.ToUpperInvariant() })
        {
            var answer = await ApiAnswer.OfAsync(await api.Client(token).GetAsync(path, TestContext.Current.CancellationToken));

            answer.IsProblem(HttpStatusCode.Unauthorized, "not-signed-in");
            Assert.Equal("Bearer", answer.Response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task What_programs_watch_needs_none(string path)
    {
        await using var api = await RunningApi.StartAsync();

        using var response = await api.Client(null).GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("//api/v1/requests")]
    [InlineData("/./api/v1/requests")]
    [InlineData("/%61pi/v1/requests")]
    [InlineData("/api%2fv1/requests")]
    [InlineData("/health/../api/v1/requests")]
    public async Task No_spelling_of_an_address_leads_around_the_sign_in(string target)
    {
        await using var api = await RunningApi.StartAsync();
        await api.CreateAsync();

        var answer = await api.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (401|404|400) ", answer);
        Assert.DoesNotContain("HOME0000001", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_tokens_are_limited_and_the_right_one_still_works()
    {
        await using var api = await RunningApi.StartAsync();
        var stranger = api.Client("wrong");
        var statuses = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 21; attempt++)
        {
            using var response = await stranger.GetAsync("/api/v1/requests", TestContext.Current.CancellationToken);
            statuses.Add(response.StatusCode);
        }

        Assert.All(statuses.Take(20), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[20]);
        var refused = await ApiAnswer.OfAsync(await stranger.GetAsync("/api/v1/requests", TestContext.Current.CancellationToken));
        refused.IsProblem(HttpStatusCode.TooManyRequests, "too-many-sign-ins");
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Response.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/api/v1/requests")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/v1/requests", 200)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/health/ready", 200)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/v1/broken", 500)]
    public async Task Every_answer_carries_the_headers_that_browsers_obey(string method, string path, int status)
    {
        await using var api = await RunningApi.StartAsync(map: Broken);

        var response = (await api.SendAsync(new HttpMethod(method), path, null)).Response;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        await using var api = await RunningApi.StartAsync();

        (await api.GetAsync("/api/v1/nothing")).IsProblem(HttpStatusCode.NotFound, "no-such-address");
        var wrongMethod = await api.SendAsync(HttpMethod.Delete, "/api/v1/requests", null);
        wrongMethod.IsProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Contains("POST", wrongMethod.Response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_fault_of_the_gateway_tells_a_trace_id_and_nothing_else()
    {
        await using var api = await RunningApi.StartAsync(map: Broken);

        var answer = await api.GetAsync("/api/v1/broken");

        answer.IsProblem(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("errors", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_write_asks_to_come_again()
    {
        await using var api = await RunningApi.StartAsync(wrap: store => new BrokenStore(store));

        var answer = await api.PostAsync("/api/v1/requests", """{"title": "A"}""");

        answer.IsProblem(HttpStatusCode.ServiceUnavailable, "store-unavailable");
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Response.Headers.RetryAfter!.Delta);
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
        var ready = await api.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failed"), (ready.Status, ready.Json.GetProperty("status").GetString()));
        Assert.Equal("failed", Check(ready, "store"));
        Assert.DoesNotContain("canary", ready.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task A_gateway_in_order_is_ready_and_leaves_no_trace_of_the_question()
    {
        await using var api = await RunningApi.StartAsync();

        var ready = await api.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.OK, "ok"), (Check(ready, "process"), Check(ready, "store"), Check(ready, "configuration")) == ("ok", "ok", "ok")
            ? (ready.Status, "ok") : (ready.Status, ready.Text));
        Assert.Empty(await api.Store.LaneHoldsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ok", (await api.GetAsync("/health/live")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_part_that_is_not_up_keeps_the_gateway_from_being_ready()
    {
        await using var api = await RunningApi.StartAsync();
        var state = (ResourceSharing.Gateway.Telemetry.HealthState)api.Services.GetService(typeof(ResourceSharing.Gateway.Telemetry.HealthState))!;

        state.Expect("iso-ill");
        var waiting = await api.GetAsync("/health/ready");
        state.Report("iso-ill", isUp: true);
        var up = await api.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failed"), (waiting.Status, Check(waiting, "iso-ill")));
        Assert.Equal((HttpStatusCode.OK, "ok"), (up.Status, Check(up, "iso-ill")));
    }

    private static string? Check(ApiAnswer ready, string name) => ready.Json.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("name").GetString() == name).GetProperty("status").GetString();

    private static void Broken(WebApplication app) =>
        app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("canary /etc/canary"));
}

/// <summary>Reads, but cannot write.</summary>
internal sealed class BrokenStore(IStore inner) : IStore
{
    public string? LastFailure => "canary: disk full";

    public Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken) =>
        Task.FromException<T>(new StoreUnavailableException("canary: disk full"));

    public Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken) =>
        inner.FindRequestAsync(number, cancellationToken);

    public Task<Page<RequestState>> ListRequestsAsync(RequestFilter filter, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListRequestsAsync(filter, after, limit, cancellationToken);

    public Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken) =>
        inner.CountRequestsAsync(filter, cancellationToken);

    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken) =>
        inner.HistoryAsync(request, cancellationToken);

    public Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListMessagesAsync(request, onlyQuarantined, after, limit, cancellationToken);

    public Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken) => inner.FindMessageAsync(id, cancellationToken);

    public Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListOutboxAsync(partner, state, after, limit, cancellationToken);

    public Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken) => inner.QueueDepthsAsync(cancellationToken);

    public Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.PartnersWithDueWorkAsync(now, cancellationToken);

    public Task<IReadOnlyList<long>> RequestsPastAsync(
        Side side, RequestDate date, DateOnly today, IReadOnlyList<Status> statuses, long afterNumber, int limit,
        CancellationToken cancellationToken) =>
        inner.RequestsPastAsync(side, date, today, statuses, afterNumber, limit, cancellationToken);

    public Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken) => inner.LaneHoldsAsync(cancellationToken);

    public Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        inner.VerifyAsync(progress, cancellationToken);

    public Task BackupAsync(string path, CancellationToken cancellationToken) => inner.BackupAsync(path, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Telemetry;
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

        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.All(new[] { "process", "store", "configuration" }, name => Assert.Equal("ok", Check(ready, name)));
        Assert.Empty(await api.Store.LaneHoldsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ok", (await api.GetAsync("/health/live")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_part_that_is_not_up_keeps_the_gateway_from_being_ready()
    {
        await using var api = await RunningApi.StartAsync();
        var state = api.Services.GetRequiredService<HealthState>();

        state.Expect("iso-ill");
        var waiting = await api.GetAsync("/health/ready");
        state.Report("iso-ill", isUp: true);
        var up = await api.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failed"), (waiting.Status, Check(waiting, "iso-ill")));
        Assert.Equal((HttpStatusCode.OK, "ok"), (up.Status, Check(up, "iso-ill")));
    }

    [Fact]
    public async Task Bytes_that_retention_has_removed_are_gone()
    {
        await using var api = await RunningApi.StartAsync(wrap: store => new ForgetfulStore(store));
        await api.CreateAsync();

        (await api.GetAsync("/api/v1/messages/1/raw")).IsProblem(HttpStatusCode.Gone, "message-bytes-removed");
        Assert.True((await api.GetAsync("/api/v1/messages/1")).Json.GetProperty("octets").GetInt32() > 0);
    }

    [Fact]
    public async Task A_gateway_that_stops_is_not_ready()
    {
        await using var api = await RunningApi.StartAsync();
        var state = api.Services.GetRequiredService<HealthState>();
        Assert.Equal((true, false), (state.IsStarted, state.IsStopping));

        await api.StopAsync();

        Assert.True(state.IsStopping);
        var answer = await HealthEndpoints.ReadyAsync(
            state, api.Services.GetRequiredService<StoreProbe>(), api.Services.GetRequiredService<Disk>(),
            api.Services.GetRequiredService<ConfigurationSource>(), api.Services.GetRequiredService<MailboxHealth>(),
            TestContext.Current.CancellationToken);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, Assert.IsType<IStatusCodeHttpResult>(answer, exactMatch: false).StatusCode);
    }

    [Fact]
    public void Connections_and_calls_have_limits()
    {
        var kestrel = new KestrelServerOptions();

        GatewayApi.Limit(kestrel);

        Assert.False(kestrel.AddServerHeader);
        Assert.Equal(500, kestrel.Limits.MaxConcurrentConnections);
        Assert.Equal(1024 * 1024, kestrel.Limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(10), kestrel.Limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), kestrel.Limits.KeepAliveTimeout);
        Assert.NotNull(kestrel.Limits.MinRequestBodyDataRate);
    }

    private static string? Check(ApiAnswer ready, string name) => ready.Json.GetProperty("checks").EnumerateArray()
        .Single(check => check.GetProperty("name").GetString() == name).GetProperty("status").GetString();

    private static void Broken(WebApplication app) =>
        app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException("canary /etc/canary"));
}


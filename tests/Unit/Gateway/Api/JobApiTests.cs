using System.Net;
using System.Text.Json;
using ResourceSharing.Gateway.Cli;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Api;

/// <summary>Jobs over REST and on the command line.</summary>
public sealed class JobApiTests
{
    [Fact]
    public async Task Jobs_are_listed_with_schedule_and_last_run_and_can_be_started()
    {
        await using var api = await RunningApi.StartAsync();
        var jobs = (await api.GetAsync("/api/v1/jobs")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            ["expiry", "overdue", "due-soon", "claim", "auto-cancel", "reply-date", "auto-reject", "locate-retry", "work-time", "status-poll",
                "anonymise", "retention"],
            jobs.Select(job => job.GetProperty("name").GetString()));
        Assert.All(jobs, job => Assert.Equal(JsonValueKind.Null, job.GetProperty("lastRun").ValueKind));
        Assert.Equal("0 2 * * *", jobs[0].GetProperty("schedule").GetString());
        Assert.True(jobs[0].GetProperty("nextRun").GetDateTimeOffset() > DateTimeOffset.UtcNow);

        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/v1/jobs/retention/run")).Status);
        var run = await LastRunAsync(api, "retention");
        Assert.Equal(("succeeded", 0), (run.GetProperty("result").GetString(), run.GetProperty("changed").GetInt32()));
    }

    [Fact]
    public async Task A_job_is_paused_and_resumed_and_an_unknown_one_is_said_to_be_unknown()
    {
        await using var api = await RunningApi.StartAsync();
        var paused = await api.PostAsync("/api/v1/jobs/claim/pause");
        Assert.Equal(HttpStatusCode.Accepted, paused.Status);
        Assert.True(paused.Json.GetProperty("paused").GetBoolean());
        Assert.Equal(JsonValueKind.Null, paused.Json.GetProperty("nextRun").ValueKind);
        Assert.False((await api.PostAsync("/api/v1/jobs/claim/resume")).Json.GetProperty("paused").GetBoolean());

        (await api.GetAsync("/api/v1/jobs/cleaning")).IsProblem(HttpStatusCode.NotFound, "job-not-found");
        (await api.PostAsync("/api/v1/jobs/cleaning/run")).IsProblem(HttpStatusCode.NotFound, "job-not-found");
        (await api.PostAsync("/api/v1/jobs/claim/run", """{"now": true}""")).IsProblem(HttpStatusCode.BadRequest, "invalid-fields");
    }

    [Fact]
    public async Task A_job_that_is_off_cannot_be_paused_and_can_be_started()
    {
        await using var api = await RunningApi.StartAsync(gateway: "jobs: {claim: off}");
        (await api.PostAsync("/api/v1/jobs/claim/pause")).IsProblem(HttpStatusCode.Conflict, "job-off");
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/v1/jobs/claim/run")).Status);
        Assert.Equal("succeeded", (await LastRunAsync(api, "claim")).GetProperty("result").GetString());
    }

    [Fact]
    public async Task The_command_line_lists_starts_pauses_and_resumes()
    {
        await using var api = await RunningApi.StartAsync();
        var (code, text) = await CallAsync(api, "jobs", "run", "expiry");
        Assert.True(code == 0, text);
        Assert.StartsWith("expiry: succeeded, looked at 0, changed 0, ", text, StringComparison.Ordinal);
        Assert.Equal((0, "claim: paused\n"), await CallAsync(api, "jobs", "pause", "claim"));
        (code, text) = await CallAsync(api, "jobs");
        Assert.Equal(0, code);
        Assert.Contains("paused", text.Split('\n').Single(line => line.StartsWith("claim ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains("succeeded", text.Split('\n').Single(line => line.StartsWith("expiry ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal((0, "claim: resumed\n"), await CallAsync(api, "jobs", "resume", "claim"));
        (code, text) = await CallAsync(api, "jobs", "run", "cleaning");
        Assert.Equal(1, code);
        Assert.Contains("There is no job", text, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> LastRunAsync(RunningApi api, string job)
    {
        for (var i = 0; i < 600; i++)
        {
            var run = (await api.GetAsync($"/api/v1/jobs/{job}")).Json.GetProperty("lastRun");
            if (run.ValueKind == JsonValueKind.Object)
            {
                return run;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{job} did not run");
    }

    private static async Task<(int Code, string Text)> CallAsync(RunningApi api, params string[] args)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var config = Path.Combine(Repository.Root, "config");
        var code = await CommandLine.RunAsync(
            [.. args, "--config", config, "--data", api.DataFolder, "--urls", api.Address.ToString().TrimEnd('/')], text, text);
        return (code, text.ToString());
    }
}

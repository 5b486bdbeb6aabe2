using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Jobs;

namespace ResourceSharing.Gateway.Api;

/// <summary>Jobs: when they run and how it went; start one, pause one.</summary>
internal static class JobEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, JobDesk desk, CancellationToken cancellationToken)
    {
        if (new QueryReader(context.Request.Query).Finish() is { } problem)
        {
            return problem;
        }

        var standings = await desk.ListAsync(cancellationToken);
        return TypedResults.Ok(new PageView<JobView>(standings.Select(one => new JobView(one)).ToArray(), null));
    }

    public static async Task<IResult> GetAsync(string name, JobDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(name, cancellationToken) is { } standing
            ? TypedResults.Ok(new JobView(standing))
            : Unknown(name);

    public static Task<IResult> RunAsync(
        string name, HttpContext context, JobCatalog jobs, JobDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(name, context, jobs, desk, async job =>
        {
            await desk.RunAsync(job, cancellationToken);
            return true;
        }, cancellationToken);

    public static Task<IResult> PauseAsync(
        string name, HttpContext context, JobCatalog jobs, JobDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(name, context, jobs, desk, job => desk.PauseAsync(job, isPaused: true, cancellationToken), cancellationToken);

    public static Task<IResult> ResumeAsync(
        string name, HttpContext context, JobCatalog jobs, JobDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(name, context, jobs, desk, job => desk.PauseAsync(job, isPaused: false, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(
        string name, HttpContext context, JobCatalog jobs, JobDesk desk, Func<GatewayJob, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadNothingAsync(context) is { } problem)
        {
            return problem;
        }

        if (jobs.Find(name) is not { } job)
        {
            return Unknown(name);
        }

        return await change(job)
            ? TypedResults.Accepted((string?)null, new JobView((await desk.FindAsync(name, cancellationToken))!))
            : ApiProblem.Conflict("job-off", $"The job {name} has no schedule: it is off in gateway.yaml.");
    }

    private static IResult Unknown(string name) =>
        ApiProblem.NotFound("job", $"There is no job {Echo.Of(name)}; the list of jobs names them.");
}

/// <summary>A job as operators see it.</summary>
internal sealed record JobView
{
    /// <summary>From how it stands.</summary>
    public JobView(JobStanding standing)
    {
        Name = standing.Job.Name;
        Purpose = standing.Job.Purpose;
        Schedule = standing.Schedule.Text;
        Paused = standing.IsPaused;
        Running = standing.IsRunning;
        NextRun = standing.NextRun;
        LastRun = standing.LastRun is { } last ? new JobRunView(last) : null;
    }

    public string Name { get; }

    public string Purpose { get; }

    [Description("Five fields of cron in the time zone of the gateway, every and an interval, or off.")]
    public string Schedule { get; }

    public bool Paused { get; }

    public bool Running { get; }

    [Description("Null while the job is off or paused.")]
    public DateTimeOffset? NextRun { get; }

    [Description("The last run that has ended.")]
    public JobRunView? LastRun { get; }
}

/// <summary>A run of a job.</summary>
internal sealed record JobRunView
{
    /// <summary>From the history.</summary>
    public JobRunView(LastJobRun run)
    {
        At = run.At;
        DurationMs = (long)run.Duration.TotalMilliseconds;
        Result = run.Result;
        LookedAt = run.LookedAt;
        Changed = run.Changed;
        Faults = run.Faults;
        Error = run.Error;
    }

    public DateTimeOffset At { get; }

    public long DurationMs { get; }

    [Description("succeeded, failed or cancelled.")]
    public string Result { get; }

    [Description("How many requests or rows were looked at.")]
    public long? LookedAt { get; }

    [Description("How many of them were changed.")]
    public long? Changed { get; }

    [Description("How many could not be worked on; the next run tries them again.")]
    public long? Faults { get; }

    public string? Error { get; }
}

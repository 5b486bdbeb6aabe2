using System.Text.Json;
using Quartz;
using Quartz.Extensibility;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>How a job stands.</summary>
/// <param name="Job">The job.</param>
/// <param name="Schedule">When it runs.</param>
/// <param name="IsPaused">Was it paused by hand?</param>
/// <param name="IsRunning">Does it run at this moment?</param>
/// <param name="NextRun">When it runs next; null when it is off or paused.</param>
/// <param name="LastRun">The last run that ended; null before the first.</param>
internal sealed record JobStanding(
    GatewayJob Job, JobSchedule Schedule, bool IsPaused, bool IsRunning, DateTimeOffset? NextRun, LastJobRun? LastRun);

/// <summary>A run that has ended.</summary>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Result">How it ended: <c>succeeded</c>, <c>failed</c>, <c>cancelled</c>.</param>
/// <param name="LookedAt">How many requests or rows it looked at.</param>
/// <param name="Changed">How many it changed.</param>
/// <param name="Faults">How many it could not work on.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
internal sealed record LastJobRun(
    DateTimeOffset At, TimeSpan Duration, string Result, long? LookedAt, long? Changed, long? Faults, string? Error);

/// <summary>The schedule of the jobs: puts it into the scheduler, shows it, starts jobs by hand and pauses them.</summary>
internal sealed class JobDesk : IDisposable
{
    private static readonly RetryPolicy Retries = RetryPolicy.Explicit(
        [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)]);

    private readonly JobFile _file;
    private readonly JobCatalog _catalog;
    private readonly ISchedulerFactory _factory;
    private readonly IExecutionHistoryStore _history;
    private readonly NetworkSource _network;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _applying = new(1, 1);
    private ConfigurationSnapshot? _applied;
    private IScheduler? _scheduler;
    private bool _isStopped;

    public JobDesk(
        JobFile file, JobCatalog catalog, ISchedulerFactory factory, IExecutionHistoryStore history, NetworkSource network,
        TimeProvider time)
    {
        _file = file;
        _catalog = catalog;
        _factory = factory;
        _history = history;
        _network = network;
        _time = time;
    }

    /// <summary>Puts the schedules of the configuration in force, as far as they have changed. A schedule that is the same
    /// keeps its next run, also one that was missed while the gateway was down: it is caught up once. The first call starts
    /// the scheduler.</summary>
    public Task ApplyAsync(CancellationToken cancellationToken) => SchedulerAsync(cancellationToken);

    /// <summary>Stops the scheduler and waits for the jobs that run.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _applying.WaitAsync(cancellationToken);
        try
        {
            _isStopped = true;
            if (_scheduler is not null)
            {
                await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
            }
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>All jobs.</summary>
    public async Task<IReadOnlyList<JobStanding>> ListAsync(CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        var running = (await scheduler.QueryFireInstances(new FireInstanceQuery(), cancellationToken)).Items
            .Select(instance => instance.JobKey?.Name).ToHashSet(StringComparer.Ordinal);
        var standings = new List<JobStanding>();
        foreach (var job in _catalog.All)
        {
            standings.Add(await StandingAsync(scheduler, job, running.Contains(job.Name), cancellationToken));
        }

        return standings;
    }

    /// <summary>How one job stands; null when there is none of that name.</summary>
    public async Task<JobStanding?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(standing => standing.Job.Name == name);

    /// <summary>Starts a job now, beside its schedule; while it runs already, after that.</summary>
    public async Task RunAsync(GatewayJob job, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        await scheduler.TriggerJob(new JobKey(job.Name), new JobDataMap(), cancellationToken);
    }

    /// <summary>Takes a job out of its schedule, or back into it; what was missed meanwhile is caught up once. False when
    /// the job has no schedule.</summary>
    public async Task<bool> PauseAsync(GatewayJob job, bool isPaused, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        var key = new TriggerKey(job.Name);
        if (!await scheduler.Exists(key, cancellationToken))
        {
            return false;
        }

        _ = isPaused
            ? await scheduler.PauseTrigger(key, cancellationToken)
            : await scheduler.ResumeTrigger(key, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _applying.Dispose();

    /// <summary>The scheduler with the schedules in force.</summary>
    private async Task<IScheduler> SchedulerAsync(CancellationToken cancellationToken)
    {
        await _applying.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var scheduler = _scheduler ??= await OpenAsync(cancellationToken);
            var snapshot = _network.Current.Snapshot;
            if (ReferenceEquals(snapshot, _applied))
            {
                return scheduler;
            }

            foreach (var job in _catalog.All)
            {
                await ApplyAsync(scheduler, job, job.Schedule(snapshot.Gateway.Jobs), cancellationToken);
            }

            if (_applied is null)
            {
                await scheduler.Start(cancellationToken);
            }

            _applied = snapshot;
            return scheduler;
        }
        finally
        {
            _applying.Release();
        }
    }

    private async Task<IScheduler> OpenAsync(CancellationToken cancellationToken)
    {
        _file.SetAsideIfDamaged();
        return await _factory.GetScheduler(cancellationToken);
    }

    private async Task ApplyAsync(
        IScheduler scheduler, GatewayJob job, JobSchedule schedule, CancellationToken cancellationToken)
    {
        var detail = JobBuilder.Create<QuartzJob>().WithIdentity(job.Name).WithDescription(job.Purpose).StoreDurably(true)
            .Build();
        await scheduler.AddJob(detail, AddJobOptions.Replacing, cancellationToken);
        var key = new TriggerKey(job.Name);
        var now = await scheduler.GetTrigger(key, cancellationToken);
        if (schedule.IsOff)
        {
            _ = now is not null && await scheduler.UnscheduleJob(key, cancellationToken);
        }
        else if (now is null)
        {
            await scheduler.ScheduleJob(Trigger(job, schedule), new ScheduleJobOptions(), cancellationToken);
        }
        else if (now.Description != schedule.Text)
        {
            var isPaused = await scheduler.GetTriggerState(key, cancellationToken) == TriggerState.Paused;
            await scheduler.RescheduleJob(key, Trigger(job, schedule), cancellationToken);
            _ = isPaused && await scheduler.PauseTrigger(key, cancellationToken);
        }
    }

    /// <summary>The description is how a changed schedule is told from the one that is stored.</summary>
    private ITrigger Trigger(GatewayJob job, JobSchedule schedule)
    {
        var builder = TriggerBuilder.Create(_time).WithIdentity(job.Name).ForJob(job.Name)
            .WithDescription(schedule.Text).WithRetryPolicy(Retries);
        return schedule.Every is { } every
            ? builder.StartAt(_time.GetUtcNow() + every).WithSchedule(SimpleScheduleBuilder.Create()
                .WithInterval(every).RepeatForever()
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount)).Build()
            : builder.StartAt(_time.GetUtcNow()).WithSchedule(CronScheduleBuilder.Create(schedule.Cron!)
                .InTimeZone(_time.LocalTimeZone)
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
    }

    private async Task<JobStanding> StandingAsync(
        IScheduler scheduler, GatewayJob job, bool isRunning, CancellationToken cancellationToken)
    {
        var key = new TriggerKey(job.Name);
        var trigger = await scheduler.GetTrigger(key, cancellationToken);
        var isPaused = trigger is not null
            && await scheduler.GetTriggerState(key, cancellationToken) == TriggerState.Paused;
        return new JobStanding(
            job, job.Schedule(_network.Current.Snapshot.Gateway.Jobs), isPaused, isRunning,
            isPaused ? null : Local(trigger?.NextFireTimeUtc),
            await LastRunAsync(scheduler.SchedulerName, job, cancellationToken));
    }

    private async Task<LastJobRun?> LastRunAsync(string scheduler, GatewayJob job, CancellationToken cancellationToken)
    {
        if (await _history.GetJobRunStatus(scheduler, new JobKey(job.Name), cancellationToken) is not { } status)
        {
            return null;
        }

        var entry = status.LastEntryId is null
            ? null
            : await _history.GetExecution(scheduler, status.LastEntryId, cancellationToken);
        var measures = entry?.MetricsJson is null ? null : JsonSerializer.Deserialize<Dictionary<string, long>>(entry.MetricsJson);
        var error = status.LastResult == JobRunResult.Failed ? entry?.ExceptionMessage ?? status.LastSummary : null;
        return new LastJobRun(
            Local(status.LastFiredAtUtc)!.Value, status.LastDuration, status.LastResult.ToString().ToLowerInvariant(),
            Measure(QuartzJob.LookedAt), Measure(QuartzJob.Changed), Measure(QuartzJob.Faults), error);

        long? Measure(string name) => measures?.TryGetValue(name, out var value) == true ? value : null;
    }

    private DateTimeOffset? Local(DateTimeOffset? at) =>
        at is { } instant ? TimeZoneInfo.ConvertTime(instant, _time.LocalTimeZone) : null;
}

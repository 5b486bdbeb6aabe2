using Dapper;
using Microsoft.Data.Sqlite;
using Quartz;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>Puts the jobs and their scheduler together.</summary>
internal static class JobServices
{
    /// <summary>The file of the schedule in the data folder. It holds when each job runs next and how its last runs went,
    /// nothing about requests: a file of its own, so that its small writes never wait for those of messages, and so that it
    /// may be lost.</summary>
    public const string FileName = "jobs.db";

    private static readonly TimeSpan HistoryKept = TimeSpan.FromDays(400);
    private const int RunsKept = 100;

    /// <summary>Jobs with their schedule on the disk.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, string dataFolder, TimeProvider time)
    {
        services.AddSingleton<RequestCalendar>();
        services.AddSingleton<HoldJob>();
        services.AddSingleton<RetentionJobs>();
        services.AddSingleton<StatusPoll>();
        services.AddSingleton<JobCatalog>();
        services.AddSingleton<JobDesk>();
        services.AddTransient<QuartzJob>();
        services.AddSingleton(provider => new JobFile(
            Path.Combine(dataFolder, FileName), time, provider.GetRequiredService<ILogger<JobFile>>()));
        services.AddQuartzExecutionHistory(history =>
        {
            history.Retention = HistoryKept;
            history.MaxEntriesPerJob = RunsKept;
        });
        services.AddQuartz(quartz => quartz
            .ConfigureScheduler(scheduler => scheduler.InstanceName = "jobs")
            .UseTimeProvider(time)
            .UseDefaultThreadPool(1)
            .UsePersistentStore(store =>
            {
                store.UseSqlite(ConnectionString(Path.Combine(dataFolder, FileName)));
                store.ProvisionSchema();
                store.UseExecutionHistory();
            }));
        services.AddHostedService<JobScheduling>();
        return services;
    }

    /// <summary>How the file is opened.</summary>
    internal static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;
}

/// <summary>Looks at the file of the schedule before the scheduler opens it: a damaged one must not keep the gateway from
/// starting, since all that it holds can be made again.</summary>
internal sealed class JobFile
{
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<JobFile> _log;

    public JobFile(string file, TimeProvider time, ILogger<JobFile> log)
    {
        _file = file;
        _time = time;
        _log = log;
    }

    /// <summary>Puts a damaged file aside, so that a new one is made.</summary>
    public void SetAsideIfDamaged()
    {
        if (!IsSound())
        {
            var aside = $"{_file}.damaged-{_time.GetUtcNow():yyyyMMddHHmmss}";
            File.Move(_file, aside, overwrite: true);
            File.Delete(_file + "-wal");
            File.Delete(_file + "-shm");
            JobsLog.ScheduleDamaged(_log, _file, aside);
        }
    }

    private bool IsSound()
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = _file, Pooling = false }.ConnectionString);
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL");
            return connection.ExecuteScalar<string>("PRAGMA quick_check(1)") == "ok";
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}

/// <summary>Starts the scheduler, and puts changed schedules into it after a reload of the configuration. The scheduler takes
/// half a second to start and nobody waits for it, so it starts once the gateway listens.</summary>
internal sealed class JobScheduling : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly JobDesk _desk;
    private readonly TimeProvider _time;
    private readonly CancellationToken _started;

    public JobScheduling(JobDesk desk, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _desk = desk;
        _time = time;
        _started = lifetime.ApplicationStarted;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _desk.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            await StartedAsync().WaitAsync(stoppingToken);
            do
            {
                await _desk.ApplyAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }
    }

    private Task StartedAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _started.Register(started.SetResult);
        return started.Task;
    }
}

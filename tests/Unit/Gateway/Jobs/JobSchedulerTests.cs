using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Quartz.Extensibility;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Jobs;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using ResourceSharing.Tests.Unit.Gateway.Storage;

namespace ResourceSharing.Tests.Unit.Gateway.Jobs;

/// <summary>The scheduler itself, with its file, over several lives of the process.</summary>
public sealed class JobSchedulerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("scheduler");
    private readonly TemporaryConfiguration _configuration = new();
    private readonly FakeTime _time = new();
    private readonly ConfigurationSource _source;
    private readonly SqliteStore _store;

    public JobSchedulerTests()
    {
        _configuration.Write("gateway.yaml", TemporaryConfiguration.Gateway);
        _configuration.Write("profiles/DEFAULT_LEND_WF.yaml",
            "code: DEFAULT_LEND_WF\nname: Lending\nside: lending\nsteps: [expired]\n");
        _source = new ConfigurationSource(_configuration.Load().Snapshot!, () => _configuration.Load());
        _store = SqliteStore.Open(new SqliteStoreOptions { DataFolder = _data.FullName });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _configuration.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task After_days_of_downtime_a_job_is_caught_up_once()
    {
        await using (var first = await StartAsync())
        {
            Assert.Equal(At(3, 3, 2), (await first.FindAsync("expiry")).NextRun);
        }

        await ExpiringAsync();
        _time.Advance(TimeSpan.FromDays(4));
        await using var second = await StartAsync();
        var standing = await second.RanAsync("expiry");
        Assert.Equal((At(3, 7, 2), 1L, "succeeded"), (standing.NextRun, standing.LastRun!.Changed, standing.LastRun.Result));
        Assert.Equal(1, (await second.StatusAsync("expiry"))!.RunCount);
    }

    [Fact]
    public async Task Without_downtime_a_restart_runs_nothing_and_keeps_the_last_run()
    {
        await using (var first = await StartAsync())
        {
            await first.Desk.RunAsync(first.Job("overdue"), Cancel);
            await first.RanAsync("overdue");
        }

        await using var second = await StartAsync();
        var overdue = await second.FindAsync("overdue");
        Assert.Equal(("succeeded", 0L), (overdue.LastRun!.Result, overdue.LastRun.LookedAt));
        Assert.Null((await second.FindAsync("expiry")).LastRun);
    }

    [Fact]
    public async Task A_job_runs_by_itself_when_its_time_has_come()
    {
        Write("jobs: {expiry: every 10m, overdue: off}");
        await ExpiringAsync();
        await using var life = await StartAsync();
        Assert.Equal(At(3, 2, 9, 10), (await life.FindAsync("expiry")).NextRun);
        var off = await life.FindAsync("overdue");
        Assert.True(off.Schedule.IsOff);
        Assert.Null(off.NextRun);
        await life.RanAsync("expiry", () => _time.Advance(TimeSpan.FromMinutes(2)));
        Assert.Equal(Status.Expired, (await _store.FindRequestAsync(1, Cancel))!.Status);
    }

    [Fact]
    public async Task A_pause_lasts_over_a_restart_and_over_another_schedule()
    {
        await using (var first = await StartAsync())
        {
            Assert.True(await first.Desk.PauseAsync(first.Job("claim"), isPaused: true, Cancel));
        }

        Write("jobs: {claim: every 1h}");
        await using var second = await StartAsync();
        var paused = await second.FindAsync("claim");
        Assert.Equal((true, null, "every 1h"), (paused.IsPaused, paused.NextRun, paused.Schedule.Text));
        Assert.True(await second.Desk.PauseAsync(second.Job("claim"), isPaused: false, Cancel));
        Assert.NotNull((await second.FindAsync("claim")).NextRun);
    }

    [Fact]
    public async Task A_changed_schedule_comes_into_force_without_a_restart()
    {
        await using var life = await StartAsync();
        Write("jobs: {claim: every 1h, overdue: off}");
        Assert.Equal(At(3, 2, 10), (await life.FindAsync("claim")).NextRun);
        Assert.False(await life.Desk.PauseAsync(life.Job("overdue"), isPaused: true, Cancel));
        Write("");
        Assert.Equal(At(3, 3, 2, 15), (await life.FindAsync("overdue")).NextRun);
    }

    [Fact]
    public async Task A_run_that_fails_tells_why()
    {
        await ExpiringAsync();
        await using var life = await StartAsync(new Delivery.FlakyStore(_store) { Failures = 1 });
        await life.Desk.RunAsync(life.Job("expiry"), Cancel);
        var standing = await life.RanAsync("expiry");
        Assert.Equal("failed", standing.LastRun!.Result);
        Assert.Contains("disk full, on purpose", standing.LastRun.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside_and_the_schedule_begins_anew()
    {
        await (await StartAsync()).DisposeAsync();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, JobServices.FileName), "this is no database at all", Cancel);
        await using var life = await StartAsync();
        Assert.NotNull((await life.FindAsync("expiry")).NextRun);
        Assert.Single(_data.EnumerateFiles("jobs.db.damaged-*"));
    }

    private static DateTimeOffset At(int month, int day, int hour, int minute = 0) =>
        new(2026, month, day, hour, minute, 0, TimeSpan.Zero);

    private void Write(string jobs)
    {
        _configuration.Write("gateway.yaml", $"{TemporaryConfiguration.Gateway}\n{jobs}\n");
        var result = _source.Reload();
        Assert.True(result.IsValid, string.Join('\n', result.Faults));
    }

    private Task ExpiringAsync() => _store.WriteAsync(
        work => StoreSamples.InsertLending(work, "E-1", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) }), Cancel);

    private async Task<Life> StartAsync(IStore? store = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton(store ?? _store)
            .AddSingleton(_source).AddSingleton<NetworkSource>().AddSingleton<OutboxSignal>()
            .AddJobs(_data.FullName, _time);
        var host = builder.Build();
        await host.StartAsync(Cancel);
        return new Life(host);
    }

    /// <summary>The process from its start to its end. Its store is not its own.</summary>
    private sealed class Life(IHost host) : IAsyncDisposable
    {
        public JobDesk Desk => host.Services.GetRequiredService<JobDesk>();

        public GatewayJob Job(string name) => host.Services.GetRequiredService<JobCatalog>().Find(name)!;

        public async Task<JobStanding> FindAsync(string name) => (await Desk.FindAsync(name, Cancel))!;

        public async Task<JobRunStatus?> StatusAsync(string name) => await host.Services
            .GetRequiredService<IExecutionHistoryStore>().GetJobRunStatus("jobs", new JobKey(name), Cancel);

        /// <summary>Waits until the job has run.</summary>
        public async Task<JobStanding> RanAsync(string name, Action? meanwhile = null)
        {
            var until = DateTime.UtcNow + Patience;
            while (true)
            {
                var standing = await FindAsync(name);
                if (standing.LastRun is not null)
                {
                    return standing;
                }

                Assert.True(DateTime.UtcNow < until, $"{name} did not run");
                meanwhile?.Invoke();
                await Task.Delay(50, Cancel);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(Cancel);
            host.Dispose();
        }
    }
}

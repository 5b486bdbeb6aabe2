using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>All jobs, in the order in which a night goes through them.</summary>
internal sealed class JobCatalog
{
    private readonly FrozenDictionary<string, GatewayJob> _byName;

    public JobCatalog(RequestCalendar calendar)
    {
        All =
        [
            new("expiry", "Ends requests whose expiry date has passed, on both sides.",
                jobs => jobs.Expiry, run => calendar.RunAsync((_, today) => Watches.Expiry(today), run)),
            new("overdue", "Tells borrowers that a loan is overdue, again after the partner's interval, and marks our own.",
                jobs => jobs.Overdue, run => calendar.RunAsync(Watches.Overdue, run)),
        ];
        _byName = All.ToFrozenDictionary(job => job.Name);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<GatewayJob> All { get; }

    /// <summary>A job by its name.</summary>
    public GatewayJob? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>Runs a job here and now, without its schedule.</summary>
    public async Task<JobRun> RunAsync(string name, CancellationToken stopping)
    {
        var run = new JobRun(stopping);
        await _byName[name].RunAsync(run);
        return run;
    }
}

using System.Collections.Frozen;
using ResourceSharing.Gateway.Documents;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>All jobs, in the order in which a night goes through them.</summary>
internal sealed class JobCatalog
{
    private readonly FrozenDictionary<string, GatewayJob> _byName;

    public JobCatalog(
        RequestCalendar calendar, HoldJob holds, RetentionJobs retention, StatusPoll poll, DocumentShelf? documents = null)
    {
        All =
        [
            new("expiry", "Ends requests whose expiry date has passed, on both sides.",
                jobs => jobs.Expiry, run => calendar.RunAsync((_, today) => Watches.Expiry(today), run)),
            new("overdue", "Tells borrowers that a loan is overdue, again after the partner's interval, and marks our own.",
                jobs => jobs.Overdue, run => calendar.RunAsync(Watches.Overdue, run)),
            new("due-soon", "Reminds borrowers and our staff before the due date, and our staff before an answer is due.",
                jobs => jobs.DueSoon, run => calendar.RunAsync(Watches.DueSoon, run)),
            new("claim", "Asks suppliers again that have not answered.",
                jobs => jobs.Claim, run => calendar.RunAsync(Watches.Claim, run)),
            new("auto-cancel", "Cancels at suppliers that have not answered.",
                jobs => jobs.AutoCancel, run => calendar.RunAsync(Watches.AutoCancel, run)),
            new("reply-date", "Sees to conditions whose date for the reply has passed, as the workflow profile wants it.",
                jobs => jobs.ReplyDate, run => calendar.RunAsync((_, today) => Watches.ReplyDate(today), run)),
            new("auto-reject", "Carries out automatic rejections that staff have let stand.",
                jobs => jobs.AutoReject, run => calendar.RunAsync((_, today) => Watches.AutoReject(today), run)),
            new("locate-retry", "Locates again what no supplier was known to hold.",
                jobs => jobs.LocateRetry, run => calendar.RunAsync(Watches.LocateRetry, run)),
            new("hold-expiry", "Ends holds that nobody fetched in time, and takes their items off the hold shelf.",
                jobs => jobs.HoldExpiry, holds.RunAsync),
            new("work-time", "Ends digitisations whose work time has passed, and tells staff before it does.",
                jobs => jobs.WorkTime, run => calendar.RunAsync(Watches.WorkTime, run)),
            new("status-poll", "Asks partners that do not tell by themselves what became of open requests.",
                jobs => jobs.StatusPoll, poll.RunAsync),
            new("anonymise", "Removes the patron and all notes from requests that ended long ago.",
                jobs => jobs.Anonymise, retention.AnonymiseAsync),
            new("retention", "Removes messages, identities, deliveries and requests that were kept long enough.",
                jobs => jobs.Retention, retention.PruneAsync),
            new("documents", "Deletes files whose links have ended, or that were kept long enough; who fetched them stays known.",
                jobs => jobs.Documents, run => PurgeAsync(documents, run)),
        ];
        _byName = All.ToFrozenDictionary(job => job.Name);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<GatewayJob> All { get; }

    /// <summary>A job by its name.</summary>
    public GatewayJob? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    private static async Task PurgeAsync(DocumentShelf? documents, JobRun run)
    {
        var purged = documents is null ? 0 : await documents.PurgeAsync(run.Stopping);
        run.Add(purged, purged);
    }

    /// <summary>Runs a job here and now, without its schedule.</summary>
    public async Task<JobRun> RunAsync(string name, CancellationToken stopping)
    {
        var run = new JobRun(stopping);
        await _byName[name].RunAsync(run);
        return run;
    }
}

using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>Ends the holds of the built-in circulation whose last day has passed.</summary>
internal sealed class HoldJob(RequestCalendar calendar, IStore store, NetworkSource network)
{
    /// <summary>Rows in one transaction: some milliseconds of the writer's time.</summary>
    private const int RowsAtOnce = 200;

    /// <summary>Ends them, some in each transaction.</summary>
    public async Task RunAsync(JobRun run)
    {
        var (today, days) = (calendar.Today, network.Current.Snapshot.Gateway.Circulation.HoldShelfDays);
        int ended;
        do
        {
            run.Stopping.ThrowIfCancellationRequested();
            ended = await store.WriteAsync(
                work => HoldExpiry.Expire(work.Circulation, today, today.AddDays(days), RowsAtOnce), run.Stopping);
            run.Add(ended, ended);
        }
        while (ended > 0);
    }
}

using Quartz;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>What the scheduler starts: finds the job by its name, runs it and reports what it did. The name of this class
/// stands in the schedule on the disk.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzJob : IJob
{
    /// <summary>The measures of a run, as the history keeps them.</summary>
    public const string LookedAt = "lookedAt", Changed = "changed", Faults = "faults";

    private readonly JobCatalog _catalog;
    private readonly ILogger<QuartzJob> _log;

    public QuartzJob(JobCatalog catalog, ILogger<QuartzJob> log)
    {
        _catalog = catalog;
        _log = log;
    }

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        var run = new JobRun(
            cancellationToken, progress => context.ReportProgress(0, progress.ToString()));
        try
        {
            var job = _catalog.Find(name) ?? throw new JobExecutionException($"There is no job {name} any more.");
            await job.RunAsync(run);
            JobsLog.JobDone(_log, name, run.ToString());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            JobsLog.JobFault(_log, name, fault);
            throw new JobExecutionException(
                fault is StoreUnavailableException ? $"The store takes nothing now: {fault.Message}" : fault.Message, fault);
        }
        finally
        {
            var report = run.Faults == 0 ? JobRunReport.Succeeded(run.ToString()) : JobRunReport.Failed(run.ToString());
            context.Result = report.With(LookedAt, run.LookedAt).With(Changed, run.Changed).With(Faults, run.Faults);
        }
    }
}

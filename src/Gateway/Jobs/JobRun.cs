namespace ResourceSharing.Gateway.Jobs;

/// <summary>One run of a job: what it has done so far. Not shared between threads.</summary>
internal sealed class JobRun
{
    private readonly Action<JobRun> _progress;

    /// <summary>A run that tells its progress, and ends when asked to.</summary>
    public JobRun(CancellationToken stopping, Action<JobRun>? progress = null)
    {
        Stopping = stopping;
        _progress = progress ?? (_ => { });
    }

    /// <summary>Ends the run between two requests; what was done stays done.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>How many requests or rows were looked at.</summary>
    public long LookedAt { get; private set; }

    /// <summary>How many of them were changed.</summary>
    public long Changed { get; private set; }

    /// <summary>How many could not be worked on.</summary>
    public long Faults { get; private set; }

    /// <summary>The first of the faults, in words.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>Counts what a step has done.</summary>
    public void Add(long lookedAt, long changed)
    {
        LookedAt += lookedAt;
        Changed += changed;
        _progress(this);
    }

    /// <summary>Counts one that could not be worked on.</summary>
    public void AddFault(string text)
    {
        Faults++;
        FirstFault ??= text;
    }

    /// <summary>The result in words.</summary>
    public override string ToString() => $"looked at {LookedAt}, changed {Changed}" +
        (Faults == 0 ? "" : $", {Faults} with a fault, the first: {FirstFault}");
}

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>A unit of work that waits for the writer, without the type of its result.</summary>
internal abstract class WaitingUnit(CancellationToken cancellationToken)
{
    /// <summary>True when nobody waits for it any more; asked only before it runs.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested;

    /// <summary>What the work threw: it was rolled back alone.</summary>
    public Exception? Fault { get; set; }

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Runs the work and keeps its result.</summary>
    public abstract void Run(IUnitOfWork unit);

    /// <summary>Tells the caller the result or the fault. Called after the commit.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was kept.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>Tells the caller that it had given up before the work ran.</summary>
    public abstract void Cancel();
}

/// <summary>A unit of work that waits for the writer.</summary>
internal sealed class WaitingUnit<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken)
    : WaitingUnit(cancellationToken)
{
    // The caller goes on elsewhere: the writer's thread must not run its code.
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Task => this.completion.Task;

    public override void Run(IUnitOfWork unit) => this.result = work(unit);

    public override void Complete()
    {
        if (Fault is { } fault)
        {
            this.completion.TrySetException(fault);
            return;
        }

        this.completion.TrySetResult(this.result);
    }

    public override void Fail(Exception reason) => this.completion.TrySetException(reason);

    public override void Cancel() => this.completion.TrySetCanceled(CancellationToken);
}

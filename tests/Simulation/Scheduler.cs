namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// Runs everything, one step after another, on the thread of its caller. Whatever a task does between two awaits is one
/// step; among those that are ready the seed chooses, so that every order which a real machine could show can come up,
/// and the same seed always shows the same one.
/// </summary>
internal sealed class Scheduler(Random random)
{
    private readonly List<(Process? Owner, Action Step)> _ready = [];

    /// <summary>Is there anything to run?</summary>
    public bool IsIdle => _ready.Count == 0;

    /// <summary>Steps that were run.</summary>
    public int Steps { get; private set; }

    /// <summary>Gets a step ready.</summary>
    /// <param name="owner">The process that takes it; when that has crashed, the step is never run.</param>
    /// <param name="step">What to do.</param>
    public void Post(Process? owner, Action step)
    {
        if (owner?.HasCrashed != true)
        {
            _ready.Add((owner, step));
        }
    }

    /// <summary>Runs one of the steps that are ready.</summary>
    public void RunOne()
    {
        var index = random.Next(_ready.Count);
        var (owner, step) = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (owner?.HasCrashed == true)
        {
            return;
        }

        Steps++;
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(owner);
        try
        {
            step();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    /// <summary>Runs until nothing is ready; false when that takes more than a number of steps, as in a circle without
    /// end.</summary>
    public bool RunAll(int mostSteps)
    {
        for (var steps = 0; steps < mostSteps && !IsIdle; steps++)
        {
            RunOne();
        }

        return IsIdle;
    }
}

/// <summary>One process on one machine: what its tasks have still to do comes here after every await. When it crashes, all
/// of that is gone.</summary>
internal sealed class Process(Scheduler scheduler) : SynchronizationContext
{
    /// <summary>The process whose step is being run.</summary>
    public static new Process? Current => SynchronizationContext.Current as Process;

    public bool HasCrashed { get; private set; }

    public void Crash() => HasCrashed = true;

    /// <summary>Begins something in this process.</summary>
    public void Begin(Func<Task> work) => scheduler.Post(this, () => _ = work());

    public void Post(Action step) => scheduler.Post(this, step);

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(this, () => d(state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody waits for another step.");

    public override SynchronizationContext CreateCopy() => this;
}

namespace ResourceSharing.Gateway.Storage;

/// <summary>Takes new and changed requests into the index of words, in small batches between which arrivals have their
/// turn. What it has not reached yet is searched directly, so nothing depends on its speed.</summary>
internal sealed partial class TextIndexing : BackgroundService
{
    /// <summary>Requests in one unit of work: about a millisecond of the writer.</summary>
    private const int BatchSize = 32;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortestBreath = TimeSpan.FromMilliseconds(20);

    /// <summary>Between batches it waits this many times as long as the last one took, with its time in the queue: the
    /// busier the writer is with arrivals, the less of its time goes to the index.</summary>
    private const int BreathPerBatch = 9;

    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<TextIndexing> _log;

    public TextIndexing(IStore store, TimeProvider time, ILogger<TextIndexing> log)
    {
        _store = store;
        _time = time;
        _log = log;
    }

    /// <summary>Indexes everything that is not indexed yet; returns how many requests that were.</summary>
    public async Task<int> CatchUpAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var began = _time.GetTimestamp();
            var indexed = await _store.WriteAsync(work => work.IndexText(BatchSize), cancellationToken);
            total += indexed;
            if (indexed < BatchSize)
            {
                return total;
            }

            var breath = _time.GetElapsedTime(began) * BreathPerBatch;
            await Task.Delay(breath > ShortestBreath ? breath : ShortestBreath, _time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                await GuardedCatchUpAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }
    }

    private async Task GuardedCatchUpAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CatchUpAsync(stoppingToken);
        }
#pragma warning disable CA1031 // What is not indexed is found all the same; the next turn tries again.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Fault(_log, fault);
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "The index of words could not be filled; the next turn goes on")]
    private static partial void Fault(ILogger logger, Exception exception);
}

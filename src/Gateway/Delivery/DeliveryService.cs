using System.Collections.Concurrent;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>Runs a lane for each partner that has something due. Starts a little after the gateway, so that a crash loop
/// does not hammer partners; stops by leasing nothing more and letting attempts under way finish.</summary>
internal sealed class DeliveryService : BackgroundService
{
    /// <summary>Due times pass without anybody ringing the bell, so the outbox is looked at this often.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long attempts may go on after the stop was asked for: within the 25 s of the whole stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly LaneTools _tools;
    private readonly OutboxSignal _signal;
    private readonly ILogger<DeliveryService> _log;

    public DeliveryService(LaneTools tools, OutboxSignal signal, ILogger<DeliveryService> log)
    {
        _tools = tools;
        _signal = signal;
        _log = log;
    }

    /// <summary>The lanes that have run since the start.</summary>
    public IReadOnlyDictionary<string, Lane> Lanes => _lanes;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Delivers until the stop is asked for. All that is waited for is on the clock of the tools, and every
    /// step goes on in the caller's context, so that a simulation can run it.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        using var stopSending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _tools.Time);
        try
        {
            await Task.Delay(_tools.Network.Current.Snapshot.Gateway.Delivery.StartDelay, _tools.Time, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await WakeLanesAsync(stoppingToken, stopSending.Token);
                await _signal.WaitAsync(PollInterval, _tools.Time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }

        stopSending.CancelAfter(StopPatience);
        await Task.WhenAll(_running.Keys);
    }

    private async Task WakeLanesAsync(CancellationToken stopLeasing, CancellationToken stopSending)
    {
        try
        {
            var due = await _tools.Store.PartnersWithDueWorkAsync(_tools.Time.GetLocalNow(), stopLeasing);
            var held = due.Count == 0 ? [] : await _tools.Store.LaneHoldsAsync(stopLeasing);
            foreach (var partner in due.Except(held.Select(hold => hold.Partner), StringComparer.OrdinalIgnoreCase))
            {
                Wake(_lanes.GetOrAdd(partner, code => new Lane(code, _tools)), stopLeasing, stopSending);
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong here goes wrong again at the next poll; the loop must not end.
        catch (Exception fault) when (!stopLeasing.IsCancellationRequested)
#pragma warning restore CA1031
        {
            DeliveryLog.LoopFault(_log, fault);
        }
    }

    private void Wake(Lane lane, CancellationToken stopLeasing, CancellationToken stopSending)
    {
        foreach (var ended in _running.Keys.Where(task => task.IsCompleted))
        {
            _running.TryRemove(ended, out _);
        }

        _running.TryAdd(RunLaneAsync(lane, stopLeasing, stopSending), 0);
    }

    private async Task RunLaneAsync(Lane lane, CancellationToken stopLeasing, CancellationToken stopSending)
    {
        // The loop must not wait for what a lane does before it waits itself.
        await Task.Yield();
        try
        {
            await lane.RunAsync(stopLeasing, stopSending);
        }
        catch (OperationCanceledException)
        {
            // Stopping: a lease that is left over is recovered at the next start.
        }
        catch (StoreUnavailableException unavailable)
        {
            DeliveryLog.StoreUnavailable(_log, unavailable);
        }
#pragma warning disable CA1031 // A fault in one lane must not end the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            DeliveryLog.LoopFault(_log, fault);
        }
    }
}

/// <summary>What the delivery writes to the log.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "Delivery met an unexpected fault and goes on")]
    public static partial void LoopFault(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "The store cannot write; delivery waits")]
    public static partial void StoreUnavailable(ILogger logger, Exception exception);
}

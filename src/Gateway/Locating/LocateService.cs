using System.Collections.Concurrent;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Locating;

/// <summary>Works through the queue of requests to be located, several at a time. What a stopped process left, and what the
/// calendar wants located again, is found by looking through the store.</summary>
internal sealed class LocateService : BackgroundService
{
    /// <summary>How often the store is looked through: the calendar does not ring here.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    /// <summary>What met a fault rests for so long: a store that cannot write should not be asked all the time.</summary>
    private static readonly TimeSpan FaultRest = TimeSpan.FromMinutes(2);

    /// <summary>More of them are found by the next start alone.</summary>
    private const int MaxFaulted = 10_000;

    /// <summary>Each asks many catalogues at once; those have limits of their own.</summary>
    private const int AtOnce = 4;

    private const int PageSize = 200;

    private readonly LocateQueue _queue;
    private readonly Locator _locator;
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly TimeProvider _time;
    private readonly ILogger<LocateService> _log;
    private readonly ConcurrentQueue<(long Number, long At)> _faulted = new();

    public LocateService(
        LocateQueue queue, Locator locator, IStore store, NetworkSource network, TimeProvider time,
        ILogger<LocateService> log)
    {
        _queue = queue;
        _locator = locator;
        _store = store;
        _network = network;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (_network.Current.Snapshot.Gateway.Library.Locate is not null)
            {
                await LookAsync(Side.Lending, [Status.RequestCreatedLend, Status.LocateFailed], stoppingToken);
            }

            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => WorkAsync(worker == 0, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop: what was being asked is found again at the next start.
        }
    }

    private async Task WorkAsync(bool isLooking, CancellationToken stoppingToken)
    {
        if (isLooking)
        {
            await LookAsync(Side.Borrowing, [Status.LocateInProcess], stoppingToken);
        }

        while (true)
        {
            if (await _queue.NextAsync(LookInterval, _time, stoppingToken) is { } number)
            {
                if (!await GuardedAsync(() => _locator.LocateAsync(number, stoppingToken), stoppingToken)
                    && _faulted.Count < MaxFaulted)
                {
                    _faulted.Enqueue((number, _time.GetTimestamp()));
                }
            }
            else if (isLooking)
            {
                TryAgain();
                await GuardedAsync(() => LookAsync(Side.Borrowing, [Status.LocateInProcess], stoppingToken), stoppingToken);
            }
        }
    }

    /// <summary>Where we borrow, the look finds what met a fault; where we lend, nothing else would before the next
    /// start.</summary>
    private void TryAgain()
    {
        while (_faulted.TryPeek(out var first) && _time.GetElapsedTime(first.At) >= FaultRest && _faulted.TryDequeue(out first))
        {
            _queue.AddAgain(first.Number);
        }
    }

    private async Task LookAsync(Side side, IReadOnlyList<Status> statuses, CancellationToken stoppingToken)
    {
        var filter = new RequestFilter { Side = side, Statuses = statuses };
        long? after = null;
        do
        {
            var page = await _store.ListRequestsAsync(filter, after, PageSize, stoppingToken);
            foreach (var state in page.Items)
            {
                _queue.AddIfWanted(state);
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private async Task<bool> GuardedAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
            return true;
        }
#pragma warning disable CA1031 // One request that makes it stumble must not end the service; it is found again.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LocateLog.Fault(_log, fault);
            return false;
        }
    }
}

/// <summary>What locating writes to the log.</summary>
internal static partial class LocateLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "Locating met an unexpected fault and goes on")]
    public static partial void Fault(ILogger logger, Exception exception);
}

using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>
/// Looks for requests whose expiry or due date has passed and tells the rules. Running it twice changes nothing the
/// second time: a request that has moved on is not found again, and an overdue message is repeated only after the
/// partner's interval.
/// </summary>
internal sealed class CalendarSweep : BackgroundService
{
    private const int PageSize = 200;

    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<CalendarSweep> _log;

    public CalendarSweep(
        IStore store, NetworkSource network, OutboxSignal signal, TimeProvider time, ILogger<CalendarSweep> log)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _time = time;
        _log = log;
    }

    /// <summary>One sweep; returns how many requests moved.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var (side, date, kind) in new[]
        {
            (Side.Lending, RequestDate.ExpiresOn, EventKind.ExpiryDatePassed),
            (Side.Borrowing, RequestDate.ExpiresOn, EventKind.ExpiryDatePassed),
            (Side.Lending, RequestDate.DueOn, EventKind.DueDatePassed),
            (Side.Borrowing, RequestDate.DueOn, EventKind.DueDatePassed),
        })
        {
            moved += await SweepAsync(side, date, kind, cancellationToken);
        }

        return moved;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_network.Current.Snapshot.Gateway.Jobs.SweepInterval, _time);
        try
        {
            do
            {
                await GuardedSweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }
    }

    private async Task GuardedSweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SweepAsync(stoppingToken);
        }
#pragma warning disable CA1031 // The next sweep finds what this one left.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            JobsLog.SweepFault(_log, fault);
        }
    }

    private async Task<int> SweepAsync(Side side, RequestDate date, EventKind kind, CancellationToken cancellationToken)
    {
        var statuses = Rules.Table(side).Expecting(kind);
        var moved = 0;
        var after = 0L;
        while (true)
        {
            var today = DateOnly.FromDateTime(_time.GetLocalNow().DateTime);
            var found = await _store.RequestsPastAsync(side, date, today, statuses, after, PageSize, cancellationToken);
            foreach (var number in found)
            {
                moved += await GuardedTellAsync(number, date, kind, cancellationToken) ? 1 : 0;
                after = number;
            }

            if (found.Count < PageSize)
            {
                return moved;
            }
        }
    }

    /// <summary>A request that makes a rule stumble must not keep the calendar from those behind it.</summary>
    private async Task<bool> GuardedTellAsync(
        long number, RequestDate date, EventKind kind, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(number, date, kind, cancellationToken);
        }
#pragma warning disable CA1031 // Logged with its number; the next sweep tries it again.
        catch (Exception fault) when (fault is not (OperationCanceledException or StoreUnavailableException))
#pragma warning restore CA1031
        {
            JobsLog.RequestFault(_log, number, fault);
            return false;
        }
    }

    private async Task<bool> TellAsync(long number, RequestDate date, EventKind kind, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        var at = _time.GetLocalNow();
        var isMoved = await _store.WriteAsync(work => Tell(work, number, date, kind, at, network), cancellationToken);
        if (isMoved)
        {
            _signal.Ring();
        }

        return isMoved;
    }

    private static bool Tell(
        IUnitOfWork work, long number, RequestDate date, EventKind kind, DateTimeOffset at, Network network)
    {
        var @event = new RequestEvent.Calendar(kind) { At = at, By = "calendar" };
        if (work.FindRequest(number) is not { } state || !IsPast(state, date, @event.Today)
            || (kind == EventKind.DueDatePassed && !IsOverdueMessageDue(state, network, @event.Today)))
        {
            return false;
        }

        if (network.Decide(state, @event) is not Decision.Moved moved)
        {
            return false;
        }

        DecisionWriter.Write(work, state, moved, @event, null, network);
        return true;
    }

    private static bool IsPast(RequestState state, RequestDate date, DateOnly today) =>
        (date == RequestDate.DueOn ? state.DueOn : state.ExpiresOn) < today;

    /// <summary>The first message goes out when the date has passed, the next after the partner's interval; no interval, no
    /// repeats.</summary>
    private static bool IsOverdueMessageDue(RequestState state, Network network, DateOnly today)
    {
        if (!state.IsOverdue || state.OverdueSentOn is not { } last)
        {
            return !state.IsOverdue;
        }

        var repeatDays = network.Find(state.Partner)?.Config.OverdueRepeatDays ?? 0;
        return repeatDays > 0 && today >= last.AddDays(repeatDays);
    }
}

/// <summary>What jobs write to the log.</summary>
internal static partial class JobsLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "The calendar sweep met a fault; the next one goes on")]
    public static partial void SweepFault(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "The calendar sweep met a fault at request number {Number}")]
    public static partial void RequestFault(ILogger logger, long number, Exception exception);
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Pod;

/// <summary>Passes on what a member of a pod has not answered in its hours. The other jobs count in days and run at night; here
/// it is looked every few minutes.</summary>
internal sealed class PodDeadlines : BackgroundService
{
    private const int PageSize = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private static readonly Status[] Open = [Status.RequestSent, Status.RequestAccepted, Status.Claimed];

    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<PodDeadlines> _log;

    public PodDeadlines(
        IStore store, NetworkSource network, OutboxSignal signal, TimeProvider time, ILogger<PodDeadlines> log)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _time = time;
        _log = log;
    }

    /// <summary>One look; how many requests were passed on.</summary>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var passedOn = 0;
        foreach (var partner in _network.Current.Partners)
        {
            if (partner.Config.Channel.Settings is IPodMemberSettings { AnswerWithinHours: { } hours })
            {
                passedOn += await LookAsync(partner.Code, _time.GetLocalNow().AddHours(-hours), cancellationToken);
            }
        }

        if (passedOn > 0)
        {
            _signal.Ring();
        }

        return passedOn;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await GuardedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal way to stop.
        }
    }

    private async Task GuardedAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(stoppingToken);
        }
#pragma warning disable CA1031 // One look that stumbles must not end all later ones.
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            PodLog.Fault(_log, fault);
        }
    }

    private async Task<int> LookAsync(string member, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var filter = new RequestFilter { Side = Side.Borrowing, Partner = member, Statuses = Open };
        var passedOn = 0;
        long? after = null;
        do
        {
            var page = await _store.ListRequestsAsync(filter, after, PageSize, cancellationToken);
            foreach (var asked in page.Items.Where(one => one.Twin is not null))
            {
                if (await AskedAtAsync(asked, cancellationToken) < before
                    && await _store.WriteAsync(work => PassOn(work, asked), cancellationToken))
                {
                    passedOn++;
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return passedOn;
    }

    private async Task<DateTimeOffset> AskedAtAsync(RequestState asked, CancellationToken cancellationToken) =>
        (await _store.HistoryAsync(asked.Number, cancellationToken)).LastOrDefault(PodHistory.IsAsking)?.At ?? asked.CreatedAt;

    /// <summary>Nothing, when somebody has done something about it in between.</summary>
    private bool PassOn(IUnitOfWork work, RequestState seen)
    {
        var network = _network.Current;
        var late = new RequestEvent.Calendar(EventKind.AutoCancelDue) { At = _time.GetLocalNow(), By = "calendar" };
        if (work.FindRequest(seen.Number) is not { } state || state.Version != seen.Version
            || network.Decide(state, late) is not Decision.Moved moved)
        {
            return false;
        }

        DecisionWriter.Write(work, state, moved, late, null, network);
        return true;
    }
}

/// <summary>What the pod writes to the log.</summary>
internal static partial class PodLog
{
    [LoggerMessage(
        EventId = 4101, Level = LogLevel.Error, Message = "Looking for late answers in the pod met a fault and goes on")]
    public static partial void Fault(ILogger logger, Exception exception);
}

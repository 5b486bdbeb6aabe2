using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Reads the queues of every RapidILL partner at its own interval, each on its own: one that cannot be
/// reached delays no other. A partner's file counts as it stands when a round begins.</summary>
internal sealed partial class RapidReading : BackgroundService
{
    private static readonly TimeSpan LookForPartners = TimeSpan.FromSeconds(1);

    private readonly NetworkSource _network;
    private readonly RapidPoller _poller;
    private readonly TimeProvider _time;
    private readonly ILogger<RapidReading> _log;
    private readonly Dictionary<string, Round> _rounds = new(StringComparer.OrdinalIgnoreCase);

    public RapidReading(NetworkSource network, RapidPoller poller, TimeProvider time, ILogger<RapidReading> log)
    {
        _network = network;
        _poller = poller;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var partner in _network.Current.Partners)
            {
                if (partner.Config.Channel.Settings is RapidPartnerSettings { Poll: true } settings)
                    BeginIfDue(partner, settings, stoppingToken);
            }

            await Task.Delay(LookForPartners, _time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_rounds.Values.Select(round => round.Task));
    }

    private void BeginIfDue(Partner partner, RapidPartnerSettings settings, CancellationToken stoppingToken)
    {
        var now = _time.GetUtcNow();
        var last = _rounds.GetValueOrDefault(partner.Code);
        if (last is not null && (!last.Task.IsCompleted || now - last.BeganAt < settings.PollInterval))
            return;
        var failedBefore = last?.Task is { IsCompletedSuccessfully: true, Result: false };
        _rounds[partner.Code] = new Round(now, RunAsync(partner, settings, failedBefore, stoppingToken));
    }

    /// <summary>True when the round went well. Trouble is told when it begins and when it is over.</summary>
    private async Task<bool> RunAsync(
        Partner partner, RapidPartnerSettings settings, bool failedBefore, CancellationToken stoppingToken)
    {
        try
        {
            var round = await _poller.PollAsync(
                partner.Code, settings, partner.IsActive && partner.Config.Lending.Supported, stoppingToken);
            if (round.Error is { } error && !failedBefore && !stoppingToken.IsCancellationRequested)
                Failed(_log, partner.Code, error.ToString());
            else if (round.Error is null && failedBefore)
                Recovered(_log, partner.Code);
            return round.Error is null;
        }
#pragma warning disable CA1031 // A round that stumbles must not end all others, and the next one may go well.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Stumbled(_log, partner.Code, fault);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    [LoggerMessage(EventId = 1401, Level = LogLevel.Warning, Message = "The queues of {Partner} cannot be read: {Error}")]
    private static partial void Failed(ILogger logger, string partner, string error);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Information, Message = "The queues of {Partner} are read again")]
    private static partial void Recovered(ILogger logger, string partner);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Error, Message = "A round through the queues of {Partner} stumbled")]
    private static partial void Stumbled(ILogger logger, string partner, Exception exception);

    private sealed record Round(DateTimeOffset BeganAt, Task<bool> Task);
}

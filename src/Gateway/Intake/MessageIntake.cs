using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The door for everything that partners send: one message, one unit of work, one commit, then the answer.</summary>
internal sealed class MessageIntake : IIntake
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<MessageIntake> _log;

    public MessageIntake(
        IStore store, NetworkSource network, OutboxSignal signal, GatewayMetrics metrics, TimeProvider time,
        ILogger<MessageIntake> log)
    {
        _store = store;
        _network = network;
        _signal = signal;
        _metrics = metrics;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public async Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var network = _network.Current;
        var at = _time.GetLocalNow();
        try
        {
            var placed = await _store.WriteAsync(
                work => new ArrivalCase(work, network, arrival, at).Place(), cancellationToken);
            if (placed.IsAnythingQueued)
            {
                _signal.Ring();
            }

            _metrics.Accepted(arrival.Protocol, placed, _time.GetElapsedTime(began));
            if (placed.Receipt.Error is { } error)
            {
                IntakeLog.Refused(_log, placed.Receipt.MessageId, placed.Partner ?? "(nobody)", error.Code);
            }

            return placed.Receipt;
        }
        catch (StoreUnavailableException unavailable)
        {
            IntakeLog.Unavailable(_log, arrival.Protocol, unavailable);
            return new Receipt(ArrivalOutcome.Unavailable, 0, null, new GatewayError(
                "store-unavailable", RetryClass.Later, "The message could not be kept; send it again later.",
                unavailable.Message));
        }
    }
}

/// <summary>What became of an arrival, with what only the gateway needs to know.</summary>
/// <param name="Receipt">For the listener.</param>
/// <param name="Partner">The partner's code, if it was found.</param>
/// <param name="IsAnythingQueued">True when there is something to deliver.</param>
internal sealed record Placed(Receipt Receipt, string? Partner, bool IsAnythingQueued);

/// <summary>What the intake writes to the log. No content: patron data stays in the journal.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Message {MessageId} from {Partner} refused: {Code}")]
    public static partial void Refused(ILogger logger, long messageId, string partner, string code);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A message over {Protocol} could not be kept")]
    public static partial void Unavailable(ILogger logger, string protocol, Exception exception);
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Circulation;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Locating;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>The door for everything that partners send: one message, one unit of work, one commit, then the answer.</summary>
internal sealed class MessageIntake : IIntake
{
    private readonly IStore _store;
    private readonly NetworkSource _network;
    private readonly OutboxSignal _signal;
    private readonly InDoubtProbes _probes;
    private readonly LendingGate _gate;
    private readonly LocateQueue _locate;
    private readonly ILetterProof _proof;
    private readonly ICirculation _circulation;
    private readonly OneAtATime _asking = new();
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<MessageIntake> _log;

    public MessageIntake(
        IStore store, NetworkSource network, OutboxSignal signal, InDoubtProbes probes, LendingGate gate,
        LocateQueue locate, ILetterProof proof, ICirculation circulation, GatewayMetrics metrics, TimeProvider time,
        ILogger<MessageIntake> log)
    {
        _proof = proof;
        _circulation = circulation;
        _gate = gate;
        _locate = locate;
        _store = store;
        _network = network;
        _signal = signal;
        _probes = probes;
        _metrics = metrics;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    /// <remarks>While the library's own system is asked about an item, a repeat (the sender has lost its patience) or the next
    /// message about the item waits: asked twice, that system would refuse what it has just done.</remarks>
    public Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        return _circulation.IsElsewhere && arrival.Content is ArrivalContent.Asked { Command.IsLookup: false } asked
            ? _asking.RunAsync(
                asked.Sameness.Subjects is [var subject, ..] ? subject : asked.Sameness.Identity,
                () => TakeAsync(arrival, cancellationToken))
            : TakeAsync(arrival, cancellationToken);
    }

    private async Task<Receipt> TakeAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var network = _network.Current;
        var at = _time.GetLocalNow();
        try
        {
            var content = arrival.Content is ArrivalContent.Understood { Message: IllMessage.Request request }
                ? new PreparedContent(request.Content)
                : null;
            await _gate.CountAsync(network, cancellationToken);
            await _gate.CountAsync(network.Find(arrival.Peer.ProvenPartner), cancellationToken);
            var numbers = arrival.Content is ArrivalContent.Written { Letter: var letter }
                ? await LetterNumbers.FindAsync(_store, network, letter, cancellationToken)
                : LetterNumbers.None;
            var circulation = arrival.Content is ArrivalContent.Asked asked
                ? await AskAsync(network, arrival, asked, at, cancellationToken)
                : null;
            var placed = await _store.WriteAsync(
                work => Place(work, network, arrival, content, numbers, circulation, at), cancellationToken);
            foreach (var created in placed.Created)
            {
                _locate.AddIfWanted(created);
            }

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
            return Unavailable(arrival, unavailable);
        }
#pragma warning disable CA1031 // Whatever a message makes us stumble over, its sender must not take it for lost or taken.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            IntakeLog.Fault(_log, arrival.Protocol, fault);
            return await QuarantineAsync(arrival, at, fault, cancellationToken);
        }
    }

    /// <summary>What can be asked before the unit of work. The library's own system is not asked again about a message that
    /// it has carried out: many systems take a repeat for an error.</summary>
    private async Task<CirculationWork> AskAsync(
        Network network, Arrival arrival, ArrivalContent.Asked asked, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (network.Find(arrival.Peer.ProvenPartner) is not { } partner
            || (_circulation.IsElsewhere && await _store.WriteAsync(
                work => new BrokerCase(work, network, arrival, asked, NothingIsAsked, at).IsRepeat(), cancellationToken)))
        {
            return NothingIsAsked;
        }

        return await _circulation.PrepareAsync(
            new CirculationOrder(WithDescription(asked.Command), partner, at), cancellationToken);
    }

    /// <summary>What may begin a request names an item of ours by its number; the title that the request bears is known to
    /// circulation. The sender gets no more than it has asked for.</summary>
    private static CirculationCommand WithDescription(CirculationCommand command) =>
        command is CirculationCommand.RequestItem { Citation.Title: null } or CirculationCommand.CheckOutItem
            ? command with { ItemParts = command.ItemParts | ItemParts.Description }
            : command;

    private static CirculationAnswer.Refused NothingIsAsked(IUnitOfWork work) =>
        new(CirculationFault.TemporaryProcessingFailure, "The message could not be worked on; send it again later");

    private Placed Place(
        IUnitOfWork work, Network network, Arrival arrival, PreparedContent? content, LetterNumbers numbers,
        CirculationWork? circulation, DateTimeOffset at)
    {
        var consequences = new Consequences(work, network, _probes, _gate, at);
        return arrival.Content switch
        {
            ArrivalContent.Written { Letter: var letter } =>
                new LetterCase(work, network, arrival, letter, consequences, _proof, numbers, at).Place(),
            ArrivalContent.Asked asked =>
                new BrokerCase(work, network, arrival, asked, circulation ?? NothingIsAsked, at).Place(),
            _ => new ArrivalCase(work, network, arrival, content, consequences, at).Place(),
        };
    }

    /// <summary>A message that made the intake stumble is kept as it came: nothing of it was applied.</summary>
    private async Task<Receipt> QuarantineAsync(
        Arrival arrival, DateTimeOffset at, Exception fault, CancellationToken cancellationToken)
    {
        var error = new GatewayError("intake-fault", RetryClass.AfterOperator, "The message could not be worked on.",
            $"{fault.GetType().Name}: {fault.Message}");
        try
        {
            var id = await _store.WriteAsync(work => work.AppendMessage(new JournalEntry
            {
                Direction = Direction.In,
                At = at,
                Protocol = arrival.Protocol,
                Outcome = ArrivalOutcome.Quarantined,
                ErrorCode = error.Code,
                Detail = error.ToString(),
                Peer = arrival.Peer.ToString(),
                Raw = arrival.Raw,
            }), cancellationToken);
            return new Receipt(ArrivalOutcome.Quarantined, id, null, error);
        }
#pragma warning disable CA1031 // It cannot be kept: only the sender has it, and must go on having it.
        catch (Exception again) when (again is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Unavailable(arrival, again);
        }
    }

    private Receipt Unavailable(Arrival arrival, Exception reason)
    {
        IntakeLog.Unavailable(_log, arrival.Protocol, reason);
        return new Receipt(ArrivalOutcome.Unavailable, 0, null, new GatewayError(
            "store-unavailable", RetryClass.Later, "The message could not be kept; send it again later.", reason.Message));
    }
}

/// <summary>What became of an arrival, with what only the gateway needs to know.</summary>
/// <param name="Receipt">For the listener.</param>
/// <param name="Partner">The partner's code, if it was found.</param>
/// <param name="IsAnythingQueued">True when there is something to deliver.</param>
/// <param name="Created">The requests that it made.</param>
internal sealed record Placed(Receipt Receipt, string? Partner, bool IsAnythingQueued, IReadOnlyList<RequestState> Created);

/// <summary>What the intake writes to the log. No content: patron data stays in the journal.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Message {MessageId} from {Partner} refused: {Code}")]
    public static partial void Refused(ILogger logger, long messageId, string partner, string code);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "A message over {Protocol} could not be kept")]
    public static partial void Unavailable(ILogger logger, string protocol, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "A message over {Protocol} made the intake stumble; it is in quarantine")]
    public static partial void Fault(ILogger logger, string protocol, Exception exception);
}

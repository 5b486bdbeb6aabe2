using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>
/// Empties one partner's part of the outbox. Lanes know nothing of each other, so a partner that is down or slow delays
/// nobody else. A lane that fails several times in a row is suspended and probes with one message at a time.
/// </summary>
internal sealed class Lane
{
    private readonly string _partner;
    private readonly LaneTools _tools;
    private int _failuresInARow;
    private long _suspendedUntilMs;
    private int _running;
    private int _wakes;

    public Lane(string partner, LaneTools tools)
    {
        _partner = partner;
        _tools = tools;
    }

    /// <summary>True while the lane waits after several failures in a row.</summary>
    public bool IsSuspended => _tools.NowMs < Volatile.Read(ref _suspendedUntilMs);

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow => Volatile.Read(ref _failuresInARow);

    /// <summary>Works until nothing is due. A call while the lane is at work makes it look once more.</summary>
    public async Task RunAsync(CancellationToken stopLeasing, CancellationToken stopSending)
    {
        Interlocked.Increment(ref _wakes);
        while (!IsSuspended && Interlocked.Exchange(ref _running, 1) == 0)
        {
            var seen = Volatile.Read(ref _wakes);
            try
            {
                var width = FailuresInARow > 0 ? 1 : Width();
                await Task.WhenAll(Enumerable.Range(0, width).Select(_ => DrainAsync(stopLeasing, stopSending)));
            }
            finally
            {
                Volatile.Write(ref _running, 0);
            }

            if (seen == Volatile.Read(ref _wakes))
            {
                return;
            }
        }
    }

    private int Width() => _tools.Network.Current.Find(_partner)?.Config.Delivery.Concurrency ?? 1;

    private async Task DrainAsync(CancellationToken stopLeasing, CancellationToken stopSending)
    {
        while (!stopLeasing.IsCancellationRequested && !IsSuspended && await StepAsync(stopSending))
        {
        }
    }

    /// <summary>One message: lease, encode, keep the bytes, send, keep the outcome. False when nothing was due.</summary>
    private async Task<bool> StepAsync(CancellationToken stopSending)
    {
        var network = _tools.Network.Current;
        var leased = await _tools.Store.WriteAsync(work => Lease(work, network), stopSending);
        switch (leased)
        {
            case Leased.Nothing:
                return false;
            case Leased.Ended:
                return true;
            case Leased.Parcel parcel:
                var began = _tools.Time.GetTimestamp();
                var outcome = await SendAsync(parcel, stopSending);
                _tools.Metrics.Attempted(parcel.Channel.Protocol, _partner, outcome, _tools.Time.GetElapsedTime(began));
                await _tools.Store.WriteAsync(work => Settle(work, parcel, outcome, network), CancellationToken.None);
                return true;
            default:
                throw new InvalidOperationException($"Not a lease of this set: {leased}");
        }
    }

    private Leased Lease(IUnitOfWork work, Network network)
    {
        var now = _tools.Time.GetLocalNow();
        if (network.Find(_partner) is not { IsActive: true } partner
            || !_tools.Channels.TryGetValue(partner.Config.Channel.Type, out var channel)
            || work.LeaseNext(_partner, now) is not { } row)
        {
            return new Leased.Nothing();
        }

        var state = row.Entry.Request is { } number ? work.FindRequest(number) : null;
        var envelope = Correspondence.Envelope(row.Id, row.Entry.CreatedAt, row.Entry.Message, state, partner, network);
        if (row.Bytes is { } ready)
        {
            return new Leased.Parcel(row, envelope, ready, channel);
        }

        switch (channel.Encode(envelope))
        {
            case EncodeResult.Encoded encoded:
                Keep(work, row, channel, encoded, now);
                return new Leased.Parcel(row, envelope, encoded.Bytes, channel);
            case EncodeResult.NotExpressible cannot:
                work.FinishOutbox(row.Id, OutboxState.Cancelled, now, cannot.Reason);
                History(work, row, state, now, $"Not sent: {cannot.Reason}");
                return new Leased.Ended();
            case EncodeResult.Failed failed:
                GiveUp(work, row, OutboxState.Refused, failed.Error, now, network);
                return new Leased.Ended();
            default:
                throw new InvalidOperationException("Not an encoding of this set.");
        }
    }

    private void Keep(IUnitOfWork work, OutboxRow row, IChannel channel, EncodeResult.Encoded encoded, DateTimeOffset now)
    {
        var message = work.AppendMessage(new JournalEntry
        {
            Direction = Direction.Out,
            At = now,
            Protocol = channel.Protocol,
            Partner = _partner,
            Request = row.Entry.Request,
            Service = row.Entry.Message.Service,
            Raw = encoded.Bytes,
            Losses = encoded.Losses,
        });
        work.SetOutboxMessage(row.Id, message);
    }

    private static async Task<DeliveryOutcome> SendAsync(Leased.Parcel parcel, CancellationToken stopSending)
    {
        try
        {
            return await parcel.Channel.SendAsync(parcel.Bytes, parcel.Envelope, stopSending);
        }
#pragma warning disable CA1031 // A channel must not throw; if one does, its lane goes on and the message is tried again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new DeliveryOutcome.InDoubt(new GatewayError(
                "channel-fault", RetryClass.Later, "The attempt ended in an unexpected way.", fault.ToString()));
        }
    }

    private bool Settle(IUnitOfWork work, Leased.Parcel parcel, DeliveryOutcome outcome, Network network)
    {
        var now = _tools.Time.GetLocalNow();
        var row = parcel.Row;
        switch (outcome)
        {
            case DeliveryOutcome.Delivered delivered:
                Succeeded();
                work.FinishOutbox(row.Id, OutboxState.Delivered, now, delivered.Detail);
                break;
            case DeliveryOutcome.Refused refused:
                Succeeded();
                GiveUp(work, row, OutboxState.Refused, refused.Error, now, network);
                break;
            case DeliveryOutcome.Deferred { Error.Retry: RetryClass.AfterOperator } deferred:
                work.SetLaneHold(_partner, deferred.Error.ToString(), now);
                work.DeferOutbox(row.Id, now, row.InDoubt, deferred.Error.ToString());
                break;
            case DeliveryOutcome.Deferred deferred:
                Failed();
                Postpone(work, row, deferred.Error, row.InDoubt, now, network);
                break;
            case DeliveryOutcome.InDoubt inDoubt:
                Failed();
                Postpone(work, row, inDoubt.Error, isInDoubt: true, now, network);
                break;
            default:
                throw new InvalidOperationException("Not an outcome of this set.");
        }

        return true;
    }

    private void Postpone(
        IUnitOfWork work, OutboxRow row, GatewayError error, bool isInDoubt, DateTimeOffset now, Network network)
    {
        var policy = _tools.PolicyFor(_partner);
        var nextAt = now + policy.WaitAfter(row.Attempts, _tools.Chance());
        if (policy.IsOver(row.Entry.CreatedAt, nextAt))
        {
            GiveUp(work, row, OutboxState.Dead, error, now, network);
            return;
        }

        work.DeferOutbox(row.Id, nextAt, isInDoubt, error.ToString());
    }

    /// <summary>The message will not arrive: the request learns of it, so that a person or the next supplier takes over.</summary>
    private static void GiveUp(
        IUnitOfWork work, OutboxRow row, OutboxState end, GatewayError error, DateTimeOffset now, Network network)
    {
        work.FinishOutbox(row.Id, end, now, error.ToString());
        if (row.Entry.Request is not { } number || work.FindRequest(number) is not { } state)
        {
            return;
        }

        var @event = new RequestEvent.Undeliverable(row.Entry.Message, error.PublicText) { At = now, By = "delivery" };
        var isOfEarlierLeg = state.Transaction != row.Entry.Message.Header.Transaction;
        if (isOfEarlierLeg)
        {
            History(work, row, state, now, $"Given up: {error.PublicText}");
            return;
        }

        var profile = network.Find(state.Partner)?.Profile(state.Side) ?? WorkflowProfile.Full(state.Side);
        if (Rules.Decide(state, @event, profile) is Decision.Moved moved)
        {
            DecisionWriter.Write(work, state, moved, @event, row.Message, network);
        }
    }

    private static void History(IUnitOfWork work, OutboxRow row, RequestState? state, DateTimeOffset now, string text)
    {
        if (state is not null)
        {
            work.AppendHistory(new HistoryEntry(state.Number, now,
                $"delivery:{Mapping.Canonical.IsoCode.Name(row.Entry.Message.Service)}", state.Status, state.Status, "delivery",
                text, row.Message));
        }
    }

    private void Succeeded()
    {
        Volatile.Write(ref _failuresInARow, 0);
        Volatile.Write(ref _suspendedUntilMs, 0);
    }

    private void Failed()
    {
        if (Interlocked.Increment(ref _failuresInARow) >= _tools.SuspendAfterFailures)
        {
            Volatile.Write(ref _suspendedUntilMs, _tools.NowMs + (long)_tools.ProbeInterval.TotalMilliseconds);
        }
    }

    private abstract record Leased
    {
        public sealed record Nothing : Leased;

        public sealed record Ended : Leased;

        public sealed record Parcel(OutboxRow Row, Envelope Envelope, ReadOnlyMemory<byte> Bytes, IChannel Channel) : Leased;
    }
}

/// <summary>What all lanes share.</summary>
internal sealed class LaneTools
{
    private readonly Random _random;
    private readonly Lock _randomLock = new();

    public LaneTools(
        IStore store, NetworkSource network, IEnumerable<IChannel> channels, GatewayMetrics metrics, TimeProvider time,
        Random random)
    {
        Store = store;
        Network = network;
        Channels = channels.ToDictionary(channel => channel.Protocol, StringComparer.Ordinal);
        Metrics = metrics;
        Time = time;
        _random = random;
    }

    public IStore Store { get; }

    public NetworkSource Network { get; }

    public IReadOnlyDictionary<string, IChannel> Channels { get; }

    public GatewayMetrics Metrics { get; }

    public TimeProvider Time { get; }

    /// <summary>Monotonic: unlike the wall clock it does not jump.</summary>
    public long NowMs => (long)Time.GetElapsedTime(0).TotalMilliseconds;

    public int SuspendAfterFailures => Network.Current.Snapshot.Gateway.Delivery.SuspendAfterFailures;

    public TimeSpan ProbeInterval => Network.Current.Snapshot.Gateway.Delivery.ProbeInterval;

    /// <summary>0 up to, but not including, 1.</summary>
    public double Chance()
    {
        lock (_randomLock)
        {
            return _random.NextDouble();
        }
    }

    public RetryPolicy PolicyFor(string partner)
    {
        var delivery = Network.Current.Snapshot.Gateway.Delivery;
        var lifetime = Network.Current.Find(partner)?.Config.Delivery.Lifetime ?? delivery.Lifetime;
        return new RetryPolicy(
            delivery.FirstRetry, (double)delivery.Factor, delivery.MaxRetry, lifetime, delivery.JitterPercent);
    }
}

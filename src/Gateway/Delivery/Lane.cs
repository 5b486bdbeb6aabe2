using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>
/// Empties one partner's part of the outbox. Lanes know nothing of each other, so a partner that is down or slow delays
/// nobody else. A lane that fails several times in a row is suspended and probes with one message at a time.
/// </summary>
internal sealed partial class Lane
{
    /// <summary>How long a message rests whose partner has no file: soon enough after the file is back.</summary>
    private static readonly TimeSpan StrandedWait = TimeSpan.FromMinutes(5);

    /// <summary>How long an outcome waits for a store that cannot write.</summary>
    private static readonly TimeSpan SettleWait = TimeSpan.FromSeconds(1);

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
        while (!stopLeasing.IsCancellationRequested && !IsSuspended && !await IsHeldAsync(stopLeasing)
            && await StepAsync(stopSending))
        {
        }
    }

    /// <summary>A hold, by an operator or after an error that only an operator can mend, counts from the next message
    /// on.</summary>
    private async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        var holds = await _tools.Store.LaneHoldsAsync(cancellationToken);
        return holds.Any(hold => string.Equals(hold.Partner, _partner, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One message, or all that go together: lease, encode, keep the bytes, send, keep the outcome. False when
    /// nothing was due.</summary>
    private async Task<bool> StepAsync(CancellationToken stopSending)
    {
        var network = _tools.Network.Current;
        var all = await _tools.Store.WriteAsync(work => LeaseTogether(work, network), stopSending);
        if (all is [Leased.Parcel { Channel: IBatchChannel batch }, ..])
        {
            await SendTogetherAsync(batch, all.Cast<Leased.Parcel>().ToArray(), network, stopSending);
            return true;
        }

        var leased = all[0];
        if (leased is Leased.Parcel { Row.Bytes: not null } again)
        {
            leased = await InItsLanguageAsync(again, network, stopSending);
        }

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
                await SettleAsync([parcel], outcome, network, stopSending);
                return true;
            default:
                throw new InvalidOperationException($"Not a lease of this set: {leased}");
        }
    }

    private Leased Lease(IUnitOfWork work, Network network)
    {
        var now = _tools.Time.GetLocalNow();
        if (work.LeaseNext(_partner, now) is not { } row)
        {
            return new Leased.Nothing();
        }

        if (network.Find(_partner) is not { } partner
            || !_tools.Channels.TryGetValue(partner.Config.Channel.Type, out var channel))
        {
            return Stranded(work, row, now, network);
        }

        if (row is { Entry.Message: IllMessage.Request, InDoubt: false } && !partner.IsActive)
        {
            GiveUp(work, row, OutboxState.Refused, Inactive(partner), now, network);
            return new Leased.Ended();
        }

        // A member of a pod was counted when it was chosen.
        if (row is { Attempts: 1, Entry.Message: IllMessage.Request }
            && partner.Config.Channel.Settings is not IPodMemberSettings)
        {
            _tools.Open.CountSent(_partner, row.Entry.CreatedAt);
        }

        var state = StateOf(work, row);
        return row.Bytes is { } ready
            ? new Leased.Parcel(row, EnvelopeOf(work, row, state, partner, network), ready, channel)
            : EncodeNow(work, row, state, partner, channel, network);
    }

    /// <summary>A partner whose file is gone: the message waits, and says why, until the file is back or its lifetime is
    /// over.</summary>
    private Leased.Ended Stranded(IUnitOfWork work, OutboxRow row, DateTimeOffset now, Network network)
    {
        var error = new GatewayError("partner-unknown", RetryClass.AfterOperator,
            $"There is no file for the partner {_partner} (any more).", $"config/partners/{_partner}.yaml");
        if (_tools.PolicyFor(_partner).IsOver(row.Entry.CreatedAt, now))
        {
            GiveUp(work, row, OutboxState.Dead, error, now, network);
        }
        else
        {
            work.DeferOutbox(row.Id, now + StrandedWait, row.InDoubt, error.ToString());
        }

        return new Leased.Ended();
    }

    private Leased EncodeNow(
        IUnitOfWork work, OutboxRow row, RequestState? state, Partner partner, IChannel channel, Network network)
    {
        var now = _tools.Time.GetLocalNow();
        var envelope = EnvelopeOf(work, row, state, partner, network);
        switch (Encode(channel, envelope))
        {
            case EncodeResult.Encoded when WaitsUntil(channel, row, partner, now) is { } later:
                work.PostponeOutbox(row.Id, later, "goes out with others at the partner's next time");
                return new Leased.Ended();
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

    private static EncodeResult Encode(IChannel channel, Envelope envelope)
    {
        try
        {
            return channel.Encode(envelope);
        }
#pragma warning disable CA1031 // An encoder must not throw; if one does, this message must not block those behind it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new EncodeResult.Failed(new GatewayError(
                "encode-fault", RetryClass.Never, "The message could not be written in the partner's language.", fault.ToString()));
        }
    }

    /// <summary>Bytes of an earlier attempt are sent again as they are, unless the partner has moved to another protocol
    /// since: then the message is written anew.</summary>
    private async Task<Leased> InItsLanguageAsync(Leased.Parcel parcel, Network network, CancellationToken stopSending)
    {
        try
        {
            var kept = parcel.Row.Message is { } message
                ? await _tools.Store.FindMessageAsync(message, CancellationToken.None)
                : null;
            return kept is null || kept.Entry.Protocol == parcel.Channel.Protocol
                ? parcel
                : await _tools.Store.WriteAsync(
                    work => EncodeNow(work, parcel.Row, StateOf(work, parcel.Row), network.Find(_partner)!, parcel.Channel, network),
                    CancellationToken.None);
        }
#pragma warning disable CA1031 // The message is leased: whatever goes wrong, it has to go back into the queue.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var later = new GatewayError("lane-fault", RetryClass.Later, "The attempt could not begin.", fault.ToString());
            await SettleAsync([parcel], new DeliveryOutcome.Deferred(later), network, stopSending);
            return new Leased.Ended();
        }
    }

    private static RequestState? StateOf(IUnitOfWork work, OutboxRow row) =>
        row.Entry.Request is { } number ? work.FindRequest(number) : null;

    private static Envelope EnvelopeOf(
        IUnitOfWork work, OutboxRow row, RequestState? state, Partner partner, Network network)
    {
        var envelope = Correspondence.Envelope(row.Id, row.Entry.CreatedAt, row.Entry.Message, state, partner, network)
            with { MayHaveArrived = row.InDoubt };
        return row.Entry.Letter is { } letter && state is not null
            ? envelope with { Patron = ToPatron(work, letter, state, network) }
            : envelope;
    }

    /// <summary>The patron as known now: what waits in the outbox names nobody.</summary>
    private static ToPatron ToPatron(IUnitOfWork work, PatronLetter letter, RequestState state, Network network)
    {
        var known = PatronAddress.Of(work.Circulation, state.Content.Patron);
        return new ToPatron(letter)
        {
            Name = known.Name,
            Email = known.Email,
            Language = known.Language ?? network.Snapshot.Gateway.Library.Language,
            Document = state.File?.Document,
            Link = PatronLetters.LinkOf(state.File),
        };
    }

    private static GatewayError Inactive(Partner partner) => new("partner-inactive", RetryClass.AfterOperator,
        $"{partner.Config.Name} gets no new requests.", $"{partner.Code} is switched off in its file");

    private void Keep(IUnitOfWork work, OutboxRow row, IChannel channel, EncodeResult.Encoded encoded, DateTimeOffset now)
    {
        var message = work.AppendMessage(new JournalEntry
        {
            Direction = Direction.Out,
            At = now,
            Protocol = channel.Protocol,
            Partner = _partner,
            Request = row.Entry.Request,
            Service = row.Entry.Letter is null ? row.Entry.Message.Service : null,
            Raw = encoded.Bytes,
            Losses = encoded.Losses,
        });
        work.SetOutboxMessage(row.Id, message);
    }

    private async Task<DeliveryOutcome> SendAsync(Leased.Parcel parcel, CancellationToken stopSending)
    {
        try
        {
            var (bytes, envelope) = (parcel.Bytes, parcel.Envelope);
            if (_tools.Files is { } files && LaneFiles.OfferedIn(envelope) is { } offered)
            {
                (bytes, envelope, var missing) = await files.FillInAsync(bytes, envelope, offered, stopSending);
                if (missing is not null)
                {
                    return missing;
                }
            }

            return await parcel.Channel.SendAsync(bytes, envelope, stopSending);
        }
#pragma warning disable CA1031 // A channel must not throw; if one does, its lane goes on and the message is tried again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new DeliveryOutcome.InDoubt(new GatewayError(
                "channel-fault", RetryClass.Later, "The attempt ended in an unexpected way.", fault.ToString()));
        }
    }

    /// <summary>Keeps the outcome of one attempt for all messages that were in it. While the store cannot write, the lane
    /// stands still with it: without it the messages would stay under way until the next start.</summary>
    private async Task SettleAsync(
        IReadOnlyList<Leased.Parcel> parcels, DeliveryOutcome outcome, Network network, CancellationToken stopSending)
    {
        Count(outcome);
        var wait = _tools.PolicyFor(_partner).WaitAfter(parcels.Max(parcel => parcel.Row.Attempts), _tools.Chance());
        while (true)
        {
            try
            {
                await _tools.Store.WriteAsync(work => Settle(work, parcels, outcome, wait, network), CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException) when (!stopSending.IsCancellationRequested)
            {
                await Task.Delay(SettleWait, _tools.Time, stopSending);
            }
            catch (Exception fault) when (fault is not StoreUnavailableException)
            {
                await SettleApartAsync(parcels, outcome, wait, fault, network);
                throw;
            }
        }
    }

    /// <summary>What went wrong with one message is no fault of those that went with it.</summary>
    private async Task SettleApartAsync(
        IReadOnlyList<Leased.Parcel> parcels, DeliveryOutcome outcome, TimeSpan wait, Exception fault, Network network)
    {
        foreach (var parcel in parcels)
        {
            try
            {
                if (parcels.Count > 1)
                {
                    await _tools.Store.WriteAsync(
                        work => Settle(work, [parcel], outcome, wait, network), CancellationToken.None);
                    continue;
                }
            }
#pragma warning disable CA1031 // This is the one at fault: it is set aside below.
            catch (Exception again) when (again is not StoreUnavailableException)
#pragma warning restore CA1031
            {
                fault = again;
            }

            await _tools.Store.WriteAsync(work => SetAside(work, parcel.Row, fault), CancellationToken.None);
        }
    }

    /// <summary>The consequences of an outcome could not be written: the message is set aside for an operator.</summary>
    private bool SetAside(IUnitOfWork work, OutboxRow row, Exception fault)
    {
        work.FinishOutbox(row.Id, OutboxState.Dead, _tools.Time.GetLocalNow(), $"settle-fault: {fault.Message}");
        return true;
    }

    private void Count(DeliveryOutcome outcome)
    {
        switch (outcome)
        {
            case DeliveryOutcome.Delivered or DeliveryOutcome.Refused:
                Succeeded();
                break;
            case DeliveryOutcome.Deferred { Error.Retry: RetryClass.AfterOperator }:
                break;
            case DeliveryOutcome.Deferred or DeliveryOutcome.InDoubt:
                Failed();
                break;
            default:
                throw new InvalidOperationException("Not an outcome of this set.");
        }
    }

    /// <summary>Messages of one attempt come back together when it failed: they share the time of the next one.</summary>
    private bool Settle(
        IUnitOfWork work, IReadOnlyList<Leased.Parcel> parcels, DeliveryOutcome outcome, TimeSpan wait, Network network)
    {
        var now = _tools.Time.GetLocalNow();
        foreach (var parcel in parcels)
        {
            Settle(work, parcel.Row, outcome, (now, now + wait), network);
        }

        return true;
    }

    private void Settle(
        IUnitOfWork work, OutboxRow row, DeliveryOutcome outcome, (DateTimeOffset Now, DateTimeOffset Next) times, Network network)
    {
        var now = times.Now;
        switch (outcome)
        {
            case DeliveryOutcome.Delivered delivered:
                work.FinishOutbox(row.Id, OutboxState.Delivered, now, delivered.Detail);
                RequestTaken.Write(work, row, delivered, now, network);
                break;
            case DeliveryOutcome.Refused refused:
                GiveUp(work, row, OutboxState.Refused, refused.Error, now, network);
                break;
            case DeliveryOutcome.Deferred { Error.Retry: RetryClass.AfterOperator } deferred:
                work.SetLaneHold(_partner, deferred.Error.ToString(), now);
                work.DeferOutbox(row.Id, now, row.InDoubt, deferred.Error.ToString());
                break;
            case DeliveryOutcome.Deferred deferred:
                Postpone(work, row, deferred.Error, row.InDoubt, times, network);
                break;
            case DeliveryOutcome.InDoubt inDoubt:
                Postpone(work, row, inDoubt.Error, isInDoubt: true, times, network);
                break;
            default:
                throw new InvalidOperationException("Not an outcome of this set.");
        }
    }

    private void Postpone(
        IUnitOfWork work, OutboxRow row, GatewayError error, bool isInDoubt,
        (DateTimeOffset Now, DateTimeOffset Next) times, Network network)
    {
        var (now, nextAt) = times;
        if (_tools.PolicyFor(_partner).IsOver(row.Entry.CreatedAt, nextAt))
        {
            GiveUp(work, row with { InDoubt = isInDoubt }, OutboxState.Dead, error, now, network);
            return;
        }

        work.DeferOutbox(row.Id, nextAt, isInDoubt, error.ToString());
        if (isInDoubt && !row.InDoubt)
        {
            Probe(work, row, now, network);
        }
    }

    /// <summary>Asks the partner about the request, where its file says so, once for each message in doubt. The question
    /// belongs to no request's queue, since it has to overtake the message that it is about.</summary>
    private void Probe(IUnitOfWork work, OutboxRow row, DateTimeOffset now, Network network)
    {
        if (network.Find(_partner)?.Config.Delivery.OnInDoubt != OnInDoubt.Probe
            || StateOf(work, row) is not { } state || state.Transaction != row.Entry.Message.Header.Transaction)
        {
            return;
        }

        var query = new IllMessage.StatusQuery
        {
            Header = new MessageHeader { Transaction = state.Transaction, At = ServiceTime.From(now) },
        };
        work.Enqueue(new OutboxEntry(null, _partner, Correspondence.Address(query, state, network), now, now));
        History(work, row, state, now, "Nobody knows whether it arrived; the partner is asked for its status.");
        _tools.Probes.Asked(state.Number, row.Id);
    }

    private static void GiveUp(
        IUnitOfWork work, OutboxRow row, OutboxState end, GatewayError error, DateTimeOffset now, Network network) =>
        Undelivered.Write(work, row, end, error.ToString(), network,
            new RequestEvent.Undeliverable(row.Entry.Message, error.PublicText) { At = now, By = "delivery" });

    private static void History(IUnitOfWork work, OutboxRow row, RequestState? state, DateTimeOffset now, string text)
    {
        if (state is not null)
        {
            work.AppendHistory(new HistoryEntry(state.Number, now,
                $"delivery:{row.Entry.Name}", state.Status, state.Status, "delivery",
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

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>Messages that go out together, where the channel can do that. A row of the outbox stays the unit of everything but
/// the attempt: it is leased, encoded, kept and settled on its own (docs/adr/0011).</summary>
internal sealed partial class Lane
{
    private string? _lastJoined;

    /// <summary>When a message goes out that was not sent before; null for now.</summary>
    private static DateTimeOffset? WaitsUntil(IChannel channel, OutboxRow row, Partner partner, DateTimeOffset now)
    {
        if (channel is not IBatchChannel batch || row.Bytes is not null)
        {
            return null;
        }

        var due = batch.GoesOutAt(partner.Config.Channel.Settings, row.Entry.CreatedAt.ToOffset(now.Offset));
        return due > now ? due : null;
    }

    /// <summary>Leases the next message and, where its channel sends several in one go, those that are due with it.</summary>
    private Leased[] LeaseTogether(IUnitOfWork work, Network network)
    {
        var first = Lease(work, network);
        if (first is not Leased.Parcel { Channel: IBatchChannel batch } parcel)
        {
            return [first];
        }

        var together = new List<Leased> { parcel };
        var most = batch.MaxTogether(parcel.Envelope.Recipient.Settings);
        for (var i = 1; i < most && Lease(work, network) is var next and not Leased.Nothing; i++)
        {
            if (next is Leased.Parcel)
            {
                together.Add(next);
            }
        }

        return [.. together];
    }

    /// <summary>Sends what was leased: all that was never sent in one go, and what was sent together before again just so.</summary>
    private async Task SendTogetherAsync(
        IBatchChannel batch, IReadOnlyList<Leased.Parcel> leased, Network network, CancellationToken stopSending)
    {
        var parcels = new List<Leased.Parcel>();
        foreach (var one in leased)
        {
            var ready = one.Row.Bytes is null ? one : await InItsLanguageAsync(one, network, stopSending);
            if (ready is Leased.Parcel parcel)
            {
                parcels.Add(parcel);
            }
        }

        foreach (var group in parcels.GroupBy(one => one.Row.Bytes is null ? (DateTimeOffset?)null : one.Row.NextAt))
        {
            var together = group.OrderBy(one => one.Row.Id).ToArray();
            var began = _tools.Time.GetTimestamp();
            var outcome = await AttemptAsync(batch, together, stopSending);
            _tools.Metrics.Attempted(batch.Protocol, _partner, outcome, _tools.Time.GetElapsedTime(began));
            await SettleAsync(together, outcome, network, stopSending);
        }
    }

    private async Task<DeliveryOutcome> AttemptAsync(
        IBatchChannel batch, IReadOnlyList<Leased.Parcel> together, CancellationToken stopSending)
    {
        var isSent = false;
        try
        {
            Parcel[] parcels = [.. together.Select(one => new Parcel(one.Bytes, one.Envelope))];
            var result = batch.Join(parcels);
            if (result is JoinResult.Failed failed)
            {
                return new DeliveryOutcome.Deferred(failed.Error);
            }

            var joined = (JoinResult.Joined)result;
            await KeepJoinedAsync(batch, joined, together);
            isSent = true;
            return await batch.SendTogetherAsync(joined, parcels, stopSending);
        }
#pragma warning disable CA1031 // The messages are leased: whatever goes wrong, they have to go back into the queue.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var error = new GatewayError(
                "channel-fault", RetryClass.Later, "The attempt ended in an unexpected way.", fault.ToString());
            return isSent ? new DeliveryOutcome.InDoubt(error) : new DeliveryOutcome.Deferred(error);
        }
    }

    /// <summary>The journal has each message with its own bytes, and beside them what they went out in. An attempt that repeats
    /// the one before repeats the same bytes, which need not be kept twice.</summary>
    private async Task KeepJoinedAsync(
        IBatchChannel batch, JoinResult.Joined joined, IReadOnlyList<Leased.Parcel> together)
    {
        if (Interlocked.Exchange(ref _lastJoined, joined.Identity) == joined.Identity)
        {
            return;
        }

        await _tools.Store.WriteAsync(work => work.AppendMessage(new JournalEntry
        {
            Direction = Direction.Out,
            At = _tools.Time.GetLocalNow(),
            Protocol = batch.Protocol,
            Partner = _partner,
            Request = together.Count == 1 ? together[0].Row.Entry.Request : null,
            Service = together[0].Row.Entry.Message.Service,
            Identity = joined.Identity,
            Detail = $"holds the messages of the outbox {string.Join(", ", together.Select(one => one.Row.Id))}",
            Raw = joined.Bytes,
        }), CancellationToken.None);
    }
}

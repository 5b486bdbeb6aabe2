namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// A channel that carries several messages to one partner in one go. Each message stays what it is: it is encoded, kept
/// and settled on its own. Only the attempt is one for all of them, and so is its outcome.
/// </summary>
public interface IBatchChannel : IChannel
{
    /// <summary>How many messages may go together; at least 1.</summary>
    int MaxTogether(IChannelSettings settings);

    /// <summary>When a message goes out that was decided at a time: that time itself, or the next one on the partner's
    /// schedule. In the offset of the given time. Pure.</summary>
    DateTimeOffset GoesOutAt(IChannelSettings settings, DateTimeOffset decidedAt);

    /// <summary>Puts encoded messages together, in their order. Pure: the same messages give the same bytes and the same
    /// identity, another set gives another identity. What it gives is kept in the journal and holds no secret.</summary>
    /// <param name="parcels">One or more messages to the same partner.</param>
    JoinResult Join(IReadOnlyList<Parcel> parcels);

    /// <summary>One attempt for all of them. As <see cref="IChannel.SendAsync"/>: never throws for what the network or the
    /// peer does.</summary>
    /// <param name="joined">What <see cref="Join"/> gave.</param>
    /// <param name="parcels">The same messages in the same order.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<DeliveryOutcome> SendTogetherAsync(
        JoinResult.Joined joined, IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken);
}

/// <summary>A message that is encoded and ready to go.</summary>
/// <param name="Bytes">Its own bytes.</param>
/// <param name="Envelope">What it is.</param>
public sealed record Parcel(ReadOnlyMemory<byte> Bytes, Envelope Envelope);

/// <summary>Several messages in one, or why not: a closed set.</summary>
public abstract record JoinResult
{
    private JoinResult()
    {
    }

    /// <summary>Ready to send.</summary>
    /// <param name="Identity">The same for the same messages only.</param>
    /// <param name="Bytes">For the journal.</param>
    public sealed record Joined(string Identity, ReadOnlyMemory<byte> Bytes) : JoinResult;

    /// <summary>Something has to be mended first.</summary>
    /// <param name="Error">What.</param>
    public sealed record Failed(GatewayError Error) : JoinResult;
}

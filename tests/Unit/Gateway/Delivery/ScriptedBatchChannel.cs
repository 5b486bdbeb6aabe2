using System.Collections.Concurrent;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>A channel that sends several messages in one go, and whose outcomes a test says beforehand.</summary>
internal sealed class ScriptedBatchChannel(string protocol) : IBatchChannel
{
    private readonly ConcurrentQueue<DeliveryOutcome> _script = new();

    public string Protocol => protocol;

    public int Most { get; set; } = 50;

    /// <summary>The hour at which everything goes out; null for at once.</summary>
    public int? Hour { get; set; }

    /// <summary>What went out, in order: <c>1 2 3</c> for the messages of one attempt.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    public Func<IReadOnlyList<Parcel>, JoinResult>? Joining { get; set; }

    public void Says(params DeliveryOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
            _script.Enqueue(outcome);
    }

    public EncodeResult Encode(Envelope envelope) => envelope.Message is IllMessage.Request
        ? new EncodeResult.Encoded(Encoding.UTF8.GetBytes($"order {envelope.OutboxId}"), LossReport.None)
        : new EncodeResult.NotExpressible("orders only");

    public Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A lane sends a batch channel's messages together.");

    public int MaxTogether(IChannelSettings settings) => Most;

    public DateTimeOffset GoesOutAt(IChannelSettings settings, DateTimeOffset decidedAt)
    {
        if (Hour is not { } hour)
            return decidedAt;
        var today = new DateTimeOffset(decidedAt.Date, decidedAt.Offset).AddHours(hour);
        return today >= decidedAt ? today : today.AddDays(1);
    }

    public JoinResult Join(IReadOnlyList<Parcel> parcels) => Joining?.Invoke(parcels) ?? new JoinResult.Joined(
        $"mail {Numbers(parcels)}",
        Encoding.UTF8.GetBytes(string.Join('\n', parcels.Select(parcel => Encoding.UTF8.GetString(parcel.Bytes.Span)))));

    public Task<DeliveryOutcome> SendTogetherAsync(
        JoinResult.Joined joined, IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        Assert.Equal($"mail {Numbers(parcels)}", joined.Identity);
        Sent.Enqueue(Numbers(parcels));
        return Task.FromResult(_script.TryDequeue(out var outcome) ? outcome : new DeliveryOutcome.Delivered("taken"));
    }

    private static string Numbers(IReadOnlyList<Parcel> parcels) =>
        string.Join(' ', parcels.Select(parcel => parcel.Envelope.OutboxId));
}

using System.Collections.Concurrent;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>A channel whose outcomes a test says beforehand; delivers when the script is at its end.</summary>
internal sealed class ScriptedChannel(string protocol) : IChannel
{
    private readonly ConcurrentQueue<DeliveryOutcome> _script = new();

    public string Protocol => protocol;

    /// <summary>What was sent, in order: <c>EAST iso-ill 1 ill-request</c>.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    public ConcurrentQueue<IllMessage> Messages { get; } = new();

    public Func<Envelope, EncodeResult>? Encoding { get; set; }

    public Func<Envelope, CancellationToken, Task<DeliveryOutcome>>? Sending { get; set; }

    public static DeliveryOutcome Later { get; } =
        new DeliveryOutcome.Deferred(new GatewayError("connect-failed", RetryClass.Later, "Nobody answers."));

    public static DeliveryOutcome AfterOperator { get; } =
        new DeliveryOutcome.Deferred(new GatewayError("certificate", RetryClass.AfterOperator, "The certificate is wrong."));

    public static DeliveryOutcome InDoubt { get; } =
        new DeliveryOutcome.InDoubt(new GatewayError("connection-reset", RetryClass.Later, "It broke."));

    public static DeliveryOutcome Refused { get; } =
        new DeliveryOutcome.Refused(new GatewayError("no-such-mailbox", RetryClass.Never, "No such mailbox."));

    public void Says(params DeliveryOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _script.Enqueue(outcome);
        }
    }

    public EncodeResult Encode(Envelope envelope) => Encoding?.Invoke(envelope) ?? new EncodeResult.Encoded(
        System.Text.Encoding.UTF8.GetBytes($"{protocol} {envelope.OutboxId} {IsoCode.Name(envelope.Message.Service)}"), LossReport.None);

    public Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        Sent.Enqueue($"{envelope.Recipient.Code} {System.Text.Encoding.UTF8.GetString(bytes.Span)}");
        Messages.Enqueue(envelope.Message);
        return Sending?.Invoke(envelope, cancellationToken)
            ?? Task.FromResult(_script.TryDequeue(out var outcome) ? outcome : new DeliveryOutcome.Delivered("taken"));
    }
}

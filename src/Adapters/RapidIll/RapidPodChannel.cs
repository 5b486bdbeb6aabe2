using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>The way to a member of our own pod, which fetches what concerns it: there is nothing to send, and nothing that could
/// be lost. What the journal keeps is what stands in the member's list from then on.</summary>
public sealed class RapidPodChannel : IChannel
{
    /// <summary>The channel type, and the protocol in the journal.</summary>
    public const string Name = "rapid-pod";

    /// <inheritdoc/>
    public string Protocol => Name;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not RapidPodSettings settings)
        {
            return new EncodeResult.Failed(new GatewayError(
                "settings-mismatch", RetryClass.AfterOperator, "The partner's channel is of another type."));
        }

        var note = envelope.Message.Note is { } text ? $" Note: {text}" : "";
        var line = $"In the list of {settings.RapidCode}: {IsoCode.Name(envelope.Message.Service)} about "
            + $"{envelope.About?.OurReference ?? "no request"}.{note}";
        return new EncodeResult.Encoded(Encoding.UTF8.GetBytes(line), LossReport.None);
    }

    /// <inheritdoc/>
    public Task<DeliveryOutcome> SendAsync(ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return Task.FromResult<DeliveryOutcome>(
            new DeliveryOutcome.Delivered($"waits in the list of {envelope.Recipient.Code}"));
    }
}

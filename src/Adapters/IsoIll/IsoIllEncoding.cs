using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>The octets of an APDU, the same for TCP and for mail.</summary>
internal static class IsoIllEncoding
{
    /// <summary>Maps and encodes.</summary>
    /// <param name="envelope">What to say, to whom.</param>
    /// <param name="ways">Where both sides are reached, as APDU-Delivery-Info says it.</param>
    public static EncodeResult Encode(Envelope envelope, IsoIllWays ways)
    {
        var context = new IsoIllContext
        {
            OurSymbols = envelope.Sender.Symbols,
            AddressService = ways.Service,
            OurAddress = ways.Ours,
            RecipientSymbols = envelope.Recipient.Symbols,
            RecipientAddress = ways.Theirs,
            SendPatron = envelope.Recipient.SendPatron,
        };
        var written = IsoIllMapper.ToWire(envelope.Message, context);
        var octets = IsoIllCodec.Encode(written.Apdu);
        return octets.Length <= IsoIllLimits.MaxApduOctets
            ? new EncodeResult.Encoded(octets, written.Losses)
            : new EncodeResult.Failed(new GatewayError(
                "message-too-large", RetryClass.Never,
                $"The message has {octets.Length} octets; an ISO ILL partner takes {IsoIllLimits.MaxApduOctets}."));
    }
}

/// <summary>Where both sides are reached.</summary>
/// <param name="Service">In which service: <c>TCP/IP</c>, <c>SMTP</c>.</param>
/// <param name="Ours">Our address; null when we have none there.</param>
/// <param name="Theirs">The partner's.</param>
internal sealed record IsoIllWays(string Service, string? Ours, string? Theirs);

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>What APDUs in mails mean. The intake sees the same content as from a connection.</summary>
public static class IsoIllMailArrivals
{
    /// <summary>The name under which such an arrival goes to the intake: the language is the same as over TCP.</summary>
    public const string Protocol = "iso-ill";

    /// <summary>Decodes one part.</summary>
    /// <param name="part">The part, from <see cref="IsoIllMailParts.Find"/>.</param>
    /// <param name="partner">The partner whom the sender's address belongs to; null when nobody is known there.</param>
    /// <param name="receivedAt">Stands in for times that the APDU lacks.</param>
    public static ArrivalContent Read(IsoIllMailPart part, IsoIllMailPartnerSettings? partner, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Fault is { } fault)
        {
            return new ArrivalContent.NotUnderstood(
                new Problem.General(GeneralProblem.BadlyStructuredApdu),
                new GatewayError("apdu-part-unusable", RetryClass.Never, "The part holds no APDU that can be read.", fault),
                null, null);
        }

        var charset = partner is null ? System.Text.Encoding.Latin1 : IsoIllArrivals.CharsetOf(partner.FallbackCharset);
        var decoded = IsoIllCodec.Decode(part.Octets, new DecodeOptions { FallbackCharset = charset });
        return IsoIllArrivals.ContentOf(decoded, ServiceTime.From(receivedAt));
    }
}

using System.Net;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>Turns octets that came over a connection into arrivals. Pure but for the look into the
/// partners' files.</summary>
internal sealed class IsoIllArrivals(
    IsoIllListenerSettings settings, Func<Symbol, IsoIllPartnerSettings?> findPartner,
    Func<IPAddress?, IsoIllPartnerSettings?> findPartnerAt)
{
    private const string Protocol = "iso-ill";

    /// <summary>A whole APDU, as the framing found it.</summary>
    public Arrival Whole(ReadOnlyMemory<byte> raw, Peer peer, DateTimeOffset receivedAt)
    {
        var at = ServiceTime.From(receivedAt);
        var content = ContentOf(IsoIllCodec.Decode(raw), at);
        var partner = PartnerOf(content, peer);
        if (partner is { Settings: { } file } && CharsetOf(file) is var charset && !IsDefault(charset))
            content = ContentOf(IsoIllCodec.Decode(raw, new DecodeOptions { FallbackCharset = charset }), at);
        return new Arrival
        {
            Protocol = Protocol,
            Raw = raw,
            Peer = peer,
            Content = content,
            EncodeReply = reply => Encode(reply, partner),
            WaitsForReply = partner?.Settings?.AnswerOnSameConnection ?? false,
        };
    }

    /// <summary>Octets that are no whole APDU: kept for the operator; what can be read of the header is
    /// used.</summary>
    public static Arrival Broken(
        ReadOnlyMemory<byte> prefix, Peer peer, DateTimeOffset receivedAt, string code, string detail)
    {
        var refusal = (IsoIllCodec.Decode(prefix) as DecodeResult.Refused)?.Refusal;
        var at = ServiceTime.From(receivedAt);
        return new Arrival
        {
            Protocol = Protocol,
            Raw = prefix,
            Peer = peer,
            Content = new ArrivalContent.NotUnderstood(
                new Problem.General(refusal?.Problem ?? GeneralProblem.BadlyStructuredApdu),
                new GatewayError(code, RetryClass.Never, "This is no complete APDU of ISO 10161-1.", detail),
                refusal?.Header is { } header ? IsoIllMapper.HeaderOf(header, at) : null,
                (IllService?)(int?)refusal?.Header?.ApduType),
        };
    }

    /// <summary>The charset that a partner's file names for strings that are not UTF-8; ISO 8859-1 when
    /// the system does not know that name.</summary>
    internal static Encoding CharsetOf(IsoIllPartnerSettings partner) => CharsetOf(partner.FallbackCharset);

    /// <summary>A charset by its name; ISO 8859-1 when the system does not know it.</summary>
    internal static Encoding CharsetOf(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name)
                ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1;
        }
    }

    private static bool IsDefault(Encoding charset) =>
        charset.CodePage == DecodeOptions.Default.FallbackCharset.CodePage;

    /// <summary>What a decoded APDU means, or why it means nothing.</summary>
    internal static ArrivalContent ContentOf(DecodeResult result, ServiceTime receivedAt)
    {
        if (result is DecodeResult.Refused { Refusal: var refusal })
        {
            return new ArrivalContent.NotUnderstood(
                new Problem.General(refusal.Problem),
                new GatewayError("apdu-not-understood", RetryClass.Never, refusal.PublicText, refusal.PrivateDetail),
                refusal.Header is { } salvaged ? IsoIllMapper.HeaderOf(salvaged, receivedAt) : null,
                (IllService?)(int?)refusal.Header?.ApduType);
        }

        var decoded = (DecodeResult.Decoded)result;
        var service = (IllService)(int)decoded.Apdu.ApduType;
        if (decoded.UnknownCriticalExtensions.Count > 0)
            return Critical(decoded, service, receivedAt);
        if (IsoIllMapper.ToCanonical(decoded.Apdu) is not IsoIllReadResult.Understood understood)
            return Meaningless(decoded.Apdu, service, receivedAt);
        var identity = IsoIllIdentity.Of(decoded.Apdu);
        return new ArrivalContent.Understood(
            understood.Message, identity.Identity, identity.Digest, understood.Losses);
    }

    private static ArrivalContent.NotUnderstood Meaningless(Apdu apdu, IllService service, ServiceTime receivedAt)
    {
        var refused = (IsoIllReadResult.Refused)IsoIllMapper.ToCanonical(apdu);
        return new ArrivalContent.NotUnderstood(
            refused.Problem,
            new GatewayError("element-unusable", RetryClass.Never, $"{refused.Element} is {refused.Detail}."),
            IsoIllMapper.HeaderOf(apdu, receivedAt), service);
    }

    /// <summary>The sender says that the message must not be carried out by whoever does not know the
    /// extension.</summary>
    private static ArrivalContent.NotUnderstood Critical(
        DecodeResult.Decoded decoded, IllService service, ServiceTime receivedAt)
    {
        var name = IsoCode.Name(service).ToUpperInvariant();
        var faults = decoded.UnknownCriticalExtensions
            .Select(oid => new ElementFault($"{name}.extensions[{oid}]", "critical extension that is not supported"));
        return new ArrivalContent.NotUnderstood(
            new Problem.Unable(Mapping.Canonical.UnableToPerform.Other, [.. faults]),
            new GatewayError(
                "critical-extension", RetryClass.Never,
                "The message holds a critical extension that is not supported: "
                + string.Join(", ", decoded.UnknownCriticalExtensions) + "."),
            IsoIllMapper.HeaderOf(decoded.Apdu, receivedAt), service);
    }

    private ReadOnlyMemory<byte> Encode(IllMessage reply, Sender? partner)
    {
        var context = new IsoIllContext
        {
            OurSymbols = settings.OurSymbols,
            OurAddress = settings.PublicAddress,
            RecipientSymbols = partner?.Symbol is { } symbol ? [symbol] : [],
            RecipientAddress = partner?.Settings is { } file ? $"{file.Host}:{file.Port}" : null,
        };
        return IsoIllCodec.Encode(IsoIllMapper.ToWire(reply, context).Apdu);
    }

    /// <summary>Who sent it: the first symbol in the message that belongs to a partner (ours belong to
    /// none), else the partner who alone calls from that address.</summary>
    private Sender? PartnerOf(ArrivalContent content, Peer peer)
    {
        var header = content switch
        {
            ArrivalContent.Understood understood => understood.Message.Header,
            ArrivalContent.NotUnderstood notUnderstood => notUnderstood.Header,
            _ => null,
        };
        if (header is null)
            return null;
        var named = new[]
        { header.Requester?.Symbol, header.Responder?.Symbol, header.Transaction.InitialRequester };
        var candidates = named.OfType<Symbol>().Concat(header.SenderAliases)
            .Where(symbol => !settings.OurSymbols.Contains(symbol)).ToArray();
        foreach (var symbol in candidates)
        {
            if (findPartner(symbol) is { } file)
                return new Sender(symbol, file);
        }

        return new Sender(candidates.Length > 0 ? candidates[0] : null, findPartnerAt(peer.Address));
    }

    /// <summary>The sender's symbol, when it names one, and its file when it has one.</summary>
    private sealed record Sender(Symbol? Symbol, IsoIllPartnerSettings? Settings);
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// Between APDUs and the canonical model, both ways. Pure: the same input gives the same output. Whatever one
/// side has and the other has no place for is in the loss report, under its element path
/// (<c>SHIPPED.intermediary-id</c>) when reading and under its canonical name when writing. Three things are
/// no loss, since they belong to one hop and not to the message: the protocol version, which of the two
/// string types carried a text, and the transport addresses of APDU-Delivery-Info.
/// </summary>
public static class IsoIllMapper
{
    /// <summary>Says what an APDU means.</summary>
    /// <param name="apdu">The APDU, as the codec read it.</param>
    /// <returns>The message; or what to tell the sender, when something is unusable without which the message
    /// has no meaning.</returns>
    public static IsoIllReadResult ToCanonical(Apdu apdu)
    {
        ArgumentNullException.ThrowIfNull(apdu);
        return new IsoIllMapperReading(apdu).Read();
    }

    /// <summary>Says a message as an APDU. Always possible: all twenty services have one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="context">What an APDU says beside the message.</param>
    /// <returns>The APDU, which the codec can write, and what it does not carry.</returns>
    public static IsoIllWriteResult ToWire(IllMessage message, IsoIllContext context)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(context);
        return new IsoIllMapperWriting(message, context).Write();
    }

    /// <summary>The header of an APDU that cannot be mapped, so that its sender can be answered.</summary>
    /// <param name="apdu">The APDU.</param>
    /// <param name="receivedAt">Stands in for the time of the service where that is unusable.</param>
    /// <returns>The header.</returns>
    public static MessageHeader HeaderOf(Apdu apdu, ServiceTime receivedAt)
    {
        ArgumentNullException.ThrowIfNull(apdu);
        return new IsoIllMapperReading(apdu).Header(receivedAt);
    }

    /// <summary>The header of octets that are no APDU, as far as the codec could read it.</summary>
    /// <param name="salvaged">What the codec could read.</param>
    /// <param name="receivedAt">Stands in for the time of the service where that is unusable.</param>
    /// <returns>The header.</returns>
    public static MessageHeader HeaderOf(SalvagedHeader salvaged, ServiceTime receivedAt)
    {
        ArgumentNullException.ThrowIfNull(salvaged);
        ArgumentNullException.ThrowIfNull(receivedAt);
        var noTime = new ServiceDateTime { DateTimeOfThisService = new DateTimeOfService { Date = "" } };
        return HeaderOf(
            new CancelApdu
            {
                ProtocolVersionNum = ProtocolVersion.Version2,
                TransactionId = salvaged.TransactionId,
                ServiceDateTime = salvaged.ServiceDateTime ?? noTime,
                RequesterId = salvaged.RequesterId,
                ResponderId = salvaged.ResponderId,
            },
            receivedAt);
    }
}

/// <summary>A closed set: what an APDU means, or why it means nothing.</summary>
public abstract record IsoIllReadResult
{
    private IsoIllReadResult()
    {
    }

    /// <summary>The APDU was understood.</summary>
    /// <param name="Message">What it says.</param>
    /// <param name="Losses">What has no place in the canonical model, and what was put right.</param>
    public sealed record Understood(IllMessage Message, LossReport Losses) : IsoIllReadResult;

    /// <summary>An element is unusable without which the message has no meaning.</summary>
    /// <param name="Problem">What to tell the sender.</param>
    /// <param name="Element">The element, like <c>RECEIVED.date-received</c>.</param>
    /// <param name="Detail">What is wrong with it, fit for the partner.</param>
    public sealed record Refused(Problem Problem, string Element, string Detail) : IsoIllReadResult;
}

/// <summary>An APDU that says what a message says.</summary>
/// <param name="Apdu">The APDU.</param>
/// <param name="Losses">What it does not carry.</param>
public sealed record IsoIllWriteResult(Apdu Apdu, LossReport Losses);

/// <summary>What an APDU says beside its message: APDU-Delivery-Info 1.0.10161.13.3, and what may be said at
/// all.</summary>
public sealed record IsoIllContext
{
    /// <summary>The symbols of the sender, that is ours.</summary>
    public IReadOnlyList<Symbol> OurSymbols { get; init; } = [];

    /// <summary>The symbols of the recipient.</summary>
    public IReadOnlyList<Symbol> RecipientSymbols { get; init; } = [];

    /// <summary>The service in which both addresses are: <c>TCP/IP</c>, or <c>SMTP</c> for APDUs in mails.</summary>
    public string AddressService { get; init; } = "TCP/IP";

    /// <summary>Where our listener is reached, host:port, or our mail address; null when we have none.</summary>
    public string? OurAddress { get; init; }

    /// <summary>Where the recipient is reached, host:port or a mail address; null when unknown.</summary>
    public string? RecipientAddress { get; init; }

    /// <summary>The patron may be named to this recipient.</summary>
    public bool SendPatron { get; init; }
}

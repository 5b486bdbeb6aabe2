using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>APDUs in mails (RFC 2503): a part of its own for each, in base64.</summary>
public static class IsoIllMailParts
{
    /// <summary>The type of such a part.</summary>
    public const string TypeName = "application/iso-10161-ill-1";

    /// <summary>The type with its parameter, as we send it.</summary>
    public const string ContentType = TypeName + "; transfer-encoding=iso-8825-ber";

    /// <summary>Parts that are taken from one mail. RFC 2503 knows one APDU for each part and says nothing of their number;
    /// partners send one.</summary>
    public const int MaxParts = 10;

    private const string Encoding = "transfer-encoding";

    /// <summary>Finds the parts, also inside multiparts, but not inside forwarded mails: those are somebody's quotation.</summary>
    /// <param name="mail">The mail.</param>
    /// <returns>The first ten in their order; empty when there is none.</returns>
    public static IReadOnlyList<IsoIllMailPart> Find(ReceivedMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return [.. mail.Body.SelfAndBelow().Where(part => part.Type == TypeName).Take(MaxParts)
            .Select(part => new IsoIllMailPart(part.Content, Fault(part)))];
    }

    /// <summary>The parameter is required, but it can only have one value: a part without it is read all the same.</summary>
    private static string? Fault(ReceivedPart part)
    {
        if (part.Parameters.TryGetValue(Encoding, out var encoding)
            && !string.Equals(encoding.Trim(), "iso-8825-ber", StringComparison.OrdinalIgnoreCase))
        {
            return "the transfer-encoding of the part is not iso-8825-ber";
        }

        if (part.Content.IsEmpty)
            return "the part is empty";
        return part.Content.Length > IsoIllLimits.MaxApduOctets ? "the part is larger than an APDU may be" : null;
    }
}

/// <summary>A part that says that it holds an APDU.</summary>
/// <param name="Octets">Its octets, not yet decoded.</param>
/// <param name="Fault">Why they are not to be decoded; null when they are.</param>
public sealed record IsoIllMailPart(ReadOnlyMemory<byte> Octets, string? Fault);

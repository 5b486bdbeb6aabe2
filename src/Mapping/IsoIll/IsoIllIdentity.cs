using System.Security.Cryptography;
using System.Text.Json;
using System.Text;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// What makes two APDUs the same one, sent twice. The standard has no message number; the identity is made
/// from the transaction, the kind, the time of the (original) service and a digest of everything else.
/// </summary>
/// <param name="Identity">At most about 700 printable characters. An ILL-Request is known by its
/// transaction alone, so that the same transaction with other content shows as a conflict; of every other
/// kind two different messages of one second are two messages.</param>
/// <param name="Digest">SHA-256 over the APDU without its service-date-time, which is new in every repeat.
/// Taken from our own encoding: how the sender codes lengths and defaults makes no difference.</param>
public sealed record IsoIllIdentity(string Identity, ReadOnlyMemory<byte> Digest)
{
    private const int MaxKeyLength = 512;

    private static readonly ServiceDateTime NoTime = new()
    {
        DateTimeOfThisService = new DateTimeOfService { Date = "00000000" },
    };

    /// <summary>The identity of an APDU.</summary>
    /// <param name="apdu">The APDU, as the codec read it.</param>
    /// <returns>Its identity and digest.</returns>
    public static IsoIllIdentity Of(Apdu apdu)
    {
        ArgumentNullException.ThrowIfNull(apdu);
        var digest = SHA256.HashData(Canonicalize(apdu with { ServiceDateTime = NoTime }));
        var key = TransactionKey(apdu);
        var kind = IsoIllModule.Find(apdu.ApduType).PathName;
        if (apdu is IllRequestApdu)
            return new IsoIllIdentity($"{key} {kind}", digest);
        var service = apdu.ServiceDateTime;
        var at = service.DateTimeOfOriginalService ?? service.DateTimeOfThisService;
        var time = Uri.EscapeDataString($"{at.Date.Trim()}{at.Time?.Trim()}");
        return new IsoIllIdentity($"{Bounded($"{key} {kind} {time}")} {Convert.ToHexStringLower(digest)}", digest);
    }

    /// <summary>Initial requester (else requester) without regard to case, and the three
    /// qualifiers.</summary>
    private static string TransactionKey(Apdu apdu)
    {
        var id = apdu.TransactionId;
        return Bounded(Canonical.TransactionId.Word(
            SymbolText(id.InitialRequesterId) ?? SymbolText(apdu.RequesterId),
            id.TransactionGroupQualifier.Text, id.TransactionQualifier.Text, id.SubTransactionQualifier?.Text));
    }

    private static string? SymbolText(SystemId? id)
    {
        var text = id?.PersonOrInstitutionSymbol switch
        {
            PersonOrInstitutionSymbol.PersonSymbol person => person.Value.Text,
            PersonOrInstitutionSymbol.InstitutionSymbol institution => institution.Value.Text,
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string Bounded(string text) => text.Length <= MaxKeyLength
        ? text : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>An amount like <c>€35</c> was accepted, but has no place in a PrintableString: such an
    /// APDU cannot be encoded again, and its printed form stands in.</summary>
    private static byte[] Canonicalize(Apdu apdu)
    {
        try
        {
            return IsoIllCodec.Encode(apdu);
        }
        catch (InvalidOperationException)
        {
            using var printed = new MemoryStream();
            using (var json = new Utf8JsonWriter(printed))
                IsoIllJson.Print(json, apdu);
            return printed.ToArray();
        }
    }
}

using System.Text.Json;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// Prints an APDU with the names of the ASN.1 module: a SEQUENCE and a CHOICE as an object, an enumeration
/// as <c>"loan(1)"</c>, an ILL-String as <c>{"GeneralString": "..."}</c>, a value that is kept byte for
/// byte as <c>{"_raw": "hex"}</c>. Every element is there as it was sent; one that was left out is left
/// out, also if it has a DEFAULT.
/// </summary>
public static class IsoIllJson
{
    /// <summary>Prints an APDU as an object with one property, named after the APDU.</summary>
    /// <param name="json">Where to print.</param>
    /// <param name="apdu">The APDU.</param>
    public static void Print(Utf8JsonWriter json, Apdu apdu) =>
        IsoIllModule.Find(apdu.ApduType).Print(json, apdu);
}

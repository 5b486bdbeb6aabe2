using System.Formats.Asn1;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>Object identifiers of Z39.50, with dots. Source: Z39.50-1995, appendix OID.</summary>
internal static class ObjectIdentifier
{
    public const string Bib1Attributes = "1.2.840.10003.3.1";
    public const string Marc21 = "1.2.840.10003.5.10";
    public const string Opac = "1.2.840.10003.5.102";

    private const int MaxOctets = 32;

    /// <summary>The contents of an OBJECT IDENTIFIER, without its header.</summary>
    public static byte[] Contents(string identifier)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        writer.WriteObjectIdentifier(identifier);
        return writer.Encode()[2..];
    }

    /// <summary>With dots; empty when the octets are none.</summary>
    public static string Read(ReadOnlySpan<byte> contents)
    {
        if (contents.Length is 0 or > MaxOctets)
            return "";
        Span<byte> whole = stackalloc byte[contents.Length + 2];
        whole[0] = 0x06;
        whole[1] = (byte)contents.Length;
        contents.CopyTo(whole[2..]);
        try
        {
            return AsnDecoder.ReadObjectIdentifier(whole, AsnEncodingRules.BER, out _);
        }
        catch (AsnContentException)
        {
            return "";
        }
    }
}

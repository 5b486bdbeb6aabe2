using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>BOOLEAN. Any octet but zero is TRUE; K-Int's toolkit writes 01 where DER would have FF.</summary>
internal sealed class BooleanShape : Shape<bool>
{
    public override string Name => "BOOLEAN";

    public override ShapeKind Kind => ShapeKind.Boolean;

    public override BerTag NaturalTag => BerTag.Boolean;

    public override bool Read(ref BerReader reader, int element)
    {
        var content = reader.Content(element);
        if (content.Length == 1 && !reader.IsConstructed(element))
            return content[0] != 0;
        reader.RefuseMistyped(element, "BOOLEAN of other than one octet");
        return false;
    }

    public override void Write(BerWriter writer, bool value, BerTag tag)
    {
        writer.Octet(value ? (byte)0xFF : (byte)0);
        writer.Header(tag, constructed: false, 1);
    }

    public override void Print(Utf8JsonWriter json, bool value) => json.WriteBooleanValue(value);
}

/// <summary>The only value of the type NULL.</summary>
internal readonly record struct NullValue;

internal sealed class NullShape : Shape<NullValue>
{
    public static readonly NullShape Instance = new();

    public override string Name => "NULL";

    public override ShapeKind Kind => ShapeKind.Null;

    public override BerTag NaturalTag => BerTag.Null;

    public override NullValue Read(ref BerReader reader, int element)
    {
        if (!reader.Content(element).IsEmpty)
            reader.Note("NULL with contents");
        return default;
    }

    public override void Write(BerWriter writer, NullValue value, BerTag tag) =>
        writer.Header(tag, constructed: false, 0);

    public override void Print(Utf8JsonWriter json, NullValue value) => json.WriteNullValue();
}

/// <summary>INTEGER, up to 64 bits. Leading octets that say nothing are accepted.</summary>
internal sealed class IntegerShape : Shape<long>
{
    public override string Name => "INTEGER";

    public override ShapeKind Kind => ShapeKind.Integer;

    public override BerTag NaturalTag => BerTag.Integer;

    public static long ReadNumber(ref BerReader reader, int element)
    {
        var content = reader.Content(element);
        if (content.Length == 1 && !reader.IsConstructed(element))
            return (sbyte)content[0];
        if (content.IsEmpty || content.Length > sizeof(long) || reader.IsConstructed(element))
        {
            reader.RefuseMistyped(element, "number of no octets, of more than 8, or constructed");
            return 0;
        }

        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Fill(content[0] >= 0x80 ? (byte)0xFF : (byte)0);
        content.CopyTo(wide[(sizeof(long) - content.Length)..]);
        return BinaryPrimitives.ReadInt64BigEndian(wide);
    }

    public override long Read(ref BerReader reader, int element) => ReadNumber(ref reader, element);

    public override void Write(BerWriter writer, long value, BerTag tag) =>
        writer.Header(tag, constructed: false, writer.IntegerContents(value));

    public override void Print(Utf8JsonWriter json, long value) => json.WriteNumberValue(value);
}

/// <summary>OBJECT IDENTIFIER in dotted form.</summary>
internal sealed class ObjectIdentifierShape : Shape<string>
{
    public override string Name => "OBJECT IDENTIFIER";

    public override ShapeKind Kind => ShapeKind.ObjectIdentifier;

    public override BerTag NaturalTag => BerTag.ObjectIdentifier;

    public override string Read(ref BerReader reader, int element)
    {
        if (IsoIllExternals.Find(reader.Content(element)) is { } known)
            return known.ObjectIdentifier;
        try
        {
            // The framework's reader wants the universal tag; an implicit one has been matched already.
            var content = reader.Content(element);
            byte[] encoded = content.Length < 0x80 ? [0x06, (byte)content.Length, .. content] : [];
            return AsnDecoder.ReadObjectIdentifier(encoded, AsnEncodingRules.BER, out _);
        }
        catch (AsnContentException)
        {
            reader.RefuseMistyped(element, "malformed OBJECT IDENTIFIER");
            return "";
        }
    }

    public override void Write(BerWriter writer, string value, BerTag tag)
    {
        if (IsoIllExternals.Find(value) is { } known)
        {
            writer.Octets(known.EncodedIdentifier);
            writer.Header(tag, constructed: false, known.EncodedIdentifier.Length);
            return;
        }

        var content = Encode(value);
        writer.Octets(content);
        writer.Header(tag, constructed: false, content.Length);
    }

    /// <summary>The contents octets of an object identifier.</summary>
    public static byte[] Encode(string dotted)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        var encoded = writer.Encode();
        AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.DER, out int offset, out int length, out _);
        return encoded[offset..(offset + length)];
    }

    public override void Print(Utf8JsonWriter json, string value) => json.WriteStringValue(value);
}

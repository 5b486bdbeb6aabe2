using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>
/// EXTERNAL. A value whose type is known is read as such; every other one, and one that cannot be read, is
/// kept byte for byte.
/// </summary>
internal sealed class ExternalShape : Shape<External>
{
    private const string SingleAsn1Type = "single-ASN1-type";

    public override string Name => "EXTERNAL";

    public override ShapeKind Kind => ShapeKind.External;

    public override BerTag NaturalTag => BerTag.External;

    public override bool IsPrimitive => false;

    public override External Read(ref BerReader reader, int element)
    {
        if (!reader.IsConstructed(element))
        {
            reader.RefuseMistyped(element, "EXTERNAL expected, found a primitive element");
            return null!;
        }

        string? direct = null;
        string? descriptor = null;
        long? indirect = null;
        ExternalContent? content = null;
        int end = reader.Next(element);
        for (int child = element + 1; child < end && !reader.Failed; child = reader.Next(child))
        {
            var tag = reader.Tag(child);
            if (tag == BerTag.ObjectIdentifier)
                direct = IsoIllModule.ObjectIdentifier.Read(ref reader, child);
            else if (tag == BerTag.Integer)
                indirect = IntegerShape.ReadNumber(ref reader, child);
            else if (tag == BerTag.ObjectDescriptor)
                descriptor = StringContents.Read(ref reader, child);
            else
                content ??= ReadContent(ref reader, child, direct);
        }

        if (content is null)
            reader.RefuseMistyped(element, "EXTERNAL without a value");
        return new External
        {
            DirectReference = direct,
            IndirectReference = indirect,
            DataValueDescriptor = descriptor,
            Content = content!,
        };
    }

    public override void Write(BerWriter writer, External value, BerTag tag)
    {
        int before = writer.Length;
        WriteContent(writer, value);
        if (value.DataValueDescriptor is { } text)
            writer.Header(BerTag.ObjectDescriptor, constructed: false, writer.Latin1Contents(text));
        if (value.IndirectReference is { } number)
            IsoIllModule.Integer.Write(writer, number, BerTag.Integer);
        if (value.DirectReference is { } identifier)
            IsoIllModule.ObjectIdentifier.Write(writer, identifier, BerTag.ObjectIdentifier);
        writer.Header(tag, constructed: true, writer.Length - before);
    }

    public override void Print(Utf8JsonWriter json, External value)
    {
        json.WriteStartObject();
        if (value.DirectReference is { } identifier)
            json.WriteString("direct-reference", identifier);
        if (value.IndirectReference is { } number)
            json.WriteNumber("indirect-reference", number);
        if (value.DataValueDescriptor is { } text)
            json.WriteString("data-value-descriptor", text);
        PrintContent(json, value);
        json.WriteEndObject();
    }

    private static ExternalContent? ReadContent(ref BerReader reader, int element, string? identifier)
    {
        var tag = reader.Tag(element);
        if (tag == BerTag.Context(0) && reader.HasChildren(element))
            return ReadSingle(ref reader, element + 1, identifier);
        if (tag == BerTag.Context(1) || tag == BerTag.Context(2))
            return new OpaqueContent((ExternalEncoding)tag.Number, new Octets(reader.Content(element)));
        reader.Note($"unknown element {tag} in an EXTERNAL skipped");
        return null;
    }

    private static ExternalContent? ReadSingle(ref BerReader reader, int element, string? identifier)
    {
        if (identifier is not null && IsoIllExternals.Find(identifier) is { } type)
        {
            int depth = reader.Depth;
            var known = type.Read(ref reader, element);
            if (!reader.Failed)
                return known;
            reader.Note($"could not be read as {type.Name}, kept as sent ({reader.Recover(depth)})");
        }

        return new OpaqueContent(ExternalEncoding.SingleAsn1Type, new Octets(reader.Whole(element)));
    }

    private static void WriteContent(BerWriter writer, External value)
    {
        int before = writer.Length;
        if (value.Content is not OpaqueContent opaque)
        {
            var type = IsoIllExternals.Find(value.DirectReference ?? "")
                ?? throw new InvalidOperationException($"No type is registered for {value.DirectReference}.");
            type.Write(writer, value.Content);
            writer.Header(BerTag.Context(0), constructed: true, writer.Length - before);
            return;
        }

        writer.Octets(opaque.Octets.Span);
        bool single = opaque.Encoding == ExternalEncoding.SingleAsn1Type;
        writer.Header(BerTag.Context((int)opaque.Encoding), constructed: single, writer.Length - before);
    }

    private static void PrintContent(Utf8JsonWriter json, External value)
    {
        if (value.Content is OpaqueContent opaque)
        {
            json.WriteStartObject(opaque.Encoding switch
            {
                ExternalEncoding.OctetAligned => "octet-aligned",
                ExternalEncoding.Arbitrary => "arbitrary",
                _ => SingleAsn1Type,
            });
            json.WriteString("_raw", opaque.Octets.ToString());
            json.WriteEndObject();
            return;
        }

        json.WritePropertyName(SingleAsn1Type);
        IsoIllExternals.Find(value.DirectReference ?? "")?.Print(json, value.Content);
    }
}

/// <summary>ANY: the profile puts an EXTERNAL everywhere; anything else is kept byte for byte.</summary>
internal sealed class AnyShape : Shape<AnyElement>
{
    public override string Name => "ANY";

    public override ShapeKind Kind => ShapeKind.Any;

    public override BerTag NaturalTag => default;

    public override bool IsPrimitive => false;

    public override bool Accepts(BerTag tag) => true;

    public override AnyElement Read(ref BerReader reader, int element) =>
        reader.Tag(element) == BerTag.External
        ? IsoIllModule.Externals.Read(ref reader, element)
        : new RawElement(new Octets(reader.Whole(element)));

    public override void Write(BerWriter writer, AnyElement value, BerTag tag)
    {
        if (value is External external)
            IsoIllModule.Externals.Write(writer, external, BerTag.External);
        else
            writer.Octets(((RawElement)value).Encoded.Span);
    }

    public override void Print(Utf8JsonWriter json, AnyElement value)
    {
        if (value is External external)
        {
            IsoIllModule.Externals.Print(json, external);
            return;
        }

        json.WriteStartObject();
        json.WriteString("_raw", ((RawElement)value).Encoded.ToString());
        json.WriteEndObject();
    }
}

/// <summary>The types that an EXTERNAL can name and the codec knows.</summary>
internal abstract class ExternalType(string objectIdentifier)
{
    private readonly byte[] encodedIdentifier = ObjectIdentifierShape.Encode(objectIdentifier);

    public string ObjectIdentifier => objectIdentifier;

    public ReadOnlySpan<byte> EncodedIdentifier => encodedIdentifier;

    public abstract string Name { get; }

    public abstract Shape Shape { get; }

    public abstract ExternalContent? Read(ref BerReader reader, int element);

    public abstract void Write(BerWriter writer, ExternalContent content);

    public abstract void Print(Utf8JsonWriter json, ExternalContent content);
}

/// <inheritdoc/>
internal sealed class ExternalType<T>(string objectIdentifier, string name, Shape<T> shape)
    : ExternalType(objectIdentifier)
{
    public override string Name => name;

    public override Shape Shape => shape;

    public override ExternalContent? Read(ref BerReader reader, int element)
    {
        if (shape.Accepts(reader.Tag(element)))
            return new Registered<T>(shape.Read(ref reader, element));
        reader.RefuseOther(element, shape.Name);
        return null;
    }

    public override void Write(BerWriter writer, ExternalContent content) =>
        shape.Write(writer, Value(content), shape.NaturalTag);

    public override void Print(Utf8JsonWriter json, ExternalContent content) =>
        shape.Print(json, Value(content));

    private T Value(ExternalContent content) => content is Registered<T> known
        ? known.Value
        : throw new InvalidOperationException($"{ObjectIdentifier} names {name}, which is another type.");
}

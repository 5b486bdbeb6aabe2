using System.Text;
using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Mapping.IsoIll.Ber;
using ResourceSharing.Mapping.IsoIll.Shapes;

namespace ResourceSharing.Tests.Unit.Mapping.IsoIll;

/// <summary>How much of a type a made value has.</summary>
internal enum Fullness
{
    Minimal,
    Full,
    Random,
}

/// <summary>
/// Makes octets of APDUs from the description of the module alone. It is a second, naive writer: what it
/// makes and the codec reads is a value that the codec did not have a hand in. With a style of <see
/// cref="Random"/> lengths it uses every freedom that BER gives.
/// </summary>
internal sealed class ModuleValues(Random random, Fullness fullness, bool freeLengths)
{
    private const int MaxNesting = 12;
    private int nesting;

    public byte[] Apdu(ApduShape shape) =>
        Element(BerTag.Application(shape.Number), true, Value(shape.Body, shape.Body.NaturalTag));

    private byte[] Value(Shape shape, BerTag tag) => shape.Kind switch
    {
        ShapeKind.Sequence => Sequence(shape, tag),
        ShapeKind.Choice => Member(Pick(shape.Members.Where(arm => nesting < MaxNesting || IsShallow(arm)))),
        ShapeKind.ListOf => Element(tag, true, List(shape.ElementShape!)),
        ShapeKind.Enumerated => Element(tag, false, Number(Pick(shape.Values.Keys))),
        ShapeKind.Integer => Element(tag, false, Number(random.NextInt64(-100_000, 100_000))),
        ShapeKind.Boolean => Element(tag, false, [random.Next(2) == 0 ? (byte)0 : (byte)0xFF]),
        ShapeKind.Null => Element(tag, false, []),
        ShapeKind.IllString =>
            Element(Pick([BerTag.GeneralString, BerTag.VisibleString]), false, Ascii(1, 30)),
        ShapeKind.CharacterString => Element(tag, false, Characters(shape.Name)),
        ShapeKind.ObjectIdentifier =>
            Element(tag, false, ObjectIdentifierShape.Encode($"1.0.10161.9.{random.Next(300)}")),
        ShapeKind.External => External(),
        ShapeKind.Any => External(),
        _ => throw new InvalidOperationException($"No value is made for {shape.Kind}."),
    };

    private byte[] Sequence(Shape shape, BerTag tag)
    {
        nesting++;
        var parts = shape.Members.Where(IsThere).Select(Member).ToArray();
        nesting--;
        return Element(tag, true, Join(parts));
    }

    private bool IsThere(IMember member) => member.Presence == Presence.Mandatory || fullness switch
    {
        Fullness.Minimal => false,
        Fullness.Full => nesting < MaxNesting,
        _ => nesting < MaxNesting && random.Next(2) == 0,
    };

    private byte[] Member(IMember member) => member.Tagging.Mode switch
    {
        TaggingMode.None => Value(member.Shape, member.Shape.NaturalTag),
        TaggingMode.Implicit => Value(member.Shape, member.Tagging.Tag),
        TaggingMode.Explicit =>
            Element(member.Tagging.Tag, true, Value(member.Shape, member.Shape.NaturalTag)),
        _ when member.Name == "overdue-extensions" =>
            Element(member.Tagging.Tag, true, Value(member.Shape, member.Shape.NaturalTag)),
        _ => Value(member.Shape, member.Tagging.Tag),
    };

    private byte[] List(Shape elements)
    {
        nesting++;
        int count = fullness == Fullness.Minimal || nesting > 8 ? 1 : random.Next(1, 3);
        var parts = Enumerable.Range(0, count).Select(_ => Value(elements, elements.NaturalTag)).ToArray();
        nesting--;
        return Join(parts);
    }

    /// <summary>One of the registered types, or a value of an unknown one.</summary>
    private byte[] External()
    {
        var known = Pick(IsoIllExternals.All.Append(null!));
        if (known is null || nesting > 4)
        {
            var unknown = Element(BerTag.ObjectIdentifier, false, [0x2A, 0x03, 0x04]);
            var octets = random.Next(2) == 0
                ? Element(BerTag.Context(0), true, Element(BerTag.Integer, false, Number(random.Next(1000))))
                : Element(BerTag.Context(1), false, Ascii(1, 9));
            return Element(BerTag.External, true, Join([unknown, octets]));
        }

        nesting++;
        var value = Element(BerTag.Context(0), true, Value(known.Shape, known.Shape.NaturalTag));
        nesting--;
        var identifier = Element(BerTag.ObjectIdentifier, false, known.EncodedIdentifier.ToArray());
        return Element(BerTag.External, true, Join([identifier, value]));
    }

    private byte[] Characters(string name) => Encoding.ASCII.GetBytes(name switch
    {
        "ISO-Date" => $"2024{random.Next(1, 13):D2}{random.Next(1, 29):D2}",
        "ISO-Time" => $"{random.Next(24):D2}{random.Next(60):D2}{random.Next(60):D2}",
        "AmountString" => $"{random.Next(1000)}.{random.Next(100):D2}",
        _ => "EUR",
    });

    private byte[] Ascii(int from, int to)
    {
        var text = new byte[random.Next(from, to)];
        for (int i = 0; i < text.Length; i++)
            text[i] = (byte)random.Next('!', '~' + 1);
        return text;
    }

    private byte[] Element(BerTag tag, bool constructed, byte[] content)
    {
        List<byte> octets = [];
        int leading = (tag.Class << 6) | (constructed ? 0x20 : 0);
        if (tag.Number < 0x1F)
            octets.Add((byte)(leading | tag.Number));
        else
            octets.AddRange([(byte)(leading | 0x1F), (byte)tag.Number]);
        int form = freeLengths ? random.Next(4) : 0;
        if (form == 1 && constructed)
            return [.. octets, 0x80, .. content, 0, 0];
        if (form == 2)
            octets.AddRange(
                [0x84, 0, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length]);
        else if (content.Length < 0x80)
            octets.Add((byte)content.Length);
        else if (content.Length < 0x100)
            octets.AddRange([0x81, (byte)content.Length]);
        else
            octets.AddRange([0x82, (byte)(content.Length >> 8), (byte)content.Length]);
        return [.. octets, .. content];
    }

    private static byte[] Number(long value)
    {
        List<byte> octets = [(byte)value];
        for (; value is < -128 or > 127; value >>= 8)
            octets.Insert(0, (byte)(value >> 8));
        return [.. octets];
    }

    private static bool IsShallow(IMember arm) =>
        arm.Shape.Kind is not (ShapeKind.Sequence or ShapeKind.ListOf);

    private static byte[] Join(byte[][] parts) => [.. parts.SelectMany(part => part)];

    private T Pick<T>(IEnumerable<T> choices)
    {
        var all = choices.ToArray();
        return all[random.Next(all.Length)];
    }
}

using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>A SEQUENCE OF.</summary>
internal sealed class ListShape<T>(Shape<T> elements) : Shape<WireList<T>>
{
    public override string Name { get; } = "SEQUENCE OF " + elements.Name;

    public override ShapeKind Kind => ShapeKind.ListOf;

    public override BerTag NaturalTag => BerTag.Sequence;

    public override bool IsPrimitive => false;

    public override Shape ElementShape => elements;

    public override WireList<T> Read(ref BerReader reader, int element)
    {
        if (!reader.IsConstructed(element))
        {
            reader.RefusePrimitive(element, Name);
            return null!;
        }

        int end = reader.Next(element);
        var values = new T[Count(ref reader, element, end)];
        int filled = 0;
        for (int child = element + 1; child < end; child = reader.Next(child), filled++)
        {
            reader.EnterItem(filled);
            if (elements.Accepts(reader.Tag(child)))
                values[filled] = elements.Read(ref reader, child);
            else
                reader.RefuseOther(child, elements.Name);
            if (reader.Failed)
                return null!;
            reader.Leave();
        }

        return new WireList<T>(values);
    }

    public override void Write(BerWriter writer, WireList<T> value, BerTag tag)
    {
        int before = writer.Length;
        for (int i = value.Count - 1; i >= 0; i--)
            elements.Write(writer, value[i], elements.NaturalTag);
        writer.Header(tag, constructed: true, writer.Length - before);
    }

    public override void Print(Utf8JsonWriter json, WireList<T> value)
    {
        json.WriteStartArray();
        for (int i = 0; i < value.Count; i++)
            elements.Print(json, value[i]);
        json.WriteEndArray();
    }

    private static int Count(ref BerReader reader, int element, int end)
    {
        int count = 0;
        for (int child = element + 1; child < end; child = reader.Next(child))
            count++;
        return count;
    }
}

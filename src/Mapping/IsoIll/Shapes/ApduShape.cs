using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>One APDU: <c>[APPLICATION n] EXPLICIT SEQUENCE</c>.</summary>
internal abstract class ApduShape(int number, string name)
{
    /// <summary>The number of the APPLICATION tag.</summary>
    public int Number => number;

    /// <summary>The name as the module writes it, <c>ILL-Request</c> for example.</summary>
    public string Name => name;

    /// <summary>The name as element paths begin with it, <c>ILL-REQUEST</c> for example.</summary>
    public string PathName { get; } = name.ToUpperInvariant();

    public abstract Shape Body { get; }

    /// <summary>Reads the APDU whose APPLICATION tag is the given element; null when it is refused.</summary>
    public Apdu? Read(ref BerReader reader, int element)
    {
        int sequence = SequenceOf(ref reader, element);
        if (sequence < 0)
        {
            reader.RefuseMistyped(element, "SEQUENCE expected inside the APPLICATION tag");
            return null;
        }

        if (sequence == element)
            reader.Note("APPLICATION tag was coded implicit");
        else if (reader.Next(sequence) != reader.Next(element))
            reader.Note("more than one value inside the APPLICATION tag; the first one was taken");
        var apdu = ReadBody(ref reader, sequence);
        return reader.Failed ? null : apdu;
    }

    /// <summary>
    /// The element that holds the components: the SEQUENCE, or the APPLICATION tag itself, which is how
    /// Perl's Biblio::ILL::ISO codes most APDUs; -1 when it is neither.
    /// </summary>
    public static int SequenceOf(ref BerReader reader, int element)
    {
        if (!reader.HasChildren(element))
            return -1;
        if (reader.Tag(element + 1) == BerTag.Sequence)
            return element + 1;
        return reader.Tag(element + 1) == BerTag.Context(0) ? element : -1;
    }

    public void Write(BerWriter writer, Apdu apdu)
    {
        WriteBody(writer, apdu);
        writer.ApduHeader(BerTag.Application(number), writer.Length);
    }

    public void Print(Utf8JsonWriter json, Apdu apdu)
    {
        json.WriteStartObject();
        json.WritePropertyName(name);
        PrintBody(json, apdu);
        json.WriteEndObject();
    }

    protected abstract Apdu ReadBody(ref BerReader reader, int element);

    protected abstract void WriteBody(BerWriter writer, Apdu apdu);

    protected abstract void PrintBody(Utf8JsonWriter json, Apdu apdu);
}

/// <inheritdoc/>
internal sealed class ApduShape<T>(int number, SequenceShape<T> body) : ApduShape(number, body.Name)
    where T : Apdu
{
    public override Shape Body => body;

    protected override Apdu ReadBody(ref BerReader reader, int element) => body.Read(ref reader, element);

    protected override void WriteBody(BerWriter writer, Apdu apdu) =>
        body.Write(writer, (T)apdu, body.NaturalTag);

    protected override void PrintBody(Utf8JsonWriter json, Apdu apdu) => body.Print(json, (T)apdu);
}

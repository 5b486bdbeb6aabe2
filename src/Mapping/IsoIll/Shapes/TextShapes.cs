using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using System.Text;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>
/// ILL-String: GeneralString or EDIFACTString. Other string types and segmented strings are accepted with a
/// note; segmented ones are never written, since libyaz crashes on them.
/// </summary>
internal sealed class IllStringShape : Shape<IllString>
{
    private static readonly BerTag[] StringTags =
    [
        BerTag.GeneralString, BerTag.VisibleString,
        .. new[] { 4, 12, 18, 19, 20, 22, 25 }.Select(BerTag.Universal),
    ];

    public override string Name => "ILL-String";

    public override ShapeKind Kind => ShapeKind.IllString;

    public override BerTag NaturalTag => BerTag.GeneralString;

    public override ReadOnlySpan<BerTag> Tags => StringTags;

    public override bool Accepts(BerTag tag) =>
        tag == BerTag.GeneralString || StringTags.AsSpan().Contains(tag);

    public override IllString Read(ref BerReader reader, int element)
    {
        var tag = reader.Tag(element);
        if (tag.Class == 0 && tag != BerTag.GeneralString && tag != BerTag.VisibleString)
            NoteOtherType(ref reader, tag);
        string text = StringContents.Read(ref reader, element);
        return new IllString(text, tag == BerTag.VisibleString);
    }

    public override void Write(BerWriter writer, IllString value, BerTag tag)
    {
        if (value.IsEdifact)
            writer.Header(BerTag.VisibleString, constructed: false, writer.Latin1Contents(value.Text));
        else
            writer.Header(BerTag.GeneralString, constructed: false, writer.Utf8Contents(value.Text));
    }

    public override void Print(Utf8JsonWriter json, IllString value)
    {
        json.WriteStartObject();
        json.WriteString(value.IsEdifact ? "EDIFACTString" : "GeneralString", value.Text);
        json.WriteEndObject();
    }

    private static void NoteOtherType(ref BerReader reader, BerTag tag) =>
        reader.Note($"string of type {tag} taken for a GeneralString");
}

/// <summary>
/// A date, a time or an amount: a VisibleString or PrintableString that is kept as it was sent. One that
/// does not look as the module says gets a note.
/// </summary>
internal sealed class CharacterStringShape(string name, BerTag naturalTag, Func<string, bool> isUsual)
    : Shape<string>
{
    public override string Name => name;

    public override ShapeKind Kind => ShapeKind.CharacterString;

    public override BerTag NaturalTag => naturalTag;

    /// <summary>Inside an explicit tag any of the two string types is understood.</summary>
    public override bool Accepts(BerTag tag) =>
        tag == BerTag.VisibleString || tag == BerTag.PrintableString || tag == BerTag.GeneralString;

    public override string Read(ref BerReader reader, int element)
    {
        string text = StringContents.Read(ref reader, element);
        if (!reader.Failed && !isUsual(text))
            reader.Note($"unusual {name}, kept as sent");
        return text;
    }

    public override void Write(BerWriter writer, string value, BerTag tag) =>
        writer.Header(tag, constructed: false, writer.Latin1Contents(value));

    public override void Print(Utf8JsonWriter json, string value) => json.WriteStringValue(value);
}

/// <summary>From the octets of a string to a text.</summary>
internal static class StringContents
{
    private const byte Escape = 0x1B;

    public static string Read(ref BerReader reader, int element)
    {
        if (reader.IsConstructed(element))
            return ReadSegments(ref reader, element);
        var octets = reader.Content(element);
        if (octets.Length > IsoIllLimits.MaxStringOctets)
            return RefuseLength(ref reader, element);
        return ToText(ref reader, octets);
    }

    private static string ToText(ref BerReader reader, ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
        {
            reader.Note("empty text");
            return "";
        }

        if (octets[0] == ' ' || octets[^1] == ' ')
            reader.Note("text with leading or trailing blanks");
        if (octets.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
            return Encoding.Latin1.GetString(octets);
        return octets.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0
            ? ControlledText(ref reader, octets)
            : UnicodeText(ref reader, octets);
    }

    private static string UnicodeText(ref BerReader reader, ReadOnlySpan<byte> octets)
    {
        if (Utf8.IsValid(octets))
            return Encoding.UTF8.GetString(octets);
        var fallback = reader.Options.FallbackCharset;
        reader.Note($"not UTF-8; read as {fallback.WebName}");
        return fallback.GetString(octets);
    }

    private static string ControlledText(ref BerReader reader, ReadOnlySpan<byte> octets)
    {
        if (!octets.Contains(Escape))
        {
            reader.Note("text with line breaks or control characters");
            return UnicodeText(ref reader, octets);
        }

        reader.Note("escape sequences of ISO 2022 removed");
        return UnicodeText(ref reader, WithoutEscapes(octets));
    }

    /// <summary>
    /// Removes ESC, intermediate octets 2x and the final octet, which name a character set.
    /// </summary>
    private static byte[] WithoutEscapes(ReadOnlySpan<byte> octets)
    {
        var kept = new byte[octets.Length];
        int length = 0;
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] != Escape)
            {
                kept[length++] = octets[i];
                continue;
            }

            while (i + 1 < octets.Length && octets[i + 1] is >= 0x20 and <= 0x2F)
                i++;
            if (octets[i] != Escape && i + 1 < octets.Length)
                i++;
        }

        return kept[..length];
    }

    private static string ReadSegments(ref BerReader reader, int element)
    {
        reader.Note("segmented string put together");
        var joined = new ArrayBufferWriter<byte>();
        for (int part = element + 1; part < reader.Next(element); part++)
        {
            if (reader.IsConstructed(part))
                continue;
            if (reader.Tag(part).Class != 0)
            {
                reader.RefuseMistyped(part, $"segment of a string expected, found {reader.Tag(part)}");
                return "";
            }

            var octets = reader.Content(part);
            if (joined.WrittenCount + octets.Length > IsoIllLimits.MaxStringOctets)
                return RefuseLength(ref reader, part);
            joined.Write(octets);
        }

        return ToText(ref reader, joined.WrittenSpan);
    }

    private static string RefuseLength(ref BerReader reader, int element)
    {
        reader.Refuse(
            GeneralProblem.Other, element, $"string of more than {IsoIllLimits.MaxStringOctets} octets");
        return "";
    }
}

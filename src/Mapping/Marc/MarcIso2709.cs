namespace ResourceSharing.Mapping.Marc;

/// <summary>
/// Reads a record from ISO 2709 octets: leader, directory, fields. Lengths in leader and directory are only
/// believed where they lie within the octets. Source: MARC 21 Specifications, Record Structure.
/// </summary>
public static class MarcIso2709
{
    private const int LeaderOctets = 24;
    private const int EntryOctets = 12;
    private const byte FieldEnd = 0x1E;
    private const byte RecordEnd = 0x1D;
    private const byte SubfieldMark = 0x1F;

    /// <summary>Reads one record. Never throws.</summary>
    /// <param name="octets">The record; what follows its end is ignored.</param>
    public static MarcReading Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < LeaderOctets + 1)
            return MarcReading.Refused("shorter than a leader");
        if (octets.Length > MarcLimits.MaxOctets)
            return MarcReading.Refused("longer than a MARC record can be");
        int fieldsAt = Number(octets.Slice(12, 5));
        if (fieldsAt <= LeaderOctets || fieldsAt > octets.Length)
            return MarcReading.Refused("the base address of data lies outside");
        var directory = octets[LeaderOctets..fieldsAt];
        int end = directory.IndexOf(FieldEnd);
        directory = end < 0 ? directory : directory[..end];
        return directory.Length / EntryOctets > MarcLimits.MaxFields
            ? MarcReading.Refused("more fields than the limit")
            : ReadFields(octets, directory, octets[fieldsAt..]);
    }

    private static MarcReading ReadFields(
        ReadOnlySpan<byte> octets, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> data)
    {
        bool unicode = octets[9] == (byte)'a';
        var control = new List<MarcControlField>();
        var fields = new List<MarcField>();
        int subfields = 0;
        for (int at = 0; at + EntryOctets <= directory.Length; at += EntryOctets)
        {
            var entry = directory.Slice(at, EntryOctets);
            int length = Number(entry.Slice(3, 4));
            int start = Number(entry.Slice(7, 5));
            if (length < 0 || start < 0 || start + length > data.Length)
                return MarcReading.Refused("a field lies outside the record");
            string tag = MarcText.Read(entry[..3], unicode);
            var content = data.Slice(start, length).TrimEnd([FieldEnd, RecordEnd]);
            if (tag.StartsWith("00", StringComparison.Ordinal))
                control.Add(new MarcControlField(tag, MarcText.Read(content, unicode)));
            else
                fields.Add(ReadField(tag, content, unicode));
            subfields += content.Count(SubfieldMark);
            if (subfields > MarcLimits.MaxSubfields)
                return MarcReading.Refused("more subfields than the limit");
        }

        var leader = MarcText.Read(octets[..LeaderOctets], unicode);
        return new MarcReading(
            new MarcRecord { Leader = leader, ControlFields = control, Fields = fields }, null);
    }

    private static MarcField ReadField(string tag, ReadOnlySpan<byte> content, bool unicode)
    {
        int first = content.IndexOf(SubfieldMark);
        first = first < 0 ? content.Length : first;
        var subfields = new List<MarcSubfield>();
        for (var rest = content[first..]; rest.Length > 1;)
        {
            int next = rest[1..].IndexOf(SubfieldMark);
            var part = next < 0 ? rest[1..] : rest.Slice(1, next);
            rest = next < 0 ? default : rest[(next + 1)..];
            if (!part.IsEmpty)
                subfields.Add(new MarcSubfield((char)part[0], MarcText.Read(part[1..], unicode)));
        }

        return new MarcField(tag, Indicator(content, 0, first), Indicator(content, 1, first), subfields);
    }

    private static char Indicator(ReadOnlySpan<byte> content, int at, int before) =>
        at < before ? (char)content[at] : ' ';

    /// <summary>A number of digits; -1 for anything else. Blanks count as zeroes, as some systems write
    /// them.</summary>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        int number = 0;
        foreach (byte digit in digits)
        {
            if (digit != (byte)' ' && !char.IsAsciiDigit((char)digit))
                return -1;
            number = (number * 10) + (digit == (byte)' ' ? 0 : digit - '0');
        }

        return number;
    }
}

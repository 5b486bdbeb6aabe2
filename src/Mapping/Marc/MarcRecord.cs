namespace ResourceSharing.Mapping.Marc;

/// <summary>
/// A MARC 21 record, whichever way it came (ISO 2709 octets or MARCXML). Order is that of the record; texts
/// are Unicode. Source: MARC 21 Format for Bibliographic Data.
/// </summary>
public sealed record MarcRecord
{
    /// <summary>The leader, 24 characters; shorter where the sender cut it.</summary>
    public required string Leader { get; init; }

    /// <summary>Fields 001 to 009.</summary>
    public required IReadOnlyList<MarcControlField> ControlFields { get; init; }

    /// <summary>Fields with indicators and subfields. Tags may hold letters (Alma's AVA).</summary>
    public required IReadOnlyList<MarcField> Fields { get; init; }

    /// <summary>The value of the first control field with this tag; null when there is none.</summary>
    public string? Control(string tag) => ControlFields.FirstOrDefault(field => field.Tag == tag)?.Value;

    /// <summary>All fields with this tag.</summary>
    public IEnumerable<MarcField> All(string tag) => Fields.Where(field => field.Tag == tag);

    /// <summary>The first such subfield of any field with this tag; null when there is none.</summary>
    public string? First(string tag, char code) =>
        All(tag).Select(field => field.First(code)).FirstOrDefault(value => value is not null);
}

/// <summary>A field without subfields.</summary>
/// <param name="Tag">Three characters.</param>
/// <param name="Value">Its text; blanks count.</param>
public sealed record MarcControlField(string Tag, string Value);

/// <summary>A field with indicators and subfields.</summary>
/// <param name="Tag">Three characters.</param>
/// <param name="Indicator1">A blank where none is set.</param>
/// <param name="Indicator2">A blank where none is set.</param>
/// <param name="Subfields">In the order of the record; codes repeat.</param>
public sealed record MarcField(
    string Tag, char Indicator1, char Indicator2, IReadOnlyList<MarcSubfield> Subfields)
{
    /// <summary>The first subfield with this code, trimmed; null when there is none or it is blank.</summary>
    public string? First(char code) => All(code).FirstOrDefault();

    /// <summary>All subfields with this code, trimmed, without blank ones.</summary>
    public IEnumerable<string> All(char code) => Subfields
        .Where(subfield => subfield.Code == code).Select(subfield => subfield.Value.Trim())
        .Where(value => value.Length > 0);

    /// <summary>The subfields with any of these codes, in the record's order, with a blank between; null for
    /// none.</summary>
    public string? Joined(string codes)
    {
        var parts = Subfields.Where(s => codes.Contains(s.Code, StringComparison.Ordinal))
            .Select(s => s.Value.Trim()).Where(value => value.Length > 0).ToArray();
        return parts.Length == 0 ? null : string.Join(' ', parts);
    }
}

/// <summary>A part of a field.</summary>
/// <param name="Code">One character.</param>
/// <param name="Value">Its text.</param>
public sealed record MarcSubfield(char Code, string Value);

/// <summary>A record, or why there is none.</summary>
/// <param name="Record">The record; null when there is a fault.</param>
/// <param name="Fault">What is wrong, for an operator; null when there is a record.</param>
public sealed record MarcReading(MarcRecord? Record, string? Fault)
{
    internal static MarcReading Refused(string fault) => new(null, fault);
}

using System.Globalization;
using System.Xml;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>
/// Reads elements as records. Elements are found by their names, whatever their order and prefix, and unknown ones
/// are passed over. One instance reads one document; the first thing that is wrong is its fault.
/// </summary>
internal sealed class RapidReader
{
    private readonly List<string> notes = [];

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>What was read otherwise than it was sent.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>A record. What it holds means nothing when there is a fault.</summary>
    public object Read(XmlPart part, Type type)
    {
        var shape = RapidShape.Of(type);
        var record = Activator.CreateInstance(type)!;
        foreach (var field in shape.Fields)
        {
            if (Value(part.Child(field.Name), field) is { } value)
                field.Set(record, value);
        }

        return record;
    }

    private static bool IsNil(XmlPart part) => part.Attribute("nil")?.Trim() is "true" or "1";

    private object? Value(XmlPart? part, RapidField field)
    {
        if (part is null || IsNil(part))
        {
            if (field.Kind is RapidKind.Whole or RapidKind.Flag or RapidKind.Time or RapidKind.Code)
                Fault ??= $"{field.Name} is missing";
            return null;
        }

        return field.Kind switch
        {
            RapidKind.Text => Text(part.Text, field.Name),
            RapidKind.Whole => Whole(part.Text, field.Name),
            RapidKind.Flag => Flag(part.Text, field.Name),
            // The service writes no empty ones, but a client may.
            RapidKind.OptionalFlag => string.IsNullOrWhiteSpace(part.Text) ? null : Flag(part.Text, field.Name),
            RapidKind.Time => Time(part.Text, field.Name),
            RapidKind.NillableTime => string.IsNullOrWhiteSpace(part.Text) ? null : Time(part.Text, field.Name),
            RapidKind.Code => Code(part.Text, field),
            RapidKind.Texts => Texts(part, field),
            RapidKind.Records => Records(part, field),
            RapidKind.Record => Read(part, field.Inner!),
            _ => throw new InvalidOperationException($"No such kind: {field.Kind}"),
        };
    }

    private string Text(string text, string name)
    {
        if (text.Length <= RapidLimits.MaxFieldChars)
            return text;
        Note($"{name} was cut after {RapidLimits.MaxFieldChars} characters");
        int length = RapidLimits.MaxFieldChars - (char.IsHighSurrogate(text[RapidLimits.MaxFieldChars - 1]) ? 1 : 0);
        return text[..length];
    }

    private object? Whole(string text, string name)
    {
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole))
            return whole;
        Fault ??= $"{name} is no number";
        return null;
    }

    private object? Flag(string text, string name)
    {
        switch (text.Trim())
        {
            case "true" or "1" or "True":
                return true;
            case "false" or "0" or "False":
                return false;
            default:
                Fault ??= $"{name} is neither true nor false";
                return null;
        }
    }

    private object? Time(string text, string name)
    {
        try
        {
            return XmlConvert.ToDateTime(text.Trim(), XmlDateTimeSerializationMode.RoundtripKind);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentOutOfRangeException or OverflowException)
        {
            Fault ??= $"{name} is no time";
            return null;
        }
    }

    /// <summary>A name of an enumeration. A state may be new; then it is read as unknown.</summary>
    private object? Code(string text, RapidField field)
    {
        var name = text.Trim();
        if (Array.IndexOf(Enum.GetNames(field.Inner!), name) >= 0)
            return Enum.Parse(field.Inner!, name);
        if (field.Inner == typeof(RapidState))
        {
            Note($"{field.Name} is none that is known");
            return RapidState.Unknown;
        }

        Fault ??= $"{field.Name} is none of {string.Join(", ", Enum.GetNames(field.Inner!))}";
        return null;
    }

    private WireList<string> Texts(XmlPart part, RapidField field) =>
        [.. Entries(part, "string", field).Select(one => Text(one.Text, field.Name))];

    private object Records(XmlPart part, RapidField field)
    {
        var inner = field.Inner!;
        var entries = Entries(part, RapidShape.NameOf(inner), field);
        return inner == typeof(RapidTransaction) ? List<RapidTransaction>(entries)
            : inner == typeof(RapidHistory) ? List<RapidHistory>(entries)
            : inner == typeof(RapidLocalHolding) ? List<RapidLocalHolding>(entries)
            : throw new InvalidOperationException($"No lists of {inner.Name}");
    }

    private WireList<T> List<T>(IReadOnlyList<XmlPart> entries) => [.. entries.Select(one => (T)Read(one, typeof(T)))];

    private IReadOnlyList<XmlPart> Entries(XmlPart part, string name, RapidField field)
    {
        XmlPart[] entries =
            [.. part.Children.Where(one => one.Name == name && !IsNil(one)).Take(RapidLimits.MaxEntries + 1)];
        if (entries.Length <= RapidLimits.MaxEntries)
            return entries;
        Fault ??= $"{field.Name} has more than {RapidLimits.MaxEntries} entries";
        return [];
    }

    private void Note(string note)
    {
        if (notes.Count < RapidLimits.MaxNotes)
            notes.Add(note);
    }
}

using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>A member with one value of a reference type.</summary>
internal sealed class OneMember<T, TValue>(
    string name, Shape<TValue> shape, Property<T, TValue?> property, NcipVersions versions, bool isRequired)
    : Member<T>(name, property.Name, versions, isRequired)
    where TValue : class
{
    public override bool IsPresent(T source) => property.Get(source) is not null;

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        if (!collected.IsFirst(Property))
            reading.Repeated(part);
        else if (shape.TryRead(part, reading, out var value))
            property.Set(collected.Target, value);
    }

    public override void Write(NcipWriting writing, T source)
    {
        if (property.Get(source) is { } value)
            shape.Write(writing, Name, value);
        else if (IsRequired)
            Absent.Write(writing, Name, shape);
    }
}

/// <summary>A member with one value of a value type.</summary>
internal sealed class NumberMember<T>(
    string name, Shape<int> shape, Property<T, int?> property, NcipVersions versions, bool isRequired)
    : Member<T>(name, property.Name, versions, isRequired)
{
    public override bool IsPresent(T source) => property.Get(source) is not null;

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        if (!collected.IsFirst(Property))
            reading.Repeated(part);
        else if (shape.TryRead(part, reading, out int value))
            property.Set(collected.Target, value);
    }

    public override void Write(NcipWriting writing, T source)
    {
        if (property.Get(source) is { } value)
            shape.Write(writing, Name, value);
        else if (IsRequired)
            Absent.Write(writing, Name, shape);
    }
}

/// <summary>A member that says something by being there.</summary>
internal sealed class FlagMember<T>(
    string name, Property<T, bool> property, NcipVersions versions, bool isRequired)
    : Member<T>(name, property.Name, versions, isRequired)
{
    public override bool IsPresent(T source) => property.Get(source);

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        // Some write the word into the element.
        bool isDenied = part.Text.AsSpan().Trim().Equals("false", StringComparison.OrdinalIgnoreCase)
            || part.Text.AsSpan().Trim() is "0";
        if (!isDenied)
            property.Set(collected.Target, true);
    }

    public override void Write(NcipWriting writing, T source)
    {
        if (property.Get(source))
            writing.Flag(Name);
        else if (IsRequired)
            writing.Miss(Name);
    }
}

/// <summary>A member that can be there more than once.</summary>
internal sealed class ManyMember<T, TValue>(
    string name, Shape<TValue> shape, Property<T, WireList<TValue>> property, NcipVersions versions, bool isRequired,
    NcipVersions single)
    : Member<T>(name, property.Name, versions, isRequired)
{
    public override bool IsPresent(T source) => property.Get(source).Count > 0;

    public override void Read(XmlPart part, NcipReading reading, Collected<T> collected)
    {
        if (shape.TryRead(part, reading, out var value))
            collected.List(property).Add(value);
    }

    public override void Write(NcipWriting writing, T source)
    {
        var values = property.Get(source);
        if (values.Count == 0 && IsRequired)
            Absent.Write(writing, Name, shape);
        int count = single.Overlaps(writing.Version) && !writing.IsForDigest ? Math.Min(values.Count, 1) : values.Count;
        if (count < values.Count)
            writing.Lose(Name, $"this version has room for one of {values.Count}");
        for (int i = 0; i < count; i++)
            shape.Write(writing, Name, values[i]);
    }
}

/// <summary>What is written for a mandatory element that nobody gave.</summary>
internal static class Absent
{
    public static void Write<TValue>(NcipWriting writing, string name, Shape<TValue> shape)
    {
        if (writing.IsForDigest)
            return;
        if (shape.TryWriteEmpty(writing, name))
            writing.Default(name, "mandatory and not given: written empty or with its least value");
        else
            writing.Miss(name);
    }
}

using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>A component of the SEQUENCE <typeparamref name="T"/>.</summary>
internal abstract class Member<T>(string name, Tagging tagging, Presence presence) : IMember
{
    public string Name { get; } = name;

    public int NameNumber { get; } = ElementNames.Add(name);

    /// <summary>The bit that stands for this component in a set of components.</summary>
    public ulong Bit { get; set; }

    public Tagging Tagging { get; } = tagging;

    public Presence Presence { get; } = presence;

    public abstract Shape Shape { get; }

    /// <summary>
    /// Reads the component into the target; false when the element is empty and stands for nothing.
    /// </summary>
    public abstract bool Read(ref BerReader reader, T target, int element);

    public abstract void Write(BerWriter writer, T source);

    public abstract void Print(Utf8JsonWriter json, T source);
}

/// <summary>Reading and writing the value of a component under its tagging.</summary>
internal abstract class TaggedMember<T, TValue>(
    string name, Tagging tagging, Presence presence, Shape<TValue> shape) : Member<T>(name, tagging, presence)
{
    private readonly TaggingMode mode = tagging.Mode;
    private readonly BerTag written = tagging.Mode == TaggingMode.Implicit ? tagging.Tag : shape.NaturalTag;

    public override Shape Shape => shape;

    protected Shape<TValue> ValueShape => shape;

    protected bool TryReadValue(ref BerReader reader, int element, out TValue value)
    {
        int inner = element;
        if (mode == TaggingMode.Explicit)
        {
            inner++;
            if (!reader.HoldsOne(element) || (reader.Tag(inner) != written && !shape.Accepts(reader.Tag(inner))))
                return ExplicitTag.TryRead(ref reader, element, shape, Presence != Presence.Mandatory,
                    out value);
        }

        value = shape.Read(ref reader, inner);
        return !reader.Failed;
    }

    protected void WriteValue(BerWriter writer, TValue value)
    {
        int before = writer.Length;
        shape.Write(writer, value, written);
        if (mode == TaggingMode.Explicit)
            writer.Header(Tagging.Tag, constructed: true, writer.Length - before);
    }

    protected InvalidOperationException Missing() => new($"{Name} is mandatory and has no value.");
}

/// <summary>A component whose property holds the value itself; null when an optional one is absent.</summary>
internal sealed class PlainMember<T, TValue>(
    string name, Tagging tagging, Presence presence, Shape<TValue> shape, Accessor<T, TValue> property)
    : TaggedMember<T, TValue>(name, tagging, presence, shape)
{
    private readonly Func<T, TValue> get = property.Get;
    private readonly Action<T, TValue> set = property.Set;

    public override bool Read(ref BerReader reader, T target, int element)
    {
        if (!TryReadValue(ref reader, element, out var value))
            return false;
        set(target, value);
        return true;
    }

    public override void Write(BerWriter writer, T source)
    {
        var value = get(source);
        if (value is not null)
            WriteValue(writer, value);
        else if (Presence == Presence.Mandatory)
            throw Missing();
    }

    public override void Print(Utf8JsonWriter json, T source)
    {
        if (get(source) is not { } value)
            return;
        json.WritePropertyName(Name);
        ValueShape.Print(json, value);
    }
}

/// <summary>An optional component of a value type.</summary>
internal sealed class NullableMember<T, TValue>(
    string name, Tagging tagging, Shape<TValue> shape, Accessor<T, TValue?> property)
    : TaggedMember<T, TValue>(name, tagging, Presence.Optional, shape)
    where TValue : struct
{
    private readonly Func<T, TValue?> get = property.Get;
    private readonly Action<T, TValue?> set = property.Set;

    public override bool Read(ref BerReader reader, T target, int element)
    {
        if (!TryReadValue(ref reader, element, out var value))
            return false;
        set(target, value);
        return true;
    }

    public override void Write(BerWriter writer, T source)
    {
        if (get(source) is { } value)
            WriteValue(writer, value);
    }

    public override void Print(Utf8JsonWriter json, T source)
    {
        if (get(source) is not { } value)
            return;
        json.WritePropertyName(Name);
        ValueShape.Print(json, value);
    }
}

/// <summary>
/// The extension list [49]. The published module lacks IMPLICIT in Overdue only, and toolkits follow it to
/// the letter; so it is written as the module says and read in either form in every APDU.
/// </summary>
internal sealed class ExtensionListMember<T>(
    string name, bool explicitTag, Shape<WireList<Extension>> shape,
    Accessor<T, WireList<Extension>> property)
    : Member<T>(name, new Tagging(TaggingMode.EitherExtensionList, BerTag.Context(49)), Presence.Optional)
{
    public override Shape Shape => shape;

    public override bool Read(ref BerReader reader, T target, int element)
    {
        bool wrapped = IsWrapped(ref reader, element);
        if (wrapped != explicitTag && reader.HasChildren(element))
            reader.Note(wrapped ? "implicit tag was coded explicit" : "explicit tag was coded implicit");
        var value = shape.Read(ref reader, wrapped ? element + 1 : element);
        if (reader.Failed)
            return false;
        property.Set(target, value);
        return true;
    }

    public override void Write(BerWriter writer, T source)
    {
        if (property.Get(source) is not { } value)
            return;
        int before = writer.Length;
        shape.Write(writer, value, explicitTag ? shape.NaturalTag : Tagging.Tag);
        if (explicitTag)
            writer.Header(Tagging.Tag, constructed: true, writer.Length - before);
    }

    public override void Print(Utf8JsonWriter json, T source)
    {
        if (property.Get(source) is not { } value)
            return;
        json.WritePropertyName(Name);
        shape.Print(json, value);
    }

    /// <summary>
    /// Both forms hold a SEQUENCE first. It is an Extension when it begins with the identifier [0], else
    /// the list.
    /// </summary>
    private static bool IsWrapped(ref BerReader reader, int element)
    {
        int first = element + 1;
        if (!reader.HasChildren(element) || reader.Tag(first) != BerTag.Sequence)
            return false;
        return !reader.HasChildren(first) || reader.Tag(first + 1) == BerTag.Sequence;
    }
}

internal static class ExplicitTag
{
    /// <summary>
    /// Reads the value inside an explicit tag. A primitive element is taken for a value that was tagged
    /// implicitly by mistake; an empty tag stands for an absent value where the component may be absent.
    /// </summary>
    public static bool TryRead<TValue>(
        ref BerReader reader, int element, Shape<TValue> shape, bool mayBeAbsent, out TValue value)
    {
        value = default!;
        if (!reader.IsConstructed(element))
            return TryReadImplicit(ref reader, element, shape, out value);
        int inner = element + 1;
        if (!reader.HasChildren(element))
        {
            if (mayBeAbsent)
                reader.Note("empty element taken for an absent one");
            else
                reader.RefuseMistyped(element, $"{shape.Name} expected inside the tag, found nothing");
            return false;
        }

        if (!shape.Accepts(reader.Tag(inner)))
        {
            reader.RefuseOther(inner, shape.Name);
            return false;
        }

        if (reader.Next(inner) != reader.Next(element))
            reader.Note("more than one value inside an explicit tag; the first one was taken");
        value = shape.Read(ref reader, inner);
        return !reader.Failed;
    }

    private static bool TryReadImplicit<TValue>(
        ref BerReader reader, int element, Shape<TValue> shape, out TValue value)
    {
        if (!shape.IsPrimitive)
        {
            reader.RefusePrimitive(element, shape.Name);
            value = default!;
            return false;
        }

        reader.Note("explicit tag was coded implicit");
        value = shape.Read(ref reader, element);
        return !reader.Failed;
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using ResourceSharing.Mapping.IsoIll.Ber;

namespace ResourceSharing.Mapping.IsoIll.Shapes;

/// <summary>What a type of the module is made of.</summary>
internal enum ShapeKind
{
    Sequence,
    Choice,
    ListOf,
    Enumerated,
    Integer,
    Boolean,
    Null,
    IllString,
    CharacterString,
    ObjectIdentifier,
    Any,
    External,
}

/// <summary>
/// One type of the ASN.1 module as data. The same description reads, writes and prints values, so reading
/// and writing cannot drift apart.
/// </summary>
internal abstract class Shape
{
    /// <summary>The name of the type in the module.</summary>
    public abstract string Name { get; }

    public abstract ShapeKind Kind { get; }

    /// <summary>The tag of a value that is not tagged otherwise; default for a CHOICE.</summary>
    public abstract BerTag NaturalTag { get; }

    /// <summary>The tags with which an untagged value can begin; empty when it can be anything.</summary>
    public virtual ReadOnlySpan<BerTag> Tags => new([NaturalTag]);

    /// <summary>Values are coded primitive, or may be.</summary>
    public virtual bool IsPrimitive => true;

    /// <summary>The components of a SEQUENCE or the arms of a CHOICE, in the order of the module.</summary>
    public virtual IReadOnlyList<IMember> Members => [];

    /// <summary>The type of the elements of a SEQUENCE OF.</summary>
    public virtual Shape? ElementShape => null;

    /// <summary>The numbers and names of an ENUMERATED.</summary>
    public virtual IReadOnlyDictionary<long, string> Values => new Dictionary<long, string>();

    public virtual bool Accepts(BerTag tag) => tag == NaturalTag;
}

/// <summary>A type whose values are <typeparamref name="T"/>s.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>
    /// Reads the value of an element whose tag has been checked, or stands in for the natural one. After a
    /// refusal the result means nothing.
    /// </summary>
    public abstract T Read(ref BerReader reader, int element);

    /// <summary>Writes the value under the given tag, which a CHOICE does not need.</summary>
    public abstract void Write(BerWriter writer, T value, BerTag tag);

    public abstract void Print(Utf8JsonWriter json, T value);
}

/// <summary>A component of a SEQUENCE or an arm of a CHOICE, as seen from outside.</summary>
internal interface IMember
{
    string Name { get; }

    Tagging Tagging { get; }

    Presence Presence { get; }

    Shape Shape { get; }
}

internal enum Presence
{
    Mandatory,
    Optional,
    Default,
}

internal enum TaggingMode
{
    None,
    Implicit,
    Explicit,

    /// <summary>An extension list: written as the module says, read in either form.</summary>
    EitherExtensionList,
}

/// <summary>How a component is tagged: not at all, in place of its own tag, or around it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tagging(TaggingMode Mode, BerTag Tag)
{
    public static Tagging Untagged => default;

    public static Tagging Implicit(int number) => new(TaggingMode.Implicit, BerTag.Context(number));

    public static Tagging Explicit(int number) => new(TaggingMode.Explicit, BerTag.Context(number));
}

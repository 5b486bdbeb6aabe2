using System.Collections.Concurrent;
using System.Reflection;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>The name of a record or enumeration in the interface.</summary>
/// <param name="name">The type's name in the schema.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum)]
internal sealed class RapidTypeAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>What a field holds. How it is written, read and described all follow from it.</summary>
internal enum RapidKind
{
    /// <summary>May be left out.</summary>
    Text,

    /// <summary>Always there.</summary>
    Whole,

    /// <summary>Always there.</summary>
    Flag,

    /// <summary>May be left out, which means false.</summary>
    OptionalFlag,

    /// <summary>Always there.</summary>
    Time,

    /// <summary>Always there, and nil when there is none.</summary>
    NillableTime,

    /// <summary>One of a few names; always there.</summary>
    Code,

    /// <summary>Texts, each in an element called "string"; may be left out.</summary>
    Texts,

    /// <summary>Records, each in an element called like its type; may be left out.</summary>
    Records,

    /// <summary>One record; may be left out.</summary>
    Record,
}

/// <summary>
/// A type of the interface. The records of this folder are its only description: their properties in the order in
/// which they are declared, after those of the base record, are the elements in the order of the schema. Writer,
/// reader and WSDL work from this.
/// </summary>
internal sealed class RapidShape
{
    private static readonly ConcurrentDictionary<Type, RapidShape> Known = new();

    private RapidShape(Type type)
    {
        Type = type;
        Name = NameOf(type);
        Base = type.BaseType is { } parent && parent != typeof(object) ? Of(parent) : null;
        // The compiler emits properties as they stand in the source; the tests against the schema would notice if not.
        Own = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .OrderBy(property => property.MetadataToken).Select(property => new RapidField(property))];
        Fields = Base is null ? Own : [.. Base.Fields, .. Own];
    }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its name in the schema.</summary>
    public string Name { get; }

    /// <summary>The type that it extends.</summary>
    public RapidShape? Base { get; }

    /// <summary>The fields that it adds.</summary>
    public IReadOnlyList<RapidField> Own { get; }

    /// <summary>All fields in the order of the schema.</summary>
    public IReadOnlyList<RapidField> Fields { get; }

    public static RapidShape Of(Type type) => Known.GetOrAdd(type, static one => new RapidShape(one));

    public static string NameOf(Type type) => type.GetCustomAttribute<RapidTypeAttribute>(inherit: false)?.Name
        ?? throw new InvalidOperationException($"{type.Name} is no type of the interface");
}

/// <summary>A field of a type.</summary>
internal sealed class RapidField
{
    private readonly PropertyInfo property;

    public RapidField(PropertyInfo property)
    {
        this.property = property;
        (Kind, Inner) = KindOf(property.PropertyType);
    }

    /// <summary>The element's name.</summary>
    public string Name => property.Name;

    public RapidKind Kind { get; }

    /// <summary>The record or enumeration in it; null for the simple kinds.</summary>
    public Type? Inner { get; }

    public object? Get(object record) => property.GetValue(record);

    public void Set(object record, object? value) => property.SetValue(record, value);

    private static (RapidKind Kind, Type? Inner) KindOf(Type type)
    {
        if (type == typeof(string))
            return (RapidKind.Text, null);
        if (type == typeof(int))
            return (RapidKind.Whole, null);
        if (type == typeof(bool))
            return (RapidKind.Flag, null);
        if (type == typeof(bool?))
            return (RapidKind.OptionalFlag, null);
        if (type == typeof(DateTime))
            return (RapidKind.Time, null);
        if (type == typeof(DateTime?))
            return (RapidKind.NillableTime, null);
        if (type.IsEnum)
            return (RapidKind.Code, type);
        if (type == typeof(WireList<string>))
            return (RapidKind.Texts, null);
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(WireList<>)
            ? (RapidKind.Records, type.GetGenericArguments()[0])
            : (RapidKind.Record, type);
    }
}

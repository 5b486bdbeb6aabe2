using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>A piece of the content of an element: a member, a choice, or members in an element of their own.</summary>
/// <typeparam name="T">The record whose content it is.</typeparam>
internal abstract class Particle<T>
{
    /// <summary>The versions in which it is written.</summary>
    public abstract NcipVersions Versions { get; }

    /// <summary>The particles in it; empty for a member.</summary>
    public virtual IEnumerable<Particle<T>> Inner => [];

    /// <summary>Whether it has anything to write.</summary>
    public abstract bool IsPresent(T source);

    /// <summary>Whether everything that it needs is there, or it needs nothing.</summary>
    public abstract bool IsComplete(T source, NcipVersions version);

    /// <summary>Writes what is present, and notes what ought to be.</summary>
    public abstract void Write(NcipWriting writing, T source);

    /// <summary>Adds the names by which it is found when reading; the first particle of a name has it.</summary>
    public abstract void AddTo(Dictionary<string, Slot<T>> slots);

    /// <summary>Adds the properties that it would write in this version.</summary>
    public virtual void AddWritten(HashSet<string> properties, T source, NcipVersions version)
    {
        foreach (var inner in Inner)
        {
            if (inner.Versions.Overlaps(version))
                inner.AddWritten(properties, source, version);
        }
    }

    /// <summary>Notes the members that are present and are not written.</summary>
    public virtual void NoteUnwritten(NcipWriting writing, HashSet<string> written, T source)
    {
        foreach (var inner in Inner)
            inner.NoteUnwritten(writing, written, source);
    }
}

/// <summary>A name under which something is read.</summary>
/// <param name="Member">The member; null for an element that holds members.</param>
/// <param name="Wrapped">The members in it.</param>
internal sealed record Slot<T>(Member<T>? Member, Dictionary<string, Slot<T>>? Wrapped);

/// <summary>An element of the content.</summary>
internal abstract class Member<T>(string name, string property, NcipVersions versions, bool isRequired) : Particle<T>
{
    /// <summary>The name of version 2.</summary>
    public string Name { get; } = name;

    /// <summary>The property that it is read into.</summary>
    public string Property { get; } = property;

    /// <summary>Whether the schema wants it.</summary>
    public bool IsRequired { get; } = isRequired;

    public override NcipVersions Versions { get; } = versions;

    public override bool IsComplete(T source, NcipVersions version) =>
        !IsRequired || !Versions.Overlaps(version) || IsPresent(source);

    /// <summary>Reads one element of this name.</summary>
    public abstract void Read(XmlPart part, NcipReading reading, Collected<T> collected);

    public override void AddTo(Dictionary<string, Slot<T>> slots)
    {
        var slot = new Slot<T>(this, null);
        slots.TryAdd(Name, slot);
        foreach (var alias in NcipNames.OfVersion1(Name))
            slots.TryAdd(alias, slot);
    }

    public override void AddWritten(HashSet<string> properties, T source, NcipVersions version) =>
        properties.Add(Property);

    public override void NoteUnwritten(NcipWriting writing, HashSet<string> written, T source)
    {
        // Where several members have one property it is noted once.
        if (IsPresent(source) && written.Add(Property))
            writing.Lose(Name, "no place for it in this message and version");
    }
}

/// <summary>What is read of one element until it is complete: single values are set at once, lists at the end.</summary>
internal sealed class Collected<T>(T target)
{
    private readonly List<string> seen = [];
    private Dictionary<string, object>? lists;
    private List<Action>? endings;

    public T Target { get; } = target;

    /// <summary>True the first time.</summary>
    public bool IsFirst(string property)
    {
        if (seen.Contains(property))
            return false;
        seen.Add(property);
        return true;
    }

    /// <summary>The list that members of this property fill.</summary>
    public List<TValue> List<TValue>(Property<T, WireList<TValue>> property)
    {
        lists ??= [];
        if (lists.TryGetValue(property.Name, out var list))
            return (List<TValue>)list;
        var made = new List<TValue>();
        lists.Add(property.Name, made);
        (endings ??= []).Add(() => property.Set(Target, new WireList<TValue>([.. made])));
        return made;
    }

    public void Finish()
    {
        for (int i = 0; i < endings?.Count; i++)
            endings[i]();
    }
}

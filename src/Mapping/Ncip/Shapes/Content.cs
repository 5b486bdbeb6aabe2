using System.Runtime.CompilerServices;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>The content of an element, in the order in which it is written. Reading goes by names alone.</summary>
internal sealed class Content<T>
{
    private readonly List<Particle<T>> particles = [];

    public IReadOnlyList<Particle<T>> Particles => particles;

    /// <summary>A mandatory element.</summary>
    public Content<T> Must<TValue>(
        string name, Shape<TValue> shape, Func<T, TValue?> property, NcipVersions versions = NcipVersions.All,
        [CallerArgumentExpression(nameof(property))] string source = "")
        where TValue : class =>
        Add(new OneMember<T, TValue>(name, shape, new(property, source), versions, isRequired: true));

    /// <summary>An optional element.</summary>
    public Content<T> May<TValue>(
        string name, Shape<TValue> shape, Func<T, TValue?> property, NcipVersions versions = NcipVersions.All,
        [CallerArgumentExpression(nameof(property))] string source = "")
        where TValue : class =>
        Add(new OneMember<T, TValue>(name, shape, new(property, source), versions, isRequired: false));

    /// <summary>A mandatory number.</summary>
    public Content<T> Must(
        string name, Shape<int> shape, Func<T, int?> property, NcipVersions versions = NcipVersions.All,
        [CallerArgumentExpression(nameof(property))] string source = "") =>
        Add(new NumberMember<T>(name, shape, new(property, source), versions, isRequired: true));

    /// <summary>An optional number.</summary>
    public Content<T> May(
        string name, Shape<int> shape, Func<T, int?> property, NcipVersions versions = NcipVersions.All,
        [CallerArgumentExpression(nameof(property))] string source = "") =>
        Add(new NumberMember<T>(name, shape, new(property, source), versions, isRequired: false));

    /// <summary>An element that says something by being there.</summary>
    public Content<T> Flag(
        string name, Func<T, bool> property, NcipVersions versions = NcipVersions.All, bool isRequired = false,
        [CallerArgumentExpression(nameof(property))] string source = "") =>
        Add(new FlagMember<T>(name, new(property, source), versions, isRequired));

    /// <summary>An element that can be there any number of times; once in the versions that are <paramref
    /// name="single"/>.</summary>
    public Content<T> Many<TValue>(
        string name, Shape<TValue> shape, Func<T, WireList<TValue>> property, NcipVersions versions = NcipVersions.All,
        bool isRequired = false, NcipVersions single = NcipVersions.ReadOnly,
        [CallerArgumentExpression(nameof(property))] string source = "") =>
        Add(new ManyMember<T, TValue>(name, shape, new(property, source), versions, isRequired, single));

    /// <summary>One of several contents: the first that is complete, else the first that is there at all.</summary>
    public Content<T> Choice(bool isRequired, NcipVersions versions, params Action<Content<T>>[] alternatives) =>
        Add(new Choice<T>([.. alternatives.Select(Make)], isRequired, versions));

    /// <summary>As the other, in all versions.</summary>
    public Content<T> Choice(bool isRequired, params Action<Content<T>>[] alternatives) =>
        Choice(isRequired, NcipVersions.All, alternatives);

    /// <summary>An element that holds members of the same record.</summary>
    public Content<T> Within(
        string name, Action<Content<T>> inner, bool isRequired = false, NcipVersions versions = NcipVersions.All) =>
        Add(new Wrap<T>(name, Make(inner), isRequired, versions));

    /// <summary>What another description adds.</summary>
    public Content<T> With(Action<Content<T>>? add)
    {
        add?.Invoke(this);
        return this;
    }

    public Content<T> Add(Particle<T> particle)
    {
        particles.Add(particle);
        return this;
    }

    /// <summary>The names under which its elements are read.</summary>
    public Dictionary<string, Slot<T>> Slots()
    {
        var slots = new Dictionary<string, Slot<T>>(StringComparer.Ordinal);
        foreach (var particle in particles)
            particle.AddTo(slots);
        return slots;
    }

    /// <summary>Reads the children of an element.</summary>
    public static void Read(
        XmlPart part, NcipReading reading, Collected<T> collected, Dictionary<string, Slot<T>> slots)
    {
        for (int i = 0; i < part.Children.Count; i++)
        {
            var child = part.Children[i];
            if (!slots.TryGetValue(child.Name, out var slot))
                reading.Unknown(child);
            else if (slot.Member is { } member)
                member.Read(child, reading, collected);
            else
                Read(child, reading, collected, slot.Wrapped!);
        }
    }

    /// <summary>Writes everything that is there and has a place, and notes the rest.</summary>
    public void Write(NcipWriting writing, T source)
    {
        foreach (var particle in particles)
        {
            if (writing.Writes(particle.Versions))
                particle.Write(writing, source);
        }
    }

    /// <summary>Whether everything is there that a version needs.</summary>
    public bool IsComplete(T source, NcipVersions version) => particles.TrueForAll(
        particle => !particle.Versions.Overlaps(version) || particle.IsComplete(source, version));

    /// <summary>Notes what is there and was not written.</summary>
    public void NoteUnwritten(NcipWriting writing, T source)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var particle in particles)
        {
            if (particle.Versions.Overlaps(writing.Version))
                particle.AddWritten(written, source, writing.Version);
        }

        foreach (var particle in particles)
            particle.NoteUnwritten(writing, written, source);
    }

    private static Content<T> Make(Action<Content<T>> add)
    {
        var content = new Content<T>();
        add(content);
        return content;
    }
}

/// <summary>One of several contents.</summary>
internal sealed class Choice<T>(Content<T>[] alternatives, bool isRequired, NcipVersions versions) : Particle<T>
{
    public override NcipVersions Versions { get; } = versions;

    public override IEnumerable<Particle<T>> Inner => alternatives.SelectMany(alternative => alternative.Particles);

    /// <summary>The contents.</summary>
    public IReadOnlyList<Content<T>> Alternatives => alternatives;

    /// <summary>Whether the schema wants one of them.</summary>
    public bool IsRequired { get; } = isRequired;

    public override bool IsPresent(T source) => Inner.Any(particle => particle.IsPresent(source));

    public override bool IsComplete(T source, NcipVersions version) =>
        !IsRequired || alternatives.Any(alternative => IsWhole(alternative, source, version));

    public override void Write(NcipWriting writing, T source)
    {
        if (writing.IsForDigest)
        {
            foreach (var alternative in alternatives)
                alternative.Write(writing, source);
        }
        else if (Chosen(source, writing.Version) is { } chosen)
        {
            chosen.Write(writing, source);
        }
        else if (IsRequired)
        {
            // What the first alternative wants is what a reader is told to be missing.
            alternatives[0].Write(writing, source);
        }
    }

    public override void AddTo(Dictionary<string, Slot<T>> slots)
    {
        foreach (var particle in Inner)
            particle.AddTo(slots);
    }

    public override void AddWritten(HashSet<string> properties, T source, NcipVersions version)
    {
        foreach (var particle in Chosen(source, version)?.Particles ?? [])
        {
            if (particle.Versions.Overlaps(version))
                particle.AddWritten(properties, source, version);
        }
    }

    private Content<T>? Chosen(T source, NcipVersions version) =>
        Array.Find(alternatives, alternative => IsWhole(alternative, source, version))
        ?? Array.Find(alternatives, alternative => alternative.Particles.Any(
            particle => particle.Versions.Overlaps(version) && particle.IsPresent(source)));

    /// <summary>Whether an alternative has all that it needs, and anything at all.</summary>
    private static bool IsWhole(Content<T> alternative, T source, NcipVersions version) =>
        alternative.IsComplete(source, version)
        && alternative.Particles.Any(particle => particle.Versions.Overlaps(version) && particle.IsPresent(source));
}

/// <summary>An element that holds members of the same record.</summary>
internal sealed class Wrap<T>(string name, Content<T> content, bool isRequired, NcipVersions versions) : Particle<T>
{
    public override NcipVersions Versions { get; } = versions;

    public override IEnumerable<Particle<T>> Inner => content.Particles;

    /// <summary>Whether the schema wants it.</summary>
    public bool IsRequired { get; } = isRequired;

    public override bool IsPresent(T source) => content.Particles.Any(particle => particle.IsPresent(source));

    public override bool IsComplete(T source, NcipVersions version) =>
        (!IsRequired && !IsPresent(source))
        || (content.IsComplete(source, version) && (!IsRequired || IsPresent(source)));

    public override void Write(NcipWriting writing, T source)
    {
        if (!IsPresent(source) && (!IsRequired || writing.IsForDigest))
            return;
        writing.Open(name);
        content.Write(writing, source);
        writing.Close(name);
    }

    public override void AddTo(Dictionary<string, Slot<T>> slots) =>
        slots.TryAdd(name, new Slot<T>(null, content.Slots()));
}

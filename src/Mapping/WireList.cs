using System.Collections;
using System.Runtime.CompilerServices;

namespace ResourceSharing.Mapping;

/// <summary>An immutable list of a wire format: a SEQUENCE OF, elements of one name. Two lists with equal elements in the
/// same order are equal.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[CollectionBuilder(typeof(WireList), nameof(WireList.Create))]
public sealed class WireList<T> : IReadOnlyList<T>, IEquatable<WireList<T>>
{
    private readonly T[] elements;

    internal WireList(T[] elements) => this.elements = elements;

    /// <inheritdoc/>
    public int Count => elements.Length;

    /// <inheritdoc/>
    public T this[int index] => elements[index];

    /// <inheritdoc/>
    public bool Equals(WireList<T>? other) =>
        other is not null && elements.AsSpan().SequenceEqual(other.elements);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WireList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var element in elements)
            hash.Add(element);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", elements)}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => elements.GetEnumerator();
}

/// <summary>Makes <see cref="WireList{T}"/>s, also from collection expressions.</summary>
public static class WireList
{
    /// <summary>A list of copies of the given elements.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="elements">The elements in their order.</param>
    /// <returns>The list.</returns>
    public static WireList<T> Create<T>(ReadOnlySpan<T> elements) => new(elements.ToArray());
}

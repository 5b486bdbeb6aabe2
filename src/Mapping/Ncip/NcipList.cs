using System.Collections;
using System.Runtime.CompilerServices;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>An immutable list of a message. Two lists with equal elements in the same order are equal.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[CollectionBuilder(typeof(NcipList), nameof(NcipList.Create))]
public sealed class NcipList<T> : IReadOnlyList<T>, IEquatable<NcipList<T>>
{
    private readonly T[] elements;

    internal NcipList(T[] elements) => this.elements = elements;

    /// <inheritdoc/>
    public int Count => elements.Length;

    /// <inheritdoc/>
    public T this[int index] => elements[index];

    /// <inheritdoc/>
    public bool Equals(NcipList<T>? other) =>
        other is not null && elements.AsSpan().SequenceEqual(other.elements);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NcipList<T>);

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

/// <summary>Makes <see cref="NcipList{T}"/>s, also from collection expressions.</summary>
public static class NcipList
{
    /// <summary>A list of copies of the given elements.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="elements">The elements in their order.</param>
    /// <returns>The list.</returns>
    public static NcipList<T> Create<T>(ReadOnlySpan<T> elements) => new(elements.ToArray());
}

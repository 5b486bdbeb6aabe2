namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// A value of type ANY: an <see cref="External"/> where the profile is kept, else whatever was sent.
/// </summary>
public abstract record AnyElement
{
    private protected AnyElement()
    {
    }
}

/// <summary>An ANY that is no EXTERNAL, kept as it was sent.</summary>
/// <param name="Encoded">The whole BER element, header included.</param>
public sealed record RawElement(Octets Encoded) : AnyElement;

/// <summary>An EXTERNAL (universal 8): a value of a type that an object identifier names.</summary>
public sealed record External : AnyElement
{
    /// <summary>
    /// <c>direct-reference</c>: the object identifier in dotted form; the profile makes it mandatory.
    /// </summary>
    public string? DirectReference { get; init; }

    /// <summary><c>indirect-reference</c>: a number agreed upon otherwise; not used by the profile.</summary>
    public long? IndirectReference { get; init; }

    /// <summary><c>data-value-descriptor</c>: a text for readers; not used by the profile.</summary>
    public string? DataValueDescriptor { get; init; }

    /// <summary>The value itself.</summary>
    public required ExternalContent Content { get; init; }
}

/// <summary>The value inside an <see cref="External"/>.</summary>
public abstract record ExternalContent
{
    private protected ExternalContent()
    {
    }
}

/// <summary>A <c>single-ASN1-type</c> [0] whose type the codec knows (<c>IsoIllExternals</c>).</summary>
/// <typeparam name="T">The type that belongs to the direct reference.</typeparam>
/// <param name="Value">The value.</param>
public sealed record Registered<T>(T Value) : ExternalContent;

/// <summary>
/// A value that is kept byte for byte, because its type is unknown or it could not be read.
/// </summary>
/// <param name="Encoding">How the EXTERNAL carries it.</param>
/// <param name="Octets"> The whole BER element inside <c>single-ASN1-type</c>, or the contents of the octet
/// or bit string.
/// </param>
public sealed record OpaqueContent(ExternalEncoding Encoding, Octets Octets) : ExternalContent;

/// <summary>The three ways in which an EXTERNAL carries its value; the numbers are the tags.</summary>
public enum ExternalEncoding
{
    /// <summary><c>single-ASN1-type</c>.</summary>
    SingleAsn1Type = 0,

    /// <summary><c>octet-aligned</c>.</summary>
    OctetAligned = 1,

    /// <summary><c>arbitrary</c>, a bit string.</summary>
    Arbitrary = 2,
}

/// <summary>Immutable octets; equal when their octets are.</summary>
public sealed class Octets : IEquatable<Octets>
{
    private readonly byte[] octets;

    /// <summary>Copies the given octets.</summary>
    /// <param name="octets">What to keep.</param>
    public Octets(ReadOnlySpan<byte> octets) => this.octets = octets.ToArray();

    /// <summary>The octets.</summary>
    public ReadOnlySpan<byte> Span => octets;

    /// <inheritdoc/>
    public bool Equals(Octets? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Octets);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(octets);
        return hash.ToHashCode();
    }

    /// <summary>The octets in hexadecimal, lower case.</summary>
    /// <returns>Two digits per octet.</returns>
    public override string ToString() => Convert.ToHexStringLower(octets);
}

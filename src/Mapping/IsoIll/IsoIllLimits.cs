namespace ResourceSharing.Mapping.IsoIll;

/// <summary>What the codec accepts at most. Every limit is far above what an honest partner sends.</summary>
public static class IsoIllLimits
{
    /// <summary>
    /// Octets of one APDU: 1 MiB. The largest known real request has 2 kB; the limit bounds memory per
    /// connection.
    /// </summary>
    public const int MaxApduOctets = 1 << 20;

    /// <summary>
    /// Levels of nesting, the APDU itself being the first. The deepest value the module defines (patron
    /// data in an extension) uses about 20; decoding recurses once or twice per level, so this also bounds
    /// the stack.
    /// </summary>
    public const int MaxDepth = 32;

    /// <summary>Elements in one APDU. A request with every field filled has about 250.</summary>
    public const int MaxElements = 10_000;

    /// <summary>The highest tag number: two octets of high-tag form. The module's highest is 50.</summary>
    public const int MaxTagNumber = (1 << 14) - 1;

    /// <summary>
    /// Octets of a length field after its first one: 4, hence lengths below 4 GiB can be told.
    /// </summary>
    public const int MaxLengthOctets = 4;

    /// <summary>Octets of one string, segments of a constructed one taken together: 64 KiB.</summary>
    public const int MaxStringOctets = 1 << 16;

    /// <summary>
    /// Notes that one decoding keeps; a hostile message could otherwise cause one per element.
    /// </summary>
    public const int MaxNotes = 64;
}

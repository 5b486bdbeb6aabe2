namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// A record with components that have a DEFAULT. It remembers which of them the sender left out, so that a
/// printed message shows what was sent; that plays no part in equality, since both forms mean the same.
/// </summary>
public abstract record Defaulted
{
    private protected Defaulted()
    {
    }

    internal OmittedDefaults Omitted { get; set; }

    /// <summary>One bit per component of the type; every value equals every other.</summary>
    internal readonly struct OmittedDefaults(ulong bits) : IEquatable<OmittedDefaults>
    {
        public bool Contains(int component) => (bits >> component & 1) != 0;

        public bool Equals(OmittedDefaults other) => true;

        public override bool Equals(object? obj) => obj is OmittedDefaults;

        public override int GetHashCode() => 0;
    }
}

using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// A BER tag without its constructed bit: class in the upper two bits, number in the lower fourteen
/// (<see cref="IsoIllLimits.MaxTagNumber"/>), so that a tag compares as one number.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct BerTag(ushort packed) : IEquatable<BerTag>
{
    public static readonly BerTag Boolean = Universal(1);
    public static readonly BerTag Integer = Universal(2);
    public static readonly BerTag OctetString = Universal(4);
    public static readonly BerTag Null = Universal(5);
    public static readonly BerTag ObjectIdentifier = Universal(6);
    public static readonly BerTag ObjectDescriptor = Universal(7);
    public static readonly BerTag External = Universal(8);
    public static readonly BerTag Enumerated = Universal(10);
    public static readonly BerTag Sequence = Universal(16);
    public static readonly BerTag PrintableString = Universal(19);
    public static readonly BerTag VisibleString = Universal(26);
    public static readonly BerTag GeneralString = Universal(27);

    public ushort Packed => packed;

    public int Class => packed >> 14;

    public int Number => packed & IsoIllLimits.MaxTagNumber;

    public static bool operator ==(BerTag left, BerTag right) => left.Packed == right.Packed;

    public static bool operator !=(BerTag left, BerTag right) => left.Packed != right.Packed;

    public static BerTag Universal(int number) => new((ushort)number);

    public static BerTag Application(int number) => new((ushort)((1 << 14) | number));

    public static BerTag Context(int number) => new((ushort)((2 << 14) | number));

    public bool Equals(BerTag other) => packed == other.Packed;

    public override bool Equals(object? obj) => obj is BerTag other && Equals(other);

    public override int GetHashCode() => packed;

    public override string ToString() => Class switch
    {
        0 => $"universal {Number}",
        1 => $"APPLICATION {Number}",
        2 => $"[{Number}]",
        _ => $"private {Number}",
    };
}

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// A BER tag without its constructed bit: class in the upper two bits, number in the lower fourteen
/// (<see cref="IsoIllLimits.MaxTagNumber"/>), so that a tag compares as one number.
/// </summary>
internal readonly record struct BerTag(ushort Packed)
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

    public int Class => Packed >> 14;

    public int Number => Packed & IsoIllLimits.MaxTagNumber;

    public static BerTag Universal(int number) => new((ushort)number);

    public static BerTag Application(int number) => new((ushort)((1 << 14) | number));

    public static BerTag Context(int number) => new((ushort)((2 << 14) | number));

    public override string ToString() => Class switch
    {
        0 => $"universal {Number}",
        1 => $"APPLICATION {Number}",
        2 => $"[{Number}]",
        _ => $"private {Number}",
    };
}

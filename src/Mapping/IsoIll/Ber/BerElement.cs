using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// One element of a scanned message. Elements lie in pre-order, so the children of element i begin at i + 1
/// and its next sibling is at <see cref="Next"/>. Offsets and lengths are in octets from the start of the
/// message.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct BerElement
{
    /// <summary>Where the contents begin.</summary>
    public int Content;

    /// <summary>Octets of contents, without the end-of-contents octets of an indefinite length.</summary>
    public int Length;

    /// <summary>Index of the first element that is not inside this one.</summary>
    public int Next;

    public BerTag Tag;

    public BerForm Form;

    /// <summary>Octets of identifier and length.</summary>
    public byte HeaderOctets;

    /// <summary>Where the identifier octets begin.</summary>
    public readonly int Start => Content - HeaderOctets;

    /// <summary>Where the element ends, the end-of-contents octets included.</summary>
    public readonly int End => Content + Length + (Form == BerForm.Indefinite ? 2 : 0);

    public readonly bool Constructed => Form != BerForm.Primitive;
}

/// <summary>Whether an element holds elements, and how it says where they end.</summary>
internal enum BerForm : byte
{
    Primitive,
    Constructed,

    /// <summary>Constructed, of indefinite length: end-of-contents octets follow the contents.</summary>
    Indefinite,
}

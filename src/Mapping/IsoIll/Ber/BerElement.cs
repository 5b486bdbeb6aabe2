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
    /// <summary>Where the identifier octets begin.</summary>
    public int Start;

    /// <summary>Where the contents begin.</summary>
    public int Content;

    /// <summary>Octets of contents, without the end-of-contents octets of an indefinite length.</summary>
    public int Length;

    /// <summary>Index of the first element that is not inside this one.</summary>
    public int Next;

    public BerTag Tag;

    public bool Constructed;

    public bool Indefinite;

    /// <summary>Where the element ends, the end-of-contents octets included.</summary>
    public readonly int End => Content + Length + (Indefinite ? 2 : 0);
}

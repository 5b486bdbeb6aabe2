using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// <c>ILL-String</c>: a text and the arm of the CHOICE that carries it. Writers use GeneralString (in
/// UTF-8) unless the record says EDIFACTString.
/// </summary>
/// <param name="Text">The text, whole and as sent, line breaks and blanks included.</param>
/// <param name="IsEdifact">It is an EDIFACTString, that is a VisibleString.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IllString(string Text, bool IsEdifact = false)
{
    /// <summary>A GeneralString.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator IllString(string text) => new(text);

    /// <summary>A GeneralString.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ILL-String.</returns>
    public static IllString FromString(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

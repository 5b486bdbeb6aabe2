namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// <c>ILL-String</c>: a text and the arm of the CHOICE that carries it. Writers use GeneralString (in
/// UTF-8) unless the record says EDIFACTString.
/// </summary>
public readonly record struct IllString
{
    /// <summary>
    /// The text itself, or an <see cref="EdifactText"/>. One reference instead of a text and a mark, since a
    /// request holds some hundred of these, most of them nullable and absent.
    /// </summary>
    private readonly object? content;

    /// <summary>A text under the arm that is told.</summary>
    /// <param name="text">The text, whole and as sent, line breaks and blanks included.</param>
    /// <param name="isEdifact">It is an EDIFACTString, that is a VisibleString.</param>
    public IllString(string text, bool isEdifact = false) =>
        content = isEdifact ? new EdifactText(text) : text;

    /// <summary>The text, whole and as sent, line breaks and blanks included.</summary>
    public string Text => content as string ?? (content as EdifactText)?.Text!;

    /// <summary>It is an EDIFACTString, that is a VisibleString.</summary>
    public bool IsEdifact => content is EdifactText;

    /// <summary>A GeneralString.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator IllString(string text) => new(text);

    /// <summary>A GeneralString.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ILL-String.</returns>
    public static IllString FromString(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private sealed record EdifactText(string Text);
}

namespace ResourceSharing.Mapping.Xml;

/// <summary>How much XML is read from outside. Reading stops at the first thing that is beyond one of these, before
/// anything is kept of it.</summary>
/// <param name="MaxChars">Characters of the document.</param>
/// <param name="MaxDepth">Levels of elements, the root being the first.</param>
/// <param name="MaxElements">Elements.</param>
/// <param name="MaxAttributes">Attributes of one element, declarations of namespaces among them.</param>
/// <param name="MaxNameChars">Characters of a name with its prefix.</param>
/// <param name="MaxTextChars">Characters of the text of one element, or of one attribute.</param>
internal sealed record XmlBounds(
    int MaxChars, int MaxDepth, int MaxElements, int MaxAttributes, int MaxNameChars, int MaxTextChars)
{
    /// <summary>Whether any document type is refused, also one that declares nothing. SOAP forbids them.</summary>
    public bool RefusesDocumentType { get; init; }
}

namespace ResourceSharing.Mapping.Xml;

/// <summary>An element of a document that was read within bounds.</summary>
internal sealed class XmlPart
{
    private List<XmlPart>? children;
    private List<XmlMark>? attributes;
    private bool hasWords;

    /// <summary>The name without its prefix.</summary>
    public required string Name { get; init; }

    /// <summary>The prefix; empty where there is none.</summary>
    public required string Prefix { get; init; }

    /// <summary>The namespace; empty where there is none.</summary>
    public required string Namespace { get; init; }

    /// <summary>The element around this one; null for the root.</summary>
    public XmlPart? Parent { get; init; }

    /// <summary>The text that stands directly in the element; empty where there is none.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The elements in it, in their order.</summary>
    public IReadOnlyList<XmlPart> Children => children ?? (IReadOnlyList<XmlPart>)[];

    /// <summary>Its attributes in their order, without the declarations of namespaces.</summary>
    public IReadOnlyList<XmlMark> Attributes => attributes ?? (IReadOnlyList<XmlMark>)[];

    /// <summary>The value of the first attribute of that name, whatever its prefix; null where there is none.</summary>
    public string? Attribute(string name)
    {
        for (int i = 0; i < Attributes.Count; i++)
        {
            if (Attributes[i].Name == name)
                return Attributes[i].Value;
        }

        return null;
    }

    /// <summary>The first element in it of that name, whatever its prefix; null where there is none.</summary>
    public XmlPart? Child(string name)
    {
        for (int i = 0; i < Children.Count; i++)
        {
            if (Children[i].Name == name)
                return Children[i];
        }

        return null;
    }

    internal void Add(XmlPart child) => (children ??= []).Add(child);

    internal void Add(XmlMark attribute) => (attributes ??= []).Add(attribute);

    /// <summary>Takes text that was found in the element. Blanks between elements say nothing; of text beside elements
    /// the first that says something is kept. Each piece is looked at once, so that the work stays linear.</summary>
    internal void Offer(string piece)
    {
        if (hasWords)
            return;
        hasWords = !piece.AsSpan().IsWhiteSpace();
        if (hasWords || Text.Length == 0)
            Text = piece;
    }
}

/// <summary>An attribute.</summary>
/// <param name="Name">The name without its prefix.</param>
/// <param name="Prefix">The prefix; empty where there is none.</param>
/// <param name="Value">The value.</param>
internal readonly record struct XmlMark(string Name, string Prefix, string Value);

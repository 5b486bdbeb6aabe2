using System.Text;
using System.Xml;

namespace ResourceSharing.Mapping.Xml;

/// <summary>
/// Reads XML from outside into a tree of <see cref="XmlPart"/>s. Nothing is fetched and no entity is known but the five
/// of XML: a document type is passed over, and a reference to an entity that it declares is a fault. The bounds hold
/// before a tree is there: <see cref="XmlScan"/> looks the text over first. Works without recursion, in linear time.
/// </summary>
internal static class BoundedXml
{
    private static readonly XmlReaderSettings Hardened = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads a document; what its declaration says of the encoding does not matter any more.</summary>
    /// <param name="text">The document.</param>
    /// <param name="bounds">How much is read.</param>
    /// <returns>The root, or null and why, in words that can be told to the sender.</returns>
    public static (XmlPart? Root, string Fault) Read(string text, XmlBounds bounds)
    {
        if (XmlScan.Fault(text, bounds) is { } fault)
            return (null, fault);
        try
        {
            using var lines = new StringReader(text);
            using var reader = XmlReader.Create(lines, Hardened);
            return (Build(reader), "");
        }
        catch (XmlException exception)
        {
            return (null, $"not well-formed XML, line {exception.LineNumber}, position {exception.LinePosition}");
        }
    }

    private static XmlPart? Build(XmlReader reader)
    {
        XmlPart? root = null;
        XmlPart? open = null;
        var text = new TextPieces();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    text.FlushTo(open);
                    bool isEmpty = reader.IsEmptyElement;
                    var part = Part(reader, open);
                    root ??= part;
                    open?.Add(part);
                    open = isEmpty ? open : part;
                    break;
                case XmlNodeType.EndElement:
                    text.FlushTo(open);
                    open = open?.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                    or XmlNodeType.Whitespace when open is not null:
                    text.Add(reader.Value);
                    break;
            }
        }

        return root;
    }

    private static XmlPart Part(XmlReader reader, XmlPart? parent)
    {
        var part = new XmlPart
        {
            Name = reader.LocalName, Prefix = reader.Prefix, Namespace = reader.NamespaceURI, Parent = parent,
        };
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                part.Add(new XmlMark(reader.LocalName, reader.Prefix, reader.Value));
        }

        return part;
    }

    /// <summary>Text between two tags: mostly one piece, several where character data stands in it.</summary>
    private struct TextPieces
    {
        private string? only;
        private StringBuilder? several;

        public void Add(string piece)
        {
            if (only is null)
                only = piece;
            else
                (several ??= new StringBuilder(only)).Append(piece);
        }

        public void FlushTo(XmlPart? part)
        {
            if (only is not null)
                part?.Offer(several?.ToString() ?? only);
            only = null;
            several = null;
        }
    }
}

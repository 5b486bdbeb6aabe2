using System.Xml;
using System.Xml.Linq;

namespace ResourceSharing.Mapping.Xml;

/// <summary>
/// Reads XML from outside into a tree: no document type, no entity but the five of XML, nothing fetched, and
/// limits on size, depth and number of nodes. Works without recursion.
/// </summary>
internal static class XmlTree
{
    /// <summary>The root element, or null and why.</summary>
    public static (XElement? Root, string Fault) Read(ReadOnlyMemory<byte> octets, XmlLimits limits)
    {
        if (octets.Length > limits.MaxOctets)
            return (null, "longer than the limit");
        using var stream = new MemoryStream(octets.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, Hardened(limits));
        return Read(reader, limits);
    }

    /// <summary>As for octets; for XML that was a text inside other XML.</summary>
    public static (XElement? Root, string Fault) Read(string text, XmlLimits limits)
    {
        using var lines = new StringReader(text);
        using var reader = XmlReader.Create(lines, Hardened(limits));
        return Read(reader, limits);
    }

    private static XmlReaderSettings Hardened(XmlLimits limits) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = limits.MaxOctets,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static (XElement? Root, string Fault) Read(XmlReader reader, XmlLimits limits)
    {
        try
        {
            return Build(reader, limits);
        }
        catch (XmlException exception)
        {
            return (null, $"not well-formed XML, line {exception.LineNumber}");
        }
    }

    private static (XElement? Root, string Fault) Build(XmlReader reader, XmlLimits limits)
    {
        XElement? root = null;
        XElement? open = null;
        int nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (nodes > limits.MaxNodes)
                return (null, "more elements than the limit");
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.Depth >= limits.MaxDepth)
                    return (null, "nested deeper than the limit");
                bool empty = reader.IsEmptyElement;
                var element = Element(reader);
                root ??= element;
                open?.Add(element);
                open = empty ? open : element;
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                open = open?.Parent;
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                open?.Add(new XText(reader.Value));
            }
        }

        return root is null ? (null, "no element") : (root, "");
    }

    private static XElement Element(XmlReader reader)
    {
        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI.Length == 0)
                element.SetAttributeValue(reader.LocalName, reader.Value);
        }

        return element;
    }
}

/// <summary>How large a document may be.</summary>
/// <param name="MaxOctets">Octets, and characters.</param>
/// <param name="MaxNodes">Elements, attributes and texts.</param>
/// <param name="MaxDepth">Elements within each other, the root counted.</param>
internal sealed record XmlLimits(int MaxOctets, int MaxNodes, int MaxDepth);

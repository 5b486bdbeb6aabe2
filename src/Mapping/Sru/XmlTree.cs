using System.Xml;
using System.Xml.Linq;

namespace ResourceSharing.Mapping.Sru;

/// <summary>
/// Reads XML from outside into a tree: no document type, no entity but the five of XML, nothing fetched, and
/// limits on size, depth and number of nodes. Works without recursion.
/// </summary>
internal static class XmlTree
{
    private static readonly XmlReaderSettings Hardened = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = SruLimits.MaxOctets,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The root element, or null and why.</summary>
    public static (XElement? Root, string Fault) Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > SruLimits.MaxOctets)
            return (null, "longer than the limit");
        using var stream = new MemoryStream(octets.ToArray(), writable: false);
        using var reader = XmlReader.Create(stream, Hardened);
        return Read(reader);
    }

    /// <summary>As for octets; for XML that was a text inside other XML.</summary>
    public static (XElement? Root, string Fault) Read(string text)
    {
        using var lines = new StringReader(text);
        using var reader = XmlReader.Create(lines, Hardened);
        return Read(reader);
    }

    private static (XElement? Root, string Fault) Read(XmlReader reader)
    {
        try
        {
            return Build(reader);
        }
        catch (XmlException exception)
        {
            return (null, $"not well-formed XML, line {exception.LineNumber}");
        }
    }

    private static (XElement? Root, string Fault) Build(XmlReader reader)
    {
        XElement? root = null;
        XElement? open = null;
        int nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (nodes > SruLimits.MaxNodes)
                return (null, "more elements than the limit");
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.Depth >= SruLimits.MaxDepth)
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

using System.Text;
using System.Xml;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>
/// The description of the interface, made from the same records as its reader and writer: target namespace, types,
/// five operations, and bindings of SOAP 1.1 and 1.2, document/literal.
/// </summary>
public static class RapidWsdl
{
    private const string Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private const string Schema = "http://www.w3.org/2001/XMLSchema";
    private const string Soap11 = "http://schemas.xmlsoap.org/wsdl/soap/";
    private const string Soap12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
    private const string Http = "http://schemas.xmlsoap.org/soap/http";
    private const string Interface = "ApiServiceSoap";

    /// <summary>The WSDL with its schema in it.</summary>
    /// <param name="address">Where the service is reached.</param>
    public static string Write(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Document(xml =>
        {
            xml.WriteStartElement("wsdl", "definitions", Wsdl);
            xml.WriteAttributeString("xmlns", "s", null, Schema);
            xml.WriteAttributeString("xmlns", "soap", null, Soap11);
            xml.WriteAttributeString("xmlns", "soap12", null, Soap12);
            xml.WriteAttributeString("xmlns", "tns", null, RapidCodec.Namespace);
            xml.WriteAttributeString("targetNamespace", RapidCodec.Namespace);
            xml.WriteStartElement("types", Wsdl);
            WriteSchema(xml);
            xml.WriteEndElement();
            Messages(xml);
            PortType(xml);
            Binding(xml, Interface, Soap11);
            Binding(xml, $"{Interface}12", Soap12);
            Service(xml, address);
            xml.WriteEndElement();
        });
    }

    /// <summary>The schema alone.</summary>
    public static string WriteSchema() => Document(WriteSchema);

    private static string Document(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text,
            new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
            write(xml);
        return text.Append('\n').ToString();
    }

    private static void WriteSchema(XmlWriter xml)
    {
        xml.WriteStartElement("s", "schema", Schema);
        xml.WriteAttributeString("xmlns", "tns", null, RapidCodec.Namespace);
        xml.WriteAttributeString("elementFormDefault", "qualified");
        xml.WriteAttributeString("targetNamespace", RapidCodec.Namespace);
        foreach (var operation in RapidOperation.All)
        {
            Wrapper(xml, operation.Name, "input", operation.Input);
            Wrapper(xml, operation.ResponseName, operation.ResultName, operation.Output);
        }

        foreach (var type in Types())
        {
            if (type.IsEnum)
                Enumeration(xml, type);
            else
                Complex(xml, RapidShape.Of(type));
        }

        foreach (var list in Lists())
            ListType(xml, list);
        xml.WriteEndElement();
    }

    /// <summary>Every type that an operation needs, each once: bases before what extends them.</summary>
    private static IReadOnlyList<Type> Types()
    {
        var found = new List<Type>();
        foreach (var operation in RapidOperation.All)
        {
            Collect(operation.Input, found);
            Collect(operation.Output, found);
        }

        return found;
    }

    private static void Collect(Type type, List<Type> found)
    {
        if (found.Contains(type))
            return;
        if (!type.IsEnum)
        {
            var shape = RapidShape.Of(type);
            if (shape.Base is { } parent)
                Collect(parent.Type, found);
            foreach (var inner in shape.Own.Select(field => field.Inner).OfType<Type>())
                Collect(inner, found);
        }

        found.Add(type);
    }

    private static IEnumerable<(string Item, string Type, string Prefix)> Lists() => Types().Where(type => !type.IsEnum)
        .SelectMany(type => RapidShape.Of(type).Own)
        .Where(field => field.Kind is RapidKind.Texts or RapidKind.Records)
        .Select(field => field.Inner is { } inner ? (RapidShape.NameOf(inner), RapidShape.NameOf(inner), "tns")
            : ("string", "string", "s"))
        .Distinct();

    private static string ListName(string item) => $"ArrayOf{char.ToUpperInvariant(item[0])}{item[1..]}";

    private static void Wrapper(XmlWriter xml, string name, string child, Type type)
    {
        xml.WriteStartElement("element", Schema);
        xml.WriteAttributeString("name", name);
        xml.WriteStartElement("complexType", Schema);
        xml.WriteStartElement("sequence", Schema);
        Element(xml, child, $"tns:{RapidShape.NameOf(type)}", least: 0);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Complex(XmlWriter xml, RapidShape shape)
    {
        xml.WriteStartElement("complexType", Schema);
        xml.WriteAttributeString("name", shape.Name);
        if (shape.Base is { } parent)
        {
            xml.WriteStartElement("complexContent", Schema);
            xml.WriteStartElement("extension", Schema);
            xml.WriteAttributeString("base", $"tns:{parent.Name}");
        }

        xml.WriteStartElement("sequence", Schema);
        foreach (var field in shape.Own)
            Field(xml, field);
        xml.WriteEndElement();
        if (shape.Base is not null)
        {
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Field(XmlWriter xml, RapidField field)
    {
        var inner = field.Inner is { } type ? RapidShape.NameOf(type) : "string";
        var (name, least) = field.Kind switch
        {
            RapidKind.Text => ("s:string", 0),
            RapidKind.Whole => ("s:int", 1),
            RapidKind.Flag => ("s:boolean", 1),
            RapidKind.OptionalFlag => ("s:boolean", 0),
            RapidKind.Time or RapidKind.NillableTime => ("s:dateTime", 1),
            RapidKind.Code => ($"tns:{inner}", 1),
            RapidKind.Texts or RapidKind.Records => ($"tns:{ListName(inner)}", 0),
            RapidKind.Record => ($"tns:{inner}", 0),
            _ => throw new InvalidOperationException($"No such kind: {field.Kind}"),
        };
        Element(xml, field.Name, name, least, "1",
            field.Kind == RapidKind.NillableTime ? ("nillable", "true")
            : field.Kind == RapidKind.OptionalFlag ? ("default", "false") : null);
    }

    private static void ListType(XmlWriter xml, (string Item, string Type, string Prefix) list)
    {
        xml.WriteStartElement("complexType", Schema);
        xml.WriteAttributeString("name", ListName(list.Item));
        xml.WriteStartElement("sequence", Schema);
        Element(xml, list.Item, $"{list.Prefix}:{list.Type}", 0, "unbounded", ("nillable", "true"));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Element(
        XmlWriter xml, string name, string type, int least, string most = "1", (string Name, string Value)? more = null)
    {
        xml.WriteStartElement("element", Schema);
        xml.WriteAttributeString("minOccurs", XmlConvert.ToString(least));
        xml.WriteAttributeString("maxOccurs", most);
        xml.WriteAttributeString("name", name);
        if (more is { } attribute)
            xml.WriteAttributeString(attribute.Name, attribute.Value);
        xml.WriteAttributeString("type", type);
        xml.WriteEndElement();
    }

    private static void Enumeration(XmlWriter xml, Type type)
    {
        xml.WriteStartElement("simpleType", Schema);
        xml.WriteAttributeString("name", RapidShape.NameOf(type));
        xml.WriteStartElement("restriction", Schema);
        xml.WriteAttributeString("base", "s:string");
        foreach (var name in Enum.GetNames(type))
        {
            xml.WriteStartElement("enumeration", Schema);
            xml.WriteAttributeString("value", name);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Messages(XmlWriter xml)
    {
        foreach (var operation in RapidOperation.All)
        {
            Message(xml, $"{operation.Name}SoapIn", operation.Name);
            Message(xml, $"{operation.Name}SoapOut", operation.ResponseName);
        }
    }

    private static void Message(XmlWriter xml, string name, string element)
    {
        xml.WriteStartElement("message", Wsdl);
        xml.WriteAttributeString("name", name);
        xml.WriteStartElement("part", Wsdl);
        xml.WriteAttributeString("name", "parameters");
        xml.WriteAttributeString("element", $"tns:{element}");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void PortType(XmlWriter xml)
    {
        xml.WriteStartElement("portType", Wsdl);
        xml.WriteAttributeString("name", Interface);
        foreach (var operation in RapidOperation.All)
        {
            xml.WriteStartElement("operation", Wsdl);
            xml.WriteAttributeString("name", operation.Name);
            Refer(xml, "input", "message", $"tns:{operation.Name}SoapIn");
            Refer(xml, "output", "message", $"tns:{operation.Name}SoapOut");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Refer(XmlWriter xml, string element, string attribute, string value, string names = Wsdl)
    {
        xml.WriteStartElement(element, names);
        xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static void Binding(XmlWriter xml, string name, string soap)
    {
        xml.WriteStartElement("binding", Wsdl);
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("type", $"tns:{Interface}");
        Refer(xml, "binding", "transport", Http, soap);
        foreach (var operation in RapidOperation.All)
        {
            xml.WriteStartElement("operation", Wsdl);
            xml.WriteAttributeString("name", operation.Name);
            xml.WriteStartElement("operation", soap);
            xml.WriteAttributeString("soapAction", operation.Action);
            xml.WriteAttributeString("style", "document");
            xml.WriteEndElement();
            Literal(xml, "input", soap);
            Literal(xml, "output", soap);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Literal(XmlWriter xml, string direction, string soap)
    {
        xml.WriteStartElement(direction, Wsdl);
        Refer(xml, "body", "use", "literal", soap);
        xml.WriteEndElement();
    }

    private static void Service(XmlWriter xml, Uri address)
    {
        xml.WriteStartElement("service", Wsdl);
        xml.WriteAttributeString("name", "ApiService");
        Port(xml, Interface, Soap11, address);
        Port(xml, $"{Interface}12", Soap12, address);
        xml.WriteEndElement();
    }

    private static void Port(XmlWriter xml, string name, string soap, Uri address)
    {
        xml.WriteStartElement("port", Wsdl);
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("binding", $"tns:{name}");
        Refer(xml, "address", "location", address.AbsoluteUri, soap);
        xml.WriteEndElement();
    }
}

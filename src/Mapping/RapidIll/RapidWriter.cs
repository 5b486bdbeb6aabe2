using System.Xml;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Mapping.RapidIll;

/// <summary>Writes records as elements, in the order of the schema, which the service insists on.</summary>
internal static class RapidWriter
{
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static void Write(XmlWriter xml, string name, object record)
    {
        xml.WriteStartElement(name, RapidCodec.Namespace);
        foreach (var field in RapidShape.Of(record.GetType()).Fields)
            Write(xml, field, field.Get(record));
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, RapidField field, object? value)
    {
        switch (field.Kind)
        {
            case RapidKind.NillableTime when value is null:
                xml.WriteStartElement(field.Name, RapidCodec.Namespace);
                xml.WriteAttributeString("xsi", "nil", Instance, "true");
                xml.WriteEndElement();
                return;
            case var _ when value is null:
                return;
            case RapidKind.Texts:
                xml.WriteStartElement(field.Name, RapidCodec.Namespace);
                foreach (var text in (WireList<string>)value)
                    Simple(xml, "string", text);
                xml.WriteEndElement();
                return;
            case RapidKind.Records:
                xml.WriteStartElement(field.Name, RapidCodec.Namespace);
                foreach (var record in (IEnumerable<object>)value)
                    Write(xml, RapidShape.NameOf(field.Inner!), record);
                xml.WriteEndElement();
                return;
            case RapidKind.Record:
                Write(xml, field.Name, value);
                return;
            default:
                Simple(xml, field.Name, Text(value));
                return;
        }
    }

    private static void Simple(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, RapidCodec.Namespace, SoapWriter.Clean(text));

    private static string Text(object value) => value switch
    {
        string text => text,
        int whole => XmlConvert.ToString(whole),
        bool flag => XmlConvert.ToString(flag),
        DateTime time => XmlConvert.ToString(time, XmlDateTimeSerializationMode.RoundtripKind),
        _ => $"{value}",
    };
}

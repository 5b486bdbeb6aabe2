using System.Text;
using System.Xml;

namespace ResourceSharing.Mapping.Soap;

/// <summary>Writes envelopes of both versions.</summary>
public static class SoapWriter
{
    private static readonly XmlWriterSettings Layout = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>An envelope around one element.</summary>
    /// <param name="version">Of the envelope.</param>
    /// <param name="body">Writes the element.</param>
    public static ReadOnlyMemory<byte> Write(SoapVersion version, Action<XmlWriter> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var octets = new MemoryStream();
        using (var xml = XmlWriter.Create(octets, Layout))
        {
            xml.WriteStartElement("soap", "Envelope", SoapNames.Of(version));
            xml.WriteStartElement("soap", "Body", SoapNames.Of(version));
            body(xml);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return octets.ToArray();
    }

    /// <summary>A fault. Its HTTP status is 500, but for one of the sender in SOAP 1.2, which is 400.</summary>
    public static ReadOnlyMemory<byte> Write(SoapVersion version, SoapFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var names = SoapNames.Of(version);
        return Write(version, xml =>
        {
            xml.WriteStartElement("soap", "Fault", names);
            if (version == SoapVersion.V11)
                WriteFault11(xml, fault);
            else
                WriteFault12(xml, fault, names);
            xml.WriteEndElement();
        });
    }

    /// <summary>The HTTP status of an answer with that fault.</summary>
    public static int StatusOf(SoapVersion version, SoapFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return version == SoapVersion.V12 && fault.Code == SoapFaultCode.Sender ? 400 : 500;
    }

    /// <summary>A text as XML can hold it: characters that it cannot are replaced.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = Unwritable(text, 0);
        if (at < 0)
            return text;
        var clean = text.ToCharArray();
        for (; at >= 0; at = Unwritable(text, at + 1))
            clean[at] = '\uFFFD';
        return new string(clean);
    }

    private static int Unwritable(string text, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 >= text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                return i;
            i++;
        }

        return -1;
    }

    private static void WriteFault11(XmlWriter xml, SoapFault fault)
    {
        var code = fault.Code switch
        {
            SoapFaultCode.Sender or SoapFaultCode.DataEncodingUnknown => "Client",
            SoapFaultCode.Receiver => "Server",
            _ => $"{fault.Code}",
        };
        xml.WriteElementString("faultcode", $"soap:{code}");
        xml.WriteElementString("faultstring", Clean(fault.Reason));
        if (fault.Detail is { } detail)
            xml.WriteElementString("detail", Clean(detail));
    }

    private static void WriteFault12(XmlWriter xml, SoapFault fault, string names)
    {
        xml.WriteStartElement("soap", "Code", names);
        xml.WriteElementString("soap", "Value", names, $"soap:{fault.Code}");
        xml.WriteEndElement();
        xml.WriteStartElement("soap", "Reason", names);
        xml.WriteStartElement("soap", "Text", names);
        xml.WriteAttributeString("xml", "lang", null, "en");
        xml.WriteString(Clean(fault.Reason));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (fault.Detail is { } detail)
            xml.WriteElementString("soap", "Detail", names, Clean(detail));
    }
}

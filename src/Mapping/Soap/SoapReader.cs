using System.Text;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Soap;

/// <summary>Reads envelopes of both versions. Pure, and never fails but as a value.</summary>
public static class SoapReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictUtf16 = new(bigEndian: false, byteOrderMark: false,
        throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictUtf16BigEndian =
        new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Reads one envelope.</summary>
    /// <param name="octets">The document; UTF-8, or UTF-16 with a byte order mark.</param>
    /// <param name="limits">How much is read.</param>
    /// <param name="bodyNamespace">The namespace that the element in the Body has to be of.</param>
    public static SoapReadResult Read(ReadOnlyMemory<byte> octets, SoapLimits limits, string bodyNamespace)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (octets.Length > limits.MaxOctets)
            return Refused(SoapVersion.V11, $"longer than {limits.MaxOctets} octets");
        if (Decode(octets.Span) is not { } text)
            return Refused(SoapVersion.V11,
                "neither UTF-8 nor UTF-16 with a byte order mark, or declared to be something else");
        var (root, fault) = BoundedXml.Read(text, limits.Bounds);
        return root is null ? Refused(SoapVersion.V11, fault) : Read(root, bodyNamespace);
    }

    private static SoapReadResult Read(XmlPart root, string bodyNamespace)
    {
        if (root.Name != "Envelope")
            return Refused(SoapVersion.V11, "the root is no Envelope");
        if (SoapNames.VersionOf(root.Namespace) is not { } version)
        {
            return new SoapReadResult.Refused(new SoapFault(
                SoapFaultCode.VersionMismatch,
                    "the envelope is neither of SOAP 1.1 nor of SOAP 1.2")) { Version = SoapVersion.V11 };
        }

        if (HeaderFault(root) is { } headerFault)
            return new SoapReadResult.Refused(headerFault) { Version = version };
        var bodies = root.Children.Where(part => part.Name == "Body" && part.Namespace == root.Namespace).ToArray();
        if (bodies is not [{ Children: [var content] }])
            return Refused(version, "there has to be one Body with one element in it");
        if (content.Name == "Fault" && content.Namespace == root.Namespace)
            return new SoapReadResult.Faulted(Fault(content, version)) { Version = version };
        return content.Namespace == bodyNamespace
            ? new SoapReadResult.Understood(new SoapBody(content)) { Version = version }
            : Refused(version, $"the element in the Body is not of the namespace {bodyNamespace}");
    }

    /// <summary>No header is known here, so that each one that must be understood is refused. Addresses in the others
    /// (ReplyTo, FaultTo) are never used.</summary>
    private static SoapFault? HeaderFault(XmlPart root)
    {
        var blocks = root.Children.Where(part => part.Name == "Header" && part.Namespace == root.Namespace)
            .SelectMany(header => header.Children).Take(SoapLimits.MaxHeaders + 1).ToArray();
        if (blocks.Length > SoapLimits.MaxHeaders)
            return new SoapFault(SoapFaultCode.Sender, $"more than {SoapLimits.MaxHeaders} header blocks");
        return blocks.Any(block => block.Attribute("mustUnderstand")?.Trim() is "1" or "true")
            ? new SoapFault(SoapFaultCode.MustUnderstand, "a header block that must be understood is not known here")
            : null;
    }

    private static SoapFault Fault(XmlPart fault, SoapVersion version)
    {
        if (version == SoapVersion.V11)
        {
            return new SoapFault(Code(fault.Child("faultcode")?.Text), Cut(fault.Child("faultstring")?.Text ?? ""))
            {
                Detail = Words(fault.Child("detail")),
            };
        }

        return new SoapFault(Code(fault.Child("Code")?.Child("Value")?.Text),
            Cut(fault.Child("Reason")?.Child("Text")?.Text ?? ""))
        {
            Detail = Words(fault.Child("Detail")),
        };
    }

    /// <summary>A code with its prefix, or one of a server's own, which begins with one of SOAP's in 1.1
    /// (<c>Client.Authentication</c>).</summary>
    private static SoapFaultCode Code(string? text)
    {
        var local = (text ?? "").Trim();
        local = local[(local.LastIndexOf(':') + 1)..];
        return local.Split('.')[0] switch
        {
            "Client" or "Sender" => SoapFaultCode.Sender,
            "MustUnderstand" => SoapFaultCode.MustUnderstand,
            "VersionMismatch" => SoapFaultCode.VersionMismatch,
            "DataEncodingUnknown" => SoapFaultCode.DataEncodingUnknown,
            _ => SoapFaultCode.Receiver,
        };
    }

    private static string? Words(XmlPart? detail)
    {
        if (detail is null)
            return null;
        var text = detail.Children.Count == 0 ? detail.Text : string.Join(' ', detail.Children.Select(part => part.Text));
        return string.IsNullOrWhiteSpace(text) ? null : Cut(text);
    }

    private static string Cut(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length <= SoapLimits.MaxFaultChars)
            return trimmed;
        int length = SoapLimits.MaxFaultChars - (char.IsHighSurrogate(trimmed[SoapLimits.MaxFaultChars - 1]) ? 1 : 0);
        return trimmed[..length];
    }

    /// <summary>The text; null where the octets and what is said of their encoding do not agree.</summary>
    private static string? Decode(ReadOnlySpan<byte> octets)
    {
        try
        {
            if (octets.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
                return Agreeing(StrictUtf16.GetString(octets[2..]), "utf-16");
            if (octets.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
                return Agreeing(StrictUtf16BigEndian.GetString(octets[2..]), "utf-16");
            var plain = octets.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? octets[3..] : octets;
            return Agreeing(StrictUtf8.GetString(plain), "utf-8");
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The text without its declaration, when that names the encoding or none.</summary>
    private static string? Agreeing(string text, string encoding)
    {
        if (!text.StartsWith("<?xml", StringComparison.Ordinal))
            return text;
        int end = text.IndexOf("?>", StringComparison.Ordinal);
        if (end is < 0 or > 200)
            return null;
        var declaration = text[..end];
        int at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        if (at < 0)
            return text[(end + 2)..];
        var quoted = declaration[at..].Split('"', '\'');
        bool agrees = quoted.Length > 1 && (string.Equals(quoted[1], encoding, StringComparison.OrdinalIgnoreCase)
            || (encoding == "utf-8" && string.Equals(quoted[1], "us-ascii", StringComparison.OrdinalIgnoreCase)));
        return agrees ? text[(end + 2)..] : null;
    }

    private static SoapReadResult.Refused Refused(SoapVersion version, string reason) =>
        new(new SoapFault(SoapFaultCode.Sender, reason)) { Version = version };
}

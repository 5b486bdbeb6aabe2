using System.Text;
using ResourceSharing.Mapping.Ncip.Shapes;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// The codec of NCIP (ANSI/NISO Z39.83): octets to message and back, versions 1.0, 1.01, 2.0, 2.01 and 2.02. Reading goes
/// by the names of elements, in any order, with or without namespaces; what is not known is kept as text. Writing keeps
/// to the schema of the version.
/// </summary>
public static class NcipCodec
{
    /// <summary>The namespace of version 2.</summary>
    public const string Namespace = "http://www.niso.org/2008/ncip";

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private const string Doctype = "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1.0//EN\" "
        + "\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">\n";

    /// <summary>Reads one message.</summary>
    /// <param name="octets">The body as it came; bodies of forms are understood as well.</param>
    /// <param name="contentType">The Content-Type that came with it; null where there was none.</param>
    /// <returns>The message, or why there is none. Bad octets never cause an exception.</returns>
    public static NcipReadResult Read(ReadOnlyMemory<byte> octets, string? contentType = null)
    {
        if (octets.Length > NcipLimits.MaxOctets)
            return Refused("Message is too large", $"{octets.Length} octets", "");
        var (decoded, note) = NcipText.Decode(octets.Span, contentType);
        var text = WithoutDeclaration(decoded);
        var (root, fault) = BoundedXml.Read(text, NcipLimits.Bounds);
        if (root is null)
        {
            bool isMarkup = fault.StartsWith("not well-formed", StringComparison.Ordinal);
            return Refused(isMarkup ? "Message is not well-formed XML" : "Message is larger than is read", fault, text);
        }

        return root.Name is "NCIPMessage" or "NCIPVersionMessage"
            ? Read(root, text, note)
            : Refused("Message is no NCIPMessage", $"the root element is {Cited(root.Name)}", text);
    }

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">In which form: <see cref="NcipForm.Answer"/> of what came in, or <see
    /// cref="NcipForm.Initiating"/>.</param>
    /// <returns>Its octets, and what did not fit.</returns>
    public static NcipWritten Write(NcipMessage message, NcipForm form)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(form);
        // The schema of NCIPVersionMessage has the structures of version 1.
        if (form.Envelope == NcipEnvelope.VersionMessage)
            form = form with { Version = NcipVersion.V1, HasDoctype = false };
        var writing = new NcipWriting(form) { BreaksFailureWord = message is NcipResponse { IsSuccess: true } };
        var version = NcipMarkup.Escaped(form.VersionText ?? NcipForm.TextOf(form.Version));
        writing.Raw(Declaration);
        if (form.Version == NcipVersion.V1 && form.HasDoctype)
            writing.Raw(Doctype);
        var (start, end) = Envelope(form, version);
        writing.Raw(start);
        WriteService(writing, message);
        writing.Raw(end);
        return new NcipWritten(
            Encoding.UTF8.GetBytes(writing.ToString()), writing.Losses, new WireList<string>([.. writing.Missing]));
    }

    /// <summary>Everything that a message says, in one form: equal for equal messages.</summary>
    internal static byte[] WriteForDigest(NcipMessage message)
    {
        var writing = new NcipWriting(NcipForm.Initiating(NcipVersion.V202), isForDigest: true);
        WriteService(writing, message);
        return Encoding.UTF8.GetBytes(writing.ToString());
    }

    /// <summary>The text from the first element or document type on: what the declaration says of the encoding was
    /// heard already, and blanks before it are a fault of templates.</summary>
    internal static string WithoutDeclaration(string text)
    {
        var trimmed = text.AsSpan().TrimStart(" \t\r\n\ufeff");
        if (trimmed.StartsWith("<?xml ") || trimmed.StartsWith("<?xml\t") || trimmed.StartsWith("<?xml\n"))
        {
            int end = trimmed.IndexOf("?>");
            trimmed = end < 0 ? trimmed : trimmed[(end + 2)..].TrimStart(" \t\r\n");
        }

        return trimmed.Length == text.Length ? text : trimmed.ToString();
    }

    private static NcipReadResult Read(XmlPart root, string text, string? note)
    {
        var form = FormOf(root, text);
        var reading = new NcipReading();
        if (root.Children.Count == 0)
        {
            var said = NcipReading.TextOf(root);
            return Refused("Message holds no service", said.Length == 0 ? "nothing in the root" : $"text: {said}", text);
        }

        var message = ReadService(root, reading);
        return new NcipReadResult.Understood(message)
        {
            Form = form, Losses = reading.Losses, Unread = reading.Unread, Decoding = note,
        };
    }

    private static NcipMessage ReadService(XmlPart root, NcipReading reading)
    {
        var part = root.Children[0];
        if (part.Name == "Problem")
            return Generic(root, null, reading);
        for (int i = 1; i < root.Children.Count; i++)
            reading.Unknown(root.Children[i]);
        if (NcipMessages.Find(part.Name) is { } shape)
            return shape.Read(part, reading);
        if (!part.Name.EndsWith("Response", StringComparison.Ordinal))
            return NcipMessages.Unsupported(part.Name).Read(part, reading);
        var service = part.Name[..^"Response".Length];
        return Generic(part, service.Length == 0 ? null : service, reading);
    }

    private static NcipMessage Generic(XmlPart part, string? service, NcipReading reading)
    {
        var general = (GeneralResponse)NcipMessages.General.Read(part, reading);
        return general with { ServiceName = service };
    }

    private static NcipForm FormOf(XmlPart root, string text)
    {
        var version = root.Attribute("version")?.Trim();
        if (string.IsNullOrEmpty(version) || version.Length > NcipLimits.MaxVersionChars)
            version = null;
        bool hasUniqueIds = root.Namespace.Length == 0 && HasUniqueIds(root);
        return new NcipForm
        {
            Version = NcipForm.VersionOf(version, root.Namespace == Namespace, hasUniqueIds),
            VersionText = version,
            Style = root.Prefix.Length == 0 ? NcipStyle.DefaultNamespace : NcipStyle.Ns1,
            HasDoctype = text.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase),
            Envelope = root.Name == "NCIPMessage" ? NcipEnvelope.Message : NcipEnvelope.VersionMessage,
        };
    }

    private static bool HasUniqueIds(XmlPart root)
    {
        var open = new Stack<XmlPart>([root]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next.Name.StartsWith("Unique", StringComparison.Ordinal))
                return true;
            foreach (var child in next.Children)
                open.Push(child);
        }

        return false;
    }

    /// <summary>What cannot be read still shows in its first characters which version its sender speaks.</summary>
    private static NcipReadResult.Refused Refused(string publicText, string privateDetail, string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2048));
        string? version = null;
        int at = head.IndexOf("version=");
        if (at >= 0 && at + "version=".Length + 1 < head.Length)
        {
            var value = head[(at + "version=".Length)..];
            int end = value[1..].IndexOf(value[0]);
            version = end is < 0 or > NcipLimits.MaxVersionChars ? null : value.Slice(1, end).ToString();
        }

        bool hasNamespace = head.IndexOf(Namespace) >= 0;
        return new NcipReadResult.Refused(
            new NcipProblem { Type = NcipProblemTypes.InvalidMessageSyntaxError, Detail = publicText }, privateDetail)
        {
            Form = new NcipForm
            {
                Version = NcipForm.VersionOf(version, hasNamespace, head.IndexOf("<Unique") >= 0),
                VersionText = version,
                HasDoctype = head.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase),
            },
        };
    }

    private static (string Start, string End) Envelope(NcipForm form, string version)
    {
        if (form.Envelope == NcipEnvelope.VersionMessage)
            return ($"<NCIPVersionMessage version=\"{version}\">", "</NCIPVersionMessage>\n");
        if (form.Version == NcipVersion.V1)
            return ($"<NCIPMessage version=\"{version}\">", "</NCIPMessage>\n");
        return form.Style == NcipStyle.Ns1
            ? ($"<ns1:NCIPMessage xmlns:ns1=\"{Namespace}\" ns1:version=\"{version}\">", "</ns1:NCIPMessage>\n")
            : ($"<NCIPMessage xmlns=\"{Namespace}\" xmlns:ncip=\"{Namespace}\" ncip:version=\"{version}\">",
                "</NCIPMessage>\n");
    }

    private static void WriteService(NcipWriting writing, NcipMessage message)
    {
        if (message is GeneralResponse general)
            NcipMessages.WriteGeneral(writing, general);
        else
            (NcipMessages.Find(message.Name) ?? NcipMessages.Unsupported(message.Name)).Write(writing, message);
    }

    private static string Cited(string text) =>
        text.Length <= NcipLimits.MaxCitedChars ? text : text[..NcipLimits.MaxCitedChars];
}

using System.Globalization;
using System.Xml.Linq;
using ResourceSharing.Mapping.Marc;
using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Sru;

/// <summary>
/// Reads the answer to a search. Prefixes mean nothing and both namespaces are known, in every version:
/// servers answer 1.1 to a question in 2.0. Records come as XML or as text that is XML once more.
/// </summary>
public static class SruReader
{
    private const string Srw = "http://www.loc.gov/zing/srw/";
    private const string Oasis = "http://docs.oasis-open.org/ns/search-ws/sruResponse";
    private const string Diagnostics = "http://www.loc.gov/zing/srw/diagnostic/";
    private const string OasisDiagnostics = "http://docs.oasis-open.org/ns/search-ws/diagnostic";

    private static readonly XmlLimits Xml = new(SruLimits.MaxOctets, SruLimits.MaxNodes, SruLimits.MaxDepth);

    /// <summary>Reads the body of an HTTP answer. Never throws.</summary>
    public static SruReading Read(ReadOnlyMemory<byte> octets)
    {
        var (root, fault) = XmlTree.Read(octets, Xml);
        if (root is null)
            return new SruReading.Garbage(fault);
        if (!Is(root, "searchRetrieveResponse"))
            return new SruReading.Garbage($"not an answer to a search but {Cut(root.Name.LocalName)}");
        var records = root.Elements().Where(e => Is(e, "records")).SelectMany(e => e.Elements())
            .Where(e => Is(e, "record")).Take(SruLimits.MaxRecords).Select(ReadRecord).ToArray();
        var diagnostics = root.Elements().Where(e => Is(e, "diagnostics"))
            .SelectMany(e => e.Elements()).Where(IsDiagnostic).Select(ReadDiagnostic)
            .Concat(records.Select(record => record.Diagnostic).OfType<SruDiagnostic>());
        return new SruReading.Answered(new SruResponse
        {
            Hits = Hits(root),
            Records = [.. records.Select(record => record.Marc).OfType<MarcRecord>()],
            Unreadable = records.Count(record => record is { Marc: null, Diagnostic: null }),
            Diagnostics = [.. diagnostics.Take(SruLimits.MaxDiagnostics)],
        });
    }

    /// <summary>Precision "exact" and the old versions, which have none, are believed; "maximum" is for
    /// 0.</summary>
    private static long? Hits(XElement root)
    {
        var text = Text(root, "numberOfRecords");
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long hits))
            return null;
        var precision = Text(root, "resultCountPrecision");
        precision = precision[(precision.LastIndexOf('/') + 1)..];
        bool believed = precision is "" or "exact" || (precision == "maximum" && hits == 0)
            || (precision == "minimum" && hits > 0);
        return believed ? hits : null;
    }

    private static (MarcRecord? Marc, SruDiagnostic? Diagnostic) ReadRecord(XElement record)
    {
        var data = record.Elements().FirstOrDefault(e => Is(e, "recordData"));
        var content = data?.Elements().FirstOrDefault();
        if (content is null && data is not null)
            content = XmlTree.Read(data.Value.Trim(), Xml).Root;
        if (content is null)
            return (null, null);
        return IsDiagnostic(content)
            ? (null, ReadDiagnostic(content))
            : (MarcXml.Read(content).Record, null);
    }

    private static SruDiagnostic ReadDiagnostic(XElement diagnostic)
    {
        return new SruDiagnostic(Part("uri"), Part("details"), Part("message"));

        string Part(string name) =>
            Cut(diagnostic.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim() ?? "");
    }

    private static bool IsDiagnostic(XElement element) =>
        element.Name.LocalName == "diagnostic"
        && element.Name.NamespaceName is Diagnostics or OasisDiagnostics or Srw or Oasis;

    private static bool Is(XElement element, string name) =>
        element.Name.LocalName == name && element.Name.NamespaceName is Srw or Oasis;

    private static string Text(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(e => Is(e, name))?.Value.Trim() ?? "";

    private static string Cut(string text) =>
        text.Length <= SruLimits.MaxDiagnosticText ? text : text[..SruLimits.MaxDiagnosticText];
}

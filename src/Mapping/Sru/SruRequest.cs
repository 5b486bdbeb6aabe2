using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Sru;

/// <summary>Versions of SRU.</summary>
public enum SruVersion
{
    /// <summary>1.1.</summary>
    V11,

    /// <summary>1.2.</summary>
    V12,

    /// <summary>2.0 (OASIS).</summary>
    V20,
}

/// <summary>A searchRetrieve request, as the address of a GET.</summary>
public sealed record SruRequest
{
    /// <summary>The version to speak.</summary>
    public required SruVersion Version { get; init; }

    /// <summary>The query in CQL.</summary>
    public required string Query { get; init; }

    /// <summary>Records wanted, from the first on.</summary>
    public required int MaximumRecords { get; init; }

    /// <summary>The name of the record schema as the server knows it.</summary>
    public required string RecordSchema { get; init; }

    /// <summary>
    /// Says which packing is wanted; false leaves it to the server, for those that refuse the parameter.
    /// </summary>
    public bool AskForXmlPacking { get; init; } = true;

    /// <summary>
    /// The address to get. A query in the base address (some servers name their database there) is kept in
    /// front.
    /// </summary>
    public Uri Address(Uri server)
    {
        var text = new StringBuilder(server.GetLeftPart(UriPartial.Query));
        text.Append(server.Query.Length == 0 ? '?' : '&');
        text.Append("version=").Append(VersionText(Version)).Append("&operation=searchRetrieve");
        Add(text, "query", Query);
        text.Append(CultureInfo.InvariantCulture, $"&startRecord=1&maximumRecords={MaximumRecords}");
        Add(text, "recordSchema", RecordSchema);
        if (AskForXmlPacking)
            Add(text, Version == SruVersion.V20 ? "recordXMLEscaping" : "recordPacking", "xml");
        return new Uri(text.ToString());
    }

    /// <summary>The version as the protocol writes it.</summary>
    public static string VersionText(SruVersion version) => version switch
    {
        SruVersion.V11 => "1.1",
        SruVersion.V12 => "1.2",
        SruVersion.V20 => "2.0",
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}

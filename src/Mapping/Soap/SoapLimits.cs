using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Soap;

/// <summary>What is read of an envelope at most. Source: reliability reference B6.</summary>
public sealed class SoapLimits
{
    /// <summary>Levels of elements. A transaction of Rapid in its answer is 8 levels down.</summary>
    public const int MaxDepth = 64;

    /// <summary>Attributes of one element, declarations of namespaces among them.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Characters of a name with its prefix.</summary>
    public const int MaxNameChars = 256;

    /// <summary>Characters of one text: 256 Ki.</summary>
    public const int MaxTextChars = 1 << 18;

    /// <summary>Header blocks. Real clients send none, those with addressing five.</summary>
    public const int MaxHeaders = 64;

    /// <summary>Characters of a fault's text that are kept.</summary>
    public const int MaxFaultChars = 1000;

    private SoapLimits(int maxOctets, int maxElements)
    {
        MaxOctets = maxOctets;
        Bounds = new XmlBounds(maxOctets, MaxDepth, maxElements, MaxAttributes, MaxNameChars, MaxTextChars)
        {
            RefusesDocumentType = true,
        };
    }

    /// <summary>Of a call that comes to us: 1 MiB and 20,000 elements. An honest one has 2 kB and 50.</summary>
    public static SoapLimits Call { get; } = new(1 << 20, 20_000);

    /// <summary>Of an answer to a call of ours: 4 MiB and 200,000 elements. A queue of 1,000 requests with their
    /// histories has 3 MB and 100,000.</summary>
    public static SoapLimits Answer { get; } = new(4 << 20, 200_000);

    /// <summary>Octets of the document.</summary>
    public int MaxOctets { get; }

    internal XmlBounds Bounds { get; }
}

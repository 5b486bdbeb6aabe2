using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Mapping.Z3950;

/// <summary>
/// What is read of a PDU at most. Depth, elements and length are those of the BER scanner, which Z39.50
/// shares with ISO ILL: 32 levels, 10,000 elements, 1 MiB. An OPAC record lies 18 levels deep.
/// </summary>
public static class Z3950Limits
{
    /// <summary>Octets of one PDU; also what we tell the target as the largest message we take.</summary>
    public const int MaxPduOctets = IsoIllLimits.MaxApduOctets;

    /// <summary>Records asked for in one Present: a record with all the items of a journal is
    /// large.</summary>
    public const int RecordsPerPresent = 5;

    /// <summary>Holdings of one OPAC record that are looked at.</summary>
    public const int MaxHoldings = 1_000;

    /// <summary>Diagnostics of one PDU that are kept.</summary>
    public const int MaxDiagnostics = 20;

    /// <summary>Characters of a text that is shown to people.</summary>
    public const int MaxText = 300;
}

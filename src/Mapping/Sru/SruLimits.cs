namespace ResourceSharing.Mapping.Sru;

/// <summary>What is read of an answer at most.</summary>
public static class SruLimits
{
    /// <summary>Octets of an answer: 2 MiB. Fifty MARCXML records with many holdings have less than
    /// one.</summary>
    public const int MaxOctets = 2 * 1024 * 1024;

    /// <summary>Levels of nesting. An answer with a record in it has eight.</summary>
    public const int MaxDepth = 32;

    /// <summary>Elements, attributes and texts together; bounds the memory of the tree.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>Records of one answer that are looked at.</summary>
    public const int MaxRecords = 100;

    /// <summary>Diagnostics of one answer that are kept.</summary>
    public const int MaxDiagnostics = 20;

    /// <summary>Characters of a diagnostic's text that are kept.</summary>
    public const int MaxDiagnosticText = 300;

    /// <summary>Characters of a query. Servers refuse longer addresses than about 8,000.</summary>
    public const int MaxQuery = 2_000;
}

namespace ResourceSharing.Mapping.Marc;

/// <summary>What is read of a record at most.</summary>
public static class MarcLimits
{
    /// <summary>Octets of an ISO 2709 record: its length field has five digits.</summary>
    public const int MaxOctets = 99_999;

    /// <summary>
    /// Fields of a record. A journal with a field for each volume has some hundreds; a record beyond the
    /// limit is refused, not cut, because what is cut off could be the holding that was asked for.
    /// </summary>
    public const int MaxFields = 5_000;

    /// <summary>Subfields of a record, all fields together.</summary>
    public const int MaxSubfields = 20_000;
}

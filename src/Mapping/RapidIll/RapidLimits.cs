namespace ResourceSharing.Mapping.RapidIll;

/// <summary>What is taken from the other side at most, beside what the envelope is bounded by.</summary>
public static class RapidLimits
{
    /// <summary>Characters of one field; the rest is cut off and noted. The longest honest ones are notes of a few
    /// hundred.</summary>
    public const int MaxFieldChars = 4000;

    /// <summary>Entries of one list: requests of a queue, events, numbers. More is refused: the caller asks for less
    /// time.</summary>
    public const int MaxEntries = 5000;

    /// <summary>Notes about one reading; a hostile document could otherwise make one for each element.</summary>
    public const int MaxNotes = 64;

    /// <summary>ISSNs or ISBNs of one insertion; the rest is dropped and noted.</summary>
    public const int MaxNumbers = 10;

    /// <summary>Characters of the password of a file. The longest seen have 12.</summary>
    public const int MaxPasswordChars = 200;
}

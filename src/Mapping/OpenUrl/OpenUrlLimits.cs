namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>What is read of an OpenURL and written into one, each limit with its reason.</summary>
public static class OpenUrlLimits
{
    /// <summary>Octets of a query, as large as a posted form may be. Real links have 500 to 3,000; servers take 8 KiB in
    /// an address.</summary>
    public const int QueryOctets = 64 * 1024;

    /// <summary>Keys with their repetitions; the longest links seen have some 80.</summary>
    public const int Pairs = 250;

    /// <summary>Characters of one value, as many as a request keeps of a title; the rest is cut.</summary>
    public const int ValueChars = 1000;

    /// <summary>Characters of a key; the longest of the standard has 15.</summary>
    public const int KeyChars = 64;

    /// <summary>Repetitions of one key that are read: authors, identifiers.</summary>
    public const int Repeats = 20;

    /// <summary>Entries of a loss report: a link full of foreign keys says nothing new after these.</summary>
    public const int Losses = 50;

    /// <summary>Characters of a link that is written: the line that most servers take has 8 KiB.</summary>
    public const int LinkChars = 8000;
}

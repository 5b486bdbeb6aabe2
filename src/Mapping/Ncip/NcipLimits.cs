using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What is read at most. Every limit is far above what an honest partner sends.</summary>
public static class NcipLimits
{
    /// <summary>Octets of one message: 1 MiB. Real messages have 1 to 3 kB, an answer with many loans 100 kB.</summary>
    public const int MaxOctets = 1 << 20;

    /// <summary>Levels of elements. The deepest element that the schemas define is about 15 levels down.</summary>
    public const int MaxDepth = 64;

    /// <summary>Elements in one message. A user with a hundred loans makes 2,000.</summary>
    public const int MaxElements = 20_000;

    /// <summary>Attributes of one element. NCIP has two, and a declaration or two of namespaces.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Characters of a name. The longest of NCIP has 39.</summary>
    public const int MaxNameChars = 256;

    /// <summary>Characters of one text: 256 Ki.</summary>
    public const int MaxTextChars = 1 << 18;

    /// <summary>Entries of the loss report of one reading; a hostile message could otherwise make one for each
    /// element.</summary>
    public const int MaxNotes = 64;

    /// <summary>Characters of a sender's text that one entry of the loss report cites.</summary>
    public const int MaxCitedChars = 256;

    /// <summary>Characters of a number in a command (patron, item, request) and of a pickup location. The longest seen has
    /// about 40; a longer one is refused, since half a number is another number.</summary>
    public const int MaxNumberChars = 256;

    /// <summary>Characters of a title, a name or a note in a command: the rest is cut off.</summary>
    public const int MaxFieldChars = 4000;

    /// <summary>Entries of a list in a command: blocks, privileges, loans.</summary>
    public const int MaxRepeats = 1000;

    /// <summary>Characters of the version attribute: it is echoed in the answer.</summary>
    public const int MaxVersionChars = 256;

    internal static XmlBounds Bounds { get; } =
        new(MaxOctets, MaxDepth, MaxElements, MaxAttributes, MaxNameChars, MaxTextChars);
}

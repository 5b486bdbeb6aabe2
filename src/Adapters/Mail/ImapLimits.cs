namespace ResourceSharing.Adapters.Mail;

/// <summary>Upper bounds of what an IMAP server may say to us, and of what we ask for at one time.</summary>
public static class ImapLimits
{
    /// <summary>
    /// Octets of one response without its literals. The longest that we ask for is a SEARCH over
    /// <see cref="SearchWindow"/> messages: 11 octets each.
    /// </summary>
    public const int ResponseMaxOctets = 128 * 1024;

    /// <summary>Octets of a literal that is no message: names of folders, texts, headers.</summary>
    public const int SmallLiteralMaxOctets = 128 * 1024;

    /// <summary>Literals of one response; a message comes as one.</summary>
    public const int ResponseMaxLiterals = 20;

    /// <summary>Lists within lists; a FETCH has two levels, structures that we never ask for have more.</summary>
    public const int MaxNesting = 10;

    /// <summary>Values of one response.</summary>
    public const int ResponseMaxValues = 12_000;

    /// <summary>
    /// Responses to one command. A command here concerns at most <see cref="SearchWindow"/> messages, and a server
    /// may report flags of others in between.
    /// </summary>
    public const int CommandMaxResponses = 20_000;

    /// <summary>Messages that one SEARCH looks at, so that its answer has a bound in a folder of any size.</summary>
    public const int SearchWindow = 5_000;

    /// <summary>Messages of one listing: identifiers only, some hundred KiB. The rest comes with the next one.</summary>
    public const int ListingMaxMessages = 20_000;

    /// <summary>Messages whose size is asked for at one time.</summary>
    public const int SizesAtOnce = 50;

    /// <summary>Octets of the header that is fetched of a message that is too large.</summary>
    public const int HeaderMaxOctets = 64 * 1024;

    /// <summary>Characters of a server's text that are kept for people.</summary>
    public const int KeptTextMaxChars = 1_000;
}

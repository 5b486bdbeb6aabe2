namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Upper bounds of a mail that is read. What goes beyond a bound of size or shape is refused whole; what goes beyond a
/// bound of detail (parameters, encoded words, text) is read up to it, and the mail says so.
/// </summary>
public sealed record MimeReadLimits
{
    /// <summary>Names of charsets, transfer encodings and types: the longest real ones have about 80 characters.</summary>
    internal const int NameMaxChars = 200;

    /// <summary>Octets of a boundary; RFC 2046, 5.1.1 allows 70, and some programs write more.</summary>
    internal const int BoundaryMaxOctets = 256;

    /// <summary>Problems told of one kind, and of all kinds: enough to understand what a mail is like.</summary>
    internal const int ToleratedMaxOfOneCode = 3;

    /// <summary>As above, for all kinds together.</summary>
    internal const int ToleratedMax = 32;

    /// <summary>Addresses of one header field; RFC 5321, 4.5.3.1.8 has servers take 100 recipients.</summary>
    internal const int MaxAddresses = 500;

    /// <summary>Message identifiers of one field: threads of a year have fewer.</summary>
    internal const int MaxMessageIds = 200;

    /// <summary>Characters of HTML that are made into text. A letter has some thousands, a newsletter 100,000.</summary>
    internal const int HtmlMaxChars = 256 * 1024;

    /// <summary>Levels of quotation that are told apart.</summary>
    internal const int QuoteMaxLevels = 20;

    /// <summary>Characters of the text that a person reads, all parts together.</summary>
    internal const int MailTextMaxChars = 1024 * 1024;

    /// <summary>Fields of Authentication-Results that are looked at, and results in one of them.</summary>
    internal const int MaxAuthenticationResults = 32;

    /// <summary>Groups of fields of one report that are looked at: one for each recipient.</summary>
    internal const int MaxReportBlocks = 200;

    /// <summary>The shipped limits.</summary>
    public static MimeReadLimits Default { get; } = new();

    /// <summary>Octets of the whole mail; the shipped limit of Postfix is 10,240,000.</summary>
    public int MessageMaxOctets { get; init => field = Math.Clamp(value, 1, 10 << 20); } = 10 << 20;

    /// <summary>Levels of parts within parts, the body being the first: real mail has five.</summary>
    public int MaxDepth { get; init => field = Math.Clamp(value, 1, 8); } = 8;

    /// <summary>Parts of a mail, those of mails inside included: as many as we would ever send.</summary>
    public int MaxParts { get; init => field = Math.Clamp(value, 1, 50); } = 50;

    /// <summary>Octets of the header of a mail or of a part; the limit of Postfix is 100 KiB, real ones have 20.</summary>
    public int HeadersMaxOctets { get; init => field = Math.Clamp(value, 1, 64 << 10); } = 64 << 10;

    /// <summary>Fields in the header of a mail or of a part; much forwarded mail has about 100.</summary>
    public int MaxHeaders { get; init => field = Math.Clamp(value, 1, 200); } = 200;

    /// <summary>Octets that decoding may make, all parts together: twice the size of a mail.</summary>
    public int DecodedMaxOctets { get; init => field = Math.Clamp(value, 0, 20 << 20); } = 20 << 20;

    /// <summary>Characters of all texts together; the octets of a longer one stay whole.</summary>
    public int TextMaxChars { get; init => field = Math.Clamp(value, 0, 4 << 20); } = 4 << 20;

    /// <summary>Encoded words that are decoded, in all header fields together (RFC 2047).</summary>
    public int MaxEncodedWords { get; init => field = Math.Clamp(value, 0, 2_000); } = 2_000;

    /// <summary>Parameters of one field, the pieces of a long one counted singly (RFC 2231).</summary>
    public int MaxParameters { get; init => field = Math.Clamp(value, 0, 64); } = 64;
}

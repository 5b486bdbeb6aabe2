namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Upper bounds of an outgoing letter. The constants belong to the formats; the properties can be lowered for
/// an installation (<c>MailLimits.Default with { ... }</c>) and are checked by <see cref="MimeWriter"/>.
/// </summary>
public sealed record MailLimits
{
    /// <summary>Octets of one line without its CRLF (RFC 5322, 2.1.1).</summary>
    public const int LineMaxOctets = 998;

    /// <summary>
    /// Octets of a header value in UTF-8 before it is encoded and folded: one full line is ample.
    /// </summary>
    public const int HeaderTextMaxOctets = 998;

    /// <summary>
    /// Characters of an extra header's name. With 50, the first line still has room for the longest encoded
    /// word of a single code point (12 characters of frame and 12 of content) within the 76 columns of RFC
    /// 2047.
    /// </summary>
    public const int HeaderNameMaxChars = 50;

    /// <summary>Octets of a local part (RFC 5321, 4.5.3.1.1).</summary>
    public const int LocalPartMaxOctets = 64;

    /// <summary>
    /// Characters of a domain as sent (RFC 1035: 255 octets on the wire are 253 characters).
    /// </summary>
    public const int DomainMaxChars = 253;

    /// <summary>
    /// Octets of a whole address (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
    /// </summary>
    public const int AddressMaxOctets = 254;

    /// <summary>
    /// Octets of a message identifier without angle brackets, so that its header stays one line.
    /// </summary>
    public const int MessageIdMaxOctets = 250;

    /// <summary>Octets of an attachment's file name in UTF-8: what common file systems can store.</summary>
    public const int FileNameMaxOctets = 255;

    /// <summary>
    /// Parameters of one media type, and the octets of each value; real ones have one or two.
    /// </summary>
    public const int MediaTypeMaxParameters = 8;

    /// <summary>The shipped limits.</summary>
    public static MailLimits Default { get; } = new();

    /// <summary>
    /// Addresses in To, Cc and Reply-To together; RFC 5321 obliges servers to take 100 recipients.
    /// </summary>
    public int MaxRecipients { get; init => field = Math.Clamp(value, 1, 100); } = 100;

    /// <summary>
    /// Extra headers; letters use two or three, and receivers commonly refuse a few hundred in all.
    /// </summary>
    public int MaxExtraHeaders { get; init => field = Math.Clamp(value, 0, 50); } = 50;

    /// <summary>Identifiers in References; mail programs thread by the first and the last few.</summary>
    public int MaxReferences { get; init => field = Math.Clamp(value, 0, 50); } = 50;

    /// <summary>
    /// Attachments; incoming mail is read up to 50 parts, so we send no more than we would read.
    /// </summary>
    public int MaxAttachments { get; init => field = Math.Clamp(value, 0, 40); } = 40;

    /// <summary>Octets of the rendered letter; the shipped limit of Postfix is 10,240,000.</summary>
    public int MaxTotalOctets
    {
        get;
        init => field = Math.Clamp(value, 1, 10_240_000);
    } = 10_240_000;
}

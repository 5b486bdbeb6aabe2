namespace ResourceSharing.Adapters.Mail;

/// <summary>Upper bounds of what a mail server may say to us, and of what we send to it.</summary>
public static class SmtpLimits
{
    /// <summary>
    /// Octets of one reply line without its line ending. RFC 5321, 4.5.3.1.5 allows 512; real servers put
    /// whole explanations with links on one line.
    /// </summary>
    public const int ReplyLineMaxOctets = 2_000;

    /// <summary>Lines of one reply; EHLO lists have 10 to 20.</summary>
    public const int ReplyMaxLines = 100;

    /// <summary>Characters of a reply that are kept for people.</summary>
    public const int KeptReplyMaxChars = 1_000;

    /// <summary>Octets of a line of the message without its CRLF (RFC 5321, 4.5.3.1.6).</summary>
    public const int MessageLineMaxOctets = 998;

    /// <summary>Recipients of one transaction that every server has to take (RFC 5321, 4.5.3.1.8).</summary>
    public const int MaxRecipients = 100;

    /// <summary>Characters of an envelope identifier before xtext encoding (RFC 3461, 4.4).</summary>
    public const int EnvelopeIdMaxChars = 100;
}

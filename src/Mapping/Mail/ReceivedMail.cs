namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// A mail as it was read: headers in their order and a tree of parts. Reading is tolerant, as mail readers are; what was
/// tolerated is told. All sizes are bounded by the limits of the reader.
/// </summary>
public sealed record ReceivedMail
{
    /// <summary>The header fields of the mail itself, in the order in which they came (the newest trace first).</summary>
    public required IReadOnlyList<ReceivedHeader> Headers { get; init; }

    /// <summary>The body: a leaf, or a multipart with its parts.</summary>
    public required ReceivedPart Body { get; init; }

    /// <summary>What was wrong and read all the same, at most a few of each kind.</summary>
    public IReadOnlyList<MailProblem> Tolerated { get; init; } = [];

    /// <summary>The text of the first header of a name, decoded; null when there is none.</summary>
    /// <param name="name">Its name; case does not matter.</param>
    public string? Header(string name) => HeadersNamed(name).FirstOrDefault()?.Text;

    /// <summary>All headers of a name, in their order.</summary>
    /// <param name="name">Their name; case does not matter.</param>
    public IEnumerable<ReceivedHeader> HeadersNamed(string name) =>
        Headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One header field.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Raw">The value, unfolded, otherwise as it came; octets beyond ASCII read as UTF-8, else as Latin-1.</param>
/// <param name="Text">The value for people: encoded words decoded (RFC 2047), white space trimmed at both ends.</param>
public sealed record ReceivedHeader(string Name, string Raw, string Text);

/// <summary>A part of a mail (RFC 2045, 2046).</summary>
public sealed record ReceivedPart
{
    /// <summary>Type and subtype in lower case: <c>text/plain</c>. What is missing or unreadable is text/plain.</summary>
    public required string Type { get; init; }

    /// <summary>Parameters of the type, decoded (RFC 2231); names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The header fields of the part; of the body, those of the mail.</summary>
    public IReadOnlyList<ReceivedHeader> Headers { get; init; } = [];

    /// <summary><c>inline</c>, <c>attachment</c> or another word in lower case; null when none is given.</summary>
    public string? Disposition { get; init; }

    /// <summary>The name of the file without any folder; null when it has none.</summary>
    public string? FileName { get; init; }

    /// <summary>The parts of a multipart; empty for all others.</summary>
    public IReadOnlyList<ReceivedPart> Parts { get; init; } = [];

    /// <summary>The octets of a leaf, its transfer encoding undone; never decompressed.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The characters of a leaf of type text, line ends as LF; null for all others.</summary>
    public string? Text { get; init; }

    /// <summary>The mail inside a message/rfc822; null for all others.</summary>
    public ReceivedMail? Message { get; init; }

    /// <summary>This part and all below it, in reading order, without looking into mails inside.</summary>
    public IEnumerable<ReceivedPart> SelfAndBelow() => Parts.SelectMany(part => part.SelfAndBelow()).Prepend(this);
}

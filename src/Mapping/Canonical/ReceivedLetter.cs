namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// What a letter says before its request is known: a mail, a page filled in by a partner. It carries no transaction that
/// could be trusted; clues lead to the request, and proposals say what may be meant. The intake places it, weighs whether
/// its sender may act, and applies one proposal or asks the staff. Source: feeds reference, 4.2 to 4.4.
/// </summary>
public sealed record ReceivedLetter
{
    /// <summary>The letter's own identity: the same letter, seen twice, has the same one.</summary>
    public required string Identity { get; init; }

    /// <summary>A digest of the whole letter as it came. The same identity with another digest is another letter that
    /// pretends to be it.</summary>
    public required ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>Who claims to have written it, and what our own mail server vouches for.</summary>
    public required LetterOrigin Origin { get; init; }

    /// <summary>A person's letter, or which kind of automatic one.</summary>
    public required LetterKind Kind { get; init; }

    /// <summary>What it says; usually one statement. A report about several orders has one for each.</summary>
    public required IReadOnlyList<LetterStatement> Statements { get; init; }

    /// <summary>The subject, for people; may be empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What the writer wrote, without quotations, signature and our own machine block; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The files that came with it, for the staff; their octets stay in the letter as it came.</summary>
    public IReadOnlyList<LetterAttachment> Attachments { get; init; } = [];

    /// <summary>What a mail server reports about a letter of ours; only for <see cref="LetterKind.DeliveryReport"/>.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>What could not be carried across.</summary>
    public LossReport Losses { get; init; } = LossReport.None;
}

/// <summary>A file that came with a letter.</summary>
/// <param name="Name">Its name without any folder; may be empty.</param>
/// <param name="Type">Its media type: <c>application/pdf</c>.</param>
/// <param name="Octets">Its length, decoded.</param>
public sealed record LetterAttachment(string Name, string Type, int Octets);

/// <summary>Who wrote a letter. The address in From is a claim, never an identity.</summary>
public sealed record LetterOrigin
{
    /// <summary>The address of the author as it claims, in lower case; null when there is none that can be read.</summary>
    public string? From { get; init; }

    /// <summary>Domains in lower case for which our own mail server found a passing check that is aligned with
    /// <see cref="From"/>; empty when there is none.</summary>
    public IReadOnlyList<string> VouchedDomains { get; init; } = [];

    /// <summary>For people and the journal: where it was taken from.</summary>
    public required string Mailbox { get; init; }
}

/// <summary>Whether a person wrote. Automatic letters are never answered and never change a request by their words.</summary>
public enum LetterKind
{
    /// <summary>A person, or a system in a format that we read.</summary>
    Written = 1,

    /// <summary>An absence note or another automatic answer (RFC 3834).</summary>
    AutomaticReply = 2,

    /// <summary>A mail server tells what became of a letter of ours (RFC 3464).</summary>
    DeliveryReport = 3,

    /// <summary>A reader's program tells that a letter was shown or deleted (RFC 8098).</summary>
    ReadReport = 4,

    /// <summary>A reader has marked our letter as unwanted (RFC 5965).</summary>
    Complaint = 5,

    /// <summary>It was ours and has come back, or has gone round in a circle.</summary>
    Loop = 6,

    /// <summary>Bulk mail or a mailing list.</summary>
    Bulk = 7,
}

/// <summary>One thing that a letter says about one request.</summary>
public sealed record LetterStatement
{
    /// <summary>What may lead to the request, the strongest first: the first that hits wins.</summary>
    public IReadOnlyList<RequestClue> Clues { get; init; } = [];

    /// <summary>What may be meant. None or several: staff decide.</summary>
    public IReadOnlyList<LetterProposal> Proposals { get; init; } = [];

    /// <summary>The words that it rests on, for the staff; may be empty.</summary>
    public string Words { get; init; } = "";
}

/// <summary>What a statement may mean.</summary>
/// <param name="Message">The message. Unless the format carries one, its header has an empty transaction: the intake fills
/// in that of the request.</param>
/// <param name="Rule">How it was understood, for the history: <c>phrase en/not-on-shelf</c>, <c>machine block</c>.</param>
public sealed record LetterProposal(IllMessage Message, string Rule);

/// <summary>What leads to a request: a closed set, in the order of its strength.</summary>
public abstract record RequestClue
{
    private RequestClue()
    {
    }

    /// <summary>The address that the letter was sent to, which we gave out for one letter only.</summary>
    /// <param name="Request">Our number of the request, in lower case.</param>
    /// <param name="Letter">The outbox number of our letter.</param>
    /// <param name="Token">The check that proves that the writer knows our letter; not yet verified.</param>
    public sealed record ReplyAddress(string Request, long Letter, string Token) : RequestClue;

    /// <summary>The identifier of our letter, which the letter answers or a bounce returns.</summary>
    /// <param name="Request">Our number of the request, in lower case.</param>
    /// <param name="Letter">The outbox number of our letter.</param>
    /// <param name="Token">The check; not yet verified.</param>
    public sealed record Thread(string Request, long Letter, string Token) : RequestClue;

    /// <summary>The tag in the subject.</summary>
    /// <param name="Number">Our number of the request.</param>
    /// <param name="Check">Its check characters, against mistakes: they prove nothing; not yet verified.</param>
    public sealed record SubjectTag(string Number, string Check) : RequestClue;

    /// <summary>A transaction or a number in a format that we know.</summary>
    /// <param name="Format">The format: <c>machine block</c>, <c>subito</c>, ...</param>
    /// <param name="Transaction">The transaction, where the format has one.</param>
    /// <param name="Number">The number of the request otherwise.</param>
    public sealed record Native(string Format, TransactionId? Transaction, string? Number) : RequestClue;

    /// <summary>A word that may be the number of an open request with this sender.</summary>
    /// <param name="Number">The word.</param>
    public sealed record OpenNumber(string Number) : RequestClue;
}

/// <summary>What a mail server says about a letter of ours (RFC 3464, 2.3).</summary>
/// <param name="Action">What happened.</param>
/// <param name="Status">The status of RFC 3463: <c>5.1.1</c>; empty when it has none.</param>
/// <param name="Recipient">The address that it is about; null when it is not named.</param>
/// <param name="Detail">What the other server said, on one line, for the staff.</param>
public sealed record DeliveryReport(DeliveryReportAction Action, string Status, string? Recipient, string Detail);

/// <summary>RFC 3464, 2.3.3.</summary>
public enum DeliveryReportAction
{
    /// <summary>It did not arrive and is not tried any more.</summary>
    Failed = 1,

    /// <summary>It is still being tried.</summary>
    Delayed = 2,

    /// <summary>It is in the mailbox; nobody has read it yet.</summary>
    Delivered = 3,

    /// <summary>It went to a server that does not report.</summary>
    Relayed = 4,

    /// <summary>It went to several mailboxes.</summary>
    Expanded = 5,
}

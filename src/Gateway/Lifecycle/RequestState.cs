using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// Everything that is known of one request. Immutable: a decision makes the next one out of it.
/// All dates are days in the time zone of the gateway; all points in time carry their offset.
/// </summary>
public sealed record RequestState
{
    /// <summary>The number in the store, counted from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What staff and partners see: the library's code and seven digits, <c>HOME0000042</c>. For a borrowing
    /// request it is also the transaction group qualifier, hence 20 ASCII characters at most.</summary>
    public required string Id { get; init; }

    /// <summary>Do we borrow or lend?</summary>
    public required Side Side { get; init; }

    /// <summary>Where it stands.</summary>
    public required Status Status { get; init; }

    /// <summary>Grows by one with every change; a writer that read an older one is refused.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What is wanted.</summary>
    public required IllRequest Content { get; init; }

    /// <summary>The number under which both sides know the request: the borrower's.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The partner of the active leg; null while none is chosen.</summary>
    public string? Partner { get; init; }

    /// <summary>The transaction of the active leg; null before the first sending.</summary>
    public TransactionId? Transaction { get; init; }

    /// <summary>The other side as it named itself in its last message; goes back to it unchanged.</summary>
    public Party? Counterpart { get; init; }

    /// <summary>The partner's own number for the request, as its messages name it.</summary>
    public string? PartnerReference { get; init; }

    /// <summary>Our own symbol in this transaction: the primary one, or the one by which the partner addressed
    /// us.</summary>
    public required Symbol OurSymbol { get; init; }

    /// <summary>Borrowing: the rota, in order. Empty for lending.</summary>
    public IReadOnlyList<RotaLeg> Rota { get; init; } = [];

    /// <summary>The code of the rota template that was assigned; null when staff named the suppliers.</summary>
    public string? RotaTemplate { get; init; }

    /// <summary>Lending: our own catalogue is to be asked.</summary>
    public bool IsLocateWanted { get; init; }

    /// <summary>What our own catalogue said; null while it was not asked.</summary>
    public CatalogueFinding? OwnCatalogue { get; init; }

    /// <summary>Lending: the titles that the last look into our own catalogue found, at most 20.</summary>
    public IReadOnlyList<CatalogueTitle> FoundTitles { get; init; } = [];

    /// <summary>Lending: the title that is wanted, as our own catalogue or staff found it; null while it is not
    /// known.</summary>
    public CatalogueTitle? LocatedTitle { get; init; }

    /// <summary>The code of our library that the request belongs to; null for one that was made before there were
    /// several.</summary>
    public string? Owner { get; init; }

    /// <summary>When the request was made here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The day of the last change of status.</summary>
    public required DateOnly LastTransitionOn { get; init; }

    /// <summary>The day it was sent to the active partner.</summary>
    public DateOnly? SentOn { get; init; }

    /// <summary>The day the item left the lender.</summary>
    public DateOnly? ShippedOn { get; init; }

    /// <summary>The day it arrived at the borrower.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <summary>The day it left the borrower.</summary>
    public DateOnly? ReturnedOn { get; init; }

    /// <summary>The due date in force between the two libraries.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The due date before a recall, to which a cancelled recall goes back.</summary>
    public DateOnly? OriginalDueOn { get; init; }

    /// <summary>May a renewal be asked for, as the lender said?</summary>
    public bool Renewable { get; init; } = true;

    /// <summary>The due date that the borrower asked for in a renewal.</summary>
    public DateOnly? DesiredDueOn { get; init; }

    /// <summary>Conditional: the last day for the reply.</summary>
    public DateOnly? ReplyBy { get; init; }

    /// <summary>The day after which the request ends by itself, if it has not been shipped.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Lending: the day of the last overdue message.</summary>
    public DateOnly? OverdueSentOn { get; init; }

    /// <summary>The due date of which somebody was reminded before it came; another due date is announced again.</summary>
    public DateOnly? ReminderSentFor { get; init; }

    /// <summary>Lending: the expiry date of which staff were told before it came.</summary>
    public DateOnly? AnswerAlertFor { get; init; }

    /// <summary>The day on which the patron and all notes were removed from it; null again when it goes on.</summary>
    public DateOnly? AnonymisedOn { get; init; }

    /// <summary>Loan or copy, once it was shipped.</summary>
    public ServiceType? SuppliedAs { get; init; }

    /// <summary>The item's barcode at the lender.</summary>
    public string? Barcode { get; init; }

    /// <summary>What the lender charges.</summary>
    public Money? Cost { get; init; }

    /// <summary>Where the item goes back to, as the lender said.</summary>
    public PostalAddress? ReturnTo { get; init; }

    /// <summary>The file that was supplied: where the borrower fetches it, or that it came with the message.</summary>
    public OfferedFile? File { get; init; }

    /// <summary>The digitisation that was ordered in our library; null when none was.</summary>
    public DigitisationWork? Digitisation { get; init; }

    /// <summary>Borrowing: the patron's group, as the request or circulation told it when it was made.</summary>
    public string? PatronGroup { get; init; }

    /// <summary>Borrowing: a code of the library's list of copyright statuses; null where it manages none.</summary>
    public string? CopyrightStatus { get; init; }

    /// <summary>Borrowing: the day on which the patron accepted the copyright declaration.</summary>
    public DateOnly? CopyrightDeclaredOn { get; init; }

    /// <summary>The condition that the lender made.</summary>
    public Condition? Condition { get; init; }

    /// <summary>The status to go back to when a cancellation is refused, a renewal is answered or a recall is taken
    /// back.</summary>
    public Status? ResumeAt { get; init; }

    /// <summary>True from the first overdue message until the item is returned or renewed.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>The kind of the last answer of the lender.</summary>
    public TransactionResults? AnsweredWith { get; init; }

    /// <summary>The last service of the transaction, whoever performed it.</summary>
    public LastService? LastService { get; init; }

    /// <summary>The service time of our last message in this transaction: the next one is later.</summary>
    public ServiceTime? LastSentAt { get; init; }

    /// <summary>True while a cancellation is open that the patron, not staff, asked for.</summary>
    public bool IsCancelledByPatron { get; init; }

    /// <summary>The day staff were reminded that the date for the reply has passed.</summary>
    public DateOnly? ReplyReminderOn { get; init; }

    /// <summary>Lending: the day of a renewal that waits for our answer.</summary>
    public DateOnly? RenewalAskedOn { get; init; }

    /// <summary>How often this loan was renewed.</summary>
    public int Renewals { get; init; }

    /// <summary>True while a renewal is open that the patron, not only staff, wants.</summary>
    public bool IsRenewalForPatron { get; init; }

    /// <summary>The due date of which the patron was told that it has passed; another due date is told again.</summary>
    public DateOnly? PatronOverdueFor { get; init; }

    /// <summary>What the patron is told once the supplier has agreed to a cancellation; null while none is open.</summary>
    public PatronWord? PatronWord { get; init; }

    /// <summary>Lending: why it is going to be rejected automatically.</summary>
    public ReasonUnfilled? PendingReason { get; init; }

    /// <summary>True while a message of the partner waits to be read.</summary>
    public bool HasUnreadMessage { get; init; }

    /// <summary>Notes, oldest first.</summary>
    public IReadOnlyList<RequestNote> Notes { get; init; } = [];

    /// <summary>The member of staff whose task it is; null while it is nobody's.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>The day a slip was printed for it last.</summary>
    public DateOnly? PrintedOn { get; init; }

    /// <summary>The day it stood in a slip report last.</summary>
    public DateOnly? ReportedOn { get; init; }

    /// <summary>What somebody should look at, oldest first.</summary>
    public IReadOnlyList<RequestAlert> Alerts { get; init; } = [];

    /// <summary>The id of the earlier request that the same patron made for the same thing.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>The barcodes of the items that are away (lending) or here (borrowing), where another system tells of each by
    /// itself.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>The number of the request at the other side, when this gateway stands between two libraries; null when it
    /// borrows or lends itself.</summary>
    public long? Twin { get; init; }

    /// <summary>How the partner's state differs from ours, as its last report shows; null when it does not.</summary>
    public StateDrift? Drift { get; init; }
}

/// <summary>One supplier of the rota and what became of it.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Outcome">How far it got.</param>
/// <param name="Transaction">Its own transaction, once it was asked.</param>
/// <param name="Reason">Why it did not supply, in words.</param>
public sealed record RotaLeg(string Partner, LegOutcome Outcome, TransactionId? Transaction = null, string? Reason = null)
{
    /// <summary>The day it was asked.</summary>
    public DateOnly? AskedOn { get; init; }

    /// <summary>The day on which it was over.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>What its catalogue said; null while nobody has asked it.</summary>
    public CatalogueFinding? Catalogue { get; init; }
}

/// <summary>What a supplier's catalogue says about an item.</summary>
/// <param name="Holding">Yes, no, or nobody knows.</param>
/// <param name="Evidence">What was asked and found, in words, at most 2,000 characters.</param>
/// <param name="On">The day of the answer.</param>
public sealed record CatalogueFinding(Holding Holding, string Evidence, DateOnly On);

/// <summary>A title of our own catalogue.</summary>
/// <param name="Id">Its control number; where it has none, its place among the titles found, like <c>#2</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Years">Its years of publication.</param>
/// <param name="CallNumber">Where its first copy stands.</param>
/// <param name="IsAvailable">Is a copy there? Null when the catalogue does not say.</param>
public sealed record CatalogueTitle(
    string Id, string Title, string? Years = null, string? CallNumber = null, bool? IsAvailable = null)
{
    /// <summary>In words: <c>"On Rivers" (1978), record 4711</c>.</summary>
    public override string ToString() => $"\"{Title}\"{(Years is null ? "" : $" ({Years})")}, record {Id}";
}

/// <summary>Three different answers: no answer is not a no.</summary>
public enum Holding
{
    /// <summary>Found.</summary>
    Owned = 1,

    /// <summary>Asked, and not found.</summary>
    NotOwned = 2,

    /// <summary>No catalogue, no answer, or an answer that tells nothing.</summary>
    Unknown = 3,
}

/// <summary>How far a supplier of the rota got.</summary>
public enum LegOutcome
{
    /// <summary>Not asked yet.</summary>
    Waiting = 1,

    /// <summary>Asked: the active leg.</summary>
    Active = 2,

    /// <summary>Said no, or the borrower did not accept its condition.</summary>
    Rejected = 3,

    /// <summary>Did not answer in time.</summary>
    Expired = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 5,

    /// <summary>Supplied.</summary>
    Supplied = 6,

    /// <summary>Could not be reached.</summary>
    Undeliverable = 7,

    /// <summary>Passed over: closed, switched off, or skipped by staff.</summary>
    Skipped = 8,

    /// <summary>Does not hold the item, as its catalogue says.</summary>
    NotOwned = 9,
}

/// <summary>The last service of a transaction.</summary>
/// <param name="Service">Which.</param>
/// <param name="On">On which day.</param>
/// <param name="ByUs">True when we performed it.</param>
/// <param name="Note">Its note.</param>
public sealed record LastService(IllService Service, DateOnly On, bool ByUs, string? Note);

/// <summary>Who a note is for or from.</summary>
public enum NoteKind
{
    /// <summary>For our staff only.</summary>
    Internal = 1,

    /// <summary>We wrote it to the partner.</summary>
    ToPartner = 2,

    /// <summary>The partner wrote it.</summary>
    FromPartner = 3,

    /// <summary>The gateway wrote it: a status report, a delivery that failed.</summary>
    System = 4,
}

/// <summary>What staff say for the patron with a cancellation that the supplier has to agree to.</summary>
/// <param name="IsWanted">False when no letter is to be written.</param>
/// <param name="Reason">Why it is cancelled.</param>
/// <param name="Note">What else stands in the letter.</param>
public sealed record PatronWord(bool IsWanted, ReasonUnfilled? Reason, string? Note);

/// <summary>A note on a request.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">From or for whom.</param>
/// <param name="Text">The text, at most 8,000 characters.</param>
/// <param name="By">Who wrote it: a user, a partner's code, or the part of the gateway.</param>
/// <param name="Number">Its number within the request, from 1; 0 on notes older than numbers.</param>
/// <param name="IsActive">True until somebody dismisses it: it waits to be worked on.</param>
public sealed record RequestNote(
    DateTimeOffset At, NoteKind Kind, string Text, string By, int Number = 0, bool IsActive = false);

/// <summary>Something that somebody should look at.</summary>
/// <param name="Number">Its number within the request, from 1.</param>
/// <param name="At">Since when.</param>
/// <param name="Code">Stable, kebab-case: <c>duplicate</c>, <c>drift</c>.</param>
/// <param name="Text">In words.</param>
/// <param name="Letter">The number of the letter that waits; null for all other alerts.</param>
public sealed record RequestAlert(int Number, DateTimeOffset At, string Code, string Text, long? Letter = null);

/// <summary>A difference between the partner's state and ours.</summary>
/// <param name="At">When the partner reported it.</param>
/// <param name="Theirs">The partner's state.</param>
/// <param name="Ours">Our state at that time.</param>
/// <param name="Text">The difference in words.</param>
/// <param name="Repair">What would repair it.</param>
public sealed record StateDrift(
    DateTimeOffset At, CurrentState Theirs, CurrentState Ours, string Text, DriftRepair Repair);

/// <summary>What would repair a difference.</summary>
/// <param name="Kind">How.</param>
/// <param name="Service">The message to send again, or to ask for.</param>
/// <param name="Status">The status to set, where that is the repair.</param>
/// <param name="Text">In words.</param>
public sealed record DriftRepair(DriftRepairKind Kind, IllService? Service, Status? Status, string Text);

/// <summary>How a difference is repaired.</summary>
public enum DriftRepairKind
{
    /// <summary>Send the partner our message again: it has missed it.</summary>
    SendAgain = 1,

    /// <summary>Set our status by hand: we have missed the partner's message.</summary>
    ChangeStatus = 2,

    /// <summary>Ask the partner: neither side can be derived from the other.</summary>
    AskPartner = 3,
}

using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>Which way a message went.</summary>
public enum Direction
{
    /// <summary>From a partner to us.</summary>
    In = 1,

    /// <summary>From us to a partner.</summary>
    Out = 2,
}

/// <summary>A row for the journal: one message with its bytes, as it came or as it goes out.</summary>
public sealed record JournalEntry
{
    /// <summary>Under which code stands what our own staff submit: no partner has such a one.</summary>
    public const string OurStaff = "(staff)";

    /// <summary>Under which code letters to patrons stand in outbox and journal, all of them: no partner has such a
    /// one.</summary>
    public const string Patrons = "(patrons)";

    /// <summary>Which way.</summary>
    public required Direction Direction { get; init; }

    /// <summary>When it was taken over or made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The language: <c>iso-ill</c>, <c>email</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The partner's code, once it is known.</summary>
    public string? Partner { get; init; }

    /// <summary>The number of the request it belongs to.</summary>
    public long? Request { get; init; }

    /// <summary>The service it carries.</summary>
    public IllService? Service { get; init; }

    /// <summary>The protocol's own identity of the message within its partner; null when it has none that could be
    /// read. Only the first message with an identity is stored with it: later ones are duplicates or conflicts.</summary>
    public string? Identity { get; init; }

    /// <summary>Within what the identity counts, where that is not the partner: letters come from anybody, and theirs
    /// counts within the mailbox.</summary>
    public string? Scope { get; init; }

    /// <summary>The digest of what it says (see <see cref="ArrivalContent.Understood"/>).</summary>
    public ReadOnlyMemory<byte> Digest { get; init; }

    /// <summary>What became of an arrival; null for what goes out.</summary>
    public ArrivalOutcome? Outcome { get; init; }

    /// <summary>The code of the error, where there was one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why, in words for the operator: the error, the reason of an ignored message, the losses.</summary>
    public string? Detail { get; init; }

    /// <summary>Who was at the other end.</summary>
    public string? Peer { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>What the mapping could not carry.</summary>
    public LossReport Losses { get; init; } = LossReport.None;

    /// <summary>For an arrival that was answered on its connection: those bytes, so that a repeat gets them again.</summary>
    public ReadOnlyMemory<byte>? Reply { get; init; }

    /// <summary>For an arrival that is a repeat: the number of the first one. For an answer: the number of the message
    /// that it answers.</summary>
    public long? RefersTo { get; init; }
}

/// <summary>A journal row as it is stored.</summary>
/// <param name="Id">Its number, counted from 1 without gaps.</param>
/// <param name="Entry">What was written.</param>
/// <param name="RawOctets">The length of the bytes, also when they were removed by retention.</param>
/// <param name="Hash">The link of the chain: SHA-256 over the previous link, the fields and the digest of the bytes.</param>
public sealed record JournalRow(long Id, JournalEntry Entry, int RawOctets, ReadOnlyMemory<byte> Hash);

/// <summary>What is known of a message that came before.</summary>
/// <param name="MessageId">The number of the first one.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reply">What it was answered on its connection.</param>
/// <param name="Request">The request it belongs to.</param>
public sealed record SeenMessage(
    long MessageId, ReadOnlyMemory<byte> Digest, ArrivalOutcome Outcome, ReadOnlyMemory<byte>? Reply, long? Request);

/// <summary>The last thing that was done about a subject of circulation.</summary>
/// <param name="Message">The journal row of the message; 0 when it was none.</param>
/// <param name="Previous">The message that was the last one before it; 0 for none.</param>
/// <param name="Request">The number of the request that it belongs to; null for none.</param>
/// <param name="At">When.</param>
public sealed record SubjectMark(long Message, long Previous, long? Request, DateTimeOffset At);

/// <summary>One line of a request's history.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="At">When.</param>
/// <param name="Event">What happened, kebab-case: <c>ship</c>, <c>received:shipped</c>, <c>due-date-passed</c>.</param>
/// <param name="From">The status before; null at the creation.</param>
/// <param name="To">The status after; the same when nothing moved.</param>
/// <param name="By">Who: a user, a partner's code, a job.</param>
/// <param name="Text">One sentence for people: what was done, or why it was ignored or refused.</param>
/// <param name="Message">The journal row behind it, where there is one.</param>
public sealed record HistoryEntry(
    long Request, DateTimeOffset At, string Event, Status? From, Status To, string By, string Text, long? Message);

/// <summary>Where an outgoing message stands.</summary>
public enum OutboxState
{
    /// <summary>Waits for its time or its turn.</summary>
    Waiting = 1,

    /// <summary>An attempt is under way.</summary>
    Sending = 2,

    /// <summary>The partner's system has it.</summary>
    Delivered = 3,

    /// <summary>The partner's system said no for good.</summary>
    Refused = 4,

    /// <summary>An operator took it back, or the protocol has no way to say it.</summary>
    Cancelled = 5,

    /// <summary>Given up: its time is over. An operator can retry it.</summary>
    Dead = 6,
}

/// <summary>A message that has to go out.</summary>
/// <param name="Request">The request's number; null for an error report about a transaction that we do not know.</param>
/// <param name="Partner">To whom.</param>
/// <param name="Message">What to say.</param>
/// <param name="CreatedAt">When it was decided.</param>
/// <param name="NotBefore">The first attempt is not earlier than this.</param>
public sealed record OutboxEntry(
    long? Request, string Partner, IllMessage Message, DateTimeOffset CreatedAt, DateTimeOffset NotBefore)
{
    /// <summary>What a letter to the patron says; the message then only names the request, and no partner gets it. Null for a
    /// message to a partner.</summary>
    public PatronLetter? Letter { get; init; }

    /// <summary>What it is, for people: the service, or the letter.</summary>
    public string Name => Letter?.Code.ToString() ?? IsoCode.Name(Message.Service);
}

/// <summary>An outbox row as it is stored.</summary>
public sealed record OutboxRow
{
    /// <summary>Its number: the order in which messages were decided.</summary>
    public required long Id { get; init; }

    /// <summary>What was written.</summary>
    public required OutboxEntry Entry { get; init; }

    /// <summary>Where it stands.</summary>
    public required OutboxState State { get; init; }

    /// <summary>Attempts that were begun.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the next attempt may begin.</summary>
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>True when an earlier attempt may have reached the partner.</summary>
    public bool InDoubt { get; init; }

    /// <summary>The last error, or what the peer said at the delivery.</summary>
    public string? LastDetail { get; init; }

    /// <summary>The journal row that holds the bytes, once encoded.</summary>
    public long? Message { get; init; }

    /// <summary>The bytes, once encoded; loaded for a lease only.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often it came back after it had been delivered.</summary>
    public int Bounces { get; init; }
}

/// <summary>Which requests a list shows; all filters together.</summary>
public sealed record RequestFilter
{
    /// <summary>Borrowing or lending.</summary>
    public Side? Side { get; init; }

    /// <summary>Any of these statuses; empty for all but deleted ones.</summary>
    public IReadOnlyList<Status> Statuses { get; init; } = [];

    /// <summary>The partner of the active leg.</summary>
    public string? Partner { get; init; }

    /// <summary>The code of our library that they belong to.</summary>
    public string? Owner { get; init; }

    /// <summary>The code of the department that digitises them now.</summary>
    public string? Department { get; init; }

    /// <summary>Only with (true) or without (false) an approval that waits for somebody.</summary>
    public bool? IsApprovalPending { get; init; }

    /// <summary>The beginnings of words in the citation, the numbers, the barcode, the partners' codes and the patron's
    /// name, without case and accents; all of them have to be there.</summary>
    public string? Text { get; init; }

    /// <summary>Only with (true) or without (false) an unread message.</summary>
    public bool? HasUnreadMessage { get; init; }

    /// <summary>Created on or after this day.</summary>
    public DateOnly? CreatedFrom { get; init; }

    /// <summary>Created on or before this day.</summary>
    public DateOnly? CreatedTo { get; init; }

    /// <summary>Only open (true) or only final ones (false).</summary>
    public bool? IsOpen { get; init; }

    /// <summary>Whose task they are.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>Made in any of these ranges; empty for whenever.</summary>
    public IReadOnlyList<DayRange> Created { get; init; } = [];

    /// <summary>Changed last in any of these ranges.</summary>
    public IReadOnlyList<DayRange> Updated { get; init; } = [];

    /// <summary>Due in any of these ranges.</summary>
    public IReadOnlyList<DayRange> Due { get; init; } = [];

    /// <summary>With a last interest date in any of these ranges: the day on which the request ends by itself, or
    /// else after which it is of no use.</summary>
    public IReadOnlyList<DayRange> LastInterest { get; init; } = [];

    /// <summary>Needed by a day in any of these ranges.</summary>
    public IReadOnlyList<DayRange> NeededBy { get; init; } = [];

    /// <summary>Asked for in any of these formats.</summary>
    public IReadOnlyList<SupplyFormat> RequestedFormats { get; init; } = [];

    /// <summary>Supplied in any of these formats.</summary>
    public IReadOnlyList<SupplyFormat> SuppliedFormats { get; init; } = [];

    /// <summary>With this level of service, without case.</summary>
    public string? LevelOfService { get; init; }

    /// <summary>Only with (true) or without (false) a printed slip.</summary>
    public bool? IsPrinted { get; init; }

    /// <summary>Only those that stood (true) or never stood (false) in a slip report.</summary>
    public bool? IsReported { get; init; }

    /// <summary>Only with (true) or without (false) an active note.</summary>
    public bool? HasActiveNotes { get; init; }

    /// <summary>Only with (true) or without (false) an alert.</summary>
    public bool? HasAlerts { get; init; }

    /// <summary>Only those that are (true) or are not (false) overdue.</summary>
    public bool? IsOverdue { get; init; }

    /// <summary>Only those in which the partner's state does (true) or does not (false) differ from ours.</summary>
    public bool? HasDrift { get; init; }
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page, newest first.</param>
/// <param name="Next">The number to continue after; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>How many requests there are for each value of a facet, with the filter applied except for the facet
/// itself.</summary>
/// <param name="Statuses">By side and status.</param>
/// <param name="Partners">By partner.</param>
public sealed record RequestFacets(
    IReadOnlyDictionary<(Side Side, Status Status), long> Statuses, IReadOnlyDictionary<string, long> Partners)
{
    /// <summary>By the day on which they were made.</summary>
    public IReadOnlyDictionary<DateOnly, long> Created { get; init; } = new Dictionary<DateOnly, long>();

    /// <summary>By the day of the last change.</summary>
    public IReadOnlyDictionary<DateOnly, long> Updated { get; init; } = new Dictionary<DateOnly, long>();

    /// <summary>By the due date.</summary>
    public IReadOnlyDictionary<DateOnly, long> Due { get; init; } = new Dictionary<DateOnly, long>();

    /// <summary>By the last interest date.</summary>
    public IReadOnlyDictionary<DateOnly, long> LastInterest { get; init; } = new Dictionary<DateOnly, long>();

    /// <summary>By the needed-by date.</summary>
    public IReadOnlyDictionary<DateOnly, long> NeededBy { get; init; } = new Dictionary<DateOnly, long>();

    /// <summary>By the format that was asked for.</summary>
    public IReadOnlyDictionary<SupplyFormat, long> RequestedFormats { get; init; } = new Dictionary<SupplyFormat, long>();

    /// <summary>By the format in which it was supplied.</summary>
    public IReadOnlyDictionary<SupplyFormat, long> SuppliedFormats { get; init; } = new Dictionary<SupplyFormat, long>();

    /// <summary>By level of service, where there is one.</summary>
    public IReadOnlyDictionary<string, long> LevelsOfService { get; init; } = new Dictionary<string, long>();

    /// <summary>By our library that they belong to.</summary>
    public IReadOnlyDictionary<string, long> Owners { get; init; } = new Dictionary<string, long>();

    /// <summary>By the department that digitises them now.</summary>
    public IReadOnlyDictionary<string, long> Departments { get; init; } = new Dictionary<string, long>();

    /// <summary>With an approval that waits for somebody.</summary>
    public long AwaitingApproval { get; init; }

    /// <summary>By member of staff; the empty name counts those that are nobody's task.</summary>
    public IReadOnlyDictionary<string, long> Assignees { get; init; } = new Dictionary<string, long>();

    /// <summary>With an unread message.</summary>
    public long Unread { get; init; }

    /// <summary>With a printed slip.</summary>
    public long Printed { get; init; }

    /// <summary>That stood in a slip report.</summary>
    public long Reported { get; init; }

    /// <summary>With an active note.</summary>
    public long ActiveNotes { get; init; }

    /// <summary>With an alert.</summary>
    public long Alerts { get; init; }

    /// <summary>Overdue.</summary>
    public long Overdue { get; init; }
}

/// <summary>The queue of one partner, as an operator sees it.</summary>
/// <param name="Partner">Its code.</param>
/// <param name="Waiting">Rows that wait.</param>
/// <param name="Sending">Rows under way.</param>
/// <param name="Dead">Rows that were given up or refused.</param>
/// <param name="OldestWaiting">When the oldest waiting row was decided.</param>
public sealed record QueueDepth(string Partner, long Waiting, long Sending, long Dead, DateTimeOffset? OldestWaiting);

/// <summary>An operator's hold on a partner's lane.</summary>
/// <param name="Partner">Its code.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
public sealed record LaneHold(string Partner, string Reason, DateTimeOffset Since);

/// <summary>What a check of the whole store found.</summary>
/// <param name="Messages">Journal rows that were read.</param>
/// <param name="Requests">Requests that were read.</param>
/// <param name="Faults">Everything that is wrong, one sentence each; empty when the store is sound.</param>
public sealed record VerifyReport(long Messages, long Requests, IReadOnlyList<string> Faults);

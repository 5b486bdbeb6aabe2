using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>
/// What the gateway remembers. One writer: units of work run one after the other, each in its own savepoint, and those
/// that wait are committed together and synced to the disk once. A failing unit is rolled back alone.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Why the last commit failed, for the readiness check; null while the store keeps what it is given.</summary>
    string? LastFailure { get; }

    /// <summary>Patrons, items, holds, loans and fees, to be read.</summary>
    ICirculationReader Circulation { get; }

    /// <summary>Documents, their links and views, to be read.</summary>
    IDocumentReader Documents { get; }

    /// <summary>
    /// Runs a unit of work on the writer and completes after it is on disk (fsync), never before. What the work throws
    /// is thrown here, and nothing of it is kept. The work must be quick and must not wait for anything.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was kept: the disk is full, the store is closing, too
    /// much is waiting. The caller must not acknowledge.</exception>
    Task<T> WriteAsync<T>(Func<IUnitOfWork, T> work, CancellationToken cancellationToken);

    /// <summary>A request by its number.</summary>
    Task<RequestState?> FindRequestAsync(long number, CancellationToken cancellationToken);

    /// <summary>Requests, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The number to continue after; null for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<RequestState>> ListRequestsAsync(
        RequestFilter filter, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>Requests in an order.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="order">In which order.</param>
    /// <param name="after">Where the page before ended; null for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<OrderedPage> ListRequestsAsync(
        RequestFilter filter, RequestOrder order, RequestCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>The numbers on the dashboard, for each side.</summary>
    /// <param name="user">Whose own tasks are told apart.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DashboardCounts>> CountDashboardAsync(string user, CancellationToken cancellationToken);

    /// <summary>Since when open requests have been in their status, and how long the partners usually take.</summary>
    /// <param name="side">Only of this side.</param>
    /// <param name="partner">Only with this partner.</param>
    /// <param name="today">By which expiry dates are near or have passed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Ageing> AgeingAsync(Side? side, string? partner, DateOnly today, CancellationToken cancellationToken);

    /// <summary>What digitisation departments have to do, by their codes.</summary>
    /// <param name="today">Work that was due before is late.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DepartmentCounts>> CountDepartmentsAsync(DateOnly today, CancellationToken cancellationToken);

    /// <summary>Counts for the facets of a list, with the filter applied except for the facet itself.</summary>
    Task<RequestFacets> CountRequestsAsync(RequestFilter filter, CancellationToken cancellationToken);

    /// <summary>A request's history, oldest first; of a very long one the newest
    /// <see cref="StoreLimits.HistoryLines"/> lines.</summary>
    Task<IReadOnlyList<HistoryEntry>> HistoryAsync(long request, CancellationToken cancellationToken);

    /// <summary>Journal rows without their bytes, newest first: of one request, or (with null) of all;
    /// <paramref name="onlyQuarantined"/> keeps those that could not be placed.</summary>
    Task<Page<JournalRow>> ListMessagesAsync(
        long? request, bool onlyQuarantined, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>A journal row with its bytes.</summary>
    Task<JournalRow?> FindMessageAsync(long id, CancellationToken cancellationToken);

    /// <summary>Letters that were put before the staff, newest first.</summary>
    /// <param name="isWaiting">Only those that wait, or only those that are done; null for all.</param>
    /// <param name="after">The number to continue after; null for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<StaffLetter>> ListLettersAsync(bool? isWaiting, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>A letter that was put before the staff, by the number of its message.</summary>
    Task<StaffLetter?> FindLetterAsync(long id, CancellationToken cancellationToken);

    /// <summary>How many letters wait for the staff.</summary>
    Task<long> CountWaitingLettersAsync(CancellationToken cancellationToken);

    /// <summary>Outbox rows without their bytes, newest first.</summary>
    Task<Page<OutboxRow>> ListOutboxAsync(
        string? partner, OutboxState? state, long? after, int limit, CancellationToken cancellationToken);

    /// <summary>The queues of all partners that have any row not finished, or dead.</summary>
    Task<IReadOnlyList<QueueDepth>> QueueDepthsAsync(CancellationToken cancellationToken);

    /// <summary>The partners that have a waiting row whose time has come.</summary>
    Task<IReadOnlyList<string>> PartnersWithDueWorkAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Requests of which a date has passed, the earliest date first, of one date the lowest number. Touches those
    /// that it returns and no others, however many requests there are.</summary>
    /// <param name="search">Which.</param>
    /// <param name="after">The one to continue after; null for the start.</param>
    /// <param name="limit">1 to 200.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<DatedRequest>> RequestsPastAsync(
        DateSearch search, DatedRequest? after, int limit, CancellationToken cancellationToken);

    /// <summary>All holds of operators.</summary>
    Task<IReadOnlyList<LaneHold>> LaneHoldsAsync(CancellationToken cancellationToken);

    /// <summary>Reads everything: the engine's own check, the hash chain, the transactions, the outbox.</summary>
    Task<VerifyReport> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Writes a consistent copy while the gateway runs. When the task completes, the copy is on disk.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken);
}

/// <summary>Dates by which the calendar searches requests. Each has an index of its own, and a request stands in it only as
/// long as the date can matter.</summary>
public enum RequestDate
{
    /// <summary>The due date, as long as no overdue message was sent. Searched by status.</summary>
    DueOn = 1,

    /// <summary>The expiry date. Searched by status.</summary>
    ExpiresOn = 2,

    /// <summary>The last day for the reply to a condition, or for staff to step in before an automatic rejection. Searched by
    /// status.</summary>
    ReplyBy = 3,

    /// <summary>Borrowing: the day on which the partner was asked, as long as nothing was shipped. Searched by
    /// partner.</summary>
    SentOn = 4,

    /// <summary>The day of the last overdue message, as long as the item is overdue. Searched by partner.</summary>
    RemindedOn = 5,

    /// <summary>Borrowing: the day since which no supplier is known to hold the item. Of all of them.</summary>
    UnlocatedOn = 6,

    /// <summary>The day on which a request ended that still has personal data. Of both sides and all statuses.</summary>
    EndedOn = 7,

    /// <summary>The day on which a request ended whose personal data is removed. Of both sides and all statuses.</summary>
    AnonymisedEndedOn = 8,

    /// <summary>The last day of the work time of a digitisation that goes on. Of both sides and all statuses.</summary>
    WorkDueOn = 9,
}

/// <summary>Which requests a date is looked up for: those with the date before a day, of one side and in one status or of
/// one partner, as the date wants it.</summary>
/// <param name="Side">The side; without meaning for a date that is not searched by status or partner.</param>
/// <param name="Date">Which date.</param>
/// <param name="Before">The date is earlier than this.</param>
public sealed record DateSearch(Side Side, RequestDate Date, DateOnly Before)
{
    /// <summary>The date is not earlier than this.</summary>
    public DateOnly From { get; init; } = DateOnly.MinValue;

    /// <summary>The status, for dates that are searched by status.</summary>
    public Status? Status { get; init; }

    /// <summary>The partner's code. Dates that are searched by status are narrowed by it while they are read.</summary>
    public string? Partner { get; init; }
}

/// <summary>A request that was found by a date.</summary>
/// <param name="Number">Its number.</param>
/// <param name="On">The date.</param>
public sealed record DatedRequest(long Number, DateOnly On);

/// <summary>What a unit of work can do. Valid only while the work runs, and only on its thread.</summary>
public interface IUnitOfWork
{
    /// <summary>Patrons, items, holds, loans and fees.</summary>
    ICirculationTables Circulation { get; }

    /// <summary>Documents, their links and views.</summary>
    IDocumentTables Documents { get; }

    /// <summary>Appends to the journal and returns the row's number. An arrival whose identity the partner has used
    /// before is stored without it: the first one keeps it.</summary>
    long AppendMessage(JournalEntry entry);

    /// <summary>The first message with this identity.</summary>
    /// <param name="scope">Within what: the partner's code, or the entry's own scope.</param>
    /// <param name="protocol">The language.</param>
    /// <param name="identity">The identity.</param>
    SeenMessage? FindSeen(string scope, string protocol, string identity);

    /// <summary>How many messages of a partner about a request have come in since a point in time.</summary>
    /// <param name="request">The request's number.</param>
    /// <param name="partner">The partner's code.</param>
    /// <param name="protocol">The language.</param>
    /// <param name="since">The point in time.</param>
    int CountArrivals(long request, string partner, string protocol, DateTimeOffset since);

    /// <summary>The last thing that was done about a subject of circulation: an item, a request of another system, a
    /// patron.</summary>
    /// <param name="subject">What, in a form of the caller's; at most <see cref="StoreLimits.IdentityChars"/> characters.</param>
    SubjectMark? FindSubject(string subject);

    /// <summary>Notes the last thing that was done about a subject.</summary>
    void MarkSubject(string subject, SubjectMark mark);

    /// <summary>Puts a letter before the staff, or keeps what they have done with it.</summary>
    void PutLetter(StaffLetter letter);

    /// <summary>A letter that was put before the staff, by the number of its message.</summary>
    StaffLetter? FindLetter(long id);

    /// <summary>The number for a new request. Numbers have no gaps, as long as the unit does not fail.</summary>
    long NextRequestNumber();

    /// <summary>A request by its number.</summary>
    RequestState? FindRequest(long number);

    /// <summary>The request in which a transaction takes place: the active or any earlier leg. Symbols are compared
    /// without case, qualifiers exactly. A transaction without initial requester is looked up under
    /// <paramref name="requester"/>.</summary>
    RequestState? FindByTransaction(Side side, TransactionId transaction, Symbol? requester);

    /// <summary>Stores a new request together with the keys of its transactions.</summary>
    /// <param name="state">The request.</param>
    /// <param name="content">Its content, where that was prepared; used only when it is the state's own.</param>
    void InsertRequest(RequestState state, PreparedContent? content = null);

    /// <summary>Stores the next version of a request, and the keys of transactions that are new in it.</summary>
    /// <exception cref="StaleRequestException">Somebody changed it in between.</exception>
    void UpdateRequest(RequestState state);

    /// <summary>The newest borrowing request, made since a point in time and not removed, by which the same patron asked
    /// for the same thing; null when there is none, or the request names no patron.</summary>
    RequestState? FindRepeated(RequestState request, DateTimeOffset since);

    /// <summary>How many other requests for files of the same patron have neither ended nor been supplied; 0 when nobody knows
    /// the patron.</summary>
    int CountOpenDigital(RequestState request);

    /// <summary>How many other requests for articles of the same journal were made in the same calendar year, and came to
    /// something or may.</summary>
    /// <param name="request">The request, whose journal and year count.</param>
    /// <param name="from">Only those that came so far.</param>
    /// <param name="publishedWithinYears">Only what was published within so many years before.</param>
    int CountCopies(RequestState request, CopyStage from, int publishedWithinYears);

    /// <summary>Takes requests into the index of words that are not in it yet or have changed; returns how many. What
    /// is not in it is found all the same, only more slowly.</summary>
    /// <param name="limit">At most so many.</param>
    int IndexText(int limit);

    /// <summary>Takes the words that a request had out of the index and its words of now into it, at once; what is left of
    /// them in the files goes with <see cref="MergeText"/>.</summary>
    void ForgetText(RequestState state);

    /// <summary>One step of writing the index anew without the words that were forgotten.</summary>
    /// <returns>False when nothing of them is left.</returns>
    bool MergeText();

    /// <summary>Appends to a request's history.</summary>
    void AppendHistory(HistoryEntry entry);

    /// <summary>Queues an outgoing message and returns its number.</summary>
    long Enqueue(OutboxEntry entry);

    /// <summary>An outbox row with its bytes.</summary>
    OutboxRow? FindOutbox(long id);

    /// <summary>The waiting rows of the same request and partner that were decided after a row, in their order.</summary>
    IReadOnlyList<OutboxRow> WaitingBehind(OutboxRow row);

    /// <summary>
    /// Takes the row of a partner whose time came first (of several, the oldest), marks it as sending and counts the
    /// attempt; null when no time has come.
    /// A row whose request has an earlier row to the same partner that is not finished is passed over, so that the order
    /// within a request is kept.
    /// </summary>
    OutboxRow? LeaseNext(string partner, DateTimeOffset now);

    /// <summary>Links a leased row with the journal row that holds its bytes.</summary>
    void SetOutboxMessage(long outboxId, long messageId);

    /// <summary>Ends a row for good.</summary>
    void FinishOutbox(long id, OutboxState state, DateTimeOffset at, string detail);

    /// <summary>Puts a leased row, or (by an operator) a finished one, back into the queue.</summary>
    void DeferOutbox(long id, DateTimeOffset nextAt, bool inDoubt, string detail);

    /// <summary>Puts a leased row back that was not tried after all: the attempt does not count.</summary>
    void PostponeOutbox(long id, DateTimeOffset nextAt, string detail);

    /// <summary>Counts that a delivered row came back, and returns how often it has.</summary>
    int CountBounce(long id);

    /// <summary>Puts all rows that a stopped process left as sending back into the queue, in doubt; returns how
    /// many.</summary>
    int RecoverLeases(DateTimeOffset now);

    /// <summary>The hold on a partner's lane; null when there is none.</summary>
    LaneHold? FindLaneHold(string partner);

    /// <summary>Sets (or with null, lifts) an operator's hold.</summary>
    void SetLaneHold(string partner, string? reason, DateTimeOffset at);

    /// <summary>Removes what is older than a point in time, oldest first, and stops at the first row that is not.</summary>
    /// <param name="what">What.</param>
    /// <param name="before">Older than this.</param>
    /// <param name="after">The row to continue after; 0 for the start, which is where the last run came to.</param>
    /// <param name="rows">Rows to look at, at most.</param>
    PruneStep Prune(Prunable what, DateTimeOffset before, long after, int rows);

    /// <summary>Removes the bytes of the ILL-REQUEST messages of a request, of what our staff submitted for it and of letters to
    /// the patron: the only ones that name the patron, or hold notes. In the outbox, what mail servers said of letters to the
    /// patron goes as well, and what staff wrote in them.</summary>
    /// <returns>How many messages lost their bytes.</returns>
    int RemoveRequestBytes(long request);

    /// <summary>Removes a request with its transactions and its history. Its number is never given again, and its journal
    /// rows stay. False when it is not there, or has a message that is still to go out.</summary>
    bool RemoveRequest(long number, DateOnly on);
}

/// <summary>What retention removes row by row.</summary>
public enum Prunable
{
    /// <summary>The bytes of messages and of what they were answered, and letters before the staff; the rows of the journal
    /// with their hashes stay.</summary>
    MessageBytes = 1,

    /// <summary>The memory of identities: a message that is repeated after that counts as a new one.</summary>
    Identities = 2,

    /// <summary>Messages of the outbox that have gone out or were given up.</summary>
    Deliveries = 3,
}

/// <summary>What one step of <see cref="IUnitOfWork.Prune"/> did.</summary>
/// <param name="LookedAt">Rows that were looked at.</param>
/// <param name="Removed">Rows of which something was removed.</param>
/// <param name="Next">The row to continue after; null when nothing older is left.</param>
public sealed record PruneStep(int LookedAt, int Removed, long? Next);

/// <summary>The store cannot keep anything now. Nothing was kept.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>With the reason.</summary>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A request was changed by somebody else in between.</summary>
public sealed class StaleRequestException : Exception
{
    /// <summary>With the reason.</summary>
    public StaleRequestException(string message)
        : base(message)
    {
    }
}

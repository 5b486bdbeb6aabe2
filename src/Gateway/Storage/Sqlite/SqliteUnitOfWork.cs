using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>One unit of work: forwards to the tables as long as it is open.</summary>
internal sealed class SqliteUnitOfWork : IUnitOfWork
{
    private readonly SqliteEngine engine;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private bool closed;

    public SqliteUnitOfWork(SqliteEngine engine) => this.engine = engine;

    /// <summary>Octets of the messages that were written: what decides when a commit is large
    /// enough.</summary>
    public long Octets { get; private set; }

    private SqliteEngine Engine => !this.closed && Environment.CurrentManagedThreadId == this.thread
        ? this.engine
        : throw new InvalidOperationException("A unit of work is valid only while its work runs, and on its thread.");

    public ICirculationTables Circulation => Engine.Circulation;

    public IDocumentTables Documents => Engine.Documents;

    public void Close() => this.closed = true;

    public long AppendMessage(JournalEntry entry)
    {
        Octets += entry.Raw.Length + (entry.Reply?.Length ?? 0);
        return Engine.Journal.Append(entry);
    }

    public SeenMessage? FindSeen(string scope, string protocol, string identity) =>
        Engine.Journal.FindSeen(scope, protocol, identity);

    public int CountArrivals(long request, string partner, string protocol, DateTimeOffset since) =>
        Engine.Journal.CountArrivals(request, partner, protocol, since);

    public SubjectMark? FindSubject(string subject) => Engine.Subjects.Find(subject);

    public void MarkSubject(string subject, SubjectMark mark) => Engine.Subjects.Mark(subject, mark);

    public void PutLetter(StaffLetter letter) => Engine.Letters.Put(letter);

    public StaffLetter? FindLetter(long id) => Engine.Letters.Find(id);

    public long NextRequestNumber() => Engine.Requests.NextNumber();

    public RequestState? FindRequest(long number) => Engine.Requests.Find(number);

    public RequestState? FindByTransaction(Side side, TransactionId transaction, Symbol? requester) =>
        Engine.Requests.FindByTransaction(side, transaction, requester);

    public void InsertRequest(RequestState state, PreparedContent? content = null) =>
        Engine.Requests.Insert(state, content);

    public void UpdateRequest(RequestState state) => Engine.Requests.Update(state);

    public RequestState? FindRepeated(RequestState request, DateTimeOffset since) =>
        Engine.Requests.FindRepeated(request, since);

    public int CountOpenDigital(RequestState request) => Engine.Requests.CountOpenDigital(request);

    public int CountCopies(RequestState request, CopyStage from, int publishedWithinYears) =>
        Engine.Requests.CountCopies(request, from, publishedWithinYears);

    public int IndexText(int limit) => Engine.Words.Index(limit);

    public void ForgetText(RequestState state) => Engine.Words.Forget(state);

    public bool MergeText() => Engine.Words.Merge();

    public void AppendHistory(HistoryEntry entry) => Engine.Requests.AppendHistory(entry);

    public long Enqueue(OutboxEntry entry) => Engine.Outbox.Enqueue(entry);

    public OutboxRow? FindOutbox(long id) => Engine.Outbox.Find(id);

    public IReadOnlyList<OutboxRow> WaitingBehind(OutboxRow row) => Engine.Outbox.WaitingBehind(row);

    public OutboxRow? LeaseNext(string partner, DateTimeOffset now) => Engine.Outbox.LeaseNext(partner, now);

    public void SetOutboxMessage(long outboxId, long messageId) => Engine.Outbox.SetMessage(outboxId, messageId);

    public void FinishOutbox(long id, OutboxState state, DateTimeOffset at, string detail) =>
        Engine.Outbox.Finish(id, state, at, detail);

    public void DeferOutbox(long id, DateTimeOffset nextAt, bool inDoubt, string detail) =>
        Engine.Outbox.Defer(id, nextAt, inDoubt, detail);

    public void PostponeOutbox(long id, DateTimeOffset nextAt, string detail) =>
        Engine.Outbox.Postpone(id, nextAt, detail);

    public int CountBounce(long id) => Engine.Outbox.CountBounce(id);

    public int RecoverLeases(DateTimeOffset now) => Engine.Outbox.RecoverLeases(now);

    public LaneHold? FindLaneHold(string partner) => Engine.Outbox.FindLaneHold(partner);

    public void SetLaneHold(string partner, string? reason, DateTimeOffset at) =>
        Engine.Outbox.SetLaneHold(partner, reason, at);

    public PruneStep Prune(Prunable what, DateTimeOffset before, long after, int rows) =>
        Engine.Retention.Prune(what, before, after, rows);

    public int RemoveRequestBytes(long request) => Engine.Retention.RemoveRequestBytes(request);

    public bool RemoveRequest(long number, DateOnly on) =>
        Engine.Requests.Find(number) is { } state && Engine.Retention.RemoveRequest(state, on);
}

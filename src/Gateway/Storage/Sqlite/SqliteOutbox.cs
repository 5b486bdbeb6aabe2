using Microsoft.Data.Sqlite;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The outbox as the writer sees it. Of the unfinished rows of one request and partner only the
/// first, the head, can be leased; whatever ends or revives a row keeps that mark right. A row without a
/// request waits for no other: in the comparisons here NULL equals nothing.</summary>
internal sealed class SqliteOutbox : IDisposable
{
    private const string Insert = """
        INSERT INTO outbox (request, partner, state, is_head, next_at, attempts, in_doubt, created_at, not_before,
            content)
        VALUES (?1, ?2, 1, NOT EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_order
            WHERE request = ?1 AND partner = ?2 AND state IN (1, 2)), ?3, 0, 0, ?4, ?3, ?5)
        RETURNING id
        """;

    private const string Ready = """
        SELECT id FROM outbox INDEXED BY outbox_ready
        WHERE state = 1 AND is_head = 1 AND partner = ?1 AND next_at <= ?2
        ORDER BY next_at, id LIMIT 1
        """;

    private const string Earlier = """
        SELECT 1 FROM outbox INDEXED BY outbox_order
        WHERE request = ?1 AND partner = ?2 AND id < ?3 AND state IN (1, 2) LIMIT 1
        """;

    private const string Behind = """
        SELECT id FROM outbox INDEXED BY outbox_order
        WHERE request = ?1 AND partner = ?2 AND id > ?3 AND state IN (1, 2) AND state = 1 ORDER BY id
        """;

    // Gives the mark to (?4 = 1) or takes it from (?4 = 0) the first unfinished row after one of the same
    // queue.
    private const string MarkFollower = """
        UPDATE outbox SET is_head = ?4 WHERE id = (
            SELECT id FROM outbox INDEXED BY outbox_order
            WHERE request = ?1 AND partner = ?2 AND id > ?3 AND state IN (1, 2) ORDER BY id LIMIT 1)
        """;

    private const string Requeue = """
        UPDATE outbox SET state = 1, is_head = ?2, next_at = ?3, in_doubt = ?4, last_detail = ?5, finished_at = NULL
        WHERE id = ?1
        """;

    private readonly Dictionary<string, Statement> statements = [];
    private readonly SqliteConnection connection;
    private readonly JsonBuffer json;

    public SqliteOutbox(SqliteConnection connection, JsonBuffer json)
    {
        this.connection = connection;
        this.json = json;
    }

    public long Enqueue(OutboxEntry entry)
    {
        var id = Sql(Insert).Set(1, entry.Request).Set(2, entry.Partner).Set(3, entry.NotBefore.UtcTicks)
            .Set(4, entry.CreatedAt.UtcTicks).SetOctets(5, this.json.Write(entry.Message)).First(row => row.Int64(0));
        if (entry.Letter is { } letter)
        {
            Sql("UPDATE outbox SET letter = ?2 WHERE id = ?1").Set(1, id).SetOctets(2, this.json.Write(letter)).Run();
        }

        return id;
    }

    public OutboxRow? Find(long id) => Sql(SqliteRows.OutboxWithBytes).Set(1, id).First(SqliteRows.OutboxRow);

    public IReadOnlyList<OutboxRow> WaitingBehind(OutboxRow row) => Sql(Behind)
        .Set(1, row.Entry.Request).Set(2, row.Entry.Partner).Set(3, row.Id).All(found => found.Int64(0))
        .Select(id => Find(id)!).ToArray();

    public OutboxRow? LeaseNext(string partner, DateTimeOffset now)
    {
        var id = Sql(Ready).Set(1, partner).Set(2, now.UtcTicks).First(row => row.Int64(0));
        if (id == 0)
        {
            return null;
        }

        Sql("UPDATE outbox SET state = 2, attempts = attempts + 1 WHERE id = ?1").Set(1, id).Run();
        return Find(id);
    }

    public void SetMessage(long id, long messageId) =>
        Require(id, Sql("UPDATE outbox SET message = ?2 WHERE id = ?1").Set(1, id).Set(2, messageId).Run());

    public void Finish(long id, OutboxState state, DateTimeOffset at, string detail)
    {
        if (state is OutboxState.Waiting or OutboxState.Sending)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "A row ends in a final state.");
        }

        var row = Place(id);
        Sql("UPDATE outbox SET state = ?2, is_head = 0, finished_at = ?3, last_detail = ?4 WHERE id = ?1")
            .Set(1, id).Set(2, (int)state).Set(3, at.UtcTicks).Set(4, detail).Run();
        if (row.IsHead)
        {
            Mark(row, 1);
        }
    }

    public void Defer(long id, DateTimeOffset nextAt, bool inDoubt, string detail)
    {
        var row = Place(id);
        var earlier = Sql(Earlier).Set(1, row.Request).Set(2, row.Partner).Set(3, id);
        var isHead = earlier.First(found => found.Int64(0)) == 0;
        if (isHead && !row.IsHead)
        {
            // A finished row comes back before the one that had moved up.
            Mark(row, 0);
        }

        Sql(Requeue).Set(1, id).Set(2, isHead ? 1 : 0).Set(3, nextAt.UtcTicks).Set(4, inDoubt ? 1 : 0).Set(5, detail)
            .Run();
    }

    public void Postpone(long id, DateTimeOffset nextAt, string detail)
    {
        Require(id, Sql("UPDATE outbox SET attempts = attempts - 1 WHERE id = ?1 AND state = 2").Set(1, id).Run());
        var inDoubt = Sql("SELECT in_doubt FROM outbox WHERE id = ?1").Set(1, id).First(row => row.Int64(0)) == 1;
        Defer(id, nextAt, inDoubt, detail);
    }

    public int CountBounce(long id)
    {
        Require(id, Sql("UPDATE outbox SET bounces = bounces + 1 WHERE id = ?1").Set(1, id).Run());
        return (int)Sql("SELECT bounces FROM outbox WHERE id = ?1").Set(1, id).First(row => row.Int64(0));
    }

    public LaneHold? FindLaneHold(string partner) =>
        Sql("SELECT partner, reason, since FROM lane_hold WHERE partner = ?1").Set(1, partner)
            .First(row => new LaneHold(row.Text(0), row.Text(1), SqliteRows.Instant(row.Int64(2))));

    public int RecoverLeases(DateTimeOffset now) => Sql(
        "UPDATE outbox INDEXED BY outbox_open SET state = 1, in_doubt = 1, next_at = ?1 "
        + "WHERE state = 2 AND state IN (1, 2, 4, 6)").Set(1, now.UtcTicks).Run();

    public void SetLaneHold(string partner, string? reason, DateTimeOffset at)
    {
        if (reason is null)
        {
            Sql("DELETE FROM lane_hold WHERE partner = ?1").Set(1, partner).Run();
            return;
        }

        Sql("INSERT OR REPLACE INTO lane_hold (partner, reason, since) VALUES (?1, ?2, ?3)")
            .Set(1, partner).Set(2, reason).Set(3, at.UtcTicks).Run();
    }

    public void Dispose()
    {
        foreach (var statement in this.statements.Values)
        {
            statement.Dispose();
        }
    }

    private static void Require(long id, int changed)
    {
        if (changed == 0)
        {
            throw new InvalidOperationException($"There is no outbox row {id}.");
        }
    }

    private Queued Place(long id) =>
        Sql("SELECT request, partner, is_head FROM outbox WHERE id = ?1").Set(1, id)
            .First(row => new Queued(id, row.OptionalInt64(0), row.Text(1), row.Int64(2) == 1))
        ?? throw new InvalidOperationException($"There is no outbox row {id}.");

    private void Mark(Queued row, int isHead) =>
        Sql(MarkFollower).Set(1, row.Request).Set(2, row.Partner).Set(3, row.Id).Set(4, isHead).Run();

    private Statement Sql(string text)
    {
        if (!this.statements.TryGetValue(text, out var statement))
        {
            statement = new Statement(this.connection, text);
            this.statements.Add(text, statement);
        }

        return statement;
    }

    private sealed record Queued(long Id, long? Request, string Partner, bool IsHead);
}

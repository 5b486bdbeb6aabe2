using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Removes what has been kept long enough. The journal is gone through once, from its beginning: a mark remembers
/// how far, so that a run touches only what has become old since the one before.</summary>
internal sealed class SqliteRetention : IDisposable
{
    private const string OldMessages =
        "SELECT id, at, direction, coalesce(scope, partner), protocol, identity FROM journal WHERE id > ?1 ORDER BY id LIMIT ?2";

    private const string OldDeliveries =
        "SELECT id, created_at, state, finished_at FROM outbox WHERE id > ?1 ORDER BY id LIMIT ?2";

    private readonly Dictionary<string, Statement> statements = [];
    private readonly SqliteConnection connection;

    public SqliteRetention(SqliteConnection connection) => this.connection = connection;

    public PruneStep Prune(Prunable what, DateTimeOffset before, long after, int rows) => what switch
    {
        Prunable.MessageBytes => PruneJournal(what, before, after, rows, RemoveBytes),
        Prunable.Identities => PruneJournal(what, before, after, rows, Forget),
        Prunable.Deliveries => PruneOutbox(before, after, rows),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Nothing that is removed row by row."),
    };

    // The messages that can name the patron: requests, what our staff keyed in, letters with whatever people quote, and those
    // to the patron. Mail servers name mailboxes in what they answer.
    public int RemoveRequestBytes(long request)
    {
        Sql("UPDATE outbox SET last_detail = NULL, letter = CAST(json_remove(CAST(letter AS TEXT), '$.note') AS BLOB) "
            + "WHERE request = ?1 AND letter IS NOT NULL").Set(1, request).Run();
        Sql("DELETE FROM letter WHERE waiting = 0 AND id IN (SELECT id FROM journal WHERE request = ?1)").Set(1, request).Run();
        return Sql(
            "UPDATE journal SET raw = NULL, reply = iif(protocol = 'ncip', NULL, reply) WHERE request = ?1 AND raw IS NOT NULL "
            + "AND (service = ?2 OR partner IN (?3, ?4) OR (direction = 1 AND protocol IN ('email', 'reply-link', 'ncip')))")
            .Set(1, request).Set(2, (int)IllService.IllRequest).Set(3, JournalEntry.OurStaff).Set(4, JournalEntry.Patrons).Run();
    }

    public bool RemoveRequest(RequestState state, DateOnly on)
    {
        var unfinished = Sql("SELECT 1 FROM outbox INDEXED BY outbox_order WHERE request = ?1 AND state IN (1, 2) LIMIT 1")
            .Set(1, state.Number).First(row => row.Int64(0));
        if (unfinished != 0)
        {
            return false;
        }

        foreach (var key in HashKey.OfTransactions(state))
        {
            Sql("DELETE FROM known WHERE hash = ?1 AND leads_to = -?2").Set(1, key).Set(2, state.Number).Run();
        }

        Sql("DELETE FROM document_view WHERE request = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM document_link WHERE request = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM document WHERE request = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM history WHERE request = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM request_card WHERE number = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM request_text WHERE rowid = ?1").Set(1, state.Number).Run();
        Sql("DELETE FROM request WHERE number = ?1").Set(1, state.Number).Run();
        Sql("INSERT INTO removed_request (number, removed_on) VALUES (?1, ?2)")
            .Set(1, state.Number).Set(2, on.DayNumber).Run();
        return true;
    }

    public void Dispose()
    {
        foreach (var statement in this.statements.Values)
        {
            statement.Dispose();
        }
    }

    private PruneStep PruneJournal(Prunable what, DateTimeOffset before, long after, int rows, Func<OldMessage, bool> remove)
    {
        var done = Sql("SELECT done FROM retention WHERE what = ?1").Set(1, (int)what).First(row => row.Int64(0));
        var old = Sql(OldMessages).Set(1, Math.Max(done, after)).Set(2, rows).All(OldMessage.Read);
        var due = old.TakeWhile(message => message.At < before.UtcTicks).ToList();
        if (due.Count == 0)
        {
            return new PruneStep(0, 0, null);
        }

        var removed = due.Count(remove);
        Sql("INSERT OR REPLACE INTO retention (what, done) VALUES (?1, ?2)").Set(1, (int)what).Set(2, due[^1].Id).Run();
        return new PruneStep(due.Count, removed, due.Count == rows ? due[^1].Id : null);
    }

    private bool RemoveBytes(OldMessage message)
    {
        Sql("DELETE FROM letter WHERE id = ?1").Set(1, message.Id).Run();
        return Sql("UPDATE journal SET raw = NULL, reply = NULL WHERE id = ?1 AND (raw IS NOT NULL OR reply IS NOT NULL)")
            .Set(1, message.Id).Run() > 0;
    }

    private bool Forget(OldMessage message) =>
        message is { Direction: (int)Direction.In, Scope: { } scope, Identity: { } identity }
        && Sql("DELETE FROM known WHERE hash = ?1 AND leads_to = ?2")
            .Set(1, HashKey.OfIdentity(scope, message.Protocol, identity)).Set(2, message.Id).Run() > 0;

    // No mark here: what is removed is gone, and what must wait longer is met again. Those are few.
    private PruneStep PruneOutbox(DateTimeOffset before, long after, int rows)
    {
        var old = Sql(OldDeliveries).Set(1, after).Set(2, rows).All(row =>
            (Id: row.Int64(0), CreatedAt: row.Int64(1), IsFinished: row.Int64(2) > 2, FinishedAt: row.OptionalInt64(3)));
        var due = old.TakeWhile(row => row.CreatedAt < before.UtcTicks).ToList();
        var removed = due.Where(row => row.IsFinished && row.FinishedAt < before.UtcTicks).ToList();
        foreach (var row in removed)
        {
            Sql("DELETE FROM outbox WHERE id = ?1").Set(1, row.Id).Run();
        }

        return new PruneStep(due.Count, removed.Count, due.Count == rows ? due[^1].Id : null);
    }

    private Statement Sql(string text)
    {
        if (!this.statements.TryGetValue(text, out var statement))
        {
            statement = new Statement(this.connection, text);
            this.statements.Add(text, statement);
        }

        return statement;
    }

    private sealed record OldMessage(long Id, long At, int Direction, string? Scope, string Protocol, string? Identity)
    {
        public static OldMessage Read(Statement row) => new(
            row.Int64(0), row.Int64(1), (int)row.Int64(2), row.OptionalText(3), row.Text(4), row.OptionalText(5));
    }
}

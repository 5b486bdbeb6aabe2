using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Fills the index of words as the writer does it: what was made since the mark, then what has changed.</summary>
internal sealed class SqliteWords : IDisposable
{
    private const string SelectNew = """
        SELECT state FROM request WHERE number > (SELECT number FROM request_text_mark)
        ORDER BY number LIMIT ?1
        """;

    private const string SelectStale = """
        SELECT r.state FROM request_card c JOIN request r ON r.number = c.number
        WHERE c.text_stale = 1 AND c.text_hash IS NOT NULL ORDER BY c.number LIMIT ?1
        """;

    /// <summary>How far the merging of forgotten words came, in the table of retention: beside the numbers of
    /// <see cref="Prunable"/>.</summary>
    private const int MergeMark = 100;

    private const int Done = 0;
    private const int ToBegin = 1;
    private const int Begun = 2;

    /// <summary>Pages that one step writes: some milliseconds of the writer's time.</summary>
    private const int MergePages = 128;

    private readonly Statement selectNew;
    private readonly Statement selectStale;
    private readonly Statement remove;
    private readonly Statement add;
    private readonly Statement markCard;
    private readonly Statement markEnd;
    private readonly Statement isIndexed;
    private readonly Statement merge;
    private readonly Statement getMerge;
    private readonly Statement setMerge;
    private readonly Statement changes;

    public SqliteWords(SqliteConnection connection)
    {
        this.selectNew = new Statement(connection, SelectNew);
        this.selectStale = new Statement(connection, SelectStale);
        this.remove = new Statement(connection, "DELETE FROM request_text WHERE rowid = ?1");
        this.add = new Statement(connection, "INSERT INTO request_text (rowid, words) VALUES (?1, ?2)");
        this.markCard = new Statement(
            connection, "UPDATE request_card SET text_hash = ?2, text_stale = 0 WHERE number = ?1");
        this.markEnd = new Statement(connection, "UPDATE request_text_mark SET number = ?1");
        this.isIndexed = new Statement(
            connection, "SELECT 1 FROM request_card WHERE number = ?1 AND text_hash IS NOT NULL");
        this.merge = new Statement(
            connection, "INSERT INTO request_text (request_text, rank) VALUES ('merge', ?1)");
        this.getMerge = new Statement(connection, "SELECT done FROM retention WHERE what = ?1");
        this.setMerge = new Statement(connection, "INSERT OR REPLACE INTO retention (what, done) VALUES (?1, ?2)");
        this.changes = new Statement(connection, "SELECT total_changes()");
    }

    /// <summary>Takes at most so many requests into the index; returns how many.</summary>
    public int Index(int limit)
    {
        var fresh = this.selectNew.Set(1, limit).All(Read);
        foreach (var state in fresh)
        {
            Add(state);
        }

        if (fresh.Count > 0)
        {
            this.markEnd.Set(1, fresh[^1].Number).Run();
        }

        return fresh.Count == limit ? limit : fresh.Count + Renew(limit - fresh.Count);
    }

    /// <summary>Takes the words that a request had out of the index, and its words of now into it.</summary>
    public void Forget(RequestState state)
    {
        if (this.isIndexed.Set(1, state.Number).First(row => row.Int64(0)) == 0)
        {
            return; // Its turn comes with the words that it has by then.
        }

        this.remove.Set(1, state.Number).Run();
        Add(state);
        this.setMerge.Set(1, MergeMark).Set(2, ToBegin).Run();
    }

    /// <summary>What was removed stays in the index's older parts until they are written together with the newer ones. The
    /// first step, with a negative number, makes all parts one heap to be merged; those after it go on until one has nothing
    /// left to write. Source: SQLite FTS5, 6.8 and 6.9.</summary>
    public bool Merge()
    {
        var mark = this.getMerge.Set(1, MergeMark).First(row => row.Int64(0));
        if (mark == Done)
        {
            return false;
        }

        var before = this.changes.First(row => row.Int64(0));
        this.merge.Set(1, mark == ToBegin ? -MergePages : MergePages).Run();
        var isMore = this.changes.First(row => row.Int64(0)) - before >= 2;
        this.setMerge.Set(1, MergeMark).Set(2, isMore ? Begun : Done).Run();
        return isMore;
    }

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            this.selectNew, this.selectStale, this.remove, this.add, this.markCard, this.markEnd, this.isIndexed,
            this.merge, this.getMerge, this.setMerge, this.changes,
        })
        {
            statement.Dispose();
        }
    }

    private int Renew(int limit)
    {
        var stale = this.selectStale.Set(1, limit).All(Read);
        foreach (var state in stale)
        {
            this.remove.Set(1, state.Number).Run();
            Add(state);
        }

        return stale.Count;
    }

    private void Add(RequestState state)
    {
        this.add.Set(1, state.Number).Set(2, RequestText.Of(state)).Run();
        this.markCard.Set(1, state.Number).Set(2, RequestText.Checksum(state)).Run();
    }

    private static RequestState Read(Statement row) => RequestJson.Read<RequestState>(row.Octets(0));
}

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

    private readonly Statement selectNew;
    private readonly Statement selectStale;
    private readonly Statement remove;
    private readonly Statement add;
    private readonly Statement markCard;
    private readonly Statement markEnd;

    public SqliteWords(SqliteConnection connection)
    {
        this.selectNew = new Statement(connection, SelectNew);
        this.selectStale = new Statement(connection, SelectStale);
        this.remove = new Statement(connection, "DELETE FROM request_text WHERE rowid = ?1");
        this.add = new Statement(connection, "INSERT INTO request_text (rowid, words) VALUES (?1, ?2)");
        this.markCard = new Statement(
            connection, "UPDATE request_card SET text_hash = ?2, text_stale = 0 WHERE number = ?1");
        this.markEnd = new Statement(connection, "UPDATE request_text_mark SET number = ?1");
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

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            this.selectNew, this.selectStale, this.remove, this.add, this.markCard, this.markEnd,
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

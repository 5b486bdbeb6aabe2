using Dapper;
using Microsoft.Data.Sqlite;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The letters before the staff.</summary>
internal sealed class SqliteLetters : IDisposable
{
    private readonly Statement put;
    private readonly Statement find;
    private readonly JsonBuffer json;

    public SqliteLetters(SqliteConnection connection, JsonBuffer json)
    {
        this.json = json;
        this.put = new Statement(connection, "INSERT OR REPLACE INTO letter (id, waiting, content) VALUES (?1, ?2, ?3)");
        this.find = new Statement(connection, "SELECT content FROM letter WHERE id = ?1");
    }

    public void Put(StaffLetter letter) =>
        this.put.Set(1, letter.Id).Set(2, letter.IsWaiting ? 1 : 0).SetOctets(3, this.json.Write(letter)).Run();

    public StaffLetter? Find(long id) => this.find.Set(1, id).First(Read);

    /// <summary>One page outside of units of work, newest first.</summary>
    public static Page<StaffLetter> List(SqliteConnection connection, bool? isWaiting, long? after, int limit)
    {
        var which = isWaiting switch { null => "", true => " AND waiting = 1", false => " AND waiting = 0" };
        using var statement = new Statement(
            connection, $"SELECT content FROM letter WHERE id < ?1{which} ORDER BY id DESC LIMIT ?2");
        var rows = statement.Set(1, after ?? long.MaxValue).Set(2, limit + 1).All(Read);
        return SqliteQueries.PageOf(rows, limit, letter => letter.Id);
    }

    /// <summary>One letter outside of units of work.</summary>
    public static StaffLetter? Find(SqliteConnection connection, long id)
    {
        using var statement = new Statement(connection, "SELECT content FROM letter WHERE id = ?1");
        return statement.Set(1, id).First(Read);
    }

    /// <summary>How many wait.</summary>
    public static long CountWaiting(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM letter INDEXED BY letter_waiting WHERE waiting = 1");

    public void Dispose()
    {
        this.put.Dispose();
        this.find.Dispose();
    }

    private static StaffLetter Read(Statement row) => RequestJson.Read<StaffLetter>(row.Octets(0));
}

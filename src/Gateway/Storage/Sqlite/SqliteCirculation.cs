using Microsoft.Data.Sqlite;
using ResourceSharing.Gateway.Circulation;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The records of circulation, and the keys by which they are found, as the writer sees them.</summary>
internal sealed class SqliteCirculation : ICirculationTables, IDisposable
{
    /// <summary>Records of a kind by a key.</summary>
    public const string ByKey = """
        SELECT c.number, c.content FROM circulation_key k JOIN circulation c ON c.number = k.leads_to
        WHERE k.what = ?1 AND k.value = ?2 AND c.kind = ?3 ORDER BY k.leads_to LIMIT ?4
        """;

    /// <summary>A record of a kind by its number.</summary>
    public const string ByNumber = "SELECT number, content FROM circulation WHERE number = ?1 AND kind = ?2";

    private const string UpTo = """
        SELECT c.number, c.content FROM circulation_key k JOIN circulation c ON c.number = k.leads_to
        WHERE k.what = ?1 AND k.value <= ?2 AND c.kind = ?3 ORDER BY k.value, k.leads_to LIMIT ?4
        """;

    private readonly JsonBuffer json;
    private readonly Statement find;
    private readonly Statement findBy;
    private readonly Statement findUpTo;
    private readonly Statement count;
    private readonly Statement insert;
    private readonly Statement update;
    private readonly Statement remove;
    private readonly Statement putKey;
    private readonly Statement removeKey;

    public SqliteCirculation(SqliteConnection connection, JsonBuffer json)
    {
        this.json = json;
        this.find = new Statement(connection, ByNumber);
        this.findBy = new Statement(connection, ByKey);
        this.findUpTo = new Statement(connection, UpTo);
        this.count = new Statement(
            connection, "SELECT count(*) FROM circulation_key WHERE what = ?1 AND value = ?2");
        this.insert = new Statement(
            connection, "INSERT INTO circulation (kind, content) VALUES (?1, ?2) RETURNING number");
        this.update = new Statement(
            connection, "UPDATE circulation SET content = ?3 WHERE number = ?1 AND kind = ?2");
        this.remove = new Statement(connection, "DELETE FROM circulation WHERE number = ?1 AND kind = ?2");
        this.putKey = new Statement(
            connection, "INSERT OR IGNORE INTO circulation_key (what, value, leads_to) VALUES (?1, ?2, ?3)");
        this.removeKey = new Statement(
            connection, "DELETE FROM circulation_key WHERE what = ?1 AND value = ?2 AND leads_to = ?3");
    }

    public T? Find<T>(long number)
        where T : CirculationRecord =>
        this.find.Set(1, number).Set(2, KindOf(typeof(T))).First(Read<T>);

    public IReadOnlyList<T> FindBy<T>(CirculationKey key, int limit = StoreLimits.PageRows)
        where T : CirculationRecord => All<T>(this.findBy, key, limit);

    public IReadOnlyList<T> FindUpTo<T>(CirculationKey last, int limit = StoreLimits.PageRows)
        where T : CirculationRecord => All<T>(this.findUpTo, last, limit);

    public long Count(CirculationKey key) =>
        this.count.Set(1, (int)key.Index).Set(2, key.Value).First(row => row.Int64(0));

    public T Insert<T>(T record)
        where T : CirculationRecord
    {
        var number = this.insert.Set(1, KindOf(typeof(T))).SetValue(2, Written(record with { Number = 0 }))
            .First(row => row.Int64(0));
        var stored = (T)(record with { Number = number });
        foreach (var key in stored.Keys)
        {
            SetKey(this.putKey, key, number).Run();
        }

        return stored;
    }

    public void Update<T>(T record)
        where T : CirculationRecord
    {
        var before = Find<T>(record.Number) ?? throw Gone(record.Number);
        this.update.Set(1, record.Number).Set(2, KindOf(typeof(T))).SetValue(3, Written(record with { Number = 0 })).Run();
        var (had, has) = (before.Keys.ToArray(), record.Keys.ToArray());
        foreach (var key in had.Except(has))
        {
            SetKey(this.removeKey, key, record.Number).Run();
        }

        foreach (var key in has.Except(had))
        {
            SetKey(this.putKey, key, record.Number).Run();
        }
    }

    public void Remove<T>(T record)
        where T : CirculationRecord
    {
        var stored = Find<T>(record.Number) ?? throw Gone(record.Number);
        this.remove.Set(1, record.Number).Set(2, KindOf(typeof(T))).Run();
        foreach (var key in stored.Keys)
        {
            SetKey(this.removeKey, key, record.Number).Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            this.find, this.findBy, this.findUpTo, this.count, this.insert, this.update, this.remove, this.putKey,
            this.removeKey,
        })
        {
            statement.Dispose();
        }
    }

    /// <summary>The number of a kind in the store; it never changes.</summary>
    public static int KindOf(Type type) =>
        type == typeof(LibraryPatron) ? 1
        : type == typeof(LibraryItem) ? 2
        : type == typeof(Hold) ? 3
        : type == typeof(Loan) ? 4
        : type == typeof(PatronFee) ? 5
        : throw new ArgumentException($"{type.Name} is not kept by circulation.", nameof(type));

    /// <summary>A row of number and content.</summary>
    public static T Read<T>(Statement row)
        where T : CirculationRecord =>
        (T)(RequestJson.Read<T>(row.Octets(1)) with { Number = row.Int64(0) });

    private static StaleRequestException Gone(long number) => new($"There is no record {number} of circulation any more.");

    private static Statement SetKey(Statement statement, CirculationKey key, long number) =>
        statement.Set(1, (int)key.Index).Set(2, key.Value).Set(3, number);

    private static List<T> All<T>(Statement statement, CirculationKey key, int limit)
        where T : CirculationRecord =>
        statement.Set(1, (int)key.Index).Set(2, key.Value).Set(3, KindOf(typeof(T))).Set(4, limit).All(Read<T>);

    private ReadOnlySpan<byte> Written<T>(T record)
        where T : CirculationRecord
    {
        // The buffer goes by the type that it is given: it has to be the record's own.
        var written = record switch
        {
            LibraryPatron patron => this.json.Write(patron),
            LibraryItem item => this.json.Write(item),
            Hold hold => this.json.Write(hold),
            Loan loan => this.json.Write(loan),
            PatronFee fee => this.json.Write(fee),
            _ => throw new ArgumentException($"{typeof(T).Name} is not kept by circulation.", nameof(record)),
        };
        StoreLimits.Require(written.Length, StoreLimits.CirculationOctets, "record of circulation");
        return written;
    }
}

/// <summary>The records of circulation outside of units of work.</summary>
internal sealed class SqliteCirculationReader(SqliteReaders readers) : ICirculationReader
{
    public Task<T?> FindAsync<T>(long number, CancellationToken cancellationToken)
        where T : CirculationRecord =>
        readers.ReadAsync(
            connection =>
            {
                using var statement = new Statement(connection, SqliteCirculation.ByNumber);
                return statement.Set(1, number).Set(2, SqliteCirculation.KindOf(typeof(T))).First(SqliteCirculation.Read<T>);
            },
            cancellationToken);

    public Task<IReadOnlyList<T>> FindByAsync<T>(CirculationKey key, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord =>
        readers.ReadAsync<IReadOnlyList<T>>(
            connection =>
            {
                using var statement = new Statement(connection, SqliteCirculation.ByKey);
                return statement.Set(1, (int)key.Index).Set(2, key.Value).Set(3, SqliteCirculation.KindOf(typeof(T)))
                    .Set(4, limit).All(SqliteCirculation.Read<T>);
            },
            cancellationToken);

    public Task<Page<T>> ListAsync<T>(long? after, int limit, CancellationToken cancellationToken)
        where T : CirculationRecord
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StoreLimits.PageRows);
        return readers.ReadAsync(
            connection =>
            {
                using var statement = new Statement(
                    connection,
                    "SELECT number, content FROM circulation WHERE kind = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3");
                var rows = statement.Set(1, SqliteCirculation.KindOf(typeof(T))).Set(2, after ?? long.MaxValue)
                    .Set(3, limit + 1).All(SqliteCirculation.Read<T>);
                return SqliteQueries.PageOf(rows, limit, record => record.Number);
            },
            cancellationToken);
    }
}

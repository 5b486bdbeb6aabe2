using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>The one connection that writes, with everything prepared on it. Belongs to the writer's thread
/// once it runs.</summary>
internal sealed class SqliteEngine : IDisposable
{
    // Small pages: a unit of work touches two pages in random order, and a page goes to the log as a whole.
    private const int PageOctets = 4096;

    private const int CacheWritesCounter = 9; // SQLITE_DBSTATUS_CACHE_WRITE
    private const long YoungOctets = 1L << 30;
    private const int BusyTimeoutMs = 5000;

    private readonly SqliteConnection connection;
    private readonly SqliteStoreOptions options;
    private readonly JsonBuffer json = new();
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement savepoint;
    private readonly Statement release;
    private readonly Statement rollbackTo;

    public SqliteEngine(SqliteStoreOptions options)
    {
        this.options = options;
        this.connection = Open(options);
        this.begin = new Statement(this.connection, "BEGIN IMMEDIATE");
        this.commit = new Statement(this.connection, "COMMIT");
        this.savepoint = new Statement(this.connection, "SAVEPOINT unit");
        this.release = new Statement(this.connection, "RELEASE unit");
        this.rollbackTo = new Statement(this.connection, "ROLLBACK TO unit");
        Journal = new SqliteJournal(this.connection, this.json);
        Requests = new SqliteRequests(this.connection, this.json);
        Outbox = new SqliteOutbox(this.connection, this.json);
        Letters = new SqliteLetters(this.connection, this.json);
        Subjects = new SqliteSubjects(this.connection);
        Retention = new SqliteRetention(this.connection);
        Words = new SqliteWords(this.connection);
        Circulation = new SqliteCirculation(this.connection, this.json);
        Documents = new SqliteDocuments(this.connection);
    }

    public SqliteJournal Journal { get; }

    public SqliteRequests Requests { get; }

    public SqliteOutbox Outbox { get; }

    public SqliteLetters Letters { get; }

    public SqliteSubjects Subjects { get; }

    public SqliteRetention Retention { get; }

    public SqliteWords Words { get; }

    public SqliteCirculation Circulation { get; }

    public SqliteDocuments Documents { get; }

    public void Begin() => this.begin.Run();

    public void Commit() => this.commit.Run();

    /// <summary>Takes everything back since <see cref="Begin"/>; never throws, since it is called when all
    /// else failed.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(this.connection.Handle) == 0)
        {
            _ = raw.sqlite3_exec(this.connection.Handle, "ROLLBACK");
        }
    }

    public void Load()
    {
        Journal.Load();
        Requests.Load();
    }

    public void BeginUnit()
    {
        this.savepoint.Run();
        Journal.BeginUnit();
        Requests.BeginUnit();
    }

    public void EndUnit() => this.release.Run();

    public void GoBack()
    {
        this.rollbackTo.Run();
        this.release.Run();
        Journal.GoBack();
        Requests.GoBack();
    }

    /// <summary>Pages that went to the log since the last call.</summary>
    public int TakeLoggedPages()
    {
        _ = raw.sqlite3_db_status(this.connection.Handle, CacheWritesCounter, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Moves what is in the log to the database file.</summary>
    /// <param name="truncate">True to empty the log file as well; waits for readers.</param>
    /// <returns>True when the log is empty now, so that the next commit starts at its beginning.</returns>
    public bool Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        var code = raw.sqlite3_wal_checkpoint_v2(this.connection.Handle, "main", mode, out var logged, out var moved);
        return code == raw.SQLITE_OK && logged == moved;
    }

    /// <summary>Gives the page cache the size that fits the file.</summary>
    public void FitCache()
    {
        var isYoung = this.connection.ExecuteScalar<long>("PRAGMA page_count") < YoungOctets / PageOctets;
        var kib = isYoung ? Math.Min(this.options.YoungCacheKib, this.options.CacheKib) : this.options.CacheKib;
        this.connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{kib}"));
    }

    public void Dispose()
    {
        Documents.Dispose();
        Circulation.Dispose();
        Retention.Dispose();
        Letters.Dispose();
        Subjects.Dispose();
        Words.Dispose();
        Outbox.Dispose();
        Requests.Dispose();
        Journal.Dispose();
        foreach (var statement in new[] { this.begin, this.commit, this.savepoint, this.release, this.rollbackTo })
        {
            statement.Dispose();
        }

        this.json.Dispose();
        this.connection.Dispose();
    }

    private static SqliteConnection Open(SqliteStoreOptions options)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.File,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ConnectionString);
        try
        {
            opened.Open();
            Configure(opened, options);
            SqliteSchema.Migrate(opened);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static void Configure(SqliteConnection connection, SqliteStoreOptions options)
    {
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            PRAGMA page_size = {PageOctets};
            PRAGMA busy_timeout = {BusyTimeoutMs};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {2L * options.LogPages * PageOctets};
            """));
        RequireDurability(connection);
        if (options.MaxFileOctets is { } octets)
        {
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, octets / PageOctets)}"));
        }
    }

    // A file system without shared memory, or another build of SQLite, may answer a pragma with another mode.
    private static void RequireDurability(SqliteConnection connection)
    {
        var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode");
        var synchronous = connection.ExecuteScalar<int>("PRAGMA synchronous");
        if (mode != "wal" || synchronous != 2)
        {
            throw new StoreUnusableException(
                $"The store cannot be made durable here: journal_mode is {mode}, synchronous is {synchronous}; "
                + "wal and 2 are needed. Use a local disk.");
        }
    }
}

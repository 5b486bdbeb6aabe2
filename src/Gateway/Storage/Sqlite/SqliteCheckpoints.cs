using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>
/// Moves the log into the database file beside the writer, on a connection and a thread of its own: commits
/// go on meanwhile. What they add in that time stays in the log, and only a log that was moved to its end can
/// start again at its beginning; therefore the writer moves that small rest itself when this one has
/// finished.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SemaphoreSlim wanted = new(0);
    private readonly ManualResetEventSlim idle = new(initialState: true);
    private readonly Thread thread;
    private volatile bool closing;

    public SqliteCheckpoints(string file)
    {
        this.connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString);
        this.connection.Open();

        // Before its first read a connection does not know that the file has a log, and has nothing to move.
        _ = this.connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema");
        this.thread = new Thread(Work) { Name = "store checkpoints", IsBackground = true };
        this.thread.Start();
    }

    /// <summary>True while nothing is being moved.</summary>
    public bool IsIdle => this.idle.IsSet;

    /// <summary>Begins to move the log. Only when idle.</summary>
    public void Start()
    {
        this.idle.Reset();
        this.wanted.Release();
    }

    /// <summary>Waits until nothing is being moved.</summary>
    public void Wait() => this.idle.Wait();

    public void Dispose()
    {
        this.closing = true;
        this.wanted.Release();
        this.thread.Join();
        this.connection.Dispose();
        this.wanted.Dispose();
        this.idle.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            this.wanted.Wait();
            if (this.closing)
            {
                return;
            }

            // A failure needs no answer here: the log keeps everything, and the writer meets the same one.
            _ = raw.sqlite3_wal_checkpoint_v2(
                this.connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
            this.idle.Set();
        }
    }
}

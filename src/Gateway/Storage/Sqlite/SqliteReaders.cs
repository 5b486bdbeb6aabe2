using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>A small pool of connections that only read. Each reading sees the last committed state.</summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    private const int CacheKib = 4 * 1024;
    private const int BusyTimeoutMs = 5000;
    private const int Interrupted = 9;

    private readonly string file;
    private readonly int count;
    private readonly SemaphoreSlim free;
    private readonly ConcurrentBag<SqliteConnection> idle = [];

    public SqliteReaders(string file, int count)
    {
        this.file = file;
        this.count = count;
        this.free = new SemaphoreSlim(count, count);
    }

    /// <summary>Runs a query on a free connection, on a thread of the pool; cancelling ends a query that
    /// runs.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        await this.free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(query, cancellationToken), cancellationToken);
        }
        finally
        {
            this.free.Release();
        }
    }

    /// <summary>A connection that only reads.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA busy_timeout = {BusyTimeoutMs};
                PRAGMA cache_size = -{CacheKib};
                PRAGMA temp_store = MEMORY;
                """));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the queries that run, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var taken = 0; taken < this.count; taken++)
        {
            await this.free.WaitAsync();
        }

        while (this.idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        this.free.Dispose();
    }

    private T Read<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        if (!this.idle.TryTake(out var connection))
        {
            connection = Open(this.file);
        }

        try
        {
            using (cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle)))
            {
                return query(connection);
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Interrupted)
        {
            throw new OperationCanceledException("The query was cancelled.", exception, cancellationToken);
        }
        finally
        {
            this.idle.Add(connection);
        }
    }
}

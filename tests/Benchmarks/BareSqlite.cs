using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// The least that durable storage on this disk can cost: blobs of the same size in one table without any index, in the
/// write-ahead log with a full sync for each commit, as many in one commit as the gateway's store has waiting.
/// </summary>
internal static class BareSqlite
{
    public static double Measure(int octets, int perCommit, double seconds)
    {
        string folder = Machine.NewFolder("sqlite");
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
            connection.Open();
            Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                + "CREATE TABLE blob (id INTEGER PRIMARY KEY, octets BLOB NOT NULL)");
            return Fill(connection, octets, perCommit, seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Fill(SqliteConnection connection, int octets, int perCommit, double seconds)
    {
        var blob = new byte[octets];
        new Random(1).NextBytes(blob);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO blob (octets) VALUES ($octets)";
        insert.Parameters.AddWithValue("$octets", blob);
        var clock = Stopwatch.StartNew();
        long count = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (int i = 0; i < perCommit; i++)
                insert.ExecuteNonQuery();
            transaction.Commit();
            count += perCommit;
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

using Dapper;
using SQLitePCL;

namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>A consistent copy of the store, made while it is in use.</summary>
internal static class SqliteBackup
{
    /// <summary>Writes the copy beside its place and moves it there when it is complete and on
    /// disk.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public static void Write(string file, string path, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(path);
        if (File.Exists(target))
        {
            throw new IOException($"{target} exists already; a backup never overwrites a file.");
        }

        var partial = target + ".partial";
        File.Delete(partial);
        using (var connection = SqliteReaders.Open(file))
        using (cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle)))
        {
            connection.Execute("VACUUM INTO @partial", new { partial });
        }

        using (var copy = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
        {
            copy.Flush(flushToDisk: true);
        }

        File.Move(partial, target, overwrite: false);
    }
}

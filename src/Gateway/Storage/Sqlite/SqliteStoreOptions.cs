namespace ResourceSharing.Gateway.Storage.Sqlite;

/// <summary>Where the embedded store lives and how much it may take.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The name of the database file within the data folder.</summary>
    public const string FileName = "gateway.db";

    /// <summary>The name of the lock file within the data folder.</summary>
    public const string LockName = "gateway.lock";

    /// <summary>The folder; made when it is missing (not when <see cref="ReadOnly"/>).</summary>
    public required string DataFolder { get; init; }

    /// <summary>True to look into a store while another process runs on it: no lock, no migration, no
    /// writing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Units of work that may wait for the writer.</summary>
    public int WaitingUnits { get; init; } = StoreLimits.WaitingUnits;

    /// <summary>Units of work in one commit.</summary>
    public int UnitsPerCommit { get; init; } = StoreLimits.UnitsPerCommit;

    /// <summary>The largest size of the database file in octets; null for what the disk holds. Beyond it the
    /// store refuses to take more, as if the disk were full.</summary>
    public long? MaxFileOctets { get; init; }

    /// <summary>The page cache of the writer, in KiB. It holds the two randomly ordered indexes (about 27
    /// octets for each message and each transaction), so that a unit of work reads nothing from the
    /// disk.</summary>
    public int CacheKib { get; init; } = 96 * 1024;

    /// <summary>The page cache while the file is smaller than 1 GiB: until then the two indexes take some 10 MiB,
    /// and the engine looks through the whole cache at the end of most commits (its balancing swaps by way of the
    /// page at 1 GiB, which it forgets again as one beyond the end of the file).</summary>
    public int YoungCacheKib { get; init; } = 24 * 1024;

    /// <summary>The length of the log at which a checkpoint is begun, in pages of 4 KiB (64 MiB). It runs beside the
    /// commits; the longer the log, the more changes of one page of the randomly ordered indexes are moved as one.
    /// Reading such a log after a crash takes a fraction of a second.</summary>
    public int LogPages { get; init; } = 16 * 1024;

    /// <summary>Connections for reading.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>The database file.</summary>
    public string File => Path.Combine(DataFolder, FileName);
}

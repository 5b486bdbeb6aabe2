namespace ResourceSharing.Gateway.Telemetry;

/// <summary>The disk under the data folder.</summary>
/// <param name="DataFolder">The folder.</param>
internal sealed record Disk(string DataFolder)
{
    /// <summary>Octets that are free for us; null when the system does not tell.</summary>
    public long? FreeOctets() => Ask(() => new DriveInfo(Path.GetFullPath(DataFolder)).AvailableFreeSpace);

    /// <summary>Octets of the files that stand in the data folder itself: the database and its log; null when they
    /// cannot be read.</summary>
    public long? StoreOctets() =>
        Ask(() => new DirectoryInfo(DataFolder).EnumerateFiles("*.db*").Sum(file => file.Length));

    private static long? Ask(Func<long> question)
    {
        try
        {
            return question();
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

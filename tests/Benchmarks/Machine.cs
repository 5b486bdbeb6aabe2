namespace ResourceSharing.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static void Print()
    {
        string processor = Value("/proc/cpuinfo", "model name");
        double memoryGiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30);
        var disk = new DriveInfo(Folder());
        Figures.Print($"machine: {processor}, {Environment.ProcessorCount} cores, {memoryGiB:F0} GiB memory");
        Figures.Print($"disk of {Folder()}: {disk.DriveFormat} on {Device(disk)}");
        Figures.Print($"kernel {Environment.OSVersion.Version}, .NET {Environment.Version}");
        Figures.Print($"load before: {Load()}");
    }

    /// <summary>Processes that wanted a core in the last minute.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>Where all data of the benchmarks goes.</summary>
    public static string Folder() =>
        Environment.GetEnvironmentVariable("RSG_MEASURE_FOLDER") ?? Path.GetTempPath();

    public static string NewFolder(string name)
    {
        string folder = Path.Combine(Folder(), $"rsg-bench-{name}-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        return Directory.CreateDirectory(folder).FullName;
    }

    private static string Device(DriveInfo disk) => File.ReadLines("/proc/mounts")
        .Select(line => line.Split(' '))
        .Where(mount => disk.Name.StartsWith(mount[1], StringComparison.Ordinal))
        .MaxBy(mount => mount[1].Length)?[0] ?? "unknown";

    private static string Value(string file, string key) => File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}

using System.Diagnostics;
using System.Globalization;

namespace ResourceSharing.Benchmarks;

/// <summary>What a process has used so far.</summary>
internal sealed class ProcessFigures(Process process)
{
    /// <summary>CPU time.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Octets given to the disk.</summary>
    public long WrittenOctets => Field("io", "write_bytes:");

    /// <summary>Resident memory, and its highest so far, in MiB.</summary>
    public (long Now, long Highest) MemoryMiB => (Field("status", "VmRSS:") >> 10, Field("status", "VmHWM:") >> 10);

    private long Field(string file, string key)
    {
        string path = $"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/{file}";
        string line = File.ReadLines(path).First(candidate => candidate.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}

using System.Globalization;
using ResourceSharing.Tests.Interop.Mail;

namespace ResourceSharing.Benchmarks;

/// <summary>CPU time of all processes of one Postfix: those that work in its queue folder, and by way of their parents
/// those that have ended.</summary>
internal sealed class PostfixCpu
{
    private const int TicksPerSecond = 100; // of /proc, on every Linux
    private const int UserTime = 11;        // fields after the name in parentheses
    private const int TimeFields = 4;       // user, system, and both of ended children

    private readonly string folder;

    public PostfixCpu(PostfixServer postfix)
    {
        string service = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{postfix.Port} ");
        folder = Directory.EnumerateDirectories(Path.GetTempPath(), "rs-postfix-*").First(candidate =>
            File.ReadAllText(Path.Combine(candidate, "conf", "master.cf")).Contains(service, StringComparison.Ordinal));
    }

    public TimeSpan Total => TimeSpan.FromSeconds(
        Directory.EnumerateDirectories("/proc").Where(IsOurs).Sum(Ticks) / (double)TicksPerSecond);

    private bool IsOurs(string process)
    {
        try
        {
            return char.IsAsciiDigit(process[^1])
                && new FileInfo(Path.Combine(process, "cwd")).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false; // It has ended meanwhile.
        }
    }

    private static long Ticks(string process)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(UserTime).Take(TimeFields)
                .Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0; // Its time is with its parent now.
        }
    }
}

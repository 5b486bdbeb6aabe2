using System.Diagnostics;
using System.Globalization;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// ISO ILL requests decoded and encoded per second on one core, next to libyaz (C, -O2) in the same run.
/// Both are measured in CPU time and take turns, so that a busy machine slows both.
/// </summary>
internal static class CodecBenchmark
{
    private const int Rounds = 3;
    private static readonly string[] Samples = ["01-ill-request-loan-full", "yaz-illclient-full"];

    public static int Run(string[] args)
    {
        double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 6;
        string folder = Directory.CreateTempSubdirectory("codec-benchmark").FullName;
        try
        {
            string? libyaz = BuildLibyazProgram(folder);
            foreach (string sample in Samples)
                Measure(sample, seconds / Rounds, libyaz, folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string sample, double seconds, string? libyaz, string folder)
    {
        var octets = Repository.Apdu(sample);
        string file = Path.Combine(folder, sample + ".ber");
        File.WriteAllBytes(file, octets);
        var apdu = Decode(octets);
        Rate(1, () => IsoIllCodec.Encode(Decode(octets)));
        double[] ours = new double[3];
        double[] theirs = new double[3];
        for (int round = 0; round < Rounds; round++)
        {
            Keep(ours, [
                Rate(seconds / 3, () => Decode(octets)),
                Rate(seconds / 3, () => IsoIllCodec.Encode(apdu)),
                Rate(seconds / 3, () => IsoIllCodec.Encode(Decode(octets)))]);
            if (libyaz is not null)
                Keep(theirs, Bench(libyaz, file, seconds));
        }

        Console.WriteLine($"{sample}, {octets.Length} octets, best of {Rounds} rounds");
        Print("decode", ours[0], theirs[0]);
        Print("encode", ours[1], theirs[1]);
        Print("decode + encode", ours[2], theirs[2]);
        long decoding = Allocated(() => Decode(octets));
        long encoding = Allocated(() => IsoIllCodec.Encode(apdu));
        Console.WriteLine(Invariant($"  allocated: {decoding} octets per decoding, {encoding} per encoding"));
    }

    private static Apdu Decode(byte[] octets) => ((DecodeResult.Decoded)IsoIllCodec.Decode(octets)).Apdu;

    private static double Rate(double seconds, Action action)
    {
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        var start = process.TotalProcessorTime;
        long count = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            for (int i = 0; i < 100; i++)
                action();
            count += 100;
        }

        process.Refresh();
        return count / (process.TotalProcessorTime - start).TotalSeconds;
    }

    private static long Allocated(Action action)
    {
        const int Count = 1000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Count; i++)
            action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
    }

    private static void Keep(double[] best, double[] rates)
    {
        for (int i = 0; i < best.Length; i++)
            best[i] = Math.Max(best[i], rates[i]);
    }

    private static void Print(string what, double ours, double theirs) => Console.WriteLine(theirs > 0
        ? Invariant($"  {what,-16}{ours,10:N0}/s   libyaz {theirs,10:N0}/s   ratio {ours / theirs:F2}")
        : Invariant($"  {what,-16}{ours,10:N0}/s   libyaz not available"));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static double[] Bench(string libyaz, string file, double seconds) =>
        [.. Output(libyaz, "bench", file, seconds.ToString(CultureInfo.InvariantCulture))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(rate => double.Parse(rate, CultureInfo.InvariantCulture))];

    /// <summary>Builds the C program that uses libyaz; null when there is no compiler or no libyaz.</summary>
    private static string? BuildLibyazProgram(string folder)
    {
        string source = Path.Combine(Repository.Root, "tests", "Interop", "IsoIll", "illprint.c");
        string program = Path.Combine(folder, "illprint");
        try
        {
            string flags = Output("pkg-config", "--cflags", "--libs", "yaz");
            Output("cc",
                ["-O2", "-o", program, source, .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            return program;
        }
        catch (Exception problem) when (
            problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine($"libyaz is not measured: {problem.Message}");
            return null;
        }
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}

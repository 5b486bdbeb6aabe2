using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ResourceSharing.Tests.Interop.Mail;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// ILL-Requests taken durably per second by a real gateway over loopback TCP, in turns with Postfix taking mail of the
/// same size and with bare SQLite, on the same disk.
/// </summary>
internal static class IntakeBenchmark
{
    private const int Rounds = 5;
    private const int Ahead = 4;
    private const int MailsPerRound = 2500;
    private const int WarmUpRequests = 30_000;
    private const double SearchSeconds = 3;
    private const double Seconds = 5;
    private static readonly int[] Connections = [16, 32, 64, 128, 256];
    private static readonly (int Sessions, bool KeepsSession)[] MailSources = [(20, false), (50, false), (20, true)];

    public static async Task<int> RunAsync()
    {
        var load = new RequestLoad();
        await using var gateway = await GatewayProcess.StartAsync();
        await using var postfix = await StartPostfixAsync();
        await load.RunAsync(gateway, 64, Ahead, double.MaxValue, WarmUpRequests);
        int connections = await BestAsync(load, gateway);
        var source = postfix is null ? default : await BestAsync(postfix, load.Octets);
        List<RequestLoad.Rate> ours = [];
        List<double> mails = [];
        List<double> blobs = [];
        List<double> mailCpu = [];
        for (int round = 0; round < Rounds; round++)
        {
            ours.Add(await load.RunAsync(gateway, connections, Ahead, Seconds));
            blobs.Add(BareSqlite.Measure(load.Octets, connections, Seconds / 2));
            if (postfix is null)
                continue;
            var cpu = new PostfixCpu(postfix);
            var before = cpu.Total;
            mails.Add(await MailsAsync(postfix, source, load.Octets));
            mailCpu.Add((cpu.Total - before).TotalMicroseconds / MailsPerRound);
        }

        double[] rates = [.. ours.Select(rate => rate.PerSecond)];
        Figures.Print($"durable intake over TCP, {load.Octets} octets, {connections} connections, {Ahead} ahead; "
            + $"median of {Rounds} rounds");
        Figures.Print($"  gateway         {Figures.Spread(rates, "N0")}/s, "
            + $"CPU {Figures.Median(ours.Select(rate => rate.CpuMicroseconds)):N0} us each "
            + $"and {Figures.Median(ours.Select(rate => rate.LoadMicroseconds)):N0} us for the load, "
            + $"{Figures.Median(ours.Select(rate => rate.WrittenKib)):N1} KiB written each");
        Figures.Print($"  bare SQLite     {Figures.Spread(blobs, "N0")}/s   ratio {Ratio(rates, blobs)}");
        if (postfix is not null)
        {
            Figures.Print($"  Postfix         {Figures.Spread(mails, "N0")}/s   ratio {Ratio(rates, mails)}"
                + $"   ({source.Sessions} sessions{(source.KeepsSession ? ", kept open" : "")}; CPU {Figures.Median(mailCpu):N0} us each)");
        }

        Figures.Print($"  gateway memory  {gateway.MemoryMiB.Now} MiB, highest {gateway.MemoryMiB.Highest} MiB");
        return 0;
    }

    /// <summary>The gateway alone under load, for a profiler or to try a change.</summary>
    public static async Task<int> LoadAsync(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Rounds;
        int connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 128;
        var load = new RequestLoad();
        await using var gateway = await GatewayProcess.StartAsync();
        Figures.Print($"process {gateway.Id}");
        await load.RunAsync(gateway, 64, Ahead, double.MaxValue, WarmUpRequests);
        for (int round = 0; round < rounds; round++)
        {
            var rate = await load.RunAsync(gateway, connections, Ahead, Seconds);
            Figures.Print($"  {rate.PerSecond:N0}/s, CPU {rate.CpuMicroseconds:N0} us each and {rate.LoadMicroseconds:N0} us "
                + $"for the load, {rate.WrittenKib:N1} KiB written each, memory {gateway.MemoryMiB.Now} MiB");
        }

        return 0;
    }

    /// <summary>Each round is its own pair: other work on the machine changes from round to round.</summary>
    private static string Ratio(double[] ours, List<double> theirs) =>
        Figures.Spread([.. ours.Zip(theirs, (our, their) => our / their)], "F2");

    private static async Task<int> BestAsync(RequestLoad load, GatewayProcess gateway)
    {
        List<(int Connections, double Rate)> tried = [];
        foreach (int connections in Connections)
        {
            var rate = await load.RunAsync(gateway, connections, Ahead, SearchSeconds);
            Figures.Print($"  {connections,3} connections  {rate.PerSecond:N0}/s");
            tried.Add((connections, rate.PerSecond));
        }

        return tried.MaxBy(attempt => attempt.Rate).Connections;
    }

    private static async Task<(int Sessions, bool KeepsSession)> BestAsync(PostfixServer postfix, int octets)
    {
        List<((int, bool) Source, double Rate)> tried = [];
        foreach (var source in MailSources)
            tried.Add((source, await MailsAsync(postfix, source, octets)));
        return tried.MaxBy(attempt => attempt.Rate).Source;
    }

    private static async Task<PostfixServer?> StartPostfixAsync()
    {
        if (PostfixServer.WhyUnavailable() is not { } reason)
            return await PostfixServer.StartAsync(keepMail: false);
        await Console.Error.WriteLineAsync($"Postfix is not measured: {reason}");
        return null;
    }

    private static async Task<double> MailsAsync(
        PostfixServer postfix, (int Sessions, bool KeepsSession) source, int octets)
    {
        string[] keep = source.KeepsSession ? ["-d"] : [];
        string[] arguments =
        [
            .. keep, "-s", Text(source.Sessions), "-m", Text(MailsPerRound), "-l", Text(octets),
            "-f", $"from@{postfix.Domain}", "-t", $"to@{postfix.Domain}", $"127.0.0.1:{Text(postfix.Port)}",
        ];
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("smtp-source", arguments) { UseShellExecute = false })
            ?? throw new Win32Exception("smtp-source did not start");
        await process.WaitForExitAsync();
        double seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? MailsPerRound / seconds
            : throw new InvalidOperationException($"smtp-source ended with {process.ExitCode}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// NCIP over HTTP against a real gateway with its own circulation and 10,000 patrons, everything in the journal: how long
/// answers take at a fixed rate, and the highest rate. In turns with a process that only reads and answers.
/// </summary>
internal static class NcipBenchmark
{
    private const int Rounds = 5;
    private const double Seconds = 5;
    private const double SecondsAtMost = 3;
    private const double LookupsPerSecond = 1000;
    private const double ItemsPerSecond = 500;
    private static readonly int[] Connections = [16, 32, 64, 128];

    public static async Task<int> RunAsync(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : Rounds;
        await using var gateway = await GatewayProcess.StartAsync(GatewaySetup.Ncip);
        await using var answerer = await NcipAnswerer.StartAsync();
        await gateway.ImportPatronsAsync(NcipQuestion.PatronsCsv());
        Figures.Print($"ncip: gateway process {gateway.Id}, memory with {NcipQuestion.Patrons} patrons "
            + $"{gateway.MemoryMiB.Now} MiB");
        Side ours = new("gateway", gateway.HttpPort, gateway.Figures);
        Side bare = new("only read and answered", answerer.Port, answerer.Figures);
        int connections = await WarmUpAsync(ours, bare);
        Measure[] measures =
        [
            new(NcipQuestion.LookupUser, LookupsPerSecond), new(NcipQuestion.LookupUser, null),
            new(NcipQuestion.AcceptItem, ItemsPerSecond), new(NcipQuestion.AcceptItem, null),
        ];
        for (int round = 0; round < rounds; round++)
        {
            Figures.Print($"  round {round + 1}, load {Machine.Load()}");
            foreach (var measure in measures)
                await measure.TakeAsync(ours, bare, connections, isOursFirst: round % 2 == 0);
        }

        Figures.Print($"NCIP over HTTP, {connections} connections; median of {rounds} rounds, load now {Machine.Load()}");
        foreach (var measure in measures)
            measure.Print(ours, bare);
        Figures.Print($"  gateway memory {gateway.MemoryMiB.Now} MiB, highest {gateway.MemoryMiB.Highest} MiB");
        return 0;
    }

    /// <summary>Warms both up, and finds how many connections bring the gateway most.</summary>
    private static async Task<int> WarmUpAsync(Side ours, Side bare)
    {
        foreach (var side in new[] { ours, bare })
        {
            await NcipLoad.RunAsync(NcipQuestion.LookupUser, side.Port, side.Used, Connections[0], 2 * Seconds);
            await NcipLoad.RunAsync(NcipQuestion.AcceptItem, side.Port, side.Used, Connections[0], Seconds);
        }

        List<(int Connections, double Rate)> tried = [];
        foreach (int count in Connections)
        {
            var result = await NcipLoad.RunAsync(NcipQuestion.LookupUser, ours.Port, ours.Used, count, SecondsAtMost);
            Figures.Print($"  {count,3} connections  {result.PerSecond:N0}/s");
            tried.Add((count, result.PerSecond));
        }

        return tried.MaxBy(attempt => attempt.Rate).Connections;
    }

    /// <summary>One of the two that are compared.</summary>
    private sealed record Side(string Name, int Port, ProcessFigures Used);

    /// <summary>One message at one rate, over all rounds.</summary>
    private sealed class Measure(NcipQuestion question, double? perSecond)
    {
        private readonly Dictionary<string, List<NcipLoad.Result>> results = [];

        public async Task TakeAsync(Side ours, Side bare, int connections, bool isOursFirst)
        {
            foreach (var side in isOursFirst ? new[] { ours, bare } : [bare, ours])
            {
                double seconds = perSecond is null ? SecondsAtMost : Seconds;
                var result = await NcipLoad.RunAsync(question, side.Port, side.Used, connections, seconds, perSecond);
                if (!results.TryGetValue(side.Name, out var all))
                    results[side.Name] = all = [];
                all.Add(result);
            }
        }

        public void Print(Side ours, Side bare)
        {
            string rate = perSecond is { } wanted ? $"at {wanted:N0}/s" : "highest rate";
            Figures.Print($"  {question.Service}, {question.Octets} octets, {rate}");
            foreach (var side in new[] { ours, bare })
                Print(side.Name, results[side.Name]);
            Func<NcipLoad.Result, double> compared =
                perSecond is null ? result => result.PerSecond : result => result.CpuMicroseconds;
            double[] ratios = [.. results[ours.Name].Zip(results[bare.Name], (our, other) => compared(our) / compared(other))];
            Figures.Print($"    ratio of {(perSecond is null ? "rates" : "CPU times")} {Figures.Spread(ratios, "F2")}");
        }

        private static void Print(string name, List<NcipLoad.Result> rounds)
        {
            string Spread(Func<NcipLoad.Result, double> figure, string format) =>
                Figures.Spread([.. rounds.Select(figure)], format);
            Figures.Print($"    {name}: {Spread(result => result.PerSecond, "N0")}/s; "
                + $"p50 {Spread(result => result.Answers.P50, "F1")} ms, p99 {Spread(result => result.Answers.P99, "F1")} ms, "
                + $"p99.9 {Spread(result => result.Answers.P999, "F1")} ms, "
                + $"highest {Spread(result => result.Answers.Highest, "F1")} ms; "
                + $"CPU {Spread(result => result.CpuMicroseconds, "N0")} us each, "
                + $"{Figures.Median(rounds.Select(result => result.LoadMicroseconds)):N0} us for the load");
        }
    }
}

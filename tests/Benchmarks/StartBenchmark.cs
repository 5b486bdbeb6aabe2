using System.Diagnostics;

namespace ResourceSharing.Benchmarks;

/// <summary>From the start of the process to the first "ready", with an empty store.</summary>
internal static class StartBenchmark
{
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        List<double> wall = [];
        List<double> cpu = [];
        for (int round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await using var gateway = await GatewayProcess.StartAsync();
            wall.Add(clock.Elapsed.TotalMilliseconds);
            cpu.Add(gateway.Cpu.TotalMilliseconds);
        }

        Figures.Print($"start: ready after {Figures.Spread(wall, "N0")} ms, of these CPU {Figures.Spread(cpu, "N0")} ms");
        return 0;
    }
}

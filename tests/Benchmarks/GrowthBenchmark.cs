using System.Diagnostics;
using System.Globalization;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// The rate of intake with so many requests in the store next to the rate of a gateway with none, and the memory of
/// the full one. The two take turns, empty, full, full, empty, so that other work on the machine meets both.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Connections = 64;
    private const int Ahead = 4;
    private const int Rounds = 4;
    private const double WarmUpSeconds = 6;
    private const double Seconds = 4;
    private static readonly long[] Sizes = [100_000, 1_000_000];

    public static async Task<int> RunAsync(string[] sizes)
    {
        long[] wanted = sizes.Length == 0
            ? Sizes
            : [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        var load = new RequestLoad();
        await using var full = await GatewayProcess.StartAsync();
        await load.RunAsync(full, Connections, Ahead, WarmUpSeconds);
        Figures.Print($"growth: {Connections} connections, {Ahead} ahead; memory of a young gateway {Memory(full)}");
        foreach (long size in wanted)
        {
            var clock = Stopwatch.StartNew();
            while (load.Sent < size)
                await load.RunAsync(full, Connections, Ahead, double.MaxValue, size - load.Sent);
            Figures.Print($"  filled to {load.Sent} in {clock.Elapsed.TotalSeconds:N0} s, memory {Memory(full)}");
            await CompareAsync(load, full, size);
        }

        return 0;
    }

    private static async Task CompareAsync(RequestLoad load, GatewayProcess full, long size)
    {
        List<double> young = [];
        List<double> old = [];
        for (int round = 0; round < Rounds; round++)
        {
            var others = new RequestLoad();
            await using var empty = await GatewayProcess.StartAsync();
            await others.RunAsync(empty, Connections, Ahead, WarmUpSeconds);
            double first = await RateAsync(others, empty);
            old.Add((await RateAsync(load, full) + await RateAsync(load, full)) / 2);
            young.Add((first + await RateAsync(others, empty)) / 2);
        }

        string ratio = Figures.Spread([.. old.Zip(young, (full, empty) => full / empty)], "F2");
        Figures.Print($"  at {size}: {Figures.Spread(old, "N0")}/s, at none {Figures.Spread(young, "N0")}/s, ratio {ratio}, "
            + $"memory {Memory(full)}");
    }

    private static async Task<double> RateAsync(RequestLoad load, GatewayProcess gateway) =>
        (await load.RunAsync(gateway, Connections, Ahead, Seconds)).PerSecond;

    private static string Memory(GatewayProcess gateway) => string.Create(
        CultureInfo.InvariantCulture, $"{gateway.MemoryMiB.Now} MiB (highest {gateway.MemoryMiB.Highest})");
}

using System.Diagnostics;
using System.Globalization;

namespace ResourceSharing.Benchmarks;

/// <summary>
/// The rate of intake with so many requests in the store next to the rate of a gateway that began with none (and
/// has taken what warms it up), and the memory of the full one. The two take turns, empty, full, full, empty, so that
/// other work on the machine meets both. CPU time for each request says the same without the waiting.
/// </summary>
internal static class GrowthBenchmark
{
    private const int Connections = 64;
    private const int Ahead = 4;
    private const int Rounds = 5;
    private const int WarmUpRequests = 25_000;
    private const double Seconds = 4;
    private static readonly long[] Sizes = [100_000, 1_000_000];

    public static async Task<int> RunAsync(string[] sizes)
    {
        long[] wanted = sizes.Length == 0
            ? Sizes
            : [.. sizes.Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        var load = new RequestLoad();
        await using var full = await GatewayProcess.StartAsync();
        await load.RunAsync(full, Connections, Ahead, double.MaxValue, WarmUpRequests);
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
        List<double> youngCpu = [];
        List<double> oldCpu = [];
        var others = new RequestLoad();
        await using var empty = await GatewayProcess.StartAsync();
        await others.RunAsync(empty, Connections, Ahead, double.MaxValue, WarmUpRequests);
        for (int round = 0; round < Rounds; round++)
        {
            var first = await RateAsync(others, empty);
            var second = await RateAsync(load, full);
            var third = await RateAsync(load, full);
            var fourth = await RateAsync(others, empty);
            young.Add((first.PerSecond + fourth.PerSecond) / 2);
            old.Add((second.PerSecond + third.PerSecond) / 2);
            youngCpu.Add((first.CpuMicroseconds + fourth.CpuMicroseconds) / 2);
            oldCpu.Add((second.CpuMicroseconds + third.CpuMicroseconds) / 2);
        }

        Figures.Print($"  the young one has {others.Sent} by now, memory {Memory(empty)}");
        string ratio = Figures.Spread([.. old.Zip(young, (full, empty) => full / empty)], "F2");
        Figures.Print($"  at {size}: {Figures.Spread(old, "N0")}/s, at none {Figures.Spread(young, "N0")}/s, ratio {ratio}, "
            + $"memory {Memory(full)}");
        Figures.Print($"  CPU for each: {Figures.Spread(oldCpu, "N0")} us, at none {Figures.Spread(youngCpu, "N0")} us");
    }

    private static Task<RequestLoad.Rate> RateAsync(RequestLoad load, GatewayProcess gateway) =>
        load.RunAsync(gateway, Connections, Ahead, Seconds);

    private static string Memory(GatewayProcess gateway) => string.Create(
        CultureInfo.InvariantCulture, $"{gateway.MemoryMiB.Now} MiB (highest {gateway.MemoryMiB.Highest})");
}

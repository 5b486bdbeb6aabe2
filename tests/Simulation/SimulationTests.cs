using System.Collections.Concurrent;
using System.Globalization;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// Whole consortia of real gateways over a bad network, thousands of times. docs/reliability.md explains it; one seed is
/// replayed with its trace by <c>RSG_SEED=17 dotnet run --project tests -- -namespace "*.Simulation" -showLiveOutput</c>.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 2_000;

    /// <summary>Whoever breaks the rules breaks many seeds; these are enough to see it.</summary>
    private const int EnoughFailed = 100;

    [Fact]
    public void Under_every_seed_both_sides_agree_in_the_end_or_their_difference_has_a_name()
    {
        var (first, count) = Wanted();
        var failed = new ConcurrentDictionary<int, string>();
        var drift = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var acknowledged = 0L;
        Parallel.For(first, first + count, (seed, loop) =>
        {
            if (failed.Count >= EnoughFailed)
            {
                loop.Stop();
                return;
            }

            var world = new World(seed);
            world.Run();
            Interlocked.Add(ref acknowledged, world.Network.Acknowledged.Count);
            world.Drift.ForEach(pair => drift.AddOrUpdate(pair, 1, (_, seen) => seen + 1));
            if (world.Trace.Faults.Count > 0)
            {
                failed[seed] = string.Join('\n', world.Trace.Faults);
            }
        });

        output.WriteLine($"{count} seeds, {acknowledged} messages. Differences that have a name:");
        output.WriteLine(string.Join('\n', drift.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value,6} {pair.Key}")));
        if (count == 1 || !failed.IsEmpty)
        {
            Tell(failed.Keys.DefaultIfEmpty(first).Min(), failed);
        }

        Assert.Empty(failed);
        Assert.True(count == 1 || acknowledged > 20L * count, $"hardly anything was sent: {acknowledged} messages");
    }

    /// <summary>The trace of the first seed that failed (or of the only one), and how to run it again.</summary>
    private void Tell(int seed, IReadOnlyDictionary<int, string> failed)
    {
        var world = new World(seed);
        world.Run();
        output.WriteLine($"{world.Trace}");
        output.WriteLine($"Digest {world.Trace.Digest}");
        foreach (var (other, faults) in failed.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"Seed {other}: {faults}");
        }

        output.WriteLine($"Replay: RSG_SEED={seed} dotnet run --project tests -- -namespace \"*.Simulation\" -showLiveOutput");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(14)]
    public void The_same_seed_does_the_same_twice(int seed)
    {
        var (first, second) = (new World(seed), new World(seed));
        first.Run();
        second.Run();
        Assert.Equal(first.Trace.ToString(), second.Trace.ToString());
        Assert.Equal(first.Trace.Digest, second.Trace.Digest);
        Assert.NotEqual(first.Trace.Digest, new World(seed + 1).Trace.Digest);
    }

    [Fact]
    public void A_library_that_forgets_what_it_took_is_found_out()
    {
        var world = new World(1);
        world.Run();
        Assert.Empty(world.Trace.Faults);
        world.Network.Acknowledged[0].To.Disk.Commit(new MemoryTables());
        Peace.Check(world);
        Assert.Contains(world.Trace.Faults, fault => fault.Contains("has lost it", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_that_is_applied_twice_is_found_out()
    {
        var world = new World(1);
        world.Run();
        var disk = world.Network.Acknowledged[0].To.Disk;
        var twice = disk.Tables.Journal.First(row => row.Entry is { Protocol: "iso-ill", Outcome: ArrivalOutcome.Applied });
        disk.Commit(disk.Tables with { Journal = disk.Tables.Journal.Add(twice) });
        Assert.Contains(world.Trace.Faults, fault => fault.Contains("applied a message twice", StringComparison.Ordinal));
    }

    /// <summary>The seeds that the environment asks for: RSG_SEED for one, RSG_SEEDS for as many from 0 on.</summary>
    private static (int First, int Count) Wanted() =>
        Number("RSG_SEED") is { } one ? (one, 1) : (0, Number("RSG_SEEDS") ?? Seeds);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

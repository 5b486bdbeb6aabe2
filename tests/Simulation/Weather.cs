namespace ResourceSharing.Tests.Simulation;

/// <summary>How bad the network and the machines are, as chances in percent.</summary>
internal sealed record Weather
{
    /// <summary>Everything works.</summary>
    public static Weather Calm { get; } = new();

    /// <summary>Nobody answers the call; surely nothing was sent.</summary>
    public int UnreachablePercent { get; init; }

    /// <summary>The connection breaks on the way: nothing arrives, and the sender cannot know.</summary>
    public int LostPercent { get; init; }

    /// <summary>The sender gives up waiting while the message is still in the air.</summary>
    public int TimeoutPercent { get; init; }

    /// <summary>It arrives and is accepted, but the sender does not hear of it.</summary>
    public int UnheardPercent { get; init; }

    /// <summary>A copy stays in the air and arrives once more, much later perhaps.</summary>
    public int DoubledPercent { get; init; }

    /// <summary>Of all happenings, how many are crashes, and full disks.</summary>
    public int TroublePercent { get; init; }

    /// <summary>The weather of a seed: some seeds are calm, some are dreadful.</summary>
    public static Weather Of(Random random)
    {
        var worst = random.Next(5) switch { 0 => 0, 1 or 2 => 10, 3 => 25, _ => 40 };
        return worst == 0 ? Calm : new Weather
        {
            UnreachablePercent = random.Next(worst),
            LostPercent = random.Next(worst),
            TimeoutPercent = random.Next(worst),
            UnheardPercent = random.Next(worst),
            DoubledPercent = random.Next(worst),
            TroublePercent = random.Next(1 + (worst / 8)),
        };
    }
}

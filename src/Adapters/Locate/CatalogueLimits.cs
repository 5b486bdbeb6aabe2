namespace ResourceSharing.Adapters.Locate;

/// <summary>What asking catalogues may cost at most.</summary>
public sealed record CatalogueLimits
{
    /// <summary>
    /// Catalogues that are asked at one time, all requests together. A rota has five to thirty partners; more
    /// than this would only queue in the network.
    /// </summary>
    public int MaxParallel { get; init; } = 24;

    /// <summary>
    /// For one whole question, however many catalogues there are: staff wait for it. Those that had no turn
    /// are unknown.
    /// </summary>
    public TimeSpan WholeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a yes or no is remembered.</summary>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long an unknown is remembered: long enough that fifty requests in a row do not wait five seconds
    /// each for a dead server, short enough that a retry by hand or by the calendar asks again.
    /// </summary>
    public TimeSpan RememberUnknownFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Answers that are remembered; the oldest give way. One takes about 2 KiB.</summary>
    public int MaxRemembered { get; init; } = 5_000;
}

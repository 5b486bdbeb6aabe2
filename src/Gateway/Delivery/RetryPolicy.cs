namespace ResourceSharing.Gateway.Delivery;

/// <summary>When an attempt that failed is made again.</summary>
/// <param name="First">The first wait.</param>
/// <param name="Factor">Each wait is this much longer than the one before.</param>
/// <param name="Longest">But never longer than this.</param>
/// <param name="Lifetime">After this time, counted from the decision, the message is given up.</param>
/// <param name="JitterPercent">How far a wait may stray to both sides, so that retries do not march in step.</param>
public sealed record RetryPolicy(TimeSpan First, double Factor, TimeSpan Longest, TimeSpan Lifetime, int JitterPercent)
{
    /// <summary>The wait after an attempt.</summary>
    /// <param name="attempts">Attempts so far, at least 1.</param>
    /// <param name="chance">0 up to, but not including, 1.</param>
    public TimeSpan WaitAfter(int attempts, double chance)
    {
        // The exponent is bounded so that the power stays finite; the longest wait cuts it anyway.
        var plain = First.TotalMilliseconds * Math.Pow(Factor, Math.Min(Math.Max(attempts, 1) - 1, 64));
        var cut = Math.Min(plain, Longest.TotalMilliseconds);
        var stray = 1 + ((chance * 2) - 1) * JitterPercent / 100.0;
        return TimeSpan.FromMilliseconds(cut * stray);
    }

    /// <summary>Is there no sense in another attempt at that time?</summary>
    public bool IsOver(DateTimeOffset decidedAt, DateTimeOffset nextAt) => nextAt - decidedAt > Lifetime;
}

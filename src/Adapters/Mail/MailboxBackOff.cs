namespace ResourceSharing.Adapters.Mail;

/// <summary>Waits that grow with the number of failures in a row, up to half longer or shorter by chance.</summary>
/// <param name="First">The wait after the first failure.</param>
/// <param name="Longest">No wait is longer than this, but for chance.</param>
public sealed record MailboxBackOff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait after some failures.</summary>
    /// <param name="failures">Failures in a row, at least 1.</param>
    /// <param name="chance">0 up to, but not including, 1.</param>
    public TimeSpan After(int failures, double chance)
    {
        // The exponent is bounded so that the power stays finite; the longest wait cuts it anyway.
        double plain = First.TotalMilliseconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 40));
        return TimeSpan.FromMilliseconds(Math.Min(plain, Longest.TotalMilliseconds) * (0.5 + chance));
    }
}

using System.Diagnostics.Metrics;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>How it stands with the mailboxes that are read, for health and figures.</summary>
internal sealed class MailboxHealth
{
    /// <summary>A mail server that restarts, or a line that is down for a moment, is no news.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private volatile Func<IReadOnlyList<MailboxStatus>> _statuses = () => [];

    public MailboxHealth(GatewayMetrics metrics, TimeProvider time)
    {
        _time = time;
        metrics.Meter.CreateObservableCounter("rsg.mailbox.messages", Messages, "{message}",
            "Messages that were taken from mailboxes");
        metrics.Meter.CreateObservableGauge("rsg.mailbox.success_age", Ages, "s",
            "Since a mailbox was last looked through");
    }

    /// <summary>From now on the mailboxes of this list are read.</summary>
    /// <param name="statuses">Asks each of them how it stands.</param>
    public void Show(Func<IReadOnlyList<MailboxStatus>> statuses) => _statuses = statuses;

    /// <summary>How it stands with one; null when none of that name is read.</summary>
    public MailboxStatus? StatusOf(string name) =>
        _statuses().FirstOrDefault(status => string.Equals(status.Name, name, StringComparison.Ordinal));

    /// <summary>What is wrong with each mailbox, in an operator's words; null for those that are well.</summary>
    public IEnumerable<(string Name, string? Trouble)> Read() =>
        _statuses().Select(status => (status.Name, TroubleOf(status, _time.GetUtcNow())));

    /// <summary>What is wrong, once it lasts or a person has to mend it.</summary>
    public static string? TroubleOf(MailboxStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status is not { FailingSince: { } since, Error: { } error })
        {
            return null;
        }

        return now - since < Patience && error.Retry != RetryClass.AfterOperator
            ? null
            : FormattableString.Invariant($"It cannot be read since {since:yyyy-MM-dd HH:mm} UTC: {error.PublicText}");
    }

    private IEnumerable<Measurement<long>> Messages() => _statuses().SelectMany(status => new[]
    {
        Of(status, status.Kept - status.TooLarge, "kept"),
        Of(status, status.TooLarge, "too_large"),
        Of(status, status.SetAside, "set_aside"),
    });

    private IEnumerable<Measurement<double>> Ages() => _statuses().Select(status => new Measurement<double>(
        Math.Max(0, (_time.GetUtcNow() - (status.LastSuccess ?? status.Since)).TotalSeconds),
        new KeyValuePair<string, object?>("mailbox", status.Name)));

    private static Measurement<long> Of(MailboxStatus status, long value, string outcome) =>
        new(value, new("mailbox", status.Name), new("outcome", outcome));
}

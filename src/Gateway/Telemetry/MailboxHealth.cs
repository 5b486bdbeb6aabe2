using System.Diagnostics.Metrics;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>How it stands with the mailboxes that are read, for health and figures.</summary>
internal sealed class MailboxHealth
{
    /// <summary>A mail server that restarts, or a line that is down for a moment, is no news.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private volatile IReadOnlyList<MailboxPoller> _pollers = [];

    public MailboxHealth(GatewayMetrics metrics, TimeProvider time)
    {
        _time = time;
        metrics.Meter.CreateObservableCounter("rsg.mailbox.messages", Messages, "{message}",
            "Messages that were taken from mailboxes");
        metrics.Meter.CreateObservableGauge("rsg.mailbox.success_age", Ages, "s",
            "Since a mailbox was last looked through");
    }

    /// <summary>These are read from now on.</summary>
    public void Show(IReadOnlyList<MailboxPoller> pollers) => _pollers = pollers;

    /// <summary>How it stands with one; null when none of that name is read.</summary>
    public MailboxStatus? StatusOf(string name) =>
        _pollers.FirstOrDefault(poller => string.Equals(poller.Name, name, StringComparison.Ordinal))?.Status;

    /// <summary>What is wrong with each mailbox, in an operator's words; null for those that are well.</summary>
    public IEnumerable<(string Name, string? Trouble)> Read() =>
        _pollers.Select(poller => (poller.Name, TroubleOf(poller.Status, _time.GetUtcNow())));

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

    private IEnumerable<Measurement<long>> Messages() => _pollers.SelectMany(poller => new[]
    {
        Of(poller, poller.Status.Kept - poller.Status.TooLarge, "kept"),
        Of(poller, poller.Status.TooLarge, "too_large"),
        Of(poller, poller.Status.SetAside, "set_aside"),
    });

    private IEnumerable<Measurement<double>> Ages() => _pollers.Select(poller => new Measurement<double>(
        Math.Max(0, (_time.GetUtcNow() - (poller.Status.LastSuccess ?? poller.Status.Since)).TotalSeconds),
        new KeyValuePair<string, object?>("mailbox", poller.Name)));

    private static Measurement<long> Of(MailboxPoller poller, long value, string outcome) =>
        new(value, new("mailbox", poller.Name), new("outcome", outcome));
}

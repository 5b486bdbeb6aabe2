using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Quartz;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Work that the calendar brings: when each job runs. A time is five fields of cron in the gateway's time zone (minute,
/// hour, day of the month, month, day of the week: <c>0 2 * * *</c> is every day at two), or <c>every 15m</c>, or
/// <c>off</c>. A job that is off can still be started by hand.
/// </summary>
public sealed record JobsConfig
{
    /// <summary>Ends requests whose expiry date has passed, on both sides.</summary>
    public JobSchedule Expiry { get; init; } = JobSchedule.Parse("0 2 * * *");

    /// <summary>Overdue messages to borrowers, repeated after overdueRepeatDays of the partner; our own overdue
    /// loans.</summary>
    public JobSchedule Overdue { get; init; } = JobSchedule.Parse("15 2 * * *");

    /// <summary>Reminds before the due date, as many days as dueSoonDays of the partner says; tells staff a day before the
    /// expiry date of a lending request.</summary>
    public JobSchedule DueSoon { get; init; } = JobSchedule.Parse("30 2 * * *");

    /// <summary>Asks suppliers again that have not answered for claimAfterDays of the partner.</summary>
    public JobSchedule Claim { get; init; } = JobSchedule.Parse("45 2 * * *");

    /// <summary>Cancels at suppliers that have not answered for autoCancelAfterDays of the partner.</summary>
    public JobSchedule AutoCancel { get; init; } = JobSchedule.Parse("0 3 * * *");

    /// <summary>Conditions whose date for the reply has passed, as the workflow profile wants it.</summary>
    public JobSchedule ReplyDate { get; init; } = JobSchedule.Parse("10 3 * * *");

    /// <summary>Carries out automatic rejections of the days before, where the workflow profile lets them wait.</summary>
    public JobSchedule AutoReject { get; init; } = JobSchedule.Parse("15 3 * * *");

    /// <summary>Locates again what no supplier was known to hold, after locateRetryDays.</summary>
    public JobSchedule LocateRetry { get; init; } = JobSchedule.Parse("20 3 * * *");

    /// <summary>Ends holds of the built-in circulation that nobody fetched in time.</summary>
    public JobSchedule HoldExpiry { get; init; } = JobSchedule.Parse("30 3 * * *");
    /// <summary>Ends digitisations whose work time has passed, and tells staff before it does.</summary>
    public JobSchedule WorkTime { get; init; } = JobSchedule.Parse("25 3 * * *");

    /// <summary>Removes the patron from closed requests after retention.patronDays.</summary>
    public JobSchedule Anonymise { get; init; } = JobSchedule.Parse("0 4 * * *");

    /// <summary>Removes messages, their identities and deliveries, and closed requests, when retention says
    /// so.</summary>
    public JobSchedule Retention { get; init; } = JobSchedule.Parse("30 4 * * *");

    /// <summary>Deletes files that are not needed any more, after documents.purgeAfterDays and keepDays.</summary>
    public JobSchedule Documents { get; init; } = JobSchedule.Parse("45 4 * * *");

    /// <summary>Asks partners what became of open requests, where their channel says so (poll).</summary>
    public JobSchedule StatusPoll { get; init; } = JobSchedule.Parse("every 1h");

    /// <summary>Days after which a request that could not be located is located again.</summary>
    [Range(1, 365)]
    public int LocateRetryDays { get; init; } = 7;
}

/// <summary>When a job runs: cron, an interval, or not at all.</summary>
public sealed record JobSchedule
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private JobSchedule(string text) => Text = text;

    /// <summary>As the file writes it.</summary>
    public string Text { get; }

    /// <summary>The interval; null when it is none.</summary>
    public TimeSpan? Every { get; private init; }

    /// <summary>The times; null when it is none.</summary>
    public CronExpression? Cron { get; private init; }

    /// <summary>True when the job does not run by itself.</summary>
    public bool IsOff => Every is null && Cron is null;

    /// <summary>Reads a schedule that is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static JobSchedule Parse(string text) => TryParse(text, out var schedule)
        ? schedule
        : throw new FormatException($"'{text}' is no schedule.");

    /// <summary>Reads a schedule; the shortest interval is a second, the longest 366 days.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JobSchedule? schedule)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Trim();
        schedule = plain switch
        {
            "off" => new JobSchedule(plain),
            _ when plain.StartsWith("every ", StringComparison.Ordinal) => Interval(plain),
            _ => Times(plain),
        };
        return schedule is not null;
    }

    /// <inheritdoc/>
    public bool Equals(JobSchedule? other) => Text == other?.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static JobSchedule? Interval(string text) =>
        Durations.TryParse(text["every ".Length..].Trim(), out var every) && every >= Shortest && every <= Longest
            ? new JobSchedule(text) { Every = every }
            : null;

    private static JobSchedule? Times(string text) =>
        CronExpression.TryParse(text, CronFormat.Unix, out var cron) ? new JobSchedule(text) { Cron = cron } : null;
}

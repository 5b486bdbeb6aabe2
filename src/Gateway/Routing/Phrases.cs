using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Pieces of the sentences that explain a partner.</summary>
internal static class Phrases
{
    public static string Times(int times) => times == 1 ? "once" : $"{times} times";

    public static string Days(int days) => days == 1 ? "1 day" : $"{days} days";

    /// <summary><c>from 2026-12-24 until 2027-01-02 (Winter holidays)</c>.</summary>
    public static string Period(ClosureConfig closure)
    {
        var from = closure.From is { } first ? $"from {first:yyyy-MM-dd} " : "";
        var until = closure.Until is { } last ? $"until {last:yyyy-MM-dd}" : "until further notice";
        return $"{from}{until}{(closure.Reason is { } reason ? $" ({reason})" : "")}";
    }

    /// <summary>A sentence about what a job does, with a warning where the job does not run by
    /// itself.</summary>
    public static string ByJob(string sentence, JobSchedule schedule, string name) => schedule.IsOff
        ? $"{sentence[..^1]}; but the job {name} is switched off, so this happens only when somebody " +
            "starts it."
        : sentence;

    /// <summary><c>a, b or c</c>.</summary>
    public static string Or(IReadOnlyList<string> parts) => parts.Count < 2
        ? string.Concat(parts)
        : $"{string.Join(", ", parts.Take(parts.Count - 1))} or {parts[^1]}";

    /// <summary>What follows on the date for the reply to a condition.</summary>
    /// <param name="profile">The workflow profile.</param>
    /// <param name="asNo">What follows where silence counts as no.</param>
    /// <param name="schedule">When the job looks.</param>
    public static string OnReplyDate(WorkflowProfile profile, string asNo, JobSchedule schedule) =>
        profile.ReplyDate switch
        {
            ReplyDatePolicy.Leave =>
                "The date for the reply to a condition is only information: nothing follows when it passes.",
            ReplyDatePolicy.Remind => ByJob(
                "When the date for the reply to a condition passes, staff are reminded once.",
                schedule, "reply-date"),
            ReplyDatePolicy.TreatAsNo => ByJob(
                $"When the date for the reply to a condition passes, it counts as no: {asNo}.",
                schedule, "reply-date"),
            _ => throw new ArgumentOutOfRangeException(
                nameof(profile), profile.ReplyDate, "not a policy of this set"),
        };
}

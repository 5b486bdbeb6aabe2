using ResourceSharing.Mapping.Locate;

namespace ResourceSharing.Adapters.Locate;

/// <summary>
/// Answers that were given lately: a yes or no for long, an unknown for a short time. Bounded; the oldest
/// give way. The key holds the settings, so that a changed configuration asks anew.
/// </summary>
internal sealed class LocateMemory(CatalogueLimits limits, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(LocateTarget, LocateQuestion), LocateAnswer> answers = [];
    private readonly Queue<((LocateTarget, LocateQuestion) Key, LocateAnswer Answer)> order = new();

    /// <summary>The answer, when there is one that is young enough.</summary>
    public LocateAnswer? Find(LocateTarget target, LocateQuestion question)
    {
        lock (gate)
            return answers.TryGetValue((target, question), out var answer) && IsFresh(answer) ? answer : null;
    }

    public void Keep(LocateTarget target, LocateQuestion question, LocateAnswer answer)
    {
        var key = (target, question);
        lock (gate)
        {
            answers[key] = answer;
            order.Enqueue((key, answer));
            while (order.Count > limits.MaxRemembered || (order.TryPeek(out var oldest) && !IsFresh(oldest.Answer)))
            {
                var (oldKey, old) = order.Dequeue();
                if (answers.TryGetValue(oldKey, out var current) && ReferenceEquals(current, old))
                    answers.Remove(oldKey);
            }
        }
    }

    private bool IsFresh(LocateAnswer answer)
    {
        var allowed = answer.Outcome == LocateOutcome.Unknown ? limits.RememberUnknownFor : limits.RememberFor;
        return time.GetUtcNow() - answer.AskedAt < allowed;
    }
}

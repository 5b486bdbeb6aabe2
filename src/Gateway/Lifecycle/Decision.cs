using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What an event means for a request: a closed set.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>For people: what was done, or why nothing was.</summary>
    public required string Text { get; init; }

    /// <summary>The request moves on, or stays and remembers something.</summary>
    /// <param name="State">The request afterwards.</param>
    /// <param name="Effects">What has to follow, in this order.</param>
    public sealed record Moved(RequestState State, IReadOnlyList<Effect> Effects) : Decision;

    /// <summary>Harmless: nothing changes, nothing is answered as an error.</summary>
    public sealed record Ignored : Decision;

    /// <summary>Not possible in this status.</summary>
    /// <param name="Expected">The statuses in which it would be possible; empty when it never is on this side.</param>
    public sealed record Prohibited(IReadOnlyList<Status> Expected) : Decision;

    /// <summary>Possible in this status, but what was said with it is missing or wrong.</summary>
    /// <param name="Field">The field.</param>
    public sealed record Invalid(string Field) : Decision;
}

/// <summary>What has to follow from a decision; carried out by others, in the same commit.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>A message to the partner of the request's active leg. Parties and references are filled in by routing.</summary>
    /// <param name="Message">What to say; its header holds the transaction and the earliest service time.</param>
    public sealed record Send(IllMessage Message) : Effect;

    /// <summary>A report that answers an arrival: on its connection where that is wanted, else like any message.</summary>
    /// <param name="Message">What to say.</param>
    public sealed record Answer(IllMessage Message) : Effect;

    /// <summary>A letter to the patron.</summary>
    /// <param name="Letter">What it says.</param>
    public sealed record NotifyPatron(PatronLetter Letter) : Effect;
}

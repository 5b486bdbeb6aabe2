using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Relais;

/// <summary>An answer: what was asked for, a problem, or nothing that could be read. A closed set.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public abstract record RelaisAnswer<T>
    where T : class
{
    private RelaisAnswer()
    {
    }

    /// <summary>What was asked for.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Said(T Value) : RelaisAnswer<T>;

    /// <summary>The system says why not.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Failed(RelaisProblem Problem) : RelaisAnswer<T>;

    /// <summary>Not an answer of this interface.</summary>
    /// <param name="Fault">What is wrong with it.</param>
    public sealed record Unreadable(string Fault) : RelaisAnswer<T>;
}

/// <summary>What a problem means.</summary>
public enum RelaisProblemKind
{
    /// <summary>Nothing was found: an answer, not an error.</summary>
    NoResult = 1,

    /// <summary>The authorisation does not hold any more.</summary>
    NotSignedIn,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A problem, in whichever of the four shapes it came.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">Its code; may be empty.</param>
/// <param name="Message">Its words; may be empty.</param>
public sealed record RelaisProblem(RelaisProblemKind Kind, string Code, string Message)
{
    /// <summary>For people.</summary>
    public string Words => (Code.Length, Message.Length) switch
    {
        (0, 0) => "no reason given",
        (0, _) => Message,
        (_, 0) => Code,
        _ => $"{Code} {Message}",
    };
}

/// <summary>A login that was accepted.</summary>
/// <param name="AuthorizationId">Goes with every call: a secret.</param>
/// <param name="MayRequestLoans">May this user request loans? Null when that is not told.</param>
public sealed record RelaisSession(string AuthorizationId, bool? MayRequestLoans)
{
    /// <summary>Nothing: a record would print the authorisation.</summary>
    public override string ToString() => "session";
}

/// <summary>Whether an item can be had.</summary>
/// <param name="IsAvailable">It can.</param>
/// <param name="Message">What is said about it: <c>This item is available locally.</c> May be empty.</param>
/// <param name="Pickups">The codes of pickup locations that are offered.</param>
public sealed record RelaisAvailability(bool IsAvailable, string Message, IReadOnlyList<string> Pickups);

/// <summary>The answer to a request for an item.</summary>
/// <param name="RequestNumber">Its number; empty when it was not taken.</param>
/// <param name="Message">Why it was not taken; may be empty.</param>
public sealed record RelaisAdded(string RequestNumber, string Message);

/// <summary>The requests of a user.</summary>
/// <param name="Requests">In the order of the answer.</param>
public sealed record RelaisRequests(IReadOnlyList<RelaisRequest> Requests);

/// <summary>A request as it stands.</summary>
public sealed record RelaisRequest
{
    /// <summary>Its number.</summary>
    public required string Number { get; init; }

    /// <summary>Its status, as it is written; may be empty.</summary>
    public required string Status { get; init; }

    /// <summary>Since when it has that status; null when that cannot be read.</summary>
    public ServiceTime? StatusAt { get; init; }

    /// <summary>When it was made; null when that cannot be read.</summary>
    public ServiceTime? SubmittedAt { get; init; }

    /// <summary>Title; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>ISBN; may be empty.</summary>
    public string Isbn { get; init; } = "";

    /// <summary>ISSN; may be empty.</summary>
    public string Issn { get; init; } = "";
}

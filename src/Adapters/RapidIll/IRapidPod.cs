using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>The pod as its endpoint sees it: its members, who holds what, and the requests, read from the store. Whatever
/// changes a request goes through <see cref="IIntake"/>.</summary>
public interface IRapidPod
{
    /// <summary>The members, as their files stand.</summary>
    IReadOnlyList<RapidPodMember> Members { get; }

    /// <summary>This gateway.</summary>
    Party Us { get; }

    /// <summary>Where the endpoint is reached from outside; null when that is not configured.</summary>
    Uri? PublicUrl { get; }

    /// <summary>Who could lend it, and whether the member has it itself.</summary>
    Task<RapidPodMatch> MatchAsync(RapidPodMember member, IllRequest content, CancellationToken cancellationToken);

    /// <summary>What a member has inserted under a number of its own so far.</summary>
    /// <param name="member">The member.</param>
    /// <param name="key">The member's number.</param>
    /// <param name="digest">The digest of what is inserted now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<RapidPodInsertion> FindInsertionAsync(
        RapidPodMember member, string key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken);

    /// <summary>The number of a request by the id that messages bear; null for an id that is none.</summary>
    int? NumberOf(string? id);

    /// <summary>A request, if the member has to do with it; null for all others.</summary>
    Task<RapidPodFinding?> FindAsync(RapidPodMember member, int number, CancellationToken cancellationToken);

    /// <summary>A queue of a member.</summary>
    Task<RapidPodPage> ListAsync(RapidPodMember member, RapidPodSearch search, CancellationToken cancellationToken);

    /// <summary>A member's system has taken notice of something.</summary>
    /// <param name="member">The member.</param>
    /// <param name="number">The request.</param>
    /// <param name="notice">Of what.</param>
    /// <param name="raw">The call, for the journal, without its secrets.</param>
    /// <param name="peer">Who called.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What it has changed, in words.</returns>
    Task<string> NoteAsync(
        RapidPodMember member, int number, RapidPodNotice notice, ReadOnlyMemory<byte> raw, Peer peer,
        CancellationToken cancellationToken);
}

/// <summary>A member of the pod.</summary>
/// <param name="Code">The partner's code.</param>
/// <param name="Settings">The channel part of its file.</param>
/// <param name="AllowedFrom">Addresses that it may call from; empty for any.</param>
public sealed record RapidPodMember(string Code, RapidPodSettings Settings, IReadOnlyList<IPNetwork> AllowedFrom);

/// <summary>Who could lend something.</summary>
/// <param name="Lenders">How many members could be asked.</param>
/// <param name="Match">The number by which a holdings list has it, and its kind.</param>
/// <param name="Own">Where the borrower has it itself; empty when it does not, or nobody knows.</param>
public sealed record RapidPodMatch(
    int Lenders, (string Number, string Type)? Match, IReadOnlyList<RapidLocalHolding> Own);

/// <summary>What was inserted under a number so far.</summary>
/// <param name="Attempt">Which insertion under that number this one is, from 1: one that was sent again keeps its place.</param>
/// <param name="Number">The request that stands there already; null when it is new.</param>
/// <param name="IsOther">True when another content stands there, whose request is still open.</param>
public sealed record RapidPodInsertion(int Attempt, int? Number, bool IsOther);

/// <summary>A request as a member finds it.</summary>
/// <param name="Request">What it is shown.</param>
/// <param name="Standing">Its side of it.</param>
public sealed record RapidPodFinding(RapidPodRequest Request, RapidPodStanding Standing);

/// <summary>Which entries of a queue.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Filter">Of which kind.</param>
/// <param name="HoursOld">Changed within so many hours; 0 or less for all of a queue that is worked off.</param>
/// <param name="WithHistory">With what has happened.</param>
/// <param name="Limit">At most so many: of what waits the oldest, of what happened recently the newest.</param>
public sealed record RapidPodSearch(RapidQueue Queue, RapidQueueFilter Filter, int HoursOld, bool WithHistory, int Limit);

/// <summary>Entries of a queue.</summary>
/// <param name="Requests">The entries, the oldest first.</param>
/// <param name="HasMore">True when there are more than were asked for.</param>
public sealed record RapidPodPage(IReadOnlyList<RapidPodRequest> Requests, bool HasMore);

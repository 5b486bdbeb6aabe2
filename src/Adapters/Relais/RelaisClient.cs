using System.Collections.Concurrent;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Json;
using ResourceSharing.Mapping.Relais;

namespace ResourceSharing.Adapters.Relais;

/// <summary>For whom calls are made.</summary>
/// <param name="Partner">The partner's code.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Login">Who signs in.</param>
/// <param name="Way">Where calls go.</param>
internal sealed record RelaisUser(string Partner, RelaisPartnerSettings Settings, RelaisLogin Login, JsonWay Way)
{
    /// <summary>Sessions belong to a user of a partnership at an address.</summary>
    public string Key => string.Join('\n',
        Partner, Settings.Url, Login.PartnershipId, Login.LibrarySymbol, Login.UserGroup, Login.PatronId);
}

/// <summary>What came of a call in a session: an answer, or what its absence means. A closed set.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
internal abstract record RelaisResult<T>
    where T : class
{
    /// <summary>An answer.</summary>
    /// <param name="Value">What it says.</param>
    /// <param name="Raw">As it came.</param>
    public sealed record Said(T Value, ReadOnlyMemory<byte> Raw) : RelaisResult<T>;

    /// <summary>Nothing was found.</summary>
    /// <param name="Words">For people.</param>
    /// <param name="Raw">As it came.</param>
    public sealed record NoResult(string Words, ReadOnlyMemory<byte> Raw) : RelaisResult<T>;

    /// <summary>Neither.</summary>
    /// <param name="Outcome">What that means for the attempt.</param>
    public sealed record Failed(DeliveryOutcome Outcome) : RelaisResult<T>;
}

/// <summary>Makes calls in sessions. A session is kept as long as it works; one that does not any more is replaced once for
/// each call.</summary>
/// <param name="client">Makes the calls.</param>
/// <param name="outcomes">What other answers mean.</param>
internal sealed class RelaisClient(JsonClient client, JsonOutcomes outcomes)
{
    /// <summary>Users whose session is remembered; who is forgotten signs in anew.</summary>
    private const int MaxSessions = 1000;

    private readonly ConcurrentDictionary<string, RelaisSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>One call.</summary>
    /// <param name="call">Without authorisation.</param>
    /// <param name="user">For whom.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="isLook">The call changes nothing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<RelaisResult<T>> CallAsync<T>(
        JsonCall call, RelaisUser user, Func<ReadOnlyMemory<byte>, RelaisAnswer<T>> read, bool isLook,
        CancellationToken cancellationToken)
        where T : class
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var (session, refusal) = await SignInAsync(user, cancellationToken);
            if (session is null)
                return new RelaisResult<T>.Failed(refusal!);
            var exchange = await client.CallAsync(
                RelaisCalls.Authorised(call, session.AuthorizationId), user.Way, cancellationToken);
            if (exchange is JsonExchange.Failed failed)
                return new RelaisResult<T>.Failed(JsonOutcomes.Of(failed, isLook));
            var answered = (JsonExchange.Answered)exchange;
            var answer = read(answered.Body);
            if (!IsSignedOut(answered, answer))
                return Result(answered, answer, isLook);
            _sessions.TryRemove(KeyValuePair.Create(user.Key, session));
            if (isSecond)
                return new RelaisResult<T>.Failed(outcomes.NotAuthorised("a session that was just begun is not accepted"));
        }
    }

    private static bool IsSignedOut<T>(JsonExchange.Answered answered, RelaisAnswer<T> answer)
        where T : class => answered.Status == 401
        || answer is RelaisAnswer<T>.Failed { Problem.Kind: RelaisProblemKind.NotSignedIn };

    private RelaisResult<T> Result<T>(JsonExchange.Answered answered, RelaisAnswer<T> answer, bool isLook)
        where T : class => answer switch
    {
        RelaisAnswer<T>.Said said when answered.IsSuccess => new RelaisResult<T>.Said(said.Value, answered.Body),
        RelaisAnswer<T>.Failed { Problem: { Kind: RelaisProblemKind.NoResult } problem } =>
            new RelaisResult<T>.NoResult(problem.Words, answered.Body),
        RelaisAnswer<T>.Failed { Problem: var problem } when answered.IsSuccess =>
            new RelaisResult<T>.Failed(outcomes.Refused(problem.Words)),
        RelaisAnswer<T>.Failed { Problem: var problem } =>
            new RelaisResult<T>.Failed(outcomes.Of(answered, problem.Words, isLook)),
        RelaisAnswer<T>.Unreadable { Fault: var fault } when answered.IsSuccess =>
            new RelaisResult<T>.Failed(outcomes.Unreadable(fault, isLook)),
        _ => new RelaisResult<T>.Failed(outcomes.Of(answered, "", isLook)),
    };

    /// <summary>The session of a user, or why there is none: then the call itself was never made.</summary>
    private async Task<(RelaisSession? Session, DeliveryOutcome? Refusal)> SignInAsync(
        RelaisUser user, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(user.Key, out var known))
            return (known, null);
        var exchange = await client.CallAsync(RelaisCalls.Login(user.Login), user.Way, cancellationToken);
        if (exchange is JsonExchange.Failed failed)
            return (null, JsonOutcomes.Of(failed, isLook: true));
        var answered = (JsonExchange.Answered)exchange;
        switch (RelaisReader.Login(answered.Body))
        {
            case RelaisAnswer<RelaisSession>.Said { Value.MayRequestLoans: false }:
                return (null, NotThisUser(user, "it may not request loans"));
            case RelaisAnswer<RelaisSession>.Said said when answered.IsSuccess:
                if (_sessions.Count >= MaxSessions)
                    _sessions.Clear();
                return (_sessions.GetOrAdd(user.Key, said.Value), null);
            case RelaisAnswer<RelaisSession>.Failed { Problem: var problem }
                when answered.Status is (>= 200 and < 300) or 400 or 404 or 422:
                return (null, NotThisUser(user, problem.Words));
            case RelaisAnswer<RelaisSession>.Failed { Problem: var problem }:
                return (null, outcomes.Of(answered, problem.Words, isLook: true));
            case RelaisAnswer<RelaisSession>.Unreadable { Fault: var fault } when answered.IsSuccess:
                return (null, outcomes.Unreadable(fault, isLook: true));
            default:
                return (null, outcomes.Of(answered, "", isLook: true));
        }
    }

    /// <summary>A patron whom Relais does not take is one request's trouble; the user for all requests is the
    /// operator's.</summary>
    private DeliveryOutcome NotThisUser(RelaisUser user, string why) => user.Settings.PatronId is null
        ? outcomes.Refused($"the patron cannot sign in, {why}")
        : outcomes.NotAuthorised($"the user of patronId cannot sign in: {why}");
}

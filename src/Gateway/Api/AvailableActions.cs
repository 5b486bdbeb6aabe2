using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Api;

/// <summary>What staff can do with a request now.</summary>
internal static class AvailableActions
{
    /// <summary>
    /// The actions that the rule would carry out, or would if the missing fields were said, in the order of a request's
    /// life. The rule is pure, so it is simply asked: table, workflow profile and state all count.
    /// </summary>
    public static IReadOnlyList<string> Of(RequestState state, Network network, DateTimeOffset now) =>
        Words.Actions.Where(action => network.WhyNot(action.Value, state, DateOnly.FromDateTime(now.DateTime)) is null
                && (IsPossible(state, action.Value, network, true, now)
                    || IsPossible(state, action.Value, network, false, now)))
            .Select(action => action.Key).ToArray();

    private static bool IsPossible(
        RequestState state, StaffAction action, Network network, bool answer, DateTimeOffset now)
    {
        // With a note, so that an action that needs one is asked for the rest of its conditions too.
        var said = ActionFields.None with { Answer = answer, Note = "?" };
        var @event = new RequestEvent.Staff(action, said) { At = now, By = "" };
        return network.Decide(state, @event) is Decision.Moved or Decision.Invalid;
    }
}

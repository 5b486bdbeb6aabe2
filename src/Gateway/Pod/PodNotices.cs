using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.RapidIll;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>Keeps of what a member's system has taken notice. A lender that has taken a request over shows as that; every other
/// notice is a line of the history, by which the queues know it.</summary>
internal static class PodNotices
{
    /// <summary>Keeps one, inside a unit of work; nothing, when the request went on to another member since the member was
    /// found to take part in it: that one would never be shown a request that somebody has taken over.</summary>
    /// <returns>What it has changed, in words, and whether anything was queued.</returns>
    public static (string Text, bool IsQueued) Write(
        IUnitOfWork work, long number, RapidPodNotice notice, RapidPodMember member, ReadOnlyMemory<byte> raw, Peer peer,
        DateTimeOffset at, Network network)
    {
        if (work.FindRequest(number) is not { } state
            || !string.Equals(state.Partner, member.Code, StringComparison.OrdinalIgnoreCase))
        {
            return ("Nothing was changed: the request is not with you any more.", false);
        }

        var message = work.AppendMessage(new JournalEntry
        {
            Direction = Direction.In, At = at, Protocol = RapidPodChannel.Name, Partner = member.Code, Request = number,
            Outcome = ArrivalOutcome.Applied, Detail = $"taken notice: {notice}", Peer = peer.ToString(), Raw = raw,
        });
        if (notice == RapidPodNotice.Taken && PodStates.Unanswered.Contains(state.Status))
        {
            var taken = new RequestEvent.Internal(EventKind.RequestAcknowledged, $"{member.Code}'s system has taken it over.")
            {
                At = at, By = member.Code,
            };
            if (network.Decide(state, taken) is Decision.Moved moved)
            {
                return ("", DecisionWriter.Write(work, state, moved, taken, message, network));
            }
        }

        var text = $"{member.Code}'s system has taken notice: {notice.ToString().ToLowerInvariant()}.";
        work.AppendHistory(new HistoryEntry(
            number, at, PodHistory.NameOf(notice), state.Status, state.Status, member.Code, text, message));
        return ("", false);
    }
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>What a job looks for, and what it tells the rules of each request that it finds.</summary>
/// <param name="Search">Where to look.</param>
/// <param name="Kind">What has happened to the request.</param>
/// <param name="IsDue">Is it really so? Asked again when the request is changed, since it may have moved on between the
/// search and the change.</param>
internal sealed record Watch(DateSearch Search, EventKind Kind, Func<RequestState, bool> IsDue);

/// <summary>What the jobs of the calendar watch for, on a day, in a network. All of it is looked up by indexes: a watch by
/// partner for what partners differ in, by status for the rest.</summary>
internal static class Watches
{
    /// <summary>Expiry dates that have passed, on both sides.</summary>
    public static IEnumerable<Watch> Expiry(DateOnly today) =>
        ByStatus(RequestDate.ExpiresOn, EventKind.ExpiryDatePassed, today, state => state.ExpiresOn < today);

    /// <summary>Due dates that have passed: the first message at once, the next after the partner's interval.</summary>
    public static IEnumerable<Watch> Overdue(Network network, DateOnly today)
    {
        foreach (var first in ByStatus(RequestDate.DueOn, EventKind.DueDatePassed, today,
            state => state.DueOn < today && !(state.IsOverdue && state.OverdueSentOn is not null)))
        {
            yield return first;
        }

        foreach (var partner in network.Partners.Where(partner => partner.Config.OverdueRepeatDays > 0))
        {
            var last = today.AddDays(-partner.Config.OverdueRepeatDays);
            yield return new Watch(
                new DateSearch(Side.Lending, RequestDate.RemindedOn, last.AddDays(1)) { Partner = partner.Code },
                EventKind.DueDatePassed,
                state => state.DueOn < today && state.IsOverdue && state.OverdueSentOn <= last);
        }
    }

    private static IEnumerable<Watch> ByStatus(
        RequestDate date, EventKind kind, DateOnly today, Func<RequestState, bool> isDue) =>
        from side in new[] { Side.Lending, Side.Borrowing }
        from status in Rules.Table(side).Expecting(kind)
        select new Watch(new DateSearch(side, date, today) { Status = status }, kind, isDue);
}

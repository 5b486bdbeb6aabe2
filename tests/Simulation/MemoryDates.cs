using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Storage.Sqlite;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Finds requests by their dates, as the indexes of a real store do: a date counts as long as it can matter.</summary>
internal static class MemoryDates
{
    /// <summary>The requests, earliest date first, then lowest number.</summary>
    /// <exception cref="ArgumentException">The search lacks the status or the partner that its date is searched by.</exception>
    public static IReadOnlyList<DatedRequest> Find(
        IEnumerable<RequestState> requests, DateSearch search, DatedRequest? after, int limit)
    {
        var isWanted = Wanted(search);
        var (first, last) = (search.From.DayNumber, search.Before.DayNumber - 1);
        return [.. requests.Where(isWanted)
            .Select(state => (state.Number, Day: DayOf(search.Date, state)))
            .Where(one => one.Day >= first && one.Day <= last)
            .Select(one => new DatedRequest(one.Number, DateOnly.FromDayNumber(one.Day!.Value)))
            .OrderBy(one => one.On).ThenBy(one => one.Number)
            .Where(one => after is null || (one.On, one.Number).CompareTo((after.On, after.Number)) > 0)
            .Take(limit)];
    }

    private static Func<RequestState, bool> Wanted(DateSearch search) => search.Date switch
    {
        RequestDate.SentOn or RequestDate.RemindedOn when search.Partner is { } partner =>
            state => state.Side == search.Side && state.Partner == partner,
        RequestDate.SentOn or RequestDate.RemindedOn => throw new ArgumentException("A partner is missing.", nameof(search)),
        RequestDate.UnlocatedOn or RequestDate.EndedOn or RequestDate.AnonymisedEndedOn or RequestDate.WorkDueOn => _ => true,
        _ when search.Status is { } status => state => state.Side == search.Side && state.Status == status
            && (search.Partner is null || state.Partner == search.Partner),
        _ => throw new ArgumentException("A status is missing.", nameof(search)),
    };

    private static int? DayOf(RequestDate date, RequestState state)
    {
        var card = new RequestCard(state);
        return (int?)(date switch
        {
            RequestDate.DueOn => card.RemindedOn is null ? state.DueOn?.DayNumber : null,
            RequestDate.ExpiresOn => state.ExpiresOn?.DayNumber,
            RequestDate.ReplyBy => state.ReplyBy?.DayNumber,
            RequestDate.SentOn => card.AskedOn,
            RequestDate.RemindedOn => card.RemindedOn,
            RequestDate.UnlocatedOn => card.UnlocatedOn,
            RequestDate.EndedOn => state.AnonymisedOn is null ? card.EndedOn : null,
            RequestDate.WorkDueOn => card.WorkDue,
            RequestDate.AnonymisedEndedOn => state.AnonymisedOn is null ? null : card.EndedOn,
            _ => throw new ArgumentOutOfRangeException(nameof(date), date, "Not a date of requests."),
        });
    }
}

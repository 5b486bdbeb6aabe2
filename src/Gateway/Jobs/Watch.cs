using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Jobs;

/// <summary>What a job looks for, and what it tells the rules of each request that it finds.</summary>
/// <param name="Search">Where to look.</param>
/// <param name="Kind">What has happened to the request.</param>
/// <param name="IsDue">Is it really so? Asked again when the request is changed, since it may have moved on between the
/// search and the change.</param>
internal sealed record Watch(DateSearch Search, EventKind Kind, Func<RequestState, bool> IsDue)
{
    /// <summary>What the partner is to read with it.</summary>
    public string? Note { get; init; }
}

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

        foreach (var late in network.Snapshot.Gateway.PatronLetters.Overdue ? PatronsLate(network, today) : [])
        {
            yield return late;
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

    /// <summary>Patrons whose due date has passed, told once for each due date. It comes before the partner's by the days in
    /// transit, so the search reaches as far ahead as the longest of them.</summary>
    private static IEnumerable<Watch> PatronsLate(Network network, DateOnly today)
    {
        var ahead = network.Partners.Select(partner => partner.Config.DeliveryDelayDays).DefaultIfEmpty().Max();
        return from status in Rules.Table(Side.Borrowing).Expecting(EventKind.PatronDueDatePassed)
            select new Watch(
                new DateSearch(Side.Borrowing, RequestDate.DueOn, today.AddDays(ahead)) { Status = status },
                EventKind.PatronDueDatePassed,
                state => state.PatronOverdueFor != state.DueOn && state.Content.Patron is not null
                    && network.PatronDueOn(state) < today);
    }

    /// <summary>Due dates that come near, once for each date. Borrowing: the patron's date counts. Lending: expiry dates
    /// of what has not left yet, too.</summary>
    public static IEnumerable<Watch> DueSoon(Network network, DateOnly today)
    {
        foreach (var answer in AnswerDue(today))
        {
            yield return answer;
        }

        foreach (var partner in network.Partners.Where(partner => partner.Config.DueSoonDays > 0))
        {
            var lent = today.AddDays(partner.Config.DueSoonDays);
            foreach (var watch in Near(partner.Code, Side.Lending, lent, today))
            {
                yield return watch;
            }

            foreach (var watch in Near(partner.Code, Side.Borrowing, lent.AddDays(partner.Config.DeliveryDelayDays), today))
            {
                yield return watch;
            }
        }
    }

    /// <summary>Suppliers that have not answered, asked again once.</summary>
    public static IEnumerable<Watch> Claim(Network network, DateOnly today) =>
        from partner in network.Partners
        where partner.Config.ClaimAfterDays is not null
        select Unanswered(partner, EventKind.ClaimDue, today.AddDays(-partner.Config.ClaimAfterDays!.Value));

    /// <summary>Suppliers that have not answered, given up.</summary>
    public static IEnumerable<Watch> AutoCancel(Network network, DateOnly today) =>
        from partner in network.Partners
        where partner.Config.AutoCancelAfterDays is not null
        select Unanswered(partner, EventKind.AutoCancelDue, today.AddDays(-partner.Config.AutoCancelAfterDays!.Value)) with
        {
            Note = partner.Config.AutoCancelReason,
        };

    /// <summary>Conditions whose date for the reply has passed.</summary>
    public static IEnumerable<Watch> ReplyDate(DateOnly today) =>
        ByStatus(RequestDate.ReplyBy, EventKind.ReplyDatePassed, today, state => state.ReplyBy < today);

    /// <summary>Automatic rejections that staff have let stand for a night.</summary>
    public static IEnumerable<Watch> AutoReject(DateOnly today) =>
        ByStatus(RequestDate.ReplyBy, EventKind.AutoRejectDue, today, state => state.LastTransitionOn < today);

    /// <summary>What nobody was known to hold, as long as it is still wanted.</summary>
    public static IEnumerable<Watch> LocateRetry(Network network, DateOnly today)
    {
        var since = today.AddDays(-network.Snapshot.Gateway.Jobs.LocateRetryDays);
        yield return new Watch(
            new DateSearch(Side.Borrowing, RequestDate.UnlocatedOn, since.AddDays(1)), EventKind.LocateRetryDue,
            state => state.LastTransitionOn <= since && !(state.Content.NeededBy < today) && !(state.ExpiresOn < today));
    }

    /// <summary>Digitisations whose work time has passed, and those whose work time is nearly over.</summary>
    public static IEnumerable<Watch> WorkTime(Network network, DateOnly today)
    {
        yield return new Watch(
            new DateSearch(Side.Lending, RequestDate.WorkDueOn, today), EventKind.WorkTimePassed,
            state => state.Digitisation is { IsOpen: true, DueBy: { } due } && due < today)
        {
            Note = "We could not digitise it in time.",
        };
        if (network.Snapshot.Gateway.Digitisation.WarnDays is > 0 and var days)
        {
            var last = today.AddDays(days);
            yield return new Watch(
                new DateSearch(Side.Lending, RequestDate.WorkDueOn, last.AddDays(1)) { From = today }, EventKind.WorkTimeNear,
                state => state.Digitisation is { IsOpen: true, IsWarned: false, DueBy: { } due } && due >= today && due <= last);
        }
    }

    /// <summary>Of the loans that come due in these days, those of one partner: the window is short, so that the others in it
    /// cost little.</summary>
    private static IEnumerable<Watch> Near(string partner, Side side, DateOnly last, DateOnly today) =>
        from status in Rules.Table(side).Expecting(EventKind.DueDateNear)
        select new Watch(
            new DateSearch(side, RequestDate.DueOn, last.AddDays(1)) { Status = status, From = today, Partner = partner },
            EventKind.DueDateNear,
            state => state.DueOn >= today && state.DueOn <= last && state.DueOn != state.ReminderSentFor);

    private static IEnumerable<Watch> AnswerDue(DateOnly today)
    {
        var last = today.AddDays(AnsweringRules.AnswerDueDays);
        return from status in Rules.Table(Side.Lending).Expecting(EventKind.AnswerDue)
            select new Watch(
                new DateSearch(Side.Lending, RequestDate.ExpiresOn, last.AddDays(1)) { Status = status, From = today },
                EventKind.AnswerDue,
                state => state.ExpiresOn >= today && state.ExpiresOn <= last && state.ExpiresOn != state.AnswerAlertFor);
    }

    private static Watch Unanswered(Partner partner, EventKind kind, DateOnly asked) => new(
        new DateSearch(Side.Borrowing, RequestDate.SentOn, asked.AddDays(1)) { Partner = partner.Code }, kind,
        state => state.SentOn <= asked);

    private static IEnumerable<Watch> ByStatus(
        RequestDate date, EventKind kind, DateOnly today, Func<RequestState, bool> isDue) =>
        from side in new[] { Side.Lending, Side.Borrowing }
        from status in Rules.Table(side).Expecting(kind)
        select new Watch(new DateSearch(side, date, today) { Status = status }, kind, isDue);
}

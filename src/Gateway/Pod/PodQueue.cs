using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Gateway.Pod;

/// <summary>One of the queues of the interface, told from the requests. A queue that is worked off shows everything that waits in
/// it; one of what has happened recently shows what the member's system has not taken notice of.</summary>
internal sealed record PodQueue
{
    /// <summary>Requests that are read at one time.</summary>
    public const int PageSize = 200;

    /// <summary>Hours of a queue of recent things, where the caller names none.</summary>
    private const int UsualHours = 24;

    /// <summary>The most hours that are looked back.</summary>
    private const int MaxHours = 24 * 366;

    private static readonly Status[] Supplied =
    [
        Status.ShippedPhysically, Status.ShippedDigitally, Status.RequestCompleted, Status.ReceivedByPartner,
    ];

    private static readonly Status[] Waiting =
    [
        Status.RequestCreatedLend, Status.LocateFailed, Status.BeingProcessed, Status.NonExpiring, Status.PendingAutoReject,
        Status.WillSupply, Status.Conditional, Status.CancelReply,
    ];

    private PodQueue(RapidPodRole role, Status[] statuses) => (Role, Statuses) = (role, statuses);

    /// <summary>Whose queue it is.</summary>
    public RapidPodRole Role { get; }

    /// <summary>Whether it needs what has happened, to tell what it shows.</summary>
    public bool NeedsHistory { get; private init; }

    /// <summary>The state that all its entries are in; null where they differ.</summary>
    public RapidState? State { get; private init; }

    /// <summary>Whether it is of what happened recently.</summary>
    public bool IsRecent { get; private init; }

    private Status[] Statuses { get; }

    private ServiceType? Kind { get; init; }

    private Func<PodCase, string, bool> Condition { get; init; } = (_, _) => true;

    /// <summary>The queue of that name.</summary>
    public static PodQueue Of(RapidQueue queue) => queue switch
    {
        RapidQueue.LenderPending => new PodQueue(RapidPodRole.Lender, PodStates.Unanswered)
        {
            Condition = (one, member) => !one.IsAskedAgain(member),
        },
        RapidQueue.LenderResend => new PodQueue(
            RapidPodRole.Lender,
            [
                .. PodStates.Unanswered, Status.ShippedDigitally, Status.ShippedPhysically, Status.ReceivedDigitally,
                Status.RequestCompleted,
            ])
        {
            NeedsHistory = true,
            State = RapidState.NewResend,
            Condition = (one, member) => PodStates.Unanswered.Contains(one.Asked!.Status)
                ? one.IsAskedAgain(member)
                : one.Asked.IsCopy() && one.History!.IsNotReceived()
                    && !PodHistory.IsNoticed(one.History.AskedLines, RapidPodNotice.Taken, "general-message", "received:shipped"),
        },
        RapidQueue.IllSoftwarePending => new PodQueue(RapidPodRole.Lender, [Status.RequestAccepted])
        {
            Condition = (one, member) => !one.IsAskedAgain(member),
        },
        RapidQueue.IllSoftwareResend => new PodQueue(RapidPodRole.Lender, [Status.RequestAccepted])
        {
            Condition = (one, member) => one.IsAskedAgain(member),
        },
        RapidQueue.LenderRecentlyReceived => Loans(PodStates.AtBorrower, RapidPodNotice.Received, "receive"),
        RapidQueue.LenderRecentlyReturned => Loans([Status.ReturnedToPartner], RapidPodNotice.Returned, "return"),
        RapidQueue.LenderRecentlyRenewalRequested => Loans([Status.RenewRequested], RapidPodNotice.Renewal, "renew"),
        RapidQueue.BorrowerPending => new PodQueue(RapidPodRole.Borrower, Waiting),
        RapidQueue.BorrowerBadCitation => new PodQueue(RapidPodRole.Borrower, [Status.Rejected])
        {
            IsRecent = true, Condition = (one, _) => PodStates.IsBadCitation(one.Asked),
        },
        RapidQueue.BorrowerNotAvailable => new PodQueue(RapidPodRole.Borrower, [Status.Rejected, Status.Expired])
        {
            IsRecent = true, Condition = (one, _) => one.Asking!.Status == Status.Expired || !PodStates.IsBadCitation(one.Asked),
        },
        RapidQueue.BorrowerRecentlyFilled => new PodQueue(RapidPodRole.Borrower, Supplied)
        {
            IsRecent = true, Kind = ServiceType.CopyNonReturnable,
        },
        RapidQueue.BorrowerRecentlyFilledRapidX => new PodQueue(RapidPodRole.Borrower, Supplied)
        {
            IsRecent = true, Kind = ServiceType.CopyNonReturnable, Condition = (one, _) => one.Asked?.File is not null,
        },
        RapidQueue.BorrowerRecentlyShipped => new PodQueue(RapidPodRole.Borrower, [Status.ShippedPhysically])
        {
            IsRecent = true, Kind = ServiceType.Loan, NeedsHistory = true,
            Condition = (one, _) => !PodHistory.IsNoticed(one.History!.AskingLines, RapidPodNotice.Shipped, "ship"),
        },
        RapidQueue.BorrowerRecentlyFinished => new PodQueue(RapidPodRole.Borrower, [Status.RequestCompleted])
        {
            IsRecent = true, Kind = ServiceType.Loan, NeedsHistory = true,
            Condition = (one, _) => !PodHistory.IsNoticed(one.History!.AskingLines, RapidPodNotice.Finished, "check-in"),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(queue), queue, "not a queue of this set"),
    };

    /// <summary>The halves that it may show.</summary>
    public RequestFilter Filter(string member) => new()
    {
        Side = Role == RapidPodRole.Borrower ? Side.Lending : Side.Borrowing, Partner = member, Statuses = Statuses,
    };

    /// <summary>Since when a change counts; null for all.</summary>
    public DateTimeOffset? Since(int hoursOld, DateTimeOffset now) => (hoursOld, IsRecent) switch
    {
        (> 0, _) => now.AddHours(-Math.Min(hoursOld, MaxHours)),
        (_, true) => now.AddHours(-UsualHours),
        _ => null,
    };

    /// <summary>Whether a half may be shown, as far as it tells that itself.</summary>
    public bool MayShow(RequestState half, string member) =>
        (Kind is null || half.SuppliedAs == Kind)
        && (Role == RapidPodRole.Borrower || half.Rota.Any(leg => leg.Outcome is LegOutcome.Active or LegOutcome.Supplied
            && string.Equals(leg.Partner, member, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a request is shown.</summary>
    public bool Shows(PodCase one, string member) => Condition(one, member);

    private static PodQueue Loans(Status[] statuses, RapidPodNotice notice, string trigger) => new(RapidPodRole.Lender, statuses)
    {
        IsRecent = true, Kind = ServiceType.Loan, NeedsHistory = true,
        Condition = (one, _) => !PodHistory.IsNoticed(one.History!.AskedLines, notice, trigger),
    };
}

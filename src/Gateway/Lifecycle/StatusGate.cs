using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The last look at a decision: a status whose step is off is never entered. What led there is not
/// refused for it, since it has happened; the request goes to the nearest status without the step, and the
/// text says so.</summary>
internal static class StatusGate
{
    /// <summary>From a status to the nearest one that always exists it is never farther.</summary>
    private const int MaxHops = 3;

    /// <summary>The decision as it is, or with the nearest status that the profile has.</summary>
    public static Decision.Moved Pass(RequestState before, Decision.Moved moved, Situation s)
    {
        var wanted = moved.State.Status;
        if (wanted == before.Status || IsOn(before.Side, wanted, s.Profile))
        {
            return moved;
        }

        var nearest = wanted;
        for (var hops = 0; hops < MaxHops && !IsThere(before, nearest, s.Profile); hops++)
        {
            nearest = Nearest(before, nearest, s.Event);
        }

        var missing = StepCatalog.Missing(StepCatalog.StepsOf(before.Side, wanted));
        var (from, to) = (Label(before.Side, wanted), Label(before.Side, nearest));
        var isStill = nearest == before.Status;
        return moved with
        {
            State = moved.State with
            {
                Status = nearest,
                LastTransitionOn = isStill ? before.LastTransitionOn : moved.State.LastTransitionOn,
                ResumeAt = isStill ? before.ResumeAt : moved.State.ResumeAt,
                HasUnreadMessage =
                    moved.State.HasUnreadMessage || (isStill && s.Event is RequestEvent.Arrived),
            },
            Text = $"{moved.Text} The workflow profile {s.Profile.Code} has {missing}, so " +
                $"instead of \"{from}\" the request {(isStill ? "stays" : "is")} \"{to}\".",
        };
    }

    /// <summary>Does the profile have the status?</summary>
    public static bool IsOn(Side side, Status status, WorkflowProfile profile) =>
        profile.HasAny(StepCatalog.StepsOf(side, status));

    private static bool IsThere(RequestState before, Status status, WorkflowProfile profile) =>
        status == before.Status || IsOn(before.Side, status, profile);

    private static string Label(Side side, Status status) => StatusCatalog.Info(side, status).Label;

    private static Status Nearest(RequestState before, Status status, RequestEvent @event) =>
        before.Side == Side.Borrowing
            ? NearestOfBorrowing(before, status, @event)
            : NearestOfLending(before, status);

    private static Status NearestOfBorrowing(RequestState before, Status status, RequestEvent @event) =>
        status switch
        {
            Status.WillSupply => Status.AutoWillSupply,
            Status.AutoWillSupply or Status.RequestAccepted or Status.Conditional
                or Status.CancelNotAccepted => Unanswered(before),
            Status.CancelledByPatron => Status.CancelledByStaff,
            Status.CancelReply => Status.CancelledByStaff,
            Status.CancelledByStaff or Status.Cancelled => Status.Rejected,
            Status.LocalHolding when before.Status == Status.LocateInProcess => Status.ReadyToSend,
            Status.ReceiveDigitallyReply => Status.ShippedDigitally,
            Status.ReceivedDigitally or Status.LenderCheckIn => Status.RequestCompleted,
            Status.Renewed or Status.RenewNotAccepted => BorrowedItemRules.InUse(before),
            Status.OverdueItem when @event is not RequestEvent.Arrived { Message: IllMessage.Overdue } =>
                BorrowedItemRules.InUse(before),
            _ => before.Status,
        };

    private static Status Unanswered(RequestState before) =>
        before.Status is Status.RequestAccepted or Status.Claimed or Status.CancelNotAccepted
            ? before.Status
            : Status.RequestSent;

    private static Status NearestOfLending(RequestState before, Status status) => status switch
    {
        Status.WillSupply or Status.Conditional or Status.PendingAutoReject
            when before.Status == Status.CancelReply => Status.RequestCreatedLend,
        Status.ShippedDigitally => Status.RequestCompleted,
        Status.ReceivedByPartner => Status.ShippedPhysically,
        Status.RenewalResponse or Status.OverdueItem =>
            before.ReceivedOn is null ? Status.ShippedPhysically : Status.ReceivedByPartner,
        _ => before.Status,
    };
}

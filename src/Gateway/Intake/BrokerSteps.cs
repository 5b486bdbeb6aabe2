using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// What a command to circulation means for the request that it belongs to, once circulation has carried it out: the events
/// of the lifecycle, in their order. The system that manages the request (ILLiad, Relais, Navigator) acts here in the place
/// of the partner and of our staff. Pure.
/// </summary>
internal static class BrokerSteps
{
    private static readonly string[] StillPending = ["Renew Still Pending", "Renewal Still Pending"];

    /// <summary>The event by which a borrowing request that another system manages counts as asked for.</summary>
    public static RequestEvent Sent(DateTimeOffset at, string by) => Act(StaffAction.Send, ActionFields.None, at, by);

    /// <summary>The events of a command.</summary>
    /// <param name="command">What was asked.</param>
    /// <param name="done">What circulation answered; null for a renewal that is not decided yet.</param>
    /// <param name="state">The request.</param>
    /// <param name="at">When.</param>
    /// <param name="partner">Who asked.</param>
    public static IReadOnlyList<RequestEvent> Of(
        CirculationCommand command, CirculationAnswer.Done? done, RequestState state, DateTimeOffset at, Partner partner)
    {
        var scene = new Scene(state, done, at, partner);
        return state.Side == Side.Borrowing ? Borrowing(command, scene) : Lending(command, scene);
    }

    private static IReadOnlyList<RequestEvent> Borrowing(CirculationCommand command, Scene scene) => command switch
    {
        CirculationCommand.AcceptItem accept => Accepted(accept, scene),
        CirculationCommand.CheckOutItem => [scene.Fact(EventKind.LoanedToPatron, "The patron took the item out.")],
        CirculationCommand.CheckInItem => CheckedInFromPatron(scene),
        CirculationCommand.RenewItem when scene.Done is { DueAt: { } due } => [scene.RenewedForPatron(due)],
        CirculationCommand.RenewItem => [],
        CirculationCommand.RecallItem recall => [scene.Recalled(scene.Done?.DueAt ?? recall.DesiredDueAt)],
        CirculationCommand.CancelRequestItem => Cancelled(scene),
        CirculationCommand.Notice notice => Told(notice, scene),
        _ => [],
    };

    private static IReadOnlyList<RequestEvent> Lending(CirculationCommand command, Scene scene) => command switch
    {
        CirculationCommand.CheckOutItem => [scene.Shipped()],
        CirculationCommand.CheckInItem => [scene.Act(StaffAction.CheckIn)],
        CirculationCommand.RenewItem renew => RenewedByUs(renew, scene),
        CirculationCommand.RecallItem recall =>
        [
            scene.Act(StaffAction.Recall, new ActionFields { DueDate = scene.Day(scene.Done?.DueAt ?? recall.DesiredDueAt) }),
        ],
        CirculationCommand.CancelRequestItem => CancelledByBorrower(scene),
        CirculationCommand.Notice notice => Told(notice, scene),
        _ => [],
    };

    /// <summary>The item came: whatever was told of its shipping before, it is here now.</summary>
    private static List<RequestEvent> Accepted(CirculationCommand.AcceptItem accept, Scene scene)
    {
        var service = accept.IsNonReturnable ? ServiceType.CopyNonReturnable : ServiceType.Loan;
        var due = scene.Day(accept.DueAt) is { } day ? new DueDate(day, !accept.IsRenewalNotPermitted) : null;
        var shipped = new IllMessage.Shipped
        {
            Header = scene.Header, ServiceType = service, Supply = new SupplyDetails { Due = due },
            Barcode = scene.Done?.Item?.Value ?? accept.Item?.Value,
        };
        List<RequestEvent> events =
            [scene.Arrived(shipped), scene.Act(StaffAction.Receive, new ActionFields { Format = service })];
        if (accept.Action is AcceptAction.Circulate or AcceptAction.CirculateAndNotify)
        {
            events.Add(scene.Fact(EventKind.LoanedToPatron, "Lent to the patron on arrival."));
        }

        return events;
    }

    private static RequestEvent[] CheckedInFromPatron(Scene scene) =>
        [scene.Fact(EventKind.ReturnedByPatron, "The patron brought the item back."), scene.Act(StaffAction.Return)];

    private static RequestEvent[] Cancelled(Scene scene) =>
    [
        scene.Fact(EventKind.PatronCancelled, "The request was called off."),
        scene.Arrived(new IllMessage.CancelReply { Header = scene.Header, Agrees = true }),
    ];

    private static RequestEvent[] CancelledByBorrower(Scene scene) =>
    [
        scene.Arrived(new IllMessage.Cancel { Header = scene.Header }),
        scene.Act(StaffAction.Cancel, new ActionFields { Answer = true }),
    ];

    private static RequestEvent[] RenewedByUs(CirculationCommand.RenewItem renew, Scene scene)
    {
        var asked = scene.Arrived(new IllMessage.Renew { Header = scene.Header, DesiredDueOn = scene.Day(renew.DesiredDueAt) });
        return scene.Done is { DueAt: { } due }
            ? [asked, scene.Act(StaffAction.RenewAnswer, new ActionFields { Answer = true, DueDate = scene.Day(due) })]
            : [asked];
    }

    private static IReadOnlyList<RequestEvent> Told(CirculationCommand.Notice notice, Scene scene)
    {
        var weBorrow = scene.State.Side == Side.Borrowing;
        return notice.Kind switch
        {
            CirculationNotice.ItemRequested => [],
            CirculationNotice.ItemRequestCancelled => weBorrow ? Cancelled(scene) : CancelledByBorrower(scene),
            CirculationNotice.ItemShipped when weBorrow => [scene.Arrived(new IllMessage.Shipped
            {
                Header = scene.Header, ServiceType = ServiceType.Loan, Barcode = notice.Item?.Value,
                Supply = new SupplyDetails { Due = scene.Due(notice.DueAt) },
            })],
            CirculationNotice.ItemShipped => [scene.Shipped()],
            CirculationNotice.ItemReceived when weBorrow =>
                [scene.Act(StaffAction.Receive, new ActionFields { Format = ServiceType.Loan })],
            CirculationNotice.ItemReceived => [scene.Arrived(new IllMessage.Received
            {
                Header = scene.Header, ServiceType = ServiceType.Loan, ReceivedOn = scene.Day(notice.At) ?? scene.Today,
            })],
            CirculationNotice.ItemCheckedOut =>
                [weBorrow ? scene.Fact(EventKind.LoanedToPatron, "The patron took the item out.") : scene.Shipped()],
            CirculationNotice.ItemCheckedIn => weBorrow ? CheckedInFromPatron(scene) : [scene.Act(StaffAction.CheckIn)],
            CirculationNotice.ItemRenewed when weBorrow && notice.DueAt is { } due => [scene.Renewed(due)],
            CirculationNotice.ItemRenewed => [],
            CirculationNotice.ItemRecalled when weBorrow => [scene.Recalled(notice.DueAt)],
            CirculationNotice.ItemRecalled => [scene.Act(StaffAction.Recall, new ActionFields { DueDate = scene.Day(notice.DueAt) })],
            CirculationNotice.StatusUpdated => weBorrow ? RenewalTold(notice.Status, scene) : [],
            _ => throw new ArgumentOutOfRangeException(nameof(notice), notice.Kind, "not a notice of this set"),
        };
    }

    /// <summary>By a change of status the other system says how a renewal goes on that we have asked for.</summary>
    private static RequestEvent[] RenewalTold(string? status, Scene scene)
    {
        var text = status?.Trim();
        return StillPending.Contains(text, StringComparer.OrdinalIgnoreCase)
            || !string.Equals(text, "Item Not Renewed", StringComparison.OrdinalIgnoreCase)
            ? []
            : [scene.Arrived(new IllMessage.RenewAnswer { Header = scene.Header, Grants = false })];
    }

    private static RequestEvent.Staff Act(StaffAction action, ActionFields fields, DateTimeOffset at, string by) =>
        new(action, fields) { At = at, By = by };

    private sealed record Scene(RequestState State, CirculationAnswer.Done? Done, DateTimeOffset At, Partner Partner)
    {
        private string By => Partner.Code;

        public DateOnly Today => DateOnly.FromDateTime(At.DateTime);

        public MessageHeader Header => new()
        {
            Transaction = State.Transaction
                ?? new TransactionId { GroupQualifier = State.Id, Qualifier = State.ExternalId },
            At = ServiceTime.From(At),
        };

        public DateOnly? Day(DateTimeOffset? at) =>
            at is { } point ? DateOnly.FromDateTime(point.ToOffset(At.Offset).DateTime) : null;

        public DueDate? Due(DateTimeOffset? at) => Day(at) is { } day ? new DueDate(day) : null;

        public RequestEvent Act(StaffAction action, ActionFields? fields = null) =>
            BrokerSteps.Act(action, fields ?? ActionFields.None, At, By);

        public RequestEvent Fact(EventKind kind, string text) => new RequestEvent.Internal(kind, text) { At = At, By = By };

        public RequestEvent Arrived(IllMessage message) => new RequestEvent.Arrived(message) { At = At, By = By };

        public RequestEvent Renewed(DateTimeOffset due) =>
            Arrived(new IllMessage.RenewAnswer { Header = Header, Grants = true, Due = Due(due) });

        /// <summary>What the patron was given is less than what the owner gave by the days in transit.</summary>
        public RequestEvent RenewedForPatron(DateTimeOffset due) => Renewed(due.AddDays(Partner.Config.DeliveryDelayDays));

        public RequestEvent Recalled(DateTimeOffset? due) =>
            Arrived(new IllMessage.Recall { Header = Header, DueOn = Day(due) });

        /// <summary>A loan without a date is due as the partner's loans are; one that is reported late is due today at the
        /// earliest.</summary>
        public RequestEvent Shipped()
        {
            var due = Day(Done?.DueAt) ?? Today.AddDays(Partner.Config.LoanPeriodDays);
            return Act(StaffAction.Ship, new ActionFields { DueDate = due < Today ? Today : due, Barcode = Done?.Item?.Value });
        }
    }
}

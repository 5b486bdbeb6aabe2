using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Lifecycle;

/// <summary>Invented requests, events and messages for tests of the rules.</summary>
internal static class LifecycleFixtures
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly TransactionId Transaction = new()
    {
        InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000001", Qualifier = "1",
    };

    public static readonly WorkflowProfile BorrowingProfile = WorkflowProfile.Full(Side.Borrowing);

    public static readonly WorkflowProfile LendingProfile = WorkflowProfile.Full(Side.Lending);

    public static WorkflowProfile Full(Side side) => side == Side.Borrowing ? BorrowingProfile : LendingProfile;

    public static WorkflowProfile Without(Side side, params WorkflowStep[] steps) =>
        new("SOME", side, [.. Full(side).Steps.Except(steps)]);

    public static WorkflowProfile With(Side side, params WorkflowStep[] steps) =>
        new("MORE", side, [.. Full(side).Steps.Union(steps)]);

    /// <summary>A request in a status, with what it would know there.</summary>
    public static RequestState Request(Side side, Status status, int suppliersLeft = 1)
    {
        var phase = StatusCatalog.Info(side, status).Phase;
        var isSupplied = phase == Phase.Tracking && status != Status.Reactivated;
        var isAsked = side == Side.Lending || phase != Phase.BeforeSending;
        var leg = new RotaLeg("EAST", isAsked ? LegOutcome.Active : LegOutcome.Waiting, isAsked ? Transaction : null);
        return new RequestState
        {
            Number = 1,
            Id = "HOME0000001",
            Side = side,
            Status = status,
            Content = new IllRequest { Citation = new Citation { Title = "On Rivers", Author = "Blum, Ida" } },
            ExternalId = "HOME0000001",
            Partner = isAsked ? "EAST" : null,
            Transaction = isAsked ? Transaction : null,
            OurSymbol = Symbol.Parse(side == Side.Borrowing ? "RSG:HOME" : "RSG:EAST"),
            Rota = side == Side.Lending
                ? []
                : [leg, .. Enumerable.Range(2, suppliersLeft).Select(n => new RotaLeg($"S{n}", LegOutcome.Waiting))],
            CreatedAt = Start,
            UpdatedAt = Start,
            LastTransitionOn = DateOnly.FromDateTime(Start.DateTime),
            ShippedOn = isSupplied ? new DateOnly(2026, 2, 1) : null,
            DueOn = isSupplied ? new DateOnly(2026, 3, 1) : null,
            SuppliedAs = isSupplied ? ServiceType.Loan : null,
        };
    }

    public static CatalogueTitle Title(string id) => new(id, "On Rivers", "1978", "QE862.S3", IsAvailable: true);

    /// <summary>What digitisation rules may say.</summary>
    public static DigitisationPlan Plan(ApprovalMode mode, int? workDays = 5, params ApprovalKind[] needs) => new()
    {
        Department = "SCAN", Rule = "invented", WorkDays = workDays, Needs = needs, Mode = mode,
        Reason = mode == ApprovalMode.Automatic ? "our own works" : null,
    };

    public static RequestEvent.Staff Act(StaffAction action, ActionFields? fields = null, DateTimeOffset? at = null) =>
        new(action, fields ?? ActionFields.None) { At = at ?? Start, By = "staff" };

    public static RequestEvent.Arrived Arrives(IllMessage message, DateTimeOffset? at = null) =>
        new(message) { At = at ?? Start, By = "EAST" };

    public static MessageHeader Header(TransactionId? transaction = null) =>
        new() { Transaction = transaction ?? Transaction, At = ServiceTime.From(Start) };

    public static IllMessage.Answer Answer(AnswerResult result) => new() { Header = Header(), Result = result };

    public static IllMessage.Shipped Shipped(
        ServiceType type = ServiceType.Loan, MediumType medium = MediumType.Printed, DateOnly? due = null) => new()
        {
            Header = Header(),
            ServiceType = type,
            Supply = new SupplyDetails
            {
                ShippedOn = new DateOnly(2026, 3, 1), Due = due is { } on ? new DueDate(on) : null,
                Units = [new UnitsOfMedium(medium, 1)],
            },
        };

    /// <summary>An event of a column, with fields that are right for it.</summary>
    public static RequestEvent Event(EventKind kind, RequestState state, DateTimeOffset at, Random? random = null) =>
        EventKinds.SourceOf(kind) switch
        {
            EventSource.Staff => Staff(kind, state, at, random),
            EventSource.Internal when kind is EventKind.Located or EventKind.NotLocated => Catalogue(kind, state, at),
            EventSource.Internal => new RequestEvent.Internal(kind, "invented") { At = at, By = "part" },
            EventSource.Message => new RequestEvent.Arrived(Message(kind, at)) { At = at, By = "EAST" },
            EventSource.Calendar => new RequestEvent.Calendar(kind) { At = at, By = "calendar" },
            _ => new RequestEvent.Undeliverable(
                kind == EventKind.RequestUndeliverable
                    ? new IllMessage.Request { Header = Header(state.Transaction), Content = state.Content }
                    : new IllMessage.Message { Header = Header(state.Transaction) },
                "no such host") { At = at, By = "delivery" },
        };

    /// <summary>What catalogues say: the suppliers' where we borrow, our own where we lend.</summary>
    private static RequestEvent Catalogue(EventKind kind, RequestState state, DateTimeOffset at)
    {
        var isFound = kind == EventKind.Located;
        if (state.Side == Side.Lending)
        {
            // In odd hours several titles fit, in even ones none does.
            var titles = isFound ? 1 : at.Hour % 2 * 2;
            return new RequestEvent.OwnCatalogueAnswered(titles, "invented", null)
            {
                At = at, By = "locate", Found = Enumerable.Range(1, titles).Select(n => Title($"T{n}")).ToArray(),
            };
        }

        var finding = new CatalogueFinding(
            isFound ? Holding.Owned : Holding.NotOwned, "invented", DateOnly.FromDateTime(at.DateTime));
        return new RequestEvent.CataloguesAnswered(
            state.Rota.Where(leg => leg.Outcome == LegOutcome.Waiting)
                .Select(leg => new CatalogueAnswer(leg.Partner, finding))
                .DefaultIfEmpty(new CatalogueAnswer("NOBODY", finding)).ToArray(),
            new LocatePolicy(SendNow: false, CancelWhenNone: false, UnknownHolding.Last)) { At = at, By = "locate" };
    }

    public static IllMessage Message(EventKind kind, DateTimeOffset at)
    {
        var header = Header() with { At = ServiceTime.From(at) };
        var today = DateOnly.FromDateTime(at.DateTime);
        IllMessage Answered(AnswerResult result) => new IllMessage.Answer { Header = header, Result = result };
        return kind switch
        {
            EventKind.RequestArrived => new IllMessage.Request
            {
                Header = header, Content = new IllRequest { Citation = new Citation { Title = "On Rivers" } },
            },
            EventKind.ForwardNotificationArrived => new IllMessage.ForwardNotification
            {
                Header = header, Intermediary = new Party { Name = "East" },
            },
            EventKind.ShippedArrived => Shipped(due: today.AddDays(28)) with { Header = header },
            EventKind.ConditionalArrived => Answered(new AnswerResult.Conditional(Condition.LibraryUseOnly, null)),
            EventKind.RetryArrived => Answered(new AnswerResult.Retry(null, null)),
            EventKind.UnfilledArrived => Answered(new AnswerResult.Unfilled(ReasonUnfilled.NotOwned)),
            EventKind.LocationsArrived => Answered(new AnswerResult.LocationsProvided(null)),
            EventKind.WillSupplyArrived => Answered(new AnswerResult.WillSupply(ReasonWillSupply.OnHold, today)),
            EventKind.HoldPlacedArrived => Answered(new AnswerResult.HoldPlaced(null, null)),
            EventKind.EstimateArrived => Answered(new AnswerResult.Estimate("10 EUR")),
            EventKind.ConditionalReplyYesArrived => new IllMessage.ConditionalReply { Header = header, Accepts = true },
            EventKind.ConditionalReplyNoArrived => new IllMessage.ConditionalReply { Header = header, Accepts = false },
            EventKind.CancelArrived => new IllMessage.Cancel { Header = header },
            EventKind.CancelReplyYesArrived => new IllMessage.CancelReply { Header = header, Agrees = true },
            EventKind.CancelReplyNoArrived => new IllMessage.CancelReply { Header = header, Agrees = false },
            EventKind.ReceivedArrived => new IllMessage.Received
            {
                Header = header, ReceivedOn = today, ServiceType = ServiceType.Loan,
            },
            EventKind.RecallArrived => new IllMessage.Recall { Header = header, DueOn = today.AddDays(3) },
            EventKind.ReturnedArrived => new IllMessage.Returned { Header = header, ReturnedOn = today },
            EventKind.CheckedInArrived => new IllMessage.CheckedIn { Header = header, CheckedInOn = today },
            EventKind.OverdueArrived => new IllMessage.Overdue { Header = header, Due = new DueDate(today) },
            EventKind.RenewArrived => new IllMessage.Renew { Header = header, DesiredDueOn = today.AddDays(60) },
            EventKind.RenewAnswerYesArrived => new IllMessage.RenewAnswer
            {
                Header = header, Grants = true, Due = new DueDate(today.AddDays(60)),
            },
            EventKind.RenewAnswerNoArrived => new IllMessage.RenewAnswer { Header = header, Grants = false },
            EventKind.LostArrived => new IllMessage.Lost { Header = header },
            EventKind.DamagedArrived => new IllMessage.Damaged { Header = header },
            EventKind.MessageArrived => new IllMessage.Message { Header = header, Note = "a word" },
            EventKind.StatusQueryArrived => new IllMessage.StatusQuery { Header = header },
            EventKind.StatusReportArrived => Report(header, new Report.None(ReasonNoReport.Temporary)),
            EventKind.ErrorReportArrived => Report(
                header, new Report.Error("SHIPPED", new Problem.General(GeneralProblem.Other))),
            EventKind.ExpiredArrived => new IllMessage.Expired { Header = header },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a message"),
        };
    }

    private static IllMessage.StatusOrErrorReport Report(MessageHeader header, Report report) =>
        new() { Header = header, Report = report };

    private static RequestEvent.Staff Staff(EventKind kind, RequestState state, DateTimeOffset at, Random? random)
    {
        var today = DateOnly.FromDateTime(at.DateTime);
        var statuses = StatusCatalog.Of(state.Side).Select(info => info.Status).ToArray();
        var later = (state.DueOn is { } due && due > today ? due : today).AddDays(14);
        var (action, answer) = kind switch
        {
            EventKind.CancelReplyYes => (StaffAction.Cancel, true),
            EventKind.CancelReplyNo => (StaffAction.Cancel, false),
            EventKind.ConditionalReplyYes => (StaffAction.ConditionalReply, true),
            EventKind.ConditionalReplyNo => (StaffAction.ConditionalReply, false),
            EventKind.RenewAnswerYes => (StaffAction.RenewAnswer, true),
            EventKind.RenewAnswerNo => (StaffAction.RenewAnswer, false),
            EventKind.RecallTakenBack => (StaffAction.Recall, false),
            EventKind.ApprovalRefused => (StaffAction.Approve, false),
            EventKind.PatronRenewalRefused => (StaffAction.Renew, false),
            _ => (Enum.Parse<StaffAction>(kind.ToString()), true),
        };
        return Act(action, new ActionFields
        {
            Answer = answer,
            Reason = kind == EventKind.Conditional ? "library-use-only" : kind == EventKind.Reject ? "not-owned" : null,
            DueDate = kind == EventKind.ChangeStatus ? null : later,
            DesiredDueDate = later,
            Note = "a note",
            Title = "T1",
            Digitisation = Plan(
                (ApprovalMode)(random?.Next(1, 4) ?? 1), random?.Next(3) == 0 ? null : random?.Next(1, 40) ?? 5,
                [.. Enum.GetValues<ApprovalKind>().Where(_ => random?.Next(2) == 0)]),
            Task = random?.Next(4) == 0 ? (ApprovalKind)random.Next(1, 3) : null,
            Complete = random?.Next(3) switch { 0 => true, 1 => false, _ => null },
            Status = kind == EventKind.ChangeStatus ? statuses[random?.Next(statuses.Length) ?? 0] : null,
        }, at);
    }
}

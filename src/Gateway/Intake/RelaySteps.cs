using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>
/// What a message of one library means for the other one, when the gateway stands between both: the library that asks us
/// and the one that we ask for it have a request each, and what arrives at one of them is done at the other as our staff
/// would do it. Pure.
/// </summary>
internal static class RelaySteps
{
    /// <summary>What to do at the twin, in order; empty when the message concerns one side alone.</summary>
    /// <param name="event">What happened to the request.</param>
    /// <param name="before">Its status before.</param>
    /// <param name="after">The request, after it.</param>
    /// <param name="twin">The request at the other side.</param>
    /// <param name="by">In whose name.</param>
    public static RelayPlan Of(RequestEvent @event, Status before, RequestState after, RequestState twin, string by) => @event switch
    {
        RequestEvent.Arrived { Message: var message } => After(message, after, twin, new Scene(@event.At, by)),
        RequestEvent.Undeliverable => WhenNobodyIsLeft(after, twin, new Scene(@event.At, by)),
        RequestEvent.CataloguesAnswered =>
            WhenNobodyIsLeft(after, twin, new Scene(@event.At, by), IsoCode.Name(ReasonUnfilled.NotOwned)),
        RequestEvent.Calendar or RequestEvent.Staff when before != after.Status => WhenEnded(after, twin, new Scene(@event.At, by)),
        _ => RelayPlan.Nothing,
    };

    /// <summary>What a date or our own staff end at one side is not left open at the other.</summary>
    private static RelayPlan WhenEnded(RequestState after, RequestState twin, Scene scene) => after.Side == Side.Lending
        ? after.Status is Status.Rejected or Status.Expired or Status.Cancelled
            ? scene.Do(StaffAction.Cancel)
            : RelayPlan.Nothing
        : after.Status is Status.ReadyToSend ? RelayPlan.Nothing : WhenNobodyIsLeft(after, twin, scene);

    private static RelayPlan After(IllMessage message, RequestState after, RequestState twin, Scene scene)
    {
        var plan = after.Side == Side.Borrowing ? OfLender(message, after, twin, scene) : OfBorrower(message, scene);
        return message.Note is { Length: > 0 } note && plan.Events is [RequestEvent.Staff first, ..] && first.Fields.Note is null
            ? plan with { Events = [first with { Fields = first.Fields with { Note = note } }, .. plan.Events.Skip(1)] }
            : plan;
    }

    private static RelayPlan OfLender(IllMessage message, RequestState after, RequestState twin, Scene scene) => message switch
    {
        IllMessage.Answer { Result: AnswerResult.WillSupply or AnswerResult.HoldPlaced } => scene.Do(StaffAction.WillSupply),
        IllMessage.Answer { Result: AnswerResult.Conditional condition } => scene.Do(StaffAction.Conditional, new ActionFields
        {
            Reason = IsoCode.Name(condition.Condition), DateForReply = condition.ReplyBy ?? scene.Today.AddDays(ReplyDays),
        }),
        IllMessage.Answer or IllMessage.Expired => WhenNobodyIsLeft(after, twin, scene, Reason(message)),
        IllMessage.CancelReply { Agrees: var agrees } => scene.Do(StaffAction.Cancel, new ActionFields { Answer = agrees }),
        IllMessage.Shipped shipped => Shipped(shipped, scene),
        IllMessage.RenewAnswer answer => scene.Do(StaffAction.RenewAnswer, new ActionFields
        {
            Answer = answer.Grants, DueDate = answer.Grants ? answer.Due?.On ?? after.DueOn : null,
        }),
        IllMessage.Recall recall => scene.Do(StaffAction.Recall, new ActionFields { DueDate = recall.DueOn }),
        IllMessage.Overdue => new RelayPlan(
            [new RequestEvent.Calendar(EventKind.DueDatePassed) { At = scene.At, By = scene.By }], LossReport.None),
        IllMessage.CheckedIn => scene.Do(StaffAction.CheckIn),
        _ => OfEither(message, scene),
    };

    private static RelayPlan OfBorrower(IllMessage message, Scene scene) => message switch
    {
        IllMessage.Cancel => scene.Do(StaffAction.Cancel),
        IllMessage.ConditionalReply { Accepts: true } =>
            scene.Do(StaffAction.ConditionalReply, new ActionFields { Answer = true }),

        // For the borrower it is over: with the reply "no", the next supplier would be asked for nobody.
        IllMessage.ConditionalReply => scene.Do(StaffAction.Cancel),
        IllMessage.Received received => scene.Do(StaffAction.Receive, new ActionFields { Format = received.ServiceType }),
        IllMessage.Returned returned => scene.Do(StaffAction.Return) with { Losses = LossesOf(returned) },
        IllMessage.Renew renew => scene.Do(StaffAction.Renew, new ActionFields { DesiredDueDate = renew.DesiredDueOn }),
        _ => OfEither(message, scene),
    };

    private static RelayPlan OfEither(IllMessage message, Scene scene) => message switch
    {
        IllMessage.Lost => scene.Do(StaffAction.ReportLost),
        IllMessage.Damaged => scene.Do(StaffAction.ReportDamaged),
        IllMessage.Message { Note: { Length: > 0 } note } =>
            scene.Do(StaffAction.GeneralMessage, new ActionFields { Note = note }),
        _ => RelayPlan.Nothing,
    };

    /// <summary>A supplier that says no is no answer yet while another one is asked.</summary>
    private static RelayPlan WhenNobodyIsLeft(RequestState after, RequestState twin, Scene scene, string? reason = null)
    {
        var isOver = after.Side == Side.Borrowing && after.Status is Status.Rejected or Status.ReadyToSend or Status.BadCitation
            or Status.Expired or Status.Cancelled or Status.CancelledByStaff;
        return !isOver
            ? RelayPlan.Nothing
            : twin.Status == Status.CancelReply
                ? scene.Do(StaffAction.Cancel, new ActionFields { Answer = true })
                : scene.Do(StaffAction.Reject, new ActionFields { Reason = reason ?? IsoCode.Name(ReasonUnfilled.Other) });
    }

    private static string Reason(IllMessage message) => IsoCode.Name(message switch
    {
        IllMessage.Answer { Result: AnswerResult.Unfilled { Reason: var reason } } => reason,
        IllMessage.Answer { Result: AnswerResult.Retry { Reason: { } reason } } => reason,
        _ => ReasonUnfilled.Other,
    });

    private static RelayPlan Shipped(IllMessage.Shipped shipped, Scene scene)
    {
        // It goes on with its file, as soon as that is kept.
        if (shipped is { ServiceType: not ServiceType.Loan, Supply.Document: { IsAttached: true, Number: null } })
        {
            return RelayPlan.Nothing;
        }

        var action = shipped switch
        {
            { ServiceType: ServiceType.Loan } => StaffAction.Ship,
            { Supply.Electronic: not null } or { Supply.Document: not null } => StaffAction.ShipDigitally,
            _ => StaffAction.ShipNonReturnable,
        };
        return scene.Do(action, new ActionFields
        {
            DueDate = shipped.Supply.Due?.On, Barcode = shipped.Barcode, Cost = shipped.Supply.Cost,
            File = action == StaffAction.ShipDigitally ? FileOf(shipped.Supply) : null,
            Note = action == StaffAction.ShipDigitally ? WithPassword(shipped) : null,
        }) with { Losses = LossesOf(shipped) };
    }

    /// <summary>Every protocol has a note, and few a place for a password: it is filled in when the message leaves.</summary>
    private static string? WithPassword(IllMessage.Shipped shipped) =>
        shipped.Supply.Document is { } document && FileSecrets.MaskOf(document) is { } mask
            ? $"{shipped.Note}\nPassword of the file: {mask}".TrimStart() : null;

    /// <summary>The supplier's link is the borrower's link, too; a file that came with the message goes along as it
    /// came.</summary>
    private static OfferedFile FileOf(SupplyDetails supply) => new(supply.Document ?? new SuppliedDocument(), supply.Electronic);

    private static LossReport LossesOf(IllMessage.Shipped shipped)
    {
        var supply = shipped.Supply;
        return Dropped(
            ("via", supply.Via), ("insured-for", supply.InsuredFor), ("return-insurance", supply.ReturnInsurance),
            ("condition", supply.Condition), ("chargeable-units", supply.ChargeableUnits), ("return-to", shipped.ReturnTo),
            ("supplier", shipped.Supplier),
            ("electronic-delivery", shipped.ServiceType == ServiceType.Loan ? supply.Electronic : null),
            ("renewable", supply.Due is { Renewable: false } ? "not renewable" : null));
    }

    private static LossReport LossesOf(IllMessage.Returned returned) =>
        Dropped(("via", returned.Via), ("insured-for", returned.InsuredFor));

    private static LossReport Dropped(params (string Field, object? Value)[] fields)
    {
        var losses = fields.Where(field => field.Value is not null)
            .Select(field => new Loss(field.Field, LossKind.Dropped, "the relay does not pass it on")).ToArray();
        return losses.Length == 0 ? LossReport.None : new LossReport(losses);
    }

    /// <summary>Days for the reply to a condition whose maker named no day.</summary>
    private const int ReplyDays = 7;

    private sealed record Scene(DateTimeOffset At, string By)
    {
        public DateOnly Today => DateOnly.FromDateTime(At.DateTime);

        public RelayPlan Do(StaffAction action, ActionFields? fields = null) => new(
            [new RequestEvent.Staff(action, fields ?? ActionFields.None) { At = At, By = By }], LossReport.None);
    }
}

/// <summary>What is done at the other side.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Losses">What is not passed on.</param>
internal sealed record RelayPlan(IReadOnlyList<RequestEvent> Events, LossReport Losses)
{
    /// <summary>The message concerns one side alone.</summary>
    public static RelayPlan Nothing { get; } = new([], LossReport.None);
}

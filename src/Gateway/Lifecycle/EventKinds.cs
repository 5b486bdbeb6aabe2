using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Where an event comes from.</summary>
internal enum EventSource
{
    /// <summary>A person at our library.</summary>
    Staff = 1,

    /// <summary>Another part of the gateway: copyright, locate, circulation.</summary>
    Internal,

    /// <summary>A message of the partner.</summary>
    Message,

    /// <summary>The calendar.</summary>
    Calendar,

    /// <summary>Delivery, which gave up.</summary>
    Delivery,
}

/// <summary>Which column of the table an event belongs to.</summary>
public static class EventKinds
{
    /// <summary>The column of an event.</summary>
    public static EventKind Of(Side side, RequestEvent @event) => @event switch
    {
        RequestEvent.Staff staff => Of(side, staff.Action, staff.Fields.Answer),
        RequestEvent.Arrived arrived => Of(arrived.Message),
        RequestEvent.Calendar { Kind: var kind } when SourceOf(kind) == EventSource.Calendar => kind,
        RequestEvent.Internal { Kind: var kind } when SourceOf(kind) == EventSource.Internal => kind,
        RequestEvent.CataloguesAnswered answered => answered.IsAnybodyLeft ? EventKind.Located : EventKind.NotLocated,
        RequestEvent.OwnCatalogueAnswered answered => answered.Titles == 1 ? EventKind.Located : EventKind.NotLocated,
        RequestEvent.Undeliverable { Message: IllMessage.Request } => EventKind.RequestUndeliverable,
        RequestEvent.Undeliverable => EventKind.MessageUndeliverable,
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "not an event of this set"),
    };

    /// <summary>The column of a staff action; a missing answer counts as yes.</summary>
    public static EventKind Of(Side side, StaffAction action, bool? answer) => action switch
    {
        StaffAction.Locate => EventKind.Locate,
        StaffAction.Send => EventKind.Send,
        StaffAction.Cancel when side == Side.Lending => answer == false ? EventKind.CancelReplyNo : EventKind.CancelReplyYes,
        StaffAction.Cancel => EventKind.Cancel,
        StaffAction.WillSupply => EventKind.WillSupply,
        StaffAction.Conditional => EventKind.Conditional,
        StaffAction.ConditionalReply => answer == false ? EventKind.ConditionalReplyNo : EventKind.ConditionalReplyYes,
        StaffAction.Reject => EventKind.Reject,
        StaffAction.Ship => EventKind.Ship,
        StaffAction.ShipNonReturnable => EventKind.ShipNonReturnable,
        StaffAction.ShipDigitally => EventKind.ShipDigitally,
        StaffAction.Receive => EventKind.Receive,
        StaffAction.Return => EventKind.Return,
        StaffAction.CheckIn => EventKind.CheckIn,
        StaffAction.Renew => answer == false ? EventKind.PatronRenewalRefused : EventKind.Renew,
        StaffAction.RenewAnswer => answer == false ? EventKind.RenewAnswerNo : EventKind.RenewAnswerYes,
        StaffAction.Recall => answer == false ? EventKind.RecallTakenBack : EventKind.Recall,
        StaffAction.ReportLost => EventKind.ReportLost,
        StaffAction.ReportDamaged => EventKind.ReportDamaged,
        StaffAction.GeneralMessage => EventKind.GeneralMessage,
        StaffAction.StatusQuery => EventKind.StatusQuery,
        StaffAction.Reactivate => EventKind.Reactivate,
        StaffAction.ChangeStatus => EventKind.ChangeStatus,
        StaffAction.Remove => EventKind.Remove,
        StaffAction.Approve => answer == false ? EventKind.ApprovalRefused : EventKind.Approve,
        StaffAction.Claim => EventKind.Claim,
        StaffAction.Resubmit => EventKind.Resubmit,
        StaffAction.ExternallyObtained => EventKind.ExternallyObtained,
        StaffAction.FeePaid => EventKind.FeePaid,
        StaffAction.Complete => EventKind.Complete,
        StaffAction.Detach => EventKind.Detach,
        StaffAction.ChooseTitle => EventKind.ChooseTitle,
        StaffAction.Digitise => EventKind.Digitise,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action of this set"),
    };

    /// <summary>The column of a message.</summary>
    public static EventKind Of(IllMessage message) => message switch
    {
        IllMessage.Request => EventKind.RequestArrived,
        IllMessage.ForwardNotification => EventKind.ForwardNotificationArrived,
        IllMessage.Shipped => EventKind.ShippedArrived,
        IllMessage.Answer answer => Of(answer.Result),
        IllMessage.ConditionalReply reply =>
            reply.Accepts ? EventKind.ConditionalReplyYesArrived : EventKind.ConditionalReplyNoArrived,
        IllMessage.Cancel => EventKind.CancelArrived,
        IllMessage.CancelReply reply => reply.Agrees ? EventKind.CancelReplyYesArrived : EventKind.CancelReplyNoArrived,
        IllMessage.Received => EventKind.ReceivedArrived,
        IllMessage.Recall => EventKind.RecallArrived,
        IllMessage.Returned => EventKind.ReturnedArrived,
        IllMessage.CheckedIn => EventKind.CheckedInArrived,
        IllMessage.Overdue => EventKind.OverdueArrived,
        IllMessage.Renew => EventKind.RenewArrived,
        IllMessage.RenewAnswer answer => answer.Grants ? EventKind.RenewAnswerYesArrived : EventKind.RenewAnswerNoArrived,
        IllMessage.Lost => EventKind.LostArrived,
        IllMessage.Damaged => EventKind.DamagedArrived,
        IllMessage.Message => EventKind.MessageArrived,
        IllMessage.StatusQuery => EventKind.StatusQueryArrived,
        IllMessage.StatusOrErrorReport { Report: Report.Error } => EventKind.ErrorReportArrived,
        IllMessage.StatusOrErrorReport => EventKind.StatusReportArrived,
        IllMessage.Expired => EventKind.ExpiredArrived,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "not a message of this set"),
    };

    /// <summary>Where the events of a column come from.</summary>
    internal static EventSource SourceOf(EventKind kind) => kind switch
    {
        <= EventKind.PatronRenewalRefused => EventSource.Staff,
        <= EventKind.PatronRenewal => EventSource.Internal,
        <= EventKind.ExpiredArrived => EventSource.Message,
        <= EventKind.PatronDueDatePassed => EventSource.Calendar,
        _ => EventSource.Delivery,
    };

    /// <summary>True for what has happened and cannot be refused: nobody acts and nobody asks.</summary>
    internal static bool IsFact(EventKind kind) => SourceOf(kind) is not (EventSource.Staff or EventSource.Message);

    private static EventKind Of(AnswerResult result) => result switch
    {
        AnswerResult.Conditional => EventKind.ConditionalArrived,
        AnswerResult.Retry => EventKind.RetryArrived,
        AnswerResult.Unfilled => EventKind.UnfilledArrived,
        AnswerResult.LocationsProvided => EventKind.LocationsArrived,
        AnswerResult.WillSupply => EventKind.WillSupplyArrived,
        AnswerResult.HoldPlaced => EventKind.HoldPlacedArrived,
        AnswerResult.Estimate => EventKind.EstimateArrived,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "not a result of this set"),
    };
}

using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>Events in words, for people who read refusals and histories.</summary>
internal static class EventWords
{
    private static readonly FrozenDictionary<EventKind, string> Words = new Dictionary<EventKind, string>
    {
        [EventKind.Locate] = "Locate",
        [EventKind.Send] = "Send",
        [EventKind.Cancel] = "Cancel",
        [EventKind.CancelReplyYes] = "Agreeing to a cancellation",
        [EventKind.CancelReplyNo] = "Refusing a cancellation",
        [EventKind.WillSupply] = "Will supply",
        [EventKind.Conditional] = "Making a condition",
        [EventKind.ConditionalReplyYes] = "Accepting a condition",
        [EventKind.ConditionalReplyNo] = "Refusing a condition",
        [EventKind.Reject] = "Reject",
        [EventKind.Ship] = "Ship",
        [EventKind.ShipNonReturnable] = "Ship a copy on paper",
        [EventKind.ShipDigitally] = "Ship digitally",
        [EventKind.Receive] = "Receive",
        [EventKind.Return] = "Return",
        [EventKind.CheckIn] = "Check in",
        [EventKind.Renew] = "Asking for a renewal",
        [EventKind.RenewAnswerYes] = "Granting a renewal",
        [EventKind.RenewAnswerNo] = "Refusing a renewal",
        [EventKind.Recall] = "Recall",
        [EventKind.RecallTakenBack] = "Taking a recall back",
        [EventKind.ReportLost] = "Report lost",
        [EventKind.ReportDamaged] = "Report damaged",
        [EventKind.GeneralMessage] = "General message",
        [EventKind.StatusQuery] = "Status query",
        [EventKind.Reactivate] = "Reactivate",
        [EventKind.ChangeStatus] = "Change status",
        [EventKind.Remove] = "Remove",
        [EventKind.Approve] = "Approve",
        [EventKind.ApprovalRefused] = "Refusing the approval",
        [EventKind.Claim] = "Claim",
        [EventKind.Resubmit] = "Resubmit",
        [EventKind.ExternallyObtained] = "Externally obtained",
        [EventKind.FeePaid] = "Fee paid",
        [EventKind.Complete] = "Complete",
        [EventKind.Detach] = "Detach",
        [EventKind.ChooseTitle] = "Choosing a title",
        [EventKind.Digitise] = "Ordering a digitisation",
        [EventKind.PatronRenewalRefused] = "Refusing the patron's wish for a renewal",
        [EventKind.ApprovalNeeded] = "A copyright rule that wants an approval",
        [EventKind.Located] = "A locate that found the item",
        [EventKind.NotLocated] = "A locate that found nothing",
        [EventKind.LocalHoldingFound] = "A locate that found the item in our own library",
        [EventKind.Exported] = "The export to another system",
        [EventKind.RequestAcknowledged] = "The supplier's confirmation",
        [EventKind.PatronCancelled] = "The patron's wish to cancel",
        [EventKind.AutomaticWillSupply] = "The automatic promise to supply",
        [EventKind.AutomaticRejection] = "The automatic rejection",
        [EventKind.ProcessingStarted] = "The start of processing in the library",
        [EventKind.LoanedToPatron] = "The loan to the patron",
        [EventKind.ReturnedByPatron] = "The return by the patron",
        [EventKind.PatronRenewal] = "The patron's wish for a renewal",
        [EventKind.RequestArrived] = Message("ILL request"),
        [EventKind.ForwardNotificationArrived] = Message("Forward notification"),
        [EventKind.ShippedArrived] = Message("Shipped"),
        [EventKind.ConditionalArrived] = Message("Answer: conditional"),
        [EventKind.RetryArrived] = Message("Answer: retry"),
        [EventKind.UnfilledArrived] = Message("Answer: unfilled"),
        [EventKind.LocationsArrived] = Message("Answer: locations provided"),
        [EventKind.WillSupplyArrived] = Message("Answer: will supply"),
        [EventKind.HoldPlacedArrived] = Message("Answer: hold placed"),
        [EventKind.EstimateArrived] = Message("Answer: estimate"),
        [EventKind.ConditionalReplyYesArrived] = Message("Condition accepted"),
        [EventKind.ConditionalReplyNoArrived] = Message("Condition not accepted"),
        [EventKind.CancelArrived] = Message("Cancel"),
        [EventKind.CancelReplyYesArrived] = Message("Cancellation agreed"),
        [EventKind.CancelReplyNoArrived] = Message("Cancellation not agreed"),
        [EventKind.ReceivedArrived] = Message("Received"),
        [EventKind.RecallArrived] = Message("Recall"),
        [EventKind.ReturnedArrived] = Message("Returned"),
        [EventKind.CheckedInArrived] = Message("Checked in"),
        [EventKind.OverdueArrived] = Message("Overdue"),
        [EventKind.RenewArrived] = Message("Renew"),
        [EventKind.RenewAnswerYesArrived] = Message("Renewal granted"),
        [EventKind.RenewAnswerNoArrived] = Message("Renewal not granted"),
        [EventKind.LostArrived] = Message("Lost"),
        [EventKind.DamagedArrived] = Message("Damaged"),
        [EventKind.MessageArrived] = Message("General message"),
        [EventKind.StatusQueryArrived] = Message("Status query"),
        [EventKind.StatusReportArrived] = Message("Status report"),
        [EventKind.ErrorReportArrived] = Message("Error report"),
        [EventKind.ExpiredArrived] = Message("Expired"),
        [EventKind.ExpiryDatePassed] = "The expiry date, which has passed",
        [EventKind.DueDatePassed] = "The due date, which has passed",
        [EventKind.ReplyDatePassed] = "The date for the reply, which has passed",
        [EventKind.ClaimDue] = "The claim, which is due",
        [EventKind.AutoCancelDue] = "The automatic cancellation, which is due",
        [EventKind.AutoRejectDue] = "The automatic rejection, which is due",
        [EventKind.DueDateNear] = "The due date, which is near",
        [EventKind.WorkTimeNear] = "The work time of a digitisation, which is nearly over",
        [EventKind.WorkTimePassed] = "The work time of a digitisation, which has passed",
        [EventKind.AnswerDue] = "The answer, which is due soon",
        [EventKind.LocateRetryDue] = "The next attempt to locate it, which is due",
        [EventKind.PatronDueDatePassed] = "The patron's due date, which has passed",
        [EventKind.RequestUndeliverable] = "A request that could not be delivered",
        [EventKind.MessageUndeliverable] = "A message that could not be delivered",
    }.ToFrozenDictionary();

    /// <summary>What happens, as the subject of a sentence: <c>The partner's message "Shipped"</c>.</summary>
    public static string Of(EventKind @event) => Words[@event];

    /// <summary>Why an event is refused, and when it would be possible.</summary>
    /// <param name="side">The side.</param>
    /// <param name="event">The event.</param>
    /// <param name="label">The label of the present status.</param>
    /// <param name="expected">The statuses in which it is possible.</param>
    public static string Refusal(Side side, EventKind @event, string label, IReadOnlyList<Status> expected)
    {
        if (expected.Count == 0)
        {
            var (other, ours) = side == Side.Borrowing ? ("lending", "borrowing") : ("borrowing", "lending");
            return $"{Of(@event)} belongs to the {other} side; this is a {ours} request.";
        }

        var can = EventKinds.SourceOf(@event) == EventSource.Staff ? "possible" : "expected";
        if (expected.Count == StatusCatalog.Of(side).Count() - 1)
        {
            return $"{Of(@event)} is not {can} while the request is \"{label}\"; it is {can} in every other status.";
        }

        var when = Alternatives(expected.Select(status => $"\"{StatusCatalog.Info(side, status).Label}\"").ToArray());
        return $"{Of(@event)} is not {can} while the request is \"{label}\"; it is {can} while it is {when}.";
    }

    private static string Message(string name) => $"The partner's message \"{name}\"";

    private static string Alternatives(string[] names) => names.Length == 1
        ? names[0]
        : $"{string.Join(", ", names[..^1])} or {names[^1]}";
}

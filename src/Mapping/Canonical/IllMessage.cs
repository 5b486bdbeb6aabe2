using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// One message of a transaction, whatever language it travels in: a closed set with one record for each service of
/// ISO 10161-1. Nobody outside can add to it, so a switch over it can be complete.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "service")]
[JsonDerivedType(typeof(Request), "ill-request")]
[JsonDerivedType(typeof(ForwardNotification), "forward-notification")]
[JsonDerivedType(typeof(Shipped), "shipped")]
[JsonDerivedType(typeof(Answer), "ill-answer")]
[JsonDerivedType(typeof(ConditionalReply), "conditional-reply")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(CancelReply), "cancel-reply")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Recall), "recall")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(CheckedIn), "checked-in")]
[JsonDerivedType(typeof(Overdue), "overdue")]
[JsonDerivedType(typeof(Renew), "renew")]
[JsonDerivedType(typeof(RenewAnswer), "renew-answer")]
[JsonDerivedType(typeof(Lost), "lost")]
[JsonDerivedType(typeof(Damaged), "damaged")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(StatusQuery), "status-query")]
[JsonDerivedType(typeof(StatusOrErrorReport), "status-or-error-report")]
[JsonDerivedType(typeof(Expired), "expired")]
public abstract record IllMessage
{
    private IllMessage()
    {
    }

    /// <summary>Transaction, time, parties.</summary>
    public required MessageHeader Header { get; init; }

    /// <summary>The sender's note to the partner (requester-note, responder-note or note).</summary>
    public string? Note { get; init; }

    /// <summary>Which service this is.</summary>
    [JsonIgnore]
    public abstract IllService Service { get; }

    /// <summary>ILL-REQUEST: the borrower asks.</summary>
    public sealed record Request : IllMessage
    {
        /// <summary>What is asked for.</summary>
        public required IllRequest Content { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.IllRequest;
    }

    /// <summary>FORWARD-NOTIFICATION: the lender passed the request on to another library.</summary>
    public sealed record ForwardNotification : IllMessage
    {
        /// <summary>The library that passed it on.</summary>
        public required Party Intermediary { get; init; }

        /// <summary>Where the new responder is reached.</summary>
        public ElectronicAddress? ResponderAddress { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.ForwardNotification;
    }

    /// <summary>SHIPPED: the item is on its way.</summary>
    public sealed record Shipped : IllMessage
    {
        /// <summary>Loan or copy.</summary>
        public required ServiceType ServiceType { get; init; }

        /// <summary>When, how, at what cost, until when.</summary>
        public required SupplyDetails Supply { get; init; }

        /// <summary>The library that really supplies, when it is not the responder.</summary>
        public Party? Supplier { get; init; }

        /// <summary>Where the item goes back to.</summary>
        public PostalAddress? ReturnTo { get; init; }

        /// <summary>Which optional messages the lender sends and wants.</summary>
        public ResponderMessages? Messages { get; init; }

        /// <summary>The item's barcode at the lender. ISO has no element for it: there it travels in the note.</summary>
        public string? Barcode { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Shipped;
    }

    /// <summary>ILL-ANSWER: the lender's answer to the request.</summary>
    public sealed record Answer : IllMessage
    {
        /// <summary>What the answer is.</summary>
        public required AnswerResult Result { get; init; }

        /// <summary>Which optional messages the lender sends and wants.</summary>
        public ResponderMessages? Messages { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.IllAnswer;
    }

    /// <summary>CONDITIONAL-REPLY: the borrower accepts the condition, or not.</summary>
    public sealed record ConditionalReply : IllMessage
    {
        /// <summary>True: supply on that condition.</summary>
        public required bool Accepts { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.ConditionalReply;
    }

    /// <summary>CANCEL: the borrower no longer wants it.</summary>
    public sealed record Cancel : IllMessage
    {
        /// <inheritdoc/>
        public override IllService Service => IllService.Cancel;
    }

    /// <summary>CANCEL-REPLY: the lender agrees, or not.</summary>
    public sealed record CancelReply : IllMessage
    {
        /// <summary>True: cancelled.</summary>
        public required bool Agrees { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.CancelReply;
    }

    /// <summary>RECEIVED: the item arrived.</summary>
    public sealed record Received : IllMessage
    {
        /// <summary>The day it arrived.</summary>
        public required DateOnly ReceivedOn { get; init; }

        /// <summary>Loan or copy.</summary>
        public required ServiceType ServiceType { get; init; }

        /// <summary>The library that supplied it.</summary>
        public Party? Supplier { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Received;
    }

    /// <summary>RECALL: the lender wants it back before the due date.</summary>
    public sealed record Recall : IllMessage
    {
        /// <summary>The new due date. ISO has no element for it: there it travels in the note.</summary>
        public DateOnly? DueOn { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Recall;
    }

    /// <summary>RETURNED: the item is on its way back.</summary>
    public sealed record Returned : IllMessage
    {
        /// <summary>The day it left.</summary>
        public required DateOnly ReturnedOn { get; init; }

        /// <summary>How it travels.</summary>
        public string? Via { get; init; }

        /// <summary>For how much it is insured.</summary>
        public Money? InsuredFor { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Returned;
    }

    /// <summary>CHECKED-IN: the item is back.</summary>
    public sealed record CheckedIn : IllMessage
    {
        /// <summary>The day it came back.</summary>
        public required DateOnly CheckedInOn { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.CheckedIn;
    }

    /// <summary>OVERDUE: the loan is past its due date.</summary>
    public sealed record Overdue : IllMessage
    {
        /// <summary>The date that has passed.</summary>
        public required DueDate Due { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Overdue;
    }

    /// <summary>RENEW: the borrower wants to keep it longer.</summary>
    public sealed record Renew : IllMessage
    {
        /// <summary>Until when, if the borrower says so.</summary>
        public DateOnly? DesiredDueOn { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Renew;
    }

    /// <summary>RENEW-ANSWER: the lender grants the renewal, or not.</summary>
    public sealed record RenewAnswer : IllMessage
    {
        /// <summary>True: granted.</summary>
        public required bool Grants { get; init; }

        /// <summary>The new due date.</summary>
        public DueDate? Due { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.RenewAnswer;
    }

    /// <summary>LOST: one side has lost the item.</summary>
    public sealed record Lost : IllMessage
    {
        /// <inheritdoc/>
        public override IllService Service => IllService.Lost;
    }

    /// <summary>DAMAGED: one side found the item damaged.</summary>
    public sealed record Damaged : IllMessage
    {
        /// <summary>The damaged units; empty when the whole item is damaged or nothing was said.</summary>
        public IReadOnlyList<int> Units { get; init; } = [];

        /// <inheritdoc/>
        public override IllService Service => IllService.Damaged;
    }

    /// <summary>MESSAGE: free text in <see cref="IllMessage.Note"/>.</summary>
    public sealed record Message : IllMessage
    {
        /// <summary>True for a claim: the borrower asks where the answer to its request stays. Letters have a form of their
        /// own for it; protocols carry the note.</summary>
        public bool IsClaim { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.Message;
    }

    /// <summary>STATUS-QUERY: what is the state on your side?</summary>
    public sealed record StatusQuery : IllMessage
    {
        /// <inheritdoc/>
        public override IllService Service => IllService.StatusQuery;
    }

    /// <summary>STATUS-OR-ERROR-REPORT: a state, an error, or why there is no report.</summary>
    public sealed record StatusOrErrorReport : IllMessage
    {
        /// <summary>What is reported.</summary>
        public required Report Report { get; init; }

        /// <inheritdoc/>
        public override IllService Service => IllService.StatusOrErrorReport;
    }

    /// <summary>EXPIRED: the lender's time for the request has run out.</summary>
    public sealed record Expired : IllMessage
    {
        /// <inheritdoc/>
        public override IllService Service => IllService.Expired;
    }
}

using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What staff can ask for, as the REST verb and the command line name it in kebab-case.</summary>
public enum StaffAction
{
    /// <summary>Look the item up: in the rota partners' catalogues, or in our own.</summary>
    Locate = 1,

    /// <summary>Ask the next supplier.</summary>
    Send,

    /// <summary>Borrowing: call the request off. Lending: answer a cancellation (<c>answer</c>).</summary>
    Cancel,

    /// <summary>Tell that it will be supplied.</summary>
    WillSupply,

    /// <summary>Make a condition (<c>reason</c>, <c>dateForReply</c>).</summary>
    Conditional,

    /// <summary>Accept the condition or not (<c>answer</c>).</summary>
    ConditionalReply,

    /// <summary>Lending: say no (<c>reason</c>). Borrowing: skip this supplier.</summary>
    Reject,

    /// <summary>The item leaves as a loan (<c>dueDate</c>).</summary>
    Ship,

    /// <summary>A copy on paper leaves, to be kept.</summary>
    ShipNonReturnable,

    /// <summary>A file leaves.</summary>
    ShipDigitally,

    /// <summary>The item arrived.</summary>
    Receive,

    /// <summary>The item goes back.</summary>
    Return,

    /// <summary>The item is back.</summary>
    CheckIn,

    /// <summary>Ask for more time (<c>desiredDueDate</c>); with <c>answer</c> false: do not ask, though the patron wishes it.</summary>
    Renew,

    /// <summary>Grant more time or not (<c>answer</c>, <c>dueDate</c>).</summary>
    RenewAnswer,

    /// <summary>Lending: want it back (<c>dueDate</c>); with <c>answer</c> false: take the recall back. Borrowing, only
    /// with <c>answer</c> false: record that the supplier took it back.</summary>
    Recall,

    /// <summary>The item is lost.</summary>
    ReportLost,

    /// <summary>The item is damaged.</summary>
    ReportDamaged,

    /// <summary>Free text to the partner (<c>note</c>).</summary>
    GeneralMessage,

    /// <summary>Ask the partner for its state.</summary>
    StatusQuery,

    /// <summary>Open a finished request again.</summary>
    Reactivate,

    /// <summary>Set a status without telling the partner (<c>status</c>).</summary>
    ChangeStatus,

    /// <summary>Take a finished request off the lists.</summary>
    Remove,

    /// <summary>Copyright: let the request go out, or not (<c>answer</c>). A digitisation: let it be done, or the file go out
    /// (<c>answer</c>, <c>task</c>).</summary>
    Approve,

    /// <summary>Ask the supplier where its answer stays.</summary>
    Claim,

    /// <summary>Ask the same supplier again, after the citation was corrected.</summary>
    Resubmit,

    /// <summary>Record that it came from somewhere else; a supplier that was asked is told to stop.</summary>
    ExternallyObtained,

    /// <summary>Record that a lost item was paid for.</summary>
    FeePaid,

    /// <summary>Close a request from which nothing more is expected; the partner is not told.</summary>
    Complete,

    /// <summary>Lending: take the located title off the request, so that it can be located again.</summary>
    Detach,

    /// <summary>Lending: say which of the titles it is that our own catalogue found (<c>title</c>).</summary>
    ChooseTitle,

    /// <summary>Order a digitisation (<c>department</c>). Lending: for the partner. Borrowing: of our own copy, for our patron.</summary>
    Digitise,
}

/// <summary>What staff say with an action. Which fields count depends on the action.</summary>
public sealed record ActionFields
{
    /// <summary>Nothing said.</summary>
    public static ActionFields None { get; } = new();

    /// <summary>Ship, renew-answer, recall, change-status: the due date.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>Renew: until when.</summary>
    public DateOnly? DesiredDueDate { get; init; }

    /// <summary>Conditional: the last day for the reply.</summary>
    public DateOnly? DateForReply { get; init; }

    /// <summary>Ship: the item's barcode.</summary>
    public string? Barcode { get; init; }

    /// <summary>ISO number or name.</summary>
    public string? Reason { get; init; }

    /// <summary>Yes or no.</summary>
    public bool? Answer { get; init; }

    /// <summary>To the partner.</summary>
    public string? Note { get; init; }

    /// <summary>For our staff.</summary>
    public string? InternalNote { get; init; }

    /// <summary>Ship: what it costs.</summary>
    public Money? Cost { get; init; }

    /// <summary>Change-status: the status.</summary>
    public Status? Status { get; init; }

    /// <summary>Receive: what really came, when it is not what was asked for.</summary>
    public ServiceType? Format { get; init; }

    /// <summary>Ship-digitally, receive (a file): is the request complete with that? Null for what the workflow profile
    /// says.</summary>
    public bool? Complete { get; init; }

    /// <summary>Ship-digitally: the file, where the gateway itself carries it.</summary>
    public OfferedFile? File { get; init; }

    /// <summary>Choose-title: the id of a title that the request shows.</summary>
    public string? Title { get; init; }

    /// <summary>Receive, cancel: false to write the patron no letter. Renew: true when the patron asked for it, who is then told
    /// the answer.</summary>
    public bool? NotifyPatron { get; init; }

    /// <summary>What stands in the letter to the patron.</summary>
    public string? PatronNote { get; init; }
    /// <summary>Digitise: the code of the department; null for what the rules choose.</summary>
    public string? Department { get; init; }

    /// <summary>Digitise: what the rules say. Staff do not say it themselves.</summary>
    public DigitisationPlan? Digitisation { get; init; }

    /// <summary>Approve (a digitisation): which approval; null for all that wait.</summary>
    public ApprovalKind? Task { get; init; }
}

/// <summary>A file on its way to a partner or a patron.</summary>
/// <param name="Document">What it is.</param>
/// <param name="Address">Where it can be fetched, with the secret masked; null when it is attached.</param>
public sealed record OfferedFile(SuppliedDocument Document, ElectronicAddress? Address);

/// <summary>Something that happens to a request: a closed set.</summary>
public abstract record RequestEvent
{
    private RequestEvent()
    {
    }

    /// <summary>When, in the time zone of the gateway.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: a user, a partner's code, or a part of the gateway.</summary>
    public required string By { get; init; }

    /// <summary>The day of it.</summary>
    public DateOnly Today => DateOnly.FromDateTime(At.DateTime);

    /// <summary>A person at our library acts.</summary>
    /// <param name="Action">What.</param>
    /// <param name="Fields">With what.</param>
    public sealed record Staff(StaffAction Action, ActionFields Fields) : RequestEvent;

    /// <summary>A message of the partner arrived.</summary>
    /// <param name="Message">The message.</param>
    public sealed record Arrived(IllMessage Message) : RequestEvent;

    /// <summary>A day has passed.</summary>
    /// <param name="Kind">Which.</param>
    public sealed record Calendar(EventKind Kind) : RequestEvent
    {
        /// <summary>What is written to the partner with it: why it is cancelled automatically; null for our own words.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Another part of the gateway reports: locate, circulation, copyright.</summary>
    /// <param name="Kind">What.</param>
    /// <param name="Text">With what result, in words.</param>
    public sealed record Internal(EventKind Kind, string Text) : RequestEvent
    {
        /// <summary>Automatic rejection: why; automatic will supply: null.</summary>
        public ReasonUnfilled? Reason { get; init; }

        /// <summary>Automatic will supply: the day on which it is expected back; null when it is here.</summary>
        public DateOnly? ExpectedOn { get; init; }
    }

    /// <summary>Borrowing: the catalogues of the rota's suppliers have answered.</summary>
    /// <param name="Answers">What each of them says; suppliers that were not asked are not in it.</param>
    /// <param name="Then">What the library wants to happen next.</param>
    public sealed record CataloguesAnswered(IReadOnlyList<CatalogueAnswer> Answers, LocatePolicy Then) : RequestEvent
    {
        /// <summary>Is there a supplier that holds the item, or may hold it?</summary>
        public bool IsAnybodyLeft => Answers.Any(answer => answer.Finding.Holding == Holding.Owned
            || (answer.Finding.Holding == Holding.Unknown && Then.Unknown != UnknownHolding.Skip));
    }

    /// <summary>Lending: our own catalogue has answered.</summary>
    /// <param name="Titles">How many titles fit: one is found, none and several are for staff; null when nobody
    /// knows.</param>
    /// <param name="Text">What was asked and found, in words.</param>
    /// <param name="RejectBecause">The reason with which the library wants the request rejected; null for staff to
    /// see to it.</param>
    public sealed record OwnCatalogueAnswered(int? Titles, string Text, ReasonUnfilled? RejectBecause) : RequestEvent
    {
        /// <summary>The titles that fit.</summary>
        public IReadOnlyList<CatalogueTitle> Found { get; init; } = [];
    }

    /// <summary>A message of ours could not be delivered, for good.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Undeliverable(IllMessage Message, string Reason) : RequestEvent
    {
        /// <summary>Staff took it out of the queue: what comes next is theirs to say.</summary>
        public bool IsTakenBack { get; init; }
    }
}

/// <summary>What the catalogue of one supplier says.</summary>
/// <param name="Partner">The supplier's code.</param>
/// <param name="Finding">What it says.</param>
public sealed record CatalogueAnswer(string Partner, CatalogueFinding Finding);

/// <summary>What a library wants after the catalogues were asked.</summary>
/// <param name="SendNow">Send the request at once.</param>
/// <param name="CancelWhenNone">Cancel a request that nobody holds.</param>
/// <param name="Unknown">What becomes of suppliers of whom nobody knows.</param>
public sealed record LocatePolicy(bool SendNow, bool CancelWhenNone, UnknownHolding Unknown);

/// <summary>What becomes of suppliers of whom nobody knows whether they hold the item.</summary>
public enum UnknownHolding
{
    /// <summary>They are asked after those that hold it.</summary>
    Last,

    /// <summary>They are asked when it is their turn.</summary>
    Keep,

    /// <summary>They are not asked.</summary>
    Skip,
}

/// <summary>The columns of the transition tables: every event that a request can meet, with answers told apart.</summary>
public enum EventKind
{
    // Staff

    /// <summary>Staff: locate.</summary>
    Locate = 1,

    /// <summary>Staff: send.</summary>
    Send,

    /// <summary>Staff: cancel.</summary>
    Cancel,

    /// <summary>Staff, lending: agree to a cancellation.</summary>
    CancelReplyYes,

    /// <summary>Staff, lending: refuse a cancellation.</summary>
    CancelReplyNo,

    /// <summary>Staff: will supply.</summary>
    WillSupply,

    /// <summary>Staff: conditional.</summary>
    Conditional,

    /// <summary>Staff: accept the condition.</summary>
    ConditionalReplyYes,

    /// <summary>Staff: do not accept the condition.</summary>
    ConditionalReplyNo,

    /// <summary>Staff: reject.</summary>
    Reject,

    /// <summary>Staff: ship a loan.</summary>
    Ship,

    /// <summary>Staff: ship a copy on paper.</summary>
    ShipNonReturnable,

    /// <summary>Staff: ship a file.</summary>
    ShipDigitally,

    /// <summary>Staff: receive.</summary>
    Receive,

    /// <summary>Staff: return.</summary>
    Return,

    /// <summary>Staff: check in.</summary>
    CheckIn,

    /// <summary>Staff: renew.</summary>
    Renew,

    /// <summary>Staff: grant a renewal.</summary>
    RenewAnswerYes,

    /// <summary>Staff: refuse a renewal.</summary>
    RenewAnswerNo,

    /// <summary>Staff: recall.</summary>
    Recall,

    /// <summary>Staff: take a recall back.</summary>
    RecallTakenBack,

    /// <summary>Staff: report lost.</summary>
    ReportLost,

    /// <summary>Staff: report damaged.</summary>
    ReportDamaged,

    /// <summary>Staff: general message.</summary>
    GeneralMessage,

    /// <summary>Staff: status query.</summary>
    StatusQuery,

    /// <summary>Staff: reactivate.</summary>
    Reactivate,

    /// <summary>Staff: change status.</summary>
    ChangeStatus,

    /// <summary>Staff: remove.</summary>
    Remove,

    /// <summary>Staff: approve.</summary>
    Approve,

    /// <summary>Staff: do not approve.</summary>
    ApprovalRefused,

    /// <summary>Staff: claim.</summary>
    Claim,

    /// <summary>Staff: resubmit.</summary>
    Resubmit,

    /// <summary>Staff: externally obtained.</summary>
    ExternallyObtained,

    /// <summary>Staff: fee paid.</summary>
    FeePaid,

    /// <summary>Staff: complete.</summary>
    Complete,

    /// <summary>Staff, lending: detach from the located title.</summary>
    Detach,

    /// <summary>Staff, lending: choose one of the titles that were found.</summary>
    ChooseTitle,

    /// <summary>Staff: order a digitisation.</summary>
    Digitise,

    /// <summary>Staff: do not pass the patron's wish for a renewal on.</summary>
    PatronRenewalRefused,

    // Other parts of the gateway

    /// <summary>A copyright rule wants an approval.</summary>
    ApprovalNeeded,

    /// <summary>A supplier holds the item.</summary>
    Located,

    /// <summary>No supplier holds the item.</summary>
    NotLocated,

    /// <summary>Our own library holds the item.</summary>
    LocalHoldingFound,

    /// <summary>The request was handed to another system, which carries it on.</summary>
    Exported,

    /// <summary>The supplier's system has taken the request, as its protocol's own confirmation says.</summary>
    RequestAcknowledged,

    /// <summary>The patron does not want it any more.</summary>
    PatronCancelled,

    /// <summary>Lending: our own catalogue shows that it can be supplied.</summary>
    AutomaticWillSupply,

    /// <summary>Lending: a rule of the library rejects the request.</summary>
    AutomaticRejection,

    /// <summary>Lending: a hold, move or digitisation was ordered in the library.</summary>
    ProcessingStarted,

    /// <summary>The patron took the item out.</summary>
    LoanedToPatron,

    /// <summary>The patron brought the item back.</summary>
    ReturnedByPatron,

    /// <summary>The patron asks for a renewal that staff have to look at.</summary>
    PatronRenewal,

    // Messages

    /// <summary>ILL-REQUEST arrived.</summary>
    RequestArrived,

    /// <summary>FORWARD-NOTIFICATION arrived.</summary>
    ForwardNotificationArrived,

    /// <summary>SHIPPED arrived.</summary>
    ShippedArrived,

    /// <summary>ILL-ANSWER conditional arrived.</summary>
    ConditionalArrived,

    /// <summary>ILL-ANSWER retry arrived.</summary>
    RetryArrived,

    /// <summary>ILL-ANSWER unfilled arrived.</summary>
    UnfilledArrived,

    /// <summary>ILL-ANSWER locations provided arrived.</summary>
    LocationsArrived,

    /// <summary>ILL-ANSWER will supply arrived.</summary>
    WillSupplyArrived,

    /// <summary>ILL-ANSWER hold placed arrived.</summary>
    HoldPlacedArrived,

    /// <summary>ILL-ANSWER estimate arrived.</summary>
    EstimateArrived,

    /// <summary>CONDITIONAL-REPLY yes arrived.</summary>
    ConditionalReplyYesArrived,

    /// <summary>CONDITIONAL-REPLY no arrived.</summary>
    ConditionalReplyNoArrived,

    /// <summary>CANCEL arrived.</summary>
    CancelArrived,

    /// <summary>CANCEL-REPLY yes arrived.</summary>
    CancelReplyYesArrived,

    /// <summary>CANCEL-REPLY no arrived.</summary>
    CancelReplyNoArrived,

    /// <summary>RECEIVED arrived.</summary>
    ReceivedArrived,

    /// <summary>RECALL arrived.</summary>
    RecallArrived,

    /// <summary>RETURNED arrived.</summary>
    ReturnedArrived,

    /// <summary>CHECKED-IN arrived.</summary>
    CheckedInArrived,

    /// <summary>OVERDUE arrived.</summary>
    OverdueArrived,

    /// <summary>RENEW arrived.</summary>
    RenewArrived,

    /// <summary>RENEW-ANSWER yes arrived.</summary>
    RenewAnswerYesArrived,

    /// <summary>RENEW-ANSWER no arrived.</summary>
    RenewAnswerNoArrived,

    /// <summary>LOST arrived.</summary>
    LostArrived,

    /// <summary>DAMAGED arrived.</summary>
    DamagedArrived,

    /// <summary>MESSAGE arrived.</summary>
    MessageArrived,

    /// <summary>STATUS-QUERY arrived.</summary>
    StatusQueryArrived,

    /// <summary>STATUS-OR-ERROR-REPORT with a status, or without a report, arrived.</summary>
    StatusReportArrived,

    /// <summary>STATUS-OR-ERROR-REPORT with an error arrived.</summary>
    ErrorReportArrived,

    /// <summary>EXPIRED arrived.</summary>
    ExpiredArrived,

    // The calendar

    /// <summary>The expiry date has passed.</summary>
    ExpiryDatePassed,

    /// <summary>The due date has passed.</summary>
    DueDatePassed,

    /// <summary>The date for the reply to a condition has passed.</summary>
    ReplyDatePassed,

    /// <summary>The supplier has not answered for as many days as its claim setting says.</summary>
    ClaimDue,

    /// <summary>The supplier has not answered for as many days as its auto-cancel setting says.</summary>
    AutoCancelDue,

    /// <summary>Lending: what waits for its automatic rejection is rejected now.</summary>
    AutoRejectDue,

    /// <summary>The due date is as near as the partner's setting says.</summary>
    DueDateNear,

    /// <summary>The work time of a digitisation is nearly over.</summary>
    WorkTimeNear,

    /// <summary>The work time of a digitisation has passed.</summary>
    WorkTimePassed,

    /// <summary>Lending: the day until which the borrower waits is near, and nothing has left yet.</summary>
    AnswerDue,

    /// <summary>What could not be located is to be located again.</summary>
    LocateRetryDue,

    /// <summary>The patron's due date has passed, which may be earlier than the one between the libraries.</summary>
    PatronDueDatePassed,

    // Delivery

    /// <summary>The request itself could not be delivered.</summary>
    RequestUndeliverable,

    /// <summary>Another message could not be delivered.</summary>
    MessageUndeliverable,
}

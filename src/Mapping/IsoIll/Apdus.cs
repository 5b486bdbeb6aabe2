using ResourceSharing.Mapping.Canonical;
namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// What all twenty APDUs of ISO 10161-1 have in common: the header and the list of extensions. Everything
/// is kept as it was sent; dates, times and amounts are strings.
/// </summary>
public abstract record Apdu : Defaulted
{
    private protected Apdu()
    {
    }

    /// <summary>The kind of this APDU, whose number is its APPLICATION tag.</summary>
    public abstract IllApduType ApduType { get; }

    /// <summary><c>protocol-version-num</c> [0], mandatory.</summary>
    public required ProtocolVersion ProtocolVersionNum { get; init; }

    /// <summary><c>transaction-id</c> [1], mandatory.</summary>
    public required TransactionId TransactionId { get; init; }

    /// <summary><c>service-date-time</c> [2], mandatory.</summary>
    public required ServiceDateTime ServiceDateTime { get; init; }

    /// <summary><c>requester-id</c> [3], optional; mandatory by mail.</summary>
    public SystemId? RequesterId { get; init; }

    /// <summary><c>responder-id</c> [4], optional; mandatory by mail and in a Forward-Notification.</summary>
    public SystemId? ResponderId { get; init; }

    /// <summary>The list of extensions [49], whose name differs from APDU to APDU; optional.</summary>
    public WireList<Extension>? Extensions { get; init; }
}

/// <summary>ILL-Request, [APPLICATION 1]. The request of a library for an item.</summary>
public sealed record IllRequestApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.IllRequest;

    /// <summary><c>transaction-type</c> [5], default 1.</summary>
    public TransactionType TransactionType { get; init; } = TransactionType.Simple;

    /// <summary><c>delivery-address</c> [6], optional.</summary>
    public DeliveryAddress? DeliveryAddress { get; init; }

    /// <summary><c>delivery-service</c> untagged, optional.</summary>
    public DeliveryService? DeliveryService { get; init; }

    /// <summary><c>billing-address</c> [8], optional.</summary>
    public DeliveryAddress? BillingAddress { get; init; }

    /// <summary><c>iLL-service-type</c> [9], mandatory.</summary>
    public required WireList<IllServiceType> IllServiceType { get; init; }

    /// <summary><c>responder-specific-service</c> [10], optional.</summary>
    public External? ResponderSpecificService { get; init; }

    /// <summary><c>requester-optional-messages</c> [11], mandatory.</summary>
    public required RequesterOptionalMessagesType RequesterOptionalMessages { get; init; }

    /// <summary><c>search-type</c> [12], optional.</summary>
    public SearchType? SearchType { get; init; }

    /// <summary><c>supply-medium-info-type</c> [13], optional.</summary>
    public WireList<SupplyMediumInfoType>? SupplyMediumInfoType { get; init; }

    /// <summary><c>place-on-hold</c> [14], default 3.</summary>
    public PlaceOnHoldType PlaceOnHold { get; init; } = PlaceOnHoldType.AccordingToResponderPolicy;

    /// <summary><c>client-id</c> [15], optional.</summary>
    public ClientId? ClientId { get; init; }

    /// <summary><c>item-id</c> [16], mandatory.</summary>
    public required ItemId ItemId { get; init; }

    /// <summary><c>supplemental-item-description</c> [17], optional.</summary>
    public WireList<External>? SupplementalItemDescription { get; init; }

    /// <summary><c>cost-info-type</c> [18], optional.</summary>
    public CostInfoType? CostInfoType { get; init; }

    /// <summary><c>copyright-compliance</c> [19], optional.</summary>
    public IllString? CopyrightCompliance { get; init; }

    /// <summary><c>third-party-info-type</c> [20], optional.</summary>
    public ThirdPartyInfoType? ThirdPartyInfoType { get; init; }

    /// <summary><c>retry-flag</c> [21], default FALSE.</summary>
    public bool RetryFlag { get; init; }

    /// <summary><c>forward-flag</c> [22], default FALSE.</summary>
    public bool ForwardFlag { get; init; }

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }

    /// <summary><c>forward-note</c> [47], optional.</summary>
    public IllString? ForwardNote { get; init; }
}

/// <summary>
/// Forward-Notification, [APPLICATION 2]. Tells the requester that its request was forwarded.
/// </summary>
public sealed record ForwardNotificationApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.ForwardNotification;

    /// <summary><c>responder-address</c> [24], optional.</summary>
    public SystemAddress? ResponderAddress { get; init; }

    /// <summary><c>intermediary-id</c> [25], mandatory.</summary>
    public required SystemId IntermediaryId { get; init; }

    /// <summary><c>notification-note</c> [48], optional.</summary>
    public IllString? NotificationNote { get; init; }
}

/// <summary>Shipped, [APPLICATION 3]. The responder has shipped the item.</summary>
public sealed record ShippedApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Shipped;

    /// <summary><c>responder-address</c> [24], optional.</summary>
    public SystemAddress? ResponderAddress { get; init; }

    /// <summary><c>intermediary-id</c> [25], optional.</summary>
    public SystemId? IntermediaryId { get; init; }

    /// <summary><c>supplier-id</c> [26], optional.</summary>
    public SystemId? SupplierId { get; init; }

    /// <summary><c>client-id</c> [15], optional.</summary>
    public ClientId? ClientId { get; init; }

    /// <summary><c>transaction-type</c> [5], default 1.</summary>
    public TransactionType TransactionType { get; init; } = TransactionType.Simple;

    /// <summary><c>supplemental-item-description</c> [17], optional.</summary>
    public WireList<External>? SupplementalItemDescription { get; init; }

    /// <summary><c>shipped-service-type</c> [27], mandatory.</summary>
    public required IllServiceType ShippedServiceType { get; init; }

    /// <summary><c>responder-optional-messages</c> [28], optional.</summary>
    public ResponderOptionalMessagesType? ResponderOptionalMessages { get; init; }

    /// <summary><c>supply-details</c> [29], mandatory.</summary>
    public required SupplyDetails SupplyDetails { get; init; }

    /// <summary><c>return-to-address</c> [30], optional.</summary>
    public PostalAddress? ReturnToAddress { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>ILL-Answer, [APPLICATION 4]. The answer of the responder to a request.</summary>
public sealed record IllAnswerApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.IllAnswer;

    /// <summary><c>transaction-results</c> [31], mandatory.</summary>
    public required TransactionResults TransactionResults { get; init; }

    /// <summary><c>results-explanation</c> [32], optional.</summary>
    public ResultsExplanation? ResultsExplanation { get; init; }

    /// <summary><c>responder-specific-results</c> [33], optional.</summary>
    public External? ResponderSpecificResults { get; init; }

    /// <summary><c>supplemental-item-description</c> [17], optional.</summary>
    public WireList<External>? SupplementalItemDescription { get; init; }

    /// <summary><c>send-to-list</c> [23], optional.</summary>
    public WireList<SendToListEntry>? SendToList { get; init; }

    /// <summary><c>already-tried-list</c> [34], optional.</summary>
    public WireList<SystemId>? AlreadyTriedList { get; init; }

    /// <summary><c>responder-optional-messages</c> [28], optional.</summary>
    public ResponderOptionalMessagesType? ResponderOptionalMessages { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Conditional-Reply, [APPLICATION 5]. The answer of the requester to conditions.</summary>
public sealed record ConditionalReplyApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.ConditionalReply;

    /// <summary><c>answer</c> [35], mandatory.</summary>
    public required bool Answer { get; init; }

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }
}

/// <summary>Cancel, [APPLICATION 6]. The requester wants to cancel.</summary>
public sealed record CancelApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Cancel;

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }
}

/// <summary>Cancel-Reply, [APPLICATION 7]. The answer to a Cancel.</summary>
public sealed record CancelReplyApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.CancelReply;

    /// <summary><c>answer</c> [35], mandatory.</summary>
    public required bool Answer { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Received, [APPLICATION 8]. The requester has received the item.</summary>
public sealed record ReceivedApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Received;

    /// <summary><c>supplier-id</c> [26], optional.</summary>
    public SystemId? SupplierId { get; init; }

    /// <summary><c>supplemental-item-description</c> [17], optional.</summary>
    public WireList<External>? SupplementalItemDescription { get; init; }

    /// <summary><c>date-received</c> [36], mandatory.</summary>
    public required string DateReceived { get; init; }

    /// <summary><c>shipped-service-type</c> [27], mandatory.</summary>
    public required IllServiceType ShippedServiceType { get; init; }

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }
}

/// <summary>Recall, [APPLICATION 9]. The responder wants the item back.</summary>
public sealed record RecallApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Recall;

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Returned, [APPLICATION 10]. The requester has returned the item.</summary>
public sealed record ReturnedApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Returned;

    /// <summary><c>supplemental-item-description</c> [17], optional.</summary>
    public WireList<External>? SupplementalItemDescription { get; init; }

    /// <summary><c>date-returned</c> [37], mandatory.</summary>
    public required string DateReturned { get; init; }

    /// <summary><c>returned-via</c> [38], optional.</summary>
    public IllString? ReturnedVia { get; init; }

    /// <summary><c>insured-for</c> [39], optional.</summary>
    public Amount? InsuredFor { get; init; }

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }
}

/// <summary>Checked-In, [APPLICATION 11]. The item is back at the responder.</summary>
public sealed record CheckedInApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.CheckedIn;

    /// <summary><c>date-checked-in</c> [40], mandatory.</summary>
    public required string DateCheckedIn { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Overdue, [APPLICATION 12]. The item is overdue.</summary>
public sealed record OverdueApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Overdue;

    /// <summary><c>date-due</c> [41], mandatory.</summary>
    public required DateDue DateDue { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Renew, [APPLICATION 13]. The requester asks for a longer loan.</summary>
public sealed record RenewApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Renew;

    /// <summary><c>desired-due-date</c> [42], optional.</summary>
    public string? DesiredDueDate { get; init; }

    /// <summary><c>requester-note</c> [46], optional.</summary>
    public IllString? RequesterNote { get; init; }
}

/// <summary>Renew-Answer, [APPLICATION 14]. The answer to a Renew.</summary>
public sealed record RenewAnswerApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.RenewAnswer;

    /// <summary><c>answer</c> [35], mandatory.</summary>
    public required bool Answer { get; init; }

    /// <summary><c>date-due</c> [41], optional.</summary>
    public DateDue? DateDue { get; init; }

    /// <summary><c>responder-note</c> [46], optional.</summary>
    public IllString? ResponderNote { get; init; }
}

/// <summary>Lost, [APPLICATION 15]. The item is lost.</summary>
public sealed record LostApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Lost;

    /// <summary><c>note</c> [46], optional.</summary>
    public IllString? Note { get; init; }
}

/// <summary>Damaged, [APPLICATION 16]. The item is damaged.</summary>
public sealed record DamagedApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Damaged;

    /// <summary><c>damaged-details</c> [5], optional.</summary>
    public DamagedDetails? DamagedDetails { get; init; }

    /// <summary><c>note</c> [46], optional.</summary>
    public IllString? Note { get; init; }
}

/// <summary>Message, [APPLICATION 17]. A free text between the parties.</summary>
public sealed record MessageApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Message;

    /// <summary><c>note</c> [46], mandatory.</summary>
    public required IllString Note { get; init; }
}

/// <summary>Status-Query, [APPLICATION 18]. Asks for the status of a transaction.</summary>
public sealed record StatusQueryApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.StatusQuery;

    /// <summary><c>note</c> [46], optional.</summary>
    public IllString? Note { get; init; }
}

/// <summary>
/// Status-Or-Error-Report, [APPLICATION 19]. A status report, an error report, or the reason why there is
/// none.
/// </summary>
public sealed record StatusOrErrorReportApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.StatusOrErrorReport;

    /// <summary><c>reason-no-report</c> [43], optional.</summary>
    public ReasonNoReport? ReasonNoReport { get; init; }

    /// <summary><c>status-report</c> [44], optional.</summary>
    public StatusReport? StatusReport { get; init; }

    /// <summary><c>error-report</c> [45], optional.</summary>
    public ErrorReport? ErrorReport { get; init; }

    /// <summary><c>note</c> [46], optional.</summary>
    public IllString? Note { get; init; }
}

/// <summary>Expired, [APPLICATION 20]. The request has expired.</summary>
public sealed record ExpiredApdu : Apdu
{
    /// <inheritdoc/>
    public override IllApduType ApduType => IllApduType.Expired;
}

using ResourceSharing.Mapping.Canonical;
namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Where an item, a copy or a bill goes. ISO 10161-1 <c>Delivery-Address</c>.</summary>
public sealed record DeliveryAddress
{
    /// <summary><c>postal-address</c> [0], optional.</summary>
    public PostalAddress? PostalAddress { get; init; }

    /// <summary><c>electronic-address</c> [1], optional.</summary>
    public SystemAddress? ElectronicAddress { get; init; }
}

/// <summary>How the requester wants the item delivered. ISO 10161-1 <c>Delivery-Service</c>.</summary>
public abstract record DeliveryService
{
    private DeliveryService()
    {
    }

    /// <summary><c>physical-delivery</c> [7].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record PhysicalDelivery(IllString Value) : DeliveryService;

    /// <summary><c>electronic-delivery</c> [50].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record ElectronicDelivery(WireList<ElectronicDeliveryService> Value) : DeliveryService;
}

/// <summary>
/// One acceptable way of electronic delivery. ISO 10161-1 <c>Electronic-Delivery-Service</c>.
/// </summary>
public sealed record ElectronicDeliveryService
{
    /// <summary><c>e-delivery-service</c> [0], optional.</summary>
    public EDeliveryService? EDeliveryService { get; init; }

    /// <summary><c>document-type</c> [1], optional.</summary>
    public EDeliveryDocumentType? DocumentType { get; init; }

    /// <summary><c>e-delivery-description</c> [4], optional.</summary>
    public IllString? EDeliveryDescription { get; init; }

    /// <summary><c>e-delivery-details</c> [5], mandatory.</summary>
    public required EDeliveryDetails EDeliveryDetails { get; init; }

    /// <summary><c>name-or-code</c> [6], optional.</summary>
    public IllString? NameOrCode { get; init; }

    /// <summary><c>delivery-time</c> [7], optional.</summary>
    public string? DeliveryTime { get; init; }
}

/// <summary>An electronic delivery service and its parameters.</summary>
public sealed record EDeliveryService
{
    /// <summary><c>e-delivery-mode</c> [0], mandatory.</summary>
    public required string EDeliveryMode { get; init; }

    /// <summary><c>e-delivery-parameters</c> [1], mandatory.</summary>
    public required AnyElement EDeliveryParameters { get; init; }
}

/// <summary>A document format for electronic delivery and its parameters.</summary>
public sealed record EDeliveryDocumentType
{
    /// <summary><c>document-type-id</c> [2], mandatory.</summary>
    public required string DocumentTypeId { get; init; }

    /// <summary><c>document-type-parameters</c> [3], mandatory.</summary>
    public required AnyElement DocumentTypeParameters { get; init; }
}

/// <summary>Where an electronic delivery goes.</summary>
public abstract record EDeliveryDetails
{
    private EDeliveryDetails()
    {
    }

    /// <summary><c>e-delivery-address</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record EDeliveryAddress(SystemAddress Value) : EDeliveryDetails;

    /// <summary><c>e-delivery-id</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record EDeliveryId(SystemId Value) : EDeliveryDetails;
}

/// <summary>
///  Which optional messages the requester can send and wants to get. ISO 10161-1
/// <c>Requester-Optional-Messages-Type</c>.
/// </summary>
public sealed record RequesterOptionalMessagesType
{
    /// <summary><c>can-send-RECEIVED</c> [0], mandatory.</summary>
    public required bool CanSendReceived { get; init; }

    /// <summary><c>can-send-RETURNED</c> [1], mandatory.</summary>
    public required bool CanSendReturned { get; init; }

    /// <summary><c>requester-SHIPPED</c> [2], mandatory.</summary>
    public required MessagePreference RequesterShipped { get; init; }

    /// <summary><c>requester-CHECKED-IN</c> [3], mandatory.</summary>
    public required MessagePreference RequesterCheckedIn { get; init; }
}

/// <summary>How far and how long the responder shall search. ISO 10161-1 <c>Search-Type</c>.</summary>
public sealed record SearchType : Defaulted
{
    /// <summary><c>level-of-service</c> [0], optional.</summary>
    public IllString? LevelOfService { get; init; }

    /// <summary><c>need-before-date</c> [1], optional.</summary>
    public string? NeedBeforeDate { get; init; }

    /// <summary><c>expiry-flag</c> [2], default 3.</summary>
    public ExpiryFlag ExpiryFlag { get; init; } = ExpiryFlag.NoExpiry;

    /// <summary><c>expiry-date</c> [3], optional.</summary>
    public string? ExpiryDate { get; init; }
}

/// <summary>
/// An acceptable medium, in the order of preference. ISO 10161-1 <c>Supply-Medium-Info-Type</c>.
/// </summary>
public sealed record SupplyMediumInfoType
{
    /// <summary><c>supply-medium-type</c> [0], mandatory.</summary>
    public required SupplyMediumType SupplyMediumType { get; init; }

    /// <summary><c>medium-characteristics</c> [1], optional.</summary>
    public IllString? MediumCharacteristics { get; init; }
}

/// <summary>The patron on whose behalf the request is made. ISO 10161-1 <c>Client-Id</c>.</summary>
public sealed record ClientId
{
    /// <summary><c>client-name</c> [0], optional.</summary>
    public IllString? ClientName { get; init; }

    /// <summary><c>client-status</c> [1], optional.</summary>
    public IllString? ClientStatus { get; init; }

    /// <summary><c>client-identifier</c> [2], optional.</summary>
    public IllString? ClientIdentifier { get; init; }
}

/// <summary>The description of the wanted item. ISO 10161-1 <c>Item-Id</c>.</summary>
public sealed record ItemId
{
    /// <summary><c>item-type</c> [0], optional.</summary>
    public ItemType? ItemType { get; init; }

    /// <summary><c>held-medium-type</c> [1], optional.</summary>
    public MediumType? HeldMediumType { get; init; }

    /// <summary><c>call-number</c> [2], optional.</summary>
    public IllString? CallNumber { get; init; }

    /// <summary><c>author</c> [3], optional.</summary>
    public IllString? Author { get; init; }

    /// <summary><c>title</c> [4], optional.</summary>
    public IllString? Title { get; init; }

    /// <summary><c>sub-title</c> [5], optional.</summary>
    public IllString? SubTitle { get; init; }

    /// <summary><c>sponsoring-body</c> [6], optional.</summary>
    public IllString? SponsoringBody { get; init; }

    /// <summary><c>place-of-publication</c> [7], optional.</summary>
    public IllString? PlaceOfPublication { get; init; }

    /// <summary><c>publisher</c> [8], optional.</summary>
    public IllString? Publisher { get; init; }

    /// <summary><c>series-title-number</c> [9], optional.</summary>
    public IllString? SeriesTitleNumber { get; init; }

    /// <summary><c>volume-issue</c> [10], optional.</summary>
    public IllString? VolumeIssue { get; init; }

    /// <summary><c>edition</c> [11], optional.</summary>
    public IllString? Edition { get; init; }

    /// <summary><c>publication-date</c> [12], optional.</summary>
    public IllString? PublicationDate { get; init; }

    /// <summary><c>publication-date-of-component</c> [13], optional.</summary>
    public IllString? PublicationDateOfComponent { get; init; }

    /// <summary><c>author-of-article</c> [14], optional.</summary>
    public IllString? AuthorOfArticle { get; init; }

    /// <summary><c>title-of-article</c> [15], optional.</summary>
    public IllString? TitleOfArticle { get; init; }

    /// <summary><c>pagination</c> [16], optional.</summary>
    public IllString? Pagination { get; init; }

    /// <summary><c>national-bibliography-no</c> [17], optional.</summary>
    public External? NationalBibliographyNo { get; init; }

    /// <summary><c>iSBN</c> [18], optional.</summary>
    public IllString? Isbn { get; init; }

    /// <summary><c>iSSN</c> [19], optional.</summary>
    public IllString? Issn { get; init; }

    /// <summary><c>system-no</c> [20], optional.</summary>
    public External? SystemNo { get; init; }

    /// <summary><c>additional-no-letters</c> [21], optional.</summary>
    public IllString? AdditionalNoLetters { get; init; }

    /// <summary><c>verification-reference-source</c> [22], optional.</summary>
    public IllString? VerificationReferenceSource { get; init; }
}

/// <summary>Who pays, how, and up to which amount. ISO 10161-1 <c>Cost-Info-Type</c>.</summary>
public sealed record CostInfoType : Defaulted
{
    /// <summary><c>account-number</c> [0], optional.</summary>
    public IllString? AccountNumber { get; init; }

    /// <summary><c>maximum-cost</c> [1], optional.</summary>
    public Amount? MaximumCost { get; init; }

    /// <summary><c>reciprocal-agreement</c> [2], default FALSE.</summary>
    public bool ReciprocalAgreement { get; init; }

    /// <summary><c>will-pay-fee</c> [3], default FALSE.</summary>
    public bool WillPayFee { get; init; }

    /// <summary><c>payment-provided</c> [4], default FALSE.</summary>
    public bool PaymentProvided { get; init; }
}

/// <summary>A sum of money as it was sent. ISO 10161-1 <c>Amount</c>.</summary>
public sealed record Amount
{
    /// <summary><c>currency-code</c> [0], optional.</summary>
    public string? CurrencyCode { get; init; }

    /// <summary><c>monetary-value</c> [1], mandatory.</summary>
    public required string MonetaryValue { get; init; }
}

/// <summary>
///  What intermediaries may do with the request and who had it already. ISO 10161-1
/// <c>Third-Party-Info-Type</c>.
/// </summary>
public sealed record ThirdPartyInfoType : Defaulted
{
    /// <summary><c>permission-to-forward</c> [0], default FALSE.</summary>
    public bool PermissionToForward { get; init; }

    /// <summary><c>permission-to-chain</c> [1], default FALSE.</summary>
    public bool PermissionToChain { get; init; }

    /// <summary><c>permission-to-partition</c> [2], default FALSE.</summary>
    public bool PermissionToPartition { get; init; }

    /// <summary><c>permission-to-change-send-to-list</c> [3], default FALSE.</summary>
    public bool PermissionToChangeSendToList { get; init; }

    /// <summary><c>initial-requester-address</c> [4], optional.</summary>
    public SystemAddress? InitialRequesterAddress { get; init; }

    /// <summary><c>preference</c> [5], default 2.</summary>
    public Preference Preference { get; init; } = Preference.Unordered;

    /// <summary><c>send-to-list</c> [6], optional.</summary>
    public WireList<SendToListEntry>? SendToList { get; init; }

    /// <summary><c>already-tried-list</c> [7], optional.</summary>
    public WireList<SystemId>? AlreadyTriedList { get; init; }
}

/// <summary>One library to which the request may be sent on (element of Send-To-List-Type).</summary>
public sealed record SendToListEntry
{
    /// <summary><c>system-id</c> [0], mandatory.</summary>
    public required SystemId SystemId { get; init; }

    /// <summary><c>account-number</c> [1], optional.</summary>
    public IllString? AccountNumber { get; init; }

    /// <summary><c>system-address</c> [2], optional.</summary>
    public SystemAddress? SystemAddress { get; init; }
}

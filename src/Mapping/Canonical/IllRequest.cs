using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// The content of a request as all protocols see it: what is wanted, for whom, how, until when and at what cost.
/// Source: ISO 10161-1 ILL-Request; names of the remaining fields follow Alma's request object.
/// </summary>
public sealed record IllRequest
{
    /// <summary>What is wanted.</summary>
    public required Citation Citation { get; init; }

    /// <summary>The part that is to be digitised; null when the citation says enough.</summary>
    public RequestedPart? Part { get; init; }

    /// <summary>The kinds of supply that will do, best first; never empty.</summary>
    public IReadOnlyList<ServiceType> Services { get; init; } = [ServiceType.Loan];

    /// <summary>The media that will do, best first; empty when any will do.</summary>
    public IReadOnlyList<SupplyMedium> Media { get; init; } = [];

    /// <summary>The patron, where the borrower tells.</summary>
    public Patron? Patron { get; init; }

    /// <summary>Where the item goes.</summary>
    public DeliveryAddress? DeliverTo { get; init; }

    /// <summary>How a parcel should travel, in words.</summary>
    public string? DeliveryService { get; init; }

    /// <summary>Where the invoice goes.</summary>
    public DeliveryAddress? BillTo { get; init; }

    /// <summary>Level of service as the borrower's network names it (one character on the ISO wire).</summary>
    public string? LevelOfService { get; init; }

    /// <summary>Of no use after this day.</summary>
    public DateOnly? NeededBy { get; init; }

    /// <summary>What ends the request by itself.</summary>
    public ExpiryFlag Expiry { get; init; } = ExpiryFlag.NoExpiry;

    /// <summary>The last day, when <see cref="Expiry"/> is a date of its own.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>May the responder place a hold?</summary>
    public PlaceOnHold PlaceOnHold { get; init; } = PlaceOnHold.AccordingToResponderPolicy;

    /// <summary>Cost limits and how the borrower pays.</summary>
    public CostInfo? Cost { get; init; }

    /// <summary>The borrower's statement of copyright compliance (<c>US:CCL</c>).</summary>
    public string? CopyrightCompliance { get; init; }

    /// <summary>Simple, chained or partitioned; only simple is carried out.</summary>
    public TransactionType TransactionType { get; init; } = TransactionType.Simple;

    /// <summary>Which optional messages the requester sends and wants.</summary>
    public RequesterMessages Messages { get; init; } = RequesterMessages.All;

    /// <summary>May forward, and to whom; kept for intermediaries.</summary>
    public ThirdParty? ThirdParty { get; init; }

    /// <summary>True when an earlier request for the same was answered with "retry".</summary>
    public bool IsRetry { get; init; }

    /// <summary>True when another library passed the request on to us.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>The note of the library that passed it on.</summary>
    public string? ForwardNote { get; init; }

    /// <summary>Is only a part of the item wanted: an article, chapters, pages? What a journal holds always is one.</summary>
    [JsonIgnore]
    public bool IsPartial => Part is not null || Citation.ArticleTitle is not null || Citation.Pages is not null;
}

/// <summary>A medium that will do. Source: Supply-Medium-Info-Type.</summary>
/// <param name="Medium">The medium.</param>
/// <param name="Characteristics">Further words: <c>A4, single sided</c>.</param>
public sealed record SupplyMedium(MediumType Medium, string? Characteristics = null);

/// <summary>What the borrower is willing to pay, and how. Source: Cost-Info-Type.</summary>
public sealed record CostInfo
{
    /// <summary>The borrower's account at the lender.</summary>
    public string? AccountNumber { get; init; }

    /// <summary>At most this.</summary>
    public Money? MaximumCost { get; init; }

    /// <summary>There is a reciprocal agreement.</summary>
    public bool ReciprocalAgreement { get; init; }

    /// <summary>A fee will be paid.</summary>
    public bool WillPayFee { get; init; }

    /// <summary>Payment comes with the request.</summary>
    public bool PaymentProvided { get; init; }
}

/// <summary>The optional messages of the borrower's side. Source: Requester-Optional-Messages-Type.</summary>
/// <param name="CanSendReceived">We tell when it arrived.</param>
/// <param name="CanSendReturned">We tell when it goes back.</param>
/// <param name="Shipped">How much we want to be told of the shipping.</param>
/// <param name="CheckedIn">How much we want to be told that it is back.</param>
public sealed record RequesterMessages(
    bool CanSendReceived, bool CanSendReturned, MessagePreference Shipped, MessagePreference CheckedIn)
{
    /// <summary>Sends both, would like both: what real requesters send.</summary>
    public static RequesterMessages All { get; } = new(true, true, MessagePreference.Desires, MessagePreference.Desires);
}

/// <summary>The optional messages of the lender's side. Source: Responder-Optional-Messages-Type.</summary>
/// <param name="CanSendShipped">We tell of the shipping.</param>
/// <param name="CanSendCheckedIn">We tell that it is back.</param>
/// <param name="Received">How much we want to be told of the arrival.</param>
/// <param name="Returned">How much we want to be told that it goes back.</param>
public sealed record ResponderMessages(
    bool CanSendShipped, bool CanSendCheckedIn, MessagePreference Received, MessagePreference Returned)
{
    /// <summary>Sends both, would like both.</summary>
    public static ResponderMessages All { get; } = new(true, true, MessagePreference.Desires, MessagePreference.Desires);
}

/// <summary>What an intermediary may do, and whom it may ask. Source: Third-Party-Info-Type.</summary>
public sealed record ThirdParty
{
    /// <summary>May pass the request on.</summary>
    public bool MayForward { get; init; }

    /// <summary>May relay it and stay in the path.</summary>
    public bool MayChain { get; init; }

    /// <summary>May split processing from tracking.</summary>
    public bool MayPartition { get; init; }

    /// <summary>May change the list of suppliers.</summary>
    public bool MayChangeSendToList { get; init; }

    /// <summary>Where the first requester is reached.</summary>
    public ElectronicAddress? InitialRequesterAddress { get; init; }

    /// <summary>True when the suppliers are to be asked in the order of the list.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Suppliers to ask.</summary>
    public IReadOnlyList<Party> SendTo { get; init; } = [];

    /// <summary>Suppliers that were asked already.</summary>
    public IReadOnlyList<Party> AlreadyTried { get; init; } = [];
}

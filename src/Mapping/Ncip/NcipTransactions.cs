namespace ResourceSharing.Mapping.Ncip;

/// <summary>Where something is sent: <c>ShippingInformation</c>. One of the addresses is there.</summary>
public sealed record NcipShippingInformation
{
    /// <summary>How.</summary>
    public string? Instructions { get; init; }

    /// <summary>A note.</summary>
    public string? Note { get; init; }

    /// <summary>By post.</summary>
    public NcipPhysicalAddress? Physical { get; init; }

    /// <summary>Electronically.</summary>
    public NcipElectronicAddress? Electronic { get; init; }
}

/// <summary>What is to be done with a returned item: <c>RoutingInformation</c>.</summary>
public sealed record NcipRoutingInformation
{
    /// <summary>What; WMS has <c>Process</c>, <c>Request:id</c>, <c>Re-shelve</c>, <c>Withdrawn</c>.</summary>
    public string? Instructions { get; init; }

    /// <summary>Where it goes.</summary>
    public NcipDestination? Destination { get; init; }

    /// <summary>For what kind of request.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>For whom.</summary>
    public NcipUserId? UserId { get; init; }

    /// <summary>The name of that user.</summary>
    public NcipNameInformation? NameInformation { get; init; }
}

/// <summary>Where a returned item goes: <c>Destination</c>.</summary>
public sealed record NcipDestination
{
    /// <summary>Into which bin.</summary>
    public string? BinNumber { get; init; }

    /// <summary>To which location.</summary>
    public NcipLocation? Location { get; init; }
}

/// <summary>The number of a fee or payment: <c>FiscalTransactionReferenceId</c>.</summary>
public sealed record NcipFiscalTransactionId
{
    /// <summary>Whose number.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>The number.</summary>
    public string? Value { get; init; }
}

/// <summary>A fee or payment: <c>FiscalTransactionInformation</c>.</summary>
public sealed record NcipFiscalTransaction
{
    /// <summary>Assess, payment, waive.</summary>
    public NcipCode? Action { get; init; }

    /// <summary>Its number.</summary>
    public NcipFiscalTransactionId? Id { get; init; }

    /// <summary>Those that it is about.</summary>
    public WireList<NcipFiscalTransactionId> RelatedIds { get; init; } = [];

    /// <summary>Fine, service charge.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }

    /// <summary>The amount.</summary>
    public NcipAmount? Amount { get; init; }

    /// <summary>How it is paid.</summary>
    public NcipCode? PaymentMethod { get; init; }

    /// <summary>In words.</summary>
    public string? Description { get; init; }

    /// <summary>For which request.</summary>
    public NcipRequestId? RequestId { get; init; }

    /// <summary>For which item.</summary>
    public NcipItemDetails? ItemDetails { get; init; }
}

/// <summary>The item that a fee is for: <c>ItemDetails</c>.</summary>
public sealed record NcipItemDetails
{
    /// <summary>Which.</summary>
    public NcipItemId? ItemId { get; init; }

    /// <summary>What it is.</summary>
    public NcipBibliographicDescription? BibliographicDescription { get; init; }

    /// <summary>When lent.</summary>
    public NcipDate? DateCheckedOut { get; init; }

    /// <summary>When renewed.</summary>
    public WireList<NcipDate> DatesRenewed { get; init; } = [];

    /// <summary>When due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>Lent without a date.</summary>
    public bool IndeterminateLoanPeriod { get; init; }

    /// <summary>Not to be returned.</summary>
    public bool NonReturnable { get; init; }

    /// <summary>When returned.</summary>
    public NcipDate? DateReturned { get; init; }
}

/// <summary>An account of fees: <c>UserFiscalAccount</c>.</summary>
public sealed record NcipFiscalAccount
{
    /// <summary>What is owed.</summary>
    public NcipAmount? Balance { get; init; }

    /// <summary>Its entries.</summary>
    public WireList<NcipAccountDetail> Details { get; init; } = [];
}

/// <summary>An entry of an account: <c>AccountDetails</c>.</summary>
public sealed record NcipAccountDetail
{
    /// <summary>When.</summary>
    public NcipDate? AccrualDate { get; init; }

    /// <summary>What.</summary>
    public NcipFiscalTransaction? Transaction { get; init; }
}

/// <summary>How many items or requests of one kind: <c>LoanedItemsCount</c>, <c>RequestedItemsCount</c>.</summary>
public sealed record NcipItemsCount
{
    /// <summary>Of which type of request; not of loans.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>In which status.</summary>
    public NcipCode? CirculationStatus { get; init; }

    /// <summary>Under which restriction.</summary>
    public NcipCode? ItemUseRestrictionType { get; init; }

    /// <summary>How many.</summary>
    public int? Count { get; init; }
}

/// <summary>A loan: <c>LoanedItem</c>.</summary>
public sealed record NcipLoanedItem
{
    /// <summary>Of which item.</summary>
    public NcipItemId? ItemId { get; init; }

    /// <summary>What it is; from 2.02 on.</summary>
    public WireList<NcipBibliographicId> BibliographicIds { get; init; } = [];

    /// <summary>How often reminded; before 2.02 from 1 on, and always there.</summary>
    public int? ReminderLevel { get; init; }

    /// <summary>When due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>Lent without a date.</summary>
    public bool IndeterminateLoanPeriod { get; init; }

    /// <summary>What is owed for it; before 2.02 always there.</summary>
    public NcipAmount? Amount { get; init; }

    /// <summary>Its title; not in version 1.</summary>
    public string? Title { get; init; }

    /// <summary>The kind of thing; not in version 1.</summary>
    public NcipCode? MediumType { get; init; }
}

/// <summary>A request of a user: <c>RequestedItem</c>.</summary>
public sealed record NcipRequestedItem
{
    /// <summary>Which.</summary>
    public NcipRequestId? RequestId { get; init; }

    /// <summary>For which item.</summary>
    public NcipItemId? ItemId { get; init; }

    /// <summary>What it is; from 2.02 on.</summary>
    public WireList<NcipBibliographicId> BibliographicIds { get; init; } = [];

    /// <summary>The type.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>The status.</summary>
    public NcipCode? RequestStatusType { get; init; }

    /// <summary>When made.</summary>
    public NcipDate? DatePlaced { get; init; }

    /// <summary>When to be fetched.</summary>
    public NcipDate? PickupDate { get; init; }

    /// <summary>Where to be fetched; not in version 1.</summary>
    public NcipCode? PickupLocation { get; init; }

    /// <summary>Until when to be fetched.</summary>
    public NcipDate? PickupExpiryDate { get; init; }

    /// <summary>How often reminded.</summary>
    public int? ReminderLevel { get; init; }

    /// <summary>The place in the queue.</summary>
    public int? HoldQueuePosition { get; init; }

    /// <summary>The title; not in version 1.</summary>
    public string? Title { get; init; }

    /// <summary>The kind of thing; not in version 1.</summary>
    public NcipCode? MediumType { get; init; }
}

/// <summary>What an agency asks its users: <c>AuthenticationPrompt</c>.</summary>
public sealed record NcipAuthenticationPrompt
{
    /// <summary>The question.</summary>
    public string? PromptData { get; init; }

    /// <summary>What kind of text it is.</summary>
    public NcipCode? PromptType { get; init; }

    /// <summary>What the answer is.</summary>
    public NcipCode? InputType { get; init; }

    /// <summary>In which format.</summary>
    public NcipCode? DataFormat { get; init; }

    /// <summary>Whether the answer is not to be shown.</summary>
    public bool IsSensitive { get; init; }
}

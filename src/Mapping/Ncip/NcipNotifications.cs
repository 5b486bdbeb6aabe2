namespace ResourceSharing.Mapping.Ncip;

/// <summary>An item was requested.</summary>
public sealed record ItemRequested : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemRequested;

    /// <summary>What is wanted, where no copy is named.</summary>
    public WireList<NcipBibliographicId> BibliographicIds { get; init; } = [];

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>Not before.</summary>
    public NcipDate? EarliestDateNeeded { get; init; }

    /// <summary>Not after.</summary>
    public NcipDate? NeedBeforeDate { get; init; }

    /// <summary>Where it is fetched. Not in version 1.</summary>
    public NcipCode? PickupLocation { get; init; }

    /// <summary>Until when it is fetched.</summary>
    public NcipDate? PickupExpiryDate { get; init; }

    /// <summary>When the user asked.</summary>
    public NcipDate? DateOfUserRequest { get; init; }

    /// <summary>When it can be had.</summary>
    public NcipDate? DateAvailable { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>A request was taken back.</summary>
public sealed record ItemRequestCancelled : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemRequestCancelled;

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>An item is on its way, to the borrower or back: who sends it says which.</summary>
public sealed record ItemShipped : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemShipped;

    /// <summary>When.</summary>
    public NcipDate? DateShipped { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>An item has arrived, at the borrower or back: who sends it says which.</summary>
public sealed record ItemReceived : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemReceived;

    /// <summary>When.</summary>
    public NcipDate? DateReceived { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>An item was lent.</summary>
public sealed record ItemCheckedOut : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemCheckedOut;

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>Whether it is lent without a date.</summary>
    public bool IndeterminateLoanPeriod { get; init; }

    /// <summary>Whether it stays.</summary>
    public bool NonReturnable { get; init; }

    /// <summary>Whether a file was given.</summary>
    public bool ElectronicResourceProvided { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int? RenewalCount { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>An item is back.</summary>
public sealed record ItemCheckedIn : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemCheckedIn;

    /// <summary>What is to be done with it.</summary>
    public NcipRoutingInformation? RoutingInformation { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>A loan was renewed.</summary>
public sealed record ItemRenewed : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemRenewed;

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int? RenewalCount { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>An item was called back.</summary>
public sealed record ItemRecalled : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.ItemRecalled;

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The status of an item has changed. Relais tells here how a renewal stands.</summary>
public sealed record CirculationStatusUpdated : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CirculationStatusUpdated;

    /// <summary>The status, like <see cref="NcipValues.RenewStillPending"/>.</summary>
    public NcipCode? CirculationStatus { get; init; }
}

/// <summary>The answer to a notification: that it was heard, or what was wrong with it.</summary>
/// <param name="Notification">The service of the notification, <see cref="NcipService.ItemShipped"/> for example.</param>
public sealed record NotificationResponse(NcipService Notification) : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => Notification;
}

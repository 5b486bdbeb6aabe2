namespace ResourceSharing.Mapping.Ncip;

/// <summary>Put a hold on an item, or lend it.</summary>
public sealed record RequestItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RequestItem;

    /// <summary>The items; more than one from 2.01 on.</summary>
    public WireList<NcipItemId> ItemIds { get; init; } = [];

    /// <inheritdoc/>
    public override NcipItemId? ItemId
    {
        get => ItemIds.Count > 0 ? ItemIds[0] : null;
        init => ItemIds = value is null ? [] : [value];
    }

    /// <summary>What is wanted, where no copy is named.</summary>
    public WireList<NcipBibliographicId> BibliographicIds { get; init; } = [];

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

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

    /// <summary>The fee that the user agrees to.</summary>
    public NcipAmount? AcknowledgedFeeAmount { get; init; }

    /// <summary>The fee that the user has paid. Not in version 1.</summary>
    public NcipAmount? PaidFeeAmount { get; init; }

    /// <summary>The restrictions that the user agrees to.</summary>
    public WireList<NcipCode> AcknowledgedItemUseRestrictionTypes { get; init; } = [];
}

/// <summary>Take a request back.</summary>
public sealed record CancelRequestItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CancelRequestItem;

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>The fee that the user agrees to.</summary>
    public NcipAmount? AcknowledgedFeeAmount { get; init; }

    /// <summary>The fee that the user has paid. Not in version 1.</summary>
    public NcipAmount? PaidFeeAmount { get; init; }
}

/// <summary>An item of another library is here: keep it for a user.</summary>
public sealed record AcceptItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.AcceptItem;

    /// <summary>What to do, like <see cref="NcipValues.HoldForPickup"/>.</summary>
    public NcipCode? RequestedActionType { get; init; }

    /// <summary>When the lender wants it back.</summary>
    public NcipDate? DateForReturn { get; init; }

    /// <summary>Whether it is lent without a date.</summary>
    public bool IndeterminateLoanPeriod { get; init; }

    /// <summary>Whether it stays.</summary>
    public bool NonReturnable { get; init; }

    /// <summary>Whether it cannot be renewed.</summary>
    public bool RenewalNotPermitted { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }

    /// <summary>Where it is fetched. Not in version 1.</summary>
    public NcipCode? PickupLocation { get; init; }

    /// <summary>Until when it is fetched.</summary>
    public NcipDate? PickupExpiryDate { get; init; }
}

/// <summary>Lend an item to a user.</summary>
public sealed record CheckOutItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CheckOutItem;

    /// <summary>The fee that the user agrees to.</summary>
    public NcipAmount? AcknowledgedFeeAmount { get; init; }

    /// <summary>The fee that the user has paid. Not in version 1.</summary>
    public NcipAmount? PaidFeeAmount { get; init; }

    /// <summary>The restrictions that the user agrees to.</summary>
    public WireList<NcipCode> AcknowledgedItemUseRestrictionTypes { get; init; } = [];

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>Whether the file itself is wanted.</summary>
    public bool ResourceDesired { get; init; }

    /// <summary>When it should be due.</summary>
    public NcipDate? DesiredDateDue { get; init; }
}

/// <summary>An item is back. Peers send the user and the request as well, for which no schema has a place.</summary>
public sealed record CheckInItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CheckInItem;
}

/// <summary>A user wants to keep an item longer.</summary>
public sealed record RenewItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RenewItem;

    /// <summary>When it should be due.</summary>
    public NcipDate? DesiredDateDue { get; init; }

    /// <summary>When the lender should want it back.</summary>
    public NcipDate? DesiredDateForReturn { get; init; }

    /// <summary>The fee that the user agrees to.</summary>
    public NcipAmount? AcknowledgedFeeAmount { get; init; }

    /// <summary>The fee that the user has paid. Not in version 1.</summary>
    public NcipAmount? PaidFeeAmount { get; init; }

    /// <summary>The restrictions that the user agrees to.</summary>
    public WireList<NcipCode> AcknowledgedItemUseRestrictionTypes { get; init; } = [];
}

/// <summary>An item is wanted back.</summary>
public sealed record RecallItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RecallItem;

    /// <summary>When it should be due.</summary>
    public NcipDate? DesiredDateDue { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }
}

/// <summary>Make a user.</summary>
public sealed record CreateUser : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CreateUser;

    /// <summary>The name.</summary>
    public NcipNameInformation? NameInformation { get; init; }

    /// <summary>The addresses.</summary>
    public WireList<NcipUserAddress> Addresses { get; init; } = [];

    /// <summary>The date of birth.</summary>
    public NcipDate? DateOfBirth { get; init; }

    /// <summary>The languages.</summary>
    public WireList<NcipCode> Languages { get; init; } = [];

    /// <summary>What the user may do.</summary>
    public WireList<NcipUserPrivilege> Privileges { get; init; } = [];

    /// <summary>What stands against the user.</summary>
    public WireList<NcipBlockOrTrap> BlocksOrTraps { get; init; } = [];
}

/// <summary>Change what is known of a user.</summary>
public sealed record UpdateUser : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.UpdateUser;

    /// <summary>What is taken away.</summary>
    public NcipUserOptionalFields? Delete { get; init; }

    /// <summary>What is added.</summary>
    public NcipUserOptionalFields? Add { get; init; }
}

/// <summary>A user owes or has paid something.</summary>
public sealed record CreateUserFiscalTransaction : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CreateUserFiscalTransaction;

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }
}

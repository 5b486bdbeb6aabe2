namespace ResourceSharing.Mapping.Ncip;

/// <summary>The request was made.</summary>
public sealed record RequestItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RequestItem;

    /// <summary>With a problem: the fee that would have to be agreed to.</summary>
    public NcipAmount? RequiredFeeAmount { get; init; }

    /// <summary>With a problem: the restrictions that would have to be agreed to.</summary>
    public WireList<NcipCode> RequiredItemUseRestrictionTypes { get; init; } = [];

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>When it can be had.</summary>
    public NcipDate? DateAvailable { get; init; }

    /// <summary>Until when it is kept.</summary>
    public NcipDate? HoldPickupDate { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The request was taken back.</summary>
public sealed record CancelRequestItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CancelRequestItem;

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The item is kept for the user.</summary>
public sealed record AcceptItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.AcceptItem;
}

/// <summary>The item was lent.</summary>
public sealed record CheckOutItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CheckOutItem;

    /// <summary>With a problem: the fee that would have to be agreed to.</summary>
    public NcipAmount? RequiredFeeAmount { get; init; }

    /// <summary>With a problem: the restrictions that would have to be agreed to.</summary>
    public WireList<NcipCode> RequiredItemUseRestrictionTypes { get; init; } = [];

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>Whether it is lent without a date.</summary>
    public bool IndeterminateLoanPeriod { get; init; }

    /// <summary>Whether it stays.</summary>
    public bool NonReturnable { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int? RenewalCount { get; init; }

    /// <summary>The file.</summary>
    public NcipElectronicResource? ElectronicResource { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The item is taken back.</summary>
public sealed record CheckInItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CheckInItem;

    /// <summary>What is to be done with it.</summary>
    public NcipRoutingInformation? RoutingInformation { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The loan was renewed, or that is not decided yet.</summary>
public sealed record RenewItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RenewItem;

    /// <summary>With a problem: the fee that would have to be agreed to.</summary>
    public NcipAmount? RequiredFeeAmount { get; init; }

    /// <summary>With a problem: the restrictions that would have to be agreed to.</summary>
    public WireList<NcipCode> RequiredItemUseRestrictionTypes { get; init; } = [];

    /// <summary>Whether it is not decided yet.</summary>
    public bool Pending { get; init; }

    /// <summary>When it will be decided.</summary>
    public NcipDate? DateOfExpectedReply { get; init; }

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>When the lender wants it back.</summary>
    public NcipDate? DateForReturn { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int? RenewalCount { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The item was called back.</summary>
public sealed record RecallItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.RecallItem;

    /// <summary>When it is due.</summary>
    public NcipDate? DateDue { get; init; }

    /// <summary>A fee that comes of it.</summary>
    public NcipFiscalTransaction? FiscalTransaction { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>The user was made.</summary>
public sealed record CreateUserResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CreateUser;
}

/// <summary>The user was changed.</summary>
public sealed record UpdateUserResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.UpdateUser;
}

/// <summary>The fee or payment was noted.</summary>
public sealed record CreateUserFiscalTransactionResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.CreateUserFiscalTransaction;

    /// <summary>Its number.</summary>
    public NcipFiscalTransactionId? FiscalTransactionId { get; init; }
}

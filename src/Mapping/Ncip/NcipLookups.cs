namespace ResourceSharing.Mapping.Ncip;

/// <summary>Which versions and services are there? The header holds the agencies.</summary>
public sealed record LookupVersion : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupVersion;
}

/// <summary>Who is this user, and what is known of the user?</summary>
public sealed record LookupUser : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupUser;

    /// <summary>Whether loans are asked for.</summary>
    public bool LoanedItemsDesired { get; init; }

    /// <summary>Whether requests are asked for.</summary>
    public bool RequestedItemsDesired { get; init; }

    /// <summary>Whether fees are asked for.</summary>
    public bool UserFiscalAccountDesired { get; init; }
}

/// <summary>What is known of this item?</summary>
public sealed record LookupItem : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupItem;

    /// <summary>Whether the borrower is asked for.</summary>
    public bool CurrentBorrowerDesired { get; init; }

    /// <summary>Whether those who wait are asked for.</summary>
    public bool CurrentRequestersDesired { get; init; }
}

/// <summary>What is known of this request? Not in version 1.</summary>
public sealed record LookupRequest : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupRequest;

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>What is asked for.</summary>
    public WireList<NcipCode> RequestElementTypes { get; init; } = [];
}

/// <summary>What is known of this agency?</summary>
public sealed record LookupAgency : NcipInitiation
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupAgency;

    /// <summary>The agency.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What is asked for.</summary>
    public WireList<NcipCode> AgencyElementTypes { get; init; } = [];
}

/// <summary>Which versions and services are there.</summary>
public sealed record LookupVersionResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupVersion;

    /// <summary>The versions, as texts of the version attribute.</summary>
    public WireList<string> VersionsSupported { get; init; } = [];

    /// <summary>The names of the services.</summary>
    public WireList<string> ServicesSupported { get; init; } = [];
}

/// <summary>Who the user is.</summary>
public sealed record LookupUserResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupUser;

    /// <summary>Fees.</summary>
    public WireList<NcipFiscalAccount> FiscalAccounts { get; init; } = [];

    /// <summary>How many loans.</summary>
    public WireList<NcipItemsCount> LoanedItemsCounts { get; init; } = [];

    /// <summary>The loans.</summary>
    public WireList<NcipLoanedItem> LoanedItems { get; init; } = [];

    /// <summary>How many requests.</summary>
    public WireList<NcipItemsCount> RequestedItemsCounts { get; init; } = [];

    /// <summary>The requests.</summary>
    public WireList<NcipRequestedItem> RequestedItems { get; init; } = [];

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>What the item is.</summary>
public sealed record LookupItemResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupItem;

    /// <summary>Until when it is kept.</summary>
    public NcipDate? HoldPickupDate { get; init; }

    /// <summary>When it was called back.</summary>
    public NcipDate? DateRecalled { get; init; }

    /// <summary>Who has it.</summary>
    public NcipUserId? CurrentBorrower { get; init; }

    /// <summary>Who waits for it.</summary>
    public WireList<NcipUserId> CurrentRequesters { get; init; } = [];

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }
}

/// <summary>How the request stands. Not in version 1.</summary>
public sealed record LookupRequestResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupRequest;

    /// <summary>The type, like <see cref="NcipValues.Loan"/>.</summary>
    public NcipCode? RequestType { get; init; }

    /// <summary>A copy or any.</summary>
    public NcipCode? RequestScopeType { get; init; }

    /// <summary>How it stands.</summary>
    public NcipCode? RequestStatusType { get; init; }

    /// <summary>The place in the queue.</summary>
    public int? HoldQueuePosition { get; init; }

    /// <summary>Where it is sent.</summary>
    public NcipShippingInformation? ShippingInformation { get; init; }

    /// <summary>Not before.</summary>
    public NcipDate? EarliestDateNeeded { get; init; }

    /// <summary>Not after.</summary>
    public NcipDate? NeedBeforeDate { get; init; }

    /// <summary>When it is fetched.</summary>
    public NcipDate? PickupDate { get; init; }

    /// <summary>Where it is fetched. Not in version 1.</summary>
    public NcipCode? PickupLocation { get; init; }

    /// <summary>Until when it is fetched.</summary>
    public NcipDate? PickupExpiryDate { get; init; }

    /// <summary>When the user asked.</summary>
    public NcipDate? DateOfUserRequest { get; init; }

    /// <summary>When it can be had.</summary>
    public NcipDate? DateAvailable { get; init; }

    /// <summary>The fee that the user agrees to.</summary>
    public NcipAmount? AcknowledgedFeeAmount { get; init; }

    /// <summary>The fee that the user has paid. Not in version 1.</summary>
    public NcipAmount? PaidFeeAmount { get; init; }

    /// <summary>What is told of the item.</summary>
    public NcipItemOptionalFields? ItemOptionalFields { get; init; }

    /// <summary>What is told of the user.</summary>
    public NcipUserOptionalFields? UserOptionalFields { get; init; }
}

/// <summary>What the agency is.</summary>
public sealed record LookupAgencyResponse : NcipResponse
{
    /// <inheritdoc/>
    public override NcipService Service => NcipService.LookupAgency;

    /// <summary>The agency.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>The names.</summary>
    public WireList<NcipOrganizationName> Names { get; init; } = [];

    /// <summary>The addresses.</summary>
    public WireList<NcipUserAddress> Addresses { get; init; } = [];

    /// <summary>What its users are asked.</summary>
    public WireList<NcipAuthenticationPrompt> AuthenticationPrompts { get; init; } = [];

    /// <summary>The profiles it supports.</summary>
    public WireList<NcipCode> ApplicationProfiles { get; init; } = [];

    /// <summary>The agreements it is part of.</summary>
    public WireList<NcipCode> ConsortiumAgreements { get; init; } = [];

    /// <summary>The privileges it knows.</summary>
    public WireList<NcipCode> UserPrivilegeTypes { get; init; } = [];
}

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What is told of a user: <c>UserOptionalFields</c>; also what is added to or deleted from one.</summary>
public sealed record NcipUserOptionalFields
{
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

    /// <summary>Further numbers; the VisibleUserIds of version 1.</summary>
    public WireList<NcipUserId> UserIds { get; init; } = [];

    /// <summary>Former numbers.</summary>
    public WireList<NcipPreviousUserId> PreviousUserIds { get; init; } = [];

    /// <summary>Passwords to be set or deleted; in AddUserFields and DeleteUserFields alone.</summary>
    public WireList<NcipAuthenticationInput> AuthenticationInputs { get; init; } = [];

    /// <summary>What the schema has no place for.</summary>
    public WireList<NcipExtra> Ext { get; init; } = [];
}

/// <summary>A name: <c>NameInformation</c>.</summary>
public sealed record NcipNameInformation
{
    /// <summary>The name of a person as one text.</summary>
    public string? Unstructured { get; init; }

    /// <summary>The name of a person in parts.</summary>
    public NcipPersonalName? Structured { get; init; }

    /// <summary>The names of an organization.</summary>
    public WireList<NcipOrganizationName> Organization { get; init; } = [];
}

/// <summary>The name of a person in parts: <c>StructuredPersonalUserName</c>.</summary>
public sealed record NcipPersonalName
{
    /// <summary>Dr.</summary>
    public string? Prefix { get; init; }

    /// <summary>First names.</summary>
    public string? GivenName { get; init; }

    /// <summary>Initials.</summary>
    public string? Initials { get; init; }

    /// <summary>The family name.</summary>
    public string? Surname { get; init; }

    /// <summary>Jr.</summary>
    public string? Suffix { get; init; }
}

/// <summary>A name of an organization: <c>OrganizationNameInformation</c>.</summary>
public sealed record NcipOrganizationName
{
    /// <summary>What kind of name.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }
}

/// <summary>An address and what it is for: <c>UserAddressInformation</c>; <c>AgencyAddressInformation</c>.</summary>
public sealed record NcipUserAddress
{
    /// <summary>What it is for: <c>Multi-Purpose</c>, <c>Home</c>.</summary>
    public NcipCode? Role { get; init; }

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }

    /// <summary>By post.</summary>
    public NcipPhysicalAddress? Physical { get; init; }

    /// <summary>By mail or telephone.</summary>
    public NcipElectronicAddress? Electronic { get; init; }
}

/// <summary>An address by post: <c>PhysicalAddress</c>.</summary>
public sealed record NcipPhysicalAddress
{
    /// <summary>In parts.</summary>
    public NcipStructuredAddress? Structured { get; init; }

    /// <summary>As one text.</summary>
    public NcipUnstructuredAddress? Unstructured { get; init; }

    /// <summary>Postal or street address.</summary>
    public NcipCode? Type { get; init; }
}

/// <summary>An address as one text: <c>UnstructuredAddress</c>.</summary>
public sealed record NcipUnstructuredAddress
{
    /// <summary>How its lines are told apart.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>The text.</summary>
    public string? Data { get; init; }
}

/// <summary>An address in parts: <c>StructuredAddress</c>.</summary>
public sealed record NcipStructuredAddress
{
    /// <summary>The first line; then street and box are not there.</summary>
    public string? Line1 { get; init; }

    /// <summary>The second line.</summary>
    public string? Line2 { get; init; }

    /// <summary>Room.</summary>
    public string? LocationWithinBuilding { get; init; }

    /// <summary>House.</summary>
    public string? HouseName { get; init; }

    /// <summary>Street and number.</summary>
    public string? Street { get; init; }

    /// <summary>Box.</summary>
    public string? PostOfficeBox { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Town.</summary>
    public string? Locality { get; init; }

    /// <summary>Region.</summary>
    public string? Region { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Care of.</summary>
    public string? CareOf { get; init; }
}

/// <summary>A mail address, a telephone number: <c>ElectronicAddress</c>.</summary>
public sealed record NcipElectronicAddress
{
    /// <summary>The scheme of its URI: <c>mailto</c>, <c>tel</c>.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>The address.</summary>
    public string? Data { get; init; }
}

/// <summary>What a user may do: <c>UserPrivilege</c>.</summary>
public sealed record NcipUserPrivilege
{
    /// <summary>Where.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What; peers have <c>STATUS</c> and <c>PROFILE</c>.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }

    /// <summary>What it costs.</summary>
    public NcipUserPrivilegeFee? Fee { get; init; }

    /// <summary>Its state.</summary>
    public NcipUserPrivilegeStatus? Status { get; init; }

    /// <summary>In words.</summary>
    public string? Description { get; init; }
}

/// <summary>What a privilege costs: <c>UserPrivilegeFee</c>.</summary>
public sealed record NcipUserPrivilegeFee
{
    /// <summary>The amount.</summary>
    public NcipAmount? Amount { get; init; }

    /// <summary>How it is paid.</summary>
    public NcipCode? PaymentMethod { get; init; }
}

/// <summary>The state of a privilege: <c>UserPrivilegeStatus</c>.</summary>
public sealed record NcipUserPrivilegeStatus
{
    /// <summary>The state, like <c>BLOCKED</c>.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>Since when.</summary>
    public NcipDate? Date { get; init; }
}

/// <summary>What stands against a user: <c>BlockOrTrap</c>.</summary>
public sealed record NcipBlockOrTrap
{
    /// <summary>Where.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>What.</summary>
    public NcipCode? Type { get; init; }

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }
}

/// <summary>A former number: <c>PreviousUserId</c>.</summary>
public sealed record NcipPreviousUserId
{
    /// <summary>Where.</summary>
    public NcipCode? AgencyId { get; init; }

    /// <summary>The number.</summary>
    public string? Value { get; init; }

    /// <summary>From when on.</summary>
    public NcipDate? ValidFromDate { get; init; }

    /// <summary>Until when.</summary>
    public NcipDate? ValidToDate { get; init; }
}

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// What ties all APDUs of one transaction together; every APDU repeats it unchanged. ISO 10161-1
/// <c>Transaction-Id</c>.
/// </summary>
public sealed record TransactionId
{
    /// <summary><c>initial-requester-id</c> [0], optional.</summary>
    public SystemId? InitialRequesterId { get; init; }

    /// <summary><c>transaction-group-qualifier</c> [1], mandatory.</summary>
    public required IllString TransactionGroupQualifier { get; init; }

    /// <summary><c>transaction-qualifier</c> [2], mandatory.</summary>
    public required IllString TransactionQualifier { get; init; }

    /// <summary><c>sub-transaction-qualifier</c> [3], optional.</summary>
    public IllString? SubTransactionQualifier { get; init; }
}

/// <summary>
/// When this service was performed and, for a repeated APDU, when it was sent first. ISO 10161-1
/// <c>Service-Date-Time</c>.
/// </summary>
public sealed record ServiceDateTime
{
    /// <summary><c>date-time-of-this-service</c> [0], mandatory.</summary>
    public required DateTimeOfService DateTimeOfThisService { get; init; }

    /// <summary><c>date-time-of-original-service</c> [1], optional.</summary>
    public DateTimeOfService? DateTimeOfOriginalService { get; init; }
}

/// <summary>When a service was performed, in the local time of the sender.</summary>
public sealed record DateTimeOfService
{
    /// <summary><c>date</c> [0], mandatory.</summary>
    public required string Date { get; init; }

    /// <summary><c>time</c> [1], optional.</summary>
    public string? Time { get; init; }
}

/// <summary>Who somebody is: a symbol, a name, or both. ISO 10161-1 <c>System-Id</c>.</summary>
public sealed record SystemId
{
    /// <summary><c>person-or-institution-symbol</c> [0], optional.</summary>
    public PersonOrInstitutionSymbol? PersonOrInstitutionSymbol { get; init; }

    /// <summary><c>name-of-person-or-institution</c> [1], optional.</summary>
    public NameOfPersonOrInstitution? NameOfPersonOrInstitution { get; init; }
}

/// <summary>
///  A symbol of a person or a library, usually written AUTHORITY:CODE. ISO 10161-1
/// <c>Person-Or-Institution-Symbol</c>.
/// </summary>
public abstract record PersonOrInstitutionSymbol
{
    private PersonOrInstitutionSymbol()
    {
    }

    /// <summary><c>person-symbol</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record PersonSymbol(IllString Value) : PersonOrInstitutionSymbol;

    /// <summary><c>institution-symbol</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record InstitutionSymbol(IllString Value) : PersonOrInstitutionSymbol;
}

/// <summary>A name of a person or a library. ISO 10161-1 <c>Name-Of-Person-Or-Institution</c>.</summary>
public abstract record NameOfPersonOrInstitution
{
    private NameOfPersonOrInstitution()
    {
    }

    /// <summary><c>name-of-person</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record NameOfPerson(IllString Value) : NameOfPersonOrInstitution;

    /// <summary><c>name-of-institution</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record NameOfInstitution(IllString Value) : NameOfPersonOrInstitution;
}

/// <summary>
/// Where a system is reached: a service such as "TCP/IP" and an address such as "host:port". ISO
/// 10161-1 <c>System-Address</c>.
/// </summary>
public sealed record SystemAddress
{
    /// <summary><c>telecom-service-identifier</c> [0], optional.</summary>
    public IllString? TelecomServiceIdentifier { get; init; }

    /// <summary><c>telecom-service-address</c> [1], optional.</summary>
    public IllString? TelecomServiceAddress { get; init; }
}

/// <summary>A postal address in parts, all of them optional. ISO 10161-1 <c>Postal-Address</c>.</summary>
public sealed record PostalAddress
{
    /// <summary><c>name-of-person-or-institution</c> [0], optional.</summary>
    public NameOfPersonOrInstitution? NameOfPersonOrInstitution { get; init; }

    /// <summary><c>extended-postal-delivery-address</c> [1], optional.</summary>
    public IllString? ExtendedPostalDeliveryAddress { get; init; }

    /// <summary><c>street-and-number</c> [2], optional.</summary>
    public IllString? StreetAndNumber { get; init; }

    /// <summary><c>post-office-box</c> [3], optional.</summary>
    public IllString? PostOfficeBox { get; init; }

    /// <summary><c>city</c> [4], optional.</summary>
    public IllString? City { get; init; }

    /// <summary><c>region</c> [5], optional.</summary>
    public IllString? Region { get; init; }

    /// <summary><c>country</c> [6], optional.</summary>
    public IllString? Country { get; init; }

    /// <summary><c>postal-code</c> [7], optional.</summary>
    public IllString? PostalCode { get; init; }
}

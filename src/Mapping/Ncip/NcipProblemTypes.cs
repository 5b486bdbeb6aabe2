namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// The types of problems of the standard lists. Versions 1 and 2 have the same texts; version 1 sends the scheme as
/// well (<see cref="SchemeOf"/>), version 2 may. Clients search for these words in the text of an answer: keep them.
/// </summary>
public static class NcipProblemTypes
{
    /// <summary>Of any service: Agency Authentication Failed.</summary>
    public const string AgencyAuthenticationFailed = "Agency Authentication Failed";

    /// <summary>Of any service: Invalid Amount.</summary>
    public const string InvalidAmount = "Invalid Amount";

    /// <summary>Of any service: Invalid Date.</summary>
    public const string InvalidDate = "Invalid Date";

    /// <summary>Of any service: Needed Data Missing.</summary>
    public const string NeededDataMissing = "Needed Data Missing";

    /// <summary>Of any service: System Authentication Failed.</summary>
    public const string SystemAuthenticationFailed = "System Authentication Failed";

    /// <summary>Of any service: Temporary Processing Failure.</summary>
    public const string TemporaryProcessingFailure = "Temporary Processing Failure";

    /// <summary>Of any service: Unauthorized Combination Of Element Values For Agency.</summary>
    public const string UnauthorizedCombinationOfElementValuesForAgency = "Unauthorized Combination Of Element Values For Agency";

    /// <summary>Of any service: Unauthorized Combination Of Element Values For System.</summary>
    public const string UnauthorizedCombinationOfElementValuesForSystem = "Unauthorized Combination Of Element Values For System";

    /// <summary>Of any service: Unauthorized Service For Agency.</summary>
    public const string UnauthorizedServiceForAgency = "Unauthorized Service For Agency";

    /// <summary>Of any service: Unauthorized Service For System.</summary>
    public const string UnauthorizedServiceForSystem = "Unauthorized Service For System";

    /// <summary>Of any service: Unknown Agency.</summary>
    public const string UnknownAgency = "Unknown Agency";

    /// <summary>Of any service: Unknown System.</summary>
    public const string UnknownSystem = "Unknown System";

    /// <summary>Of any service: Unsupported Service.</summary>
    public const string UnsupportedService = "Unsupported Service";

    /// <summary>Of the message itself: Invalid Message Syntax Error.</summary>
    public const string InvalidMessageSyntaxError = "Invalid Message Syntax Error";

    /// <summary>Of the message itself: Protocol Error.</summary>
    public const string ProtocolError = "Protocol Error";

    /// <summary>Of the message itself: Unknown Element.</summary>
    public const string UnknownElement = "Unknown Element";

    /// <summary>Of the message itself: Unknown Scheme.</summary>
    public const string UnknownScheme = "Unknown Scheme";

    /// <summary>Of the message itself: Unknown Service.</summary>
    public const string UnknownService = "Unknown Service";

    /// <summary>Of the message itself: Unknown Value From Known Scheme.</summary>
    public const string UnknownValueFromKnownScheme = "Unknown Value From Known Scheme";

    /// <summary>Of the message itself: Missing Version.</summary>
    public const string MissingVersion = "Missing Version";

    /// <summary>Of single services: Cannot Accept Item.</summary>
    public const string CannotAcceptItem = "Cannot Accept Item";

    /// <summary>Of single services: Cannot Guarantee Restrictions On Use.</summary>
    public const string CannotGuaranteeRestrictionsOnUse = "Cannot Guarantee Restrictions On Use";

    /// <summary>Of single services: Duplicate Request.</summary>
    public const string DuplicateRequest = "Duplicate Request";

    /// <summary>Of single services: Element Rule Violated.</summary>
    public const string ElementRuleViolated = "Element Rule Violated";

    /// <summary>Of single services: Item Access Denied.</summary>
    public const string ItemAccessDenied = "Item Access Denied";

    /// <summary>Of single services: Item Does Not Circulate.</summary>
    public const string ItemDoesNotCirculate = "Item Does Not Circulate";

    /// <summary>Of single services: Item Not Available By Need Before Date.</summary>
    public const string ItemNotAvailableByNeedBeforeDate = "Item Not Available By Need Before Date";

    /// <summary>Of single services: Item Not Checked Out.</summary>
    public const string ItemNotCheckedOut = "Item Not Checked Out";

    /// <summary>Of single services: Item Not Renewable.</summary>
    public const string ItemNotRenewable = "Item Not Renewable";

    /// <summary>Of single services: Maximum Check Outs Exceeded.</summary>
    public const string MaximumCheckOutsExceeded = "Maximum Check Outs Exceeded";

    /// <summary>Of single services: Maximum Renewals Exceeded.</summary>
    public const string MaximumRenewalsExceeded = "Maximum Renewals Exceeded";

    /// <summary>Of single services: Non-Unique Item.</summary>
    public const string NonUniqueItem = "Non-Unique Item";

    /// <summary>Of single services: Non-Unique User.</summary>
    public const string NonUniqueUser = "Non-Unique User";

    /// <summary>Of single services: Renewal Not Allowed - Item Has Outstanding Requests.</summary>
    public const string RenewalNotAllowedItemHasOutstandingRequests = "Renewal Not Allowed - Item Has Outstanding Requests";

    /// <summary>Of single services: Request Already Processed.</summary>
    public const string RequestAlreadyProcessed = "Request Already Processed";

    /// <summary>Of single services: Resource Cannot Be Provided.</summary>
    public const string ResourceCannotBeProvided = "Resource Cannot Be Provided";

    /// <summary>Of single services: Unable To Add Element.</summary>
    public const string UnableToAddElement = "Unable To Add Element";

    /// <summary>Of single services: Unable To Delete Element.</summary>
    public const string UnableToDeleteElement = "Unable To Delete Element";

    /// <summary>Of single services: Unknown Item.</summary>
    public const string UnknownItem = "Unknown Item";

    /// <summary>Of single services: Unknown Request.</summary>
    public const string UnknownRequest = "Unknown Request";

    /// <summary>Of single services: Unknown User.</summary>
    public const string UnknownUser = "Unknown User";

    /// <summary>Of single services: Unsupported Shipping Address Type.</summary>
    public const string UnsupportedShippingAddressType = "Unsupported Shipping Address Type";

    /// <summary>Of single services: User Access Denied.</summary>
    public const string UserAccessDenied = "User Access Denied";

    /// <summary>Of single services: User Authentication Failed.</summary>
    public const string UserAuthenticationFailed = "User Authentication Failed";

    /// <summary>Of single services: User Blocked.</summary>
    public const string UserBlocked = "User Blocked";

    /// <summary>Of single services: User Ineligible To Check Out This Item.</summary>
    public const string UserIneligibleToCheckOutThisItem = "User Ineligible To Check Out This Item";

    /// <summary>Of single services: User Ineligible To Renew This Item.</summary>
    public const string UserIneligibleToRenewThisItem = "User Ineligible To Renew This Item";

    /// <summary>Of single services: User Ineligible To Request This Item.</summary>
    public const string UserIneligibleToRequestThisItem = "User Ineligible To Request This Item";

    private const string Base = "http://www.niso.org/ncip/v1_0/schemes/";

    private static readonly string[] General =
    [
        AgencyAuthenticationFailed, InvalidAmount, InvalidDate, NeededDataMissing,
        SystemAuthenticationFailed, TemporaryProcessingFailure,
        UnauthorizedCombinationOfElementValuesForAgency, UnauthorizedCombinationOfElementValuesForSystem,
        UnauthorizedServiceForAgency, UnauthorizedServiceForSystem, UnknownAgency, UnknownSystem,
        UnsupportedService,
    ];

    private static readonly string[] Messaging =
    [
        InvalidMessageSyntaxError, ProtocolError, UnknownElement, UnknownScheme, UnknownService,
        UnknownValueFromKnownScheme, MissingVersion,
    ];

    private static readonly string[] AboutCaller =
        [AgencyAuthenticationFailed, SystemAuthenticationFailed, UnknownAgency, UnknownSystem];

    /// <summary>Whether a type is about the message itself, and not about what it asks for.</summary>
    /// <param name="type">The type; null where none was sent.</param>
    /// <returns>True if it is.</returns>
    public static bool IsMessaging(NcipCode? type) => type is not null && Array.Exists(Messaging, type.Is);

    /// <summary>Whether a type says that the caller is not known or not believed: what it asks for was not even looked at, and
    /// settings have to be mended on one of the two sides.</summary>
    /// <param name="type">The type; null where none was sent.</param>
    /// <returns>True if it does.</returns>
    public static bool IsAboutCaller(NcipCode? type) => type is not null && Array.Exists(AboutCaller, type.Is);

    /// <summary>The scheme of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="service">The service that is answered, like <c>CheckOutItem</c>.</param>
    /// <returns>The URI.</returns>
    public static string SchemeOf(NcipCode type, string service)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(service);
        if (IsMessaging(type))
            return Base + "messagingerrortype/messagingerrortype.scm";
        return Array.Exists(General, type.Is) || service.Length == 0
            ? Base + "processingerrortype/generalprocessingerror.scm"
            : $"{Base}processingerrortype/{service.ToLowerInvariant()}processingerror.scm";
    }
}

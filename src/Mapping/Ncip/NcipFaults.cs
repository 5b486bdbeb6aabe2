using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Why a command was not carried out, in the words of the standard lists and back.</summary>
internal static class NcipFaults
{
    private static readonly (CirculationFault Fault, string Type)[] Types =
    [
        (CirculationFault.UnknownUser, NcipProblemTypes.UnknownUser),
        (CirculationFault.NonUniqueUser, NcipProblemTypes.NonUniqueUser),
        (CirculationFault.UserAuthenticationFailed, NcipProblemTypes.UserAuthenticationFailed),
        (CirculationFault.UserBlocked, NcipProblemTypes.UserBlocked),
        (CirculationFault.UserAccessDenied, NcipProblemTypes.UserAccessDenied),
        (CirculationFault.UserIneligibleToCheckOutThisItem, NcipProblemTypes.UserIneligibleToCheckOutThisItem),
        (CirculationFault.UserIneligibleToRequestThisItem, NcipProblemTypes.UserIneligibleToRequestThisItem),
        (CirculationFault.UserIneligibleToRenewThisItem, NcipProblemTypes.UserIneligibleToRenewThisItem),
        (CirculationFault.UnknownItem, NcipProblemTypes.UnknownItem),
        (CirculationFault.NonUniqueItem, NcipProblemTypes.NonUniqueItem),
        (CirculationFault.ItemNotCheckedOut, NcipProblemTypes.ItemNotCheckedOut),
        (CirculationFault.ItemDoesNotCirculate, NcipProblemTypes.ItemDoesNotCirculate),
        (CirculationFault.ItemNotAvailableByNeedBeforeDate, NcipProblemTypes.ItemNotAvailableByNeedBeforeDate),
        (CirculationFault.ItemNotRenewable, NcipProblemTypes.ItemNotRenewable),
        (CirculationFault.MaximumRenewalsExceeded, NcipProblemTypes.MaximumRenewalsExceeded),
        (CirculationFault.ItemHasOutstandingRequests, NcipProblemTypes.RenewalNotAllowedItemHasOutstandingRequests),
        (CirculationFault.MaximumCheckOutsExceeded, NcipProblemTypes.MaximumCheckOutsExceeded),
        (CirculationFault.ResourceCannotBeProvided, NcipProblemTypes.ResourceCannotBeProvided),
        (CirculationFault.DuplicateRequest, NcipProblemTypes.DuplicateRequest),
        (CirculationFault.UnknownRequest, NcipProblemTypes.UnknownRequest),
        (CirculationFault.RequestAlreadyProcessed, NcipProblemTypes.RequestAlreadyProcessed),
        (CirculationFault.CannotAcceptItem, NcipProblemTypes.CannotAcceptItem),
        (CirculationFault.NeededDataMissing, NcipProblemTypes.NeededDataMissing),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.ElementRuleViolated),
        (CirculationFault.InvalidDate, NcipProblemTypes.InvalidDate),
        (CirculationFault.InvalidAmount, NcipProblemTypes.InvalidAmount),
        (CirculationFault.UnauthorizedService, NcipProblemTypes.UnauthorizedServiceForAgency),
        (CirculationFault.AgencyAuthenticationFailed, NcipProblemTypes.AgencyAuthenticationFailed),
        (CirculationFault.UnknownAgency, NcipProblemTypes.UnknownAgency),
        (CirculationFault.UnsupportedService, NcipProblemTypes.UnsupportedService),
        (CirculationFault.TemporaryProcessingFailure, NcipProblemTypes.TemporaryProcessingFailure),
        (CirculationFault.UserAccessDenied, NcipProblemTypes.ItemAccessDenied),
        (CirculationFault.UnauthorizedService, NcipProblemTypes.UnauthorizedServiceForSystem),
        (CirculationFault.UnauthorizedService, NcipProblemTypes.UnauthorizedCombinationOfElementValuesForAgency),
        (CirculationFault.UnauthorizedService, NcipProblemTypes.UnauthorizedCombinationOfElementValuesForSystem),
        (CirculationFault.AgencyAuthenticationFailed, NcipProblemTypes.SystemAuthenticationFailed),
        (CirculationFault.UnknownAgency, NcipProblemTypes.UnknownSystem),
        (CirculationFault.UnsupportedService, NcipProblemTypes.UnknownService),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.InvalidMessageSyntaxError),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.ProtocolError),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.UnknownElement),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.UnknownScheme),
        (CirculationFault.ElementRuleViolated, NcipProblemTypes.UnknownValueFromKnownScheme),
        (CirculationFault.CannotAcceptItem, NcipProblemTypes.CannotGuaranteeRestrictionsOnUse),
    ];

    /// <summary>The type of a fault.</summary>
    public static string TypeOf(CirculationFault fault)
    {
        foreach (var (known, type) in Types)
        {
            if (known == fault)
                return type;
        }

        return NcipProblemTypes.TemporaryProcessingFailure;
    }

    /// <summary>The fault of a type; null for one that is on no list.</summary>
    public static CirculationFault? FaultOf(string? type)
    {
        foreach (var (fault, known) in Types)
        {
            if (known.Equals(type, StringComparison.OrdinalIgnoreCase))
                return fault;
        }

        return null;
    }

    /// <summary>The part of a message that a fault is about where nobody said it.</summary>
    public static CirculationField? FieldOf(CirculationFault fault) => fault switch
    {
        CirculationFault.UnknownUser or CirculationFault.NonUniqueUser or CirculationFault.UserBlocked
            or CirculationFault.UserAccessDenied or CirculationFault.UserIneligibleToCheckOutThisItem
            or CirculationFault.UserIneligibleToRequestThisItem or CirculationFault.UserIneligibleToRenewThisItem
            or CirculationFault.MaximumCheckOutsExceeded => CirculationField.Patron,
        CirculationFault.UserAuthenticationFailed => CirculationField.Pin,
        CirculationFault.UnknownItem or CirculationFault.NonUniqueItem or CirculationFault.ItemNotCheckedOut
            or CirculationFault.ItemDoesNotCirculate or CirculationFault.ItemNotRenewable
            or CirculationFault.MaximumRenewalsExceeded or CirculationFault.ItemHasOutstandingRequests
            or CirculationFault.ResourceCannotBeProvided or CirculationFault.CannotAcceptItem => CirculationField.Item,
        CirculationFault.DuplicateRequest or CirculationFault.UnknownRequest
            or CirculationFault.RequestAlreadyProcessed => CirculationField.Request,
        CirculationFault.InvalidDate or CirculationFault.ItemNotAvailableByNeedBeforeDate => CirculationField.DueDate,
        CirculationFault.InvalidAmount => CirculationField.Fee,
        _ => null,
    };
}

namespace ResourceSharing.Mapping.Ncip;

/// <summary>The URIs of the standard lists. Version 1 has to send one with each value, version 2 may.</summary>
public static class NcipSchemes
{
    private const string Types = "http://www.niso.org/ncip/v1_0/imp1/schemes/";
    private const string Elements = "http://www.niso.org/ncip/v1_0/schemes/";

    /// <summary>The scheme of an element's values.</summary>
    /// <param name="element">The name of the element, like <c>RequestType</c>.</param>
    /// <returns>The URI; empty where there is no standard list (an agency, a partner's own code).</returns>
    public static string Of(string element) => element switch
    {
        "UserElementType" => Elements + "userelementtype/userelementtype.scm",
        "ItemElementType" => Elements + "itemelementtype/itemelementtype.scm",
        "AgencyElementType" => Elements + "agencyelementtype/agencyelementtype.scm",
        "AuthenticationDataFormatType" or "ElectronicDataFormatType" => "http://www.iana.org/assignments/media-types",
        "ElectronicAddressType" => "http://www.iana.org/assignments/uri-schemes",
        "CurrencyCode" => "http://www.bsi-global.com/Technical+Information/Publications/_Publications/tig90x.doc",
        "Language" or "UserLanguage" => "http://lcweb.loc.gov/standards/iso639-2/bibcodes.html",
        "UserIdentifierType" or "VisibleUserIdentifierType" => Named("visibleuseridentifiertype"),
        "ItemIdentifierType" or "VisibleItemIdentifierType" => Named("visibleitemidentifiertype"),
        "AcknowledgedItemUseRestrictionType" or "RequiredItemUseRestrictionType" => Named("itemuserestrictiontype"),
        "RequestedActionType" or "RequestType" or "RequestScopeType" or "RequestStatusType" or "AuthenticationInputType"
            or "BibliographicRecordIdentifierCode" or "BibliographicItemIdentifierCode" or "CirculationStatus"
            or "ItemUseRestrictionType" or "MediumType" or "BibliographicLevel" or "ComponentIdentifierType"
            or "ItemDescriptionLevel" or "LocationType" or "PhysicalConditionType" or "SecurityMarker"
            or "UserAddressRoleType" or "PhysicalAddressType" or "UnstructuredAddressType" or "OrganizationNameType"
            or "FiscalActionType" or "FiscalTransactionType" or "PaymentMethodType" or "AgencyAddressRoleType"
            or "BlockOrTrapType" => Named(element.ToLowerInvariant()),
        _ => "",
    };

    private static string Named(string list) => $"{Types}{list}/{list}.scm";
}

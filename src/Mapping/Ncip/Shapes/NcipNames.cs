namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>Where version 1 calls an element otherwise than version 2. Either name is read in either version.</summary>
internal static class NcipNames
{
    /// <summary>The name that is written.</summary>
    public static string Written(string name, NcipVersions version) => version != NcipVersions.V1 ? name : name switch
    {
        "AgencyId" => "UniqueAgencyId",
        "UserId" => "UniqueUserId",
        "ItemId" => "UniqueItemId",
        "RequestId" => "UniqueRequestId",
        "BibliographicId" => "UniqueBibliographicId",
        _ => name,
    };

    /// <summary>The other names under which an element is read.</summary>
    public static IReadOnlyList<string> OfVersion1(string name) => name switch
    {
        "AgencyId" => ["UniqueAgencyId"],
        "UserId" => ["UniqueUserId", "VisibleUserId"],
        "ItemId" => ["UniqueItemId", "VisibleItemId"],
        "RequestId" => ["UniqueRequestId"],
        "BibliographicId" => ["UniqueBibliographicId"],
        "UserIdentifierType" => ["VisibleUserIdentifierType"],
        "UserIdentifierValue" => ["VisibleUserIdentifier"],
        "ItemIdentifierType" => ["VisibleItemIdentifierType"],
        "ItemIdentifierValue" => ["VisibleItemIdentifier"],
        _ => [],
    };

    /// <summary>The name of version 2 for one of version 1.</summary>
    public static string OfVersion2(string name) => name switch
    {
        "UniqueAgencyId" => "AgencyId",
        "UniqueUserId" or "VisibleUserId" => "UserId",
        "UniqueItemId" or "VisibleItemId" => "ItemId",
        "UniqueRequestId" => "RequestId",
        "UniqueBibliographicId" => "BibliographicId",
        "VisibleUserIdentifierType" => "UserIdentifierType",
        "VisibleUserIdentifier" => "UserIdentifierValue",
        "VisibleItemIdentifierType" => "ItemIdentifierType",
        "VisibleItemIdentifier" => "ItemIdentifierValue",
        _ => name,
    };
}

using ResourceSharing.Mapping.Ncip.Shapes;
using static ResourceSharing.Mapping.Ncip.NcipVersions;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>
/// The structures of NCIP in the order of its schemas, one description for reading and writing and for all versions.
/// An element without versions is in all of them; its name is that of version 2.
/// </summary>
internal static partial class NcipModule
{
    private const NcipVersions Before202 = V1 | V20 | V201;

    internal static readonly TextShape Text = new(isFree: true);
    internal static readonly TextShape Id = new(isFree: false);
    internal static readonly CodeShape Code = new();
    internal static readonly DateShape Date = new();
    internal static readonly SecretShape Secret = new();
    internal static readonly AmountShape Amount = new();
    internal static readonly NumberShape FromZero = new(0);
    internal static readonly NumberShape FromOne = new(1);

    internal static readonly IdShape<NcipUserId> User = new(
        "User", Visibility.Never, new(x => x.AgencyId, "x.AgencyId"), new(x => x.IdentifierType, "x.IdentifierType"),
        new(x => x.Value, "x.Value"));

    internal static readonly IdShape<NcipItemId> Item = new(
        "Item", Visibility.Never, new(x => x.AgencyId, "x.AgencyId"), new(x => x.IdentifierType, "x.IdentifierType"),
        new(x => x.Value, "x.Value"));

    internal static readonly IdShape<NcipRequestId> Request = new(
        "Request", Visibility.Never, new(x => x.AgencyId, "x.AgencyId"), new(x => x.IdentifierType, "x.IdentifierType"),
        new(x => x.Value, "x.Value"));

    internal static readonly IdShape<NcipUserId> VisibleUser = User.With(Visibility.WhenTyped);
    internal static readonly IdShape<NcipItemId> VisibleItem = Item.With(Visibility.WhenTyped);

    internal static readonly StructShape<NcipProblem> Problem = Of<NcipProblem>(c => c
        .Must("ProblemType", Code, x => x.Type)
        .May("ProblemDetail", Id, x => x.Detail)
        .May("ProblemElement", Id, x => x.Element)
        .May("ProblemValue", Id, x => x.Value)
        // FOLIO's own faults.
        .May("message", Id, x => x.Detail, ReadOnly));

    internal static readonly StructShape<NcipHeader> InitiationHeader = Of<NcipHeader>(c => c
        .With(HeaderFrom)
        .Within("OnBehalfOfAgency", b => b.Must("AgencyId", Code, x => x.OnBehalfOfAgency))
        .With(HeaderTo)
        .May("ApplicationProfileType", Code, x => x.ApplicationProfileType));

    internal static readonly StructShape<NcipHeader> ResponseHeader = Of<NcipHeader>(c => c
        .With(HeaderFrom)
        .With(HeaderTo)
        .Within("OnBehalfOfAgency", b => b.May("AgencyId", Code, x => x.OnBehalfOfAgency), versions: ReadOnly)
        .May("ApplicationProfileType", Code, x => x.ApplicationProfileType, ReadOnly));

    internal static readonly StructShape<NcipAuthenticationInput> AuthenticationInput = Of<NcipAuthenticationInput>(c => c
        .Must("AuthenticationInputData", Secret, x => x.Data)
        .Must("AuthenticationDataFormatType", Code, x => x.DataFormat)
        .Must("AuthenticationInputType", Code, x => x.Type));

    internal static readonly StructShape<NcipBibliographicItemId> BibliographicItemId = Of<NcipBibliographicItemId>(c => c
        .Must("BibliographicItemIdentifier", Id, x => x.Identifier)
        .May("BibliographicItemIdentifierCode", Code, x => x.Code));

    internal static readonly StructShape<NcipBibliographicRecordId> BibliographicRecordId = Of<NcipBibliographicRecordId>(c => c
        .Must("BibliographicRecordIdentifier", Id, x => x.Identifier)
        .Choice(true,
            b => b.Must("BibliographicRecordIdentifierCode", Code, x => x.Code),
            b => b.Must("AgencyId", Code, x => x.AgencyId)));

    internal static readonly StructShape<NcipBibliographicId> BibliographicId = Of<NcipBibliographicId>(c => c
        .Choice(true,
            b => b.Must("BibliographicItemId", BibliographicItemId, x => x.Item),
            b => b.Must("BibliographicRecordId", BibliographicRecordId, x => x.Record)));

    internal static readonly StructShape<NcipComponentId> ComponentId = Of<NcipComponentId>(c => c
        .Must("ComponentIdentifierType", Code, x => x.IdentifierType)
        .Must("ComponentIdentifier", Id, x => x.Identifier));

    internal static readonly StructShape<NcipBibliographicDescription> BibliographicDescription =
        Of<NcipBibliographicDescription>(c => c
            .May("Author", Text, x => x.Author)
            .May("AuthorOfComponent", Text, x => x.AuthorOfComponent)
            .Many("BibliographicItemId", BibliographicItemId, x => x.ItemIds, single: V1 | V201 | V202)
            .Many("BibliographicRecordId", BibliographicRecordId, x => x.RecordIds, single: V1)
            .May("ComponentId", ComponentId, x => x.ComponentId)
            .May("Edition", Text, x => x.Edition)
            .May("Pagination", Text, x => x.Pagination)
            .May("PlaceOfPublication", Text, x => x.PlaceOfPublication)
            .May("PublicationDate", Text, x => x.PublicationDate)
            .May("PublicationDateOfComponent", Text, x => x.PublicationDateOfComponent)
            .May("Publisher", Text, x => x.Publisher)
            .May("SeriesTitleNumber", Text, x => x.SeriesTitleNumber)
            .May("Title", Text, x => x.Title)
            .May("TitleOfComponent", Text, x => x.TitleOfComponent)
            .May("BibliographicLevel", Code, x => x.BibliographicLevel)
            .May("SponsoringBody", Text, x => x.SponsoringBody)
            .May("ElectronicDataFormatType", Code, x => x.ElectronicDataFormatType)
            .May("Language", Code, x => x.Language)
            .May("MediumType", Code, x => x.MediumType));

    internal static readonly StructShape<NcipHoldingsLevel> EnumerationLevel = Level("Enumeration");
    internal static readonly StructShape<NcipHoldingsLevel> ChronologyLevel = Level("Chronology");

    internal static readonly StructShape<NcipStructuredHoldings> StructuredHoldings = Of<NcipStructuredHoldings>(c => c
        .Choice(true,
            b => b
                .Within("HoldingsEnumeration", e => e.Many(
                    "EnumerationLevelInstance", EnumerationLevel, x => x.Enumeration, isRequired: true), isRequired: true)
                .Within("HoldingsChronology", e => e.Many(
                    "ChronologyLevelInstance", ChronologyLevel, x => x.Chronology)),
            b => b.Within("HoldingsChronology", e => e.Many(
                "ChronologyLevelInstance", ChronologyLevel, x => x.Chronology, isRequired: true), isRequired: true)));

    internal static readonly StructShape<NcipHoldingsInformation> HoldingsInformation = Of<NcipHoldingsInformation>(c => c
        .Choice(true,
            b => b.Many("StructuredHoldingsData", StructuredHoldings, x => x.Structured, isRequired: true),
            b => b.Must("UnstructuredHoldingsData", Text, x => x.Unstructured)));

    internal static readonly StructShape<NcipItemDescription> ItemDescription = Of<NcipItemDescription>(c => c
        .May("VisibleItemId", Item.With(Visibility.Always), x => x.VisibleItemId, V1)
        .May("CallNumber", Text, x => x.CallNumber)
        .May("CopyNumber", Text, x => x.CopyNumber)
        .May("ItemDescriptionLevel", Code, x => x.ItemDescriptionLevel)
        .May("HoldingsInformation", HoldingsInformation, x => x.HoldingsInformation)
        .May("NumberOfPieces", FromOne, x => x.NumberOfPieces, V2));

    internal static readonly StructShape<NcipLocationName> LocationName = Of<NcipLocationName>(c => c
        .Must("LocationNameLevel", FromOne, x => x.Level)
        .Must("LocationNameValue", Text, x => x.Value));

    internal static readonly StructShape<NcipLocation> Location = Of<NcipLocation>(c => c
        .Must("LocationType", Code, x => x.LocationType)
        .Within("LocationName", b => b.Many(
            "LocationNameInstance", LocationName, x => x.Names, isRequired: true), isRequired: true)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate));

    internal static readonly StructShape<NcipPhysicalCondition> PhysicalCondition = Of<NcipPhysicalCondition>(c => c
        .Must("PhysicalConditionType", Code, x => x.Type)
        .May("PhysicalConditionDetails", Text, x => x.Details));

    internal static readonly StructShape<NcipElectronicResource> ElectronicResource = Of<NcipElectronicResource>(c => c
        .Choice(true,
            b => b.Must("ElectronicDataFormatType", Code, x => x.DataFormatType)
                .Must("ActualResource", Id, x => x.ActualResource),
            b => b.Must("ReferenceToResource", Id, x => x.ReferenceToResource)));

    internal static readonly StructShape<NcipItemOptionalFields> ItemOptionalFields = Of<NcipItemOptionalFields>(c => c
        .May("BibliographicDescription", BibliographicDescription, x => x.BibliographicDescription)
        .Many("ItemUseRestrictionType", Code, x => x.ItemUseRestrictionTypes)
        .May("CirculationStatus", Code, x => x.CirculationStatus)
        .May("HoldQueueLength", FromZero, x => x.HoldQueueLength)
        .May("ItemDescription", ItemDescription, x => x.ItemDescription)
        .Many("Location", Location, x => x.Locations)
        .May("PhysicalCondition", PhysicalCondition, x => x.PhysicalCondition)
        .May("ElectronicResource", ElectronicResource, x => x.ElectronicResource)
        .May("SecurityMarker", Code, x => x.SecurityMarker)
        .Flag("SensitizationFlag", x => x.SensitizationFlag)
        .May("DateDue", Date, x => x.DateDue, V202)
        .Add(new ExtMember<NcipItemOptionalFields>(new(x => x.Ext, "x.Ext"))));

    internal static readonly StructShape<NcipPersonalName> PersonalName = Of<NcipPersonalName>(c => c
        .May("Prefix", Text, x => x.Prefix)
        .May("GivenName", Text, x => x.GivenName)
        .May("Initials", Text, x => x.Initials)
        .Must("Surname", Text, x => x.Surname)
        .May("Suffix", Text, x => x.Suffix));

    internal static readonly StructShape<NcipOrganizationName> OrganizationName = Of<NcipOrganizationName>(c => c
        .Must("OrganizationNameType", Code, x => x.Type)
        .Must("OrganizationName", Text, x => x.Name));

    internal static readonly StructShape<NcipNameInformation> NameInformation = Of<NcipNameInformation>(c => c
        .Choice(true,
            b => b.Within("PersonalNameInformation", p => p.Choice(true,
                s => s.Must("StructuredPersonalUserName", PersonalName, x => x.Structured)
                    .May("UnstructuredPersonalUserName", Text, x => x.Unstructured),
                s => s.Must("UnstructuredPersonalUserName", Text, x => x.Unstructured)), isRequired: true),
            b => b.Many("OrganizationNameInformation", OrganizationName, x => x.Organization, isRequired: true)));

    internal static readonly StructShape<NcipElectronicAddress> ElectronicAddress = Of<NcipElectronicAddress>(c => c
        .Must("ElectronicAddressType", Code, x => x.Type)
        .Must("ElectronicAddressData", Id, x => x.Data));

    internal static readonly StructShape<NcipUnstructuredAddress> UnstructuredAddress = Of<NcipUnstructuredAddress>(c => c
        .Must("UnstructuredAddressType", Code, x => x.Type)
        .Must("UnstructuredAddressData", Text, x => x.Data));

    internal static readonly StructShape<NcipStructuredAddress> StructuredAddress = Of<NcipStructuredAddress>(c => c
        .Choice(true,
            b => b.Must("Line1", Text, x => x.Line1).May("Line2", Text, x => x.Line2),
            b => b
                .May("LocationWithinBuilding", Text, x => x.LocationWithinBuilding)
                .May("HouseName", Text, x => x.HouseName)
                .Choice(true,
                    s => s.Must("Street", Text, x => x.Street)
                        .May("PostOfficeBox", Text, x => x.PostOfficeBox).May("District", Text, x => x.District),
                    s => s.Must("PostOfficeBox", Text, x => x.PostOfficeBox).May("District", Text, x => x.District),
                    s => s.Must("District", Text, x => x.District)))
        .May("Locality", Text, x => x.Locality)
        .May("Region", Text, x => x.Region)
        .May("Country", Text, x => x.Country)
        .May("PostalCode", Text, x => x.PostalCode)
        .May("CareOf", Text, x => x.CareOf));

    internal static readonly StructShape<NcipPhysicalAddress> PhysicalAddress = Of<NcipPhysicalAddress>(c => c
        .Choice(true,
            b => b.Must("StructuredAddress", StructuredAddress, x => x.Structured),
            b => b.Must("UnstructuredAddress", UnstructuredAddress, x => x.Unstructured))
        .Must("PhysicalAddressType", Code, x => x.Type));

    internal static readonly StructShape<NcipUserAddress> UserAddress = Address("UserAddressRoleType");
    internal static readonly StructShape<NcipUserAddress> AgencyAddress = Address("AgencyAddressRoleType");

    internal static readonly StructShape<NcipUserPrivilegeFee> UserPrivilegeFee = Of<NcipUserPrivilegeFee>(c => c
        .Must("Amount", Amount, x => x.Amount)
        .May("PaymentMethodType", Code, x => x.PaymentMethod));

    internal static readonly StructShape<NcipUserPrivilegeStatus> UserPrivilegeStatus = Of<NcipUserPrivilegeStatus>(c => c
        .Must("UserPrivilegeStatusType", Code, x => x.Type)
        .May("DateOfUserPrivilegeStatus", Date, x => x.Date));

    internal static readonly StructShape<NcipUserPrivilege> UserPrivilege = Of<NcipUserPrivilege>(c => c
        .Must("AgencyId", Code, x => x.AgencyId)
        .Must("AgencyUserPrivilegeType", Code, x => x.Type)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate)
        .May("UserPrivilegeFee", UserPrivilegeFee, x => x.Fee)
        .May("UserPrivilegeStatus", UserPrivilegeStatus, x => x.Status)
        .May("UserPrivilegeDescription", Text, x => x.Description));

    internal static readonly StructShape<NcipBlockOrTrap> BlockOrTrap = Of<NcipBlockOrTrap>(c => c
        .Must("AgencyId", Code, x => x.AgencyId)
        .Must("BlockOrTrapType", Code, x => x.Type)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate));

    internal static readonly StructShape<NcipPreviousUserId> PreviousUserId = Of<NcipPreviousUserId>(c => c
        .Must("AgencyId", Code, x => x.AgencyId)
        .Must("UserIdentifierValue", Id, x => x.Value)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate));

    internal static readonly StructShape<NcipUserOptionalFields> UserOptionalFields = Of<NcipUserOptionalFields>(c => c
        .Many("UserId", User.With(Visibility.Always), x => x.UserIds, V1)
        .With(UserFields)
        .Many("UserId", User, x => x.UserIds, V2)
        .Many("PreviousUserId", PreviousUserId, x => x.PreviousUserIds, V2)
        .Many("AuthenticationInput", AuthenticationInput, x => x.AuthenticationInputs, ReadOnly)
        .Add(new ExtMember<NcipUserOptionalFields>(new(x => x.Ext, "x.Ext"))));

    /// <summary>What is added to a user or taken away.</summary>
    internal static readonly StructShape<NcipUserOptionalFields> ChangedUserFields = Of<NcipUserOptionalFields>(c => c
        .Many("UserId", User.With(Visibility.Always), x => x.UserIds, V1)
        .Many("AuthenticationInput", AuthenticationInput, x => x.AuthenticationInputs)
        .With(UserFields)
        .Many("PreviousUserId", PreviousUserId, x => x.PreviousUserIds, ReadOnly)
        .Add(new ExtMember<NcipUserOptionalFields>(new(x => x.Ext, "x.Ext"))));

    private static StructShape<T> Of<T>(Action<Content<T>> describe)
        where T : class, new() => new(() => new T(), describe);

    private static void HeaderFrom(Content<NcipHeader> content) => content
        .May("FromSystemId", Code, x => x.FromSystemId)
        .May("FromSystemAuthentication", Secret, x => x.FromSystemAuthentication)
        .Within("FromAgencyId", b => b.Must("AgencyId", Code, x => x.FromAgencyId), isRequired: true)
        .May("FromAgencyAuthentication", Secret, x => x.FromAgencyAuthentication);

    private static void HeaderTo(Content<NcipHeader> content) => content
        .May("ToSystemId", Code, x => x.ToSystemId)
        .Within("ToAgencyId", b => b.Must("AgencyId", Code, x => x.ToAgencyId), isRequired: true);

    private static void UserFields(Content<NcipUserOptionalFields> content) => content
        .May("NameInformation", NameInformation, x => x.NameInformation)
        .Many("UserAddressInformation", UserAddress, x => x.Addresses)
        .May("DateOfBirth", Date, x => x.DateOfBirth)
        .Many("UserLanguage", Code, x => x.Languages)
        .Many("UserPrivilege", UserPrivilege, x => x.Privileges)
        .Many("BlockOrTrap", BlockOrTrap, x => x.BlocksOrTraps);

    private static StructShape<NcipHoldingsLevel> Level(string kind) => Of<NcipHoldingsLevel>(c => c
        .Choice(true,
            b => b.Must(kind + "Level", FromOne, x => x.Level).May(kind + "Caption", Text, x => x.Caption),
            b => b.Must(kind + "Caption", Text, x => x.Caption))
        .Must(kind + "Value", Text, x => x.Value));

    private static StructShape<NcipUserAddress> Address(string role) => Of<NcipUserAddress>(c => c
        .Must(role, Code, x => x.Role)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate)
        .Choice(true,
            b => b.Must("PhysicalAddress", PhysicalAddress, x => x.Physical),
            b => b.Must("ElectronicAddress", ElectronicAddress, x => x.Electronic)));
}

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Values of the standard lists that decisions are made by. The texts are the same in versions 1 and 2.
/// Compare with <see cref="NcipCode.Is"/> or by <see cref="NcipAliases"/>.</summary>
public static class NcipValues
{
    /// <summary>RequestedActionType: lend to the user at once.</summary>
    public const string Circulate = "Circulate";

    /// <summary>RequestedActionType: lend to the user at once and say so.</summary>
    public const string CirculateAndNotify = "Circulate And Notify";

    /// <summary>RequestedActionType: put on the hold shelf.</summary>
    public const string HoldForPickup = "Hold For Pickup";

    /// <summary>RequestedActionType: put on the hold shelf and say so.</summary>
    public const string HoldForPickupAndNotify = "Hold For Pickup And Notify";

    /// <summary>RequestType: how long would it take?</summary>
    public const string Estimate = "Estimate";

    /// <summary>RequestType: a hold.</summary>
    public const string Hold = "Hold";

    /// <summary>RequestType: a loan.</summary>
    public const string Loan = "Loan";

    /// <summary>RequestType: a copy that stays.</summary>
    public const string NonReturnableCopy = "Non-returnable Copy";

    /// <summary>RequestType: fetch from the stacks.</summary>
    public const string StackRetrieval = "Stack Retrieval";

    /// <summary>RequestType of Alma and NNCIPP: a thing that is sent.</summary>
    public const string Physical = "Physical";

    /// <summary>RequestType of Alma: a file.</summary>
    public const string Digital = "Digital";

    /// <summary>RequestScopeType: any copy.</summary>
    public const string BibliographicItem = "Bibliographic Item";

    /// <summary>RequestScopeType: this copy.</summary>
    public const string Item = "Item";

    /// <summary>AuthenticationInputType and user identifier: the number on the card.</summary>
    public const string BarcodeId = "Barcode Id";

    /// <summary>AuthenticationInputType: a name to sign in with.</summary>
    public const string UserName = "User Id";

    /// <summary>AuthenticationInputType: a password.</summary>
    public const string Password = "Password";

    /// <summary>AuthenticationInputType: a PIN.</summary>
    public const string Pin = "PIN";

    /// <summary>UserIdentifierType: the number that the institution gave.</summary>
    public const string InstitutionIdNumber = "Institution Id Number";

    /// <summary>ItemIdentifierType: the number on the item.</summary>
    public const string Barcode = "Barcode";

    /// <summary>ItemIdentifierType: the number in the catalogue.</summary>
    public const string AccessionNumber = "Accession Number";

    /// <summary>ItemIdentifierType of OCLC: the item is the one of this request.</summary>
    public const string IllRequestId = "ILL Request Id";

    /// <summary>CirculationStatus: on its shelf.</summary>
    public const string AvailableOnShelf = "Available On Shelf";

    /// <summary>CirculationStatus and RequestStatusType: waits to be fetched.</summary>
    public const string AvailableForPickup = "Available For Pickup";

    /// <summary>CirculationStatus: lent.</summary>
    public const string OnLoan = "On Loan";

    /// <summary>CirculationStatus: on its way between libraries.</summary>
    public const string InTransit = "In Transit Between Library Locations";

    /// <summary>CirculationStatus: called back.</summary>
    public const string Recalled = "Recalled";

    /// <summary>CirculationStatus: lost.</summary>
    public const string Lost = "Lost";

    /// <summary>CirculationStatus: not known.</summary>
    public const string StatusUndefined = "Circulation Status Undefined";

    /// <summary>CirculationStatus and RequestStatusType: being worked on.</summary>
    public const string InProcess = "In Process";

    /// <summary>RequestStatusType: it cannot be done.</summary>
    public const string CannotFulfillRequest = "Cannot Fulfill Request";

    /// <summary>RequestStatusType: another library was asked.</summary>
    public const string RequestedViaIll = "Requested Via ILL";

    /// <summary>CirculationStatus that Alma reads from a broker: the renewal is not decided yet.</summary>
    public const string RenewStillPending = "Renew Still Pending";

    /// <summary>CirculationStatus that Alma reads from a broker: the renewal is refused.</summary>
    public const string ItemNotRenewed = "Item Not Renewed";

    /// <summary>UserElementType: the name is asked for.</summary>
    public const string NameInformation = "Name Information";

    /// <summary>UserElementType: the addresses are asked for.</summary>
    public const string UserAddressInformation = "User Address Information";

    /// <summary>UserElementType: privileges are asked for.</summary>
    public const string UserPrivilege = "User Privilege";

    /// <summary>UserElementType: blocks are asked for.</summary>
    public const string BlockOrTrap = "Block Or Trap";

    /// <summary>UserElementType: the date of birth is asked for.</summary>
    public const string DateOfBirth = "Date Of Birth";

    /// <summary>UserElementType: languages are asked for.</summary>
    public const string UserLanguage = "User Language";

    /// <summary>UserElementType: further numbers are asked for.</summary>
    public const string UserId = "User Id";

    /// <summary>UserElementType of version 1: numbers that people see are asked for.</summary>
    public const string VisibleUserId = "Visible User Id";

    /// <summary>ItemElementType: what the item is is asked for.</summary>
    public const string BibliographicDescription = "Bibliographic Description";

    /// <summary>ItemElementType: the status is asked for.</summary>
    public const string CirculationStatus = "Circulation Status";

    /// <summary>ItemElementType: the length of the queue is asked for.</summary>
    public const string HoldQueueLength = "Hold Queue Length";

    /// <summary>ItemElementType: call number and copy are asked for.</summary>
    public const string ItemDescription = "Item Description";

    /// <summary>ItemElementType: where it is is asked for.</summary>
    public const string Location = "Location";
}

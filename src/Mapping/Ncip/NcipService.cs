namespace ResourceSharing.Mapping.Ncip;

/// <summary>The services that are understood; the rest is <see cref="Other"/>.</summary>
public enum NcipService
{
    /// <summary>Another one, which is recognized by its name and answered with Unsupported Service.</summary>
    Other,

    /// <summary><c>LookupVersion</c>.</summary>
    LookupVersion,

    /// <summary><c>LookupUser</c>.</summary>
    LookupUser,

    /// <summary><c>LookupItem</c>.</summary>
    LookupItem,

    /// <summary><c>LookupRequest</c>.</summary>
    LookupRequest,

    /// <summary><c>LookupAgency</c>.</summary>
    LookupAgency,

    /// <summary><c>RequestItem</c>.</summary>
    RequestItem,

    /// <summary><c>CancelRequestItem</c>.</summary>
    CancelRequestItem,

    /// <summary><c>AcceptItem</c>.</summary>
    AcceptItem,

    /// <summary><c>CheckOutItem</c>.</summary>
    CheckOutItem,

    /// <summary><c>CheckInItem</c>.</summary>
    CheckInItem,

    /// <summary><c>RenewItem</c>.</summary>
    RenewItem,

    /// <summary><c>RecallItem</c>.</summary>
    RecallItem,

    /// <summary><c>CreateUser</c>.</summary>
    CreateUser,

    /// <summary><c>UpdateUser</c>.</summary>
    UpdateUser,

    /// <summary><c>CreateUserFiscalTransaction</c>.</summary>
    CreateUserFiscalTransaction,

    /// <summary><c>ItemRequested</c>.</summary>
    ItemRequested,

    /// <summary><c>ItemRequestCancelled</c>.</summary>
    ItemRequestCancelled,

    /// <summary><c>ItemShipped</c>.</summary>
    ItemShipped,

    /// <summary><c>ItemReceived</c>.</summary>
    ItemReceived,

    /// <summary><c>ItemCheckedOut</c>.</summary>
    ItemCheckedOut,

    /// <summary><c>ItemCheckedIn</c>.</summary>
    ItemCheckedIn,

    /// <summary><c>ItemRenewed</c>.</summary>
    ItemRenewed,

    /// <summary><c>ItemRecalled</c>.</summary>
    ItemRecalled,

    /// <summary><c>CirculationStatusUpdated</c>.</summary>
    CirculationStatusUpdated,
}

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>The version of the protocol; 2 is needed for electronic delivery.</summary>
public enum ProtocolVersion
{
    /// <summary><c>version-1</c>.</summary>
    Version1 = 1,

    /// <summary><c>version-2</c>.</summary>
    Version2 = 2,
}

/// <summary>Which service is asked for or was given.</summary>
public enum IllServiceType
{
    /// <summary><c>loan</c>.</summary>
    Loan = 1,

    /// <summary><c>copy-non-returnable</c>.</summary>
    CopyNonReturnable = 2,

    /// <summary><c>locations</c>.</summary>
    Locations = 3,

    /// <summary><c>estimate</c>.</summary>
    Estimate = 4,

    /// <summary><c>responder-specific</c>.</summary>
    ResponderSpecific = 5,
}

/// <summary>
/// A medium in which an item can be supplied. Numbers outside the list are kept as numbers.
/// </summary>
public enum SupplyMediumType
{
    /// <summary><c>printed</c>.</summary>
    Printed = 1,

    /// <summary><c>photocopy</c>.</summary>
    Photocopy = 2,

    /// <summary><c>microform</c>.</summary>
    Microform = 3,

    /// <summary><c>film-or-video-recording</c>.</summary>
    FilmOrVideoRecording = 4,

    /// <summary><c>audio-recording</c>.</summary>
    AudioRecording = 5,

    /// <summary><c>machine-readable</c>.</summary>
    MachineReadable = 6,

    /// <summary><c>other</c>.</summary>
    Other = 7,
}

/// <summary>Whether the item may be put on hold for the requester.</summary>
public enum PlaceOnHoldType
{
    /// <summary><c>yes</c>.</summary>
    Yes = 1,

    /// <summary><c>no</c>.</summary>
    No = 2,

    /// <summary><c>according-to-responder-policy</c>.</summary>
    AccordingToResponderPolicy = 3,
}

/// <summary>The medium in which an item is held. Numbers outside the list are kept as numbers.</summary>
public enum MediumType
{
    /// <summary><c>printed</c>.</summary>
    Printed = 1,

    /// <summary><c>microform</c>.</summary>
    Microform = 3,

    /// <summary><c>film-or-video-recording</c>.</summary>
    FilmOrVideoRecording = 4,

    /// <summary><c>audio-recording</c>.</summary>
    AudioRecording = 5,

    /// <summary><c>machine-readable</c>.</summary>
    MachineReadable = 6,

    /// <summary><c>other</c>.</summary>
    Other = 7,
}

/// <summary>Whether the send-to list is in the order of preference.</summary>
public enum Preference
{
    /// <summary><c>ordered</c>.</summary>
    Ordered = 1,

    /// <summary><c>unordered</c>.</summary>
    Unordered = 2,
}

/// <summary>
/// A condition under which the item was supplied. Numbers outside the list are kept as numbers.
/// </summary>
public enum ShippedConditions
{
    /// <summary><c>library-use-only</c>.</summary>
    LibraryUseOnly = 22,

    /// <summary><c>no-reproduction</c>.</summary>
    NoReproduction = 23,

    /// <summary><c>client-signature-required</c>.</summary>
    ClientSignatureRequired = 24,

    /// <summary><c>special-collections-supervision-required</c>.</summary>
    SpecialCollectionsSupervisionRequired = 25,

    /// <summary><c>other</c>.</summary>
    Other = 27,
}

/// <summary>
/// The condition that a conditional answer sets. Numbers outside the list are kept as numbers.
/// </summary>
public enum Conditions
{
    /// <summary><c>cost-exceeds-limit</c>.</summary>
    CostExceedsLimit = 13,

    /// <summary><c>charges</c>.</summary>
    Charges = 14,

    /// <summary><c>prepayment-required</c>.</summary>
    PrepaymentRequired = 15,

    /// <summary><c>lacks-copyright-compliance</c>.</summary>
    LacksCopyrightCompliance = 16,

    /// <summary><c>library-use-only</c>.</summary>
    LibraryUseOnly = 22,

    /// <summary><c>no-reproduction</c>.</summary>
    NoReproduction = 23,

    /// <summary><c>client-signature-required</c>.</summary>
    ClientSignatureRequired = 24,

    /// <summary><c>special-collections-supervision-required</c>.</summary>
    SpecialCollectionsSupervisionRequired = 25,

    /// <summary><c>other</c>.</summary>
    Other = 27,

    /// <summary><c>responder-specific</c>.</summary>
    ResponderSpecific = 28,

    /// <summary><c>proposed-delivery-service</c>.</summary>
    ProposedDeliveryService = 30,
}

/// <summary>
/// Why the request should be tried again later. Numbers outside the list are kept as numbers.
/// </summary>
public enum ReasonNotAvailable
{
    /// <summary><c>in-use-on-loan</c>.</summary>
    InUseOnLoan = 1,

    /// <summary><c>in-process</c>.</summary>
    InProcess = 2,

    /// <summary><c>on-order</c>.</summary>
    OnOrder = 6,

    /// <summary><c>volume-issue-not-yet-available</c>.</summary>
    VolumeIssueNotYetAvailable = 7,

    /// <summary><c>at-bindery</c>.</summary>
    AtBindery = 8,

    /// <summary><c>cost-exceeds-limit</c>.</summary>
    CostExceedsLimit = 13,

    /// <summary><c>charges</c>.</summary>
    Charges = 14,

    /// <summary><c>prepayment-required</c>.</summary>
    PrepaymentRequired = 15,

    /// <summary><c>lacks-copyright-compliance</c>.</summary>
    LacksCopyrightCompliance = 16,

    /// <summary><c>not-found-as-cited</c>.</summary>
    NotFoundAsCited = 17,

    /// <summary><c>on-hold</c>.</summary>
    OnHold = 19,

    /// <summary><c>other</c>.</summary>
    Other = 27,

    /// <summary><c>responder-specific</c>.</summary>
    ResponderSpecific = 28,
}

/// <summary>
/// Why locations are given instead of the item. Numbers outside the list are kept as numbers.
/// </summary>
public enum ReasonLocsProvided
{
    /// <summary><c>in-use-on-loan</c>.</summary>
    InUseOnLoan = 1,

    /// <summary><c>in-process</c>.</summary>
    InProcess = 2,

    /// <summary><c>lost</c>.</summary>
    Lost = 3,

    /// <summary><c>non-circulating</c>.</summary>
    NonCirculating = 4,

    /// <summary><c>not-owned</c>.</summary>
    NotOwned = 5,

    /// <summary><c>on-order</c>.</summary>
    OnOrder = 6,

    /// <summary><c>volume-issue-not-yet-available</c>.</summary>
    VolumeIssueNotYetAvailable = 7,

    /// <summary><c>at-bindery</c>.</summary>
    AtBindery = 8,

    /// <summary><c>lacking</c>.</summary>
    Lacking = 9,

    /// <summary><c>not-on-shelf</c>.</summary>
    NotOnShelf = 10,

    /// <summary><c>on-reserve</c>.</summary>
    OnReserve = 11,

    /// <summary><c>poor-condition</c>.</summary>
    PoorCondition = 12,

    /// <summary><c>cost-exceeds-limit</c>.</summary>
    CostExceedsLimit = 13,

    /// <summary><c>on-hold</c>.</summary>
    OnHold = 19,

    /// <summary><c>other</c>.</summary>
    Other = 27,

    /// <summary><c>responder-specific</c>.</summary>
    ResponderSpecific = 28,
}

/// <summary>
/// The latest service of a transaction; 21 is FORWARD, which has no APDU of its own. Numbers outside the
/// list are kept as numbers.
/// </summary>
public enum MostRecentService
{
    /// <summary><c>iLL-REQUEST</c>.</summary>
    IllRequest = 1,

    /// <summary><c>fORWARD-NOTIFICATION</c>.</summary>
    ForwardNotification = 2,

    /// <summary><c>sHIPPED</c>.</summary>
    Shipped = 3,

    /// <summary><c>iLL-ANSWER</c>.</summary>
    IllAnswer = 4,

    /// <summary><c>cONDITIONAL-REPLY</c>.</summary>
    ConditionalReply = 5,

    /// <summary><c>cANCEL</c>.</summary>
    Cancel = 6,

    /// <summary><c>cANCEL-REPLY</c>.</summary>
    CancelReply = 7,

    /// <summary><c>rECEIVED</c>.</summary>
    Received = 8,

    /// <summary><c>rECALL</c>.</summary>
    Recall = 9,

    /// <summary><c>rETURNED</c>.</summary>
    Returned = 10,

    /// <summary><c>cHECKED-IN</c>.</summary>
    CheckedIn = 11,

    /// <summary><c>rENEW-ANSWER</c>.</summary>
    RenewAnswer = 14,

    /// <summary><c>lOST</c>.</summary>
    Lost = 15,

    /// <summary><c>dAMAGED</c>.</summary>
    Damaged = 16,

    /// <summary><c>mESSAGE</c>.</summary>
    Message = 17,

    /// <summary><c>sTATUS-QUERY</c>.</summary>
    StatusQuery = 18,

    /// <summary><c>sTATUS-OR-ERROR-REPORT</c>.</summary>
    StatusOrErrorReport = 19,

    /// <summary><c>eXPIRED</c>.</summary>
    Expired = 20,

    /// <summary><c>fORWARD</c>.</summary>
    Forward = 21,
}

/// <summary>Who found the error.</summary>
public enum ReportSource
{
    /// <summary><c>user</c>.</summary>
    User = 1,

    /// <summary><c>provider</c>.</summary>
    Provider = 2,
}

/// <summary>What an intermediary could not do.</summary>
public enum IntermediaryProblem
{
    /// <summary><c>cannot-send-onward</c>.</summary>
    CannotSendOnward = 1,
}

/// <summary>The kind of an APDU; the number is that of its APPLICATION tag.</summary>
public enum IllApduType
{
    /// <summary><c>iLL-REQUEST</c>.</summary>
    IllRequest = 1,

    /// <summary><c>fORWARD-NOTIFICATION</c>.</summary>
    ForwardNotification = 2,

    /// <summary><c>sHIPPED</c>.</summary>
    Shipped = 3,

    /// <summary><c>iLL-ANSWER</c>.</summary>
    IllAnswer = 4,

    /// <summary><c>cONDITIONAL-REPLY</c>.</summary>
    ConditionalReply = 5,

    /// <summary><c>cANCEL</c>.</summary>
    Cancel = 6,

    /// <summary><c>cANCEL-REPLY</c>.</summary>
    CancelReply = 7,

    /// <summary><c>rECEIVED</c>.</summary>
    Received = 8,

    /// <summary><c>rECALL</c>.</summary>
    Recall = 9,

    /// <summary><c>rETURNED</c>.</summary>
    Returned = 10,

    /// <summary><c>cHECKED-IN</c>.</summary>
    CheckedIn = 11,

    /// <summary><c>oVERDUE</c>.</summary>
    Overdue = 12,

    /// <summary><c>rENEW</c>.</summary>
    Renew = 13,

    /// <summary><c>rENEW-ANSWER</c>.</summary>
    RenewAnswer = 14,

    /// <summary><c>lOST</c>.</summary>
    Lost = 15,

    /// <summary><c>dAMAGED</c>.</summary>
    Damaged = 16,

    /// <summary><c>mESSAGE</c>.</summary>
    Message = 17,

    /// <summary><c>sTATUS-QUERY</c>.</summary>
    StatusQuery = 18,

    /// <summary><c>sTATUS-OR-ERROR-REPORT</c>.</summary>
    StatusOrErrorReport = 19,

    /// <summary><c>eXPIRED</c>.</summary>
    Expired = 20,
}

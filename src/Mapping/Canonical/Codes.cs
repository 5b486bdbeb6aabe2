namespace ResourceSharing.Mapping.Canonical;

// The numbers and names of ISO 10161-1 (reference: the ASN.1 module, section on enumerations). The numbers travel
// on the wire and in reports; a number that a partner sends and the standard lacks is kept as it is.
// IsoCode gives the name of the standard: UpperCamelCase here, kebab-case there.

/// <summary>The services of ISO 10161-1, numbered as ILL-APDU-Type; Forward exists in histories only.</summary>
public enum IllService
{
    /// <summary>The requester asks.</summary>
    IllRequest = 1,

    /// <summary>A responder passed the request on.</summary>
    ForwardNotification = 2,

    /// <summary>The item is on its way.</summary>
    Shipped = 3,

    /// <summary>The responder answers: conditional, unfilled, will supply, ...</summary>
    IllAnswer = 4,

    /// <summary>The requester accepts or refuses a condition.</summary>
    ConditionalReply = 5,

    /// <summary>The requester wants to cancel.</summary>
    Cancel = 6,

    /// <summary>The responder agrees to the cancellation, or not.</summary>
    CancelReply = 7,

    /// <summary>The item arrived at the requester.</summary>
    Received = 8,

    /// <summary>The responder wants the item back at once.</summary>
    Recall = 9,

    /// <summary>The item is on its way back.</summary>
    Returned = 10,

    /// <summary>The item is back at the responder.</summary>
    CheckedIn = 11,

    /// <summary>The loan is past its due date.</summary>
    Overdue = 12,

    /// <summary>The requester wants to keep the item longer.</summary>
    Renew = 13,

    /// <summary>The responder's answer to that.</summary>
    RenewAnswer = 14,

    /// <summary>The item is lost.</summary>
    Lost = 15,

    /// <summary>The item is damaged.</summary>
    Damaged = 16,

    /// <summary>Free text.</summary>
    Message = 17,

    /// <summary>What is the state on your side?</summary>
    StatusQuery = 18,

    /// <summary>The state, or what was wrong with a message.</summary>
    StatusOrErrorReport = 19,

    /// <summary>The request has expired.</summary>
    Expired = 20,

    /// <summary>Named in a history: the request was forwarded.</summary>
    Forward = 21,
}

/// <summary>ILL-Service-Type: what kind of supply is wanted or was given.</summary>
public enum ServiceType
{
    /// <summary>An item that has to come back.</summary>
    Loan = 1,

    /// <summary>A copy that is kept.</summary>
    CopyNonReturnable = 2,

    /// <summary>Only where it is held.</summary>
    Locations = 3,

    /// <summary>Only what it would cost.</summary>
    Estimate = 4,

    /// <summary>By agreement with the responder.</summary>
    ResponderSpecific = 5,
}

/// <summary>Item-type of Item-Id.</summary>
public enum ItemType
{
    /// <summary>A book.</summary>
    Monograph = 1,

    /// <summary>A journal.</summary>
    Serial = 2,

    /// <summary>Anything else.</summary>
    Other = 3,
}

/// <summary>Medium-Type, in which an item is held; Supply-Medium-Type adds 2.</summary>
public enum MediumType
{
    /// <summary>Printed.</summary>
    Printed = 1,

    /// <summary>Photocopy (as a supply medium only).</summary>
    Photocopy = 2,

    /// <summary>Microform.</summary>
    Microform = 3,

    /// <summary>Film or video recording.</summary>
    FilmOrVideoRecording = 4,

    /// <summary>Audio recording.</summary>
    AudioRecording = 5,

    /// <summary>Machine readable: a file.</summary>
    MachineReadable = 6,

    /// <summary>Anything else.</summary>
    Other = 7,
}

/// <summary>Current-State: where a transaction stands on one side.</summary>
public enum CurrentState
{
    /// <summary>Ended without supply.</summary>
    NotSupplied = 1,

    /// <summary>Asked, no final answer yet.</summary>
    Pending = 2,

    /// <summary>The responder works on it.</summary>
    InProcess = 3,

    /// <summary>Passed on to another library.</summary>
    Forward = 4,

    /// <summary>Waits for the requester's answer to a condition.</summary>
    Conditional = 5,

    /// <summary>Waits for the answer to a cancellation.</summary>
    CancelPending = 6,

    /// <summary>Cancelled.</summary>
    Cancelled = 7,

    /// <summary>On its way, or with the requester as far as the responder knows.</summary>
    Shipped = 8,

    /// <summary>At the requester.</summary>
    Received = 9,

    /// <summary>Waits for the answer to a renewal.</summary>
    RenewPending = 10,

    /// <summary>Past due before it ever arrived.</summary>
    NotReceivedOverdue = 11,

    /// <summary>Past due, and a renewal is asked for.</summary>
    RenewOverdue = 12,

    /// <summary>Past due.</summary>
    Overdue = 13,

    /// <summary>On its way back.</summary>
    Returned = 14,

    /// <summary>Back at the responder.</summary>
    CheckedIn = 15,

    /// <summary>Wanted back before its due date.</summary>
    Recall = 16,

    /// <summary>Lost.</summary>
    Lost = 17,

    /// <summary>Nothing is known.</summary>
    Unknown = 18,
}

/// <summary>Transaction-Results: the kind of an answer.</summary>
public enum TransactionResults
{
    /// <summary>Yes, if.</summary>
    Conditional = 1,

    /// <summary>Ask again later.</summary>
    Retry = 2,

    /// <summary>No.</summary>
    Unfilled = 3,

    /// <summary>These libraries have it.</summary>
    LocationsProvided = 4,

    /// <summary>Yes, it will come.</summary>
    WillSupply = 5,

    /// <summary>A hold was placed.</summary>
    HoldPlaced = 6,

    /// <summary>What it would cost.</summary>
    Estimate = 7,
}

/// <summary>Why a request is not filled; also the reasons of retry (1, 2, 6-8, 13-17, 19, 27, 28), of will supply
/// (1, 2, 6, 8, 19, 27, 28) and of locations provided, which share these numbers. Reason-Unfilled and its kin.</summary>
public enum ReasonUnfilled
{
    /// <summary>On loan.</summary>
    InUseOnLoan = 1,

    /// <summary>Being catalogued.</summary>
    InProcess = 2,

    /// <summary>Lost.</summary>
    Lost = 3,

    /// <summary>Not lent.</summary>
    NonCirculating = 4,

    /// <summary>Not owned.</summary>
    NotOwned = 5,

    /// <summary>On order.</summary>
    OnOrder = 6,

    /// <summary>That volume or issue is not there yet.</summary>
    VolumeIssueNotYetAvailable = 7,

    /// <summary>At the bindery.</summary>
    AtBindery = 8,

    /// <summary>Lacking.</summary>
    Lacking = 9,

    /// <summary>Not on the shelf.</summary>
    NotOnShelf = 10,

    /// <summary>On reserve.</summary>
    OnReserve = 11,

    /// <summary>In poor condition.</summary>
    PoorCondition = 12,

    /// <summary>Costs more than the limit.</summary>
    CostExceedsLimit = 13,

    /// <summary>Charges apply.</summary>
    Charges = 14,

    /// <summary>Has to be paid first.</summary>
    PrepaymentRequired = 15,

    /// <summary>The statement of copyright compliance is missing.</summary>
    LacksCopyrightCompliance = 16,

    /// <summary>The citation could not be found.</summary>
    NotFoundAsCited = 17,

    /// <summary>No holding library found.</summary>
    LocationsNotFound = 18,

    /// <summary>On hold for somebody else.</summary>
    OnHold = 19,

    /// <summary>Against the library's policy.</summary>
    PolicyProblem = 20,

    /// <summary>A message that the requester requires cannot be sent.</summary>
    MandatoryMessagingNotSupported = 21,

    /// <summary>Expiry dates are not supported.</summary>
    ExpiryNotSupported = 22,

    /// <summary>The wanted delivery is not supported.</summary>
    RequestedDeliveryServicesNotSupported = 23,

    /// <summary>Not possible by the preferred time.</summary>
    PreferredDeliveryTimeNotPossible = 24,

    /// <summary>Another reason; see the note.</summary>
    Other = 27,

    /// <summary>A reason agreed with that responder.</summary>
    ResponderSpecific = 28,
}

/// <summary>Why the item will be supplied later, or how. Reason-Will-Supply.</summary>
public enum ReasonWillSupply
{
    /// <summary>On loan now.</summary>
    InUseOnLoan = 1,

    /// <summary>Being catalogued.</summary>
    InProcess = 2,

    /// <summary>On order.</summary>
    OnOrder = 6,

    /// <summary>At the bindery.</summary>
    AtBindery = 8,

    /// <summary>On hold.</summary>
    OnHold = 19,

    /// <summary>Being prepared for shipping.</summary>
    BeingProcessedForSupply = 26,

    /// <summary>Another reason; see the note.</summary>
    Other = 27,

    /// <summary>A reason agreed with that responder.</summary>
    ResponderSpecific = 28,

    /// <summary>Will come as a file.</summary>
    ElectronicDelivery = 30,
}

/// <summary>The condition under which the responder would supply. Conditional-Results.conditions;
/// 22 to 25 and 27 also as shipped-conditions. Beware: 22 to 24 mean something else in Reason-Unfilled.</summary>
public enum Condition
{
    /// <summary>Costs more than the limit.</summary>
    CostExceedsLimit = 13,

    /// <summary>Charges apply.</summary>
    Charges = 14,

    /// <summary>Has to be paid first.</summary>
    PrepaymentRequired = 15,

    /// <summary>The statement of copyright compliance is missing.</summary>
    LacksCopyrightCompliance = 16,

    /// <summary>For use in the library only.</summary>
    LibraryUseOnly = 22,

    /// <summary>Must not be copied.</summary>
    NoReproduction = 23,

    /// <summary>The reader has to sign.</summary>
    ClientSignatureRequired = 24,

    /// <summary>Under supervision only.</summary>
    SpecialCollectionsSupervisionRequired = 25,

    /// <summary>Another condition; see the note.</summary>
    Other = 27,

    /// <summary>A condition agreed with that responder.</summary>
    ResponderSpecific = 28,

    /// <summary>Another way of delivery is proposed.</summary>
    ProposedDeliveryService = 30,
}

/// <summary>Place-On-Hold-Type: may the responder place a hold?</summary>
public enum PlaceOnHold
{
    /// <summary>Yes.</summary>
    Yes = 1,

    /// <summary>No.</summary>
    No = 2,

    /// <summary>As the responder does it; the default.</summary>
    AccordingToResponderPolicy = 3,
}

/// <summary>Expiry-flag of Search-Type: when the request ends by itself.</summary>
public enum ExpiryFlag
{
    /// <summary>On the need-before date.</summary>
    NeedBeforeDate = 1,

    /// <summary>On a date of its own.</summary>
    OtherDate = 2,

    /// <summary>Never; the default.</summary>
    NoExpiry = 3,
}

/// <summary>How much one side wants a message that the other may leave out.</summary>
public enum MessagePreference
{
    /// <summary>Must be sent.</summary>
    Requires = 1,

    /// <summary>Would be welcome.</summary>
    Desires = 2,

    /// <summary>Not needed.</summary>
    Neither = 3,
}

/// <summary>Transaction-Type. Only simple transactions are carried out; others are answered as simple.</summary>
public enum TransactionType
{
    /// <summary>One requester, one responder.</summary>
    Simple = 1,

    /// <summary>An intermediary stays in the path.</summary>
    Chained = 2,

    /// <summary>An intermediary steps out after the processing phase.</summary>
    Partitioned = 3,
}

/// <summary>General-Problem: what is wrong with a message as such.</summary>
public enum GeneralProblem
{
    /// <summary>Not one of the twenty messages.</summary>
    UnrecognizedApdu = 1,

    /// <summary>An element has the wrong type.</summary>
    MistypedApdu = 2,

    /// <summary>The structure is broken.</summary>
    BadlyStructuredApdu = 3,

    /// <summary>Neither version 1 nor 2.</summary>
    ProtocolVersionNotSupported = 4,

    /// <summary>Something else.</summary>
    Other = 5,
}

/// <summary>Transaction-Id-Problem.</summary>
public enum TransactionIdProblem
{
    /// <summary>A request with this identifier exists, with other content.</summary>
    DuplicateTransactionId = 1,

    /// <summary>The identifier is not usable.</summary>
    InvalidTransactionId = 2,

    /// <summary>No transaction has this identifier.</summary>
    UnknownTransactionId = 3,
}

/// <summary>Unable-To-Perform: why a well-formed message could not be carried out.</summary>
public enum UnableToPerform
{
    /// <summary>The service is not available.</summary>
    NotAvailable = 1,

    /// <summary>A resource is short; try again.</summary>
    ResourceLimitation = 2,

    /// <summary>Something else.</summary>
    Other = 3,
}

/// <summary>Reason-No-Report: why a status query gets no status.</summary>
public enum ReasonNoReport
{
    /// <summary>For now.</summary>
    Temporary = 1,

    /// <summary>Never.</summary>
    Permanent = 2,
}

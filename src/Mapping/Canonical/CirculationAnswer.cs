namespace ResourceSharing.Mapping.Canonical;

/// <summary>What a library's circulation answers to a <see cref="CirculationCommand"/>: a closed set.</summary>
public abstract record CirculationAnswer
{
    private CirculationAnswer()
    {
    }

    /// <summary>It was done, or is so. What was not asked for and what does not matter is null or empty.</summary>
    public sealed record Done : CirculationAnswer
    {
        /// <summary>The patron, by the number that was asked for.</summary>
        public PatronId? Patron { get; init; }

        /// <summary>The item, by its barcode.</summary>
        public CirculationItemId? Item { get; init; }

        /// <summary>The request.</summary>
        public BrokerRequestId? Request { get; init; }

        /// <summary>True for an item of another library that was taken in for a patron of ours.</summary>
        public bool IsTemporaryItem { get; init; }

        /// <summary>When the item is due.</summary>
        public DateTimeOffset? DueAt { get; init; }

        /// <summary>The item need not come back.</summary>
        public bool IsNonReturnable { get; init; }

        /// <summary>How often the loan was renewed.</summary>
        public int? RenewalCount { get; init; }

        /// <summary>What is known of the patron, as far as it was asked for.</summary>
        public PatronRecord? PatronRecord { get; init; }

        /// <summary>What is known of the item, as far as it was asked for.</summary>
        public ItemRecord? ItemRecord { get; init; }

        /// <summary>The patron's loans, where asked for.</summary>
        public IReadOnlyList<PatronLoan> Loans { get; init; } = [];

        /// <summary>The patron's holds, where asked for.</summary>
        public IReadOnlyList<PatronHold> Holds { get; init; } = [];

        /// <summary>What the patron owes, where asked for.</summary>
        public IReadOnlyList<CirculationFee> Fees { get; init; } = [];

        /// <summary>Who has the item, where asked for.</summary>
        public PatronId? Borrower { get; init; }

        /// <summary>Who waits for the item, where asked for.</summary>
        public IReadOnlyList<PatronId> Requesters { get; init; } = [];

        /// <summary>How the request stands.</summary>
        public HoldStatus? HoldStatus { get; init; }

        /// <summary>The place in the queue, from 1.</summary>
        public int? QueuePosition { get; init; }

        /// <summary>What kind of request it is.</summary>
        public CirculationRequestType? RequestType { get; init; }

        /// <summary>True when the request was for any copy.</summary>
        public bool? IsAnyCopy { get; init; }

        /// <summary>Where it is fetched.</summary>
        public string? PickupLocation { get; init; }

        /// <summary>The last day to fetch it.</summary>
        public DateOnly? PickupUntil { get; init; }

        /// <summary>What is to be done with a returned item.</summary>
        public ItemRouting? Routing { get; init; }

        /// <summary>The number of the fee that was noted.</summary>
        public string? FeeNumber { get; init; }
    }

    /// <summary>A renewal that is not decided yet.</summary>
    /// <param name="ExpectedAt">When it will be; null when nobody knows.</param>
    public sealed record Pending(DateTimeOffset? ExpectedAt) : CirculationAnswer;

    /// <summary>It was not done, and nothing was changed.</summary>
    /// <param name="Fault">Why.</param>
    /// <param name="Detail">In words, for the other system's staff; without a PIN, a name or a title.</param>
    /// <param name="Field">Which part of the command is at fault; null for all of it.</param>
    public sealed record Refused(CirculationFault Fault, string Detail, CirculationField? Field = null) : CirculationAnswer;
}

/// <summary>What is to be done with a returned item.</summary>
/// <param name="Instruction">Re-shelve, hold for a request, send on.</param>
/// <param name="Destination">Where it goes: a library or a shelf.</param>
public sealed record ItemRouting(RoutingInstruction Instruction, string? Destination = null);

/// <summary>What becomes of a returned item.</summary>
public enum RoutingInstruction
{
    /// <summary>Back to its shelf.</summary>
    Reshelve = 1,

    /// <summary>Kept for somebody who waits.</summary>
    HoldForRequest,

    /// <summary>Sent back to the library that owns it.</summary>
    SendToOwner,

    /// <summary>Sent to another of our places.</summary>
    Transfer,
}

/// <summary>A part of a command.</summary>
public enum CirculationField
{
    /// <summary>The patron.</summary>
    Patron = 1,

    /// <summary>The patron's PIN.</summary>
    Pin,

    /// <summary>The item.</summary>
    Item,

    /// <summary>The request.</summary>
    Request,

    /// <summary>Where it is fetched.</summary>
    PickupLocation,

    /// <summary>A due date.</summary>
    DueDate,

    /// <summary>A fee.</summary>
    Fee,

    /// <summary>What is wanted.</summary>
    Citation,

    /// <summary>What is told of a patron.</summary>
    PatronRecord,
}

/// <summary>Why a command was not carried out. Source: the NCIP lists of ProblemType.</summary>
public enum CirculationFault
{
    /// <summary>Nobody has this number.</summary>
    UnknownUser = 1,

    /// <summary>More than one patron has it.</summary>
    NonUniqueUser,

    /// <summary>The PIN is wrong, or was wrong too often.</summary>
    UserAuthenticationFailed,

    /// <summary>The patron is blocked or no longer valid.</summary>
    UserBlocked,

    /// <summary>The sender may not know of this patron.</summary>
    UserAccessDenied,

    /// <summary>This patron may not borrow this item.</summary>
    UserIneligibleToCheckOutThisItem,

    /// <summary>This patron may not request this item.</summary>
    UserIneligibleToRequestThisItem,

    /// <summary>This patron may not renew this item.</summary>
    UserIneligibleToRenewThisItem,

    /// <summary>No item has this number.</summary>
    UnknownItem,

    /// <summary>More than one item fits.</summary>
    NonUniqueItem,

    /// <summary>The item is not lent.</summary>
    ItemNotCheckedOut,

    /// <summary>The item is not lent to anybody.</summary>
    ItemDoesNotCirculate,

    /// <summary>The item cannot be had in time.</summary>
    ItemNotAvailableByNeedBeforeDate,

    /// <summary>The item cannot be renewed.</summary>
    ItemNotRenewable,

    /// <summary>Renewed too often.</summary>
    MaximumRenewalsExceeded,

    /// <summary>Others wait for it.</summary>
    ItemHasOutstandingRequests,

    /// <summary>The patron has too many loans.</summary>
    MaximumCheckOutsExceeded,

    /// <summary>The item is lent to somebody else, or held for somebody else.</summary>
    ResourceCannotBeProvided,

    /// <summary>There is such a request already.</summary>
    DuplicateRequest,

    /// <summary>No request has this number.</summary>
    UnknownRequest,

    /// <summary>Too late: the request is past that.</summary>
    RequestAlreadyProcessed,

    /// <summary>The item that came cannot be taken in.</summary>
    CannotAcceptItem,

    /// <summary>Something needed is missing.</summary>
    NeededDataMissing,

    /// <summary>A value breaks a rule.</summary>
    ElementRuleViolated,

    /// <summary>A date makes no sense.</summary>
    InvalidDate,

    /// <summary>An amount makes no sense.</summary>
    InvalidAmount,

    /// <summary>The sender may not ask for this service.</summary>
    UnauthorizedService,

    /// <summary>The sender has not proved who it is.</summary>
    AgencyAuthenticationFailed,

    /// <summary>The sender is not known.</summary>
    UnknownAgency,

    /// <summary>The service is not offered.</summary>
    UnsupportedService,

    /// <summary>It cannot be done now; the same message may be sent again.</summary>
    TemporaryProcessingFailure,
}

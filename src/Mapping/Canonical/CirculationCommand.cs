namespace ResourceSharing.Mapping.Canonical;

/// <summary>
/// What another system asks of a library's circulation: a closed set, one record for each service of NCIP (Z39.83) that
/// resource sharing uses. A system that manages requests itself (ILLiad, Relais, Navigator) sends these instead of the
/// messages of a transaction; and the gateway sends them to the library's own system.
/// </summary>
public abstract record CirculationCommand
{
    private CirculationCommand()
    {
    }

    /// <summary>The patron that it is about.</summary>
    public PatronClaim? Patron { get; init; }

    /// <summary>The item that it is about.</summary>
    public CirculationItemId? Item { get; init; }

    /// <summary>The request that it belongs to.</summary>
    public BrokerRequestId? Request { get; init; }

    /// <summary>It has happened already, and is carried out even against the library's rules.</summary>
    public bool IsMandated { get; init; }

    /// <summary>What is to be told of the patron.</summary>
    public PatronParts PatronParts { get; init; }

    /// <summary>What is to be told of the item.</summary>
    public ItemParts ItemParts { get; init; }

    /// <summary>A note for the staff.</summary>
    public string? Note { get; init; }

    /// <summary>Does it only ask?</summary>
    public bool IsLookup => this is LookupUser or LookupItem or LookupRequest;

    /// <summary>Who is this patron?</summary>
    public sealed record LookupUser : CirculationCommand;

    /// <summary>How does this item stand?</summary>
    public sealed record LookupItem : CirculationCommand;

    /// <summary>How does this request stand?</summary>
    public sealed record LookupRequest : CirculationCommand;

    /// <summary>A patron, or a library for its patron, wants a thing of ours.</summary>
    public sealed record RequestItem : CirculationCommand
    {
        /// <summary>What is wanted: its numbers and, where the sender tells, its description.</summary>
        public Citation Citation { get; init; } = new();

        /// <summary>True when any copy will do; false for the named item alone.</summary>
        public bool IsAnyCopy { get; init; }

        /// <summary>Loan, copy, or how long it would take.</summary>
        public CirculationRequestType Type { get; init; } = CirculationRequestType.Loan;

        /// <summary>Where it is to be fetched.</summary>
        public string? PickupLocation { get; init; }

        /// <summary>The last day to fetch it.</summary>
        public DateOnly? PickupUntil { get; init; }

        /// <summary>Of no use after this day.</summary>
        public DateOnly? NeededBy { get; init; }

        /// <summary>Where it is to be sent.</summary>
        public DeliveryAddress? ShipTo { get; init; }
    }

    /// <summary>The request is called off.</summary>
    public sealed record CancelRequestItem : CirculationCommand;

    /// <summary>An item of another library has come for a patron of ours.</summary>
    public sealed record AcceptItem : CirculationCommand
    {
        /// <summary>What is to be done with it.</summary>
        public AcceptAction Action { get; init; } = AcceptAction.HoldForPickup;

        /// <summary>What it is.</summary>
        public Citation Citation { get; init; } = new();

        /// <summary>Its call number at its owner.</summary>
        public string? CallNumber { get; init; }

        /// <summary>Pieces that it consists of.</summary>
        public int? Pieces { get; init; }

        /// <summary>When its owner wants it back; null for an open end.</summary>
        public DateTimeOffset? DueAt { get; init; }

        /// <summary>It stays with the patron.</summary>
        public bool IsNonReturnable { get; init; }

        /// <summary>The owner renews nothing.</summary>
        public bool IsRenewalNotPermitted { get; init; }

        /// <summary>Where the patron fetches it; null for the patron's own place.</summary>
        public string? PickupLocation { get; init; }

        /// <summary>The last day to fetch it.</summary>
        public DateOnly? PickupUntil { get; init; }

        /// <summary>Restrictions of use, in words.</summary>
        public IReadOnlyList<string> Restrictions { get; init; } = [];

        /// <summary>What the patron owes for it.</summary>
        public CirculationFee? Fee { get; init; }
    }

    /// <summary>The item goes to the patron, or to the library that stands as one.</summary>
    public sealed record CheckOutItem : CirculationCommand
    {
        /// <summary>When it should be due.</summary>
        public DateTimeOffset? DesiredDueAt { get; init; }

        /// <summary>Where it is sent.</summary>
        public DeliveryAddress? ShipTo { get; init; }
    }

    /// <summary>The item is back.</summary>
    public sealed record CheckInItem : CirculationCommand;

    /// <summary>More time is wanted.</summary>
    public sealed record RenewItem : CirculationCommand
    {
        /// <summary>When it should be due.</summary>
        public DateTimeOffset? DesiredDueAt { get; init; }
    }

    /// <summary>The item is wanted back.</summary>
    public sealed record RecallItem : CirculationCommand
    {
        /// <summary>When it should be due.</summary>
        public DateTimeOffset? DesiredDueAt { get; init; }
    }

    /// <summary>A patron of another institution is to be known here.</summary>
    public sealed record CreateUser : CirculationCommand
    {
        /// <summary>What is known of the patron.</summary>
        public required PatronRecord Record { get; init; }
    }

    /// <summary>A patron has changed.</summary>
    public sealed record UpdateUser : CirculationCommand
    {
        /// <summary>What is added or put in place of what was there.</summary>
        public PatronRecord Added { get; init; } = new();

        /// <summary>What is taken away.</summary>
        public PatronRecord Removed { get; init; } = new();
    }

    /// <summary>A fee or a payment is noted.</summary>
    public sealed record CreateUserFiscalTransaction : CirculationCommand
    {
        /// <summary>Which.</summary>
        public required CirculationFee Fee { get; init; }
    }

    /// <summary>Something happened elsewhere; nothing is asked.</summary>
    public sealed record Notice : CirculationCommand
    {
        /// <summary>What.</summary>
        public required CirculationNotice Kind { get; init; }

        /// <summary>When.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>The due date that it brings.</summary>
        public DateTimeOffset? DueAt { get; init; }

        /// <summary>The status as the sender names it, for <see cref="CirculationNotice.StatusUpdated"/>.</summary>
        public string? Status { get; init; }

        /// <summary>What it is about, for <see cref="CirculationNotice.ItemRequested"/>.</summary>
        public Citation? Citation { get; init; }
    }
}

/// <summary>What a request of circulation is for. Source: the NCIP list RequestType.</summary>
public enum CirculationRequestType
{
    /// <summary>A loan.</summary>
    Loan = 1,

    /// <summary>A hold.</summary>
    Hold,

    /// <summary>A copy that stays.</summary>
    NonReturnableCopy,

    /// <summary>Fetched from the stacks.</summary>
    StackRetrieval,

    /// <summary>How long would it take?</summary>
    Estimate,
}

/// <summary>What is to be done with an item that came. Source: the NCIP list RequestedActionType.</summary>
public enum AcceptAction
{
    /// <summary>Put on the hold shelf.</summary>
    HoldForPickup = 1,

    /// <summary>Put on the hold shelf, and the patron is told.</summary>
    HoldForPickupAndNotify,

    /// <summary>Lent to the patron at once.</summary>
    Circulate,

    /// <summary>Lent to the patron at once, and the patron is told.</summary>
    CirculateAndNotify,
}

/// <summary>What happened elsewhere. Source: the notifications of NCIP.</summary>
public enum CirculationNotice
{
    /// <summary>ItemRequested.</summary>
    ItemRequested = 1,

    /// <summary>ItemRequestCancelled.</summary>
    ItemRequestCancelled,

    /// <summary>ItemShipped.</summary>
    ItemShipped,

    /// <summary>ItemReceived.</summary>
    ItemReceived,

    /// <summary>ItemCheckedOut.</summary>
    ItemCheckedOut,

    /// <summary>ItemCheckedIn.</summary>
    ItemCheckedIn,

    /// <summary>ItemRenewed.</summary>
    ItemRenewed,

    /// <summary>ItemRecalled.</summary>
    ItemRecalled,

    /// <summary>CirculationStatusUpdated.</summary>
    StatusUpdated,
}

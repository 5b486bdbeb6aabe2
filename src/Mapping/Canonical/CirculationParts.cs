using System.Diagnostics;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>A number or name by which a patron is known.</summary>
/// <param name="Value">The number as it was sent, blanks at both ends removed.</param>
/// <param name="Agency">Whose number: the patron's home institution. Null for the library that is asked.</param>
/// <param name="Kind">What kind of number, as the sender names it: <c>Barcode</c>, <c>Institution Id Number</c>.</param>
public sealed record PatronId(string Value, string? Agency = null, string? Kind = null);

/// <summary>Who somebody says to be.</summary>
/// <param name="Id">The number; null when none was given.</param>
/// <param name="Pin">What proves it; null when nothing was given.</param>
public sealed record PatronClaim(PatronId? Id, Pin? Pin = null)
{
    /// <summary>True when the number stands for a library that borrows for its patrons, not for a person (ILLiad's
    /// <c>pseudopatron</c>, an OCLC symbol). The sender's dialect tells.</summary>
    public bool IsInstitution { get; init; }
}

/// <summary>A PIN or password of a patron, as it was typed. Prints as <c>***</c>.</summary>
/// <param name="value">The text.</param>
[DebuggerDisplay("***")]
public sealed class Pin(string value)
{
    private readonly string _value = value;

    /// <summary>The text, for the one call that compares it. Never keep or log it.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}

/// <summary>An item as a message names it.</summary>
/// <param name="Value">Its barcode; with <paramref name="IsRequestNumber"/> the number of the request that it belongs to.</param>
/// <param name="Agency">Whose item, as the sender says; kept for the echo.</param>
/// <param name="IsRequestNumber">True when the item is named by its request (OCLC's <c>ILL Request Id</c>).</param>
public sealed record CirculationItemId(string Value, string? Agency = null, bool IsRequestNumber = false);

/// <summary>The number of a request in the system that manages it.</summary>
/// <param name="Value">The number.</param>
/// <param name="Agency">Who made it; null when not said.</param>
public sealed record BrokerRequestId(string Value, string? Agency = null);

/// <summary>What is known of a patron. Never written to a log.</summary>
public sealed record PatronRecord
{
    /// <summary>All numbers, the main one first.</summary>
    public IReadOnlyList<PatronId> Ids { get; init; } = [];

    /// <summary>The whole name as one text; null when only the parts are known.</summary>
    public string? Name { get; init; }

    /// <summary>First names.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name.</summary>
    public string? Surname { get; init; }

    /// <summary>The group: <c>STUDENT</c>, <c>FACULTY</c>.</summary>
    public string? Group { get; init; }

    /// <summary>Mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Address.</summary>
    public PostalAddress? Postal { get; init; }

    /// <summary>Date of birth.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>Languages, ISO 639, the preferred one first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>May use the library from this day on.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>May use the library until this day.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>What stands against the patron.</summary>
    public IReadOnlyList<PatronBlock> Blocks { get; init; } = [];

    /// <summary>What else the patron may do: privileges other than the group, as type and status.</summary>
    public IReadOnlyList<PatronPrivilege> Privileges { get; init; } = [];
}

/// <summary>Something that stands against a patron.</summary>
/// <param name="Code">The kind: <c>Block Request Item</c>, <c>Block Check Out</c>, or the library's own.</param>
/// <param name="Text">In words.</param>
public sealed record PatronBlock(string Code, string? Text = null);

/// <summary>Something that a patron may do.</summary>
/// <param name="Type">What.</param>
/// <param name="Status">Its state, like <c>OK</c>.</param>
public sealed record PatronPrivilege(string Type, string? Status = null);

/// <summary>What is known of an item.</summary>
public sealed record ItemRecord
{
    /// <summary>Its barcode.</summary>
    public string? Barcode { get; init; }

    /// <summary>What it is.</summary>
    public Citation? Citation { get; init; }

    /// <summary>Where it stands.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Where it is now: library and shelf.</summary>
    public string? Location { get; init; }

    /// <summary>How it stands.</summary>
    public ItemStatus? Status { get; init; }

    /// <summary>How many wait for it.</summary>
    public int? QueueLength { get; init; }

    /// <summary>When it is due, while it is lent.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Restrictions of use, in words.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <summary>Pieces that it consists of.</summary>
    public int? Pieces { get; init; }
}

/// <summary>How an item stands. Source: the NCIP list CirculationStatus.</summary>
public enum ItemStatus
{
    /// <summary>On its shelf.</summary>
    AvailableOnShelf = 1,

    /// <summary>On the hold shelf, for somebody.</summary>
    AvailableForPickup,

    /// <summary>Lent.</summary>
    OnLoan,

    /// <summary>Being worked on.</summary>
    InProcess,

    /// <summary>On its way between libraries.</summary>
    InTransit,

    /// <summary>Called back.</summary>
    Recalled,

    /// <summary>Lost.</summary>
    Lost,

    /// <summary>Missing.</summary>
    Missing,

    /// <summary>Not to be had.</summary>
    NotAvailable,

    /// <summary>Nobody knows.</summary>
    Unknown,
}

/// <summary>A loan of a patron.</summary>
/// <param name="Item">Which item.</param>
/// <param name="Title">Its title.</param>
/// <param name="DueAt">When it is due; null for an open end.</param>
public sealed record PatronLoan(CirculationItemId Item, string? Title, DateTimeOffset? DueAt);

/// <summary>A hold of a patron.</summary>
/// <param name="Request">The number of its request; null where it has none.</param>
/// <param name="Item">Which item; null while none is found.</param>
/// <param name="Title">Its title.</param>
/// <param name="PickupLocation">Where it is to be fetched.</param>
/// <param name="PlacedAt">Since when.</param>
/// <param name="PickupUntil">The last day to fetch it.</param>
/// <param name="Status">How it stands.</param>
public sealed record PatronHold(
    BrokerRequestId? Request, CirculationItemId? Item, string? Title, string? PickupLocation, DateTimeOffset? PlacedAt,
    DateOnly? PickupUntil, HoldStatus Status);

/// <summary>How a hold stands. Source: the NCIP list RequestStatusType.</summary>
public enum HoldStatus
{
    /// <summary>Waits for the item.</summary>
    InProcess = 1,

    /// <summary>The item is on the hold shelf.</summary>
    AvailableForPickup,

    /// <summary>The item was not fetched in time.</summary>
    Expired,

    /// <summary>It cannot be had.</summary>
    CannotFulfill,

    /// <summary>Another library was asked.</summary>
    RequestedViaIll,
}

/// <summary>A fee or a payment.</summary>
public sealed record CirculationFee
{
    /// <summary>Its number, where it has one.</summary>
    public string? Number { get; init; }

    /// <summary>What for: <c>Service Charge</c>, <c>Fine</c>.</summary>
    public string? Type { get; init; }

    /// <summary>True for a payment or a waiver.</summary>
    public bool IsPayment { get; init; }

    /// <summary>How much.</summary>
    public required Money Amount { get; init; }

    /// <summary>In words.</summary>
    public string? Text { get; init; }

    /// <summary>When it arose.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What a sender wants to be told of a patron.</summary>
[Flags]
public enum PatronParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The name.</summary>
    Name = 1,

    /// <summary>The addresses, post and mail.</summary>
    Addresses = 2,

    /// <summary>Group and privileges.</summary>
    Privileges = 4,

    /// <summary>Blocks.</summary>
    Blocks = 8,

    /// <summary>Date of birth.</summary>
    BirthDate = 16,

    /// <summary>Languages.</summary>
    Languages = 32,

    /// <summary>Further numbers.</summary>
    Ids = 64,

    /// <summary>Loans.</summary>
    Loans = 128,

    /// <summary>Holds.</summary>
    Holds = 256,

    /// <summary>Fees.</summary>
    Fees = 512,
}

/// <summary>What a sender wants to be told of an item.</summary>
[Flags]
public enum ItemParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What it is.</summary>
    Description = 1,

    /// <summary>How it stands.</summary>
    Status = 2,

    /// <summary>How many wait for it.</summary>
    QueueLength = 4,

    /// <summary>Call number and copy.</summary>
    CallNumber = 8,

    /// <summary>Where it is.</summary>
    Location = 16,

    /// <summary>Restrictions of use.</summary>
    Restrictions = 32,

    /// <summary>Who has it.</summary>
    Borrower = 64,

    /// <summary>Who waits for it.</summary>
    Requesters = 128,
}

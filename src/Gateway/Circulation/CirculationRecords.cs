using System.Text.Json.Serialization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Something that circulation keeps: a closed set. All kinds share one count of numbers.</summary>
public abstract record CirculationRecord
{
    private protected CirculationRecord()
    {
    }

    /// <summary>Its number, given by the store; 0 until it is stored.</summary>
    public long Number { get; init; }

    /// <summary>By what it is found.</summary>
    [JsonIgnore]
    public abstract IEnumerable<CirculationKey> Keys { get; }
}

/// <summary>Whose patron somebody is.</summary>
public enum PatronKind
{
    /// <summary>Our own.</summary>
    Own = 1,

    /// <summary>Of another institution, made known by it for a while.</summary>
    Visitor = 2,

    /// <summary>Not a person: stands for another library.</summary>
    Institution = 3,
}

/// <summary>A patron. Never written to a log.</summary>
public sealed record LibraryPatron : CirculationRecord
{
    /// <summary>Whose.</summary>
    public required PatronKind Kind { get; init; }

    /// <summary>What is known.</summary>
    public required PatronRecord Record { get; init; }

    /// <summary>The hash of the PIN; null where there is none.</summary>
    public string? PinHash { get; init; }

    /// <summary>A visitor's home institution, and an institution's name: the link to whom to ask.</summary>
    public string? HomeAgency { get; init; }

    /// <summary>The code of the partner that made a visitor known, or uses an institution.</summary>
    public string? Partner { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<CirculationKey> Keys =>
    [
        .. Record.Ids.Select(id => Kind == PatronKind.Institution
            ? CirculationKey.Institution(Partner ?? "", id.Value)
            : CirculationKey.Patron(id.Value, Kind == PatronKind.Visitor ? HomeAgency : null)),
        .. Kind == PatronKind.Visitor && Record.ValidUntil is { } end ? new[] { CirculationKey.VisitorEnd(end) } : [],
    ];

    /// <summary>Prints the number only.</summary>
    public override string ToString() => $"patron {Number}";
}

/// <summary>An item, with its description. One of another library that is here for a patron of ours is
/// <see cref="Temporary"/>: catalogues do not show it, and it goes with its request.</summary>
public sealed record LibraryItem : CirculationRecord
{
    /// <summary>Its barcode.</summary>
    public required string Barcode { get; init; }

    /// <summary>What it is.</summary>
    public Citation Citation { get; init; } = new();

    /// <summary>Its call number.</summary>
    public string? CallNumber { get; init; }

    /// <summary>Where it belongs.</summary>
    public string? Location { get; init; }

    /// <summary>Where it is while it is lent to another library.</summary>
    public string? AwayAt { get; init; }

    /// <summary>The library that owns its record.</summary>
    public string? Owner { get; init; }

    /// <summary>Not shown in catalogues.</summary>
    public bool IsSuppressed { get; init; }

    /// <summary>Not lent to anybody.</summary>
    public bool DoesNotCirculate { get; init; }

    /// <summary>Lost, missing or being worked on; null for an item that is none of these.</summary>
    public ItemStatus? Condition { get; init; }

    /// <summary>Restrictions of use, in words.</summary>
    public IReadOnlyList<string> Restrictions { get; init; } = [];

    /// <summary>Pieces that it consists of.</summary>
    public int? Pieces { get; init; }

    /// <summary>For an item of another library: for whom it came.</summary>
    public TemporaryItem? Temporary { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<CirculationKey> Keys =>
    [
        CirculationKey.Barcode(Barcode),
        .. Temporary is { } temporary
            ? new[] { CirculationKey.Request(CirculationIndex.ItemOfRequest, temporary.Partner, temporary.Request) }
            : CirculationKey.Titles(CirculationIndex.ItemOfTitle, Citation),
    ];
}

/// <summary>What an item of another library came with.</summary>
/// <param name="Partner">The code of the partner that manages the request.</param>
/// <param name="Request">The request.</param>
/// <param name="Patron">The number of the patron for whom it came.</param>
public sealed record TemporaryItem(string Partner, BrokerRequestId Request, long Patron)
{
    /// <summary>When its owner wants it back.</summary>
    public DateTimeOffset? OwnerDueAt { get; init; }

    /// <summary>It stays with the patron.</summary>
    public bool IsNonReturnable { get; init; }

    /// <summary>The owner renews nothing.</summary>
    public bool IsRenewalNotPermitted { get; init; }

    /// <summary>The number by which the message named it, where that is not the barcode.</summary>
    public string? NamedAs { get; init; }

    /// <summary>When staff took it back from the patron; it waits to be sent to its owner.</summary>
    public DateTimeOffset? ReturnedAt { get; init; }
}

/// <summary>Somebody waits for an item, or an item for somebody.</summary>
public sealed record Hold : CirculationRecord
{
    /// <summary>The number of the patron who waits.</summary>
    public required long Patron { get; init; }

    /// <summary>The number of the item; null while none is found.</summary>
    public long? Item { get; init; }

    /// <summary>What is wanted.</summary>
    public Citation Citation { get; init; } = new();

    /// <summary>Any copy will do.</summary>
    public bool IsAnyCopy { get; init; }

    /// <summary>How it stands.</summary>
    public required HoldStatus Status { get; init; }

    /// <summary>Loan, copy, and so on.</summary>
    public CirculationRequestType Type { get; init; } = CirculationRequestType.Loan;

    /// <summary>Where it is fetched.</summary>
    public string? PickupLocation { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The last day to fetch it.</summary>
    public DateOnly? PickupUntil { get; init; }

    /// <summary>Of no use after this day.</summary>
    public DateOnly? NeededBy { get; init; }

    /// <summary>The partner that manages the request; null for none.</summary>
    public string? Partner { get; init; }

    /// <summary>The request; null for none.</summary>
    public BrokerRequestId? Request { get; init; }

    /// <summary>The patron is to be told when it stands on the shelf.</summary>
    public bool NotifiesPatron { get; init; }

    /// <summary>The day on which it expired; null for one that goes on.</summary>
    public DateOnly? ExpiredOn { get; init; }

    /// <summary>The day after which it expires: on the hold shelf until it is fetched, before while it is of use.</summary>
    [JsonIgnore]
    public DateOnly? LastDay => Status switch
    {
        HoldStatus.AvailableForPickup => PickupUntil,
        HoldStatus.InProcess or HoldStatus.RequestedViaIll => NeededBy,
        _ => null,
    };

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<CirculationKey> Keys =>
    [
        CirculationKey.Of(CirculationIndex.HoldOfPatron, Patron),
        .. Item is { } item ? new[] { CirculationKey.Of(CirculationIndex.HoldOfItem, item) } : [],
        .. LastDay is { } last ? new[] { CirculationKey.HoldDue(last) } : [],
        .. ExpiredOn is { } expired && Item is null ? new[] { CirculationKey.HoldEnd(expired) } : [],
        .. IsAnyCopy && Item is null && Status == HoldStatus.InProcess
            ? CirculationKey.Titles(CirculationIndex.HoldOfTitle, Citation) : [],
        .. Partner is { } partner && Request is { } request
            ? new[] { CirculationKey.Request(CirculationIndex.HoldOfRequest, partner, request) } : [],
    ];
}

/// <summary>An item at a patron. One that has ended is kept for a while.</summary>
public sealed record Loan : CirculationRecord
{
    /// <summary>The number of the patron.</summary>
    public required long Patron { get; init; }

    /// <summary>The number of the item; the item of an ended loan may be gone.</summary>
    public required long Item { get; init; }

    /// <summary>The barcode of the item.</summary>
    public required string Barcode { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset LentAt { get; init; }

    /// <summary>When it is due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often it was renewed.</summary>
    public int RenewalCount { get; init; }

    /// <summary>Called back.</summary>
    public bool IsRecalled { get; init; }

    /// <summary>When the item came back; null while it is lent.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The partner through which it was lent; null for our own desk.</summary>
    public string? Partner { get; init; }

    /// <summary>The request; null for none.</summary>
    public BrokerRequestId? Request { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<CirculationKey> Keys =>
    [
        .. EndedAt is { } ended
            ? new[] { CirculationKey.LoanEnd(DateOnly.FromDateTime(ended.DateTime)) }
            :
            [
                CirculationKey.Of(CirculationIndex.LoanOfPatron, Patron),
                CirculationKey.Of(CirculationIndex.LoanOfItem, Item),
            ],
        .. Partner is { } partner && Request is { } request
            ? new[] { CirculationKey.Request(CirculationIndex.LoanOfRequest, partner, request) } : [],
    ];
}

/// <summary>What a patron owes or has paid. It is noted, never collected.</summary>
public sealed record PatronFee : CirculationRecord
{
    /// <summary>The number of the patron.</summary>
    public required long Patron { get; init; }

    /// <summary>How much, and what for.</summary>
    public required CirculationFee Fee { get; init; }

    /// <summary>The partner that noted it.</summary>
    public string? Partner { get; init; }

    /// <summary>The barcode of the item that it is about.</summary>
    public string? Barcode { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<CirculationKey> Keys => [CirculationKey.Of(CirculationIndex.FeeOfPatron, Patron)];
}

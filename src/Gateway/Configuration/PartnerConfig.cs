using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Locate;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>One partner: config/partners/CODE.yaml.</summary>
public sealed record PartnerConfig
{
    /// <summary>
    /// Code of the partner; the same as the file name. Requests refer to it, so it never changes.
    /// </summary>
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public required string Code { get; init; }

    /// <summary>Name as staff and patrons read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>An inactive partner gets no new requests; open ones are finished.</summary>
    public PartnerStatus Status { get; init; } = PartnerStatus.Active;

    /// <summary>The partner's symbols; a message is placed by them. No two partners share one.</summary>
    [MaxLength(50)]
    [RegularExpression(Forms.Symbol, ErrorMessage = Forms.SymbolText)]
    public IReadOnlyList<string> Symbols { get; init; } = [];

    /// <summary>Language of letters to this partner; the library's when left out.</summary>
    [RegularExpression(Forms.Language, ErrorMessage = Forms.LanguageText)]
    public string? Language { get; init; }

    /// <summary>The system that the partner runs, for information.</summary>
    [MaxLength(100)]
    public string? SystemType { get; init; }

    /// <summary>Whether and how we borrow from this partner.</summary>
    public PartnerSideConfig Borrowing { get; init; } = new() { Workflow = "DEFAULT_BOR_WF" };

    /// <summary>Whether and how we lend to this partner.</summary>
    public PartnerSideConfig Lending { get; init; } = new() { Workflow = "DEFAULT_LEND_WF" };

    /// <summary>
    /// Days the partner usually needs to supply; tells whether it can meet a needed-by date.
    /// </summary>
    [Range(0, 365)]
    public int AverageSupplyDays { get; init; }

    /// <summary>Days in transit; the patron's due date is this much earlier than the partner's.</summary>
    [Range(0, 365)]
    public int DeliveryDelayDays { get; init; }

    /// <summary>Currency of the partner's costs as three letters of ISO 4217.</summary>
    [RegularExpression(Forms.Currency, ErrorMessage = Forms.CurrencyText)]
    public string? Currency { get; init; }

    /// <summary>When a request to this partner expires.</summary>
    public ExpiryConfig Expiry { get; init; } = new();

    /// <summary>Days between two overdue notices to this partner; 0 sends one only.</summary>
    [Range(0, 365)]
    public int OverdueRepeatDays { get; init; }

    /// <summary>
    /// Days before the due date on which the other side is reminded: the partner of what it borrowed, by a message, and
    /// our staff of what we borrowed; there the patron's due date counts. 0 reminds nobody.
    /// </summary>
    [Range(0, 90)]
    public int DueSoonDays { get; init; }

    /// <summary>Days without an answer after which the partner is asked again; never when left out.</summary>
    [Range(1, 365)]
    public int? ClaimAfterDays { get; init; }

    /// <summary>Days without an answer after which the request to the partner is cancelled; never when left
    /// out.</summary>
    [Range(1, 365)]
    public int? AutoCancelAfterDays { get; init; }

    /// <summary>What the partner reads as the reason of such a cancellation.</summary>
    [MinLength(1), MaxLength(500)]
    public string AutoCancelReason { get; init; } = "No answer has come in time.";

    /// <summary>Days of a loan to this partner when nobody says otherwise.</summary>
    [Range(1, 3650)]
    public int LoanPeriodDays { get; init; } = 28;

    /// <summary>
    /// When the partner takes no requests: its holidays, a suspension. It is passed over in rotas then.
    /// </summary>
    [MaxLength(100)]
    public IReadOnlyList<ClosureConfig> Closures { get; init; } = [];

    /// <summary>
    /// With more open requests of ours than this, the partner goes to the end of rotas; no limit when left out.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? OpenRequestThreshold { get; init; }

    /// <summary>Where to send items.</summary>
    public PartnerAddressesConfig Addresses { get; init; } = new();

    /// <summary>
    /// Mailbox of the partner's interlibrary loan office, for staff and for patrons' questions.
    /// </summary>
    [RegularExpression(Forms.Email, ErrorMessage = Forms.EmailText)]
    public string? Email { get; init; }

    /// <summary>
    /// Addresses and networks that the partner may connect from. Protocols without passwords tell partners
    /// apart by this alone; an empty list lets nobody in by them.
    /// </summary>
    [MaxLength(1000)]
    public IReadOnlyList<IPNetwork> AllowedFrom { get; init; } = [];

    /// <summary>Named switches for this partner's habits in the protocol.</summary>
    [MaxLength(100)]
    public IReadOnlySet<string> Dialects { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Differences from the gateway's delivery settings.</summary>
    public PartnerDeliveryConfig Delivery { get; init; } = new();

    /// <summary>
    /// Whether the partner gets the patron's name and contact data. Off unless an agreement asks for it.
    /// </summary>
    public bool SendRequesterInformation { get; init; }

    /// <summary>How files go to the partner.</summary>
    public PartnerDocumentsConfig Documents { get; init; } = new();

    /// <summary>How the partner's system uses our circulation, where it manages requests itself.</summary>
    public PartnerCirculationConfig Circulation { get; init; } = new();

    /// <summary>The partner's catalogue, which is asked before a request is sent; nobody is asked when left out.</summary>
    public LocateTargetSettings? Locate { get; init; }

    /// <summary>
    /// Codes of partners to which this partner's requests are passed on, in this order: the gateway stands between them
    /// and works on none of these requests itself. Left out, our own library lends.
    /// </summary>
    [MaxLength(50)]
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public IReadOnlyList<string> Relay { get; init; } = [];

    /// <summary>How the partner is reached: the type, and the settings of that type.</summary>
    public required ChannelConfig Channel { get; init; }
}

/// <summary>How a partner is reached.</summary>
/// <param name="Type">
/// The channel type as the file writes it; the key of the composition root's table.
/// </param>
/// <param name="Settings">The settings record that is registered for the type.</param>
public sealed record ChannelConfig(string Type, IChannelSettings Settings);

/// <summary>Whether a partner is in use.</summary>
public enum PartnerStatus
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Gets no new requests; messages about open ones are still exchanged.</summary>
    Inactive,
}

/// <summary>One direction of the work with a partner.</summary>
public sealed record PartnerSideConfig
{
    /// <summary>Whether requests go this way.</summary>
    public bool Supported { get; init; } = true;

    /// <summary>Code of the workflow profile: a file in config/profiles of the same side.</summary>
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public string? Workflow { get; init; }
}

/// <summary>Days on which nobody is there.</summary>
public sealed record ClosureConfig
{
    /// <summary>The first day; from the beginning when left out.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day; until further notice when left out.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why, for staff.</summary>
    [MaxLength(200)]
    public string? Reason { get; init; }

    /// <summary>Is that day within?</summary>
    public bool Covers(DateOnly day) => (From is null || day >= From) && (Until is null || day <= Until);
}

/// <summary>What ends a request that is not answered.</summary>
public enum ExpiryType
{
    /// <summary>Nothing; staff decide.</summary>
    NoExpiry,

    /// <summary>The date until which the patron is interested.</summary>
    InterestDate,

    /// <summary>A number of days after sending.</summary>
    ExpiryTime,
}

/// <summary>When a request expires.</summary>
public sealed record ExpiryConfig
{
    /// <summary>What ends the request.</summary>
    public ExpiryType Type { get; init; } = ExpiryType.NoExpiry;

    /// <summary>Days after sending; only with type expiry-time.</summary>
    [Range(1, 365)]
    public int? Days { get; init; }
}

/// <summary>Where to send items.</summary>
public sealed record PartnerAddressesConfig
{
    /// <summary>Address for items that the partner borrows.</summary>
    public PostalAddressConfig? Postal { get; init; }

    /// <summary>Address for items that go back to the partner; the postal one when left out.</summary>
    public PostalAddressConfig? Returns { get; init; }
}

/// <summary>
/// What to do when a message was sent and no answer came, so that nobody knows whether it arrived.
/// </summary>
public enum OnInDoubt
{
    /// <summary>Send it again with the same identifiers; the partner recognises duplicates.</summary>
    Resend,

    /// <summary>Ask the partner for the status first.</summary>
    Probe,
}

/// <summary>A partner's differences from the gateway's delivery settings.</summary>
public sealed record PartnerDeliveryConfig
{
    /// <summary>How long a message is tried; as delivery.lifetime of gateway.yaml when left out.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan? Lifetime { get; init; }

    /// <summary>
    /// Messages that may be on the way at one time; the protocol's own default when left out.
    /// </summary>
    [Range(1, 64)]
    public int? Concurrency { get; init; }

    /// <summary>What to do when nobody knows whether a message arrived.</summary>
    public OnInDoubt OnInDoubt { get; init; } = OnInDoubt.Resend;
}

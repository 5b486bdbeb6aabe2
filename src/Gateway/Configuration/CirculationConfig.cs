using System.ComponentModel.DataAnnotations;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Whose circulation it is.</summary>
public enum CirculationSystem
{
    /// <summary>None: commands of circulation are answered as not supported.</summary>
    None,

    /// <summary>The one in the gateway, with patrons and items that are imported.</summary>
    BuiltIn,

    /// <summary>The library's own system, which is asked live.</summary>
    Host,
}

/// <summary>
/// The library's circulation, as other systems use it (ILLiad, Relais, Navigator): patrons, items, loans, the hold shelf.
/// </summary>
public sealed record CirculationConfig
{
    /// <summary>Whose circulation answers.</summary>
    public CirculationSystem System { get; init; } = CirculationSystem.None;

    /// <summary>How the library's own system is reached, for system host; type ncip-host.</summary>
    public ChannelConfig? Host { get; init; }

    /// <summary>
    /// Names under which other systems know our own institution, as they stand in front of a patron's number. The library's
    /// code and symbols always are. As long as the list is empty, every name counts as ours that belongs to no visitor.
    /// </summary>
    [MaxLength(50)]
    [RegularExpression(Forms.Symbol, ErrorMessage = Forms.SymbolText)]
    public IReadOnlyList<string> Agencies { get; init; } = [];

    /// <summary>Where patrons fetch what came for them. While the list is empty, any name is taken as it comes.</summary>
    [MaxLength(500)]
    public IReadOnlyList<PickupLocationConfig> PickupLocations { get; init; } = [];

    /// <summary>Code of the place for items whose message names none; the first of the list when left out.</summary>
    [MinLength(1), MaxLength(100)]
    public string? DefaultPickup { get; init; }

    /// <summary>Days that an item waits on the hold shelf when nobody says otherwise.</summary>
    [Range(1, 365)]
    public int HoldShelfDays { get; init; } = 10;

    /// <summary>Days of a loan to a patron; of one to another library its file says them.</summary>
    [Range(1, 3650)]
    public int LoanDays { get; init; } = 28;

    /// <summary>Most loans of a patron at one time.</summary>
    [Range(1, 10_000)]
    public int MaximumLoans { get; init; } = 50;

    /// <summary>How often a loan is renewed.</summary>
    [Range(0, 1000)]
    public int MaximumRenewals { get; init; } = 2;

    /// <summary>Days that a renewal adds, counted from the day on which it is asked for.</summary>
    [Range(1, 3650)]
    public int RenewalDays { get; init; } = 28;

    /// <summary>Days that remain of a loan of ours that is recalled.</summary>
    [Range(0, 365)]
    public int RecallDays { get; init; } = 7;

    /// <summary>Wrong PINs of one patron within a quarter of an hour, after which no PIN is accepted.</summary>
    [Range(1, 100)]
    public int MaximumPinTries { get; init; } = 5;

    /// <summary>Patrons of other institutions, who are made known by their institution and borrow from us themselves.</summary>
    public VisitorsConfig Visitors { get; init; } = new();

    /// <summary>The library that owns the records of items which have come from elsewhere; library.code when left out.</summary>
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public string? ResourceSharingLibrary { get; init; }

    /// <summary>Where items stand that have come from elsewhere, unless the partner's file says otherwise.</summary>
    [MinLength(1), MaxLength(100)]
    public string ResourceSharingLocation { get; init; } = "Resource sharing";
}

/// <summary>A place where patrons fetch items.</summary>
public sealed record PickupLocationConfig
{
    /// <summary>Its code, as messages name it.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Code { get; init; }

    /// <summary>Its name, as patrons read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }
}

/// <summary>Patrons of other institutions who borrow from us themselves.</summary>
public sealed record VisitorsConfig
{
    /// <summary>Whether partners may make them known.</summary>
    public bool Allowed { get; init; }

    /// <summary>Most loans of a visitor at one time.</summary>
    [Range(1, 10_000)]
    public int MaximumLoans { get; init; } = 5;

    /// <summary>Days for which a visitor is known; a loan that lasts longer prolongs them to its end.</summary>
    [Range(1, 3650)]
    public int Days { get; init; } = 90;

    /// <summary>The group that visitors belong to.</summary>
    [MinLength(1), MaxLength(100)]
    public string Group { get; init; } = "VISITOR";
}

/// <summary>What becomes of a patron who is made known a second time.</summary>
public enum ExistingUser
{
    /// <summary>The record is brought up to date.</summary>
    Update,

    /// <summary>The message is refused.</summary>
    Refuse,
}

/// <summary>
/// How a partner's system, which manages requests itself, uses our circulation. The defaults fit ILLiad.
/// </summary>
public sealed record PartnerCirculationConfig
{
    /// <summary>Where items stand that come through this partner (AcceptItem); the gateway's own setting when left out.</summary>
    [MinLength(1), MaxLength(100)]
    public string? AcceptItemLocation { get; init; }

    /// <summary>What is put before the number of an item that has come, so that it is no barcode of ours.</summary>
    [MaxLength(20)]
    public string TemporaryBarcodePrefix { get; init; } = "";

    /// <summary>The partner's codes of pickup locations, and ours for them. Codes that are not here are taken as ours.</summary>
    public IReadOnlyDictionary<string, string> PickupMapping { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether an item stands on the hold shelf as soon as the partner says that it came; otherwise staff receive it.</summary>
    public bool AutomaticReceive { get; init; } = true;

    /// <summary>Where our items are while they are lent to other libraries through this partner.</summary>
    [MinLength(1), MaxLength(100)]
    public string CheckOutLocation { get; init; } = "Lent to another library";

    /// <summary>
    /// Patrons that stand for other libraries and need not be imported: names, or beginnings that end in an asterisk.
    /// </summary>
    [MaxLength(1000)]
    [RegularExpression("^[^*\\s][^*]{0,99}\\*?$", ErrorMessage = "a name, or a beginning and an asterisk, for example INST-*")]
    public IReadOnlyList<string> InstitutionPatrons { get; init; } = ["pseudopatron", "INST-*"];

    /// <summary>
    /// Whether RequestItem may ask, for a patron of ours, for what we do not have: the item is then awaited from elsewhere.
    /// </summary>
    public bool RequestItemSupportsBorrowing { get; init; } = true;

    /// <summary>Whether LookupUser needs the patron's PIN. One that is given is always compared.</summary>
    public bool LookUpUserAuthentication { get; init; }

    /// <summary>Whether CheckInItem succeeds for an item that is not lent or not known.</summary>
    public bool CheckInAlwaysSucceeds { get; init; }

    /// <summary>What becomes of CreateUser for a visitor who is known.</summary>
    public ExistingUser ExistingUser { get; init; } = ExistingUser.Update;

    /// <summary>Longest loan of our items through this partner, in days; loanPeriodDays when left out.</summary>
    [Range(1, 3650)]
    public int? LoanDays { get; init; }
}

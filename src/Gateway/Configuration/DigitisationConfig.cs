using System.ComponentModel.DataAnnotations;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Where a digitisation department belongs.</summary>
public enum DepartmentLevel
{
    /// <summary>To the institution: for all of its libraries, or those that it names.</summary>
    Institution,

    /// <summary>To one library.</summary>
    Library,

    /// <summary>It is a circulation desk that supports digitisation.</summary>
    Desk,
}

/// <summary>What a digitisation rule looks at.</summary>
public enum RuleInput
{
    /// <summary>The patron's group.</summary>
    UserGroup,

    /// <summary>Our library that the request belongs to.</summary>
    Owner,

    /// <summary>The partner.</summary>
    Partner,

    /// <summary>The kind of item: book, journal or other.</summary>
    MaterialType,

    /// <summary>For whom: patron (our own copy for our own patron) or resource-sharing (for a partner).</summary>
    Service,

    /// <summary>The format that is wanted: digital, physical or physical-non-returnable.</summary>
    Format,

    /// <summary>Where our item stands, as circulation knows it by its barcode.</summary>
    Location,

    /// <summary>How much is wanted: whole or part.</summary>
    Extent,
}

/// <summary>How a value is compared; without case.</summary>
public enum RuleOperator
{
    /// <summary>It is the one value of the list.</summary>
    Equals,

    /// <summary>It is one of the list. What is not known is in no list.</summary>
    InList,

    /// <summary>It is none of the list, or not known.</summary>
    NotInList,
}

/// <summary>From when on a copy counts for the rule of five.</summary>
public enum CopyCounted
{
    /// <summary>As soon as it is requested, until it has come to nothing.</summary>
    Requested,

    /// <summary>Once a supplier was asked.</summary>
    Sent,

    /// <summary>Once it was supplied.</summary>
    Supplied,
}

/// <summary>
/// Digitisation and copyright: who digitises, what has to be approved, how many requests patrons may have, who may get a file.
/// See docs/digitisation.md.
/// </summary>
public sealed record DigitisationConfig
{
    /// <summary>
    /// The departments that digitise. While the list is empty, there is one for the whole institution, DIGI_DEPT_INST.
    /// </summary>
    [MaxLength(200)]
    public IReadOnlyList<DepartmentConfig> Departments { get; init; } = [];

    /// <summary>
    /// The rules, tried in their order; the first one that fits decides. The last one is the default rule and has no
    /// conditions. When it is left out, nothing has to be approved.
    /// </summary>
    [MaxLength(200)]
    public IReadOnlyList<DigitisationRuleConfig> Rules { get; init; } = [];

    /// <summary>
    /// How many open requests for files a patron may have, by group. Groups that are not listed have no limit.
    /// </summary>
    [MaxLength(500)]
    public IReadOnlyList<PatronLimitConfig> PatronLimits { get; init; } = [];

    /// <summary>
    /// To whom files may be delivered; the first rule that fits decides, and where none fits, nothing is delivered. While the
    /// list is empty, everybody gets theirs.
    /// </summary>
    [MaxLength(200)]
    public IReadOnlyList<DeliveryRuleConfig> DeliveryRules { get; init; } = [];

    /// <summary>Whether the digitisation of a partner's request for a file is ordered as soon as it arrives.</summary>
    public bool StartAutomatically { get; init; }

    /// <summary>Days before the end of the work time on which staff are told; 0 for never.</summary>
    [Range(0, 90)]
    public int WarnDays { get; init; } = 1;

    /// <summary>Copyright where we borrow.</summary>
    public CopyrightConfig Copyright { get; init; } = new();
}

/// <summary>A department that digitises.</summary>
public sealed record DepartmentConfig
{
    /// <summary>Its code.</summary>
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public required string Code { get; init; }

    /// <summary>Name as staff read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>What tells it from others.</summary>
    [MaxLength(1000)]
    public string? Description { get; init; }

    /// <summary>Where it belongs.</summary>
    public DepartmentLevel Level { get; init; } = DepartmentLevel.Institution;

    /// <summary>The library of a library's department or desk, one of library.owners.</summary>
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public string? Library { get; init; }

    /// <summary>Days after which a request that was not filled ends by itself; never when left out.</summary>
    [Range(1, 365)]
    public int? WorkTimeDays { get; init; }

    /// <summary>
    /// The libraries that it works for. When left out: all of them for the institution's, its own one for a library's or a desk.
    /// </summary>
    [MaxLength(200)]
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public IReadOnlyList<string> ServedLibraries { get; init; } = [];

    /// <summary>Members of staff who work there.</summary>
    [MaxLength(1000)]
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>How it is reached, as people write it: a room, a telephone number, a mail address.</summary>
    [MaxLength(1000)]
    public string? Contact { get; init; }
}

/// <summary>A digitisation and copyright rule.</summary>
public sealed record DigitisationRuleConfig
{
    /// <summary>Its name, which requests show.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Name { get; init; }

    /// <summary>A rule that is switched off never fits.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>All of them have to hold; none for the default rule.</summary>
    [MaxLength(20)]
    public IReadOnlyList<RuleConditionConfig> When { get; init; } = [];

    /// <summary>Whether somebody has to approve the request.</summary>
    public bool Approval { get; init; }

    /// <summary>Whether somebody has to clear the copyright.</summary>
    public bool CopyrightClearance { get; init; }

    /// <summary>When that has to be done.</summary>
    public ApprovalMode Mode { get; init; } = ApprovalMode.Parallel;

    /// <summary>Mode automatic: why nobody is asked.</summary>
    [MinLength(1), MaxLength(500)]
    public string? Reason { get; init; }

    /// <summary>How the file reaches the reader.</summary>
    public DigitisationTarget Target { get; init; } = DigitisationTarget.Attachment;

    /// <summary>Target link: how often it can be opened; without a limit of its own when left out.</summary>
    [Range(1, 1000)]
    public int? MaximumViews { get; init; }

    /// <summary>Code of the department; the first one that serves the library when left out.</summary>
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public string? Department { get; init; }
}

/// <summary>A condition of a rule.</summary>
public sealed record RuleConditionConfig
{
    /// <summary>What is looked at.</summary>
    public required RuleInput Input { get; init; }

    /// <summary>How it is compared.</summary>
    public RuleOperator Operator { get; init; } = RuleOperator.InList;

    /// <summary>With what.</summary>
    [MinLength(1), MaxLength(500)]
    public required IReadOnlyList<string> Values { get; init; }
}

/// <summary>How many open requests for files a patron of a group may have.</summary>
public sealed record PatronLimitConfig
{
    /// <summary>The group.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Group { get; init; }

    /// <summary>0 for none; without a limit when left out.</summary>
    [Range(0, 10_000)]
    public int? Maximum { get; init; }
}

/// <summary>A rule that says who may get files.</summary>
public sealed record DeliveryRuleConfig
{
    /// <summary>Its name, which refusals show.</summary>
    [MinLength(1), MaxLength(100)]
    public required string Name { get; init; }

    /// <summary>All of them have to hold; a rule without any always fits.</summary>
    [MaxLength(20)]
    public IReadOnlyList<RuleConditionConfig> When { get; init; } = [];

    /// <summary>Whether the file may be delivered.</summary>
    public required bool Deliver { get; init; }
}

/// <summary>Copyright where we borrow copies.</summary>
public sealed record CopyrightConfig
{
    /// <summary>Whether requests have a copyright status.</summary>
    public bool Management { get; init; }

    /// <summary>
    /// The codes that a copyright status can have. APPROVED, PENDING and REJECTED are set by the gateway itself.
    /// </summary>
    [MinLength(1), MaxLength(100)]
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public IReadOnlyList<string> Statuses { get; init; } =
        [CopyrightCodes.Approved, CopyrightCodes.Pending, CopyrightCodes.Rejected];

    /// <summary>Whether the copyright declaration has to be accepted before a copy can be requested.</summary>
    public bool DeclarationRequired { get; init; }

    /// <summary>How many articles of one journal are requested in a year before somebody has to approve.</summary>
    public RuleOfFiveConfig RuleOfFive { get; init; } = new();
}

/// <summary>The rule of five (CONTU): articles of one journal in one calendar year, out of its recent years.</summary>
public sealed record RuleOfFiveConfig
{
    /// <summary>Whether it is applied; needs management.</summary>
    public bool Enabled { get; init; }

    /// <summary>So many articles need no approval.</summary>
    [Range(0, 1000)]
    public int Limit { get; init; } = 5;

    /// <summary>Only what was published within so many years before the request is counted.</summary>
    [Range(1, 200)]
    public int Years { get; init; } = 5;

    /// <summary>From when on one counts.</summary>
    public CopyCounted Counted { get; init; } = CopyCounted.Requested;
}

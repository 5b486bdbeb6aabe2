using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>The side of a request.</summary>
public enum ProfileSide
{
    /// <summary>We ask a partner.</summary>
    Borrowing,

    /// <summary>A partner asks us.</summary>
    Lending,
}

/// <summary>
/// A workflow profile: config/profiles/CODE.yaml. It says which optional steps exist for a partner.
/// </summary>
public sealed record WorkflowProfileConfig
{
    /// <summary>Code of the profile; the same as the file name.</summary>
    [RegularExpression(Forms.Name, ErrorMessage = Forms.NameText)]
    public required string Code { get; init; }

    /// <summary>Name as staff read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>The side the profile is for.</summary>
    public required ProfileSide Side { get; init; }

    /// <summary>What the profile is meant for.</summary>
    [MaxLength(1000)]
    public string? Description { get; init; }

    /// <summary>The steps that are on. Everything else is off: no status, no action, no message.</summary>
    public required IReadOnlySet<WorkflowStep> Steps { get; init; } = FrozenSet<WorkflowStep>.Empty;

    /// <summary>What follows when the date for the reply to a condition passes.</summary>
    public ReplyDatePolicy ReplyDate { get; init; } = ReplyDatePolicy.Leave;

    /// <summary>
    /// Borrowing: what follows when a supplier has not answered for as long as its automatic cancellation waits.
    /// </summary>
    public AutoCancelPolicy AutoCancel { get; init; } = AutoCancelPolicy.Cancel;

    /// <summary>Borrowing: the status after a loss was reported; both mean the same.</summary>
    public LossStatus LossStatus { get; init; } = LossStatus.LostCommunicated;

    /// <summary>Borrowing: the status after damage was reported; both mean the same.</summary>
    public DamageStatus DamageStatus { get; init; } = DamageStatus.DamagedCommunicated;

    /// <summary>
    /// How often a loan is renewed at most; without a limit when left out. Borrowing: staff and patrons ask no
    /// more often. Lending: not granted more often without staff.
    /// </summary>
    [Range(0, 100)]
    public int? MaxRenewals { get; init; }

    /// <summary>
    /// Lending: no automatic renewal reaches beyond so many days after shipping; without a limit when left out.
    /// </summary>
    [Range(1, 3650)]
    public int? MaxLoanDays { get; init; }
}

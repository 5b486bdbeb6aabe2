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
}

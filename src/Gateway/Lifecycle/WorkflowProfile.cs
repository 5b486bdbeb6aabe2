using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// Which steps of the life of a request are in use with a partner. A step that is off takes its action, its status and
/// its message away.
/// </summary>
/// <param name="Code">The profile's code in the configuration.</param>
/// <param name="Side">For borrowing or for lending.</param>
/// <param name="Steps">The steps that are on.</param>
public sealed record WorkflowProfile(string Code, Side Side, FrozenSet<WorkflowStep> Steps)
{
    /// <summary>Every step on but the automatic ones: what applies where a partner names no profile.</summary>
    public static WorkflowProfile Full(Side side) => new("(none)", side, Enum.GetValues<WorkflowStep>()
        .Except([WorkflowStep.AutomaticRenew, WorkflowStep.AutomaticWillSupply, WorkflowStep.CancelReply])
        .Concat(side == Side.Borrowing ? [WorkflowStep.CancelReply] : []).ToFrozenSet());

    /// <summary>Is the step on?</summary>
    public bool Has(WorkflowStep step) => Steps.Contains(step);
}

using System.Collections.Frozen;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Workflow profiles of the configuration, as the rules want them.</summary>
internal static class WorkflowProfiles
{
    /// <summary>How we borrow; without a file, with all usual steps.</summary>
    public static WorkflowProfile Borrowing(WorkflowProfileConfig? config) => Of(Side.Borrowing, config);

    /// <summary>How we lend; the ways to renew may stand in the borrowing file of the same partner.</summary>
    public static WorkflowProfile Lending(WorkflowProfileConfig? config, WorkflowProfileConfig? borrowing) =>
        borrowing is null ? Of(Side.Lending, config) : Of(Side.Lending, config).WithRenewalOf(Borrowing(borrowing));

    private static WorkflowProfile Of(Side side, WorkflowProfileConfig? config) => config is null
        ? WorkflowProfile.Full(side)
        : new WorkflowProfile(config.Code, side, config.Steps.ToFrozenSet())
        {
            ReplyDate = config.ReplyDate,
            AutoCancel = config.AutoCancel,
            LossStatus = config.LossStatus,
            DamageStatus = config.DamageStatus,
            MaxRenewals = config.MaxRenewals,
            MaxLoanDays = config.MaxLoanDays,
        };
}

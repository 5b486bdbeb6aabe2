using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>
/// Which steps of the life of a request are in use with a partner. A step that is off takes its action, its status and
/// its message away; <see cref="StepCatalog"/> says which these are. Beside the steps stand a few choices in which
/// libraries differ.
/// </summary>
/// <param name="Code">The profile's code in the configuration.</param>
/// <param name="Side">For borrowing or for lending.</param>
/// <param name="Steps">The steps that are on.</param>
public sealed record WorkflowProfile(string Code, Side Side, FrozenSet<WorkflowStep> Steps)
{
    /// <summary>What follows when the date for the reply to a condition passes.</summary>
    public ReplyDatePolicy ReplyDate { get; init; }

    /// <summary>Borrowing: what follows on an automatic cancellation.</summary>
    public AutoCancelPolicy AutoCancel { get; init; }

    /// <summary>Borrowing: the status of a reported loss.</summary>
    public LossStatus LossStatus { get; init; }

    /// <summary>Borrowing: the status of reported damage.</summary>
    public DamageStatus DamageStatus { get; init; }

    /// <summary>How often a loan is renewed at most; null without a limit. Borrowing: not asked for more often; lending:
    /// not granted more often without staff.</summary>
    public int? MaxRenewals { get; init; }

    /// <summary>Lending: no automatic renewal reaches beyond so many days after shipping; null without a limit.</summary>
    public int? MaxLoanDays { get; init; }

    /// <summary>What applies where a partner names no profile: every step but those that act without staff, and those
    /// that only make a status out of what is passed through otherwise.</summary>
    public static WorkflowProfile Full(Side side) => new("(none)", side, Enum.GetValues<WorkflowStep>()
        .Except(
        [
            WorkflowStep.AutomaticRenew, WorkflowStep.AutomaticWillSupply, WorkflowStep.CancelReply,
            WorkflowStep.LenderCheckIn, WorkflowStep.WaitingForReceiveDigitally, WorkflowStep.RenewalResponse,
            WorkflowStep.PendingAutoReject,
        ])
        .Concat(side == Side.Borrowing ? [WorkflowStep.CancelReply] : []).ToFrozenSet());

    /// <summary>Is the step on?</summary>
    public bool Has(WorkflowStep step) => Steps.Contains(step);

    /// <summary>Is one of the steps on? True when none is named.</summary>
    public bool HasAny(IReadOnlyList<WorkflowStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        for (var at = 0; at < steps.Count; at++)
        {
            if (Has(steps[at]))
            {
                return true;
            }
        }

        return steps.Count == 0;
    }

    /// <summary>This lending profile for a request that is passed on: nothing is decided here that another library has to
    /// decide.</summary>
    public WorkflowProfile WhenPassedOn() => this with
    {
        Steps = Steps.Union([WorkflowStep.CancelReply, WorkflowStep.ManualRenew])
            .Except([WorkflowStep.AutomaticRenew, WorkflowStep.AutomaticWillSupply]).ToFrozenSet(),
    };

    /// <summary>This profile for a request that is passed on within a pod. Its members tell what has happened and are not
    /// waited for: a cancellation counts at once, a wrong citation goes back to the library that asks, and who does not answer
    /// is passed over.</summary>
    public WorkflowProfile InPod() => this with
    {
        AutoCancel = AutoCancelPolicy.NextSupplier,
        Steps = Steps.Union(Side == Side.Borrowing
                ?
                [
                    WorkflowStep.BadCitation, WorkflowStep.RequestAccepted, WorkflowStep.CancelledByStaff,
                    WorkflowStep.CancelledByPartner, WorkflowStep.RenewRequested, WorkflowStep.Renewed,
                    WorkflowStep.RenewNotAccepted, WorkflowStep.Lost,
                ]
                : [WorkflowStep.Reject, WorkflowStep.ReceivedByPartner, WorkflowStep.Lost])
            .Except([WorkflowStep.CancelReply, WorkflowStep.LenderCheckIn, WorkflowStep.MediatedRenewal]).ToFrozenSet(),
    };

    /// <summary>
    /// This lending profile beside the borrowing profile of the same partner. The two ways to renew may be ticked on
    /// either: in Alma they stand on the borrowing profile and steer the lending side. Source: lifecycle reference 2.
    /// </summary>
    public WorkflowProfile WithRenewalOf(WorkflowProfile borrowing)
    {
        ArgumentNullException.ThrowIfNull(borrowing);
        var renewal = borrowing.Steps.Intersect([WorkflowStep.AutomaticRenew, WorkflowStep.ManualRenew]);
        return this with { Steps = Steps.Union(renewal).ToFrozenSet() };
    }
}

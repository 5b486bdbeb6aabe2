using System.Diagnostics.CodeAnalysis;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Whether we take requests of others now: the days on which we are closed, and our own limit on open requests. What
/// is not taken is rejected with the reason, not refused: it was understood.</summary>
internal sealed class LendingGate
{
    private readonly OpenRequests _open;

    /// <summary>Makes the gate.</summary>
    /// <param name="open">What is open.</param>
    /// <param name="pod">Chooses lenders where a member of a pod asks; nobody asks as one when left out.</param>
    public LendingGate(OpenRequests open, PodRouter? pod = null) => (_open, Pod) = (open, pod);

    /// <summary>Chooses lenders where a member of a pod asks.</summary>
    public PodRouter? Pod { get; }

    /// <summary>Counts what is open, where a limit asks for it; before the unit of work, which must not wait.</summary>
    public async Task CountAsync(Network network, CancellationToken cancellationToken)
    {
        if (network.Snapshot.Gateway.Library.Lending.MaxOpenRequests is not null)
        {
            await _open.OfOthersAsync(cancellationToken);
        }
    }

    /// <summary>Counts what the members of a pod have to do, where one of them asks.</summary>
    public Task CountAsync(Partner? partner, CancellationToken cancellationToken) =>
        Pod is { } pod && IsOfPod(partner) ? pod.CountAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Does the partner ask for others to lend?</summary>
    public bool IsOfPod([NotNullWhen(true)] Partner? partner) =>
        Pod is not null && partner?.Config.Channel.Settings is IPodMemberSettings;

    /// <summary>Why a new request is rejected; null when it is taken, and counted.</summary>
    public (ReasonUnfilled Reason, string Text)? WhyNot(Network network, DateOnly today)
    {
        var lending = network.Snapshot.Gateway.Library.Lending;
        if (lending.Closures.FirstOrDefault(closure => closure.Covers(today)) is { } closed)
        {
            var until = closed.Until is { } last ? $"until {last:yyyy-MM-dd}" : "until further notice";
            return (ReasonUnfilled.PolicyProblem,
                $"We take no requests {until}{(closed.Reason is { } reason ? $" ({reason})" : "")}.");
        }

        if (lending.MaxOpenRequests is { } most && _open.OfOthers >= most)
        {
            return (ReasonUnfilled.PolicyProblem,
                $"We have {most} open request{(most == 1 ? "" : "s")} of other libraries, which is as many as we can take.");
        }

        _open.CountIncoming();
        return null;
    }
}

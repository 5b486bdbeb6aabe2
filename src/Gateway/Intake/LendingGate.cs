using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>Whether we take requests of others now: the days on which we are closed, and our own limit on open requests. What
/// is not taken is rejected with the reason, not refused: it was understood.</summary>
internal sealed class LendingGate
{
    private readonly OpenRequests _open;

    public LendingGate(OpenRequests open) => _open = open;

    /// <summary>Counts what is open, where a limit asks for it; before the unit of work, which must not wait.</summary>
    public async Task CountAsync(Network network, CancellationToken cancellationToken)
    {
        if (network.Snapshot.Gateway.Library.Lending.MaxOpenRequests is not null)
        {
            await _open.OfOthersAsync(cancellationToken);
        }
    }

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

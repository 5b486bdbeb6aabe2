using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>The library's own system keeps patrons, items and loans: every command is put to it, and its answer is
/// ours.</summary>
/// <param name="host">The system.</param>
/// <param name="network">The settings.</param>
internal sealed class HostCirculation(ICirculationHost host, NetworkSource network) : ICirculation
{
    /// <inheritdoc/>
    public bool IsElsewhere => true;

    /// <inheritdoc/>
    public async Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var terms = new CirculationTerms(network.Current, order.Partner);
        var answer = order.Command switch
        {
            CirculationCommand.Notice notice => await TellAsync(notice, cancellationToken),
            CirculationCommand.RequestItem wanted => Awaited(
                wanted, await AskAsync(wanted with { PickupLocation = terms.PickupOf(wanted.PickupLocation) }, cancellationToken), terms),
            CirculationCommand.AcceptItem accept =>
                await AskAsync(accept with { PickupLocation = terms.PickupOf(accept.PickupLocation) }, cancellationToken),
            var command => await AskAsync(command, cancellationToken),
        };
        return _ => answer;
    }

    private async Task<CirculationAnswer> AskAsync(CirculationCommand command, CancellationToken cancellationToken) =>
        await host.AskAsync(command, cancellationToken) switch
        {
            HostReply.Answered answered => answered.Answer,
            HostReply.Silent => new CirculationAnswer.Refused(
                CirculationFault.TemporaryProcessingFailure, "The library's system does not answer; send it again later"),
            var other => throw new InvalidOperationException($"Not a reply of this set: {other}"),
        };

    /// <summary>What has happened elsewhere concerns the request alone, but for what it means for an item: the system keeps the
    /// loan, and hears of it as a command that has happened already. It cannot say no; it can only be away.</summary>
    private async Task<CirculationAnswer> TellAsync(CirculationCommand.Notice notice, CancellationToken cancellationToken)
    {
        var taken = new CirculationAnswer.Done { Item = notice.Item, Request = notice.Request, Patron = notice.Patron?.Id };
        return NoticeDesk.OrderOf(notice) is { } command
            && await AskAsync(command, cancellationToken) is CirculationAnswer.Refused
            {
                Fault: CirculationFault.TemporaryProcessingFailure,
            } away
            ? away
            : taken;
    }

    /// <summary>No response to RequestItem says whether the thing is here. What a patron of ours gets granted without an item is
    /// awaited from elsewhere.</summary>
    private static CirculationAnswer Awaited(
        CirculationCommand.RequestItem wanted, CirculationAnswer answer, CirculationTerms terms)
    {
        var isForOurs = wanted.Patron?.Id is { } patron && !terms.IsInstitution(patron.Value)
            && (patron.Agency is null || terms.MayBeOurs(patron.Agency));
        return answer is CirculationAnswer.Done { Item: null, HoldStatus: null } done && wanted.Item is null && isForOurs
            && terms.Own.RequestItemSupportsBorrowing
            ? done with { HoldStatus = HoldStatus.RequestedViaIll }
            : answer;
    }
}

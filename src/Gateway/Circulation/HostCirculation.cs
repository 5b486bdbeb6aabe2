using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>The library's own system keeps patrons, items and loans: every command is put to it, and its answer is
/// ours.</summary>
/// <param name="host">The system.</param>
internal sealed class HostCirculation(ICirculationHost host) : ICirculation
{
    /// <inheritdoc/>
    public bool IsElsewhere => true;

    /// <inheritdoc/>
    public async Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Command is CirculationCommand.Notice)
        {
            // What has happened elsewhere concerns the request alone.
            return _ => new CirculationAnswer.Done { Item = order.Command.Item, Request = order.Command.Request };
        }

        var reply = await host.AskAsync(order.Command, cancellationToken);
        CirculationAnswer answer = reply switch
        {
            HostReply.Answered answered => answered.Answer,
            HostReply.Silent => new CirculationAnswer.Refused(
                CirculationFault.TemporaryProcessingFailure, "The library's system does not answer; send it again later"),
            _ => throw new InvalidOperationException($"Not a reply of this set: {reply}"),
        };
        return _ => answer;
    }
}

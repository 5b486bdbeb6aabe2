using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>A library whose circulation is not connected: everything is refused, with what to do about it.</summary>
internal sealed class NoCirculation : ICirculation
{
    /// <inheritdoc/>
    public bool IsElsewhere => false;

    /// <inheritdoc/>
    public Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken) =>
        Task.FromResult<CirculationWork>(_ => new CirculationAnswer.Refused(
            CirculationFault.UnsupportedService, "This library's circulation is not connected: circulation.system in gateway.yaml"));
}

using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>The circulation that the configuration in force names.</summary>
/// <param name="network">The configuration in force.</param>
/// <param name="none">Where none is connected.</param>
/// <param name="builtIn">The one in the gateway.</param>
/// <param name="host">The library's own system.</param>
internal sealed class ChosenCirculation(
    NetworkSource network, NoCirculation none, BuiltInCirculation builtIn, HostCirculation host) : ICirculation
{
    /// <inheritdoc/>
    public bool IsElsewhere => Chosen.IsElsewhere;

    private ICirculation Chosen => network.Current.Snapshot.Gateway.Circulation.System switch
    {
        CirculationSystem.None => none,
        CirculationSystem.BuiltIn => builtIn,
        CirculationSystem.Host => host,
        var other => throw new InvalidOperationException($"Not a system of this set: {other}"),
    };

    /// <inheritdoc/>
    public Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken) =>
        Chosen.PrepareAsync(order, cancellationToken);
}

using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>
/// The library's circulation: the one built into the gateway, or the library's own system. What another system asks of it
/// is done in two steps, since the store has one writer that waits for nothing.
/// </summary>
internal interface ICirculation
{
    /// <summary>True when another system is asked, which may take a repeat for an error.</summary>
    bool IsElsewhere { get; }

    /// <summary>Everything that takes time: asks the library's own system, compares a PIN. Changes nothing in the store.
    /// Called again for the same order when the gateway stopped in between.</summary>
    /// <param name="order">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<CirculationWork> PrepareAsync(CirculationOrder order, CancellationToken cancellationToken);
}

/// <summary>What is left to do inside the unit of work that also keeps the message and its request. Whatever it changes is
/// undone when the answer is a refusal.</summary>
/// <param name="work">The unit of work.</param>
internal delegate CirculationAnswer CirculationWork(IUnitOfWork work);

/// <summary>What is asked of circulation.</summary>
/// <param name="Command">What.</param>
/// <param name="Partner">By whom: the partner that runs the other system.</param>
/// <param name="At">When, in the time zone of the gateway.</param>
internal sealed record CirculationOrder(CirculationCommand Command, Partner Partner, DateTimeOffset At);

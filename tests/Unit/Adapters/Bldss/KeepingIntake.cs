using System.Collections.Concurrent;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Adapters.Bldss;

/// <summary>An intake that keeps what it is given, or says that it cannot.</summary>
internal sealed class KeepingIntake : IIntake
{
    public ConcurrentQueue<Arrival> Arrivals { get; } = new();

    public ArrivalOutcome Outcome { get; set; } = ArrivalOutcome.Applied;

    public IEnumerable<IllMessage> Messages =>
        Arrivals.Select(arrival => Assert.IsType<ArrivalContent.Understood>(arrival.Content).Message);

    public IEnumerable<string> Identities =>
        Arrivals.Select(arrival => Assert.IsType<ArrivalContent.Understood>(arrival.Content).Identity);

    public Task<Receipt> AcceptAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        Arrivals.Enqueue(arrival);
        return Task.FromResult(new Receipt(Outcome, 1, null, null));
    }
}

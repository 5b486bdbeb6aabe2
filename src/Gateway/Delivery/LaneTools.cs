using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>What all lanes share.</summary>
internal sealed class LaneTools
{
    private readonly Random _random;

    public LaneTools(
        IStore store, NetworkSource network, IEnumerable<IChannel> channels, InDoubtProbes probes, OpenRequests open,
        GatewayMetrics metrics, TimeProvider time, Random random, LaneFiles? files = null)
    {
        Files = files;
        Store = store;
        Network = network;
        Channels = channels.ToDictionary(channel => channel.Protocol, StringComparer.Ordinal);
        Probes = probes;
        Open = open;
        Metrics = metrics;
        Time = time;
        _random = random;
    }

    public IStore Store { get; }

    /// <summary>Null where no message carries a file.</summary>
    public LaneFiles? Files { get; }

    public NetworkSource Network { get; }

    public IReadOnlyDictionary<string, IChannel> Channels { get; }

    public InDoubtProbes Probes { get; }

    public OpenRequests Open { get; }

    public GatewayMetrics Metrics { get; }

    public TimeProvider Time { get; }

    /// <summary>Monotonic: unlike the wall clock it does not jump.</summary>
    public long NowMs => (long)Time.GetElapsedTime(0).TotalMilliseconds;

    public int SuspendAfterFailures => Network.Current.Snapshot.Gateway.Delivery.SuspendAfterFailures;

    public TimeSpan ProbeInterval => Network.Current.Snapshot.Gateway.Delivery.ProbeInterval;

    /// <summary>0 up to, but not including, 1.</summary>
    public double Chance()
    {
        // Whoever uses this generator locks on it: it is no safe one.
        lock (_random)
        {
            return _random.NextDouble();
        }
    }

    public RetryPolicy PolicyFor(string partner)
    {
        var delivery = Network.Current.Snapshot.Gateway.Delivery;
        var lifetime = Network.Current.Find(partner)?.Config.Delivery.Lifetime ?? delivery.Lifetime;
        return new RetryPolicy(
            delivery.FirstRetry, (double)delivery.Factor, delivery.MaxRetry, lifetime, delivery.JitterPercent);
    }
}

using System.Diagnostics.Metrics;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Intake;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>What the gateway counts. Names, units and attribute values are a promise to operators: docs/telemetry.md
/// lists them.</summary>
public sealed class GatewayMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ResourceSharing.Gateway";

    // An arrival is one commit, some milliseconds; an attempt to deliver waits for a partner, up to minutes.
    private static readonly double[] CommitSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
        1, 2.5, 5, 10];
    private static readonly double[] AttemptSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10, 30, 60, 120, 300];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _inbound;
    private readonly Histogram<double> _acceptDuration;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Counter<long> _recovered;
    private readonly Counter<long> _reloads;

    /// <summary>Creates all instruments.</summary>
    public GatewayMetrics()
    {
        _inbound = _meter.CreateCounter<long>("rsg.inbound.messages", "{message}", "Messages that arrived");
        _acceptDuration = _meter.CreateHistogram(
            "rsg.inbound.accept.duration", "s", "From the whole message to the commit",
            advice: Buckets(CommitSeconds));
        _attempts = _meter.CreateCounter<long>("rsg.outbound.attempts", "{attempt}", "Attempts to deliver");
        _attemptDuration = _meter.CreateHistogram(
            "rsg.outbound.duration", "s", "An attempt to deliver", advice: Buckets(AttemptSeconds));
        _recovered = _meter.CreateCounter<long>(
            "rsg.recovery.rows", "{row}", "Deliveries that a stopped process left under way");
        _reloads = _meter.CreateCounter<long>("rsg.config.reloads", "{reload}",
            "Times the configuration was read again");
    }

    /// <summary>The meter, for instruments that observe.</summary>
    public Meter Meter => _meter;

    /// <summary>An arrival was taken over, or refused.</summary>
    internal void Accepted(string protocol, Placed placed, TimeSpan duration)
    {
        _inbound.Add(1,
            new("protocol", protocol), new("partner", placed.Partner ?? "(unknown)"),
            new("outcome", placed.Receipt.Outcome.ToString().ToLowerInvariant()),
            new("reason", placed.Receipt.Error?.Code ?? ""));
        _acceptDuration.Record(duration.TotalSeconds, new KeyValuePair<string,
            object?>("protocol", protocol));
    }

    /// <summary>An attempt to deliver has ended.</summary>
    internal void Attempted(string protocol, string partner, DeliveryOutcome outcome, TimeSpan duration)
    {
        var (result, error) = outcome switch
        {
            DeliveryOutcome.Delivered => ("done", ""),
            DeliveryOutcome.Deferred deferred => ("later", deferred.Error.Code),
            DeliveryOutcome.Refused refused => ("never", refused.Error.Code),
            DeliveryOutcome.InDoubt inDoubt => ("indoubt", inDoubt.Error.Code),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome,
                "not an outcome of this set"),
        };
        _attempts.Add(1, new("protocol", protocol), new("partner", partner), new("result", result),
            new("error.type", error));
        _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string,
            object?>("protocol", protocol));
    }

    /// <summary>Leases of a stopped process were recovered.</summary>
    public void Recovered(int rows) => _recovered.Add(rows);

    /// <summary>The configuration was read again.</summary>
    /// <param name="isValid">True when it is in force now, false when it had faults.</param>
    public void Reloaded(bool isValid) =>
        _reloads.Add(1, new KeyValuePair<string, object?>("outcome", isValid ? "applied" : "invalid"));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Buckets(double[] bounds) =>
        new() { HistogramBucketBoundaries = bounds };
}

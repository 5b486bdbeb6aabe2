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

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _inbound;
    private readonly Histogram<double> _acceptDuration;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Counter<long> _recovered;

    /// <summary>Creates all instruments.</summary>
    public GatewayMetrics()
    {
        _inbound = _meter.CreateCounter<long>("rsg.inbound.messages", "{message}", "Messages that arrived");
        _acceptDuration = _meter.CreateHistogram<double>(
            "rsg.inbound.accept.duration", "s", "From the whole message to the commit");
        _attempts = _meter.CreateCounter<long>("rsg.outbound.attempts", "{attempt}", "Attempts to deliver");
        _attemptDuration = _meter.CreateHistogram<double>("rsg.outbound.duration", "s", "An attempt to deliver");
        _recovered = _meter.CreateCounter<long>(
            "rsg.recovery.rows", "{row}", "Deliveries that a stopped process left under way");
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
        _acceptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("protocol", protocol));
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
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome of this set"),
        };
        _attempts.Add(1, new("protocol", protocol), new("partner", partner), new("result", result), new("error.type", error));
        _attemptDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("protocol", protocol));
    }

    /// <summary>Leases of a stopped process were recovered.</summary>
    public void Recovered(int rows) => _recovered.Add(rows);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}

using System.Diagnostics.Metrics;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>The figures of this protocol's sockets.</summary>
public static class IsoIllTelemetry
{
    /// <summary>The name of the meter, for the host to subscribe to.</summary>
    public const string MeterName = "ResourceSharing.Adapters.IsoIll";

    private static readonly Meter Meter = new(MeterName);

    internal static Counter<long> ConnectionsRefused { get; } = Meter.CreateCounter<long>(
        "isoill.connections.refused", description: "Connections closed at once because there were too many.");

    internal static Counter<long> ApdusReceived { get; } = Meter.CreateCounter<long>(
        "isoill.apdus.received", description: "APDUs that arrived whole.");

    internal static Counter<long> StreamsRejected { get; } = Meter.CreateCounter<long>(
        "isoill.streams.rejected", description: "Connections closed for what came on them, by reason.");

    internal static void Reject(string reason) =>
        StreamsRejected.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

using System.Diagnostics.Metrics;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>The figures of this protocol's responder.</summary>
public static class NcipTelemetry
{
    /// <summary>The name of the meter, for the host to subscribe to.</summary>
    public const string MeterName = "ResourceSharing.Adapters.Ncip";

    private static readonly Meter Meter = new(MeterName);

    internal static Counter<long> MessagesReceived { get; } = Meter.CreateCounter<long>(
        "ncip.messages.received", description: "Messages of partners who proved to be that.");

    internal static Counter<long> MessagesRejected { get; } = Meter.CreateCounter<long>(
        "ncip.messages.rejected", description: "Messages and connections that were turned away, by reason.");

    internal static void Reject(string reason) =>
        MessagesRejected.Add(1, new KeyValuePair<string, object?>("reason", reason));
}

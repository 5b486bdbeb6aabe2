using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Api;

/// <summary>Is the process alive, and is it ready for work? Open to everybody, so the answers name no path and no
/// partner.</summary>
internal static class HealthEndpoints
{
    private const string Fine = "ok";
    private const string Degraded = "degraded";
    private const string Failed = "failed";

    /// <summary>Answers as long as the process can answer.</summary>
    public static IResult Live() => TypedResults.Ok(new HealthView(Fine, []));

    /// <summary>Answers 200 when work can be taken, 503 when not. Degraded is still ready.</summary>
    public static async Task<IResult> ReadyAsync(
        HealthState state, StoreProbe store, Disk disk, ConfigurationSource configuration, MailboxHealth mailboxes,
        CancellationToken cancellationToken)
    {
        List<HealthCheck> checks =
        [
            state.IsStopping ? new("process", Failed, "The gateway is stopping.")
                : state.IsStarted ? new("process", Fine, "The gateway has started.")
                : new("process", Failed, "The gateway is starting."),
            .. state.Parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part =>
                part.Value ? new HealthCheck(part.Key, Fine, "It is up.")
                    : new HealthCheck(part.Key, Failed, "It is not up yet.")),
            await store.WhyNotAsync(cancellationToken) is null
                ? new("store", Fine, "The store writes.")
                : new("store", Failed, "The store cannot write; the log says why."),
            configuration.LastFaults.Count == 0
                ? new("configuration", Fine, "The files and the configuration in force agree.")
                : new("configuration", Degraded,
                    $"The last reload found {configuration.LastFaults.Count} faults; the configuration before it is in force."),
            DiskCheck(disk, configuration.Current.Gateway.Storage.MinimumFreeDiskMiB),
            .. mailboxes.Read().Select(mailbox => new HealthCheck(
                "mailbox " + mailbox.Name, mailbox.Trouble is null ? Fine : Degraded, mailbox.Trouble ?? "It is read.")),
        ];
        var isReady = checks.TrueForAll(check => check.Status != Failed);
        var status = !isReady ? Failed : checks.TrueForAll(check => check.Status == Fine) ? Fine : Degraded;
        return TypedResults.Json(
            new HealthView(status, checks), statusCode: isReady
                ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static HealthCheck DiskCheck(Disk disk, long floorMiB) => disk.FreeOctets() switch
    {
        null => new HealthCheck("disk", Fine, "The system does not tell how much is free."),
        { } free when free >> 20 < floorMiB =>
            new HealthCheck("disk", Degraded, $"Less than {floorMiB} MiB are free."),
        _ => new HealthCheck("disk", Fine, $"More than {floorMiB} MiB are free."),
    };
}

/// <summary>The health of the whole.</summary>
internal sealed record HealthView(
    [property: Description("ok, degraded or failed.")] string Status, IReadOnlyList<HealthCheck> Checks);

/// <summary>The health of a part.</summary>
internal sealed record HealthCheck(string Name,
    [property: Description("ok, degraded or failed.")] string Status, string Text);

using ResourceSharing.Gateway.Storage;
using ResourceSharing.Gateway.Telemetry;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>The first thing at a start: deliveries that a stopped process left under way go back into the queue, in
/// doubt.</summary>
internal sealed partial class Recovery : IHostedService
{
    private readonly IStore _store;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Recovery> _log;

    public Recovery(IStore store, GatewayMetrics metrics, TimeProvider time, ILogger<Recovery> log)
    {
        _store = store;
        _metrics = metrics;
        _time = time;
        _log = log;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rows = await _store.WriteAsync(work => work.RecoverLeases(_time.GetLocalNow()), cancellationToken);
        _metrics.Recovered(rows);
        if (rows > 0)
        {
            Recovered(_log, rows);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning,
        Message = "{Rows} deliveries were under way when the gateway last stopped; they will be sent again with the same identifiers")]
    private static partial void Recovered(ILogger logger, int rows);
}

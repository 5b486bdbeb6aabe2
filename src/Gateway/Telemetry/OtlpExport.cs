using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>
/// Pushes the metrics to an OpenTelemetry collector when the environment names one (OTEL_EXPORTER_OTLP_ENDPOINT); the
/// other variables of that family (protocol, headers, timeout) count as well. Does nothing otherwise.
/// </summary>
internal sealed class OtlpExport : BackgroundService
{
    /// <summary>The variable that names the collector.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const int StopPatienceMs = 2_000;

    private readonly GatewayGauges _gauges;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly ILogger<OtlpExport> _log;
    private readonly Func<string, string?> _environment;

    public OtlpExport(GatewayGauges gauges, TimeProvider time, ILogger<OtlpExport> log)
        : this(gauges, time, log, Environment.GetEnvironmentVariable, TimeSpan.FromSeconds(60))
    {
    }

    public OtlpExport(
        GatewayGauges gauges, TimeProvider time, ILogger<OtlpExport> log, Func<string, string?> environment,
        TimeSpan interval)
    {
        _gauges = gauges;
        _time = time;
        _log = log;
        _environment = environment;
        _interval = interval;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_environment(Variable) is not { Length: > 0 } endpoint)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var collector))
        {
            OtlpLog.NoAddress(_log, Variable);
            return;
        }

        using var provider = Build(collector);
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            do
            {
                await PushAsync(provider, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            provider.ForceFlush(StopPatienceMs);
        }
    }

    // The reader of the library pulls at its own pace, so the picture of queues is renewed here and then pushed.
    private MeterProvider Build(Uri collector) => Sdk.CreateMeterProviderBuilder()
        .AddMeter(GatewayMetrics.MeterName)
        .AddOtlpExporter((exporter, reader) =>
        {
            var isHttp = _environment(ProtocolVariable)?.StartsWith("http",
                StringComparison.OrdinalIgnoreCase) == true;
            exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            exporter.Endpoint = isHttp ? new Uri(collector, "/v1/metrics") : collector;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = Timeout.Infinite;
        })
        .Build();

    private async Task PushAsync(MeterProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            await _gauges.RefreshAsync(cancellationToken);
        }
        catch (Storage.StoreUnavailableException fault)
        {
            OtlpLog.NoPicture(_log, fault);
        }

        if (!await Task.Run(() => provider.ForceFlush((int)_interval.TotalMilliseconds), cancellationToken))
        {
            OtlpLog.NotTaken(_log);
        }
    }
}

/// <summary>What the export writes to the log.</summary>
internal static partial class OtlpLog
{
    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning,
        Message = "{Variable} is no address; metrics are not pushed")]
    public static partial void NoAddress(ILogger logger, string variable);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning,
        Message = "Queues could not be counted; their last figures are pushed")]
    public static partial void NoPicture(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning,
        Message = "The collector did not take the metrics")]
    public static partial void NotTaken(ILogger logger);
}

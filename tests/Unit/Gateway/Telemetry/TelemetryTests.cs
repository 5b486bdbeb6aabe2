using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Gateway.Telemetry;
using ResourceSharing.Tests.Unit.Gateway.Api;
using ResourceSharing.Tests.Unit.Gateway.Configuration;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Telemetry;

public sealed partial class TelemetryTests
{
    [Fact]
    public async Task The_table_in_the_documentation_and_the_instruments_agree()
    {
        await using var api = await RunningApi.StartAsync();
        var instruments = api.Services.GetRequiredService<PrometheusExporter>().Instruments.Select(instrument =>
            $"{instrument.Name} | {PrometheusExporter.NameOf(instrument)} | {Kind(instrument)} | {instrument.Unit}");
        var documented = DocumentedRow().Matches(await File.ReadAllTextAsync(
                Path.Combine(Repository.Root, "docs", "telemetry.md"), TestContext.Current.CancellationToken))
            .Select(row => string.Join(" | ", row.Groups.Values.Skip(1).Select(cell => cell.Value)));

        Assert.Equal(instruments.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_of_metrics_shows_queues_requests_and_the_disk()
    {
        await using var api = await RunningApi.StartAsync();
        await api.ActAsync(await api.CreateAsync(), "send");
        await api.CreateAsync("""{"role": "lender", "partner": "EAST", "externalId": "E-1", "title": "Atlas"}""");
        await api.PostAsync("/api/v1/partners/SOUTH/pause", """{"reason": "moves"}""");
        await api.PostAsync("/api/v1/configuration/reload");

        var answer = await api.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Response.Content.Headers.ContentType!.ToString());
        var lines = answer.Text.Split('\n');
        Assert.Contains("rsg_outbox_depth{partner=\"EAST\",state=\"waiting\"} 1", lines);
        Assert.Contains("rsg_requests_open{role=\"borrower\",status=\"REQUEST_SENT\"} 1", lines);
        Assert.Contains("rsg_requests_open{role=\"lender\",status=\"REQUEST_CREATED_LEND\"} 1", lines);
        Assert.Contains("rsg_partner_circuit{partner=\"EAST\"} 0", lines);
        Assert.Contains("rsg_partner_circuit{partner=\"SOUTH\"} 2", lines);
        Assert.Contains("rsg_config_reloads_total{outcome=\"applied\"} 1", lines);
        Assert.Contains(lines, line => line.StartsWith("rsg_outbox_oldest_age_seconds{partner=\"EAST\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("rsg_store_size_bytes ", StringComparison.Ordinal) && line != "rsg_store_size_bytes 0");
        Assert.Contains(lines, line => line.StartsWith("rsg_store_free_disk_bytes ", StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Length > 0), line => Assert.Matches("^(# (HELP|TYPE) rsg_|rsg_[a-z_]+({[^}]*})? [0-9.eE+-]+$)", line));
    }

    [Fact]
    public async Task Metrics_are_pushed_to_the_collector_that_the_environment_names()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var collector = builder.Build();
        var pushed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        collector.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            pushed.TrySetResult(System.Text.Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        await using var api = await RunningApi.StartAsync();
        await api.ActAsync(await api.CreateAsync(), "send");
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };

        using var export = new OtlpExport(
            api.Services.GetRequiredService<GatewayGauges>(), TimeProvider.System, NullLogger<OtlpExport>.Instance,
            environment.GetValueOrDefault, TimeSpan.FromMinutes(1));
        await export.StartAsync(TestContext.Current.CancellationToken);

        var body = await pushed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("rsg.outbox.depth", body, StringComparison.Ordinal);
        Assert.Contains("EAST", body, StringComparison.Ordinal);
        await export.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_pushed()
    {
        await using var api = await RunningApi.StartAsync();
        using var export = new OtlpExport(
            api.Services.GetRequiredService<GatewayGauges>(), TimeProvider.System, NullLogger<OtlpExport>.Instance, _ => null,
            TimeSpan.FromMinutes(1));

        await export.StartAsync(TestContext.Current.CancellationToken);

        await export.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    [GeneratedRegex(@"^\| `(?<name>rsg\.[a-z_.]+)` \| `(?<text>[a-z_]+)` \| (?<kind>[a-z]+) \| `(?<unit>[^`]+)` \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentedRow();
}

using System.Diagnostics.Metrics;
using System.Globalization;
using ResourceSharing.Gateway.Telemetry;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly GatewayMetrics _metrics = new();
    private readonly PrometheusExporter _exporter;

    public PrometheusExporterTests() => _exporter = new PrometheusExporter(_metrics);

    public void Dispose()
    {
        _exporter.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Counters_add_up_by_their_labels()
    {
        var counter = _metrics.Meter.CreateCounter<long>("test.parcels.sent", "{parcel}", "Parcels");
        counter.Add(2, Tag("by", "bike"));
        counter.Add(3, Tag("by", "bike"));
        counter.Add(1, Tag("by", "boat"));

        var lines = Lines("test_parcels");

        Assert.Equal(
            ["# HELP test_parcels_sent_total Parcels", "# TYPE test_parcels_sent_total counter",
                "test_parcels_sent_total{by=\"bike\"} 5", "test_parcels_sent_total{by=\"boat\"} 1"],
            lines);
    }

    [Fact]
    public void Histograms_count_below_each_bound()
    {
        var histogram = _metrics.Meter.CreateHistogram<double>(
            "test.wait", "s", "Waiting", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 8 })
        {
            histogram.Record(value);
        }

        Assert.Equal(
            ["# HELP test_wait_seconds Waiting", "# TYPE test_wait_seconds histogram",
                "test_wait_seconds_bucket{le=\"0.5\"} 2", "test_wait_seconds_bucket{le=\"1\"} 3", "test_wait_seconds_bucket{le=\"+Inf\"} 4",
                "test_wait_seconds_sum 9.5", "test_wait_seconds_count 4"],
            Lines("test_wait"));
    }

    [Fact]
    public void Values_of_labels_cannot_break_out()
    {
        _metrics.Meter.CreateCounter<int>("test.odd").Add(1, Tag("error.type", "a\"b\\c\nd"));

        Assert.Equal("test_odd_total{error_type=\"a\\\"b\\\\c\\nd\"} 1", Lines("test_odd").Last());
    }

    [Fact]
    public void Observed_values_are_asked_for_each_time_and_those_that_are_gone_disappear()
    {
        var values = new Dictionary<string, long> { ["EAST"] = 3, ["SOUTH"] = 4 };
        _metrics.Meter.CreateObservableGauge("test.depth",
            () => values.Select(value => new Measurement<long>(value.Value, Tag("partner", value.Key))), "By");

        Assert.Equal(["test_depth_bytes{partner=\"EAST\"} 3", "test_depth_bytes{partner=\"SOUTH\"} 4"], Lines("test_depth").Skip(2));
        values.Remove("EAST");
        values["SOUTH"] = 5;
        Assert.Equal(["test_depth_bytes{partner=\"SOUTH\"} 5"], Lines("test_depth").Skip(2));
    }

    [Fact]
    public void Of_the_ages_of_other_partners_the_worst_is_shown_and_their_depths_add_up()
    {
        IEnumerable<KeyValuePair<string, object?>> partners = Enumerable.Range(0, 203).Select(partner => Tag("partner", $"P{partner}"));
        _metrics.Meter.CreateObservableGauge("test.age", () => partners.Select((tag, age) => new Measurement<double>(age, tag)), "s");
        _metrics.Meter.CreateObservableGauge("test.queue", () => partners.Select(tag => new Measurement<long>(2, tag)), "{message}");

        Assert.Contains("test_age_seconds{partner=\"other\"} 202", Lines("test_age"));
        Assert.Contains("test_queue{partner=\"other\"} 6", Lines("test_queue"));
    }

    [Fact]
    public void Partners_beyond_the_two_hundredth_are_others()
    {
        var counter = _metrics.Meter.CreateCounter<long>("test.mail");
        for (var partner = 0; partner < 205; partner++)
        {
            counter.Add(1, Tag("partner", partner.ToString(CultureInfo.InvariantCulture)));
        }

        var lines = Lines("test_mail").Skip(2).ToList();
        Assert.Equal(201, lines.Count);
        Assert.Contains("test_mail_total{partner=\"other\"} 5", lines);
    }

    [Fact]
    public void Series_of_one_instrument_are_bounded()
    {
        var counter = _metrics.Meter.CreateCounter<long>("test.wild");
        for (var value = 0; value < PrometheusExporter.MaxSeries + 10; value++)
        {
            counter.Add(1, Tag("id", value));
        }

        var lines = Lines("test_wild").Skip(2).ToList();
        Assert.Equal(PrometheusExporter.MaxSeries + 1, lines.Count);
        Assert.Contains("test_wild_total{otel_metric_overflow=\"true\"} 10", lines);
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var counter = _metrics.Meter.CreateCounter<long>("test.busy");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1, Tag("thread", thread % 2));
            }
        }, TestContext.Current.CancellationToken)));

        Assert.Equal(["test_busy_total{thread=\"0\"} 20000", "test_busy_total{thread=\"1\"} 20000"], Lines("test_busy").Skip(2));
    }

    private List<string> Lines(string name) => _exporter.Write().Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) || line.Contains($" {name}", StringComparison.Ordinal)).ToList();

    private static KeyValuePair<string, object?> Tag(string key, object value) => new(key, value);
}

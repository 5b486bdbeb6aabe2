using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>
/// Keeps what the meter of the gateway measures and writes it in the text format 0.0.4 of Prometheus. Source:
/// prometheus.io, exposition formats; names and units as OpenTelemetry's compatibility document wants them.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Different partners that are told apart; consortia have more, and every one of them is several
    /// series.</summary>
    public const int MaxPartners = 200;

    /// <summary>Series of one instrument: whatever goes wrong with the values of attributes, memory stays bounded.</summary>
    public const int MaxSeries = 4_000;

    private const string PartnerTag = "partner";
    private const string OtherPartner = "other";

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10];

    private readonly ConcurrentDictionary<Instrument, Family> _families = new();
    private readonly ConcurrentDictionary<string, byte> _partners = new(StringComparer.OrdinalIgnoreCase);
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();

    /// <summary>Listens to a meter from now on.</summary>
    public PrometheusExporter(GatewayMetrics metrics)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, Make));
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Measured(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Measured(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) =>
            Measured(state, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments that are listened to.</summary>
    public IEnumerable<Instrument> Instruments => _families.Keys;

    /// <summary>Everything as text; what is observed is asked for now.</summary>
    public string Write()
    {
        lock (_scraping)
        {
            foreach (var family in _families.Values.Where(family => family.IsObserved))
            {
                // A queue that has gone must not stay in the picture.
                family.Series.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder(16 * 1024);
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    /// <summary>The name of an instrument in this format: underscores, the unit, <c>_total</c> for counters.</summary>
    public static string NameOf(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = instrument.Name.Replace('.', '_').Replace('-', '_');
        return name + (name.EndsWith(unit, StringComparison.Ordinal)
            ? "" : unit) + (TypeOf(instrument) == "counter" ? "_total" : "");
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Measured(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((Family)state!).Add(value, Labels(tags));

    private string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }

        var text = new StringBuilder(96);
        foreach (var tag in tags)
        {
            var value = Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "";
            text.Append(text.Length == 0 ? "" : ",").Append(tag.Key.Replace('.', '_')).Append("=\"");
            Escape(text, tag.Key == PartnerTag ? Capped(value) : value).Append('"');
        }

        return text.ToString();
    }

    private string Capped(string partner) =>
        _partners.ContainsKey(partner) || (_partners.Count < MaxPartners && _partners.TryAdd(partner, 0))
            ? partner : OtherPartner;

    private static StringBuilder Escape(StringBuilder text, string value)
    {
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(letter),
            };
        }

        return text;
    }

    private static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : kind == typeof(Histogram<>) ? "histogram"
            : "gauge";
    }

    private static Family Make(Instrument instrument)
    {
        var bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray()
            ?? DefaultBounds;
        return new Family(NameOf(instrument), TypeOf(instrument), instrument.Description ?? "", bounds)
        {
            IsObserved = instrument.IsObservable, IsSummable = instrument.Unit is not ("s" or "{state}"),
        };
    }

    /// <summary>All series of one instrument.</summary>
    private sealed class Family(string name, string type, string help, double[] bounds)
    {
        private const string Overflow = "otel_metric_overflow=\"true\"";

        public string Name => name;

        public bool IsObserved { get; init; }

        public bool IsSummable { get; init; }

        public ConcurrentDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        public void Add(double value, string labels)
        {
            var key = Series.Count < MaxSeries || Series.ContainsKey(labels) ? labels : Overflow;
            var series = Series.GetOrAdd(key, _ => new Series(type == "histogram" ? bounds.Length + 1 : 0));
            lock (series)
            {
                // Several partners can share the series "other": within one look depths add up, of ages the worst counts.
                series.Sum = !IsObserved || IsSummable ? series.Sum + value : Math.Max(series.Sum, value);
                series.Count++;
                if (type == "histogram")
                {
                    var at = Array.BinarySearch(bounds, value);
                    series.Buckets[at < 0 ? ~at : at]++;
                }
            }
        }

        public void Write(StringBuilder text)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} ");
            text.Append(help.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"\n# TYPE {name} {type}\n");
            foreach (var (labels, series) in Series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                lock (series)
                {
                    if (type == "histogram")
                    {
                        WriteHistogram(text, labels, series);
                    }
                    else
                    {
                        Line(text, name, labels, series.Sum);
                    }
                }
            }
        }

        private void WriteHistogram(StringBuilder text, string labels, Series series)
        {
            var prefix = labels.Length == 0 ? "" : labels + ",";
            long below = 0;
            for (var at = 0; at <= bounds.Length; at++)
            {
                below += series.Buckets[at];
                var bound = at == bounds.Length ? "+Inf" : Number(bounds[at]);
                Line(text, name + "_bucket", $"{prefix}le=\"{bound}\"", below);
            }

            Line(text, name + "_sum", labels, series.Sum);
            Line(text, name + "_count", labels, series.Count);
        }

        private static void Line(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0)
            {
                text.Append('{').Append(labels).Append('}');
            }

            text.Append(' ').Append(Number(value)).Append('\n');
        }

        private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One series.</summary>
    private sealed class Series(int buckets)
    {
        public double Sum { get; set; }

        public long Count { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}

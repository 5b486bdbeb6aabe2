using System.Diagnostics.Metrics;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>
/// What is observed when somebody looks: queues, open requests, the disk. Instruments answer from a picture that is taken
/// at most every ten seconds, since counting a large store has its price.
/// </summary>
internal sealed class GatewayGauges : IDisposable
{
    /// <summary>How long a picture counts.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly IStore _store;
    private readonly Lanes _lanes;
    private readonly NetworkSource _network;
    private readonly Disk _disk;
    private readonly TimeProvider _time;
    private volatile Picture? _picture;

    public GatewayGauges(
        GatewayMetrics metrics, IStore store, Lanes lanes, NetworkSource network, Disk disk,
        TimeProvider time)
    {
        _store = store;
        _lanes = lanes;
        _network = network;
        _disk = disk;
        _time = time;
        var meter = metrics.Meter;
        meter.CreateObservableGauge("rsg.outbox.depth", Depths, "{message}",
            "Messages that are not delivered");
        meter.CreateObservableGauge("rsg.outbox.oldest_age", Ages, "s", "Age of the oldest waiting message");
        meter.CreateObservableGauge("rsg.partner.circuit", Circuits, "{state}",
            "0 sends, 1 rests after failures, 2 held by an operator");
        meter.CreateObservableGauge("rsg.requests.open", OpenRequests, "{request}",
            "Requests that are not over");
        meter.CreateObservableGauge("rsg.letters.waiting", Letters, "{letter}",
            "Letters that wait for the staff");
        meter.CreateObservableGauge("rsg.store.size", () => Octets(_disk.StoreOctets()), "By",
            "Size of the database files");
        meter.CreateObservableGauge("rsg.store.free_disk", () => Octets(_disk.FreeOctets()), "By",
            "Free space under the data folder");
    }

    /// <summary>Takes a new picture when the last one is too old.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_picture is null || _time.GetElapsedTime(_picture.At) > Validity)
            {
                var lanes = await _lanes.ReadAsync(cancellationToken);
                var facets = await _store.CountRequestsAsync(new RequestFilter(), cancellationToken);
                var letters = await _store.CountWaitingLettersAsync(cancellationToken);
                _picture = new Picture(lanes, facets, letters, _time.GetTimestamp());
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private IEnumerable<Measurement<long>> Depths() =>
        (_picture?.Lanes.Depths.Values ?? []).SelectMany(depth => new[]
    {
        Of(depth.Waiting, ("partner", depth.Partner), ("state", "waiting")),
        Of(depth.Sending, ("partner", depth.Partner), ("state", "sending")),
        Of(depth.Dead, ("partner", depth.Partner), ("state", "dead")),
    });

    private IEnumerable<Measurement<double>> Ages() => (_picture?.Lanes.Depths.Values ?? [])
        .Where(depth => depth.OldestWaiting is not null)
        .Select(depth => new Measurement<double>(
            Math.Max(0, (_time.GetUtcNow() - depth.OldestWaiting!.Value).TotalSeconds),
            new KeyValuePair<string, object?>("partner", depth.Partner)));

    private IEnumerable<Measurement<long>> Circuits() => _picture is { Lanes: var lanes }
        ? _network.Current.Partners.Select(partner => Of(
            lanes.Holds.ContainsKey(partner.Code)
                ? 2 : lanes.Running.GetValueOrDefault(partner.Code)?.IsSuspended == true ? 1 : 0,
            ("partner", partner.Code)))
        : [];

    private IEnumerable<Measurement<long>> OpenRequests() => _picture is { Facets: var facets }
        ? facets.Statuses.Where(entry => StatusCatalog.Has(entry.Key.Side, entry.Key.Status)
                && !StatusCatalog.Info(entry.Key.Side, entry.Key.Status).IsFinal)
            .Select(entry => Of(entry.Value, ("role", Words.Of(entry.Key.Side)),
                ("status", StatusCatalog.Code(entry.Key.Status))))
        : [];

    private IEnumerable<Measurement<long>> Letters() => _picture is { Letters: var letters } ? [Of(letters)] : [];

    private static IEnumerable<Measurement<long>> Octets(long? octets) => octets is { } known
        ? [Of(known)] : [];

    private static Measurement<long> Of(long value, params (string Key, string Value)[] tags) =>
        new(value, tags.Select(tag => new KeyValuePair<string, object?>(tag.Key, tag.Value)));

    private sealed record Picture(LanesState Lanes, RequestFacets Facets, long Letters, long At);
}

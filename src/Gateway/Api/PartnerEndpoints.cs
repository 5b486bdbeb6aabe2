using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>Partners: who they are and how their queues stand; hold a queue and let it go.</summary>
internal static class PartnerEndpoints
{
    private const int MaxReasonChars = 500;

    public static async Task<IResult> ListAsync(HttpContext context, Lanes lanes, NetworkSource network,
        CancellationToken cancellationToken)
    {
        if (new QueryReader(context.Request.Query).Finish() is { } problem)
        {
            return problem;
        }

        var partners = network.Current.Partners.OrderBy(partner => partner.Code, StringComparer.Ordinal);
        var state = await lanes.ReadAsync(cancellationToken);
        return TypedResults.Ok(new PageView<PartnerView>(
            partners.Select(partner => new PartnerView(partner, state)).ToArray(), null));
    }

    public static async Task<IResult> GetAsync(string code, Lanes lanes, NetworkSource network,
        CancellationToken cancellationToken) =>
        network.Current.Find(code) is { } partner
            ? TypedResults.Ok(new PartnerView(partner, await lanes.ReadAsync(cancellationToken)))
            : Unknown(code, network.Current);

    public static IResult Explain(string code, NetworkSource network)
    {
        var current = network.Current;
        return current.Find(code) is { } partner
            ? TypedResults.Ok(PartnerExplainer.Explain(partner, current.Snapshot.Gateway))
            : Unknown(code, current);
    }

    public static async Task<IResult> PauseAsync(
        string code, HttpContext context, Lanes lanes, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        string? reason = null;
        if (await JsonBody.ReadFieldsAsync(
            context, isOptional: true, fields => reason = fields.Line("reason", MaxReasonChars)) is { } problem)
        {
            return problem;
        }

        return reason is null
            ? ApiProblem.Unprocessable("reason",
                "Say in reason why nothing is to be sent; whoever comes next will want to know.")
            : await HoldAsync(code, $"{reason} ({RequestEndpoints.User(context)})", lanes, store, network,
                time, cancellationToken);
    }

    public static async Task<IResult> ResumeAsync(
        string code, HttpContext context, Lanes lanes, IStore store, NetworkSource network,
        OutboxSignal signal,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadNothingAsync(context) is { } problem)
        {
            return problem;
        }

        var result = await HoldAsync(code, null, lanes, store, network, time, cancellationToken);
        signal.Ring();
        return result;
    }

    private static async Task<IResult> HoldAsync(
        string code, string? reason, Lanes lanes, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (network.Current.Find(code) is not { } partner)
        {
            return Unknown(code, network.Current);
        }

        await store.WriteAsync(
            work =>
            {
                work.SetLaneHold(partner.Code, reason, time.GetLocalNow());
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(new PartnerView(partner, await lanes.ReadAsync(cancellationToken)));
    }

    /// <summary>There is no such partner.</summary>
    public static ApiProblem Unknown(string code, Network network)
    {
        var known = network.Partners.Select(partner => partner.Code).Order(StringComparer.Ordinal).ToArray();
        return ApiProblem.NotFound("partner",
            $"There is no partner \"{Echo.Of(code)}\"{NearestName.Hint(code, known, "known partners are")}.");
    }
}

/// <summary>How all queues stand, read together.</summary>
internal sealed class Lanes
{
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly DeliveryService? _delivery;

    public Lanes(IStore store, TimeProvider time, DeliveryService? delivery)
    {
        _store = store;
        _time = time;
        _delivery = delivery;
    }

    /// <summary>Reads depths and holds; lanes that run tell the rest.</summary>
    public async Task<LanesState> ReadAsync(CancellationToken cancellationToken) => new(
        (await _store.QueueDepthsAsync(cancellationToken))
            .ToDictionary(depth => depth.Partner, StringComparer.OrdinalIgnoreCase),
        (await _store.LaneHoldsAsync(cancellationToken))
            .ToDictionary(hold => hold.Partner, StringComparer.OrdinalIgnoreCase),
        _delivery?.Lanes ?? new Dictionary<string, Lane>(),
        _time.GetLocalNow());
}

/// <summary>How all queues stand.</summary>
internal sealed record LanesState(
    IReadOnlyDictionary<string, QueueDepth> Depths, IReadOnlyDictionary<string, LaneHold> Holds,
    IReadOnlyDictionary<string, Lane> Running, DateTimeOffset At);

/// <summary>A partner and its queue.</summary>
internal sealed record PartnerView
{
    public PartnerView(Partner partner, LanesState lanes)
    {
        var config = partner.Config;
        Code = config.Code;
        Name = config.Name;
        Active = partner.IsActive;
        Symbols = config.Symbols;
        Channel = config.Channel.Type;
        Borrowing = new SideView(config.Borrowing.Supported, config.Borrowing.Workflow);
        Lending = new SideView(config.Lending.Supported, config.Lending.Workflow);
        Queue = new DepthView(lanes.Depths.GetValueOrDefault(Code)
            ?? new QueueDepth(Code, 0, 0, 0, null), lanes.At);
        Held = lanes.Holds.TryGetValue(Code, out var hold) ? new HoldView(hold.Reason, hold.Since) : null;
        var lane = lanes.Running.GetValueOrDefault(Code);
        Suspended = lane?.IsSuspended == true;
        FailuresInARow = lane?.FailuresInARow ?? 0;
    }

    public string Code { get; }

    public string Name { get; }

    public bool Active { get; }

    public IReadOnlyList<string> Symbols { get; }

    [Description("The type of its channel, like iso-ill.")]
    public string Channel { get; }

    public SideView Borrowing { get; }

    public SideView Lending { get; }

    public DepthView Queue { get; }

    [Description("An operator's hold; null when there is none.")]
    public HoldView? Held { get; }

    [Description("Rests after several failures in a row and is only probed.")]
    public bool Suspended { get; }

    public int FailuresInARow { get; }
}

/// <summary>One direction of the work with a partner.</summary>
internal sealed record SideView(bool Supported, string? Workflow);

/// <summary>An operator's hold.</summary>
internal sealed record HoldView(string Reason, DateTimeOffset Since);

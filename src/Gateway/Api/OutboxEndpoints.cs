using System.ComponentModel;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>The outbox: what waits, what got stuck; send it again or take it back.</summary>
internal static class OutboxEndpoints
{
    private const int MaxReasonChars = 500;

    private static readonly Dictionary<string, OutboxState> States =
        Enum.GetValues<OutboxState>().ToDictionary(state => IsoCode.Kebab(state.ToString()));

    public static async Task<IResult> ListAsync(
        HttpContext context, IStore store, NetworkSource network, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var partner = query.Text("partner");
        var state = query.Choice("state", States);
        var (limit, cursor) = (query.Limit(), query.Cursor());
        if (query.Finish() is { } problem)
        {
            return problem;
        }

        var code = network.Current.Find(partner)?.Code ?? partner;
        var page = await store.ListOutboxAsync(code, state, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, row => new OutboxView(row, network.Current)));
    }

    public static async Task<IResult> DepthsAsync(
        HttpContext context, IStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (new QueryReader(context.Request.Query).Finish() is { } problem)
        {
            return problem;
        }

        var depths = await store.QueueDepthsAsync(cancellationToken);
        return TypedResults.Ok(new PageView<DepthView>(
            depths.OrderBy(depth => depth.Partner, StringComparer.Ordinal)
                .Select(depth => new DepthView(depth, time.GetLocalNow())).ToArray(), null));
    }

    public static async Task<IResult> RetryAsync(
        string id, HttpContext context, IStore store, NetworkSource network, OutboxSignal signal,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await JsonBody.ReadNothingAsync(context) is { } problem)
        {
            return problem;
        }

        var user = RequestEndpoints.User(context);
        var result = await ChangeAsync(id, store, network,
            (work, row) => Retry(work, row, user, time.GetLocalNow()), cancellationToken);
        signal.Ring();
        return result;
    }

    public static async Task<IResult> CancelAsync(
        string id, HttpContext context, IStore store, NetworkSource network, TimeProvider time,
        CancellationToken cancellationToken)
    {
        string? reason = null;
        if (await JsonBody.ReadFieldsAsync(
            context, isOptional: true, fields => reason = fields.Line("reason", MaxReasonChars)) is { } problem)
        {
            return problem;
        }

        if (reason is null)
        {
            return ApiProblem.Unprocessable("reason",
                "Say in reason why the message is taken back; it is kept in the history.");
        }

        var user = RequestEndpoints.User(context);
        return await ChangeAsync(
            id, store, network,
            (work, row) => Cancel(work, row, reason, user, time.GetLocalNow(), network.Current),
            cancellationToken);
    }

    private static async Task<IResult> ChangeAsync(
        string id, IStore store, NetworkSource network, Func<IUnitOfWork, OutboxRow, string?> change,
        CancellationToken cancellationToken)
    {
        var unknown = ApiProblem.NotFound("outbox-message",
            $"There is no message {Echo.Of(id)} in the outbox.");
        if (Numbers.Parse(id) is not { } number)
        {
            return unknown;
        }

        var (row, refusal) = await store.WriteAsync(
            work => work.FindOutbox(number) is not { } found ? (null, null)
                : change(work, found) is { } why ? (found, why)
                : (work.FindOutbox(number), null),
            cancellationToken);
        return row is null ? unknown
            : refusal is not null ? ApiProblem.Conflict("not-possible-now", refusal)
            : TypedResults.Ok(new OutboxView(row, network.Current));
    }

    private static string? Retry(IUnitOfWork work, OutboxRow row, string user, DateTimeOffset at)
    {
        if (row.State is OutboxState.Delivered or OutboxState.Sending)
        {
            return WhyNot(row);
        }

        if (Undelivered.HasGoneOn(work, row))
        {
            return $"The request has gone on without message {row.Id}; act on the request to ask the supplier again.";
        }

        work.DeferOutbox(row.Id, at, row.InDoubt, $"sent again by {user}");
        History(work, row, "outbox:retry", user, at,
            $"Sent again by hand: {row.Entry.Name} to {row.Entry.Partner}.");
        return null;
    }

    private static string? Cancel(
        IUnitOfWork work, OutboxRow row, string reason, string user, DateTimeOffset at, Network network)
    {
        if (row.State is OutboxState.Delivered or OutboxState.Sending or OutboxState.Cancelled)
        {
            return WhyNot(row);
        }

        if (row.State != OutboxState.Waiting)
        {
            // The request has learned already that this message did not arrive.
            work.FinishOutbox(row.Id, OutboxState.Cancelled, at, $"taken back by {user}: {reason}");
            History(work, row, "outbox:cancel", user, at,
                $"Taken back by hand: {row.Entry.Name} to {row.Entry.Partner}. {reason}");
            return null;
        }

        var why = row.InDoubt ? $"{reason} (it may have arrived all the same)" : reason;
        Undelivered.Write(work, row, OutboxState.Cancelled, $"taken back by {user}: {reason}", network,
            new RequestEvent.Undeliverable(row.Entry.Message, why) { At = at, By = user, IsTakenBack = true });
        return null;
    }

    private static string WhyNot(OutboxRow row) => row.State switch
    {
        OutboxState.Delivered => $"Message {row.Id} was delivered already.",
        OutboxState.Sending => $"Message {row.Id} is being sent just now; look again in a minute.",
        _ => $"Message {row.Id} was taken back already.",
    };

    private static void History(IUnitOfWork work, OutboxRow row, string @event, string user,
        DateTimeOffset at, string text)
    {
        if (row.Entry.Request is { } number && work.FindRequest(number) is { } state)
        {
            work.AppendHistory(new HistoryEntry(number, at, @event, state.Status, state.Status, user, text,
                row.Message));
        }
    }
}

/// <summary>A message in the outbox.</summary>
internal sealed record OutboxView
{
    public OutboxView(OutboxRow row, Network network)
    {
        Id = row.Id;
        Partner = row.Entry.Partner;
        Request = row.Entry.Request is { } number ? network.RequestId(number) : null;
        Service = row.Entry.Letter is null ? IsoCode.Name(row.Entry.Message.Service) : null;
        Letter = row.Entry.Letter?.Code.ToString();
        State = IsoCode.Kebab(row.State.ToString());
        Attempts = row.Attempts;
        CreatedAt = row.Entry.CreatedAt;
        NextAt = row.FinishedAt is null ? row.NextAt : null;
        FinishedAt = row.FinishedAt;
        InDoubt = row.InDoubt;
        LastDetail = row.LastDetail;
        Message = row.Message;
    }

    public long Id { get; }

    public string Partner { get; }

    [Description("The request that it belongs to.")]
    public string? Request { get; }

    [Description("The service of ISO 10161 that it carries; null for a letter to the patron.")]
    public string? Service { get; }

    [Description("The letter to the patron; null for a message to a partner.")]
    public string? Letter { get; }

    [Description("waiting, sending, delivered, refused, cancelled or dead.")]
    public string State { get; }

    public int Attempts { get; }

    public DateTimeOffset CreatedAt { get; }

    [Description("When the next attempt begins; null when there is none.")]
    public DateTimeOffset? NextAt { get; }

    public DateTimeOffset? FinishedAt { get; }

    [Description("An earlier attempt may have reached the partner.")]
    public bool InDoubt { get; }

    [Description("The last error, or what the partner said.")]
    public string? LastDetail { get; }

    [Description("The bytes as they are sent, for /api/v1/messages/{id}.")]
    public long? Message { get; }
}

/// <summary>The queue of a partner.</summary>
internal sealed record DepthView
{
    public DepthView(QueueDepth depth, DateTimeOffset now)
    {
        Partner = depth.Partner;
        Waiting = depth.Waiting;
        Sending = depth.Sending;
        Dead = depth.Dead;
        Oldest = depth.OldestWaiting;
        OldestAgeSeconds = depth.OldestWaiting is { } oldest
            ? Math.Max(0, (long)(now - oldest).TotalSeconds) : null;
    }

    public string Partner { get; }

    public long Waiting { get; }

    public long Sending { get; }

    [Description("Refused by the partner, or given up.")]
    public long Dead { get; }

    [Description("When the oldest waiting message was decided.")]
    public DateTimeOffset? Oldest { get; }

    public long? OldestAgeSeconds { get; }
}

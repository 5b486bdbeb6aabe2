using System.ComponentModel;
using System.Globalization;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>The journal: what came and what went, with its bytes.</summary>
internal static class MessageEndpoints
{
    public static async Task<IResult> ListAsync(
        HttpContext context, IStore store, NetworkSource network, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var onlyQuarantined = query.Bool("quarantined") == true;
        var (limit, cursor) = (query.Limit(), query.Cursor());
        if (query.Finish() is { } problem)
        {
            return problem;
        }

        var page = await store.ListMessagesAsync(null, onlyQuarantined, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, row => new MessageView(row, network.Current)));
    }

    public static async Task<IResult> ListOfRequestAsync(
        string id, HttpContext context, IStore store, NetworkSource network,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var (limit, cursor) = (query.Limit(), query.Cursor());
        if (query.Finish() is { } problem)
        {
            return problem;
        }

        if (await RequestEndpoints.FindAsync(id, store, cancellationToken) is not { } state)
        {
            return RequestEndpoints.Unknown(id);
        }

        var page = await store.ListMessagesAsync(state.Number, false, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, row => new MessageView(row, network.Current)));
    }

    public static async Task<IResult> GetAsync(
        string id, IStore store, NetworkSource network, CancellationToken cancellationToken) =>
        await FindAsync(id, store, cancellationToken) is { } row
            ? TypedResults.Ok(new MessageView(row, network.Current))
            : Unknown(id);

    public static async Task<IResult> RawAsync(string id, IStore store, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, store, cancellationToken) is not { } row)
        {
            return Unknown(id);
        }

        // Bytes of strangers: always a download, never shown by a browser.
        return row.Entry.Raw.IsEmpty && row.RawOctets > 0
            ? new ApiProblem
            {
                Title = "Gone.",
                Status = StatusCodes.Status410Gone,
                Code = "message-bytes-removed",
                Detail = $"The bytes of message {row.Id} were removed when their time was over (retention.messageDays).",
            }
            : TypedResults.File(row.Entry.Raw.ToArray(), "application/octet-stream", $"message-{row.Id}.bin");
    }

    private static async Task<JournalRow?> FindAsync(string id, IStore store,
        CancellationToken cancellationToken) =>
        Numbers.Parse(id) is { } number ? await store.FindMessageAsync(number, cancellationToken) : null;

    private static ApiProblem Unknown(string id) =>
        ApiProblem.NotFound("message", $"There is no message {Echo.Of(id)}.");
}

/// <summary>Numbers in addresses.</summary>
internal static class Numbers
{
    /// <summary>A number from 1; null for anything else.</summary>
    public static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number : null;
}

/// <summary>A message in the journal.</summary>
internal sealed record MessageView
{
    public MessageView(JournalRow row, Network network)
    {
        var entry = row.Entry;
        Id = row.Id;
        Direction = entry.Direction == Storage.Direction.In ? "in" : "out";
        At = entry.At;
        Protocol = entry.Protocol;
        Partner = entry.Partner;
        Request = entry.Request is { } number ? network.RequestId(number) : null;
        Service = entry.Service is { } service ? IsoCode.Name(service) : null;
        Outcome = entry.Outcome is { } outcome ? IsoCode.Kebab(outcome.ToString()) : null;
        ErrorCode = entry.ErrorCode;
        Detail = entry.Detail;
        Peer = entry.Peer;
        Identity = entry.Identity;
        Octets = row.RawOctets;
        RefersTo = entry.RefersTo;
        Losses = entry.Losses.Losses.Select(loss =>
            new LossView(loss.Field, IsoCode.Kebab(loss.Kind.ToString()), loss.Detail)).ToArray();
    }

    public long Id { get; }

    [Description("in or out.")]
    public string Direction { get; }

    public DateTimeOffset At { get; }

    [Description("iso-ill, email, ...; rest for requests that staff submitted.")]
    public string Protocol { get; }

    public string? Partner { get; }

    [Description("The request that it belongs to.")]
    public string? Request { get; }

    [Description("The service of ISO 10161 that it carries, like shipped.")]
    public string? Service { get; }

    [Description("Of what came in: applied, ignored, duplicate, refused, quarantined or for-staff.")]
    public string? Outcome { get; }

    public string? ErrorCode { get; }

    [Description("Why, in words.")]
    public string? Detail { get; }

    [Description("Who was at the other end.")]
    public string? Peer { get; }

    [Description("The protocol's own identity of the message.")]
    public string? Identity { get; }

    [Description("Length of the bytes, also when they were removed by retention.")]
    public int Octets { get; }

    [Description("A repeat: the first one. An answer: what it answers.")]
    public long? RefersTo { get; }

    [Description("What the mapping could not carry.")]
    public IReadOnlyList<LossView> Losses { get; }
}

/// <summary>A field that did not make it across unchanged.</summary>
internal sealed record LossView(string Field, string Kind, string Detail);

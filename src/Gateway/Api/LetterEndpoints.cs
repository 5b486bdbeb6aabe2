using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>The staff's queue of letters: what the gateway did not act on by itself, with what it makes of it.</summary>
internal static class LetterEndpoints
{
    private const int MaxStatements = 1000;
    private const int MaxProposals = 100;

    private static readonly Dictionary<string, Shown> Shows = new(StringComparer.OrdinalIgnoreCase)
    {
        ["waiting"] = Shown.Waiting, ["done"] = Shown.Done, ["all"] = Shown.All,
    };

    /// <summary>The values of <c>show</c>.</summary>
    public static IReadOnlyList<string> ShowWords { get; } = [.. Shows.Keys];

    public static async Task<IResult> ListAsync(
        HttpContext context, IStore store, NetworkSource network, CancellationToken cancellationToken)
    {
        var query = new QueryReader(context.Request.Query);
        var show = query.Choice("show", Shows) ?? Shown.Waiting;
        var (limit, cursor) = (query.Limit(), query.Cursor());
        if (query.Finish() is { } problem)
        {
            return problem;
        }

        var isWaiting = show switch { Shown.Waiting => true, Shown.Done => false, _ => (bool?)null };
        var page = await store.ListLettersAsync(isWaiting, cursor, limit, cancellationToken);
        return TypedResults.Ok(PageOf.Views(page, letter => new LetterItem(letter, network.Current)));
    }

    public static async Task<IResult> GetAsync(
        string id, IStore store, NetworkSource network, CancellationToken cancellationToken) =>
        Numbers.Parse(id) is { } number && await store.FindLetterAsync(number, cancellationToken) is { } letter
            ? TypedResults.Ok(new LetterDetail(letter, network.Current, null))
            : Unknown(id);

    public static Task<IResult> PlaceAsync(
        string id, HttpContext context, LetterDesk desk, NetworkSource network, CancellationToken cancellationToken) =>
        ActAsync(id, LetterAction.Place, context, desk, network, reader => new LetterFields
        {
            Statement = reader.Whole("statement", MaxStatements), Request = reader.Line("request", ApiLimits.WordChars),
        }, cancellationToken);

    public static Task<IResult> ApplyAsync(
        string id, HttpContext context, LetterDesk desk, NetworkSource network, CancellationToken cancellationToken) =>
        ActAsync(id, LetterAction.Apply, context, desk, network, reader => new LetterFields
        {
            Statement = reader.Whole("statement", MaxStatements),
            Proposal = reader.Whole("proposal", MaxProposals),
            Partner = reader.Line("partner", ApiLimits.WordChars),
        }, cancellationToken);

    public static Task<IResult> DismissAsync(
        string id, HttpContext context, LetterDesk desk, NetworkSource network, CancellationToken cancellationToken) =>
        ActAsync(id, LetterAction.Dismiss, context, desk, network, reader => new LetterFields
        {
            Statement = reader.Whole("statement", MaxStatements), Note = reader.Note("note"),
        }, cancellationToken);

    private static async Task<IResult> ActAsync(
        string id, LetterAction action, HttpContext context, LetterDesk desk, NetworkSource network,
        Func<FieldReader, LetterFields> read, CancellationToken cancellationToken)
    {
        var fields = new LetterFields();
        if (await JsonBody.ReadFieldsAsync(context, isOptional: true, reader => fields = read(reader)) is { } problem)
        {
            return problem;
        }

        if (Numbers.Parse(id) is not { } number)
        {
            return Unknown(id);
        }

        return await desk.ActAsync(number, action, fields, RequestEndpoints.User(context), cancellationToken) switch
        {
            LetterResult.Done done => TypedResults.Ok(new LetterDetail(done.Letter, network.Current, done.Text)),
            LetterResult.NotFound => Unknown(id),
            LetterResult.NotPossible not => ApiProblem.Conflict("not-possible-now", not.Text),
            LetterResult.Invalid invalid => ApiProblem.Unprocessable(invalid.Field, invalid.Text),
            var other => throw new InvalidOperationException($"Not a result of this set: {other}"),
        };
    }

    private static ApiProblem Unknown(string id) =>
        ApiProblem.NotFound("letter", $"There is no letter {Echo.Of(id)} before the staff.");

    private enum Shown
    {
        Waiting = 1,
        Done,
        All,
    }
}

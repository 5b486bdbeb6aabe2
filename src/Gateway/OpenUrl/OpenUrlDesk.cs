using System.Text;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Mapping.OpenUrl;

namespace ResourceSharing.Gateway.OpenUrl;

/// <summary>
/// Answers links of discovery systems. A GET, or a POST of a link's keys, only shows a form with what the link says; sending
/// the form makes a borrowing request by the same way as the REST interface. One form is one request: its key is the
/// identity of the submission, however often it is sent.
/// </summary>
internal sealed class OpenUrlDesk
{
    /// <summary>The name under which submissions stand in the journal, and who acts in the history.</summary>
    public const string Protocol = "openurl";

    private readonly StaffDesk _desk;
    private readonly NetworkSource _network;
    private readonly LetterKey _key;
    private readonly OpenUrlThrottle _throttle;
    private readonly PageWords _words;
    private readonly TimeProvider _time;
    private readonly Random _random;

    public OpenUrlDesk(
        StaffDesk desk, NetworkSource network, LetterKey key, OpenUrlThrottle throttle, PageWords words, TimeProvider time,
        Random random)
    {
        _desk = desk;
        _network = network;
        _key = key;
        _throttle = throttle;
        _words = words;
        _time = time;
        _random = random;
    }

    /// <summary>GET and HEAD: shows the form.</summary>
    public IResult Show(HttpContext context) => Open(context, out var refusal) is { } visit
        ? Filled(visit, Encoding.UTF8.GetBytes(context.Request.QueryString.Value ?? ""))
        : refusal!;

    /// <summary>POST: takes the form, or shows it to who posts a link's keys.</summary>
    public async Task<IResult> PostAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Open(context, out var refusal) is not { } visit)
        {
            return refusal!;
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Page(StatusCodes.Status415UnsupportedMediaType, visit.Words, "page.unreadable");
        }

        PostedForm.Limit(context, PostedForm.Octets);
        var octets = await PostedForm.ReadToEndAsync(context.Request.Body, PostedForm.Octets, cancellationToken);
        if (octets is null)
        {
            return Page(StatusCodes.Status413PayloadTooLarge, visit.Words, "page.too-large");
        }

        return Sent(octets) is { } post
            ? await TakeAsync(context, visit, post, cancellationToken)
            : Filled(visit, octets);
    }

    private Visit? Open(HttpContext context, out IResult? refusal)
    {
        var network = _network.Current;
        if (!network.Snapshot.Gateway.OpenUrl.Enabled)
        {
            refusal = TypedResults.NotFound();
            return null;
        }

        var wanted = context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(one => one.Quality ?? 1).Take(OpenUrlPageLimits.Languages).Select(one => one.Value.Value ?? "");
        var words = _words.Of(network, wanted);
        refusal = _throttle.MayCall(context.Connection.RemoteIpAddress)
            ? null
            : Page(StatusCodes.Status429TooManyRequests, words, "page.too-many") with { RetryAfter = OpenUrlPageLimits.Window };
        return refusal is null ? new Visit(network, words, _time.GetLocalNow()) : null;
    }

    private PageResult Filled(Visit visit, ReadOnlySpan<byte> query) => OpenUrlReader.Read(query) switch
    {
        OpenUrlReading.Understood { Request: var link } => Form(visit, OpenUrlForm.Of(link), StatusCodes.Status200OK),
        OpenUrlReading.Refused => Page(StatusCodes.Status400BadRequest, visit.Words, "form.unreadable"),
        var other => throw new InvalidOperationException($"No such reading: {other}"),
    };

    /// <summary>Our own form; null for anything else.</summary>
    private static PostedForm? Sent(byte[] octets)
    {
        try
        {
            return PostedForm.Parse(octets) is { } post && post["form"].Length > 0 ? post : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<IResult> TakeAsync(HttpContext context, Visit visit, PostedForm post, CancellationToken cancellationToken)
    {
        var words = visit.Words;
        if (!SameOrigin.Holds(context.Request, visit.Config.Listeners.Http.PublicUrl))
        {
            return Page(StatusCodes.Status403Forbidden, words, "form.foreign");
        }

        if (!_throttle.MaySend(context.Connection.RemoteIpAddress))
        {
            return Page(StatusCodes.Status429TooManyRequests, words, "page.too-many") with { RetryAfter = OpenUrlPageLimits.Window };
        }

        var key = FormKey.Check(post["form"], _key, visit.Now);
        if (key == FormKeyState.Foreign)
        {
            return Page(StatusCodes.Status400BadRequest, words, "page.unreadable");
        }

        var ours = _words.Of(visit.Network, visit.Config.Library.Language);
        var today = DateOnly.FromDateTime(visit.Now.DateTime);
        var form = OpenUrlForm.Read(post, visit.Config.OpenUrl, words, ours, today);
        if (key == FormKeyState.Stale)
        {
            return Form(visit, form, StatusCodes.Status409Conflict, words["form.stale"]);
        }

        return form.Draft is { } draft
            ? await MakeAsync(context, visit, form, draft, post, cancellationToken)
            : Form(visit, form, StatusCodes.Status422UnprocessableEntity, key: post["form"]);
    }

    private async Task<IResult> MakeAsync(
        HttpContext context, Visit visit, OpenUrlForm form, RequestDraft draft, PostedForm post,
        CancellationToken cancellationToken)
    {
        var submission = new Submission
        {
            Protocol = Protocol, Raw = post.Raw, Key = post["form"], Peer = Caller.Of(context).ToString(),
        };
        try
        {
            return await RequestEndpoints.SubmitAsync(draft, submission, Protocol, _desk, cancellationToken) switch
            {
                DeskResult.Done done => Thanks(visit.Words, done),
                DeskResult.KeyReused => Form(visit, form, StatusCodes.Status409Conflict, visit.Words["form.sent-before"]),
                DeskResult.Invalid invalid => Form(
                    visit, form, StatusCodes.Status422UnprocessableEntity, invalid.Text, post["form"]),
                var other => throw new InvalidOperationException($"A wish without partners cannot end so: {other}"),
            };
        }
        catch (StoreUnavailableException)
        {
            return Page(StatusCodes.Status503ServiceUnavailable, visit.Words, "page.busy") with
            {
                RetryAfter = OpenUrlPageLimits.Window,
            };
        }
    }

    private static PageResult Thanks(LetterWords words, DeskResult.Done done) => new(
        done.IsRepeat ? StatusCodes.Status200OK : StatusCodes.Status201Created,
        PageHtml.OfText(words, words["form.thanks-title"],
            [words.Say(done.IsRepeat ? "form.had-before" : "form.thanks", ("number", done.State.Id))]));

    /// <summary>A form that is to be sent again keeps its key where it was not used.</summary>
    private PageResult Form(Visit visit, OpenUrlForm form, int status, string? notice = null, string? key = null) => new(
        status, OpenUrlPage.Of(
            visit.Words, form, key ?? FormKey.Make(_key, visit.Now, _random), visit.Config, notice))
    {
        TellsOwnOrigin = true,
    };

    private static PageResult Page(int status, LetterWords words, string name) =>
        new(status, PageHtml.OfText(words, words[$"{name}-title"], [words[name]]));

    /// <summary>One call.</summary>
    private sealed record Visit(Network Network, LetterWords Words, DateTimeOffset Now)
    {
        public GatewayConfig Config => Network.Snapshot.Gateway;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Api;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Replies;

/// <summary>
/// Answers calls to reply links. A GET only shows; a POST hands the answer to the intake like any letter, with the token of
/// our letter as its proof. One form is one message: it names the version of the request that its page showed, and that is
/// its identity, so that it counts once, however often it is sent.
/// </summary>
internal sealed class ReplyDesk
{
    /// <summary>The protocol's name in the journal.</summary>
    public const string Protocol = "reply-link";

    private const string PagePurpose = "reply-page";

    private readonly IStore _store;
    private readonly IIntake _intake;
    private readonly NetworkSource _network;
    private readonly LetterKey _key;
    private readonly ReplyThrottle _throttle;
    private readonly PageWords _words;
    private readonly DocumentShelf _shelf;
    private readonly RelayedFiles _relayed;
    private readonly TimeProvider _time;

    public ReplyDesk(
        IStore store, IIntake intake, NetworkSource network, LetterKey key, ReplyThrottle throttle, PageWords words,
        DocumentShelf shelf, RelayedFiles relayed, TimeProvider time)
    {
        _relayed = relayed;
        _shelf = shelf;
        _store = store;
        _intake = intake;
        _network = network;
        _key = key;
        _throttle = throttle;
        _words = words;
        _time = time;
    }

    /// <summary>GET and HEAD: shows the request, and changes nothing.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await OpenAsync(context, token, cancellationToken);
        return visit is null
            ? refusal!
            : new PageResult(StatusCodes.Status200OK, ReplyPage.OfRequest(visit.Words, visit.View));
    }

    /// <summary>POST: hands an answer over.</summary>
    public async Task<IResult> ActAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await OpenAsync(context, token, cancellationToken);
        if (visit is null)
        {
            return refusal!;
        }

        using var place = IsUpload(context.Request) ? _throttle.Upload() : null;
        if (place is { IsAcquired: false })
        {
            return Busy(visit.Words);
        }

        // Only lenders send files. Whether one can be taken now is seen with the rest of the form.
        var isLender = visit.View.State.Side == Side.Borrowing;
        var (post, status) = await ReplyPost.ReadAsync(context, isLender, cancellationToken);
        if (post is null)
        {
            return Unread(visit.Words, status);
        }

        if (!TryAction(post["answer"], out var action) || VersionOf(post["state"], visit.View.Link) is not { } version)
        {
            return Unread(visit.Words, StatusCodes.Status400BadRequest);
        }

        var form = ReplyForm.Read(action, post.Values, post.File, visit.Words, visit.View.Today);
        if (version != visit.View.State.Version || !visit.View.Offers.Contains(action))
        {
            // What was written is shown again where it still makes sense, so that nobody writes it twice.
            var shown = visit.View.Offers.Contains(action) ? form : null;
            return new PageResult(StatusCodes.Status409Conflict,
                ReplyPage.OfRequest(visit.Words, visit.View, visit.Words["page.moved-on"], shown));
        }

        return form.Faults.Count > 0
            ? new PageResult(form.File is { IsTooLarge: true } ? StatusCodes.Status413PayloadTooLarge
                    : form.File is { Type: null } ? StatusCodes.Status415UnsupportedMediaType
                    : StatusCodes.Status422UnprocessableEntity,
                ReplyPage.OfRequest(visit.Words, visit.View, form: form))
            : await HandOverAsync(context, visit, form, post.Raw, cancellationToken);
    }

    /// <summary>Looks behind a link. Whoever has none of ours learns nothing: one page for every reason.</summary>
    private async Task<(Visit? Visit, IResult? Refusal)> OpenAsync(
        HttpContext context, string token, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        var ours = _words.Of(network, network.Snapshot.Gateway.Library.Language);
        if (!_throttle.MayCall(context.Connection.RemoteIpAddress))
        {
            return (null, TooMany(ours));
        }

        var link = LetterLink.Read(token, _key.Octets);
        var partner = network.Find(link?.Partner);
        if (link is null || partner is null)
        {
            return (null, Unknown(ours));
        }

        var words = _words.Of(network, partner.Config.Language ?? network.Snapshot.Gateway.Library.Language);
        if (!_throttle.MayUse(token.ToLowerInvariant()))
        {
            return (null, TooMany(words));
        }

        var now = _time.GetLocalNow();
        var today = DateOnly.FromDateTime(now.DateTime);
        if (today > link.EndsOn)
        {
            return (null, Page(StatusCodes.Status410Gone, words, "expired", ("date", words.Date(link.EndsOn)!)));
        }

        var state = await RequestEndpoints.FindAsync(link.Request, _store, cancellationToken);
        if (state is null || state.Status == Status.Deleted || !ReplyOffers.Knows(state, partner.Code))
        {
            return (null, Unknown(ours));
        }

        var offers = ReplyOffers.Of(state, partner.Code, network, now);
        return (new Visit(words, token, now, new ReplyView(
            state, partner, network.Snapshot.Gateway.Library, link, offers, SealOf(state.Version, link), today)), null);
    }

    private async Task<IResult> HandOverAsync(
        HttpContext context, Visit visit, ReplyForm form, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        var receipt = await _intake.AcceptAsync(new Arrival
        {
            Protocol = Protocol,
            Raw = raw,
            Peer = Caller.Of(context),
            Content = new ArrivalContent.Written(Letter(visit, form, raw)),
        }, cancellationToken);
        await KeepFileAsync(visit, form, receipt, cancellationToken);
        var words = visit.Words;
        var action = words[$"page.{IsoCode.Kebab(form.Action.ToString())}"];
        return receipt.Outcome switch
        {
            ArrivalOutcome.Applied or ArrivalOutcome.Ignored => Thanks(visit, "page.thanks", action, receipt),
            ArrivalOutcome.ForStaff or ArrivalOutcome.Quarantined => Thanks(visit, "page.thanks-staff", action, receipt),
            ArrivalOutcome.Duplicate => Thanks(visit, "page.had-before", action, receipt),
            ArrivalOutcome.Refused => new PageResult(StatusCodes.Status409Conflict, ReplyPage.OfRequest(
                words, visit.View, words.Say("page.not-now", ("email", visit.View.Library.Email)), form)),
            ArrivalOutcome.Unavailable => Busy(words),
            _ => throw new InvalidOperationException($"No such outcome of an arrival: {receipt.Outcome}"),
        };
    }

    /// <summary>The file becomes a document of the request, from which staff hand it to the patron, or goes on to the library
    /// for which we ask. A form that comes again keeps it once.</summary>
    private async Task KeepFileAsync(Visit visit, ReplyForm form, Receipt receipt, CancellationToken cancellationToken)
    {
        if (form.File is { } file && receipt.Outcome is not (ArrivalOutcome.Refused or ArrivalOutcome.Unavailable))
        {
            using var content = new MemoryStream(file.Octets.ToArray(), writable: false);
            var result = await _shelf.PutAsync(
                new NewDocument(visit.View.State.Number, file.Name, visit.View.Partner.Code, DocumentOrigin.Partner)
                {
                    Message = receipt.MessageId,
                },
                content, cancellationToken);
            if (result is ShelfResult.Kept kept)
            {
                await _relayed.PassOnAsync(visit.View.State, [kept.Document], cancellationToken);
            }
        }
    }

    /// <summary>The answer as a letter: the token that we gave out proves who writes.</summary>
    private ReceivedLetter Letter(Visit visit, ReplyForm form, ReadOnlyMemory<byte> raw)
    {
        var (state, link) = (visit.View.State, visit.View.Link);
        var action = IsoCode.Kebab(form.Action.ToString());
        var token = LetterToken.Of(_key.Octets, link.Request, link.Letter, link.Partner);
        var empty = new TransactionId { GroupQualifier = "", Qualifier = "" };
        var answer = form.Action == ReplyAction.Received
            ? form.Answer with { Service = state.SuppliedAs ?? state.Content.Services.FirstOrDefault(ServiceType.Loan) }
            : form.Answer;
        var note = answer.Note ?? "";
        var text = form.File is { } file
            ? string.Create(
                CultureInfo.InvariantCulture, $"File {file.Name} ({file.Type}, {file.Octets.Length} octets). {note}").Trim()
            : note;
        return new ReceivedLetter
        {
            Identity = string.Create(CultureInfo.InvariantCulture, $"{state.Id}@{state.Version}"),
            Digest = SHA256.HashData([.. Encoding.UTF8.GetBytes($"{link.Partner} {action}\n{note}\n"), .. raw.Span]),
            Origin = new LetterOrigin { Mailbox = "reply link" },
            Kind = LetterKind.Written,
            Subject = $"Reply link: {action}",
            Text = text,
            Statements =
            [
                new LetterStatement
                {
                    Clues = [new RequestClue.ReplyAddress(link.Request.ToLowerInvariant(), link.Letter, token)],
                    Proposals = answer.ToMessage(form.Action, empty, visit.Now) is { } message
                        ? [new LetterProposal(message, $"reply link: {action}")]
                        : [],
                    Words = text.Length > 0 ? text : action,
                },
            ],
        };
    }

    /// <summary>The version of the request that a form was made for, sealed together with its link: only a page of ours can
    /// have made the form.</summary>
    private string SealOf(int version, LetterLink link)
    {
        var text = version.ToString(CultureInfo.InvariantCulture);
        return $"{text}.{LetterToken.Seal(_key.Octets, PagePurpose, Sealed(text, link))}";
    }

    private int? VersionOf(string field, LetterLink link)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        var (version, seal) = dot < 0 ? ("", field) : (field[..dot], field[(dot + 1)..]);
        var isOurs = LetterToken.MatchesSeal(_key.Octets, PagePurpose, Sealed(version, link), seal);
        return isOurs && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Sealed(string version, LetterLink link) =>
        string.Create(CultureInfo.InvariantCulture, $"{version}|{link.Request}|{link.Letter}|{link.Partner}");

    private static bool TryAction(string name, out ReplyAction action)
    {
        action = Enum.GetValues<ReplyAction>().FirstOrDefault(one => IsoCode.Kebab(one.ToString()) == name);
        return action != default;
    }

    private static bool IsUpload(HttpRequest request) =>
        request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true;

    private static PageResult Thanks(Visit visit, string text, string action, Receipt receipt)
    {
        var words = visit.Words;
        return new PageResult(StatusCodes.Status200OK, PageHtml.OfText(
            words, words.Say("page.title", ("number", visit.View.State.ExternalId)),
            [
                words.Say(text, ("action", action)),
                words.Say("page.receipt", ("number", receipt.MessageId.ToString(CultureInfo.InvariantCulture))),
            ], visit.Token));
    }

    private static PageResult Unknown(LetterWords words) => Page(StatusCodes.Status404NotFound, words, "unknown");

    private static PageResult TooMany(LetterWords words) =>
        Page(StatusCodes.Status429TooManyRequests, words, "too-many") with { RetryAfter = ReplyLimits.Window };

    private static PageResult Busy(LetterWords words) =>
        Page(StatusCodes.Status503ServiceUnavailable, words, "busy") with { RetryAfter = ReplyLimits.Window };

    private static PageResult Unread(LetterWords words, int status) =>
        Page(status, words, status == StatusCodes.Status413PayloadTooLarge ? "too-large" : "unreadable");

    private static PageResult Page(
        int status, LetterWords words, string name, params ReadOnlySpan<(string Name, string Value)> values) =>
        new(status, PageHtml.OfText(words, words[$"page.{name}-title"], [words.Say($"page.{name}", values)]));

    /// <summary>What a link has led to.</summary>
    private sealed record Visit(LetterWords Words, string Token, DateTimeOffset Now, ReplyView View);
}

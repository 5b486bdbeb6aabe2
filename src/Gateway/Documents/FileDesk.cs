using System.Globalization;
using System.Net;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Documents;

/// <summary>
/// Answers calls to links of files. GET and HEAD show what is there and count nothing, since mail scanners and previews
/// follow every link; the file comes by POST. A view is counted before its first octet is sent, so that no two readers share
/// one, and given back only when not one octet was sent: whoever has a part can continue.
/// </summary>
internal sealed partial class FileDesk
{
    private readonly IStore _store;
    private readonly IDocumentFiles _files;
    private readonly NetworkSource _network;
    private readonly FileThrottle _throttle;
    private readonly PageWords _words;
    private readonly TimeProvider _time;
    private readonly ILogger<FileDesk> _log;

    public FileDesk(
        IStore store, IDocumentFiles files, NetworkSource network, FileThrottle throttle, PageWords words, TimeProvider time,
        ILogger<FileDesk> log)
    {
        _store = store;
        _files = files;
        _network = network;
        _throttle = throttle;
        _words = words;
        _time = time;
        _log = log;
    }

    /// <summary>GET and HEAD.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await OpenAsync(context, token, cancellationToken);
        return visit is null ? refusal!
            : !visit.Link.IsAlive(_time.GetUtcNow()) ? Gone(visit)
            : new PageResult(StatusCodes.Status200OK, FilePage.Of(visit));
    }

    /// <summary>POST.</summary>
    public async Task<IResult> FetchAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (visit, refusal) = await OpenAsync(context, token, cancellationToken);
        if (visit is null)
        {
            return refusal!;
        }

        if (!visit.Link.PasswordDigest.IsEmpty)
        {
            // Every try counts, also the right one: else the limit would tell which one is right.
            if (!_throttle.MayTryPassword(visit.Link.Number))
            {
                return TooMany(visit.Words);
            }

            if (!FileLinks.HasPassword(visit.Link, visit.Secret, await PasswordAsync(context, cancellationToken)))
            {
                return new PageResult(StatusCodes.Status403Forbidden, FilePage.Of(visit, isPasswordWrong: true));
            }
        }

        if (FilePart.Of(context.Request, visit.Document) is not { } part)
        {
            context.Response.Headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes */{visit.Document.Octets}");
            return TypedResults.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
        }

        return await SendAsync(context, visit, part, cancellationToken);
    }

    /// <summary>Looks behind a link. Whoever has no secret of ours learns nothing: one page, one effort for every
    /// reason.</summary>
    private async Task<(FileVisit? Visit, IResult? Refusal)> OpenAsync(
        HttpContext context, string token, CancellationToken cancellationToken)
    {
        var network = _network.Current;
        var ours = _words.Of(network, network.Snapshot.Gateway.Library.Language);
        if (!_throttle.MayCall(context.Connection.RemoteIpAddress))
        {
            return (null, TooMany(ours));
        }

        var (number, secret) = FileLinks.Read(token) ?? (0, "");
        var link = await _store.Documents.FindLinkAsync(number, cancellationToken);
        if (!FileLinks.HasSecret(link, secret) || link is null
            || await _store.Documents.FindAsync(link.Document, cancellationToken) is not { } document)
        {
            return (null, _throttle.MayMiss(context.Connection.RemoteIpAddress)
                ? new PageResult(StatusCodes.Status404NotFound,
                    PageHtml.OfText(ours, ours["page.unknown-title"], [ours["page.unknown"]]))
                : TooMany(ours));
        }

        var words = network.Find(link.Partner) is { } partner
            ? _words.Of(network, partner.Config.Language ?? network.Snapshot.Gateway.Library.Language)
            : _words.Of(network, Languages(context.Request));
        var visit = new FileVisit(words, network.Snapshot.Gateway.Library, link, document, secret, _time.LocalTimeZone);
        var isOpen = document.PurgedAt is null
            && await _store.FindRequestAsync(document.Request, cancellationToken) is { } state && DigitisationGate.MayRelease(state);
        return isOpen ? (visit, null) : (null, Gone(visit));
    }

    private async Task<IResult> SendAsync(
        HttpContext context, FileVisit visit, FilePart part, CancellationToken cancellationToken)
    {
        if (_files.Open(visit.Document.Digest) is not { } content)
        {
            Missing(_log, visit.Document.Number, visit.Document.Digest);
            return new PageResult(StatusCodes.Status503ServiceUnavailable, PageHtml.OfText(
                visit.Words, visit.Words["page.busy-title"], [visit.Words["page.busy"]])) { RetryAfter = DocumentLimits.Window };
        }

        var viewer = ViewerOf(context);
        var (view, isNew, link) = await _store.WriteAsync(
            work => Take(work.Documents, visit, part, viewer, _time.GetLocalNow()), cancellationToken);
        if (view is null)
        {
            await content.DisposeAsync();
            return Gone(visit with { Link = link });
        }

        return new FileDownload(visit.Document, visit.Link.FileName, content, part)
        {
            ViewsLeft = link.MaxViews is { } most ? (most - link.Used).ToString(CultureInfo.InvariantCulture) : "unlimited",
            Sent = (octets, hasBegun) => EndAsync(view, part, octets, isNew && !hasBegun, visit.Document),
        };
    }

    /// <summary>Counts a view, or finds the one that is continued.</summary>
    private static (DocumentView? View, bool IsNew, DocumentLink Link) Take(
        IDocumentTables documents, FileVisit visit, FilePart part, Viewer viewer, DateTimeOffset now)
    {
        var number = visit.Link.Number;
        if (part is { IsPart: true, From: > 0 } && documents.FindView(number, viewer) is { } before
            && IsContinued(before, part, visit.Document, now))
        {
            documents.UpdateView(before, part.Octets, ViewOutcome.Begun);
            return (before, false, documents.FindLink(number)!);
        }

        var view = documents.TakeView(number, viewer, now);
        if (view is not null)
        {
            // Announced, as every continuation is: who begins twice at the same time gets no more than who begins once.
            documents.UpdateView(view, part.Octets, ViewOutcome.Begun);
        }

        return (view, true, documents.FindLink(number)!);
    }

    /// <summary>Within an hour the same reader may take the rest. Under one view nobody gets more than the file twice: a
    /// connection that breaks costs some of it again, and that is bounded.</summary>
    private static bool IsContinued(DocumentView view, FilePart part, StoredDocument document, DateTimeOffset now) =>
        now - view.At < DocumentLimits.Continuation && view.Octets + part.Octets <= 2 * document.Octets;

    private async Task EndAsync(DocumentView view, FilePart part, long octets, bool isUnused, StoredDocument document)
    {
        var isToTheEnd = octets == part.Octets && part.From + part.Octets == document.Octets;
        var outcome = isUnused && part.Octets > 0 ? ViewOutcome.GivenBack
            : isToTheEnd ? ViewOutcome.Complete : ViewOutcome.BrokenOff;
        try
        {
            await _store.WriteAsync(
                work =>
                {
                    work.Documents.UpdateView(view, octets - part.Octets, outcome);
                    return true;
                },
                CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            // The view stays counted, as begun.
            NotWritten(_log, view.Number, fault);
        }
    }

    private static async Task<string?> PasswordAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var isForm = context.Request.ContentType?.StartsWith(
            "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        try
        {
            return isForm && await PostedForm.ReadAsync(context, cancellationToken) is { } form ? form["password"] : null;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static Viewer ViewerOf(HttpContext context) => new(
        (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString(), Caller.Of(context).Program ?? "");

    private static IEnumerable<string> Languages(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1).Select(language => language.Value.Value ?? "").Take(10);

    private static PageResult Gone(FileVisit visit)
    {
        var words = visit.Words;
        var reason = visit.Document.PurgedAt is not null ? words["file.purged"]
            : visit.Link.IsUsedUp ? words.Say("file.used-up", ("all", $"{visit.Link.MaxViews}"))
            : words.Say("file.expired", ("date", words.Date(visit.LastDay)!));
        return new PageResult(StatusCodes.Status410Gone, PageHtml.OfText(
            words, words["file.used-up-title"], [reason, words.Say("file.ask-again", ("email", visit.Library.Email))]));
    }

    private static PageResult TooMany(LetterWords words) => new(
        StatusCodes.Status429TooManyRequests,
        PageHtml.OfText(words, words["page.too-many-title"], [words["page.too-many"]])) { RetryAfter = DocumentLimits.Window };

    [LoggerMessage(EventId = 6001, Level = LogLevel.Error,
        Message = "The bytes of document {Number} are missing in the folder of documents: {Digest}. Restore them from a backup")]
    private static partial void Missing(ILogger logger, long number, string digest);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "How view {Number} went could not be written")]
    private static partial void NotWritten(ILogger logger, long number, Exception exception);
}

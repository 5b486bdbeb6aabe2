using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Pages;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>Files of requests: put, list, look at, take away.</summary>
internal static class DocumentEndpoints
{
    private const int BorderChars = 70;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/requests/{id}/documents", PutAsync)
            .Describe("putDocument",
                "Puts a file to a request: as the body, with its name in Content-Disposition, or as a part of multipart/form-data. "
                + "The same file twice is kept once.", "Documents")
            .Produces<DocumentItem>(StatusCodes.Status201Created).MayFail(400, 401, 404, 409, 413, 415, 503);
        api.MapGet("/requests/{id}/documents", ListAsync)
            .Describe("listDocuments", "The files of a request, their links, and who has fetched them.", "Documents")
            .Returns<DocumentList>().MayFail(401, 404);
        api.MapGet("/requests/{id}/documents/{number}", FetchAsync)
            .Describe("getDocument", "The bytes of a file, for staff; counts as no view.", "Documents")
            .Produces<byte[]>(contentType: "application/octet-stream").MayFail(401, 404, 410);
        api.MapDelete("/requests/{id}/documents/{number}", RemoveAsync)
            .Describe("removeDocument", "Takes a file away that was not shipped.", "Documents")
            .Produces(StatusCodes.Status204NoContent).MayFail(401, 404, 409, 503);
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, DocumentShelf shelf, IStore store, NetworkSource network,
        CancellationToken cancellationToken)
    {
        if (await RequestEndpoints.FindAsync(id, store, cancellationToken) is not { } state)
        {
            return RequestEndpoints.Unknown(id);
        }

        // The shelf has a limit of its own and says so in words.
        PostedForm.Limit(context, network.Current.Snapshot.Gateway.Documents.MaxOctets + (2 * PostedForm.Octets));
        var (content, name, problem) = await OpenAsync(context.Request, cancellationToken);
        if (content is null)
        {
            return problem!;
        }

        var result = await shelf.PutAsync(
            new NewDocument(state.Number, name, RequestEndpoints.User(context), DocumentOrigin.Staff), content, cancellationToken);
        return result switch
        {
            ShelfResult.Kept { IsNew: true, Document: var made } => TypedResults.Created(
                string.Create(CultureInfo.InvariantCulture, $"/api/v1/requests/{state.Id}/documents/{made.Number}"),
                new DocumentItem(made)),
            ShelfResult.Kept { Document: var had } => TypedResults.Ok(new DocumentItem(had)),
            ShelfResult.TooLarge large => ApiProblem.OfStatus(StatusCodes.Status413PayloadTooLarge) with
            {
                Detail = $"A document has at most {large.MaxOctets} octets (documents.maxOctets).",
            },
            ShelfResult.WrongType wrong => ApiProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType) with
            {
                Code = "document-type", Detail = wrong.Text,
            },
            ShelfResult.TooMany => ApiProblem.Conflict(
                "too-many-documents", $"A request has at most {DocumentLimits.PerRequest} documents."),
            _ => throw new InvalidOperationException($"Not a result of this set: {result}"),
        };
    }

    /// <summary>The bytes as they come in, wherever in the body they are.</summary>
    private static async Task<(Stream? Content, string? Name, ApiProblem? Problem)> OpenAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var isMedia = MediaTypeHeaderValue.TryParse(request.ContentType, out var media);
        if (!isMedia || !media!.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (request.Body, NameIn(request.Headers.ContentDisposition), null);
        }

        var border = HeaderUtilities.RemoveQuotes(media.Boundary).Value;
        if (!string.IsNullOrEmpty(border) && border.Length <= BorderChars)
        {
            var reader = new MultipartReader(border, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
            for (var parts = 0; parts < PostedForm.Fields; parts++)
            {
                try
                {
                    if (await reader.ReadNextSectionAsync(cancellationToken) is not { } section)
                    {
                        break;
                    }

                    if (section.AsFileSection() is { FileStream: { } content } file)
                    {
                        return (content, file.FileName, null);
                    }
                }
                catch (Exception wrong) when (wrong is InvalidDataException or (IOException and not BadHttpRequestException))
                {
                    break;
                }
            }
        }

        return (null, null, ApiProblem.OfStatus(StatusCodes.Status400BadRequest) with
        {
            Detail = "The multipart body has no part with a file.",
        });
    }

    private static string? NameIn(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var said)
            ? HeaderUtilities.RemoveQuotes(said.FileNameStar.HasValue ? said.FileNameStar : said.FileName).Value : null;

    private static async Task<IResult> ListAsync(
        string id, IStore store, ISecretBox box, CancellationToken cancellationToken)
    {
        if (await RequestEndpoints.FindAsync(id, store, cancellationToken) is not { } state)
        {
            return RequestEndpoints.Unknown(id);
        }

        var documents = await store.Documents.OfRequestAsync(state.Number, cancellationToken);
        var links = await store.Documents.LinksAsync(state.Number, cancellationToken);
        var views = await store.Documents.ViewsAsync(state.Number, cancellationToken);
        return TypedResults.Ok(new DocumentList(
            documents.Select(document => new DocumentItem(document)
            {
                Links = links.Where(link => link.Document == document.Number)
                    .Select(link => new DocumentLinkItem(link, views)).ToArray(),
            }).ToArray(),
            state is { Side: Side.Borrowing, File: { } file } ? new SuppliedFileItem(file, box) : null));
    }

    private static async Task<IResult> FetchAsync(
        string id, string number, IStore store, DocumentShelf shelf, HttpContext context, CancellationToken cancellationToken)
    {
        var document = await FindAsync(id, number, store, cancellationToken);
        if (document is null)
        {
            return Unknown(id, number);
        }

        if (document.PurgedAt is not null || shelf.Files.Open(document.Digest) is not { } content)
        {
            return new ApiProblem
            {
                Title = "Gone.", Status = StatusCodes.Status410Gone, Code = "document-purged",
                Detail = $"The bytes of document {document.Number} were deleted when their time was over.",
            };
        }

        return FilePart.Of(context.Request, document) is { } part
            ? new FileDownload(document, document.Name, content, part)
            : TypedResults.StatusCode(StatusCodes.Status416RangeNotSatisfiable);
    }

    private static async Task<IResult> RemoveAsync(
        string id, string number, IStore store, DocumentShelf shelf, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, number, store, cancellationToken) is not { } document)
        {
            return Unknown(id, number);
        }

        return await shelf.RemoveAsync(document.Request, document.Number, cancellationToken)
            ? TypedResults.NoContent()
            : ApiProblem.Conflict("document-shipped", $"Document {document.Number} was shipped; its record stays.");
    }

    private static async Task<StoredDocument?> FindAsync(
        string id, string number, IStore store, CancellationToken cancellationToken) =>
        Numbers.Parse(number) is { } wanted && await RequestEndpoints.FindAsync(id, store, cancellationToken) is { } state
            && await store.Documents.FindAsync(wanted, cancellationToken) is { } document && document.Request == state.Number
            ? document : null;

    private static ApiProblem Unknown(string id, string number) => ApiProblem.NotFound(
        "document", $"The request {Configuration.Echo.Of(id)} has no document {Configuration.Echo.Of(number)}.");
}

/// <summary>The files of a request.</summary>
internal sealed record DocumentList(
    IReadOnlyList<DocumentItem> Items,
    [property: Description("Borrowing: the file that the supplier offers.")] SuppliedFileItem? Supplied)
{
    [Description("There are never more than fit on one page.")]
    public string? Next { get; }
}

/// <summary>A file of a request.</summary>
internal sealed record DocumentItem
{
    public DocumentItem(StoredDocument document)
    {
        Id = document.Number;
        Name = document.Name;
        MediaType = document.MediaType;
        Octets = document.Octets;
        Sha256 = document.Digest;
        Origin = IsoCode.Kebab(document.Origin.ToString());
        By = document.By;
        At = document.At;
        ShippedAt = document.ShippedAt;
        PurgedAt = document.PurgedAt;
    }

    public long Id { get; }

    public string Name { get; }

    [Description("What its own octets say.")]
    public string MediaType { get; }

    public long Octets { get; }

    public string Sha256 { get; }

    [Description("staff, partner, or packed: several in one.")]
    public string Origin { get; }

    public string By { get; }

    public DateTimeOffset At { get; }

    public DateTimeOffset? ShippedAt { get; }

    [Description("When its bytes were deleted.")]
    public DateTimeOffset? PurgedAt { get; }

    public IReadOnlyList<DocumentLinkItem> Links { get; init; } = [];
}

/// <summary>A link to a file. Its secret is known only to who got it.</summary>
internal sealed record DocumentLinkItem
{
    public DocumentLinkItem(DocumentLink link, IReadOnlyList<DocumentView> views)
    {
        Id = link.Number;
        Partner = link.Partner;
        CreatedAt = link.CreatedAt;
        ExpiresAt = link.ExpiresAt;
        MaxViews = link.MaxViews;
        Used = link.Used;
        HasPassword = !link.PasswordDigest.IsEmpty;
        Views = views.Where(view => view.Link == link.Number).Select(view => new DocumentViewItem(view)).ToArray();
    }

    public long Id { get; }

    public string? Partner { get; }

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset ExpiresAt { get; }

    [Description("null: as often as anybody likes.")]
    public int? MaxViews { get; }

    public int Used { get; }

    public bool HasPassword { get; }

    [Description("Who has fetched it, oldest first.")]
    public IReadOnlyList<DocumentViewItem> Views { get; }
}

/// <summary>One use of a link.</summary>
internal sealed record DocumentViewItem
{
    public DocumentViewItem(DocumentView view)
    {
        At = view.At;
        Address = view.Viewer.Address;
        Program = view.Viewer.Program;
        Octets = view.Octets;
        Outcome = IsoCode.Kebab(view.Outcome.ToString());
    }

    public DateTimeOffset At { get; }

    [Description("Empty after the request was anonymised.")]
    public string Address { get; }

    public string Program { get; }

    public long Octets { get; }

    [Description("begun, complete, broken-off, or given-back: nothing was sent.")]
    public string Outcome { get; }
}

/// <summary>The file that a supplier offers.</summary>
internal sealed record SuppliedFileItem
{
    public SuppliedFileItem(OfferedFile file, ISecretBox box)
    {
        var document = file.Document;
        Name = document.Name;
        MediaType = document.MediaType;
        Octets = document.Octets;
        Address = file.Address?.Address;
        Document = document.Number;
        MaxViews = document.MaxViews;
        AvailableUntil = document.AvailableUntil;
        Password = document.SealedPassword is { } closed ? box.Open(closed)?.Reveal() : null;
    }

    public string? Name { get; }

    public string? MediaType { get; }

    public long? Octets { get; }

    [Description("Where it can be fetched; null when it came with the message.")]
    public string? Address { get; }

    [Description("The document of this request that it has become.")]
    public long? Document { get; }

    public int? MaxViews { get; }

    public DateOnly? AvailableUntil { get; }

    [Description("What it is fetched with, where it needs a password.")]
    public string? Password { get; }
}

using System.Buffers;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace ResourceSharing.Gateway.Documents;

/// <summary>Which part of a file is wanted.</summary>
/// <param name="From">The first octet, from 0.</param>
/// <param name="Octets">How many.</param>
/// <param name="IsPart">False for the whole file, asked for without a range.</param>
internal sealed record FilePart(long From, long Octets, bool IsPart)
{
    /// <summary>Reads what a call wants. Several ranges at one time, and ranges of another file, are answered with all of it,
    /// as RFC 9110 (14.2) lets us.</summary>
    /// <returns>Null when there is no such part (416).</returns>
    public static FilePart? Of(HttpRequest request, StoredDocument document)
    {
        var headers = request.GetTypedHeaders();
        var whole = new FilePart(0, document.Octets, IsPart: false);
        if (headers.Range is not { } range || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || range.Ranges.Count != 1
            || (headers.IfRange is { } condition && condition.EntityTag?.Compare(TagOf(document), useStrongComparison: true) != true))
        {
            return whole;
        }

        var wanted = range.Ranges.First();
        var from = wanted.From ?? Math.Max(0, document.Octets - (wanted.To ?? 0));
        var to = wanted.From is null ? document.Octets - 1 : Math.Min(wanted.To ?? long.MaxValue, document.Octets - 1);
        return from > to ? null : new FilePart(from, to - from + 1, IsPart: true);
    }

    /// <summary>By what a file is recognised when it is continued.</summary>
    public static EntityTagHeaderValue TagOf(StoredDocument document) => new($"\"{document.Digest}\"");
}

/// <summary>
/// Sends a file, or a part of it, piece by piece as the reader takes it: a large file needs no more memory than a small one.
/// No browser shows it, guesses what it is, or lets anything in it run.
/// </summary>
/// <param name="document">What it is.</param>
/// <param name="name">The name to save it under.</param>
/// <param name="content">Its bytes; closed at the end.</param>
/// <param name="part">Which part.</param>
internal sealed class FileDownload(StoredDocument document, string name, Stream content, FilePart part) : IResult
{
    /// <summary>What is told of views; null for nobody's business.</summary>
    public string? ViewsLeft { get; init; }

    /// <summary>Called once with the octets that were sent, and whether any can have left us: of a piece that broke off the
    /// reader may have had the most part.</summary>
    public Func<long, bool, Task> Sent { get; init; } = (_, _) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (sent, hasBegun) = (0L, false);
        await using var closing = content;
        try
        {
            SetHeaders(httpContext.Response);
            content.Position = part.From;
            var buffer = ArrayPool<byte>.Shared.Rent(DocumentLimits.BufferOctets);
            try
            {
                while (sent < part.Octets)
                {
                    var wanted = (int)Math.Min(buffer.Length, part.Octets - sent);
                    var read = await content.ReadAsync(buffer.AsMemory(0, wanted), httpContext.RequestAborted);
                    if (read == 0)
                    {
                        throw new IOException($"Document {document.Number} is shorter than it was.");
                    }

                    hasBegun = true;
                    await httpContext.Response.Body.WriteAsync(buffer.AsMemory(0, read), httpContext.RequestAborted);
                    sent += read;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        finally
        {
            await Sent(sent, hasBegun);
        }
    }

    private void SetHeaders(HttpResponse response)
    {
        response.StatusCode = part.IsPart ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        response.ContentType = document.MediaType;
        response.ContentLength = part.Octets;
        var headers = response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.AcceptRanges = "bytes";
        headers.ETag = FilePart.TagOf(document).ToString();
        if (part.IsPart)
        {
            headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes {part.From}-{part.From + part.Octets - 1}/{document.Octets}");
        }

        if (ViewsLeft is not null)
        {
            headers["X-Views-Left"] = ViewsLeft;
        }
    }
}

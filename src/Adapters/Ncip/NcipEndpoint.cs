using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// NCIP over HTTP: one POST is one message, and its answer comes back in the same call. The status is 200 whatever the answer
/// says, since clients look no further with any other. Every kind of content is taken; only packed bodies are not, since a
/// small one can unpack to a large one.
/// </summary>
/// <param name="responder">Makes the answers.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class NcipEndpoint(NcipResponder responder, TimeProvider time)
{
    /// <summary>Where a library's system is usually addressed, so that a partner changes nothing but the host.</summary>
    private static readonly string[] Paths =
        ["/ncip", "/view/NCIPServlet", "/view/NCIPServlet/v1", "/view/NcipP2PServlet"];

    private const string Page = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>NCIP</title></head>"
        + "<body><p>This is an NCIP responder. Send messages by POST.</p></body></html>\n";

    /// <summary>Maps it under all its paths.</summary>
    /// <param name="app">The application.</param>
    public void Map(IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        foreach (var path in Paths)
        {
            app.MapPost(path, (HttpContext context) => HandleAsync(context, null)).ExcludeFromDescription();
            app.MapGet(path, ShowAsync).ExcludeFromDescription();
        }

        app.MapPost("/ncip/{key}", (HttpContext context, string key) => HandleAsync(context, key)).ExcludeFromDescription();
        app.MapGet("/ncip/{key}", ShowAsync).ExcludeFromDescription();
    }

    /// <summary>For people, and for what looks whether the server is there.</summary>
    private static Task ShowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Page, context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context, string? key)
    {
        if (IsPacked(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        var shown = Shown(context, key);
        var (body, isWhole) = await ReadAsync(context);
        var answer = isWhole
            ? await responder.AnswerAsync(body, context.Request.ContentType, shown)
            : await responder.BrokenAsync(body, "ncip-too-slow", "the body did not arrive in its time", shown);
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        using var limit = new CancellationTokenSource(responder.Settings.Limits.Reply, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        await context.Response.Body.WriteAsync(answer, either.Token);
    }

    private static bool IsPacked(HttpRequest request) =>
        request.Headers[HeaderNames.ContentEncoding] is { Count: > 0 } encodings
        && encodings.Any(encoding => !string.Equals(encoding?.Trim(), "identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body, or what came of it in its time. Of a larger one than is read, one octet more than the limit: the codec
    /// then says so in NCIP.</summary>
    private async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var limits = responder.Settings.Limits;
        using var limit = new CancellationTokenSource(limits.Body, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        using var received = new MemoryStream();
        try
        {
            await BoundedBody.CopyAsync(context.Request.Body, received, NcipLimits.MaxOctets + 1, either.Token);
            return (received.ToArray(), true);
        }
        catch (Exception fault) when (IsTooSlow(fault) && !context.RequestAborted.IsCancellationRequested)
        {
            return (received.ToArray().AsMemory(0, (int)Math.Min(received.Length, limits.MaxKeptOctets)), false);
        }
    }

    /// <summary>Our own limit has run out, or the server's patience with what only drips.</summary>
    private static bool IsTooSlow(Exception fault) => fault is OperationCanceledException
        or BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout };

    private NcipCredentials Shown(HttpContext context, string? key)
    {
        var request = context.Request;
        var (scheme, value) = Authorization(request.Headers.Authorization.ToString());
        string?[] keys =
        [
            key, request.Query["apikey"].ToString(), request.Headers["X-Api-Key"].ToString(),
            scheme == "BEARER" ? value : null,
        ];
        return new NcipCredentials(context.Connection.RemoteIpAddress)
        {
            Keys = [.. keys.OfType<string>().Where(one => one.Length > 0)],
            Basic = scheme == "BASIC" ? Pair(value) : null,
            CertificateKeyHash = CertificateOf(context),
        };
    }

    private static (string Scheme, string Value) Authorization(string header)
    {
        int blank = header.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? ("", "") : (header[..blank].ToUpperInvariant(), header[(blank + 1)..].Trim());
    }

    private static (string User, string Password)? Pair(string value)
    {
        var octets = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, octets, out int length))
            return null;
        var text = Encoding.UTF8.GetString(octets, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>The certificate of the connection, or the one that the proxy on this machine passes on. From anywhere else a
    /// header proves nothing: certificates are public.</summary>
    private ReadOnlyMemory<byte> CertificateOf(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } direct)
            return SHA256.HashData(direct.PublicKey.ExportSubjectPublicKeyInfo());
        if (responder.Settings.CertificateHeader is not { } name || !IsThisMachine(context.Connection.RemoteIpAddress)
            || context.Request.Headers[name] is not [{ Length: > 0 } text])
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        try
        {
            using var passed = Certificate(text);
            return SHA256.HashData(passed.PublicKey.ExportSubjectPublicKeyInfo());
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or ArgumentException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    /// <summary>Either as RFC 9440 writes it, <c>:BASE64:</c>, or as PEM with percent signs, as nginx does.</summary>
    private static X509Certificate2 Certificate(string text) => text is [':', .., ':']
        ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text[1..^1]))
        : X509Certificate2.CreateFromPem(Uri.UnescapeDataString(text));

    private static bool IsThisMachine(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}

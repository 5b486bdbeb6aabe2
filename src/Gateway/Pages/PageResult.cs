using System.Globalization;
using System.Text;

namespace ResourceSharing.Gateway.Pages;

/// <summary>A page with what browsers, proxies and search engines must know about it.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Html">The page.</param>
internal sealed record PageResult(int Status, string Html) : IResult
{
    /// <summary>When to come again; null where that does not matter.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the browser may tell our own address where a form came from; nobody else ever learns.</summary>
    public bool TellsOwnOrigin { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, octets) = (httpContext.Response, Encoding.UTF8.GetBytes(Html));
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = octets.Length;
        response.Headers.ContentSecurityPolicy = PageHtml.ContentSecurityPolicy;
        response.Headers.CacheControl = "private, no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (TellsOwnOrigin)
        {
            response.Headers["Referrer-Policy"] = "same-origin";
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(octets, httpContext.RequestAborted);
        }
    }
}

using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Replies;

/// <summary>The pages behind reply links: <c>/r/{token}</c>.</summary>
internal static class ReplyPages
{
    /// <summary>Adds what the pages need beside what the host provides.</summary>
    public static IServiceCollection AddReplyPages(this IServiceCollection services, ReplyLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<ReplyThrottle>();
        services.AddSingleton<ReplyWords>();
        return services.AddSingleton<ReplyDesk>();
    }

    /// <summary>Maps the pages.</summary>
    public static WebApplication MapReplyPages(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        const string Path = $"/{LetterLinks.Folder}/{{token}}";
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (
            HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<ReplyDesk>().ShowAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        app.MapPost(Path, (HttpContext context, string token, CancellationToken cancellationToken) =>
            context.RequestServices.GetRequiredService<ReplyDesk>().ActAsync(context, token, cancellationToken))
            .ExcludeFromDescription();
        return app;
    }
}

/// <summary>A page with what browsers, proxies and search engines must know about it.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Html">The page.</param>
internal sealed record ReplyResult(int Status, string Html) : IResult
{
    /// <summary>When to come again; null where that does not matter.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, octets) = (httpContext.Response, Encoding.UTF8.GetBytes(Html));
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = octets.Length;
        response.Headers.ContentSecurityPolicy = ReplyPage.ContentSecurityPolicy;
        response.Headers.CacheControl = "private, no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
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

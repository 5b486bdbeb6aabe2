using Microsoft.Net.Http.Headers;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Gateway.Storage;

namespace ResourceSharing.Gateway.Api;

/// <summary>What every call passes on its way in and out: headers that browsers obey, no compressed bodies, sign-in for
/// everything under /api, and a problem in words for whatever goes wrong.</summary>
internal sealed partial class ApiPipeline
{
    /// <summary>Everything below needs the token.</summary>
    public const string Guarded = "/api";

    private readonly RequestDelegate _next;
    private readonly SignIn _signIn;
    private readonly ILogger<ApiPipeline> _log;

    public ApiPipeline(RequestDelegate next, SignIn signIn, ILogger<ApiPipeline> log)
    {
        _next = next;
        _signIn = signIn;
        _log = log;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        SetHeaders(context);
        var isApi = context.Request.Path.StartsWithSegments(Guarded, StringComparison.OrdinalIgnoreCase);
        var refusal = (isApi ? Refusal(context) : null) ?? EncodingProblem(context.Request);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        try
        {
            await _next(context);
            if (isApi && context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await ApiProblem.OfStatus(context.Response.StatusCode).ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            // Headers that say what a call allows or challenges are made anew with the problem.
            var problem = ProblemOf(fault, context);
            context.Response.Clear();
            SetHeaders(context);
            await problem.ExecuteAsync(context);
        }
    }

    private ApiProblem? Refusal(HttpContext context)
    {
        switch (_signIn.Check(context))
        {
            case SignInOutcome.Known:
                return null;
            case SignInOutcome.Unknown:
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Resource Sharing Gateway\"";
                return new ApiProblem
                {
                    Title = "Sign in first.",
                    Status = StatusCodes.Status401Unauthorized,
                    Code = "not-signed-in",
                    Detail = "Send the administrator's token as Authorization: Bearer TOKEN. It is in the file "
                        + $"{AdminToken.FileName} of the data folder.",
                };
            case SignInOutcome.TooMany:
                return new ApiProblem
                {
                    Title = "Too many failed sign-ins.",
                    Status = StatusCodes.Status429TooManyRequests,
                    Code = "too-many-sign-ins",
                    Detail = "Too many wrong tokens came from this address. Come again with the right one.",
                    RetryAfter = SignIn.Window,
                };
            default:
                throw new InvalidOperationException("A sign-in is known, unknown or one too many.");
        }
    }

    // A small body can unpack to a large one, so nothing is ever unpacked.
    private static ApiProblem? EncodingProblem(HttpRequest request) =>
        request.Headers[HeaderNames.ContentEncoding] is { Count: > 0 } encodings
            && encodings.Any(encoding =>
                !string.Equals(encoding?.Trim(), "identity", StringComparison.OrdinalIgnoreCase))
            ? ApiProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType)
            : null;

    private ApiProblem ProblemOf(Exception fault, HttpContext context)
    {
        switch (fault)
        {
            case StoreUnavailableException:
                StoreUnavailable(_log, fault);
                return new ApiProblem
                {
                    Title = "The store cannot take anything now.",
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Code = "store-unavailable",
                    Detail = "Nothing was changed. Send the same call again later.",
                    RetryAfter = TimeSpan.FromSeconds(10),
                };
            case BadHttpRequestException bad:
                return ApiProblem.OfStatus(bad.StatusCode);
            default:
                Unexpected(_log, context.Request.Method, context.GetEndpoint()?.DisplayName
                    ?? "(no endpoint)", fault);
                return new ApiProblem
                {
                    Title = "The gateway failed.",
                    Status = StatusCodes.Status500InternalServerError,
                    Code = "internal-error",
                    Detail = "This is a fault of the gateway. Its log says more under the trace id.",
                };
        }
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error,
        Message = "{Method} {Endpoint} met an unexpected fault")]
    private static partial void Unexpected(ILogger logger, string method, string endpoint,
        Exception exception);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error,
        Message = "The store cannot write; a call was answered 503")]
    private static partial void StoreUnavailable(ILogger logger, Exception exception);
}

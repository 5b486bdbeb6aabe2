using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResourceSharing.Gateway.Api;

/// <summary>One field that is at fault.</summary>
/// <param name="Field">Its name, with the name of the object around it: <c>patron.email</c>.</param>
/// <param name="Message">What is wrong and what is expected.</param>
internal sealed record FieldFault(string Field, string Message);

/// <summary>One fault of a configuration file.</summary>
/// <param name="File">The file, below the configuration folder.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Column">From 1; 0 for the file as a whole.</param>
/// <param name="Message">What is wrong and what is expected.</param>
internal sealed record FileFault(string File, int Line, int Column, string Message);

/// <summary>
/// What the interface answers instead of a result: RFC 9457 problem details. The code is stable and for programs; the
/// texts are for people and tell nothing of paths, stacks or patrons.
/// </summary>
internal sealed record ApiProblem : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A URN made of the code.</summary>
    [JsonPropertyOrder(-5)]
    public string Type => $"urn:rsg:problem:{Code}";

    /// <summary>The kind of problem in words.</summary>
    [JsonPropertyOrder(-4)]
    public required string Title { get; init; }

    /// <summary>The status of HTTP.</summary>
    [JsonPropertyOrder(-3)]
    public required int Status { get; init; }

    /// <summary>This problem in words.</summary>
    [JsonPropertyOrder(-2)]
    public required string Detail { get; init; }

    /// <summary>Stable, kebab-case: <c>invalid-fields</c>.</summary>
    [JsonPropertyOrder(-1)]
    public required string Code { get; init; }

    /// <summary>Finds the entry in the log.</summary>
    public string? TraceId { get; init; }

    /// <summary>The fields at fault.</summary>
    public IReadOnlyList<FieldFault>? Errors { get; init; }

    /// <summary>An action that is not possible: on which request.</summary>
    public string? Id { get; init; }

    /// <summary>An action that is not possible: the status of the request.</summary>
    public string? RequestStatus { get; init; }

    /// <summary>An action that is not possible: the statuses in which it would be.</summary>
    public IReadOnlyList<string>? Expected { get; init; }

    /// <summary>An action that is not possible: the actions that are.</summary>
    public IReadOnlyList<string>? AvailableActions { get; init; }

    /// <summary>A configuration that cannot be used: why.</summary>
    public IReadOnlyList<FileFault>? Faults { get; init; }

    /// <summary>When to come again.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Fields of the body that cannot be used.</summary>
    public static ApiProblem InvalidFields(IReadOnlyList<FieldFault> faults,
        int status = StatusCodes.Status400BadRequest) => new()
    {
        Title = "The call has fields that cannot be used.",
        Status = status,
        Code = "invalid-fields",
        Detail = string.Join(' ', faults.Select(fault => fault.Message)),
        Errors = faults,
    };

    /// <summary>Well formed, but it makes no sense for this request or library.</summary>
    public static ApiProblem Unprocessable(string field, string text) =>
        InvalidFields([new FieldFault(field, text)], StatusCodes.Status422UnprocessableEntity);

    /// <summary>Parameters of the query that cannot be used.</summary>
    public static ApiProblem InvalidQuery(IReadOnlyList<FieldFault> faults) => InvalidFields(faults) with
    {
        Title = "The query has parameters that cannot be used.", Code = "invalid-query",
    };

    /// <summary>A body that is no JSON object.</summary>
    public static ApiProblem InvalidJson(string detail) => new()
    {
        Title = "The body is not a JSON object.", Status = StatusCodes.Status400BadRequest,
        Code = "invalid-json", Detail = detail,
    };

    /// <summary>There is no such thing.</summary>
    public static ApiProblem NotFound(string what, string detail) => new()
    {
        Title = "Not found.", Status = StatusCodes.Status404NotFound, Code = $"{what}-not-found",
        Detail = detail,
    };

    /// <summary>Not possible as things stand.</summary>
    public static ApiProblem Conflict(string code, string detail) => new()
    {
        Title = "Not possible now.", Status = StatusCodes.Status409Conflict, Code = code, Detail = detail,
    };

    /// <summary>What a bare status of HTTP means here.</summary>
    public static ApiProblem OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Bare(status, "bad-request", "The call is malformed."),
        StatusCodes.Status404NotFound =>
            Bare(status, "no-such-address", "Nothing is here. /openapi/v1.json lists all addresses."),
        StatusCodes.Status405MethodNotAllowed =>
            Bare(status, "method-not-allowed", "This address does not take that method; see Allow."),
        StatusCodes.Status408RequestTimeout => Bare(status, "request-timeout", "The call came too slowly."),
        StatusCodes.Status413PayloadTooLarge =>
            Bare(status, "body-too-large", $"A body has {ApiLimits.BodyOctets} octets at most."),
        StatusCodes.Status415UnsupportedMediaType =>
            Bare(status, "unsupported-media-type",
                "A body is application/json in UTF-8, without Content-Encoding."),
        _ => Bare(status, "refused", "The call cannot be carried out."),
    };

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        }

        var traced = this with { TraceId = Activity.Current?.TraceId.ToString()
            ?? httpContext.TraceIdentifier };
        return response.WriteAsJsonAsync(traced, ApiJson.Problems, MediaType, httpContext.RequestAborted);
    }

    private static ApiProblem Bare(int status, string code, string detail) =>
        new() { Title = "The call was refused.", Status = status, Code = code, Detail = detail };
}

/// <summary>How JSON is written.</summary>
internal static class ApiJson
{
    /// <summary>For problems: members that do not apply are left out. Of results every member is there, so that clients
    /// need not guess.</summary>
    public static JsonSerializerOptions Problems { get; } = MakeProblems();

    /// <summary>Sets options up; letters of all languages stay readable, what HTML could misunderstand is escaped.</summary>
    public static void Set(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(
            System.Text.Unicode.UnicodeRanges.All);
    }

    private static JsonSerializerOptions MakeProblems()
    {
        var options = new JsonSerializerOptions { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        Set(options);
        return options;
    }
}

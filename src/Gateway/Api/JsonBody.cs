using System.Buffers;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ResourceSharing.Gateway.Api;

/// <summary>The body of a call, read whole within its limits.</summary>
/// <param name="Raw">The octets as they came; empty when there was no body.</param>
/// <param name="Root">The JSON object; undefined when there was no body.</param>
internal sealed record JsonBody(ReadOnlyMemory<byte> Raw, JsonElement Root)
{
    private static readonly JsonDocumentOptions Strict =
        new() { MaxDepth = ApiLimits.BodyDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the body, or says what is wrong with it.</summary>
    public static async Task<(JsonBody? Body, ApiProblem? Problem)> ReadAsync(HttpContext context,
        bool isOptional)
    {
        var request = context.Request;
        if (request.ContentLength > ApiLimits.BodyOctets)
        {
            return (null, ApiProblem.OfStatus(StatusCodes.Status413PayloadTooLarge));
        }

        var raw = await ReadOctetsAsync(request.Body, context.RequestAborted);
        if (raw is null)
        {
            return (null, ApiProblem.OfStatus(StatusCodes.Status413PayloadTooLarge));
        }

        if (raw.Length == 0)
        {
            return isOptional
                ? (new JsonBody(raw, default), null)
                : (null, ApiProblem.InvalidJson("The body is empty; send a JSON object."));
        }

        return IsJson(request.ContentType)
            ? Parse(raw)
            : (null, ApiProblem.OfStatus(StatusCodes.Status415UnsupportedMediaType));
    }

    /// <summary>Reads the fields of a body; what is wrong with any of them comes back together.</summary>
    /// <param name="context">The call.</param>
    /// <param name="isOptional">True when the body may be left out.</param>
    /// <param name="read">Takes the fields that there may be; all others are unknown.</param>
    public static async Task<ApiProblem?> ReadFieldsAsync(HttpContext context, bool isOptional, Action<FieldReader> read)
    {
        var (body, unreadable) = await ReadAsync(context, isOptional);
        if (body is null)
        {
            return unreadable;
        }

        var fields = new FieldReader(body);
        read(fields);
        fields.Finish();
        return fields.Faults.Count > 0 ? ApiProblem.InvalidFields(fields.Faults) : null;
    }

    /// <summary>For calls that take no field.</summary>
    public static Task<ApiProblem?> ReadNothingAsync(HttpContext context) =>
        ReadFieldsAsync(context, isOptional: true, _ => { });

    private static (JsonBody? Body, ApiProblem? Problem) Parse(byte[] raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (new JsonBody(raw, document.RootElement.Clone()), null)
                : (null, ApiProblem.InvalidJson("The body is JSON, but not an object in braces."));
        }
        catch (JsonException fault)
        {
            // The message of the parser can repeat parts of the body; the place is enough.
            return (null, ApiProblem.InvalidJson(
                $"The body cannot be read as JSON from line {fault.LineNumber + 1}, octet {fault.BytePositionInLine + 1}: " +
                $"a syntax error, a field that stands twice, or more than {ApiLimits.BodyDepth} levels."));
        }
        catch (InvalidOperationException)
        {
            // Thrown where names are compared and one of them spells half of a surrogate pair.
            return (null, ApiProblem.InvalidJson(
                "A field of the body has a name that is not valid Unicode."));
        }
    }

    private static bool IsJson(string? contentType) =>
        contentType is null
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static async Task<byte[]?> ReadOctetsAsync(Stream body, CancellationToken cancellationToken)
    {
        // One octet more than the limit tells that there is too much.
        var buffer = ArrayPool<byte>.Shared.Rent(ApiLimits.BodyOctets + 1);
        try
        {
            var length = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, ApiLimits.BodyOctets + 1), ApiLimits.BodyOctets + 1,
                throwOnEndOfStream: false, cancellationToken);
            return length > ApiLimits.BodyOctets ? null : buffer.AsSpan(0, length).ToArray();
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The server calls a chunk of an impossible size a fault of reading, but it is one of the caller.
            throw new BadHttpRequestException("The body cannot be read to its end.", fault);
        }
        finally
        {
            // It may hold patron data.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}

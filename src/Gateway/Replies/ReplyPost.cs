using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ResourceSharing.Gateway.Replies;

/// <summary>What was posted, before it is understood.</summary>
/// <param name="Values">The fields; of a field that comes twice the first.</param>
/// <param name="File">The file, where the form has one.</param>
/// <param name="Raw">What goes into the journal: the form as it came, or the file itself.</param>
internal sealed record ReplyPost(IReadOnlyDictionary<string, string> Values, ReplyFile? File, ReadOnlyMemory<byte> Raw)
{
    /// <summary>A field; empty when it did not come.</summary>
    public string this[string name] => Values.GetValueOrDefault(name) ?? "";

    /// <summary>Reads the body of a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="mayUpload">Whether the page offers to send a file now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was posted, or the status of HTTP that says why it was not read: 400, 413, 415.</returns>
    public static async Task<(ReplyPost? Post, int Status)> ReadAsync(
        HttpContext context, bool mayUpload, CancellationToken cancellationToken)
    {
        var isMedia = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var media);
        var type = isMedia ? media!.MediaType.Value ?? "" : "";
        try
        {
            if (type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                return await ReadFormAsync(context, cancellationToken);
            }

            return mayUpload && type.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadFileAsync(context, media!, cancellationToken)
                : (null, StatusCodes.Status415UnsupportedMediaType);
        }
        catch (BadHttpRequestException bad)
        {
            return (null, bad.StatusCode);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or FormatException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<(ReplyPost? Post, int Status)> ReadFormAsync(
        HttpContext context, CancellationToken cancellationToken)
    {
        Limit(context, ReplyLimits.FormOctets);
        var octets = await ReadToEndAsync(context.Request.Body, ReplyLimits.FormOctets, cancellationToken);
        if (octets is null)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new FormReader(Encoding.UTF8.GetString(octets))
        {
            ValueCountLimit = ReplyLimits.FormFields, KeyLengthLimit = ReplyLimits.LineChars,
            ValueLengthLimit = ReplyLimits.FormOctets,
        };
        var values = reader.ReadForm().ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal);
        return (new ReplyPost(values, null, octets), StatusCodes.Status200OK);
    }

    private static async Task<(ReplyPost? Post, int Status)> ReadFileAsync(
        HttpContext context, MediaTypeHeaderValue media, CancellationToken cancellationToken)
    {
        const int MaxFile = ReplyLimits.FileMiB * 1024 * 1024;
        Limit(context, MaxFile + ReplyLimits.AroundFileOctets);
        var border = HeaderUtilities.RemoveQuotes(media.Boundary).Value;
        if (string.IsNullOrEmpty(border) || border.Length > 70)
        {
            return (null, StatusCodes.Status400BadRequest);
        }

        var reader = new MultipartReader(border, context.Request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        ReplyFile? file = null;
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
        {
            if (parts >= ReplyLimits.FormFields)
            {
                return (null, StatusCodes.Status400BadRequest);
            }

            if (section.AsFileSection() is { } sent)
            {
                var octets = await ReadToEndAsync(section.Body, MaxFile, cancellationToken);
                file = octets is { Length: 0 } ? file
                    : new ReplyFile(ReplyFile.CleanName(sent.FileName), octets ?? [], IsTooLarge: octets is null);
            }
            else if (section.AsFormDataSection() is { } field)
            {
                var octets = await ReadToEndAsync(section.Body, ReplyLimits.FormOctets, cancellationToken);
                if (octets is null)
                {
                    return (null, StatusCodes.Status413PayloadTooLarge);
                }

                values.TryAdd(field.Name, Encoding.UTF8.GetString(octets));
            }
        }

        return (new ReplyPost(values, file, file?.Octets ?? default), StatusCodes.Status200OK);
    }

    private static void Limit(HttpContext context, long octets)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = octets;
        }
    }

    /// <summary>Everything, or null when there is more than the limit; then the rest is passed over.</summary>
    private static async Task<byte[]?> ReadToEndAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var total = 0L;
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            total += read;
            if (total <= limit)
            {
                whole.Write(buffer, 0, read);
            }
        }

        return total <= limit ? whole.ToArray() : null;
    }
}

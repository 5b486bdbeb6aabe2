using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ResourceSharing.Gateway.Pages;

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
                return await PostedForm.ReadAsync(context, cancellationToken) is { } form
                    ? (new ReplyPost(form.Values, null, form.Raw), StatusCodes.Status200OK)
                    : (null, StatusCodes.Status413PayloadTooLarge);
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

    private static async Task<(ReplyPost? Post, int Status)> ReadFileAsync(
        HttpContext context, MediaTypeHeaderValue media, CancellationToken cancellationToken)
    {
        const int MaxFile = ReplyLimits.FileMiB * 1024 * 1024;
        PostedForm.Limit(context, MaxFile + ReplyLimits.AroundFileOctets);
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
            if (parts >= PostedForm.Fields)
            {
                return (null, StatusCodes.Status400BadRequest);
            }

            if (section.AsFileSection() is { } sent)
            {
                var octets = await PostedForm.ReadToEndAsync(section.Body, MaxFile, cancellationToken);
                file = octets is { Length: 0 } ? file
                    : new ReplyFile(Documents.FileNames.Clean(sent.FileName), octets ?? [], IsTooLarge: octets is null);
            }
            else if (section.AsFormDataSection() is { } field)
            {
                var octets = await PostedForm.ReadToEndAsync(section.Body, PostedForm.Octets, cancellationToken);
                if (octets is null)
                {
                    return (null, StatusCodes.Status413PayloadTooLarge);
                }

                values.TryAdd(field.Name, Encoding.UTF8.GetString(octets));
            }
        }

        return (new ReplyPost(values, file, file?.Octets ?? default), StatusCodes.Status200OK);
    }
}

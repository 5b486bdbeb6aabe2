using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ResourceSharing.Gateway.Pages;

/// <summary>A form without files, as it was posted.</summary>
/// <param name="Values">The fields; of a field that comes twice the first.</param>
/// <param name="Raw">The octets as they came.</param>
internal sealed record PostedForm(IReadOnlyDictionary<string, string> Values, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Octets of a form without a file: a note at its limit in a script of three octets a character, each written as
    /// %XX, is below.</summary>
    public const int Octets = 64 * 1024;

    /// <summary>Fields of a form; the largest of ours has thirty.</summary>
    public const int Fields = 40;

    private const int KeyChars = 100;

    /// <summary>A field; empty when it did not come.</summary>
    public string this[string name] => Values.GetValueOrDefault(name) ?? "";

    /// <summary>Reads the body of a call; null when it is too large.</summary>
    /// <exception cref="InvalidDataException">It has too many fields, or too long names.</exception>
    public static async Task<PostedForm?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        Limit(context, Octets);
        return await ReadToEndAsync(context.Request.Body, Octets, cancellationToken) is { } octets ? Parse(octets) : null;
    }

    /// <summary>Takes the octets of a form apart.</summary>
    /// <exception cref="InvalidDataException">It has too many fields, or too long names.</exception>
    public static PostedForm Parse(byte[] octets)
    {
        using var reader = new FormReader(Encoding.UTF8.GetString(octets))
        {
            ValueCountLimit = Fields, KeyLengthLimit = KeyChars, ValueLengthLimit = Octets,
        };
        return new PostedForm(
            reader.ReadForm().ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal), octets);
    }

    /// <summary>Tells the server how much of a body to take at all.</summary>
    public static void Limit(HttpContext context, long octets)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = octets;
        }
    }

    /// <summary>Everything, or null when there is more than the limit; then the rest is passed over.</summary>
    public static async Task<byte[]?> ReadToEndAsync(Stream body, int limit, CancellationToken cancellationToken)
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

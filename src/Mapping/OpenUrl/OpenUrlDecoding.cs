using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.OpenUrl;

/// <summary>Reads a link for a person who asks what it says. Pure, and never fails.</summary>
public static partial class OpenUrlDecoding
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether octets look like an OpenURL: one line that is an address with a query, or that has keys of the
    /// standard.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> octets)
    {
        var line = octets.Trim(" \t\r\n"u8);
        return line.IndexOfAny("\r\n\0"u8) < 0 && line.IndexOf((byte)'=') > 0 && !line.StartsWith("<"u8)
            && Signs().IsMatch(Encoding.Latin1.GetString(line[..Math.Min(line.Length, 4096)]));
    }

    /// <summary>Explains a link.</summary>
    public static OpenUrlExplanation Explain(ReadOnlySpan<byte> octets)
    {
        var pairs = OpenUrlQuery.Parse(octets).Pairs;
        return OpenUrlReader.Read(octets) switch
        {
            OpenUrlReading.Understood { Request: var request } => new OpenUrlExplanation
            {
                Request = request, Lines = [.. Lines(request)], WireJson = Print(pairs),
            },
            OpenUrlReading.Refused refused => new OpenUrlExplanation
            {
                Lines = [$"Not read: {refused.Detail}."], Refusal = refused.Detail,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static IEnumerable<string> Lines(OpenUrlRequest request)
    {
        yield return $"OpenURL {(request.Version == OpenUrlVersion.V10 ? "1.0" : "0.1")}: {IsoCode.Kebab(request.Genre.ToString())}";
        foreach (var (name, value) in Facts(request))
        {
            if (!string.IsNullOrEmpty(value))
                yield return $"{name}: {value.ReplaceLineEndings("; ")}";
        }

        foreach (var field in request.Doubts)
            yield return $"Doubtful: the check digit of the {field.ToUpperInvariant()} is wrong";
        foreach (var loss in request.Losses.Losses)
            yield return $"Not carried over: {loss.Field}: {loss.Detail}";
    }

    private static IEnumerable<(string Name, string? Value)> Facts(OpenUrlRequest request)
    {
        var (content, one) = (request.Content, request.Content.Citation);
        return
        [
            ("Wanted as", content.Services is [ServiceType.Loan, ..] ? "loan" : "copy"),
            ("Kind of item", one.ItemType is { } type ? IsoCode.Words(type) : null),
            ("Title", one.Title), ("Author", one.Author), ("Article title", one.ArticleTitle),
            ("Article author", one.ArticleAuthor), ("Publisher", one.Publisher), ("Place", one.PlaceOfPublication),
            ("Published", one.PublicationDate), ("Date of issue", one.IssueDate), ("Edition", one.Edition),
            ("Series", one.Series), ("Volume", one.Volume), ("Issue", one.Issue), ("Pages", one.Pages),
            ("ISBN", one.Isbn), ("ISSN", one.Issn), ("DOI", one.Doi), ("PubMed", one.PubMedId),
            ("OCLC number", one.OclcNumber), ("LCCN", one.LccNumber), ("Other numbers", one.OtherNumbers),
            ("Records", string.Join("; ", one.SystemNumbers.Select(number => $"{number.System} {number.Number}"))),
            ("Patron", string.Join("; ", new[]
            {
                content.Patron?.Identifier, content.Patron?.Name, content.Patron?.Email, content.Patron?.Status,
            }.OfType<string>())),
            ("Needed by", content.NeededBy?.ToString("o", System.Globalization.CultureInfo.InvariantCulture)),
            ("Pickup location", request.PickupLocation), ("Note", request.Note), ("Made in", request.Referrer),
        ];
    }

    private static string Print(IReadOnlyList<OpenUrlPair> pairs)
    {
        using var printed = new MemoryStream();
        using (var json = new Utf8JsonWriter(printed, Readable))
        {
            json.WriteStartObject();
            foreach (var key in pairs.GroupBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(key.Key);
                foreach (var (_, value) in key)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(printed.ToArray());
    }

    [GeneratedRegex(@"^https?://[^ ]*\?|(^|[?&])(rft[._]|genre=|ctx_ver=|url_ver=|sid=)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Signs();
}

/// <summary>What a link says, for people and programs.</summary>
public sealed record OpenUrlExplanation
{
    /// <summary>What it asks for; null when it goes beyond a limit.</summary>
    public OpenUrlRequest? Request { get; init; }

    /// <summary>In plain English, one fact a line. Names the patron where the link does.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Every key with its values, as they were sent; null when it goes beyond a limit.</summary>
    public string? WireJson { get; init; }

    /// <summary>Why nothing was read; null when something was.</summary>
    public string? Refusal { get; init; }
}

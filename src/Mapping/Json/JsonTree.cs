using System.Text.Json;
using System.Text.Unicode;

namespace ResourceSharing.Mapping.Json;

/// <summary>How large a document may be.</summary>
/// <param name="MaxOctets">Octets.</param>
/// <param name="MaxTokens">Names, values, and beginnings and ends of objects and arrays.</param>
/// <param name="MaxDepth">Objects and arrays within each other.</param>
internal sealed record JsonLimits(int MaxOctets, int MaxTokens, int MaxDepth);

/// <summary>Reads JSON from outside: UTF-8 only, with limits that are checked before anything is built. Never throws.</summary>
internal static class JsonTree
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The root, or null and why.</summary>
    public static (JsonElement? Root, string Fault) Read(ReadOnlyMemory<byte> octets, JsonLimits limits)
    {
        if (octets.Length > limits.MaxOctets)
            return (null, "longer than the limit");
        var text = octets.Span.StartsWith(ByteOrderMark) ? octets[ByteOrderMark.Length..] : octets;
        if (!Utf8.IsValid(text.Span))
            return (null, "not UTF-8");
        try
        {
            if (!IsWithin(text.Span, limits))
                return (null, "more values than the limit");
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
            return (document.RootElement.Clone(), "");
        }
        catch (JsonException exception)
        {
            return (null, $"no JSON within the limits, line {(exception.LineNumber ?? 0) + 1}");
        }
        catch (InvalidOperationException)
        {
            return (null, "a text in it is no text");
        }
    }

    /// <summary>Every escaped text is decoded once, since half of a surrogate pair is only found that way.</summary>
    private static bool IsWithin(ReadOnlySpan<byte> text, JsonLimits limits)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        var tokens = 0;
        while (reader.Read())
        {
            if (++tokens > limits.MaxTokens)
                return false;
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                _ = reader.GetString();
        }

        return true;
    }
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ResourceSharing.Mapping.Json;

/// <summary>Writes JSON on one line, readable in the journal.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object.</summary>
    public static string Object(Action<Utf8JsonWriter> write)
    {
        using var octets = new MemoryStream();
        using (var writer = new Utf8JsonWriter(octets, Layout))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.ToArray());
    }

    /// <summary>A field that is left out when there is nothing to say.</summary>
    public static void Field(this Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
            writer.WriteString(name, value.Trim());
    }

    /// <summary>A text at most so long; half a surrogate pair is not left at its end.</summary>
    public static string Cut(string text, int maxChars) =>
        text.Length <= maxChars ? text
        : char.IsHighSurrogate(text[maxChars - 1]) ? text[..(maxChars - 1)]
        : text[..maxChars];
}

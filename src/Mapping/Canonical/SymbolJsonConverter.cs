using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Canonical;

/// <summary>Writes a <see cref="Symbol"/> as the plain string that people write.</summary>
public sealed class SymbolJsonConverter : JsonConverter<Symbol>
{
    /// <inheritdoc/>
    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Symbol.TryParse(reader.GetString(), out var symbol)
            ? symbol
            : throw new JsonException("A library symbol is 1 to 128 characters, like RSG:HOME.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}

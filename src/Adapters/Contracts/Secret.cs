using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// A secret in memory. It prints, logs and serialises as <c>***</c>; only <see cref="Reveal"/> gives the
/// value, so that every place that uses one can be found.
/// </summary>
[DebuggerDisplay("***")]
[JsonConverter(typeof(MaskedJsonConverter))]
public sealed class Secret
{
    private const string Mask = "***";
    private readonly string _value;

    /// <summary>Wraps a value. The value is not copied, checked or trimmed.</summary>
    public Secret(string value) => _value = value;

    /// <summary>
    /// The value itself, for the one call that needs it. Never keep, log or compare the result.
    /// </summary>
    public string Reveal() => _value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => Mask;

    private sealed class MaskedJsonConverter : JsonConverter<Secret>
    {
        public override Secret Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException("a secret is never read from JSON");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Mask);
    }
}

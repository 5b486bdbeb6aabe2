using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ResourceSharing.Mapping.Locate;

/// <summary>Answers as JSON, to be stored with a request. Names are camel case; closed sets are written by
/// name.</summary>
public static class LocateJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>One answer on one line.</summary>
    public static string Write(LocateAnswer answer) => JsonSerializer.Serialize(answer, Options);

    /// <summary>Reads what <see cref="Write"/> has written; null for anything else.</summary>
    public static LocateAnswer? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<LocateAnswer>(json, Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

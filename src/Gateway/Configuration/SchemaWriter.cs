using System.Collections;
using System.Net;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Writes the JSON Schemas (draft 2020-12) of config/schema from the settings records, so that editors
/// complete keys, show what they mean and mark mistakes while an administrator types.
/// </summary>
public sealed class SchemaWriter
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IReadOnlyDictionary<string, Type> _channelTypes;
    private readonly IReadOnlyDictionary<string, Type> _otherFiles;
    private readonly XmlDocumentation _documentation = new();

    /// <summary>Makes a writer for the channel types of the composition root.</summary>
    /// <param name="channelTypes">The settings of channels by their name.</param>
    /// <param name="otherFiles">Records of further files by the name of their schema.</param>
    public SchemaWriter(
        IReadOnlyDictionary<string, Type> channelTypes, IReadOnlyDictionary<string, Type>? otherFiles = null)
    {
        _channelTypes = channelTypes;
        _otherFiles = otherFiles ?? new Dictionary<string, Type>();
    }

    /// <summary>All schemas: file name without folder, and content.</summary>
    public IReadOnlyDictionary<string, string> WriteAll() => new Dictionary<string, string>(
        _otherFiles.Select(file => KeyValuePair.Create(file.Key, Write(file.Value))))
    {
        ["gateway.json"] = Write(typeof(GatewayConfig)),
        ["partner.json"] = Write(typeof(PartnerConfig)),
        ["profile.json"] = Write(typeof(WorkflowProfileConfig)),
        ["rota.json"] = Write(typeof(RotaConfig)),
    };

    private string Write(Type type)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema" };
        foreach (var (key, value) in SectionOf(type, Activator.CreateInstance(type)!).ToList())
            schema[key] = value?.DeepClone();
        return schema.ToJsonString(Layout) + "\n";
    }

    private JsonObject SectionOf(Type type, object? defaults)
    {
        var properties = new JsonObject();
        foreach (var property in ConfigProperty.Of(type))
            properties[property.Key] = PropertyOf(property, defaults);
        var schema = new JsonObject { ["type"] = "object" };
        Describe(schema, _documentation.SummaryOf(type));
        schema["additionalProperties"] = false;
        schema["properties"] = properties;
        var required = ConfigProperty.Of(type).Where(p => p.IsRequired).ToList();
        if (required.Count > 0)
            schema["required"] = new JsonArray([.. required.Select(p => (JsonNode)p.Key)]);
        return schema;
    }

    private JsonObject PropertyOf(ConfigProperty property, object? owner)
    {
        var current = owner is null ? null : property.Info.GetValue(owner);
        var schema = ValueOf(property, property.ValueType, current);
        Describe(schema, DescriptionOf(property));
        if (!property.IsRequired && DefaultOf(current) is { } written)
            schema["default"] = written;
        return schema;
    }

    private string? DescriptionOf(ConfigProperty property)
    {
        var summary = _documentation.SummaryOf(property.Info);
        // A JSON Schema cannot compare durations, so that the reader gets the range in words.
        return property.Range is { Least: TimeSpan } range ? $"{summary} Must be {range}." : summary;
    }

    private JsonObject ValueOf(ConfigProperty property, Type type, object? current)
    {
        if (type == typeof(ChannelConfig))
            return ChannelOf();
        if (type.IsEnum)
            return NamesOf(type);
        if (ScalarFormat.For(type) is { } format)
            return Limited(format.Schema(), property);
        if (!type.IsGenericType)
            return SectionOf(type, current ?? Activator.CreateInstance(type));
        return type.GetGenericArguments() is [_, var valueType]
            ? DictionaryOf(property, valueType)
            : ListOf(property, type);
    }

    private JsonObject DictionaryOf(ConfigProperty property, Type valueType) =>
        new() { ["type"] = "object", ["additionalProperties"] = ValueOf(property, valueType, null) };

    private JsonObject ListOf(ConfigProperty property, Type type)
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = ValueOf(property, type.GetGenericArguments()[0], null),
        };
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>))
            schema["uniqueItems"] = true;
        SetIfGiven(schema, "minItems", property.MinLength);
        SetIfGiven(schema, "maxItems", property.MaxLength);
        return schema;
    }

    private static JsonObject Limited(JsonObject schema, ConfigProperty property)
    {
        if (property.Range is { Least: decimal least, Greatest: decimal greatest })
        {
            schema["minimum"] = least;
            schema["maximum"] = greatest;
        }
        if (property.Form is { } form)
            schema["pattern"] = form.Regex.ToString();
        if (property.ValueType == typeof(string))
        {
            SetIfGiven(schema, "minLength", property.MinLength);
            SetIfGiven(schema, "maxLength", property.MaxLength);
        }
        return schema;
    }

    private JsonObject NamesOf(Type type)
    {
        var schema = new JsonObject
        {
            ["enum"] = new JsonArray([.. ConfigProperty.NamesOf(type).Select(n => (JsonNode)n)]),
        };
        // Not a word of the standard, but the one that editors show next to each value; validators ignore it.
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        schema["markdownEnumDescriptions"] =
            new JsonArray([.. fields.Select(f => (JsonNode?)_documentation.SummaryOf(f))]);
        return schema;
    }

    private JsonObject ChannelOf()
    {
        var choices = new JsonArray();
        foreach (var (name, type) in _channelTypes.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var choice = SectionOf(type, Activator.CreateInstance(type));
            ((JsonObject)choice["properties"]!).Insert(0, "type", new JsonObject { ["const"] = name });
            var required = choice["required"] as JsonArray ?? [];
            required.Insert(0, "type");
            choice["required"] = required.DeepClone();
            choices.Add(choice);
        }
        return new JsonObject { ["oneOf"] = choices };
    }

    private static void Describe(JsonObject schema, string? description)
    {
        if (description is not null)
            schema["description"] = description;
    }

    private static void SetIfGiven(JsonObject schema, string keyword, int? value)
    {
        if (value is { } given)
            schema[keyword] = given;
    }

    /// <summary>A default as a file writes it; null for sections, whose settings show their own.</summary>
    private static JsonNode? DefaultOf(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        long number => number,
        decimal number => number,
        string text => text,
        Enum name => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString()),
        TimeSpan duration => Durations.Format(duration),
        Uri url => url.GetLeftPart(UriPartial.Authority),
        IPAddress address => address.ToString(),
        JobSchedule schedule => schedule.Text,
        IEnumerable items => new JsonArray([.. items.Cast<object>().Select(DefaultOf)]),
        _ => null,
    };
}

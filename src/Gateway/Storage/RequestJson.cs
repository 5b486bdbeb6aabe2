using System.Buffers;
using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ResourceSharing.Gateway.Storage;

/// <summary>
/// The compact JSON in which states, messages and loss reports are stored: UTF-8, camelCase, enumerations as
/// the numbers of the standard. What a fresh record would hold anyway is left out, so that a member that is
/// added later with a default reads from old rows as that default.
/// </summary>
/// <remarks>Contracts are found by reflection, not by the source generator: generated code sets init-only
/// members that the JSON lacks to the default of their type, which would turn <c>Renewable = true</c> into
/// false and empty lists into null.</remarks>
public static class RequestJson
{
    /// <summary>The settings; read only.</summary>
    public static JsonSerializerOptions Options { get; } = Build();

    /// <summary>Reads what <see cref="JsonBuffer"/> has written.</summary>
    /// <exception cref="JsonException">The text is damaged or does not fit the type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8)
        where T : class =>
        JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new JsonException("The stored JSON is null.");

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDefaults } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.IsAbstract)
        {
            return;
        }

        foreach (var derived in type.Properties.Where(property => property.Set is null).ToArray())
        {
            // Computed from others (DisplayTitle, Service): never stored. Positional members have a setter as
            // well.
            type.Properties.Remove(derived);
        }

        var fresh = Fresh(type.Type);
        foreach (var property in type.Properties.Where(property => !property.IsRequired && property.Get is not null))
        {
            LeaveOutDefault(property, fresh);
        }
    }

    private static void LeaveOutDefault(JsonPropertyInfo property, object fresh)
    {
        if (property.AssociatedParameter is { HasDefaultValue: false })
        {
            return;
        }

        var initial = property.Get!(fresh);
        if (initial is null)
        {
            return;
        }

        property.ShouldSerialize = initial switch
        {
            string => (_, value) => !Equals(value, initial),
            ICollection { Count: 0 } => static (_, value) => value is not ICollection { Count: 0 },
            IEnumerable list => (_, value) => value is not IEnumerable now
                || !now.Cast<object>().SequenceEqual(list.Cast<object>()),
            _ => (_, value) => !initial.Equals(value),
        };
    }

    // A record as its constructor leaves it, required members and parameters without default unset.
    private static object Fresh(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .MinBy(candidate => candidate.GetParameters().Length);
        var arguments = constructor?.GetParameters().Select(parameter =>
            parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
            : null);
        return constructor?.Invoke(arguments!.ToArray())
            ?? throw new NotSupportedException($"{type} has no public constructor and cannot be stored.");
    }
}

/// <summary>A buffer that is used again and again for writing JSON. Not shared between threads.</summary>
internal sealed class JsonBuffer : IDisposable
{
    private const int KeptOctets = 256 * 1024;

    private ArrayBufferWriter<byte> buffer = new(16 * 1024);
    private readonly Utf8JsonWriter writer;

    public JsonBuffer() =>
        this.writer = new Utf8JsonWriter(this.buffer, new JsonWriterOptions
        {
            Encoder = RequestJson.Options.Encoder,
            SkipValidation = true,
        });

    /// <summary>The JSON of a value; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write<T>(T value)
    {
        if (this.buffer.Capacity > KeptOctets)
        {
            this.buffer = new ArrayBufferWriter<byte>(16 * 1024);
        }

        this.buffer.ResetWrittenCount();
        this.writer.Reset(this.buffer);
        JsonSerializer.Serialize(this.writer, value, RequestJson.Options);
        return this.buffer.WrittenSpan;
    }

    public void Dispose() => this.writer.Dispose();
}

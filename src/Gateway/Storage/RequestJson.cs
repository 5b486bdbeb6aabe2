using System.Buffers;
using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

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

    /// <summary>The same for a state whose content is written apart.</summary>
    internal static JsonSerializerOptions WithoutContent { get; } = Build(LeaveOutContent);

    private static JsonSerializerOptions Build(params Action<JsonTypeInfo>[] more)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        var contracts = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDefaults } };
        foreach (var modifier in more)
        {
            contracts.Modifiers.Add(modifier);
        }

        options.TypeInfoResolver = contracts;
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutContent(JsonTypeInfo type)
    {
        if (type.Type == typeof(RequestState))
        {
            type.Properties.Single(property => property.PropertyType == typeof(IllRequest)).ShouldSerialize =
                static (_, _) => false;
        }
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

/// <summary>
/// What is asked for, as the JSON that a state holds and as the words that lists are sorted by: made before a unit of work,
/// since it is the larger part of a state, is known before the request has a number, and the one thread that writes has
/// enough to do.
/// </summary>
public sealed class PreparedContent
{
    private readonly byte[] json;

    /// <summary>Writes the content.</summary>
    public PreparedContent(IllRequest content)
    {
        Content = content;
        this.json = JsonSerializer.SerializeToUtf8Bytes(content, RequestJson.Options);
        TitleKey = RequestText.TitleKey(content.Citation);
    }

    /// <summary>What was written.</summary>
    public IllRequest Content { get; }

    /// <summary>What a list by title is sorted by.</summary>
    internal string TitleKey { get; }

    /// <summary>UTF-8.</summary>
    internal ReadOnlySpan<byte> Json => this.json;

    /// <summary>True when it was made of just this content.</summary>
    internal bool IsOf(RequestState state) => ReferenceEquals(Content, state.Content);
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
        Clear();
        Append(value, RequestJson.Options);
        return this.buffer.WrittenSpan;
    }

    /// <summary>The JSON of a state with its content as it was prepared; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(RequestState state, PreparedContent? prepared)
    {
        if (prepared?.IsOf(state) != true)
        {
            return Write(state);
        }

        Clear();
        this.buffer.Write("{\"content\":"u8);
        this.buffer.Write(prepared.Json);
        var junction = this.buffer.WrittenCount;
        Append(state, RequestJson.WithoutContent);

        // The state begins with a brace, but goes on in the object that was begun here.
        MemoryMarshal.AsMemory(this.buffer.WrittenMemory).Span[junction] = (byte)',';
        return this.buffer.WrittenSpan;
    }

    public void Dispose() => this.writer.Dispose();

    private void Clear()
    {
        if (this.buffer.Capacity > KeptOctets)
        {
            this.buffer = new ArrayBufferWriter<byte>(16 * 1024);
        }

        this.buffer.ResetWrittenCount();
    }

    private void Append<T>(T value, JsonSerializerOptions options)
    {
        this.writer.Reset(this.buffer);
        JsonSerializer.Serialize(this.writer, value, options);
    }
}

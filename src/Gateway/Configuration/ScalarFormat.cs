using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// How a single value of one type is written, read, described in messages and in a JSON Schema.
/// </summary>
/// <param name="Expected">What a message expects, with an example.</param>
/// <param name="Read">The value; null when the text does not have the form.</param>
/// <param name="Schema">A new JSON Schema of the text.</param>
internal sealed record ScalarFormat(
    string Expected, Func<ConfigScalar, object?> Read, Func<JsonObject> Schema)
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private static readonly Dictionary<Type, ScalarFormat> BuiltIn = new()
    {
        [typeof(string)] = new("a text", s => s.Text.Trim(), () => Typed("string")),
        [typeof(bool)] = new(
            "true or false",
            s => s.Quoted ? null : s.Text switch { "true" => true, "false" => false, _ => null },
            () => Typed("boolean")),
        [typeof(int)] = new(
            "a whole number, for example 30",
            s => !s.Quoted && int.TryParse(s.Text, Whole, Invariant, out var number) ? number : null,
            () => Typed("integer")),
        [typeof(long)] = new(
            "a whole number, for example 1048576",
            s => !s.Quoted && long.TryParse(s.Text, Whole, Invariant, out var number) ? number : null,
            () => Typed("integer")),
        [typeof(decimal)] = new(
            "a number, for example 1.5",
            s => !s.Quoted && decimal.TryParse(s.Text, Fraction, Invariant, out var number) ? number : null,
            () => Typed("number")),
        [typeof(DateOnly)] = new(
            "a date, for example 2026-12-31",
            s => DateOnly.TryParseExact(s.Text, "yyyy-MM-dd", Invariant, default, out var date) ? date : null,
            () => Typed("string", "format", "date")),
        [typeof(TimeSpan)] = new(
            "a duration with its unit, for example 500ms, 30s, 5m, 2h or 14d",
            s => Durations.TryParse(s.Text, out var duration) ? duration : null,
            () => Typed("string", "pattern", Durations.Pattern)),
        [typeof(Uri)] = new(
            "an http or https address without user name and password, for example https://ill.example.org",
            ReadUri,
            () => Typed("string", "pattern", "^https?://[^@/]+(/.*)?$")),
        [typeof(IPAddress)] = new(
            "an IP address, for example 127.0.0.1 or ::1",
            s => ReadAddress(s.Text),
            () => Typed("string")),
        [typeof(IPNetwork)] = new(
            "an IP address, or a network without host bits, for example 192.0.2.7, 192.0.2.0/24 or ::1",
            s => ReadNetwork(s),
            () => Typed("string")),
        [typeof(JobSchedule)] = new(
            "five fields of cron, an interval or off, for example \"0 2 * * *\", every 15m or off",
            s => JobSchedule.TryParse(s.Text, out var schedule) ? schedule : null,
            () => Typed("string")),
        [typeof(SecretReference)] = new(
            SecretReference.Expectation,
            s => SecretReference.TryParse(s.Text, out var reference) ? reference : null,
            () => Typed("string", "pattern", SecretReference.Pattern)),
    };

    private static readonly ConcurrentDictionary<Type, ScalarFormat?> Cache = new(BuiltIn.Select(
        f => KeyValuePair.Create<Type, ScalarFormat?>(f.Key, f.Value)));

    /// <summary>
    /// Whether a message must not repeat what was written: a secret in clear text, or an address with a
    /// password.
    /// </summary>
    public static bool MayHoldSecret(Type type, ConfigNode node) =>
        type == typeof(SecretReference)
        || (node is ConfigScalar { Text: var text } && text.Contains('@', StringComparison.Ordinal)
            && (type == typeof(Uri) || text.Contains("://", StringComparison.Ordinal)));

    /// <summary>
    /// The format of a type: built in, or of a type that reads itself by a public
    /// <c>static bool TryParse(string, out T)</c> and may say what it expects by a constant <c>Expectation</c>. Null for a
    /// type that is not written as a single value.
    /// </summary>
    public static ScalarFormat? For(Type type) => Cache.GetOrAdd(type, OfSelfReading);

    private static ScalarFormat? OfSelfReading(Type type)
    {
        var method = type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static,
            [typeof(string), type.MakeByRefType()]);
        if (type.IsEnum || method?.ReturnType != typeof(bool))
            return null;
        var expected = type.GetField("Expectation", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue()
            as string;
        return new ScalarFormat(expected ?? $"a {type.Name.ToLowerInvariant()}", Read, () => Typed("string"));

        object? Read(ConfigScalar scalar)
        {
            object?[] arguments = [scalar.Text, null];
            return (bool)method.Invoke(null, arguments)! ? arguments[1] : null;
        }
    }

    private static Uri? ReadUri(ConfigScalar scalar) =>
        Uri.TryCreate(scalar.Text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
            ? uri
            : null;

    // The framework also reads 1 and 0x7f.1 as addresses; a file with those holds a mistake.
    private static IPAddress? ReadAddress(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
            : address.ToString() == text)
            ? address
            : null;

    private static IPNetwork? ReadNetwork(ConfigScalar scalar)
    {
        if (ReadAddress(scalar.Text) is { } single)
            return new IPNetwork(single, single.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        var slash = scalar.Text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && ReadAddress(scalar.Text[..slash]) is { } address
            && IPNetwork.TryParse(scalar.Text, out var network)
            && network.BaseAddress.Equals(address)
                ? network
                : null;
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonObject Typed(string type, string keyword, string value) =>
        new() { ["type"] = type, [keyword] = value };

    /// <summary>The value of an enumeration for a name as files write it; null for an unknown name.</summary>
    public static object? ReadName(Type enumType, string name) => Enum.GetNames(enumType)
        .Where(n => JsonNamingPolicy.KebabCaseLower.ConvertName(n) == name)
        .Select(n => Enum.Parse(enumType, n))
        .FirstOrDefault();
}

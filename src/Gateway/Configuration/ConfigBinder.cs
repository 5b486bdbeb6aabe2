using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>A reference to a secret and where it was written.</summary>
internal sealed record PlacedSecret(SecretReference Reference, ConfigPosition Position);

/// <summary>
/// Binds a tree of values onto immutable records. Every fault is collected and none ends the work, so that an
/// administrator sees all of them at once; where a value is wrong the record keeps its default, so that rules
/// that look at several files can still run.
/// </summary>
internal sealed class ConfigBinder(IReadOnlyDictionary<string, Type> channelTypes, List<ConfigFault> faults)
{
    private const string ChannelTypeKey = "type";

    private readonly List<PlacedSecret> _secrets = [];

    /// <summary>The references to secrets met so far.</summary>
    public IReadOnlyList<PlacedSecret> Secrets => _secrets;

    /// <summary>Binds a whole document. The record is complete only if no fault was added.</summary>
    public T Bind<T>(ConfigNode root)
        where T : class => (T)BindSection(root, Empty(typeof(T)), [], "the file");

    private object BindSection(ConfigNode node, object target, IReadOnlyList<string> otherKeys, string label)
    {
        var properties = ConfigProperty.Of(target.GetType());
        if (node is not ConfigMap map)
        {
            var keys = string.Join(", ", otherKeys.Concat(properties.Select(p => p.Key)));
            faults.Add(node.Position.Fault(
                $"{label}: expected a section with the keys {keys}, found {node.Kind}"));
            return target;
        }
        foreach (var entry in map.Entries)
        {
            if (properties.FirstOrDefault(p => p.Key == entry.Key.Text) is { } property)
                BindProperty(entry, property, target);
            else if (!otherKeys.Contains(entry.Key.Text))
                ReportUnknownKey(entry.Key, [.. otherKeys, .. properties.Select(p => p.Key)]);
        }
        foreach (var missing in properties.Where(p => p.IsRequired && map.At(p.Key) is null))
            faults.Add(map.Position.Fault($"'{missing.Key}' is required"));
        return target;
    }

    private void ReportUnknownKey(ConfigScalar key, IReadOnlyList<string> known)
    {
        var hint = NearestName.Hint(key.Text, known, "known keys here are");
        faults.Add(key.Position.Fault($"unknown key '{Echo.Of(key.Text)}'{hint}"));
    }

    private void BindProperty(ConfigEntry entry, ConfigProperty property, object target)
    {
        if (entry.Value is ConfigScalar { IsNull: true })
            return; // a key without a value is a setting that was left out
        var current = property.Info.GetValue(target);
        var value = BindValue(entry.Value, property, property.ValueType, property.Key, current);
        if (value is not null)
            property.Info.SetValue(target, value);
    }

    /// <summary>The value, or null when it is wrong; then a fault was added.</summary>
    private object? BindValue(
        ConfigNode node, ConfigProperty property, Type type, string label, object? current)
    {
        if (type == typeof(ChannelConfig))
            return BindChannel(node);
        if (type.IsEnum)
            return BindName(node, type, label);
        if (ScalarFormat.For(type) is { } format)
            return BindScalar(node, property, type, format, label);
        if (!type.IsGenericType)
            return BindSection(node, current ?? Empty(type), [], label);
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return BindDictionary(node, property, type.GetGenericArguments()[1], label);
        return BindList(node, property, type, label);
    }

    private object? BindScalar(
        ConfigNode node, ConfigProperty property, Type type, ScalarFormat format, string label)
    {
        var value = node is ConfigScalar { IsNull: false } scalar ? format.Read(scalar) : null;
        if (value is null)
        {
            var found = ScalarFormat.MayHoldSecret(type, node) ? "" : $", found {Found(node)}";
            faults.Add(node.Position.Fault(type == typeof(SecretReference)
                ? $"{label}: {format.Expected}"
                : $"{label}: expected {format.Expected}{found}"));
            return null;
        }
        if (value is SecretReference reference)
            _secrets.Add(new PlacedSecret(reference, node.Position));
        return KeepsLimits(value, property, node, label) ? value : null;
    }

    private bool KeepsLimits(object value, ConfigProperty property, ConfigNode node, string label)
    {
        var fault = value switch
        {
            string text => TextFault(text, property),
            _ when property.Range is { } range && !range.Contains(value) => $"must be {range}",
            _ => null,
        };
        if (fault is not null)
            faults.Add(node.Position.Fault($"{label}: {fault}, found {Found(node)}"));
        return fault is null;
    }

    private static string? TextFault(string text, ConfigProperty property)
    {
        if (text.Any(char.IsControl))
            return "expected a text of one line without control characters";
        var isList = property.ValueType != typeof(string); // then the lengths are those of the list
        if (!isList && (text.Length < property.MinLength || text.Length > property.MaxLength))
            return $"must have {Bounds(property, "characters")}";
        return property.Form is { } form && !form.Regex.IsMatch(text)
            ? $"expected {form.Expected}"
            : null;
    }

    private object? BindName(ConfigNode node, Type type, string label)
    {
        var known = ConfigProperty.NamesOf(type);
        if (node is not ConfigScalar { IsNull: false } scalar)
        {
            faults.Add(node.Position.Fault(
                $"{label}: expected one of {string.Join(", ", known)}, found {node.Kind}"));
            return null;
        }
        var value = ScalarFormat.ReadName(type, scalar.Text);
        if (value is null)
        {
            var hint = NearestName.Hint(scalar.Text, known, "known values are");
            faults.Add(scalar.Position.Fault($"{label}: unknown value {Found(node)}{hint}"));
        }
        return value;
    }

    private object? BindList(ConfigNode node, ConfigProperty property, Type type, string label)
    {
        var itemType = type.GetGenericArguments()[0];
        if (node is not ConfigList list)
        {
            faults.Add(node.Position.Fault(
                $"{label}: expected a list, for example [a, b], found {node.Kind}"));
            return null;
        }
        if (list.Items.Count < property.MinLength || list.Items.Count > property.MaxLength)
        {
            faults.Add(node.Position.Fault(
                $"{label}: must have {Bounds(property, "items")}, has {list.Items.Count}"));
        }
        var isSet = type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>);
        var items = new List<object>();
        var seen = new HashSet<object>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var inner = list.Items[i];
            var item = BindValue(inner, property, itemType, $"{label}[{i}]", null);
            if (item is not null && (seen.Add(item) || !isSet))
                items.Add(item);
            else if (item is not null)
                faults.Add(inner.Position.Fault($"{label}[{i}]: {Found(inner)} is listed twice"));
        }
        return Frozen(isSet ? nameof(SetOf) : nameof(ListOf), itemType, items);
    }

    private object? BindDictionary(ConfigNode node, ConfigProperty property, Type valueType, string label)
    {
        if (node is not ConfigMap map)
        {
            faults.Add(node.Position.Fault(
                $"{label}: expected a section of names and values, found {node.Kind}"));
            return null;
        }
        var items = new List<object>();
        foreach (var entry in map.Entries)
        {
            var itemLabel = $"{label}.{Echo.Of(entry.Key.Text)}";
            if (BindValue(entry.Value, property, valueType, itemLabel, null) is { } value)
                items.Add(KeyValuePair.Create(entry.Key.Text, value));
        }
        return Frozen(nameof(DictionaryOf), valueType, items);
    }

    private ChannelConfig? BindChannel(ConfigNode node)
    {
        var types = channelTypes.Keys.Order(StringComparer.Ordinal).ToList();
        if (node is not ConfigMap map)
        {
            faults.Add(node.Position.Fault(
                $"channel: expected a section with the key type and its settings, found {node.Kind}"));
            return null;
        }
        if (map.Find(ChannelTypeKey)?.Value is not ConfigScalar { IsNull: false } name)
        {
            faults.Add(map.Position.Fault($"'type' is required; known types are {string.Join(", ", types)}"));
            return null;
        }
        if (!channelTypes.TryGetValue(name.Text, out var settings))
        {
            var hint = NearestName.Hint(name.Text, types, "known types are");
            faults.Add(name.Position.Fault($"type: unknown channel type {Found(name)}{hint}"));
            return null;
        }
        return new ChannelConfig(
            name.Text, (IChannelSettings)BindSection(map, Empty(settings), [ChannelTypeKey], "channel"));
    }

    /// <summary>
    /// A record with its defaults, and something harmless where a required setting has none.
    /// </summary>
    private static object Empty(Type type)
    {
        var instance = Activator.CreateInstance(type)!;
        var unset = ConfigProperty.Of(type).Where(p => p.IsRequired && p.Info.GetValue(instance) is null);
        foreach (var property in unset)
            property.Info.SetValue(instance, EmptyValue(property.ValueType));
        return instance;
    }

    private static object? EmptyValue(Type type)
    {
        if (type == typeof(string))
            return "";
        if (type.IsGenericType && type.GetGenericArguments() is [var itemType])
        {
            var isSet = type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>);
            return Frozen(isSet ? nameof(SetOf) : nameof(ListOf), itemType, []);
        }
        var isSection = type.IsClass && type != typeof(ChannelConfig) && ScalarFormat.For(type) is null;
        return isSection ? Empty(type) : null;
    }

    private static string Found(ConfigNode node) =>
        node is ConfigScalar { IsNull: false } scalar ? $"'{Echo.Of(scalar.Text)}'" : node.Kind;

    private static string Bounds(ConfigProperty property, string what) =>
        (property.MinLength, property.MaxLength) switch
        {
            ({ } least, null) => $"at least {least} {what}",
            (null, { } most) => $"at most {most} {what}",
            var (least, most) => $"between {least} and {most} {what}",
        };

    private static object Frozen(string method, Type itemType, List<object> items) => typeof(ConfigBinder)
        .GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(itemType)
        .Invoke(null, [items])!;

    private static ImmutableArray<T> ListOf<T>(List<object> items) => items.Cast<T>().ToImmutableArray();

    private static FrozenSet<T> SetOf<T>(List<object> items) => items.Cast<T>().ToFrozenSet();

    private static FrozenDictionary<string, T> DictionaryOf<T>(List<object> items) => items
        .Cast<KeyValuePair<string, object>>()
        .ToFrozenDictionary(i => i.Key, i => (T)i.Value, StringComparer.Ordinal);
}

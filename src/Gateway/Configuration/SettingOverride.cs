namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// One <c>--set KEY=VALUE</c> of the command line: a value of gateway.yaml by its dotted path. The value is
/// written as in the file; a list as <c>[a, b]</c>. It goes into the tree before binding, so that the same
/// rules and messages hold for it.
/// </summary>
internal static class SettingOverride
{
    /// <summary>
    /// The tree with the setting in it; the same tree when the option is malformed, and a fault.
    /// </summary>
    public static ConfigNode Apply(ConfigNode root, string option, List<ConfigFault> faults)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        var position = new ConfigPosition(LabelOf(option), 0, 0);
        var path = KeyOf(option).Split('.');
        if (equals < 0 || path.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add(position.Fault("expected KEY=VALUE, for example listeners.isoIll.port=2611"));
            return root;
        }
        return ReadValue(option[(equals + 1)..], position, faults) is { } value
            ? Set(root, path, value, position, faults)
            : root;
    }

    /// <summary>What stands for the file in faults: the option without its value.</summary>
    public static string LabelOf(string option) => $"--set {Echo.Of(KeyOf(option))}";

    private static string KeyOf(string option) => option.Split('=', 2)[0];

    private static ConfigNode? ReadValue(string text, ConfigPosition position, List<ConfigFault> faults)
    {
        if (!text.StartsWith('[') && !text.StartsWith('{'))
            return new ConfigScalar(position, text, Quoted: false);
        var found = new List<ConfigFault>();
        var node = YamlDocumentReader.ReadText(position.File, text, found);
        faults.AddRange(found.Select(f => position.Fault(f.Message)));
        return node is null ? null : MovedTo(position, node);
    }

    private static ConfigNode Set(
        ConfigNode node,
        ReadOnlySpan<string> path,
        ConfigNode value,
        ConfigPosition position,
        List<ConfigFault> faults)
    {
        if (path.IsEmpty)
            return value;
        var map = node as ConfigMap
            ?? (node is ConfigScalar { IsNull: true } ? new ConfigMap(position, []) : null);
        if (map is null)
        {
            faults.Add(position.Fault($"'{Echo.Of(path[0])}' cannot be set below {node.Kind}"));
            return node;
        }
        var inner = map.Find(path[0])?.Value ?? new ConfigMap(position, []);
        var key = map.Find(path[0])?.Key is { } known && path.Length > 1
            ? known
            : new ConfigScalar(position, path[0], Quoted: false);
        var entry = new ConfigEntry(key, Set(inner, path[1..], value, position, faults));
        return map with { Entries = [.. map.Entries.Where(e => e.Key.Text != entry.Key.Text), entry] };
    }

    private static ConfigNode MovedTo(ConfigPosition position, ConfigNode node) => node switch
    {
        ConfigScalar scalar => scalar with { Position = position },
        ConfigList list => new ConfigList(position, [.. list.Items.Select(i => MovedTo(position, i))]),
        ConfigMap map => new ConfigMap(position,
        [
            .. map.Entries.Select(e =>
                new ConfigEntry(e.Key with { Position = position }, MovedTo(position, e.Value))),
        ]),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Where a value stands.</summary>
/// <param name="File">Path of the file, or <c>--set KEY</c>.</param>
/// <param name="Line">Line, from 1; 0 for a command line option.</param>
/// <param name="Column">Column, from 1; 0 for a command line option.</param>
internal sealed record ConfigPosition(string File, int Line, int Column)
{
    /// <summary>A fault at this place.</summary>
    public ConfigFault Fault(string message) => new(File, Line, Column, message);
}

/// <summary>
/// One value of a configuration file with its place: a scalar, a list or a map. Closed set.
/// </summary>
internal abstract record ConfigNode(ConfigPosition Position)
{
    /// <summary>What the value is, in the words of a message.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// The value at a path of keys below this one, or the nearest value above it that exists: the best place
    /// to report a fault about something that may not have been written.
    /// </summary>
    public ConfigNode Nearest(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var key in path)
        {
            if ((node as ConfigMap)?.Find(key) is not { } entry)
                return node;
            node = entry.Value;
        }
        return node;
    }

    /// <summary>The value at exactly this path of keys; null when it was not written.</summary>
    public ConfigNode? At(params ReadOnlySpan<string> path)
    {
        var node = this;
        foreach (var key in path)
        {
            if ((node as ConfigMap)?.Find(key) is not { } entry)
                return null;
            node = entry.Value;
        }
        return node is ConfigScalar { IsNull: true } ? null : node;
    }

    /// <summary>The single values of the list at a path of keys; none when there is no list.</summary>
    public IEnumerable<ConfigScalar> TextsAt(params ReadOnlySpan<string> path) =>
        At(path) is ConfigList list ? list.Items.OfType<ConfigScalar>().Where(i => !i.IsNull) : [];

    /// <summary>The item of a list at a path of keys, or the nearest value that exists.</summary>
    public ConfigNode NearestItem(int index, params ReadOnlySpan<string> path) =>
        Nearest(path) is ConfigList list && index < list.Items.Count ? list.Items[index] : Nearest(path);
}

/// <summary>A single value.</summary>
/// <param name="Position">Where it starts.</param>
/// <param name="Text">The text without quotes; empty for a key without a value.</param>
/// <param name="Quoted">
/// Whether it was quoted or a block, so that it is a text whatever it looks like.
/// </param>
internal sealed record ConfigScalar(ConfigPosition Position, string Text, bool Quoted) : ConfigNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : "a single value";

    /// <summary>Whether nothing was written, or the YAML word for it.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null";
}

/// <summary>A list of values.</summary>
internal sealed record ConfigList(ConfigPosition Position, IReadOnlyList<ConfigNode> Items)
    : ConfigNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>One key of a map.</summary>
internal sealed record ConfigEntry(ConfigScalar Key, ConfigNode Value);

/// <summary>A map of keys to values in the order of the file; no key comes twice.</summary>
internal sealed record ConfigMap(ConfigPosition Position, IReadOnlyList<ConfigEntry> Entries)
    : ConfigNode(Position)
{
    /// <inheritdoc/>
    public override string Kind => "a section";

    /// <summary>The entry of a key; null when it was not written.</summary>
    public ConfigEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key);
}

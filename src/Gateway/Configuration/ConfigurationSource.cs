namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// Holds the configuration that is in force. Reading <see cref="Current"/> costs nothing and never blocks; a
/// reload that finds faults leaves it as it was.
/// </summary>
public sealed class ConfigurationSource
{
    private readonly Lock _reloading = new();
    private readonly Func<ConfigurationResult> _load;
    private volatile State _state;

    /// <summary>Starts with a good configuration, and reloads it by the given function.</summary>
    public ConfigurationSource(ConfigurationSnapshot initial, Func<ConfigurationResult> load)
    {
        _state = new State(initial, []);
        _load = load;
    }

    /// <summary>The configuration in force.</summary>
    public ConfigurationSnapshot Current => _state.Snapshot;

    /// <summary>
    /// The faults of the last reload; empty when it was good or there was none. While there are faults the
    /// files and the configuration in force differ, and health is Degraded.
    /// </summary>
    public IReadOnlyList<ConfigFault> LastFaults => _state.Faults;

    /// <summary>
    /// Reads the files again. A good configuration takes the place of the old one at once and as a whole; one
    /// with faults changes nothing but <see cref="LastFaults"/>. Reloads from several threads come one after
    /// another.
    /// </summary>
    public ConfigurationResult Reload()
    {
        lock (_reloading)
        {
            var result = _load();
            _state = result.IsValid ? new State(result.Snapshot, []) : _state with { Faults = result.Faults };
            return result;
        }
    }

    private sealed record State(ConfigurationSnapshot Snapshot, IReadOnlyList<ConfigFault> Faults);
}

using System.Collections.Concurrent;

namespace ResourceSharing.Gateway.Telemetry;

/// <summary>
/// What the host knows of its own start and stop. The web listeners count as bound once the application has started;
/// whatever else has to be up names itself with <see cref="Expect"/> and reports with <see cref="Report"/>.
/// </summary>
public sealed class HealthState
{
    private readonly ConcurrentDictionary<string, bool> _parts = new(StringComparer.Ordinal);
    private readonly IHostApplicationLifetime _lifetime;

    /// <summary>Follows an application.</summary>
    public HealthState(IHostApplicationLifetime lifetime) => _lifetime = lifetime;

    /// <summary>True from the end of the start on: listeners are bound then, workers run.</summary>
    public bool IsStarted => _lifetime.ApplicationStarted.IsCancellationRequested;

    /// <summary>True from the beginning of the stop on.</summary>
    public bool IsStopping => _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Parts that have to be up and whether they are, by name.</summary>
    public IReadOnlyDictionary<string, bool> Parts => _parts;

    /// <summary>A part has to be up before the gateway is ready.</summary>
    public void Expect(string part) => _parts.TryAdd(part, false);

    /// <summary>A part is up, or is no longer.</summary>
    public void Report(string part, bool isUp) => _parts[part] = isUp;
}

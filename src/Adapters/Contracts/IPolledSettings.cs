namespace ResourceSharing.Adapters.Contracts;

/// <summary>Settings of a channel whose partner may have to be asked what became of our requests, since it does not always
/// tell by itself.</summary>
public interface IPolledSettings
{
    /// <summary>True when the calendar asks: each open request that was not supplied yet gets a status query.</summary>
    bool IsPolled { get; }
}

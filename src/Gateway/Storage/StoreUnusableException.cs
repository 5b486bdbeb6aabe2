namespace ResourceSharing.Gateway.Storage;

/// <summary>Something is larger than the store takes; see <see cref="StoreLimits"/>. Trying again does not
/// help.</summary>
public sealed class StoreLimitException : Exception
{
    /// <summary>With the reason.</summary>
    public StoreLimitException(string message)
        : base(message)
    {
    }
}

/// <summary>The store cannot be opened: another process runs on it, it is damaged, or a newer version wrote
/// it. The message says which, and what to do.</summary>
public sealed class StoreUnusableException : Exception
{
    /// <summary>With the reason.</summary>
    public StoreUnusableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

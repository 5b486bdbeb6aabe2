namespace ResourceSharing.Adapters.Contracts;

/// <summary>
/// Seals secrets that come with messages (the password of a file) before they go into messages and requests that are kept,
/// and opens them where they are used. What is sealed differs each time, so that equal secrets cannot be told.
/// </summary>
public interface ISecretBox
{
    /// <summary>Seals a text of at most 1,000 characters.</summary>
    string Seal(string secret);

    /// <summary>Opens what was sealed here; null when it was not, or was changed since.</summary>
    Secret? Open(string @sealed);
}

using System.Collections.Concurrent;

namespace ResourceSharing.Adapters.Shared;

/// <summary>Remembers a word for each thing as long as the process lives, and forgets everything when it has become too much. For
/// what only saves work, or is known in another way as well.</summary>
/// <param name="max">Things that are remembered.</param>
internal sealed class BoundedMemory(int max)
{
    private readonly ConcurrentDictionary<string, string> words = new(StringComparer.Ordinal);

    /// <summary>The word for a thing; null where none is known.</summary>
    public string? Of(string thing) => words.GetValueOrDefault(thing);

    /// <summary>Remembers a word in the place of the one before.</summary>
    public void Keep(string thing, string word)
    {
        if (words.Count >= max)
            words.Clear();
        words[thing] = word;
    }
}

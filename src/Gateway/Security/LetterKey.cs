namespace ResourceSharing.Gateway.Security;

/// <summary>
/// The key of the tokens in letters. With another key, answers to letters that were written before prove nothing any more
/// and go to the staff.
/// </summary>
public sealed class LetterKey
{
    /// <summary>The name of the file within the data folder.</summary>
    public const string FileName = "letter-key";

    /// <summary>Its length: that of the HMAC-SHA256 that it is for.</summary>
    public const int KeyOctets = KeyFile.Octets;

    private readonly byte[] _octets;

    private LetterKey(byte[] octets) => _octets = octets;

    /// <summary>The key itself; never logged, never shown.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>A key that is known, for tests and for the preview of letters.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static LetterKey Of(ReadOnlySpan<byte> octets) => octets.Length == KeyOctets
        ? new LetterKey(octets.ToArray())
        : throw new ArgumentException($"A key has {KeyOctets} octets.", nameof(octets));

    /// <summary>Reads the key of a data folder, or makes one.</summary>
    /// <exception cref="KeyFileException">The file is there but cannot be used; the message says why.</exception>
    public static LetterKey LoadOrCreate(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataFolder);
        return new LetterKey(KeyFile.LoadOrCreate(Path.Combine(dataFolder, FileName), "the key of letters",
            "answers to letters of before then go to the staff"));
    }
}

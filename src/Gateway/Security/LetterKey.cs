using System.Security.Cryptography;

namespace ResourceSharing.Gateway.Security;

/// <summary>
/// The key of the tokens in letters: 32 random octets in a file of the data folder that only the account of the gateway can
/// read. The first start makes it. With another key, answers to letters that were written before prove nothing any more
/// and go to the staff.
/// </summary>
public sealed class LetterKey
{
    /// <summary>The name of the file within the data folder.</summary>
    public const string FileName = "letter-key";

    /// <summary>Its length: that of the HMAC-SHA256 that it is for.</summary>
    public const int KeyOctets = 32;

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
    /// <exception cref="LetterKeyException">The file is there but cannot be used; the message says why.</exception>
    public static LetterKey LoadOrCreate(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataFolder);
        var path = Path.Combine(dataFolder, FileName);
        try
        {
            return File.Exists(path) ? Load(path) : Create(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LetterKeyException($"The key of letters {path} cannot be read or written: {fault.Message}", fault);
        }
    }

    private static LetterKey Load(string path)
    {
        if (PrivateFile.IsOpenToOthers(path))
        {
            throw new LetterKeyException(
                $"Others can read the key of letters {path}. Take their rights away (chmod 600), or delete the file to get a "
                + "new key: answers to letters of before then go to the staff.");
        }

        return new FileInfo(path).Length == KeyOctets && File.ReadAllBytes(path) is { Length: KeyOctets } octets
            ? new LetterKey(octets)
            : throw new LetterKeyException(
                $"The key of letters {path} has not {KeyOctets} octets. Restore it from a backup, or delete the file to get a "
                + "new key: answers to letters of before then go to the staff.");
    }

    private static LetterKey Create(string path)
    {
        var octets = RandomNumberGenerator.GetBytes(KeyOctets);
        PrivateFile.Create(path, octets);
        return new LetterKey(octets);
    }
}

/// <summary>The key of letters cannot be used.</summary>
public sealed class LetterKeyException : Exception
{
    /// <summary>With the reason and what to do.</summary>
    public LetterKeyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

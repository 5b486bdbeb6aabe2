using System.Security.Cryptography;

namespace ResourceSharing.Gateway.Security;

/// <summary>A key of 32 random octets in a file of the data folder that only the account of the gateway can read. The first
/// start makes it.</summary>
internal static class KeyFile
{
    /// <summary>The length of a key: that of HMAC-SHA256 and of AES-256.</summary>
    public const int Octets = 32;

    /// <summary>Reads a key, or makes one.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="what">What it is, for people: <c>the key of letters</c>.</param>
    /// <param name="withAnother">What another key would mean, for people.</param>
    /// <exception cref="KeyFileException">The file is there but cannot be used; the message says why.</exception>
    public static byte[] LoadOrCreate(string path, string what, string withAnother)
    {
        try
        {
            return File.Exists(path) ? Load(path, what, withAnother) : Create(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"{Capital(what)} {path} cannot be read or written: {fault.Message}", fault);
        }
    }

    private static byte[] Load(string path, string what, string withAnother)
    {
        if (PrivateFile.IsOpenToOthers(path))
        {
            throw new KeyFileException($"Others can read {what} {path}. Take their rights away (chmod 600), or delete the " +
                $"file to get a new key: {withAnother}.");
        }

        return new FileInfo(path).Length == Octets && File.ReadAllBytes(path) is { Length: Octets } octets
            ? octets
            : throw new KeyFileException($"{Capital(what)} {path} has not {Octets} octets. Restore it from a backup, or " +
                $"delete the file to get a new key: {withAnother}.");
    }

    private static byte[] Create(string path)
    {
        var octets = RandomNumberGenerator.GetBytes(Octets);
        PrivateFile.Create(path, octets);
        return octets;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>A key in the data folder cannot be used.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>With the reason and what to do.</summary>
    public KeyFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

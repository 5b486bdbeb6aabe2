using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Gateway.Security;

/// <summary>
/// Seals secrets by AES-256-GCM with a key in the data folder, apart from the store: who reads a backup of the store reads no
/// secrets. With another key, what was sealed before cannot be opened any more.
/// </summary>
public sealed class SecretBox : ISecretBox
{
    /// <summary>The name of the file within the data folder.</summary>
    public const string FileName = "secret-key";

    /// <summary>The longest secret in characters.</summary>
    public const int MaxChars = 1_000;

    /// <summary>Tells sealed texts from plain ones, and this way of sealing from later ones.</summary>
    private const string Mark = "sealed-1:";

    private const int NonceOctets = 12;
    private const int TagOctets = 16;

    private readonly byte[] _key;

    private SecretBox(byte[] key) => _key = key;

    /// <summary>A box with a key that is known, for tests.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static SecretBox Of(ReadOnlySpan<byte> key) => key.Length == KeyFile.Octets
        ? new SecretBox(key.ToArray())
        : throw new ArgumentException($"A key has {KeyFile.Octets} octets.", nameof(key));

    /// <summary>Reads the key of a data folder, or makes one.</summary>
    /// <exception cref="KeyFileException">The file is there but cannot be used; the message says why.</exception>
    public static SecretBox LoadOrCreate(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataFolder);
        return new SecretBox(KeyFile.LoadOrCreate(Path.Combine(dataFolder, FileName), "the key of sealed secrets",
            "passwords of files that came before can no longer be shown"));
    }

    /// <inheritdoc/>
    public string Seal(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secret.Length, MaxChars, nameof(secret));
        var plain = Encoding.UTF8.GetBytes(secret);
        var whole = new byte[NonceOctets + TagOctets + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceOctets));
        using var cipher = new AesGcm(_key, TagOctets);
        cipher.Encrypt(whole.AsSpan(0, NonceOctets), plain, whole.AsSpan(NonceOctets + TagOctets),
            whole.AsSpan(NonceOctets, TagOctets));
        return Mark + Base64Url.EncodeToString(whole);
    }

    /// <summary>How many octets a sealed text has inside, without opening it; null for one that was not sealed.</summary>
    public static int? OctetsOf(string @sealed)
    {
        ArgumentNullException.ThrowIfNull(@sealed);
        return @sealed.StartsWith(Mark, StringComparison.Ordinal) && Base64Url.IsValid(@sealed.AsSpan(Mark.Length), out var octets)
            && octets >= NonceOctets + TagOctets ? octets - NonceOctets - TagOctets : null;
    }

    /// <inheritdoc/>
    public Secret? Open(string @sealed)
    {
        ArgumentNullException.ThrowIfNull(@sealed);
        if (!@sealed.StartsWith(Mark, StringComparison.Ordinal) || !Base64Url.IsValid(@sealed.AsSpan(Mark.Length)))
        {
            return null;
        }

        var whole = Base64Url.DecodeFromChars(@sealed.AsSpan(Mark.Length));
        if (whole.Length < NonceOctets + TagOctets)
        {
            return null;
        }

        var plain = new byte[whole.Length - NonceOctets - TagOctets];
        using var cipher = new AesGcm(_key, TagOctets);
        try
        {
            cipher.Decrypt(whole.AsSpan(0, NonceOctets), whole.AsSpan(NonceOctets + TagOctets),
                whole.AsSpan(NonceOctets, TagOctets), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return new Secret(Encoding.UTF8.GetString(plain));
    }
}

using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Bldss;

/// <summary>The unguessable end of the address to which events of one order are posted.</summary>
internal static class BldssToken
{
    /// <summary>Stands for the token wherever an order is kept.</summary>
    public const string Masked = "callback-token";

    /// <summary>A shorter key could be guessed.</summary>
    private const int MinKeyChars = 16;
    private const int HexChars = 40;

    /// <summary>The token of an order; null when the key is too short to be one.</summary>
    public static string? Of(Secret key, string partner, string reference)
    {
        var value = key.Reveal();
        if (value.Length < MinKeyChars)
            return null;
        var octets = Encoding.UTF8.GetBytes($"{partner.ToUpperInvariant()}|{reference.ToUpperInvariant()}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(value), octets))[..HexChars];
    }

    /// <summary>Compares in a time that tells nothing.</summary>
    public static bool Matches(Secret key, string partner, string reference, string token) =>
        Of(key, partner, reference) is { } right && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(token));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// The check that proves that whoever answers has our letter before him: nobody else can know it. It is made from the
/// gateway's key and stored numbers alone, so that every attempt to send a letter carries the same. Source: feeds
/// reference, 4.2.
/// </summary>
public static class LetterToken
{
    /// <summary>Characters of a token: 50 bits, which nobody guesses by sending mail.</summary>
    public const int TokenChars = 10;

    /// <summary>Characters of the check in a subject, which is against mistakes and proves nothing.</summary>
    public const int CheckChars = 4;

    /// <summary>Characters of a seal.</summary>
    public const int SealChars = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The token of one letter to one partner.</summary>
    /// <param name="key">The gateway's key.</param>
    /// <param name="request">Our number of the request; case does not matter.</param>
    /// <param name="letter">The outbox number of the letter.</param>
    /// <param name="partner">The partner's code; case does not matter.</param>
    public static string Of(ReadOnlySpan<byte> key, string request, long letter, string partner)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(partner);
        string number = letter.ToString(CultureInfo.InvariantCulture);
        return Sign(key, $"{request.ToLowerInvariant()}|{number}|{partner.ToUpperInvariant()}", TokenChars);
    }

    /// <summary>Is it the token of that letter? Takes the same time whatever is wrong with it; case does not matter,
    /// since mail servers may change the case of an address.</summary>
    public static bool Matches(ReadOnlySpan<byte> key, string request, long letter, string partner, string? token) =>
        AreEqual(Of(key, request, letter, partner), token);

    /// <summary>The check characters of a number in a subject.</summary>
    /// <param name="key">The gateway's key.</param>
    /// <param name="number">Our number of the request; case does not matter.</param>
    /// <param name="partner">The partner's code; case does not matter.</param>
    public static string CheckOf(ReadOnlySpan<byte> key, string number, string partner)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(partner);
        return Sign(key, $"tag|{number.ToLowerInvariant()}|{partner.ToUpperInvariant()}", CheckChars);
    }

    /// <summary>Are these the check characters of that number?</summary>
    public static bool MatchesCheck(ReadOnlySpan<byte> key, string number, string partner, string? check) =>
        AreEqual(CheckOf(key, number, partner), check);

    /// <summary>A seal over anything else that we hand out and want back unchanged: 130 bits.</summary>
    /// <param name="key">The gateway's key.</param>
    /// <param name="purpose">What it is for; a seal for one purpose is none for another.</param>
    /// <param name="text">What is sealed.</param>
    public static string Seal(ReadOnlySpan<byte> key, string purpose, string text) =>
        Sign(key, $"seal|{purpose}|{text}", SealChars);

    /// <summary>Is it that seal? Takes the same time whatever is wrong with it.</summary>
    public static bool MatchesSeal(ReadOnlySpan<byte> key, string purpose, string text, string? seal) =>
        AreEqual(Seal(key, purpose, text), seal);

    /// <summary>Octets as lower-case letters and digits (RFC 4648, 6, without padding), which no mail program breaks.</summary>
    internal static string Encode(ReadOnlySpan<byte> octets)
    {
        Span<byte> padded = new byte[octets.Length + 1];
        octets.CopyTo(padded);
        var text = new char[(octets.Length * 8 + 4) / 5];
        for (int i = 0; i < text.Length; i++)
            text[i] = Alphabet[FiveBits(padded, i * 5)];
        return new string(text);
    }

    /// <summary>The octets of such a text; null when it is none. Case does not matter.</summary>
    internal static byte[]? Decode(string text)
    {
        var octets = new byte[text.Length * 5 / 8];
        int bits = 0, held = 0, at = 0;
        foreach (char letter in text)
        {
            int value = Alphabet.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
                return null;
            (bits, held) = (((bits << 5) | value) & 0xFFF, held + 5);
            if (held >= 8)
                octets[at++] = (byte)(bits >> (held -= 8));
        }
        return octets;
    }

    private static bool AreEqual(string right, string? given) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes((given ?? "").ToLowerInvariant()));

    private static string Sign(ReadOnlySpan<byte> key, string text, int chars)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), digest);
        var token = new char[chars];
        for (int i = 0; i < chars; i++)
            token[i] = Alphabet[FiveBits(digest, i * 5)];
        return new string(token);
    }

    /// <summary>Five bits from a place on, the highest first (RFC 4648, 6).</summary>
    private static int FiveBits(ReadOnlySpan<byte> octets, int at)
    {
        int pair = (octets[at / 8] << 8) | octets[at / 8 + 1];
        return (pair >> (11 - at % 8)) & 31;
    }
}

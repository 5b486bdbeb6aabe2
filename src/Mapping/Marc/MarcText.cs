using System.Text;

namespace ResourceSharing.Mapping.Marc;

/// <summary>
/// Characters of an ISO 2709 record. Leader position 9 says Unicode (a) or MARC-8 (blank), and is often
/// wrong: octets that are UTF-8 are read as such whatever it says. Of MARC-8, ASCII and extended Latin
/// (ANSEL) are read; other scripts, which a record repeats in romanised form anyway, become replacement
/// characters. Source: MARC 21 Specifications, Character Sets.
/// </summary>
internal static class MarcText
{
    private const byte Escape = 0x1B;
    private const char Unknown = '\uFFFD';

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The spacing letters of ANSEL, A1 to C8; a blank where the set has none.</summary>
    private const string Letters =
        "\u0141\u00D8\u0110\u00DE\u00C6\u0152\u02B9\u00B7\u266D\u00AE\u00B1\u01A0\u01AF\u02BC " +
        "\u02BB\u0142\u00F8\u0111\u00FE\u00E6\u0153\u02BA\u0131\u00A3\u00F0 \u01A1\u01B0  " +
        "\u00B0\u2113\u2117\u00A9\u266F\u00BF\u00A1\u00DF\u20AC";

    /// <summary>The combining marks of ANSEL, E0 to FE. In MARC-8 they stand before their letter, in Unicode
    /// behind.</summary>
    private const string Marks =
        "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030C\u030A\uFE20\uFE21\u0315\u030B\u0310" +
        "\u0327\u0328\u0323\u0324\u0325\u0333\u0332\u0326\u031C\u032E\uFE22\uFE23\uFFFD\uFFFD\u0313";

    /// <summary>The text of a field.</summary>
    public static string Read(ReadOnlySpan<byte> octets, bool saysUnicode)
    {
        if (Ascii.IsValid(octets) && !octets.Contains(Escape))
            return Encoding.ASCII.GetString(octets);
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return saysUnicode ? Encoding.Latin1.GetString(octets) : FromMarc8(octets);
        }
    }

    private static string FromMarc8(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        var waiting = new StringBuilder();
        bool foreign = false;
        for (int i = 0; i < octets.Length; i++)
        {
            byte octet = octets[i];
            if (octet == Escape)
            {
                i += Designation(octets[(i + 1)..], ref foreign);
                continue;
            }

            if (octet is >= 0xE0 and <= 0xFE && !foreign)
            {
                waiting.Append(Marks[octet - 0xE0]);
                continue;
            }

            text.Append(Letter(octet, foreign)).Append(waiting);
            waiting.Clear();
        }

        return text.ToString();
    }

    private static char Letter(byte octet, bool foreign) => octet switch
    {
        <= 0x20 => (char)octet,
        _ when foreign => Unknown,
        < 0x7F => (char)octet,
        >= 0xA1 and <= 0xC8 => Letters[octet - 0xA1],
        _ => Unknown,
    };

    /// <summary>Octets that an escape sequence takes; afterwards we are in Latin letters or not.</summary>
    private static int Designation(ReadOnlySpan<byte> rest, ref bool foreign)
    {
        int used = 0;
        while (used < rest.Length && rest[used] is >= 0x20 and <= 0x2F)
            used++;
        if (used == rest.Length)
            return used;
        foreign = rest[used] is not ((byte)'B' or (byte)'E' or (byte)'s');
        return used + 1;
    }
}

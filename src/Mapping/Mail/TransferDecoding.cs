using System.Collections.Frozen;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Undoes Content-Transfer-Encoding (RFC 2045, 6) as mail programs do: what is not in the alphabet is passed over, what is
/// cut off is read as far as it goes. The result is never longer than the input.
/// </summary>
internal static class TransferDecoding
{
    /// <summary>No encoding: 7bit, 8bit, binary, or one that is not known.</summary>
    internal const string AsItIs = "";

    private const string Base64Name = "base64";
    private const string QuotedPrintableName = "quoted-printable";

    private static readonly FrozenSet<string> Identities =
        new[] { "", "7bit", "8bit", "binary" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly sbyte[] Sextets = MakeSextets();

    /// <summary>What is done for a name in lower case; <see cref="AsItIs"/> for all that is not known.</summary>
    internal static string Recognise(string name, MimeReadBudget budget)
    {
        if (name is Base64Name or QuotedPrintableName)
            return name;
        if (!Identities.Contains(name))
            budget.Tolerate("transfer-encoding-unknown", "A transfer encoding is not known; the octets were left.");
        return AsItIs;
    }

    /// <summary>The octets of a part; empty when the limit of decoded octets is reached.</summary>
    internal static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> content, string encoding, MimeReadBudget budget)
    {
        if (encoding == AsItIs)
            return content;
        var decoded = encoding == Base64Name ? Base64(content.Span) : QuotedPrintable(content.Span);
        return budget.TakeDecoded(decoded.Count) ? decoded : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>Base64 up to its padding or its end; an incomplete end gives the octets that are whole.</summary>
    internal static ArraySegment<byte> Base64(ReadOnlySpan<byte> encoded)
    {
        var target = new byte[encoded.Length / 4 * 3 + 3];
        int length = 0;
        int bits = 0;
        int count = 0;
        int pads = 0;
        foreach (byte octet in encoded)
        {
            if (octet == '=' && count >= 2 && count + ++pads >= 4)
                break;
            int sextet = Sextets[octet];
            if (sextet < 0)
                continue;
            pads = 0;
            bits = (bits << 6) | sextet;
            if (++count < 4)
                continue;
            target[length++] = (byte)(bits >> 16);
            target[length++] = (byte)(bits >> 8);
            target[length++] = (byte)bits;
            bits = count = 0;
        }
        if (count >= 2)
            target[length++] = (byte)(bits >> (count == 2 ? 4 : 10));
        if (count == 3)
            target[length++] = (byte)(bits >> 2);
        return new ArraySegment<byte>(target, 0, length);
    }

    /// <summary>Quoted-printable; an equals sign before something else is kept.</summary>
    internal static ArraySegment<byte> QuotedPrintable(ReadOnlySpan<byte> encoded)
    {
        var target = new byte[encoded.Length];
        int length = 0;
        int at = 0;
        while (at < encoded.Length)
        {
            if (encoded[at] == '=')
            {
                at = ReadEquals(encoded, at, target, ref length);
                continue;
            }
            int plain = encoded[at..].IndexOf((byte)'=');
            plain = plain < 0 ? encoded.Length - at : plain;
            encoded.Slice(at, plain).CopyTo(target.AsSpan(length));
            length += plain;
            at += plain;
        }
        return new ArraySegment<byte>(target, 0, length);
    }

    private static int ReadEquals(ReadOnlySpan<byte> encoded, int at, byte[] target, ref int length)
    {
        if (TryHex(encoded, at + 1, out byte octet))
        {
            target[length++] = octet;
            return at + 3;
        }
        int end = at + 1;
        while (end < encoded.Length && encoded[end] is (byte)' ' or (byte)'\t')
            end++;
        if (end == encoded.Length)
            return end;
        if (encoded[end] is (byte)'\r' or (byte)'\n')
            return MailLines.EndOf(encoded, end).Next;
        target[length++] = (byte)'=';
        return at + 1;
    }

    /// <summary>The encoding Q of header words (RFC 2047, 4.2).</summary>
    internal static ArraySegment<byte> Q(ReadOnlySpan<byte> encoded) => Escaped(encoded, (byte)'=', spaceMark: (byte)'_');

    /// <summary>The percent encoding of parameters (RFC 2231, 4).</summary>
    internal static ArraySegment<byte> Percent(ReadOnlySpan<byte> encoded) => Escaped(encoded, (byte)'%', spaceMark: null);

    private static ArraySegment<byte> Escaped(ReadOnlySpan<byte> encoded, byte mark, byte? spaceMark)
    {
        var target = new byte[encoded.Length];
        int length = 0;
        for (int at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] == mark && TryHex(encoded, at + 1, out byte octet))
                at += 2;
            else
                octet = encoded[at] == spaceMark ? (byte)' ' : encoded[at];
            target[length++] = octet;
        }
        return new ArraySegment<byte>(target, 0, length);
    }

    private static bool TryHex(ReadOnlySpan<byte> encoded, int at, out byte octet)
    {
        octet = 0;
        if (at + 1 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[at])
            || !char.IsAsciiHexDigit((char)encoded[at + 1]))
        {
            return false;
        }
        octet = (byte)(Digit(encoded[at]) << 4 | Digit(encoded[at + 1]));
        return true;
    }

    private static int Digit(byte octet) => octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10;

    private static sbyte[] MakeSextets()
    {
        var table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (int i = 0; i < alphabet.Length; i++)
            table[alphabet[i]] = (sbyte)i;
        return table;
    }
}

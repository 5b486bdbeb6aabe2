using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Content-Transfer-Encoding (RFC 2045, 6): the shortest encoding that brings the content over unharmed.
/// </summary>
internal static class TransferEncoding
{
    private const int EncodedLineMaxChars = 76;

    private const int OctetsPerBase64Line = EncodedLineMaxChars / 4 * 3;

    /// <summary>
    /// Encodes text after giving all its lines the ending CRLF; a last line without ending gets one.
    /// </summary>
    /// <param name="text">The text.</param>
    internal static (string Name, ReadOnlyMemory<byte> Body) EncodeText(string text)
    {
        byte[] canonical = Canonical(text);
        if (IsSevenBit(canonical))
            return ("7bit", canonical);
        var quoted = QuotedPrintable(canonical);

        // Stars stand for a secret that takes their place when the letter leaves: base64 would hide them.
        return quoted.Length <= Base64Length(canonical.Length) || canonical.AsSpan().Contains((byte)'*')
            ? ("quoted-printable", quoted)
            : ("base64", EncodeBase64(canonical));
    }

    /// <summary>Base64 in lines of 76 characters; the last line has no CRLF.</summary>
    internal static ReadOnlyMemory<byte> EncodeBase64(ReadOnlySpan<byte> octets)
    {
        var encoded = new byte[Base64Length(octets.Length)];
        int written = 0;
        while (!octets.IsEmpty)
        {
            if (written > 0)
                written += CopyCrLf(encoded.AsSpan(written));
            var line = octets[..Math.Min(OctetsPerBase64Line, octets.Length)];
            Base64.EncodeToUtf8(line, encoded.AsSpan(written), out _, out int count);
            written += count;
            octets = octets[line.Length..];
        }
        return encoded.AsMemory(0, written);
    }

    private static int Base64Length(int octets)
    {
        int lines = (octets + OctetsPerBase64Line - 1) / OctetsPerBase64Line;
        return checked((octets + 2) / 3 * 4 + Math.Max(0, lines - 1) * 2);
    }

    private static int CopyCrLf(Span<byte> target)
    {
        "\r\n"u8.CopyTo(target);
        return 2;
    }

    private static byte[] Canonical(string text)
    {
        // Not ReplaceLineEndings: it would also break lines at form feeds and the line separators of Unicode.
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        bool ended = lines[^1].Length == 0;
        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + (ended ? string.Empty : "\r\n"));
    }

    private static bool IsSevenBit(ReadOnlySpan<byte> canonical)
    {
        foreach (var range in canonical.Split("\r\n"u8))
        {
            var line = canonical[range];
            // Mailbox files put ">" before such a line: the letter would arrive changed.
            if (line.Length > MailLimits.LineMaxOctets || line.StartsWith("From "u8))
                return false;
            if (line.ContainsAnyExcept(PlainOctets))
                return false;
        }
        return true;
    }

    private static readonly SearchValues<byte> PlainOctets =
        SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    private static ReadOnlyMemory<byte> QuotedPrintable(ReadOnlySpan<byte> canonical)
    {
        var target = new ArrayBufferWriter<byte>(canonical.Length + canonical.Length / 4 + 64);
        bool first = true;
        foreach (var range in canonical.Split("\r\n"u8))
        {
            if (!first)
                target.Write("\r\n"u8);
            first = false;
            QuoteLine(canonical[range], target);
        }
        return target.WrittenMemory;
    }

    private static void QuoteLine(ReadOnlySpan<byte> line, ArrayBufferWriter<byte> target)
    {
        int column = 0;
        for (int i = 0; i < line.Length; i++)
        {
            bool isLast = i == line.Length - 1;
            int width = IsPlainHere(line, i, column) ? 1 : 3;
            // The last piece may fill the line; before it, one column is kept for the soft break. A run of stars stays whole.
            if (column + Math.Max(width, StarsAt(line, i)) > EncodedLineMaxChars - (isLast ? 0 : 1) && column > 0)
            {
                target.Write("=\r\n"u8);
                column = 0;
                width = IsPlainHere(line, i, column) ? 1 : 3;
            }
            WriteQuoted(line[i], width, target);
            column += width;
        }
    }

    /// <summary>How long the run of stars is that begins here, as long as it fits into a line.</summary>
    private static int StarsAt(ReadOnlySpan<byte> line, int i)
    {
        if (line[i] != '*' || (i > 0 && line[i - 1] == '*'))
            return 0;
        int end = line[i..].IndexOfAnyExcept((byte)'*');
        int run = end < 0 ? line.Length - i : end;
        return run < EncodedLineMaxChars ? run : 0;
    }

    private static bool IsPlainHere(ReadOnlySpan<byte> line, int i, int column)
    {
        byte octet = line[i];
        if (octet is (byte)' ' or (byte)'\t')
            return i < line.Length - 1;
        if (octet is <= 32 or >= 127 or (byte)'=')
            return false;
        if (column > 0)
            return true;
        // At the start of a line: SMTP doubles a dot, mailbox files change "From ".
        return octet != '.' && !line[i..].StartsWith("From "u8);
    }

    private static void WriteQuoted(byte octet, int width, ArrayBufferWriter<byte> target)
    {
        var span = target.GetSpan(3);
        if (width == 1)
            span[0] = octet;
        else
            _ = Ascii.FromUtf16($"={octet:X2}", span, out _);
        target.Advance(width);
    }
}

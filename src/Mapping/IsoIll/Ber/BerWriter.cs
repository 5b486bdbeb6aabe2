using System.Buffers;
using System.Text;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>
/// Writes BER from the last octet to the first. Since the contents are there before the header, every
/// length is definite and minimal without a second pass and without moving octets.
/// </summary>
internal sealed class BerWriter : IDisposable
{
    private const int FirstSize = 4096;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int start;

    public BerWriter() => start = buffer.Length;

    /// <summary>Octets written so far.</summary>
    public int Length => buffer.Length - start;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(start);

    /// <summary>
    /// Puts identifier and length in front of the last <paramref name="contentLength"/> octets.
    /// </summary>
    public void Header(BerTag tag, bool constructed, int contentLength)
    {
        int number = tag.Number;
        int leading = (tag.Class << 6) | (constructed ? 0x20 : 0);
        if (number < 0x1F && contentLength < 0x80)
        {
            var two = Take(2);
            two[1] = (byte)contentLength;
            two[0] = (byte)(leading | number);
            return;
        }

        LengthOctets(contentLength);
        if (number < 0x1F)
        {
            Octet((byte)(leading | number));
            return;
        }

        Octet((byte)(number & 0x7F));
        if (number >= 0x80)
            Octet((byte)(0x80 | (number >> 7)));
        Octet((byte)(leading | 0x1F));
    }

    /// <summary>
    /// The header of an APDU. Its length is never in the short form: libyaz takes four printable octets at
    /// the start (73 30 30 2E for example) for HTTP and then waits until the connection closes.
    /// </summary>
    public void ApduHeader(BerTag tag, int contentLength)
    {
        if (contentLength >= 0x80)
        {
            Header(tag, constructed: true, contentLength);
            return;
        }

        var three = Take(3);
        three[2] = (byte)contentLength;
        three[1] = 0x81;
        three[0] = (byte)((tag.Class << 6) | 0x20 | tag.Number);
    }

    public void Octet(byte value) => Take(1)[0] = value;

    public void Octets(ReadOnlySpan<byte> octets) => octets.CopyTo(Take(octets.Length));

    /// <summary>The contents of an INTEGER or ENUMERATED in the fewest octets.</summary>
    public int IntegerContents(long value)
    {
        int written = 0;
        while (true)
        {
            byte low = (byte)value;
            Octet(low);
            written++;
            value >>= 8;
            if ((value == 0 && low < 0x80) || (value == -1 && low >= 0x80))
                return written;
        }
    }

    /// <summary>The contents of a GeneralString: UTF-8.</summary>
    public int Utf8Contents(string text)
    {
        var room = Take(text.Length);
        if (Ascii.FromUtf16(text, room, out int written) == OperationStatus.Done)
            return written;
        start += text.Length;
        int octets = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Take(octets));
        return octets;
    }

    /// <summary>The contents of a VisibleString or PrintableString: one octet per character. A text with
    /// characters that have no such octet came from a partner, whom nothing keeps from writing UTF-8 there;
    /// it goes back as it came.</summary>
    public int Latin1Contents(string text)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'))
            return Utf8Contents(text);
        Encoding.Latin1.GetBytes(text, Take(text.Length));
        return text.Length;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private void LengthOctets(int length)
    {
        if (length < 0x80)
        {
            Octet((byte)length);
            return;
        }

        int octets = 0;
        for (; length > 0; length >>= 8, octets++)
            Octet((byte)length);
        Octet((byte)(0x80 | octets));
    }

    private Span<byte> Take(int octets)
    {
        if (octets > start)
            Grow(octets);
        start -= octets;
        return buffer.AsSpan(start, octets);
    }

    private void Grow(int octets)
    {
        int written = Length;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, written + octets));
        buffer.AsSpan(start).CopyTo(larger.AsSpan(larger.Length - written));
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        start = buffer.Length - written;
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResourceSharing.Mapping.IsoIll.Ber;

/// <summary>Where a scan stands.</summary>
internal enum ScanState
{
    NeedsMore,
    Complete,
    Refused,
}

/// <summary>
/// One linear, iterative pass over the tags and lengths of one BER value, definite and indefinite lengths
/// alike. It can be interrupted anywhere: <see cref="Scan"/> goes on at <see cref="Position"/> when more
/// octets are there, so a value that drips in is not scanned twice. Contents of primitive elements are
/// skipped, not looked at. With an index it also writes down every element for <see cref="BerReader"/>;
/// without, it only finds the end of the value.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct BerScanner
{
    /// <summary>The most octets an element's identifier and length can take.</summary>
    public const int MaxHeaderOctets = 8;

    private const int FirstIndexSize = 512;

    private BerElement[]? index;
    private int count;
    private int depth;
    private OpenElement innermost;
    private OpenElements around;

    public BerScanner(bool withIndex)
    {
        innermost = new OpenElement(-1, -1, IsoIllLimits.MaxApduOctets);
        if (withIndex)
            index = ArrayPool<BerElement>.Shared.Rent(FirstIndexSize);
    }

    /// <summary>Offset of the next header to read; at the end the length of the value.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Total length of the value when its outermost length is definite and has been read, else 0.
    /// </summary>
    public int KnownLength { get; private set; }

    /// <summary>Why the value was refused.</summary>
    public string? Fault { get; private set; }

    /// <summary>The value breaks no rule of BER but one of <see cref="IsoIllLimits"/>.</summary>
    public bool LimitExceeded { get; private set; }

    public readonly ReadOnlySpan<BerElement> Index => index.AsSpan(0, count);

    /// <summary>
    /// Scans on. <paramref name="window"/> are the octets from offset <paramref name="windowStart"/> on,
    /// which must not be behind <see cref="Position"/>.
    /// </summary>
    public ScanState Scan(ReadOnlySpan<byte> window, int windowStart)
    {
        while (true)
        {
            if (index is not null && depth > 0 && windowStart == 0)
                ScanUsual(window, index.AsSpan(0, Math.Min(index.Length, IsoIllLimits.MaxElements)));
            while (Position == innermost.End)
                Close(Position);
            if (depth == 0 && count > 0)
                return Position - windowStart > window.Length ? ScanState.NeedsMore : ScanState.Complete;
            int at = Position - windowStart;
            if ((uint)at >= (uint)window.Length)
                return ScanState.NeedsMore;
            int step = ReadHeader(window[at..], out var header);
            if (step == 0)
                return ScanState.NeedsMore;
            if (step < 0 || !Enter(header, step))
                return ScanState.Refused;
        }
    }

    /// <summary>
    /// After a refusal or a truncated message: closes what is open, so that the elements before the fault
    /// can be read.
    /// </summary>
    public void CloseEverything(int messageLength)
    {
        while (count > 0 && !index![count - 1].Constructed && index[count - 1].End > messageLength)
            count--;
        while (depth > 0)
            Close(Math.Min(Position, messageLength));
        for (int i = 0; i < count; i++)
            index![i].Next = Math.Min(index[i].Next, count);
    }

    public void ReturnIndex()
    {
        if (index is not null)
            ArrayPool<BerElement>.Shared.Return(index);
        index = null;
        count = 0;
    }

    /// <summary>
    /// Runs through usual elements, those with a header of two octets and inside all limits, with
    /// everything in registers. Whatever is unusual or wrong is left to the full reading of a header, which
    /// comes to the same result.
    /// </summary>
    private void ScanUsual(ReadOnlySpan<byte> message, Span<BerElement> elements)
    {
        Span<OpenElement> outer = around;
        var inner = innermost;
        int level = depth;
        int position = Position;
        int number = count;
        while ((uint)number < (uint)elements.Length)
        {
            if (position == inner.End && level > 1)
            {
                elements[inner.Element].Next = number;
                inner = outer[--level];
                continue;
            }

            int content = position + 2;
            if (content > message.Length)
                break;
            int first = message[position];
            int length = message[position + 1];
            int end = content + (length & 0x7F);
            if ((first & 0x1F) == 0x1F || end > inner.Limit)
                break;
            if (first == 0)
            {
                if (length != 0 || inner.End >= 0 || level <= 1)
                    break;
                elements[inner.Element].Next = number;
                elements[inner.Element].Length = position - elements[inner.Element].Content;
                inner = outer[--level];
                position = content;
                continue;
            }

            bool constructed = (first & 0x20) != 0;
            if (constructed ? length > 0x80 || level >= outer.Length : length >= 0x80)
                break;
            ref var element = ref elements[number];
            element.Content = content;
            element.Length = length & 0x7F;
            element.Next = number + 1;
            element.Tag = new BerTag((ushort)((first >> 6 << 14) | (first & 0x1F)));
            element.HeaderOctets = 2;
            if (!constructed)
            {
                element.Form = BerForm.Primitive;
                position = end;
                number++;
                continue;
            }

            element.Form = length < 0x80 ? BerForm.Constructed : BerForm.Indefinite;
            outer[level++] = inner;
            inner = length < 0x80 ? new OpenElement(number, end, end) : new OpenElement(number, -1, inner.Limit);
            position = content;
            number++;
        }

        innermost = inner;
        depth = level;
        Position = position;
        count = number;
    }

    /// <summary>
    /// Returns the octets of the header, 0 when it is not complete yet, -1 when it is refused.
    /// </summary>
    private int ReadHeader(ReadOnlySpan<byte> octets, out Header header)
    {
        byte first = octets[0];
        header = default;
        header.Form = (first & 0x20) != 0 ? BerForm.Constructed : BerForm.Primitive;
        int number = first & 0x1F;
        int at = 1;
        if (number == 0x1F)
        {
            int used = ReadHighTag(octets, out number);
            if (used <= 0)
                return used;
            at += used;
        }

        header.Tag = new BerTag((ushort)((first >> 6 << 14) | number));
        if (at >= octets.Length)
            return 0;
        byte length = octets[at++];
        if (length < 0x80)
        {
            header.Length = length;
            return at;
        }

        return ReadLongLength(octets, at, length & 0x7F, ref header);
    }

    private int ReadHighTag(ReadOnlySpan<byte> octets, out int number)
    {
        number = 0;
        if (octets.Length < 2)
            return 0;
        if (octets[1] < 0x80)
        {
            number = octets[1];
            return 1;
        }

        if (octets.Length < 3)
            return 0;
        number = ((octets[1] & 0x7F) << 7) | (octets[2] & 0x7F);
        return octets[2] < 0x80 ? 2 : Refuse("tag number above the limit", limit: true);
    }

    private int ReadLongLength(ReadOnlySpan<byte> octets, int at, int lengthOctets, ref Header header)
    {
        if (lengthOctets == 0)
        {
            if (header.Form == BerForm.Primitive)
                return Refuse("primitive element of indefinite length");
            header.Form = BerForm.Indefinite;
            return at;
        }

        if (lengthOctets > IsoIllLimits.MaxLengthOctets)
            return Refuse("length field of more than 4 octets", limit: true);
        if (at + lengthOctets > octets.Length)
            return 0;
        for (int i = 0; i < lengthOctets; i++)
            header.Length = (header.Length << 8) | octets[at + i];
        return at + lengthOctets;
    }

    private bool Enter(in Header header, int headerOctets)
    {
        int limit = innermost.Limit;
        int content = Position + headerOctets;
        if (content > limit)
            return Overrun();
        if (header.Tag == default)
            return EndOfContents(header, content);
        long end = header.Form == BerForm.Indefinite ? content : content + header.Length;
        if (end > limit)
            return Overrun();
        if (count >= IsoIllLimits.MaxElements)
            return Refuse("more elements than the limit", limit: true) > 0;
        Note(header, content);
        if (depth == 0 && header.Form != BerForm.Indefinite)
            KnownLength = (int)end;
        if (header.Form == BerForm.Primitive)
        {
            Position = (int)end;
            return true;
        }

        if (depth >= IsoIllLimits.MaxDepth)
            return Refuse("nested deeper than the limit", limit: true) > 0;
        around[depth++] = innermost;
        innermost = header.Form == BerForm.Indefinite
            ? new OpenElement(count - 1, -1, limit)
            : new OpenElement(count - 1, (int)end, (int)end);
        Position = content;
        return true;
    }

    private bool Overrun() => innermost.Limit == IsoIllLimits.MaxApduOctets
        ? Refuse("longer than the limit", limit: true) > 0
        : Refuse("an element ends behind the one that holds it") > 0;

    private bool EndOfContents(in Header header, int after)
    {
        if (header.Form != BerForm.Primitive || header.Length != 0 || depth == 0 || innermost.End >= 0)
            return Refuse("end-of-contents octets in the wrong place") > 0;
        int end = Position;
        Position = after;
        Close(end);
        return true;
    }

    private void Note(in Header header, int content)
    {
        count++;
        if (index is null)
            return;
        if (count > index.Length)
            Grow();
        ref var element = ref index[count - 1];
        element.Content = content;
        element.Length = (int)header.Length;
        element.Next = count;
        element.Tag = header.Tag;
        element.HeaderOctets = (byte)(content - Position);
        element.Form = header.Form;
    }

    private void Grow()
    {
        var larger = ArrayPool<BerElement>.Shared.Rent(index!.Length * 2);
        index.CopyTo(larger, 0);
        ArrayPool<BerElement>.Shared.Return(index);
        index = larger;
    }

    private void Close(int contentEnd)
    {
        int closed = innermost.Element;
        innermost = around[--depth];
        if (index is null || closed >= count)
            return;
        index[closed].Next = count;
        index[closed].Length = contentEnd - index[closed].Content;
    }

    private int Refuse(string fault, bool limit = false)
    {
        Fault = fault;
        LimitExceeded = limit;
        return -1;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Header
    {
        public BerTag Tag;
        public BerForm Form;
        public long Length;
    }

    /// <summary>
    /// An element whose contents are being scanned: its index, where its contents end (-1 when the length is
    /// indefinite), and where they must have ended, which then the surrounding element says.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct OpenElement(int element, int end, int limit)
    {
        public readonly int Element = element;
        public readonly int End = end;
        public readonly int Limit = limit;
    }

    [InlineArray(IsoIllLimits.MaxDepth)]
    private struct OpenElements
    {
        private OpenElement first;
    }
}

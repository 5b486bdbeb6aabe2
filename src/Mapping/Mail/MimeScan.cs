namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// One walk over the octets of a mail from the beginning to the end (RFC 2046, 5.1). All boundaries that are open are
/// looked for at once, so that every octet is looked at once however deep the parts are nested, and the boundary of an
/// outer part ends an inner one that lacks its own end.
/// </summary>
internal sealed class MimeScan(ReadOnlyMemory<byte> octets, MimeReadBudget budget)
{
    private readonly List<byte[]> _boundaries = [];
    private int _position;

    private ReadOnlySpan<byte> Octets => octets.Span;

    /// <summary>Reads header and body from the present position up to the next boundary that is open.</summary>
    internal ReceivedMail ReadMail(int depth)
    {
        if (_position == 0 && depth == 1)
            SkipMailboxLine();
        var headers = ReadHeaders();
        return new ReceivedMail { Headers = headers, Body = ReadBody(headers, PartHeader.TextPlain, depth) };
    }

    /// <summary>Mailbox files put a line before each mail that is not part of it.</summary>
    private void SkipMailboxLine()
    {
        var start = Octets[..Math.Min(Octets.Length, 6)];
        if (!start.StartsWith("From "u8) && !start.StartsWith(">From "u8))
            return;
        _position = MailLines.EndOf(Octets, 0).Next;
        budget.Tolerate("mailbox-line", "A line of a mailbox file stands before the header.");
    }

    private IReadOnlyList<ReceivedHeader> ReadHeaders()
    {
        if (budget.Refusal is not null)
            return [];
        var block = new HeaderBlock(octets, budget);
        var headers = block.Read(_position, at => TryMatch(at) is not null);
        _position = block.End;
        return headers;
    }

    private ReceivedPart ReadBody(IReadOnlyList<ReceivedHeader> headers, string defaultType, int depth)
    {
        var header = PartHeader.Of(headers, defaultType, budget);
        var part = new ReceivedPart
        {
            Type = header.Type,
            Parameters = header.Parameters,
            Headers = headers,
            Disposition = header.Disposition,
            FileName = header.FileName,
        };
        if (budget.Refusal is not null)
            return part;
        if (header.IsMultipart)
            return part with { Parts = ReadParts(header, depth) };
        return header.IsMail
            ? ReadMailInside(part, header, depth)
            : ReadLeaf(part, header, FindDelimiter(_position).Start);
    }

    /// <summary>The parts between the boundaries; before the first and after the last stands nothing for people.</summary>
    private List<ReceivedPart> ReadParts(PartHeader header, int depth)
    {
        if (header.Boundary.Length == 0)
            return ReadWithoutBoundary(FindDelimiter(_position).Start, depth);
        int own = _boundaries.Count;
        _boundaries.Add(header.Boundary);
        var parts = new List<ReceivedPart>();
        var line = FindDelimiter(_position);
        while (line.Index >= own && !line.IsClose && budget.TakePart(depth + 1))
        {
            _position = line.Next;
            parts.Add(ReadPart(header.DefaultTypeInside, depth + 1));
            line = FindDelimiter(_position);
        }
        _boundaries.RemoveAt(own);
        bool isOwn = line.Index >= own;
        if (!isOwn && parts.Count == 0)
            return ReadWithoutBoundary(line.Start, depth);
        if (!isOwn)
            budget.Tolerate("boundary-end-missing", "A multipart has no end.");
        _position = isOwn ? FindDelimiter(line.Next).Start : line.Start;
        return parts;
    }

    private ReceivedPart ReadPart(string defaultType, int depth) => ReadBody(ReadHeaders(), defaultType, depth);

    /// <summary>A multipart in which its boundary never stands is shown as text.</summary>
    private List<ReceivedPart> ReadWithoutBoundary(int end, int depth)
    {
        budget.Tolerate("boundary-missing", "A multipart has no boundary; it is read as text.");
        if (!budget.TakePart(depth + 1))
            return [];
        var header = PartHeader.Of([], PartHeader.TextPlain, budget);
        return [ReadLeaf(new ReceivedPart { Type = header.Type }, header, end)];
    }

    private ReceivedPart ReadMailInside(ReceivedPart part, PartHeader header, int depth)
    {
        if (header.Encoding is TransferDecoding.AsItIs)
        {
            int start = _position;
            if (!budget.TakePart(depth + 1))
                return part;
            var mail = ReadMail(depth + 1);
            return part with { Message = mail, Content = octets[start..ContentEnd(start, _position)] };
        }
        // RFC 2046, 5.2.1 forbids it, but programs that encode a whole mail exist.
        budget.Tolerate("message-encoded", "A mail inside the mail is encoded.");
        var content = Decode(header, FindDelimiter(_position).Start);
        if (!budget.TakePart(depth + 1))
            return part;
        return part with { Content = content, Message = new MimeScan(content, budget).ReadMail(depth + 1) };
    }

    private ReceivedPart ReadLeaf(ReceivedPart part, PartHeader header, int end)
    {
        var content = Decode(header, end);
        return part with { Content = content, Text = header.IsText ? TextOf(content.Span, header) : null };
    }

    private ReadOnlyMemory<byte> Decode(PartHeader header, int end)
    {
        var content = octets[_position..ContentEnd(_position, end)];
        _position = end;
        return TransferDecoding.Decode(content, header.Encoding, budget);
    }

    private string TextOf(ReadOnlySpan<byte> content, PartHeader header)
    {
        if (content.Length > budget.TextChars)
        {
            // No charset makes more characters than it has octets.
            content = content[..budget.TextChars];
            budget.Tolerate("text-cut", "A text is longer than is read.");
        }
        string text = MailCharset.Decode(content, header.Charset, out bool isKnown);
        if (!isKnown)
            budget.Tolerate("charset-unknown", "A charset is not known; UTF-8 or Windows-1252 was taken.");
        budget.TextChars -= text.Length;
        return MailLines.Normalise(text);
    }

    /// <summary>The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1).</summary>
    private int ContentEnd(int start, int end)
    {
        if (end == Octets.Length)
            return end;
        if (end > start && Octets[end - 1] == '\n')
            end--;
        return end > start && Octets[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The next line at or after a start of a line that is a boundary which is open.</summary>
    private Delimiter FindDelimiter(int from)
    {
        var none = new Delimiter(Octets.Length, Octets.Length, -1, false);
        int at = _boundaries.Count == 0 ? Octets.Length : from;
        while (at < Octets.Length)
        {
            int hit = Octets[at..].IndexOf("--"u8);
            if (hit < 0)
                return none;
            at += hit;
            if ((at == from || Octets[at - 1] is (byte)'\n' or (byte)'\r') && TryMatch(at) is { } found)
                return found;
            int dashes = Octets[at..].IndexOfAnyExcept((byte)'-');
            at = dashes < 0 ? Octets.Length : at + dashes;
        }
        return none;
    }

    private Delimiter? TryMatch(int at)
    {
        for (int i = _boundaries.Count - 1; i >= 0; i--)
        {
            if (!Octets[(at + 2)..].StartsWith(_boundaries[i]))
                continue;
            int rest = at + 2 + _boundaries[i].Length;
            bool isClose = Octets[rest..].StartsWith("--"u8);
            if (isClose)
                rest += 2;
            while (rest < Octets.Length && Octets[rest] is (byte)' ' or (byte)'\t')
                rest++;
            if (rest == Octets.Length || Octets[rest] is (byte)'\r' or (byte)'\n')
                return new Delimiter(at, MailLines.EndOf(Octets, rest).Next, i, isClose);
        }
        return null;
    }

    /// <summary>A line that is a boundary.</summary>
    /// <param name="Start">Where it starts; the end of all when there is none.</param>
    /// <param name="Next">Where the line after it starts.</param>
    /// <param name="Index">Which of the open boundaries it is; -1 when there is none.</param>
    /// <param name="IsClose">True when it ends its multipart.</param>
    private readonly record struct Delimiter(int Start, int Next, int Index, bool IsClose);
}

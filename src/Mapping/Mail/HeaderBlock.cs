namespace ResourceSharing.Mapping.Mail;

/// <summary>The header of a mail or of a part: fields up to the first empty line (RFC 5322, 2.2).</summary>
internal sealed class HeaderBlock(ReadOnlyMemory<byte> octets, MimeReadBudget budget)
{
    private readonly List<ReceivedHeader> _fields = [];

    /// <summary>Where the body starts.</summary>
    internal int End { get; private set; }

    /// <summary>Reads the fields.</summary>
    /// <param name="start">Where the header starts.</param>
    /// <param name="isBoundary">Tells whether the line at a position ends the part: its header is then all of it.</param>
    internal IReadOnlyList<ReceivedHeader> Read(int start, Func<int, bool> isBoundary)
    {
        var span = octets.Span;
        End = start;
        while (End < span.Length && budget.Refusal is null)
        {
            var (lineEnd, next) = MailLines.EndOf(span, End);
            var line = span[End..lineEnd];
            if (line.IsEmpty)
            {
                End = next;
                break;
            }
            if (line.StartsWith("--"u8) && isBoundary(End))
                break;
            int colon = FindColon(line);
            if (colon < 0 && !CanBePassedOver(line))
            {
                budget.Tolerate("header-end-missing", "No empty line stands between header and body.");
                break;
            }
            int fieldEnd = EndOfField(span, next);
            if (fieldEnd - start > budget.Limits.HeadersMaxOctets)
                budget.Refuse("mail-headers-too-long", "A header of the mail has too many octets.");
            else if (colon > 0)
                Add(span[End..fieldEnd], colon);
            End = fieldEnd;
        }
        return _fields;
    }

    /// <summary>Lines that start with white space continue a field.</summary>
    private static int EndOfField(ReadOnlySpan<byte> span, int next)
    {
        while (next < span.Length && span[next] is (byte)' ' or (byte)'\t')
            next = MailLines.EndOf(span, next).Next;
        return next;
    }

    /// <summary>Where the name of a field ends; 0 for an empty name, -1 when the line starts no field.</summary>
    private static int FindColon(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
            return -1;
        var name = line[..colon].TrimEnd(" \t"u8);
        return name.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 ? colon : -1;
    }

    /// <summary>A continuation of nothing, or a line of a mailbox file in the wrong place.</summary>
    private bool CanBePassedOver(ReadOnlySpan<byte> line)
    {
        if (line[0] is not ((byte)' ' or (byte)'\t') && !line.StartsWith("From "u8))
            return false;
        budget.Tolerate("header-line-unreadable", "A line of a header belongs to no field.");
        return true;
    }

    private void Add(ReadOnlySpan<byte> field, int colon)
    {
        if (_fields.Count == budget.Limits.MaxHeaders)
        {
            budget.Refuse("mail-too-many-headers", "A header of the mail has too many fields.");
            return;
        }
        string name = MailCharset.DecodeHeader(field[..colon].TrimEnd(" \t"u8));
        string raw = FieldText.Unfold(MailCharset.DecodeHeader(field[(colon + 1)..]));
        string text = FieldText.Clean(EncodedWords.Decode(raw, budget));
        _fields.Add(new ReceivedHeader(name, raw, text));
    }
}

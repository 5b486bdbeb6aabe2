namespace ResourceSharing.Adapters.Mail;

/// <summary>
/// Reads replies (RFC 5321, 4.2) from a stream, within the limits of <see cref="SmtpLimits"/>.
/// </summary>
internal sealed class SmtpReplyReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>True when the server has already said more than it was asked.</summary>
    internal bool HasLeftover => _start < _end;

    /// <summary>Reads one reply with all its lines.</summary>
    /// <exception cref="SmtpFault">The reply breaks the syntax or a limit.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    internal async ValueTask<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        int code = 0;
        while (true)
        {
            string line = await ReadLineAsync(cancellationToken);
            int lineCode = ParseCode(line);
            if (lines.Count > 0 && lineCode != code)
                throw Malformed("The lines of a reply bear different codes.");
            code = lineCode;
            lines.Add(line.Length > 4 ? line[4..] : string.Empty);
            if (line.Length == 3 || line[3] == ' ')
                return Build(code, lines);
            if (lines.Count == SmtpLimits.ReplyMaxLines)
                throw Malformed("A reply has too many lines.");
        }
    }

    private static SmtpReply Build(int code, List<string> lines)
    {
        EnhancedStatus? status = null;
        int kept = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            if (ParseStatus(lines[i], code, out string rest) is { } found)
            {
                status ??= found;
                lines[i] = rest;
            }
            int room = Math.Max(0, SmtpLimits.KeptReplyMaxChars - kept);
            lines[i] = lines[i].Length > room ? lines[i][..room] : lines[i];
            kept += lines[i].Length;
        }
        return new SmtpReply(code, status, lines);
    }

    private static int ParseCode(string line)
    {
        bool wellFormed = line.Length >= 3
            && line[0] is >= '2' and <= '5' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
            && (line.Length == 3 || line[3] is ' ' or '-');
        return wellFormed
            ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0')
            : throw Malformed("A line of a reply has no code.");
    }

    private static EnhancedStatus? ParseStatus(string text, int code, out string rest)
    {
        int end = text.IndexOf(' ', StringComparison.Ordinal);
        string first = end < 0 ? text : text[..end];
        rest = end < 0 ? string.Empty : text[(end + 1)..];
        var parts = first.Split('.');
        bool wellFormed = parts.Length == 3
            && parts.All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit))
            && parts[0].Length == 1 && parts[0][0] - '0' == code / 100;
        return wellFormed ? new EnhancedStatus(code / 100, Number(parts[1]), Number(parts[2])) : null;
    }

    private static int Number(string digits) => digits.Aggregate(0, (sum, digit) => (sum * 10) + digit - '0');

    /// <summary>
    /// One line; a bare LF ends it too, since nothing of ours depends on where a server's line ends.
    /// </summary>
    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>(80);
        while (true)
        {
            if (!HasLeftover)
                await FillAsync(cancellationToken);
            var unread = _buffer.AsMemory(_start, _end - _start);
            int feed = unread.Span.IndexOf((byte)'\n');
            int taken = feed < 0 ? unread.Length : feed;
            line.AddRange(unread.Span[..taken]);
            _start += feed < 0 ? taken : taken + 1;
            // One more for the CR that belongs to the ending.
            if (line.Count > SmtpLimits.ReplyLineMaxOctets + 1)
                throw Malformed("A line of a reply is too long.");
            if (feed >= 0)
                return Finish(line);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        if (_end == 0)
            throw new EndOfStreamException();
    }

    private static string Finish(List<byte> line)
    {
        if (line.Count > 0 && line[^1] == '\r')
            line.RemoveAt(line.Count - 1);
        if (line.Count > SmtpLimits.ReplyLineMaxOctets)
            throw Malformed("A line of a reply is too long.");
        return ServerText.Clean([.. line]);
    }

    private static SmtpFault Malformed(string text) => SmtpFault.Later("malformed-reply", text);
}

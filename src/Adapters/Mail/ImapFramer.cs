using System.Buffers;
using System.Globalization;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>One whole response of a server as octets.</summary>
/// <param name="Text">
/// Its lines without the last line ending; a literal stands as its announcement, <c>{n}</c> and the line ending.
/// </param>
/// <param name="Literals">The contents of the literals, in their order.</param>
internal sealed record ImapFrame(ReadOnlyMemory<byte> Text, IReadOnlyList<ReadOnlyMemory<byte>> Literals);

/// <summary>
/// Cuts a stream into responses (RFC 3501, 9): a line, or several when literals stand at the ends of the first ones.
/// How the stream was split into pieces makes no difference. Pure.
/// </summary>
internal sealed class ImapFramer
{
    private const byte Feed = (byte)'\n';
    private static readonly SearchValues<string> Conditions =
        SearchValues.Create(["OK", "NO", "BAD", "BYE", "PREAUTH"], StringComparison.OrdinalIgnoreCase);

    private readonly ArrayBufferWriter<byte> _text = new(256);
    private readonly List<ReadOnlyMemory<byte>> _literals = [];
    private int _lineStart;
    private byte[]? _literal;
    private int _filled;

    /// <summary>The largest literal that is taken now.</summary>
    internal int MaxLiteralOctets { get; set; } = ImapLimits.SmallLiteralMaxOctets;

    /// <summary>True in the middle of a response.</summary>
    internal bool IsWithin => _text.WrittenCount > 0;

    /// <summary>Takes octets up to the end of one response.</summary>
    /// <param name="input">What has come.</param>
    /// <param name="frame">The response, when it is complete; the rest of the input is then untouched.</param>
    /// <returns>How many octets were taken.</returns>
    /// <exception cref="MailboxException">A limit is exceeded.</exception>
    internal int Consume(ReadOnlySpan<byte> input, out ImapFrame? frame)
    {
        frame = null;
        int used = 0;
        while (used < input.Length && frame is null)
        {
            var rest = input[used..];
            used += _literal is null ? ReadLine(rest, out frame) : FillLiteral(rest);
        }
        return used;
    }

    private int ReadLine(ReadOnlySpan<byte> input, out ImapFrame? frame)
    {
        frame = null;
        int feed = input.IndexOf(Feed);
        int taken = feed < 0 ? input.Length : feed + 1;
        if (_text.WrittenCount + taken > ImapLimits.ResponseMaxOctets)
            throw MailboxException.Malformed("The mail server sent a line that is too long.");
        _text.Write(input[..taken]);
        if (feed < 0)
            return taken;
        if (AnnouncedOctets() is { } octets)
            BeginLiteral(octets);
        else
            frame = Finish();
        return taken;
    }

    private void BeginLiteral(long octets)
    {
        if (octets > MaxLiteralOctets)
        {
            throw MailboxException.Malformed(
                FormattableString.Invariant($"The mail server sent {octets} octets, more than was asked for."));
        }
        if (_literals.Count == ImapLimits.ResponseMaxLiterals)
            throw MailboxException.Malformed("The mail server sent a response of too many pieces.");
        _literal = new byte[octets];
        _filled = 0;
        _lineStart = _text.WrittenCount;
        EndLiteralWhenFull();
    }

    private int FillLiteral(ReadOnlySpan<byte> input)
    {
        int taken = Math.Min(input.Length, _literal!.Length - _filled);
        input[..taken].CopyTo(_literal.AsSpan(_filled));
        _filled += taken;
        EndLiteralWhenFull();
        return taken;
    }

    private void EndLiteralWhenFull()
    {
        if (_filled < _literal!.Length)
            return;
        _literals.Add(_literal);
        _literal = null;
    }

    private ImapFrame Finish()
    {
        var frame = new ImapFrame(WithoutEnding(_text.WrittenSpan).ToArray(), [.. _literals]);
        _text.ResetWrittenCount();
        _literals.Clear();
        _lineStart = 0;
        return frame;
    }

    /// <summary>The length of the literal that the last line ends with; null when it ends the response.</summary>
    private long? AnnouncedOctets()
    {
        var line = WithoutEnding(_text.WrittenSpan[_lineStart..]);
        if (line.IsEmpty || line[^1] != '}' || HasFreeText(_text.WrittenSpan))
            return null;
        int open = line.LastIndexOf((byte)'{');
        if (open < 0)
            return null;
        var digits = line[(open + 1)..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long octets) ? octets : null;
    }

    /// <summary>Status responses and continuations end with words for people, which may look like anything.</summary>
    private static bool HasFreeText(ReadOnlySpan<byte> response)
    {
        if (!response.StartsWith("* "u8))
            return true;
        var word = response[2..];
        int end = word.IndexOfAny(" \r\n"u8);
        return end is >= 0 and <= 8 && Conditions.Contains(Encoding.ASCII.GetString(word[..end]));
    }

    private static ReadOnlySpan<byte> WithoutEnding(ReadOnlySpan<byte> line)
    {
        if (line is [.., Feed])
            line = line[..^1];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }
}

using System.Globalization;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Reads one framed response (RFC 3501, 9), within the limits of <see cref="ImapLimits"/>. Pure.</summary>
internal sealed class ImapParser
{
    private readonly ImapFrame _frame;
    private int _at;
    private int _literal;
    private int _values;

    private ImapParser(ImapFrame frame) => _frame = frame;

    private ReadOnlySpan<byte> Text => _frame.Text.Span;

    private bool IsAtEnd => _at >= Text.Length;

    /// <summary>Reads a response.</summary>
    /// <exception cref="MailboxException">It breaks the syntax or a limit.</exception>
    internal static ImapResponse Parse(ImapFrame frame) => new ImapParser(frame).Read();

    private ImapResponse Read()
    {
        if (Text is [(byte)'+', ..])
        {
            _at = 1;
            SkipSpaces();
            return new ImapResponse.Continuation(Rest());
        }
        string tag = Word();
        SkipSpaces();
        string name = Word();
        if (ConditionOf(name) is { } condition)
            return ReadStatus(tag == "*" ? null : tag, condition);
        if (tag != "*")
            throw MailboxException.Malformed("The mail server sent a line that is no response.");
        uint? number = null;
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint counted))
        {
            number = counted;
            SkipSpaces();
            name = Word();
        }
        return new ImapResponse.Data(number, name.ToUpperInvariant(), ReadValues(depth: 0));
    }

    private static ImapCondition? ConditionOf(string name) => name.ToUpperInvariant() switch
    {
        "OK" => ImapCondition.Ok,
        "NO" => ImapCondition.No,
        "BAD" => ImapCondition.Bad,
        "PREAUTH" => ImapCondition.PreAuth,
        "BYE" => ImapCondition.Bye,
        _ => null,
    };

    private ImapResponse.Status ReadStatus(string? tag, ImapCondition condition)
    {
        SkipSpaces();
        return new ImapResponse.Status(tag, condition, ReadCode(), Rest());
    }

    private ImapCode? ReadCode()
    {
        if (IsAtEnd || Text[_at] != '[')
            return null;
        int length = Text[_at..].IndexOf((byte)']');
        if (length < 0)
            return null;
        string inside = Encoding.UTF8.GetString(Text.Slice(_at + 1, length - 1));
        _at += length + 1;
        SkipSpaces();
        int space = inside.IndexOf(' ', StringComparison.Ordinal);
        return space < 0
            ? new ImapCode(inside.ToUpperInvariant(), "")
            : new ImapCode(inside[..space].ToUpperInvariant(), inside[(space + 1)..]);
    }

    private List<ImapValue> ReadValues(int depth)
    {
        if (depth > ImapLimits.MaxNesting)
            throw MailboxException.Malformed("The mail server sent lists within too many lists.");
        var values = new List<ImapValue>();
        while (true)
        {
            SkipSpaces();
            bool isClosed = !IsAtEnd && Text[_at] == ')';
            if (isClosed != (depth > 0) && (IsAtEnd || isClosed))
                throw MailboxException.Malformed("The mail server sent parentheses that do not match.");
            if (isClosed)
                _at++;
            if (isClosed || IsAtEnd)
                return values;
            if (++_values > ImapLimits.ResponseMaxValues)
                throw MailboxException.Malformed("The mail server sent a response of too many values.");
            values.Add(ReadValue(depth));
        }
    }

    private ImapValue ReadValue(int depth)
    {
        switch (Text[_at])
        {
            case (byte)'(':
                _at++;
                return new ImapValue.List(ReadValues(depth + 1));
            case (byte)'"':
                return ReadQuoted();
            case (byte)'{':
                return ReadLiteral();
            default:
                return new ImapValue.Atom(Word());
        }
    }

    private ImapValue.Octets ReadQuoted()
    {
        var content = new List<byte>();
        for (_at++; !IsAtEnd && Text[_at] != '"'; _at++)
        {
            if (Text[_at] == '\\')
                _at++;
            if (IsAtEnd || Text[_at] is (byte)'\r' or (byte)'\n')
                break;
            content.Add(Text[_at]);
        }
        if (IsAtEnd || Text[_at] != '"')
            throw MailboxException.Malformed("The mail server sent a text without its end.");
        _at++;
        return new ImapValue.Octets(content.ToArray());
    }

    private ImapValue.Octets ReadLiteral()
    {
        int length = Text[_at..].IndexOf((byte)'\n');
        if (length < 0 || _literal == _frame.Literals.Count)
            throw MailboxException.Malformed("The mail server announced octets that do not come.");
        _at += length + 1;
        return new ImapValue.Octets(_frame.Literals[_literal++]);
    }

    /// <summary>
    /// One atom. Brackets belong to it with what they hold: <c>BODY[HEADER.FIELDS (DATE)]&lt;0&gt;</c>.
    /// </summary>
    private string Word()
    {
        int start = _at;
        bool isInBrackets = false;
        for (; !IsAtEnd; _at++)
        {
            byte octet = Text[_at];
            if (octet == '[')
                isInBrackets = true;
            else if (octet == ']')
                isInBrackets = false;
            else if (octet < ' ' || (!isInBrackets && octet is (byte)' ' or (byte)'(' or (byte)')' or (byte)'"' or (byte)'{'))
                break;
        }
        return _at > start
            ? Encoding.UTF8.GetString(Text[start.._at])
            : throw MailboxException.Malformed("The mail server sent a line that is no response.");
    }

    private string Rest()
    {
        string text = ServerText.Clean(Text[_at..]);
        return text.Length > ImapLimits.KeptTextMaxChars ? text[..ImapLimits.KeptTextMaxChars] : text;
    }

    private void SkipSpaces()
    {
        while (!IsAtEnd && Text[_at] == ' ')
            _at++;
    }
}

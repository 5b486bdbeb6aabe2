using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>Takes a list of addresses apart, from left to right, in one pass.</summary>
internal sealed class AddressListReader(string text)
{
    private const int EncodedWordMaxChars = 1_000;

    private readonly List<ReceivedAddress> _addresses = [];
    private readonly EncodedWords _words = new(text);
    private readonly StringBuilder _phrase = new();
    private readonly StringBuilder _bare = new();
    private string? _angle;
    private string? _comment;
    private bool _hasAt;
    private bool _isGap;
    private bool _isUnclear;
    private int _start;
    private int _at;

    internal IReadOnlyList<ReceivedAddress> Read()
    {
        while (_at < text.Length && _addresses.Count < MimeReadLimits.MaxAddresses)
            ReadToken();
        EndAddress(_at);
        return _addresses;
    }

    private void ReadToken()
    {
        switch (text[_at])
        {
            case ' ' or '\t':
                _isGap = true;
                _at++;
                break;
            case ',' or ';':
                EndAddress(_at++);
                _start = _at;
                break;
            case ':' when _angle is null && !_hasAt:
                // What came before was the name of a group; its members follow.
                Forget();
                _start = ++_at;
                break;
            case '(':
                ReadComment();
                break;
            case '<':
                ReadAngle();
                break;
            case '"':
                int open = _at;
                (string content, _at) = FieldText.ReadQuoted(text, _at);
                Add(content, text[open.._at]);
                break;
            case '[':
                int close = text.IndexOf(']', _at);
                int end = close < 0 ? text.Length : close + 1;
                Add(text[_at..end], text[_at..end]);
                _at = end;
                break;
            default:
                ReadAtom();
                break;
        }
    }

    private void ReadAtom()
    {
        int end = _words.EndOfWordAt(_at, EncodedWordMaxChars);
        end = end < 0 ? _at + 1 : end;
        string atom = text[_at..end];
        _at = end;
        Add(atom, atom);
    }

    private void ReadComment()
    {
        int start = _at;
        int depth = 0;
        do
        {
            depth += text[_at] == '(' ? 1 : text[_at] == ')' ? -1 : 0;
            _at += text[_at] == '\\' ? 2 : 1;
        }
        while (depth > 0 && _at < text.Length);
        _at = Math.Min(_at, text.Length);
        _comment ??= text[(start + 1)..Math.Max(start + 1, _at - 1)];
        _isGap = true;
    }

    private void ReadAngle()
    {
        int close = ++_at;
        while (close < text.Length && text[close] is not ('>' or '<'))
            close = text[close] == '"' ? FieldText.ReadQuoted(text, close).Next : close + 1;
        bool isClosed = close < text.Length && text[close] == '>';
        _isUnclear |= _angle is not null || !isClosed;
        _angle = text[_at..close].Trim();
        _at = isClosed ? close + 1 : close;
        _isGap = true;
    }

    private void Add(string shown, string written)
    {
        bool joins = _bare.Length == 0 || !_isGap || _bare[^1] is '@' or '.' || written[0] is '@' or '.';
        // Two words side by side are no address, unless they are the name of one.
        if (!joins && _angle is null)
            _bare.Append(' ');
        bool hasAt = written.Contains('@', StringComparison.Ordinal);
        _isUnclear |= _angle is not null && hasAt;
        _hasAt |= hasAt;
        if (_isGap && _phrase.Length > 0)
            _phrase.Append(' ');
        _phrase.Append(shown);
        _bare.Append(written);
        _isGap = false;
    }

    private void EndAddress(int end)
    {
        string written = text[_start..end].Trim();
        if (written.Length > 0 && (_angle is not null || _bare.Length > 0))
        {
            string name = _angle is not null && _phrase.Length > 0 ? _phrase.ToString() : _comment ?? "";
            name = FieldText.Clean(EncodedWords.Decode(name));
            string address = _angle is null ? _bare.ToString() : WithoutRoute(_angle);
            _addresses.Add(new ReceivedAddress(name, written, _isUnclear ? null : MailboxOf(name, address)));
        }
        Forget();
    }

    private void Forget()
    {
        _phrase.Clear();
        _bare.Clear();
        _angle = _comment = null;
        _hasAt = _isGap = _isUnclear = false;
    }

    /// <summary>RFC 5322, 4.4: servers on the way, before the address, have had no meaning since 1989.</summary>
    private static string WithoutRoute(string angle)
    {
        int colon = angle.StartsWith('@') ? angle.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? angle : angle[(colon + 1)..];
    }

    private static Mailbox? MailboxOf(string name, string address)
    {
        string shown = HeaderText.Clean(name).Value;
        if (Mailbox.TryCreate(shown, address, out var mailbox, out _))
            return mailbox;
        // Addresses with two dots in a row, or one at the end, exist and are written without the quotes they need.
        int at = address.LastIndexOf('@');
        bool isDotted = at > 0 && address.AsSpan(0, at).IndexOfAny("\"@") < 0
            && address.Take(at).All(c => c == '.' || MailboxSyntax.IsAtomChar(c));
        return isDotted && Mailbox.TryCreate(shown, MailboxSyntax.Quote(address[..at]) + address[at..], out mailbox, out _)
            ? mailbox
            : null;
    }
}

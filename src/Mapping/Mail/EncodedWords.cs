using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Encoded words (RFC 2047) in any place of a header, as mail programs decode them: also next to other characters, longer
/// than allowed, and with spaces inside. Words of one charset that follow each other are decoded as one, since some
/// programs cut characters into two.
/// </summary>
internal sealed class EncodedWords
{
    private const int CharsetMaxChars = 60;

    private readonly string _text;
    private readonly StringBuilder _decoded;
    private readonly List<byte> _waiting = [];
    private string? _waitingCharset;
    private int _nextEnd = -1;

    internal EncodedWords(string text)
    {
        _text = text;
        _decoded = new StringBuilder(text.Length);
    }

    /// <summary>The text with its encoded words decoded. The result may hold any character.</summary>
    internal static string Decode(string text, MimeReadBudget? budget = null)
    {
        int first = text.IndexOf("=?", StringComparison.Ordinal);
        return first < 0 ? text : new EncodedWords(text).Run(first, budget);
    }

    /// <summary>The position behind the encoded word without spaces that starts at a position; -1 when none does.</summary>
    internal int EndOfWordAt(int at, int maxChars)
    {
        bool starts = _text[at] == '=' && at + 1 < _text.Length && _text[at + 1] == '?';
        return starts && TryRead(at) is { } word && word.End - at <= maxChars
            && _text.AsSpan(at, word.End - at).IndexOfAny(' ', '\t') < 0
            ? word.End
            : -1;
    }

    private string Run(int first, MimeReadBudget? budget)
    {
        int copied = 0;
        for (int at = first; at >= 0; at = IndexOfWord(at))
        {
            if (TryRead(at) is not { } word || budget?.TakeEncodedWord() == false)
            {
                at += 2;
                continue;
            }
            var gap = _text.AsSpan(copied, at - copied);
            if (_waitingCharset is null || !gap.IsWhiteSpace())
            {
                Flush();
                _decoded.Append(gap);
            }
            Take(word);
            copied = at = word.End;
        }
        Flush();
        return _decoded.Append(_text, copied, _text.Length - copied).ToString();
    }

    private int IndexOfWord(int from) => from >= _text.Length ? -1 : _text.IndexOf("=?", from, StringComparison.Ordinal);

    private void Take(Word word)
    {
        if (_waitingCharset is not null && _waitingCharset != word.Charset)
            Flush();
        _waitingCharset = word.Charset;
        byte[] octets = Encoding.UTF8.GetBytes(_text[word.ContentStart..word.ContentEnd]);
        _waiting.AddRange(word.IsBase64 ? TransferDecoding.Base64(octets) : TransferDecoding.Q(octets));
    }

    private void Flush()
    {
        if (_waitingCharset is null)
            return;
        _decoded.Append(MailCharset.Decode(_waiting.ToArray(), _waitingCharset, out _));
        _waiting.Clear();
        _waitingCharset = null;
    }

    private Word? TryRead(int at)
    {
        int charsetEnd = _text.AsSpan(at + 2, Math.Min(CharsetMaxChars, _text.Length - at - 2)).IndexOf('?');
        int letter = at + 2 + charsetEnd + 1;
        if (charsetEnd <= 0 || letter + 1 >= _text.Length || _text[letter + 1] != '?')
            return null;
        var charset = _text.AsSpan(at + 2, charsetEnd);
        char kind = char.ToLowerInvariant(_text[letter]);
        int content = letter + 2;
        if (kind is not ('b' or 'q') || charset.IndexOfAny(' ', '=') >= 0)
            return null;
        int end = FindEnd(content);
        if (end < 0)
            return null;
        int language = charset.IndexOf('*');
        string name = (language < 0 ? charset : charset[..language]).ToString().ToLowerInvariant();
        return new Word(name, kind == 'b', content, end, end + 2);
    }

    /// <summary>The next end at or after a position; kept, so that many beginnings without an end cost nothing.</summary>
    private int FindEnd(int from)
    {
        if (_nextEnd < from)
        {
            int end = _text.AsSpan(from).IndexOf("?=");
            _nextEnd = end < 0 ? int.MaxValue : from + end;
        }
        return _nextEnd == int.MaxValue ? -1 : _nextEnd;
    }

    private readonly record struct Word(string Charset, bool IsBase64, int ContentStart, int ContentEnd, int End);
}

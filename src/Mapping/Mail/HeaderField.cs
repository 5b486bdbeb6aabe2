using System.Buffers.Text;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// One header field while it is written: tokens joined by white space and folded (RFC 5322, 2.2.3) so that no
/// line passes 76 columns unless a single token is longer. Encoded words follow RFC 2047.
/// </summary>
internal sealed class HeaderField
{
    private const int PreferredColumns = 76;
    private const int EncodedWordMaxChars = 75;
    private const int LongestRawToken = 60;
    private const string FrameB = "=?utf-8?b?";
    private const string FrameQ = "=?utf-8?q?";
    private const int FrameChars = 12;
    private const int LongestRuneChars = 12;

    private readonly StringBuilder _text = new();
    private int _column;
    private bool _isEmpty = true;

    internal HeaderField(string name)
    {
        _text.Append(name).Append(':');
        _column = name.Length + 1;
    }

    /// <summary>The finished field with its CRLF.</summary>
    public override string ToString() => _text + "\r\n";

    /// <summary>Adds one token that must not be broken, after one or more spaces.</summary>
    internal HeaderField Add(string token, int spaces = 1)
    {
        if (!_isEmpty && _column + spaces + token.Length > PreferredColumns)
            Fold();
        _text.Append(' ', spaces).Append(token);
        _column += spaces + token.Length;
        _isEmpty = false;
        return this;
    }

    /// <summary>Adds free text: its ASCII beginning as it is, the rest, if any, as encoded words.</summary>
    internal HeaderField AddUnstructured(string text)
    {
        int rest = 0;
        while (rest < text.Length)
        {
            int word = rest;
            while (word < text.Length && text[word] == ' ')
                word++;
            int end = text.IndexOf(' ', word) is >= 0 and var space ? space : text.Length;
            if (!IsRawToken(text[word..end]) || word - rest + (end - word) > LongestRawToken)
                break;
            Add(text[word..end], rest == 0 ? 1 : word - rest);
            rest = end;
        }
        if (rest == text.Length)
            return this;
        // The one space between raw text and an encoded word is shown; any further ones belong into the word.
        return AddEncoded(rest == 0 ? text : text[(rest + 1)..]);
    }

    /// <summary>Adds a display name as a phrase: atoms, one quoted string or encoded words.</summary>
    internal HeaderField AddPhrase(string name)
    {
        var words = name.Split(' ');
        bool looksEncoded = name.Contains("=?", StringComparison.Ordinal);
        if (!looksEncoded && words.All(w => w.Length is > 0 and <= LongestRawToken && IsAsciiAtom(w)))
        {
            foreach (string word in words)
                Add(word);
            return this;
        }
        bool quotable = !looksEncoded && Ascii.IsValid(name) && name.Length <= LongestRawToken
            && words.All(w => w.Length > 0);
        return quotable ? Add(MailboxSyntax.Quote(name)) : AddEncoded(name);
    }

    /// <summary>
    /// Continues on a new line; the next token brings the space that the line has to start with.
    /// </summary>
    internal void Fold()
    {
        _text.Append("\r\n");
        _column = 0;
    }

    private HeaderField AddEncoded(string text)
    {
        bool asB = Base64.GetMaxEncodedToUtf8Length(Encoding.UTF8.GetByteCount(text))
            < text.EnumerateRunes().Sum(QLength);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (PreferredColumns - _column - 1 < FrameChars + LongestRuneChars)
                Fold();
            int room = Math.Min(EncodedWordMaxChars, PreferredColumns - _column - 1) - FrameChars;
            int taken = asB ? TakeB(rest, room) : TakeQ(rest, room);
            Add(asB ? EncodeB(rest[..taken]) : EncodeQ(rest[..taken]));
            rest = rest[taken..];
        }
        return this;
    }

    private static int TakeB(ReadOnlySpan<char> text, int roomChars)
    {
        int roomOctets = roomChars / 4 * 3;
        int taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            roomOctets -= rune.Utf8SequenceLength;
            if (roomOctets < 0)
                break;
            taken += rune.Utf16SequenceLength;
        }
        return taken;
    }

    private static int TakeQ(ReadOnlySpan<char> text, int roomChars)
    {
        int taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            roomChars -= QLength(rune);
            if (roomChars < 0)
                break;
            taken += rune.Utf16SequenceLength;
        }
        return taken;
    }

    private static int QLength(Rune rune) => IsQSafe(rune) ? 1 : 3 * rune.Utf8SequenceLength;

    /// <summary>The narrow set of RFC 2047, 5 (3), which is right in phrases too.</summary>
    private static bool IsQSafe(Rune rune) =>
        rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value)
            || " !*+-/".Contains((char)rune.Value, StringComparison.Ordinal));

    private static string EncodeB(ReadOnlySpan<char> text)
    {
        var octets = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, octets);
        return $"{FrameB}{Convert.ToBase64String(octets)}?=";
    }

    private static string EncodeQ(ReadOnlySpan<char> text)
    {
        var word = new StringBuilder(FrameQ);
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == ' ')
                word.Append('_');
            else if (IsQSafe(rune))
                word.Append((char)rune.Value);
            else
                AppendEscaped(word, octets[..rune.EncodeToUtf8(octets)], '=');
        }
        return word.Append("?=").ToString();
    }

    internal static void AppendEscaped(StringBuilder target, ReadOnlySpan<byte> octets, char mark)
    {
        const string Hex = "0123456789ABCDEF";
        foreach (byte octet in octets)
            target.Append(mark).Append(Hex[octet >> 4]).Append(Hex[octet & 15]);
    }

    private static bool IsRawToken(string token) =>
        Ascii.IsValid(token) && !token.Contains("=?", StringComparison.Ordinal);

    private static bool IsAsciiAtom(string word) => word.All(c => c < '\x80' && MailboxSyntax.IsAtomChar(c));
}

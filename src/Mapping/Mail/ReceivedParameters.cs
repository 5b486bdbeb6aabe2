using System.Globalization;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// A field of the form <c>value; name=value; name="quoted"</c> as it comes in: comments, missing quotes, RFC 2231 with its
/// pieces in any order, and encoded words in quotes, which the standard forbids and programs write.
/// </summary>
internal sealed class ReceivedParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Piece>> _pieces = new(StringComparer.Ordinal);

    /// <summary>What stands before the first semicolon, in lower case, without comments.</summary>
    internal string Value { get; private set; } = "";

    internal IReadOnlyDictionary<string, string> Values => _values;

    internal static ReceivedParameters Of(string raw, MimeReadBudget budget)
    {
        var read = new ReceivedParameters();
        int end = EndOfPiece(raw, 0);
        read.Value = WithoutComments(raw[..end]).ToLowerInvariant();
        int count = 0;
        while (end < raw.Length)
        {
            int start = end + 1;
            end = EndOfPiece(raw, start);
            if (count == budget.Limits.MaxParameters)
            {
                budget.Tolerate("parameters-many", "A header field has more parameters than are read.");
                break;
            }
            count += read.Add(raw[start..end], budget) ? 1 : 0;
        }
        read.Join();
        return read;
    }

    /// <summary>The position of the next semicolon outside quotes and comments, or the end.</summary>
    private static int EndOfPiece(string raw, int at)
    {
        bool isQuoted = false;
        int comment = 0;
        for (; at < raw.Length; at++)
        {
            char c = raw[at];
            if (c == '\\' && (isQuoted || comment > 0))
                at++;
            else if (c == '"' && comment == 0)
                isQuoted = !isQuoted;
            else if (!isQuoted && c == '(')
                comment++;
            else if (comment > 0 && c == ')')
                comment--;
            else if (!isQuoted && comment == 0 && c == ';')
                return at;
        }
        return raw.Length;
    }

    private bool Add(string piece, MimeReadBudget budget)
    {
        int equals = piece.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return false;
        string name = WithoutComments(piece[..equals]).ToLowerInvariant();
        if (name.Length is 0 or > MimeReadLimits.NameMaxChars)
            return false;
        string value = ReadValue(name, piece, equals + 1, budget);
        int star = name.IndexOf('*', StringComparison.Ordinal);
        if (star > 0)
            AddPiece(name[..star], name[(star + 1)..], value);
        else
            _values.TryAdd(name, FieldText.WithoutControls(value));
        return true;
    }

    private static string ReadValue(string name, string piece, int at, MimeReadBudget budget)
    {
        int start = FieldText.SkipComments(piece, at);
        if (start < piece.Length && piece[start] == '"')
            return EncodedWords.Decode(FieldText.ReadQuoted(piece, start).Content, budget);
        // Names of files stand there without quotes, with spaces and brackets that are no comment.
        bool isFileName = name is "filename" or "name";
        return EncodedWords.Decode(isFileName ? piece[at..].Trim() : WithoutComments(piece[start..]), budget);
    }

    private void AddPiece(string name, string rest, string value)
    {
        bool isExtended = rest.Length == 0 || rest.EndsWith('*');
        string digits = rest.TrimEnd('*');
        int number = 0;
        if (digits.Length > 0
            && !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return;
        }
        if (!_pieces.TryGetValue(name, out var pieces))
            _pieces.Add(name, pieces = []);
        pieces.Add(new Piece(number, isExtended, value));
    }

    /// <summary>What RFC 2231 says wins over the plain value beside it, which is meant for older programs.</summary>
    private void Join()
    {
        foreach (var (name, pieces) in _pieces)
        {
            if (JoinPieces(pieces) is { } value)
                _values[name] = FieldText.WithoutControls(value);
        }
    }

    private static string? JoinPieces(List<Piece> pieces)
    {
        var octets = new List<byte>();
        string? charset = null;
        int next = 0;
        foreach (var piece in pieces.OrderBy(piece => piece.Number))
        {
            if (piece.Number != next)
                break;
            next++;
            string value = piece.Value;
            if (piece.IsExtended && piece.Number == 0)
                (charset, value) = SplitCharset(value);
            byte[] raw = Encoding.UTF8.GetBytes(value);
            octets.AddRange(piece.IsExtended ? TransferDecoding.Percent(raw) : raw);
        }
        return next == 0 ? null : MailCharset.Decode(octets.ToArray(), charset, out _);
    }

    private static (string? Charset, string Value) SplitCharset(string value)
    {
        int first = value.IndexOf('\'', StringComparison.Ordinal);
        int second = first < 0 ? -1 : value.IndexOf('\'', first + 1);
        return second < 0 ? (null, value) : (value[..first], value[(second + 1)..]);
    }

    private static string WithoutComments(string text)
    {
        if (!text.Contains('(', StringComparison.Ordinal))
            return text.Trim();
        var kept = new StringBuilder();
        int at = FieldText.SkipComments(text, 0);
        while (at < text.Length)
        {
            int open = text.IndexOf('(', at);
            open = open < 0 ? text.Length : open;
            kept.Append(text, at, open - at);
            at = FieldText.SkipComments(text, open);
        }
        return kept.ToString().Trim();
    }

    private readonly record struct Piece(int Number, bool IsExtended, string Value);
}

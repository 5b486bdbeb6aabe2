using System.Buffers;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>The characters of a header field, made fit to be read.</summary>
internal static class FieldText
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n");

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(c => (char)c), '\u2028', '\u2029']);

    /// <summary>One line of several, by taking the line ends out (RFC 5322, 2.2.3).</summary>
    internal static string Unfold(string text)
    {
        if (text.AsSpan().IndexOfAny(Breaks) < 0)
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var piece in text.AsSpan().SplitAny(Breaks))
            line.Append(text.AsSpan()[piece]);
        return line.ToString();
    }

    /// <summary>
    /// Without control characters, which become one space, and without white space at the ends: no encoded word can
    /// bring a line end into what people and logs see.
    /// </summary>
    internal static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAny(Controls) < 0)
            return text.Trim();
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!Controls.Contains(c))
                clean.Append(c);
            else if (clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');
        }
        return clean.ToString().Trim();
    }

    /// <summary>The text as it is, or clean when it has control characters.</summary>
    internal static string WithoutControls(string text) => text.AsSpan().IndexOfAny(Controls) < 0 ? text : Clean(text);

    /// <summary>Passes over white space and comments, which may be nested (RFC 5322, 3.2.2).</summary>
    internal static int SkipComments(string text, int at)
    {
        int depth = 0;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\' && depth > 0)
                at++;
            else if (c == '(')
                depth++;
            else if (c == ')' && depth > 0)
                depth--;
            else if (depth == 0 && c is not (' ' or '\t'))
                return at;
        }
        return text.Length;
    }

    /// <summary>Reads a quoted string; gives its content and the position behind it, the end when it has none.</summary>
    internal static (string Content, int Next) ReadQuoted(string text, int at)
    {
        var content = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            content.Append(text[at]);
        }
        return (content.ToString(), Math.Min(at + 1, text.Length));
    }
}

using System.Buffers;
using System.Text;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary>Text as XML: what would be markup is escaped, what XML does not allow is replaced.</summary>
internal static class NcipMarkup
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. "&<>\"\r\ufffe\uffff", .. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n')),
            .. Enumerable.Range(0xd800, 0x800).Select(c => (char)c)]);

    public static string Escaped(string value)
    {
        if (!value.AsSpan().ContainsAny(Special))
            return value;
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, string value)
    {
        int from = 0;
        while (from < value.Length)
        {
            int length = value.AsSpan(from).IndexOfAny(Special);
            if (length < 0)
            {
                text.Append(value, from, value.Length - from);
                return;
            }

            text.Append(value, from, length);
            from += length;
            if (char.IsHighSurrogate(value[from]) && from + 1 < value.Length && char.IsLowSurrogate(value[from + 1]))
                text.Append(value[from++]).Append(value[from++]);
            else
                text.Append(Escaped(value[from++]));
        }
    }

    private static string Escaped(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\r' => "&#13;",
        _ => "\ufffd",
    };
}

using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>Text with <c>format=flowed</c> (RFC 3676): lines that end with a space go on in the next one.</summary>
internal static class FlowedText
{
    private const string SignatureLine = "-- ";

    /// <summary>The text with its paragraphs in one line each, quoted ones behind as many <c>&gt;</c> as they have.</summary>
    /// <param name="text">The text, lines ending with LF.</param>
    /// <param name="dropsSpace">True when the space at the end of a line is not part of the paragraph (DelSp).</param>
    internal static string Of(string text, bool dropsSpace)
    {
        var joined = new StringBuilder(text.Length);
        int openDepth = -1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            bool isLast = range.End.Value == text.Length;
            if (isLast && line.IsEmpty)
                break;
            int depth = line.IndexOfAnyExcept('>');
            depth = depth < 0 ? line.Length : depth;
            line = line[depth..];
            if (line.StartsWith(" "))
                line = line[1..];
            bool isSignature = line.SequenceEqual(SignatureLine);
            if (openDepth >= 0 && (openDepth != depth || isSignature))
                joined.Append('\n');
            if (openDepth != depth || isSignature)
                Quote(joined, depth);
            bool isOpen = line.EndsWith(" ") && !isSignature;
            joined.Append(isOpen && dropsSpace ? line[..^1] : line);
            openDepth = isOpen ? depth : -1;
            if (!isOpen)
                joined.Append('\n');
        }
        return joined.ToString();
    }

    private static void Quote(StringBuilder joined, int depth)
    {
        if (depth > 0)
            joined.Append('>', Math.Min(depth, MimeReadLimits.QuoteMaxLevels)).Append(' ');
    }
}

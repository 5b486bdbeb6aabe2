using System.Buffers;

namespace ResourceSharing.Mapping.Mail;

/// <summary>Lines that end with CRLF, LF or CR alone, as they do in mail that has gone through many hands.</summary>
internal static class MailLines
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create("\r\n"u8);

    /// <summary>Where the line that holds a position ends, and where the next one starts.</summary>
    internal static (int End, int Next) EndOf(ReadOnlySpan<byte> octets, int from)
    {
        int end = octets[from..].IndexOfAny(Ends);
        if (end < 0)
            return (octets.Length, octets.Length);
        end += from;
        bool isPair = octets[end] == '\r' && end + 1 < octets.Length && octets[end + 1] == '\n';
        return (end, end + (isPair ? 2 : 1));
    }

    /// <summary>The text with LF at the end of all its lines.</summary>
    internal static string Normalise(string text) =>
        text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
}

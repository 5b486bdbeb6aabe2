using System.Globalization;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>A command, in the pieces in which it is sent: each further one after the server has asked for it.</summary>
/// <param name="First">The first line, without tag and line ending.</param>
/// <param name="Further">What follows each continuation request, without line ending.</param>
internal sealed record ImapCommand(string First, params IReadOnlyList<string> Further);

/// <summary>How texts and names are written in commands. Pure.</summary>
internal static class ImapText
{
    private const int QuotedMaxChars = 1_000;

    /// <summary>A command with texts of any kind: quoted where that is possible, otherwise as literals.</summary>
    internal static ImapCommand Command(string name, params ReadOnlySpan<string> texts)
    {
        var lines = new List<string>();
        var line = new StringBuilder(name);
        foreach (string text in texts)
        {
            line.Append(' ');
            if (IsQuotable(text))
            {
                Quote(line, text);
                continue;
            }
            line.Append(CultureInfo.InvariantCulture, $"{{{Encoding.UTF8.GetByteCount(text)}}}");
            lines.Add(line.ToString());
            line.Clear().Append(text);
        }
        lines.Add(line.ToString());
        return new ImapCommand(lines[0], lines[1..]);
    }

    /// <summary>The name of a folder as commands write it: modified UTF-7 (RFC 3501, 5.1.3), quoted.</summary>
    internal static string Folder(string name) => Quote(new StringBuilder(), EncodeFolder(name)).ToString();

    /// <summary>Identifiers as a set, neighbours as ranges: <c>3:5,9</c>.</summary>
    /// <param name="uids">In ascending order.</param>
    internal static string Set(IReadOnlyList<uint> uids)
    {
        var set = new StringBuilder();
        for (int i = 0; i < uids.Count; i++)
        {
            int first = i;
            while (i + 1 < uids.Count && uids[i + 1] == uids[i] + 1)
                i++;
            set.Append(CultureInfo.InvariantCulture, $"{(set.Length > 0 ? "," : "")}{uids[first]}");
            if (i > first)
                set.Append(CultureInfo.InvariantCulture, $":{uids[i]}");
        }
        return set.ToString();
    }

    internal static string EncodeFolder(string name)
    {
        var encoded = new StringBuilder();
        int at = 0;
        while (at < name.Length)
        {
            if (name[at] is >= ' ' and <= '~')
            {
                encoded.Append(name[at] == '&' ? "&-" : name[at]);
                at++;
                continue;
            }
            int end = at;
            while (end < name.Length && name[end] is < ' ' or > '~')
                end++;
            string base64 = Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(name[at..end]));
            encoded.Append('&').Append(base64.TrimEnd('=').Replace('/', ',')).Append('-');
            at = end;
        }
        return encoded.ToString();
    }

    private static bool IsQuotable(string text) =>
        text.Length <= QuotedMaxChars && text.All(c => c is >= ' ' and <= '~');

    private static StringBuilder Quote(StringBuilder line, string text) => line.Append('"')
        .Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
        .Append('"');
}

using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What a mail server says, made safe for logs and people.</summary>
internal static class ServerText
{
    /// <summary>The octets as UTF-8 text. Nothing in it can move a cursor or start a line.</summary>
    internal static string Clean(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(octets));
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
                text[i] = '?';
        }
        return text.ToString();
    }
}

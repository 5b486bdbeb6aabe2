using System.Text;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Blanks what must not be seen in a transcript: passwords, PINs, names to sign in with, and what proves an agency
/// or a system. It works on text that is no XML, too, since that is logged as well.</summary>
public static class NcipSecrets
{
    private const string Blank = "***";

    private static readonly string[] Elements =
        ["AuthenticationInputData", "FromAgencyAuthentication", "FromSystemAuthentication"];

    /// <summary>Blanks the secrets of a body, whatever its encoding; bodies of forms are understood as well.</summary>
    /// <param name="octets">The body as it came, or the beginning of one that is too large.</param>
    /// <param name="contentType">The Content-Type that came with it; null where there was none.</param>
    /// <returns>The same octets where there is no secret in them; else the message in UTF-8.</returns>
    public static ReadOnlyMemory<byte> Blanked(ReadOnlyMemory<byte> octets, string? contentType)
    {
        var (text, _) = NcipText.Decode(octets.Span, contentType);
        var blanked = Blanked(text);
        return blanked == text ? octets : Encoding.UTF8.GetBytes(blanked);
    }

    /// <summary>Blanks the secrets of a message.</summary>
    /// <param name="text">The message as text, in either version and with any prefix.</param>
    /// <returns>The same with three asterisks for each secret, one that is cut off among them.</returns>
    public static string Blanked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var blanked = new StringBuilder(text.Length);
        int kept = 0;
        int at = 0;
        while ((at = text.IndexOf('<', at)) >= 0)
        {
            // Every character is looked at once, however many tags are begun and not ended.
            int length = text.AsSpan(at + 1).IndexOfAny('<', '>');
            if (length < 0)
                break;
            int end = at + 1 + length;
            if (text[end] == '<' || !IsSecret(text.AsSpan(at + 1, length)))
            {
                at = end;
                continue;
            }

            // Up to the end tag, so that character data and comments in between are blanked with the rest.
            int close = text.IndexOf("</", end, StringComparison.Ordinal);
            blanked.Append(text, kept, end + 1 - kept).Append(Blank);
            kept = at = close < 0 ? text.Length : close;
        }

        return blanked.Append(text, kept, text.Length - kept).ToString();
    }

    private static bool IsSecret(ReadOnlySpan<char> tag)
    {
        int length = tag.IndexOfAny(" \t\r\n");
        var name = length < 0 ? tag : tag[..length];
        name = name[(name.IndexOf(':') + 1)..];
        if (tag.StartsWith("/") || tag.EndsWith("/"))
            return false;
        foreach (var element in Elements)
        {
            if (name.SequenceEqual(element))
                return true;
        }

        return false;
    }
}

using System.Buffers;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Puts the secrets into a rendered letter in which stars stand for them: the journal keeps the stars. A link has
/// <see cref="SuppliedDocument.MaskedSecret"/> after a dot, a password as many stars as it has characters. The letter was
/// rendered with masks (no base64, no line break within stars).
/// </summary>
public static class LetterMasks
{
    /// <summary>The longest password that a letter can show.</summary>
    public const int PasswordMaxChars = 40;

    private static readonly byte[] Encoding = "Content-Transfer-Encoding: "u8.ToArray();
    private static readonly byte[] Type = "Content-Type: "u8.ToArray();

    /// <summary>Can a letter show this password? Printable ASCII without blanks can be written in every part.</summary>
    public static bool CanShow(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.Length is > 0 and <= PasswordMaxChars && password.All(letter => letter is > ' ' and <= '~');
    }

    /// <summary>The letter as it leaves.</summary>
    /// <param name="octets">The letter with stars.</param>
    /// <param name="link">The secret of our own link; null when there is none to put in.</param>
    /// <param name="password">The password; null when there is none.</param>
    public static ReadOnlyMemory<byte> Reveal(ReadOnlyMemory<byte> octets, string? link, string? password)
    {
        if (link is null && password is null)
            return octets;
        var target = new ArrayBufferWriter<byte>(octets.Length + 64);
        var rest = octets.Span;
        while (rest.IndexOf((byte)'*') is var at and >= 0)
        {
            int end = rest[at..].IndexOfAnyExcept((byte)'*');
            int run = end < 0 ? rest.Length - at : end;
            target.Write(rest[..at]);
            bool isLink = link is not null && run == SuppliedDocument.MaskedSecret.Length && FollowsDot(target.WrittenSpan);
            string? secret = isLink ? link : run == password?.Length ? password : null;
            if (secret is null)
                target.Write(rest.Slice(at, run));
            else
                target.Write(Written(secret, target.WrittenSpan));
            rest = rest[(at + run)..];
        }
        target.Write(rest);
        return target.WrittenMemory;
    }

    /// <summary>A soft line break may stand between the dot and the stars, and the dot is quoted where it begins a
    /// line.</summary>
    private static bool FollowsDot(ReadOnlySpan<byte> before)
    {
        var line = before.EndsWith("=\r\n"u8) ? before[..^3] : before;
        return line.EndsWith("."u8) || line.EndsWith("=2E"u8);
    }

    /// <summary>The secret as the part wants it in which it stands.</summary>
    private static byte[] Written(string secret, ReadOnlySpan<byte> before)
    {
        bool isHtml = Header(before, Type).StartsWith("text/html"u8);
        bool isQuoted = Header(before, Encoding).StartsWith("quoted-printable"u8);
        string text = isHtml ? LetterText.Html(secret) : secret;
        // The only octets of a secret that quoted-printable does not take everywhere as they are.
        string sent = isQuoted ? text.Replace("=", "=3D", StringComparison.Ordinal).Replace(".", "=2E", StringComparison.Ordinal) : text;
        return System.Text.Encoding.ASCII.GetBytes(sent);
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> before, ReadOnlySpan<byte> name) =>
        before.LastIndexOf(name) is var at and >= 0 ? before[(at + name.Length)..] : default;
}

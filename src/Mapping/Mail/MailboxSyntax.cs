using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>The grammar of one mailbox, without the obsolete forms of RFC 5322, section 4.</summary>
internal static class MailboxSyntax
{
    private const string AtomSpecials = "!#$%&'*+-/=?^_`{|}~";
    private static readonly SearchValues<char> NameForbidden = SearchValues.Create("\"<>@,;:()[]\\");

    /// <summary>Splits a mailbox into its display name, without quotes, and its address.</summary>
    internal static bool TrySplit(
        string text, out string? name, out string address, [NotNullWhen(false)] out MailProblem? problem)
    {
        name = null;
        address = text;
        problem = null;
        if (text.Length == 0)
        {
            problem = new MailProblem("address-missing", "A mail address is missing.");
            return false;
        }
        if (text[^1] != '>')
            return true;
        int open = FindAngle(text);
        if (open < 0)
            return Refuse("An angle bracket of a mail address is not opened.", out problem);
        address = text[(open + 1)..^1];
        string before = text[..open].Trim();
        if (before.Length == 0)
            return true;
        return TryReadName(before, out name, out problem);
    }

    /// <summary>Splits an address into its local part, without quotes, and its normalised domain.</summary>
    internal static bool TryParseAddress(
        string? address,
        out string localPart,
        out string domain,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        localPart = domain = string.Empty;
        if (string.IsNullOrEmpty(address))
        {
            problem = new MailProblem("address-missing", "A mail address is missing.");
            return false;
        }
        if (!IsPlainText(address))
            return Refuse("A mail address holds a control character or is not Unicode.", out problem);
        int at = address[0] == '"'
            ? ReadQuotedString(address, out localPart)
            : address.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at >= address.Length || address[at] != '@')
            return Refuse("A mail address needs the form local@domain.", out problem);
        if (address[0] != '"')
            localPart = address[..at];
        if (address[0] != '"' && !IsDotAtom(localPart))
            return Refuse("The local part of a mail address has to be quoted.", out problem);
        if (localPart.Length == 0)
            return Refuse("The local part of a mail address is empty.", out problem);
        if (LooksEncoded(localPart))
            return Refuse("The local part of a mail address looks like an encoded word.", out problem);
        if (!TryNormaliseDomain(address[(at + 1)..], out domain))
            return Refuse("The domain of a mail address is not valid.", out problem);
        problem = IsTooLong(localPart, domain)
            ? new MailProblem("address-too-long", "A mail address is too long.")
            : null;
        return problem is null;
    }

    /// <summary>
    /// True for atoms joined by single dots; characters beyond ASCII count as letters (RFC 6531).
    /// </summary>
    internal static bool IsDotAtom(string text)
    {
        bool afterDot = true;
        foreach (char c in text)
        {
            if (c == '.' && afterDot)
                return false;
            if (c != '.' && !IsAtomChar(c))
                return false;
            afterDot = c == '.';
        }
        return !afterDot;
    }

    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>
    /// An encoded word has no meaning in an address or identifier (RFC 2047, 5), but some readers decode it
    /// there and find the line breaks that it may hold.
    /// </summary>
    internal static bool LooksEncoded(string text)
    {
        int start = text.IndexOf("=?", StringComparison.Ordinal);
        return start >= 0 && text.IndexOf("?=", start + 2, StringComparison.Ordinal) > 0;
    }

    internal static bool IsAtomChar(char c) =>
        char.IsAsciiLetterOrDigit(c) || AtomSpecials.Contains(c, StringComparison.Ordinal)
        || (c >= '\x80' && !char.IsWhiteSpace(c));

    private static bool TryReadName(
        string before, out string? name, [NotNullWhen(false)] out MailProblem? problem)
    {
        problem = null;
        name = before;
        if (before[0] != '"')
        {
            return before.AsSpan().IndexOfAny(NameForbidden) < 0
                || Refuse("A display name with special characters has to be quoted.", out problem);
        }
        int end = ReadQuotedString(before, out name);
        return end == before.Length || Refuse("A display name is not one quoted string.", out problem);
    }

    private static bool Refuse(string text, [NotNullWhen(false)] out MailProblem? problem)
    {
        problem = new MailProblem("address-invalid", text);
        return false;
    }

    private static bool IsPlainText(string text)
    {
        if (text.Length > MailLimits.HeaderTextMaxOctets || !HeaderText.IsWellFormed(text))
            return false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (HeaderText.IsForbidden(rune))
                return false;
        }
        return true;
    }

    private static bool IsTooLong(string localPart, string domain) =>
        Encoding.UTF8.GetByteCount(localPart) > MailLimits.LocalPartMaxOctets
        || Encoding.UTF8.GetByteCount(localPart) + 1 + domain.Length > MailLimits.AddressMaxOctets;

    /// <summary>
    /// Position of the angle bracket that opens the address, skipping quoted strings; -1 if there is none.
    /// </summary>
    private static int FindAngle(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '<')
                return i;
            if (text[i] != '"')
                continue;
            int end = ReadQuotedString(text[i..], out _);
            if (end < 0)
                return -1;
            i += end - 1;
        }
        return -1;
    }

    /// <summary>
    /// Reads a quoted string at the start; answers the position after it, or -1 when it has no end.
    /// </summary>
    private static int ReadQuotedString(string text, out string content)
    {
        var read = new StringBuilder();
        content = string.Empty;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                content = read.ToString();
                return i + 1;
            }
            if (text[i] == '\\' && ++i == text.Length)
                return -1;
            read.Append(text[i]);
        }
        return -1;
    }

    private static bool TryNormaliseDomain(string text, out string domain)
    {
        domain = string.Empty;
        if (text.Length is 0 or > MailLimits.DomainMaxChars)
            return false;
        if (text[0] == '[')
            return TryNormaliseLiteral(text, out domain);
        if (!TryToAscii(text, out string ascii) || ascii.Length > MailLimits.DomainMaxChars)
            return false;
        domain = ascii;
        return ascii.Split('.').All(IsLabel);
    }

    private static bool TryToAscii(string text, out string ascii)
    {
        ascii = text.ToLowerInvariant();
        if (Ascii.IsValid(text))
            return true;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool TryNormaliseLiteral(string text, out string domain)
    {
        const string V6 = "IPv6:";
        domain = string.Empty;
        if (text[^1] != ']')
            return false;
        string inner = text[1..^1];
        bool isV6 = inner.StartsWith(V6, StringComparison.OrdinalIgnoreCase);
        if (!IPAddress.TryParse(isV6 ? inner[V6.Length..] : inner, out var address))
            return false;
        if (isV6 != (address.AddressFamily == AddressFamily.InterNetworkV6) || (isV6 && address.ScopeId != 0))
            return false;
        domain = isV6 ? $"[{V6}{address}]" : $"[{address}]";
        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ResourceSharing.Mapping.Mail;

namespace ResourceSharing.Mapping.Letters;

/// <summary>
/// Identifiers by which answers and bounces find their request. All are made from stored numbers and the gateway's key
/// alone, so that every attempt carries the same. Source: feeds reference, 4.2. </summary>
public static class LetterIds
{
    private const string BounceMark = "b.";

    /// <summary>The name of a letter: the left side of its Message-ID, the envelope identifier that bounces bring back,
    /// and the part of the reply address after the separator: <c>home0000042.815.k7f3q2abcd</c>.</summary>
    /// <param name="ourReference">Our number of the request.</param>
    /// <param name="outboxId">The outbox number of the letter.</param>
    /// <param name="token">Its <see cref="LetterToken"/>.</param>
    public static string Local(string ourReference, long outboxId, string token) =>
        string.Create(CultureInfo.InvariantCulture, $"{Request(ourReference)}.{outboxId}.{token}");

    /// <summary>The name of the letter that a context makes, its token included.</summary>
    public static string Local(LetterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string number = context.About.OurReference;
        string token = LetterToken.Of(context.Key.Span, number, context.OutboxId, context.Recipient.Code);
        return Local(number, context.OutboxId, token);
    }

    /// <summary>The name of a letter to a patron: the left side of its Message-ID. It has no token, since nothing is ever
    /// done because of an answer to it: <c>home0000042.815</c>.</summary>
    public static string Patron(string ourReference, long outboxId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Request(ourReference)}.{outboxId}");

    /// <summary>Takes the name of a letter apart again.</summary>
    /// <param name="local">What stands before the @, or the envelope identifier.</param>
    /// <param name="request">Our number of the request in lower case.</param>
    /// <param name="letter">The outbox number.</param>
    /// <param name="token">The token, not yet verified.</param>
    public static bool TryReadLocal(
        string local, [NotNullWhen(true)] out string? request, out long letter, [NotNullWhen(true)] out string? token)
    {
        ArgumentNullException.ThrowIfNull(local);
        (request, token, letter) = (null, null, 0);
        string[] parts = local.ToLowerInvariant().Split('.');
        if (parts.Length != 3 || parts[2].Length != LetterToken.TokenChars || !parts[2].All(char.IsAsciiLetterOrDigit)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out letter)
            || parts[0].Length is 0 or > LetterLimits.RequestInIdMaxOctets)
        {
            return false;
        }
        (request, token) = (Unescape(parts[0]), parts[2]);
        return true;
    }

    /// <summary>The address that answers to one letter go to; null when the mailbox knows no sub-addresses or the address
    /// would be longer than mail servers take.</summary>
    /// <param name="address">Our mailbox, <c>local@domain</c>.</param>
    /// <param name="separator">What separates a sub-address, mostly <c>+</c>; empty for a mailbox without them.</param>
    /// <param name="letter">The name of the letter (<see cref="Local(LetterContext)"/>).</param>
    public static string? ReplyAddress(string address, string separator, string letter) =>
        SubAddress(address, separator, letter);

    /// <summary>The same for bounces: the envelope sender.</summary>
    public static string? BounceAddress(string address, string separator, string letter) =>
        SubAddress(address, separator, BounceMark + letter);

    /// <summary>The name of the letter in a reply or bounce address; null when it is none of ours.</summary>
    /// <param name="address">The address that a mail was sent to.</param>
    /// <param name="ours">Our mailbox.</param>
    /// <param name="separator">What separates a sub-address.</param>
    public static string? LetterOf(string address, string ours, string separator)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(ours);
        if (string.IsNullOrEmpty(separator))
            return null;
        int at = ours.LastIndexOf('@');
        int atThere = address.LastIndexOf('@');
        string start = at < 0 ? ours : ours[..at];
        string local = atThere < 0 ? address : address[..atThere];
        if (!local.StartsWith(start + separator, StringComparison.OrdinalIgnoreCase))
            return null;
        string letter = local[(start.Length + separator.Length)..].ToLowerInvariant();
        if (letter.StartsWith(BounceMark, StringComparison.Ordinal))
            letter = letter[BounceMark.Length..];
        return TryReadLocal(letter, out _, out _, out _) ? letter : null;
    }

    /// <summary>The left side of the identifier that all letters of a request refer to. No letter bears it:
    /// mail programs gather letters that name the same one.</summary>
    public static string Thread(string ourReference) => $"{Request(ourReference)}.thread";

    /// <summary>
    /// The subject tag: our number with its check characters, and the number that the partner knows where that is another
    /// one. It survives "Re:" and forwarding: <c>[ILL HOME0000042/k7f3]</c>, <c>[ILL L0000017/abcd, HOME0000042]</c>.
    /// </summary>
    public static string Tag(string ourReference, string check, string externalId)
    {
        string ours = TagNumber(ourReference);
        string theirs = TagNumber(externalId);
        return ours == theirs || theirs.Length == 0 ? $"[ILL {ours}/{check}]" : $"[ILL {ours}/{check}, {theirs}]";
    }

    private static string? SubAddress(string address, string separator, string detail)
    {
        ArgumentNullException.ThrowIfNull(address);
        int at = address.LastIndexOf('@');
        if (at <= 0 || string.IsNullOrEmpty(separator))
            return null;
        string local = address[..at] + separator + detail;
        bool isUsable = MailboxSyntax.IsDotAtom(local)
            && Encoding.UTF8.GetByteCount(local) <= MailLimits.LocalPartMaxOctets;
        return isUsable ? local + address[at..] : null;
    }

    /// <summary>Lower-case letters, digits and hyphens as they are; other octets as <c>=hex</c>.</summary>
    private static string Request(string ourReference)
    {
        var safe = new StringBuilder();
        foreach (byte octet in Encoding.UTF8.GetBytes(ourReference.ToLowerInvariant()))
        {
            bool plain = char.IsAsciiLetterOrDigit((char)octet) || octet == '-';
            string next = plain ? $"{(char)octet}" : "=" + octet.ToString("x2", CultureInfo.InvariantCulture);
            if (safe.Length + next.Length > LetterLimits.RequestInIdMaxOctets)
                break;
            safe.Append(next);
        }
        return safe.ToString();
    }

    private static string Unescape(string request)
    {
        var octets = new List<byte>(request.Length);
        for (int i = 0; i < request.Length; i++)
        {
            bool isEscaped = request[i] == '=' && i + 2 < request.Length
                && byte.TryParse(request.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
            octets.Add(isEscaped ? Convert.FromHexString(request.AsSpan(i + 1, 2))[0] : (byte)request[i]);
            i += isEscaped ? 2 : 0;
        }
        return Encoding.UTF8.GetString([.. octets]);
    }

    private static string TagNumber(string number)
    {
        string line = LetterText.OneLine(LetterText.Clean(number, out _));
        string free = line.Replace('[', '(').Replace(']', ')').Replace(',', ';');
        return LetterText.Shorten(free, LetterLimits.TagNumberMaxChars);
    }
}

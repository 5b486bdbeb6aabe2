namespace ResourceSharing.Mapping.Mail;

/// <summary>Where our mail server writes its Authentication-Results.</summary>
public enum AuthenticationPlacement
{
    /// <summary>Above its own Received line, as RFC 8601, 4.1 has it. No sender can write there.</summary>
    AboveReceived = 1,

    /// <summary>
    /// Directly below its own Received line, as filters of Postfix and Sendmail do. What a sender wrote follows there:
    /// safe only with a server that takes out forged fields of its name (RFC 8601, 5), as those filters do.
    /// </summary>
    BelowReceived = 2,
}

/// <summary>Which fields of Authentication-Results are our own mail server's.</summary>
/// <param name="ServerId">The name that it gives itself in these fields; case does not matter.</param>
/// <param name="Placement">Where it writes them.</param>
/// <param name="InnerHops">
/// How many Received lines our own servers write above that of the server that checks; those of a last delivery by LMTP
/// are known by themselves and not counted. 0 when the server that checks also keeps the mailbox.
/// </param>
public sealed record AuthenticationTrust(
    string ServerId,
    AuthenticationPlacement Placement = AuthenticationPlacement.AboveReceived,
    int InnerHops = 0);

/// <summary>
/// For whom our own mail server vouches. The rules assume that it takes out what others write in its name
/// (RFC 8601, 5), and do not rely on it where they need not: a field counts only where no sender can have put it.
/// </summary>
public static class VouchedSender
{
    private const string Field = "Authentication-Results";

    /// <summary>
    /// The domains for which a check has passed and that are the author's or a parent of it, in lower case: DMARC for
    /// the author's domain, DKIM by its key, SPF for the envelope sender. Empty when there is none, when nothing is
    /// known about our server, or when the author is not one address.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="trust">Our server; null when none is configured: then nobody is vouched for.</param>
    public static IReadOnlyList<string> Domains(ReceivedMail mail, AuthenticationTrust? trust)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (string.IsNullOrWhiteSpace(trust?.ServerId) || ReceivedAddress.Author(mail) is not { } author)
            return [];
        return [.. OwnResults(mail.Headers, trust)
            .Where(result => result.Result == "pass")
            .Select(result => VouchedDomain(result, author.Domain))
            .OfType<string>().Distinct()];
    }

    private static List<AuthenticationResult> OwnResults(IReadOnlyList<ReceivedHeader> headers, AuthenticationTrust trust)
    {
        int border = Border(headers, trust.InnerHops);
        var results = new List<AuthenticationResult>();
        if (border < 0)
            return results;
        bool isAbove = trust.Placement == AuthenticationPlacement.AboveReceived;
        for (int i = isAbove ? 0 : border + 1; i < (isAbove ? border : headers.Count); i++)
        {
            if (!Is(headers[i], Field))
            {
                if (isAbove || IsOfFilters(headers[i]))
                    continue;
                break;
            }
            // The first field that is not our server's ends all: below it, anybody may have written.
            if (AuthenticationResults.Parse(headers[i].Raw) is not { } own || !IsNamed(own.ServerId, trust))
                break;
            results.AddRange(own.Results);
        }
        return results;
    }

    /// <summary>
    /// The line with which our server took the mail from outside; -1 when there is none: then no server of ours is known
    /// to have had the mail. Lines are counted, since all that they say could be written by a sender further down.
    /// </summary>
    private static int Border(IReadOnlyList<ReceivedHeader> headers, int innerHops)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (Is(headers[i], "Received") && !IsByLmtp(headers[i].Raw) && innerHops-- <= 0)
                return i;
        }
        return -1;
    }

    /// <summary>True for a line of the last delivery (RFC 5321, 4.4; RFC 3848): nobody outside is given LMTP.</summary>
    private static bool IsByLmtp(string raw)
    {
        bool isNext = false;
        int at = FieldText.SkipComments(raw, 0);
        while (at < raw.Length && raw[at] != ';')
        {
            int length = raw.AsSpan(at).IndexOfAny(" \t(;");
            var word = raw.AsSpan(at, length < 0 ? raw.Length - at : length);
            if (isNext)
                return word.Contains("LMTP", StringComparison.OrdinalIgnoreCase);
            isNext = word.Equals("with", StringComparison.OrdinalIgnoreCase);
            at = FieldText.SkipComments(raw, at + word.Length);
        }
        return false;
    }

    private static bool IsOfFilters(ReceivedHeader header) =>
        Is(header, "Received-SPF") || Is(header, "DKIM-Filter") || Is(header, "OpenDKIM-Filter")
        || Is(header, "DMARC-Filter") || Is(header, "ARC-Authentication-Results");

    private static string? VouchedDomain(AuthenticationResult result, string author)
    {
        string? value = result.Method switch
        {
            "dmarc" => result.Property("header", "from"),
            "dkim" => result.Property("header", "d"),
            "spf" => result.Property("smtp", "mailfrom"),
            _ => null,
        };
        if (value is null)
            return null;
        string domain = value[(value.LastIndexOf('@') + 1)..].TrimEnd('.');
        if (!Mailbox.TryCreate(null, "x@" + domain, out var normal, out _))
            return null;
        return result.Method == "dmarc"
            ? normal.Domain == author ? author : null
            : IsSameOrParent(normal.Domain, author) ? normal.Domain : null;
    }

    /// <summary>
    /// A parent counts (RFC 7489, 3.1: relaxed), a domain of one label never. Siblings and children do not: to tell
    /// them from strangers takes a list of all registries.
    /// </summary>
    private static bool IsSameOrParent(string domain, string author) =>
        domain == author
        || (domain.Contains('.', StringComparison.Ordinal) && author.EndsWith("." + domain, StringComparison.Ordinal));

    private static bool IsNamed(string server, AuthenticationTrust trust) =>
        string.Equals(server, trust.ServerId.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool Is(ReceivedHeader header, string name) =>
        string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// One mailbox (RFC 5322, 3.4): a display name, a local part and a domain. It is parsed into its parts and
/// rendered anew, so that nothing of the original spelling reaches a header or an SMTP command. Comments,
/// groups, source routes and control characters are refused.
/// </summary>
public sealed record Mailbox
{
    private Mailbox(HeaderText? displayName, string localPart, string domain)
    {
        DisplayName = displayName;
        LocalPart = localPart;
        Domain = domain;
    }

    /// <summary>The name shown to readers; null when there is none.</summary>
    public HeaderText? DisplayName { get; }

    /// <summary>The local part without quotes and escapes; at most 64 octets of UTF-8.</summary>
    public string LocalPart { get; }

    /// <summary>
    /// The domain in lower case, international names as A-labels, or an address literal in brackets.
    /// </summary>
    public string Domain { get; }

    /// <summary>
    /// The address for headers and SMTP commands; the local part is quoted when it has to be.
    /// </summary>
    public string Address => $"{RenderLocalPart()}@{Domain}";

    /// <summary>
    /// True when the local part is not ASCII: headers and envelope then need SMTPUTF8 (RFC 6531).
    /// </summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(LocalPart);

    /// <summary>
    /// Reads <c>local@domain</c>, <c>Name &lt;local@domain&gt;</c> or <c>"Name" &lt;local@domain&gt;</c>.
    /// </summary>
    /// <param name="text">Exactly one mailbox.</param>
    /// <param name="value">The mailbox, when the answer is true.</param>
    /// <param name="problem">
    /// <c>address-missing</c>, <c>address-invalid</c>, <c>address-too-long</c> or a code of <see
    /// cref="HeaderText"/>.
    /// </param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Mailbox? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        if (!HeaderText.TryCreate(text, out var clean, out problem))
            return false;
        if (!MailboxSyntax.TrySplit(clean.Value, out string? name, out string address, out problem))
            return false;
        return TryCreate(name, address, out value, out problem);
    }

    /// <summary>Builds a mailbox from a display name, taken literally, and an address.</summary>
    /// <param name="displayName">The name as a reader shall see it; null or empty for none.</param>
    /// <param name="address">The address alone, <c>local@domain</c>.</param>
    /// <param name="value">The mailbox, when the answer is true.</param>
    /// <param name="problem">As for <see cref="TryParse"/>.</param>
    public static bool TryCreate(
        string? displayName,
        string? address,
        [NotNullWhen(true)] out Mailbox? value,
        [NotNullWhen(false)] out MailProblem? problem)
    {
        value = null;
        HeaderText? name = null;
        bool isNamed = !string.IsNullOrWhiteSpace(displayName);
        if (isNamed && !HeaderText.TryCreate(displayName, out name, out problem))
            return false;
        if (!MailboxSyntax.TryParseAddress(address, out string localPart, out string domain, out problem))
            return false;
        value = new Mailbox(name, localPart, domain);
        return true;
    }

    /// <summary>The same address without its display name.</summary>
    public Mailbox WithoutName() => DisplayName is null ? this : new Mailbox(null, LocalPart, Domain);

    /// <summary>The address alone; display names are rendered by <see cref="MimeWriter"/>.</summary>
    public override string ToString() => Address;

    private string RenderLocalPart() =>
        MailboxSyntax.IsDotAtom(LocalPart) ? LocalPart : MailboxSyntax.Quote(LocalPart);
}

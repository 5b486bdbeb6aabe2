namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// One address as it stands in From, To, Cc, Reply-To, Delivered-To or Return-Path (RFC 5322, 3.4 and 4.4). What could be
/// two addresses, or none, is kept as it was written and never made into one.
/// </summary>
/// <param name="Name">The display name for people, decoded; empty when there is none.</param>
/// <param name="Written">What stood there.</param>
/// <param name="Mailbox">The address, checked and normalised; null when there is none that could be written to.</param>
public sealed record ReceivedAddress(string Name, string Written, Mailbox? Mailbox)
{
    /// <summary>The fields that tell to whom a mail was handed, the surest first.</summary>
    private static readonly string[] RecipientFields =
        ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc"];

    /// <summary>The addresses of a field, those of groups included; at most 500.</summary>
    /// <param name="raw">The value of the field, not decoded: <see cref="ReceivedHeader.Raw"/>.</param>
    public static IReadOnlyList<ReceivedAddress> ListOf(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return new AddressListReader(raw).Read();
    }

    /// <summary>The addresses of all fields of a name.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="header">The name of the field; case does not matter.</param>
    public static IReadOnlyList<ReceivedAddress> In(ReceivedMail mail, string header)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return [.. mail.HeadersNamed(header).SelectMany(field => ListOf(field.Raw)).Take(MimeReadLimits.MaxAddresses)];
    }

    /// <summary>
    /// Everyone to whom the mail may have been handed: first whom mail servers name, then To and Cc. A mail that was
    /// sent to one of our sub-addresses names it here.
    /// </summary>
    /// <param name="mail">The mail.</param>
    public static IReadOnlyList<Mailbox> Recipients(ReceivedMail mail) =>
        [.. RecipientFields.SelectMany(field => In(mail, field)).Select(address => address.Mailbox)
            .OfType<Mailbox>().DistinctBy(mailbox => mailbox.Address)];

    /// <summary>
    /// The author; null when From is missing, stands there twice, or names nobody or several. Only a claim.
    /// </summary>
    /// <param name="mail">The mail.</param>
    public static Mailbox? Author(ReceivedMail mail)
    {
        var fields = mail.HeadersNamed("From").Take(2).ToList();
        var addresses = fields.Count == 1 ? ListOf(fields[0].Raw) : [];
        return addresses.Count == 1 ? addresses[0].Mailbox : null;
    }
}

namespace ResourceSharing.Mapping.Mail;

/// <summary>
/// Reads Internet mail (RFC 5322, 2045 to 2047, 2231, 6532) as mail programs do: whatever can be made sense of is read,
/// and what was wrong is told. Pure; never throws; the work grows linearly with the octets; nothing is decompressed.
/// </summary>
public static class MimeReader
{
    /// <summary>Reads one mail.</summary>
    /// <param name="octets">
    /// The mail, line ends of any kind. Parts that are not encoded are views of it: it must not change afterwards.
    /// </param>
    /// <param name="limits">The bounds.</param>
    public static MimeReading Read(ReadOnlyMemory<byte> octets, MimeReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (octets.IsEmpty)
            return new MimeReading.Refused(new MailProblem("mail-empty", "The mail has no octets."));
        if (octets.Length > limits.MessageMaxOctets)
            return new MimeReading.Refused(new MailProblem("mail-too-long", "The mail has too many octets."));
        var budget = new MimeReadBudget(limits);
        var mail = new MimeScan(octets, budget).ReadMail(depth: 1);
        return budget.Refusal is { } refusal
            ? new MimeReading.Refused(refusal)
            : new MimeReading.Read(mail with { Tolerated = budget.Tolerated });
    }
}

namespace ResourceSharing.Mapping.Mail;

/// <summary>What became of octets that should be a mail: a closed set.</summary>
public abstract record MimeReading
{
    private MimeReading()
    {
    }

    /// <summary>They were read.</summary>
    /// <param name="Mail">The mail; what was wrong with it is told there.</param>
    public sealed record Read(ReceivedMail Mail) : MimeReading;

    /// <summary>They go beyond a limit, or there are none.</summary>
    /// <param name="Problem">
    /// <c>mail-empty</c>, <c>mail-too-long</c>, <c>mail-headers-too-long</c>, <c>mail-too-many-headers</c>,
    /// <c>mail-too-many-parts</c>, <c>mail-too-deep</c> or <c>mail-decoded-too-long</c>.
    /// </param>
    public sealed record Refused(MailProblem Problem) : MimeReading;
}

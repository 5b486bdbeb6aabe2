namespace ResourceSharing.Adapters.Mail;

/// <summary>Where letters leave us: a closed set.</summary>
public abstract record MailOutlet
{
    private MailOutlet()
    {
    }

    /// <summary>By a mail server.</summary>
    /// <param name="Settings">The server.</param>
    /// <param name="Time">Clock of the time limits.</param>
    public sealed record Server(SmtpSettings Settings, TimeProvider Time) : MailOutlet;

    /// <summary>As files, for installations without a mail server.</summary>
    /// <param name="Path">The Maildir; it is made when it is missing.</param>
    /// <param name="Host">Name of this host for the file names.</param>
    public sealed record Folder(string Path, string Host) : MailOutlet;
}

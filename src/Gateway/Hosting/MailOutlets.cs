using ResourceSharing.Adapters.Mail;
using ResourceSharing.Gateway.Configuration;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Where mails leave us, as the configuration says it: by its mail server, or into a folder of the data
/// folder.</summary>
internal static class MailOutlets
{
    /// <summary>The outlet of a configuration. Making one opens nothing.</summary>
    public static MailOutlet Of(ConfigurationSnapshot snapshot, string dataFolder, TimeProvider time)
    {
        var mail = snapshot.Gateway.Mail;
        return mail.Smtp is { } smtp
            ? new MailOutlet.Server(Settings(smtp, snapshot, time), time)
            : new MailOutlet.Folder(Path.Combine(dataFolder, mail.MaildirFolder), Environment.MachineName);
    }

    private static SmtpSettings Settings(SmtpConfig smtp, ConfigurationSnapshot snapshot, TimeProvider time) => new()
    {
        Host = smtp.Host,
        Port = smtp.Port,
        Tls = MailServers.Tls(smtp.Tls),
        Authentication = smtp.Username is null ? MailAuthentication.None : MailServers.Authentication(smtp.Authentication),
        UserName = smtp.Username,
        Secret = MailServers.Secret(smtp.Password, smtp.Oauth, snapshot.Directory, time),
        AllowPlainTextSignInOnLoopback = MailServers.AllowsPlainText(smtp.Tls),
        ConnectTimeout = smtp.ConnectTimeout,
        CommandTimeout = smtp.CommandTimeout,
        FinalReplyTimeout = smtp.DataTimeout,
    };
}

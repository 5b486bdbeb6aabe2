using ResourceSharing.Adapters.Contracts;
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
            ? new MailOutlet.Server(Settings(smtp, snapshot), time)
            : new MailOutlet.Folder(Path.Combine(dataFolder, mail.MaildirFolder), Environment.MachineName);
    }

    private static SmtpSettings Settings(SmtpConfig smtp, ConfigurationSnapshot snapshot)
    {
        var secrets = new SecretReader(snapshot.Directory);
        return new SmtpSettings
        {
            Host = smtp.Host,
            Port = smtp.Port,
            Tls = smtp.Tls switch
            {
                SmtpTls.Required => SmtpTlsMode.Required,
                SmtpTls.WhenOffered => SmtpTlsMode.WhenOffered,
                SmtpTls.None => SmtpTlsMode.Never,
                SmtpTls.Implicit => SmtpTlsMode.Implicit,
                _ => throw new InvalidOperationException($"Not a TLS mode: {smtp.Tls}"),
            },
            Authentication = smtp.Username is null ? Adapters.Mail.SmtpAuthentication.None : smtp.Authentication switch
            {
                Configuration.SmtpAuthentication.Plain => Adapters.Mail.SmtpAuthentication.Plain,
                Configuration.SmtpAuthentication.Login => Adapters.Mail.SmtpAuthentication.Login,
                Configuration.SmtpAuthentication.Xoauth2 => Adapters.Mail.SmtpAuthentication.XOAuth2,
                _ => throw new InvalidOperationException($"Not a way to sign in: {smtp.Authentication}"),
            },
            UserName = smtp.Username,
            Secret = smtp.Password is { } password
                ? _ => ValueTask.FromResult(secrets.Read(password).Secret?.Reveal())
                : null,
            AllowPlainTextSignInOnLoopback = smtp.Tls is SmtpTls.None or SmtpTls.WhenOffered,
            ConnectTimeout = smtp.ConnectTimeout,
            CommandTimeout = smtp.CommandTimeout,
            FinalReplyTimeout = smtp.DataTimeout,
        };
    }
}

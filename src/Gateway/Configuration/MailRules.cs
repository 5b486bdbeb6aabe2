using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>Rules between the settings of the mail servers and mailboxes.</summary>
internal static class MailRules
{
    public static void Check(ConfigFile<GatewayConfig> file, string directory, List<ConfigFault> faults)
    {
        var mail = file.Value.Mail;
        if (mail.Smtp is { } smtp && file.Root.At("mail", "smtp") is ConfigMap place)
            CheckSmtp(smtp, place, faults);
        if (file.Root.At("mail", "mailboxes") is not ConfigList list || list.Items.Count != mail.Mailboxes.Count)
            return; // one of them is no section, which is reported
        for (var i = 0; i < mail.Mailboxes.Count; i++)
        {
            if (list.Items[i] is not ConfigMap node)
                continue;
            CheckNames(mail.Mailboxes, i, node, faults);
            CheckMailbox(mail.Mailboxes[i], node, directory, faults);
        }
    }

    private static void CheckSmtp(SmtpConfig smtp, ConfigMap place, List<ConfigFault> faults)
    {
        var hasSecret = place.At("password") is not null || smtp.Oauth is not null;
        if (smtp.Username is not null && !hasSecret)
            faults.Add(place.Nearest("username").Position.Fault("username: needs a password"));
        if (smtp.Username is null && place.At("password") is { } password)
            faults.Add(password.Position.Fault("password: needs a username"));
        CheckSignIn(smtp.Authentication, smtp.Oauth, place, faults);
        CheckEncryption(hasSecret, smtp.Tls, smtp.Host, place, faults);
    }

    private static void CheckNames(
        IReadOnlyList<MailboxConfig> mailboxes, int index, ConfigMap node, List<ConfigFault> faults)
    {
        var mailbox = mailboxes[index];
        var earlier = mailboxes.Take(index).ToList();
        if (mailbox.Name.Length > 0
            && earlier.Any(other => string.Equals(other.Name, mailbox.Name, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add(node.Nearest("name").Position.Fault($"name: '{mailbox.Name}' is also the name of an earlier mailbox"));
        }
        if (PlaceOf(mailbox) is { } place && earlier.Any(other => PlaceOf(other) == place))
            faults.Add(node.Position.Fault("mailboxes: an earlier mailbox reads the same folder"));
    }

    private static string? PlaceOf(MailboxConfig mailbox) => mailbox switch
    {
        { Maildir: { } path } => path,
        { Imap: { Host.Length: > 0 } imap } => $"{imap.Host}:{imap.Port} {imap.Username} {imap.Folder}".ToUpperInvariant(),
        _ => null,
    };

    private static void CheckMailbox(MailboxConfig mailbox, ConfigMap node, string directory, List<ConfigFault> faults)
    {
        var hasImap = node.At("imap") is not null;
        if (hasImap == node.At("maildir") is not null)
            faults.Add(node.Position.Fault("mailboxes: a mailbox needs either imap or maildir"));
        if (mailbox.Imap is not { } imap || node.At("imap") is not ConfigMap place)
            return;
        var hasSecret = place.At("password") is not null || imap.Oauth is not null;
        if (!hasSecret)
        {
            faults.Add(place.Nearest("username").Position.Fault(
                imap.Authentication == MailServerSignIn.Xoauth2 ? "username: needs oauth" : "username: needs a password"));
        }
        CheckSignIn(imap.Authentication, imap.Oauth, place, faults);
        CheckEncryption(hasSecret, imap.Tls, imap.Host, place, faults);
        CheckDone(imap, place, faults);
        CheckAuthority(imap, place, directory, faults);
    }

    private static void CheckSignIn(MailServerSignIn way, OAuthConfig? oauth, ConfigMap place, List<ConfigFault> faults)
    {
        if (oauth is null || place.At("oauth") is not ConfigMap node)
            return;
        if (way != MailServerSignIn.Xoauth2)
            faults.Add(node.Position.Fault("oauth: has no effect without authentication: xoauth2"));
        if (place.At("password") is { } password)
            faults.Add(password.Position.Fault("password: has no effect beside oauth"));
        var isCommand = oauth.Command.Count > 0;
        if (isCommand == node.At("tokenEndpoint") is not null)
            faults.Add(node.Position.Fault("oauth: needs either tokenEndpoint or command"));
        foreach (var key in new[] { "clientId", "clientSecret" })
        {
            if (!isCommand && node.At("tokenEndpoint") is not null && node.At(key) is null)
                faults.Add(node.Position.Fault($"oauth: needs {key}"));
        }
        if (oauth.TokenEndpoint is { Scheme: "http" } url && !GatewayRules.IsThisMachine(url.Host))
        {
            faults.Add(node.Nearest("tokenEndpoint").Position.Fault(
                "tokenEndpoint: must begin with https, because a secret is sent to another machine"));
        }
    }

    private static void CheckEncryption(
        bool hasSecret, MailServerTls tls, string host, ConfigMap place, List<ConfigFault> faults)
    {
        if (hasSecret && tls is MailServerTls.None or MailServerTls.WhenOffered && !GatewayRules.IsThisMachine(host))
        {
            faults.Add(place.Nearest("tls").Position.Fault(
                "tls: must be required or implicit, because a password is sent to another machine"));
        }
    }

    private static void CheckDone(ImapConfig imap, ConfigMap place, List<ConfigFault> faults)
    {
        if (imap.DoneFolder is not null && place.At("doneKeyword") is { } keyword)
            faults.Add(keyword.Position.Fault("doneKeyword: has no effect beside doneFolder"));
        if (string.Equals(imap.DoneFolder, imap.Folder, StringComparison.OrdinalIgnoreCase))
            faults.Add(place.Nearest("doneFolder").Position.Fault("doneFolder: is the folder that is read"));
    }

    private static void CheckAuthority(ImapConfig imap, ConfigMap place, string directory, List<ConfigFault> faults)
    {
        if (imap.CaFile is not { } path)
            return;
        try
        {
            foreach (var root in RootsOf(directory, path))
                root.Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            faults.Add(place.Nearest("caFile").Position.Fault(
                $"caFile: there is no certificate in PEM form in '{Echo.Of(path)}'"));
        }
    }

    /// <summary>The certificates of a PEM file; there is at least one.</summary>
    /// <exception cref="CryptographicException">There is none.</exception>
    public static X509Certificate2Collection RootsOf(string directory, string path)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(Path.GetFullPath(path, Path.GetFullPath(directory)));
        return roots.Count > 0 ? roots : throw new CryptographicException("The file holds no certificate.");
    }
}

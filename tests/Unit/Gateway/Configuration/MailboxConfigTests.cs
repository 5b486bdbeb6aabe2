using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Tests.Unit.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

public sealed class MailboxConfigTests
{
    private const string Imap = "host: imap.example, username: ill";

    [Fact]
    public void Mailboxes_of_both_kinds_are_read_with_all_their_settings()
    {
        using var authority = new TestAuthority();
        using var folder = Folder(
            $$"""
              - name: ill
                imap: {{{Imap}}, password: "env:P", caFile: ca.pem, folder: Answers, doneKeyword: \Seen, pollInterval: 30s, idle: false}
              - name: other
                imap:
                  host: imap.example
                  port: 143
                  tls: required
                  username: other
                  authentication: xoauth2
                  oauth: {tokenEndpoint: "https://login.example/token", clientId: c, clientSecret: "env:P", scope: mail}
                  doneFolder: Done/ILL
              - {name: local, maildir: answers}
            """);
        folder.Write("ca.pem", authority.Root.ExportCertificatePem());
        Assert.Empty(folder.Faults());
        var mailboxes = folder.Load().Snapshot!.Gateway.Mail.Mailboxes;
        Assert.Equal(["ill", "other", "local"], mailboxes.Select(mailbox => mailbox.Name));
        var imap = mailboxes[0].Imap!;
        Assert.Equal(
            (993, MailServerTls.Implicit, "Answers", "\\Seen", TimeSpan.FromSeconds(30), false),
            (imap.Port, imap.Tls, imap.Folder, imap.DoneKeyword, imap.PollInterval, imap.Idle));
        Assert.Equal(("https://login.example/token", "mail"), (mailboxes[1].Imap!.Oauth!.TokenEndpoint!.ToString(), mailboxes[1].Imap!.Oauth!.Scope));
        Assert.Equal("answers", mailboxes[2].Maildir);
    }

    [Theory]
    [InlineData("{name: a}", "mailboxes: a mailbox needs either imap or maildir")]
    [InlineData("{name: a, maildir: m, imap: {" + Imap + ", password: \"env:P\"}}", "mailboxes: a mailbox needs either imap or maildir")]
    [InlineData("{name: a b, maildir: m}", "name: expected a short name of letters, digits, dots and hyphens, found 'a b'")]
    [InlineData("{maildir: m}", "'name' is required")]
    [InlineData("{name: a, imap: {" + Imap + "}}", "username: needs a password")]
    [InlineData("{name: a, imap: {" + Imap + ", authentication: xoauth2}}", "username: needs oauth")]
    [InlineData("{name: a, imap: {" + Imap + ", oauth: {command: [x]}}}", "oauth: has no effect without authentication: xoauth2")]
    [InlineData("{name: a, imap: {" + Imap + ", authentication: xoauth2, oauth: {}}}", "oauth: needs either tokenEndpoint or command")]
    [InlineData("{name: a, imap: {" + Imap + ", authentication: xoauth2, oauth: {tokenEndpoint: \"https://x.example\", clientId: c}}}",
        "oauth: needs clientSecret")]
    [InlineData("{name: a, imap: {" + Imap + ", authentication: xoauth2, oauth: {tokenEndpoint: \"http://x.example\", clientId: c, clientSecret: \"env:P\"}}}",
        "tokenEndpoint: must begin with https, because a secret is sent to another machine")]
    [InlineData("{name: a, imap: {" + Imap + ", password: \"env:P\", tls: when-offered}}",
        "tls: must be required or implicit, because a password is sent to another machine")]
    [InlineData("{name: a, imap: {" + Imap + ", password: \"env:P\", doneFolder: D, doneKeyword: K}}",
        "doneKeyword: has no effect beside doneFolder")]
    [InlineData("{name: a, imap: {" + Imap + ", password: \"env:P\", doneFolder: inbox}}", "doneFolder: is the folder that is read")]
    [InlineData("{name: a, imap: {" + Imap + ", password: \"env:P\", doneKeyword: \"a b\"}}",
        "doneKeyword: expected \\Seen or a keyword, for example IllDone, found 'a b'")]
    [InlineData("{name: a, imap: {" + Imap + ", password: \"env:P\", caFile: none.pem}}",
        "caFile: there is no certificate in PEM form in 'none.pem'")]
    [InlineData("{name: a, imap: {" + Imap + ", password: hunter2}}", "password: a secret must be given as env:NAME or file:PATH")]
    public void What_is_wrong_is_told_at_its_place(string mailbox, string fault)
    {
        using var folder = Folder("  - " + mailbox);
        string told = Assert.Single(folder.Faults());
        Assert.StartsWith("gateway.yaml:8:", told, StringComparison.Ordinal);
        Assert.EndsWith(fault, told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_mailboxes_of_one_name_or_of_one_place_are_a_mistake()
    {
        using var folder = Folder("  - {name: a, maildir: m}\n  - {name: A, maildir: n}\n  - {name: c, maildir: m}");
        Assert.Equal(
            [
                "gateway.yaml:9:12: name: 'A' is also the name of an earlier mailbox",
                "gateway.yaml:10:5: mailboxes: an earlier mailbox reads the same folder",
            ],
            folder.Faults());
    }

    private static TemporaryConfiguration Folder(string mailboxes)
    {
        var folder = new TemporaryConfiguration();
        folder.Environment["P"] = "geheim";
        folder.Write("gateway.yaml", TemporaryConfiguration.Gateway + "\nmail:\n  mailboxes:\n" + mailboxes + "\n");
        return folder;
    }
}

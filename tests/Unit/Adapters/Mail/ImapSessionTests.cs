using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class ImapSessionTests
{
    private const string User = "gateway";
    private const string Password = "canary-7Qx";
    private const string Offer = "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2\r\n" + ScriptedImapServer.Ok;

    [Theory]
    [InlineData(MailTlsMode.Required, false)]
    [InlineData(MailTlsMode.WhenOffered, false)]
    [InlineData(MailTlsMode.Implicit, true)]
    public async Task A_certificate_of_the_authority_that_is_named_is_trusted(MailTlsMode mode, bool isImplicit)
    {
        using var authority = new TestAuthority();
        await using var server = Secure(authority, isImplicit);
        var settings = Settings(server) with { Tls = mode, TrustedRoots = authority.Roots, AllowPlainTextSignInOnLoopback = false };
        await using var session = await OpenAsync(settings);
        Assert.Equal(7u, session.UidValidity);
        Assert.Equal(isImplicit ? 0 : 1, server.Lines.Count(line => line == "STARTTLS"));
    }

    [Theory]
    [InlineData(MailTlsMode.Required, null)]
    [InlineData(MailTlsMode.Implicit, null)]
    [InlineData(MailTlsMode.Required, "other.example")]
    public async Task A_certificate_of_somebody_else_or_for_another_name_needs_an_operator(MailTlsMode mode, string? name)
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var server = Secure(authority, mode == MailTlsMode.Implicit, name);
        var roots = name is null ? other.Roots : authority.Roots;
        await AssertFaultAsync(
            Settings(server) with { Tls = mode, TrustedRoots = roots }, "certificate-not-trusted", RetryClass.AfterOperator);
        Assert.DoesNotContain(server.Lines, line => line.Contains("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_said_when_TLS_is_required_but_not_offered()
    {
        await using var server = new ScriptedImapServer();
        await AssertFaultAsync(Settings(server) with { Tls = MailTlsMode.Required }, "tls-not-offered", RetryClass.AfterOperator);
        Assert.Equal(["CAPABILITY"], server.Lines);
    }

    [Fact]
    public async Task A_greeting_that_skips_the_sign_in_cannot_skip_TLS()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 STARTTLS");
        server.Replies["(greeting)"] = ["* PREAUTH come in\r\n"];
        await AssertFaultAsync(Settings(server) with { Tls = MailTlsMode.Required }, "tls-not-offered", RetryClass.AfterOperator);
        await using var open = new ScriptedImapServer();
        open.Replies["(greeting)"] = ["* PREAUTH come in\r\n"];
        await using var session = await OpenAsync(Settings(open));
        Assert.Equal(["CAPABILITY", "SELECT \"INBOX\""], open.Lines);
    }

    [Fact]
    public async Task Data_slipped_in_before_TLS_ends_the_session()
    {
        using var authority = new TestAuthority();
        await using var server = Secure(authority);
        server.Replies["STARTTLS"] = [ScriptedImapServer.Ok + "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"];
        await AssertFaultAsync(
            Settings(server) with { Tls = MailTlsMode.Required, TrustedRoots = authority.Roots },
            "tls-injection", RetryClass.AfterOperator);
    }

    [Theory]
    [InlineData(MailAuthentication.Login, "LOGIN \"gateway\" \"canary-7Qx\"")]
    [InlineData(MailAuthentication.Plain, "AUTHENTICATE PLAIN AGdhdGV3YXkAY2FuYXJ5LTdReA==")]
    [InlineData(MailAuthentication.XOAuth2, "AUTHENTICATE XOAUTH2 dXNlcj1nYXRld2F5AWF1dGg9QmVhcmVyIGNhbmFyeS03UXgBAQ==")]
    public async Task Each_way_to_sign_in_says_what_its_document_wants(MailAuthentication way, string line)
    {
        await using var server = new ScriptedImapServer();
        server.Replies["CAPABILITY"] = [Offer];
        await using var session = await OpenAsync(Settings(server) with { Authentication = way });
        Assert.Contains(line, server.Lines);
    }

    [Fact]
    public async Task Without_SASL_IR_the_response_waits_to_be_asked_for()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 AUTH=PLAIN");
        server.Replies["AUTHENTICATE PLAIN"] = ["+ \r\n"];
        server.Replies[MailSignIn.Plain(User, Password)] = [ScriptedImapServer.Ok];
        await using var session = await OpenAsync(Settings(server));
        Assert.Equal("AUTHENTICATE PLAIN", server.Lines[1]);
    }

    [Fact]
    public async Task A_password_beyond_ASCII_is_sent_as_a_literal()
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server) with
        {
            Authentication = MailAuthentication.Login, UserName = "büro", Secret = Given("p\u00e4ss\"wort"),
        });
        Assert.Equal("LOGIN {5}\nbüro {10}\npäss\"wort", server.Lines[1]);
    }

    [Fact]
    public async Task A_refused_token_is_acknowledged_and_renewed_once()
    {
        await using var server = new ScriptedImapServer();
        server.Replies["CAPABILITY"] = [Offer];
        server.Replies["AUTHENTICATE XOAUTH2"] = ["+ eyJzdGF0dXMiOiI0MDAifQ==\r\n", ScriptedImapServer.Ok];
        server.Replies[""] = ["{tag} NO [AUTHENTICATIONFAILED] expired\r\n"];
        var tokens = new TokenSource("stale", "fresh");
        await using var session = await OpenAsync(
            Settings(server) with { Authentication = MailAuthentication.XOAuth2, Secret = tokens });
        Assert.Equal([false, true], tokens.Asked);
        Assert.Equal(
            ["AUTHENTICATE XOAUTH2 " + MailSignIn.XOAuth2(User, "stale"), "", "AUTHENTICATE XOAUTH2 " + MailSignIn.XOAuth2(User, "fresh")],
            server.Lines.Skip(1).Take(3));
    }

    [Fact]
    public async Task A_token_that_stays_refused_needs_an_operator_and_is_not_asked_for_a_third_time()
    {
        await using var server = new ScriptedImapServer();
        server.Replies["CAPABILITY"] = [Offer];
        server.Replies["AUTHENTICATE"] = ["{tag} NO [AUTHENTICATIONFAILED] no\r\n"];
        var tokens = new TokenSource(Password, Password);
        var fault = await AssertFaultAsync(
            Settings(server) with { Authentication = MailAuthentication.XOAuth2, Secret = tokens },
            "sign-in-refused", RetryClass.AfterOperator);
        Assert.Equal(2, tokens.Asked.Count);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OAUTHBEARER_is_used_where_XOAUTH2_is_not_offered()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 SASL-IR AUTH=OAUTHBEARER");
        await using var session = await OpenAsync(
            Settings(server) with { Authentication = MailAuthentication.XOAuth2, UserName = "a,b=c" });
        string response = Encoding.UTF8.GetString(Convert.FromBase64String(server.Lines[1].Split(' ')[2]));
        Assert.Equal($"n,a=a=2Cb=3Dc,\u0001host=127.0.0.1\u0001port={server.Port}\u0001auth=Bearer {Password}\u0001\u0001", response);
    }

    [Theory]
    [InlineData("{tag} NO [AUTHENTICATIONFAILED] wrong\r\n", "sign-in-refused", RetryClass.AfterOperator)]
    [InlineData("{tag} NO [UNAVAILABLE] later\r\n", "sign-in-put-off", RetryClass.Later)]
    [InlineData("{tag} NO [LIMIT] too many\r\n", "sign-in-put-off", RetryClass.Later)]
    [InlineData("* BYE too many errors\r\n|(close)", "connection-lost", RetryClass.Later)]
    public async Task Refusals_of_the_sign_in_are_told_apart(string reply, string code, RetryClass retry)
    {
        await using var server = new ScriptedImapServer();
        server.Replies["AUTHENTICATE"] = [reply];
        var fault = await AssertFaultAsync(Settings(server), code, retry);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ways_that_are_not_offered_or_not_safe_are_not_tried()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5");
        var settings = Settings(server);
        await AssertFaultAsync(settings, "sign-in-not-offered", RetryClass.AfterOperator);
        await AssertFaultAsync(
            settings with { Authentication = MailAuthentication.Login }, "sign-in-not-offered", RetryClass.AfterOperator);
        await AssertFaultAsync(
            settings with { AllowPlainTextSignInOnLoopback = false }, "sign-in-needs-tls", RetryClass.AfterOperator);
        await AssertFaultAsync(settings with { Secret = null }, "sign-in-incomplete", RetryClass.AfterOperator);
        await AssertFaultAsync(settings with { Secret = Given("a\rb") }, "sign-in-incomplete", RetryClass.AfterOperator);
        await AssertFaultAsync(settings with { Secret = new TokenSource("(fails)") }, "secret-unavailable", RetryClass.Later);
        Assert.All(server.Lines, line => Assert.Equal("CAPABILITY", line));
    }

    [Theory]
    [InlineData("* BYE overloaded\r\n", "greeting-refused")]
    [InlineData("220 smtp.example ESMTP\r\n", "malformed-response")]
    [InlineData("(close)", "connection-lost")]
    [InlineData("(hang)", "timeout")]
    [InlineData("* OK no end of the line|(hang)", "timeout")]
    public async Task Greetings_that_are_none_end_in_time(string greeting, string code)
    {
        await using var server = new ScriptedImapServer();
        server.Replies["(greeting)"] = [greeting];
        await AssertFaultAsync(Settings(server) with { CommandTimeout = TimeSpan.FromMilliseconds(200) }, code, RetryClass.Later);
    }

    [Theory]
    [InlineData("a999 OK done\r\n", "malformed-response")]
    [InlineData("+ more\r\n", "malformed-response")]
    [InlineData("* 1 FETCH (\r\n", "malformed-response")]
    [InlineData("{tag} BAD what?\r\n", "refused")]
    [InlineData("(close)", "connection-lost")]
    [InlineData("(hang)", "timeout")]
    public async Task Answers_that_are_none_end_the_conversation(string reply, string code)
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server) with { CommandTimeout = TimeSpan.FromMilliseconds(300) });
        server.Replies["NOOP"] = [reply];
        var fault = await Assert.ThrowsAsync<MailboxException>(() => session.SearchAsync(CancellationToken.None));
        Assert.Equal(code, fault.Error.Code);
    }

    [Fact]
    public async Task A_server_that_never_comes_to_the_end_is_left()
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server));
        server.Replies["NOOP"] = [string.Concat(Enumerable.Repeat("* 1 EXISTS\r\n", ImapLimits.CommandMaxResponses + 1))];
        var fault = await Assert.ThrowsAsync<MailboxException>(() => session.SearchAsync(CancellationToken.None));
        Assert.Equal("malformed-response", fault.Error.Code);
    }

    [Fact]
    public async Task A_message_larger_than_was_asked_for_is_not_taken_in()
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server));
        server.Replies["UID FETCH"] = ["* 1 FETCH (UID 1 BODY[]<0> {2000000000}\r\n"];
        var fault = await Assert.ThrowsAsync<MailboxException>(() => session.FetchAsync(1, "", 1000, CancellationToken.None));
        Assert.Equal("malformed-response", fault.Error.Code);
    }

    [Theory]
    [InlineData("{tag} NO [NONEXISTENT] none\r\n", "folder-missing", RetryClass.AfterOperator)]
    [InlineData("{tag} NO [INUSE] busy\r\n", "folder-busy", RetryClass.Later)]
    [InlineData("* OK [UIDVALIDITY 7] x\r\n{tag} OK [READ-ONLY] x\r\n", "folder-read-only", RetryClass.AfterOperator)]
    [InlineData("* 1 EXISTS\r\n{tag} OK x\r\n", "no-uidvalidity", RetryClass.AfterOperator)]
    [InlineData("* OK [UIDVALIDITY 7] x\r\n* OK [PERMANENTFLAGS (\\Flagged)] x\r\n{tag} OK x\r\n", "flag-not-allowed", RetryClass.AfterOperator)]
    public async Task A_folder_that_cannot_be_worked_with_is_told(string reply, string code, RetryClass retry)
    {
        await using var server = new ScriptedImapServer();
        server.Replies["SELECT"] = [reply];
        await AssertFaultAsync(Settings(server), code, retry);
    }

    [Fact]
    public async Task Without_MOVE_messages_are_copied_and_only_they_are_expunged()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 SASL-IR AUTH=PLAIN UIDPLUS");
        await using var session = await OpenAsync(Settings(server) with { DoneFolder = "Erledigt/Fernleihe für uns" });
        server.Replies["UID COPY"] = ["{tag} NO [TRYCREATE] none\r\n", ScriptedImapServer.Ok];
        server.Replies["CREATE"] = [ScriptedImapServer.Ok];
        await session.MarkDoneAsync([3, 4, 9], CancellationToken.None);
        Assert.Equal(
            [
                "UID COPY 3:4,9 \"Erledigt/Fernleihe f&APw-r uns\"", "CREATE \"Erledigt/Fernleihe f&APw-r uns\"",
                "UID COPY 3:4,9 \"Erledigt/Fernleihe f&APw-r uns\"", "UID STORE 3:4,9 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 3:4,9",
            ],
            server.Lines.SkipWhile(line => !line.StartsWith("UID", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_UIDPLUS_nothing_is_expunged_since_others_may_have_marked_mail_too()
    {
        await using var server = new ScriptedImapServer("IMAP4rev1 SASL-IR AUTH=PLAIN");
        await using var session = await OpenAsync(Settings(server) with { DoneFolder = "Done" });
        await session.MarkDoneAsync([3], CancellationToken.None);
        Assert.DoesNotContain(server.Lines, line => line.Contains("EXPUNGE", StringComparison.Ordinal));
        await session.SearchAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_large_folder_is_searched_piece_by_piece()
    {
        await using var server = new ScriptedImapServer();
        server.Replies["SELECT"] = ["* 10001 EXISTS\r\n" + ScriptedImapServer.Selected.Replace("* 0 EXISTS\r\n", "", StringComparison.Ordinal)];
        server.Replies["UID SEARCH 1:5000"] = ["* SEARCH 12 11\r\n" + ScriptedImapServer.Ok];
        server.Replies["UID SEARCH 5001:10000"] = ["* SEARCH\r\n" + ScriptedImapServer.Ok];
        server.Replies["UID SEARCH 10001:10001"] = ["* SEARCH 70001\r\n* 10002 EXISTS\r\n" + ScriptedImapServer.Ok];
        await using var session = await OpenAsync(Settings(server) with { DoneFlag = "IllDone" });
        var listing = await session.SearchAsync(CancellationToken.None);
        Assert.Equal([11u, 12u, 70001u], listing.Uids);
        Assert.True(listing.IsComplete);
        Assert.Contains("UID SEARCH 1:5000 UNDELETED UNKEYWORD $GatewaySetAside UNKEYWORD IllDone", server.Lines);
    }

    [Fact]
    public async Task Waiting_ends_with_news_and_with_the_time_and_the_connection_lives_on()
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server));
        await session.SearchAsync(CancellationToken.None);
        await session.IdleAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        server.Replies["IDLE"] = ["+ idling\r\n* OK still here\r\n* 3 EXISTS\r\n"];
        await session.IdleAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        Assert.True((await session.SearchAsync(CancellationToken.None)).IsComplete);
        Assert.Equal(2, server.Lines.Count(line => line == "DONE"));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Mail_that_came_while_we_searched_is_not_waited_for()
    {
        await using var server = new ScriptedImapServer();
        await using var session = await OpenAsync(Settings(server));
        server.Replies["NOOP"] = ["* 1 EXISTS\r\n" + ScriptedImapServer.Ok];
        server.Replies["UID SEARCH 1:1"] = ["* SEARCH 5\r\n* 2 EXISTS\r\n" + ScriptedImapServer.Ok];
        await session.SearchAsync(CancellationToken.None);
        await session.IdleAsync(TimeSpan.FromMinutes(5), CancellationToken.None);
        Assert.DoesNotContain("IDLE", server.Lines);
    }

    private static ScriptedImapServer Secure(TestAuthority authority, bool isImplicit = false, string? name = null) =>
        new("IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN") { Certificate = authority.Issue(name), ImplicitTls = isImplicit };

    private static ImapSettings Settings(ScriptedImapServer server) => new()
    {
        Host = "127.0.0.1", Port = server.Port, Tls = MailTlsMode.Never, UserName = User, Secret = Given(Password),
        AllowPlainTextSignInOnLoopback = true, CommandTimeout = TimeSpan.FromSeconds(10),
    };

    private static MailPassword Given(string secret) => new(() => new SecretReading(new Secret(secret), null));

    private static Task<ImapSession> OpenAsync(ImapSettings settings) =>
        ImapSession.OpenAsync(settings, TimeProvider.System, TestContext.Current.CancellationToken);

    private static async Task<MailboxException> AssertFaultAsync(ImapSettings settings, string code, RetryClass retry)
    {
        var fault = await Assert.ThrowsAsync<MailboxException>(() => OpenAsync(settings));
        Assert.Equal((code, retry), (fault.Error.Code, fault.Error.Retry));
        return fault;
    }
}

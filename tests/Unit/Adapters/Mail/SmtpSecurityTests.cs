using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public class SmtpSecurityTests
{
    private const string User = "gateway";
    private const string Password = "canary-7Qx";
    private const string AuthOffer = "250-x\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n";

    [Theory]
    [InlineData(MailTlsMode.Required, false)]
    [InlineData(MailTlsMode.WhenOffered, false)]
    [InlineData(MailTlsMode.Implicit, true)]
    public async Task A_certificate_of_the_partner_s_authority_is_trusted(MailTlsMode mode, bool isImplicit)
    {
        using var authority = new TestAuthority();
        await using var server = Server(authority, isImplicit);
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = mode, TrustedRoots = authority.Roots });
        var result = await SendAsync(session);
        Assert.Equal(("accepted", SmtpOutcome.Accepted), (result.Code, result.Outcome));
        Assert.Equal(
            isImplicit ? 1 : 2, server.Lines.Count(l => l.StartsWith("EHLO", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(MailTlsMode.Required)]
    [InlineData(MailTlsMode.WhenOffered)]
    [InlineData(MailTlsMode.Implicit)]
    public async Task A_certificate_of_somebody_else_needs_an_operator(MailTlsMode mode)
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var server = Server(authority, mode == MailTlsMode.Implicit);
        foreach (var roots in new[] { other.Roots, null })
        {
            await using var session = SmtpSessionTests.Session(
                server, s => s with { Tls = mode, TrustedRoots = roots });
            await AssertOperatorAsync(session, "certificate-not-trusted", SmtpStep.Tls);
        }
        Assert.DoesNotContain(server.Lines, l => l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_for_another_name_needs_an_operator()
    {
        using var authority = new TestAuthority();
        await using var server = Server(authority, name: "other.example");
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.Required, TrustedRoots = authority.Roots });
        await AssertOperatorAsync(session, "certificate-not-trusted", SmtpStep.Tls);
    }

    [Fact]
    public async Task Nothing_is_sent_when_TLS_is_required_but_not_offered()
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.Required });
        await AssertOperatorAsync(session, "tls-not-offered", SmtpStep.Tls);
        Assert.Equal(["EHLO home.example"], server.Lines);
    }

    [Fact]
    public async Task TLS_when_offered_is_left_out_when_it_is_not()
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.WhenOffered });
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session)).Outcome);
    }

    [Fact]
    public async Task A_server_that_cannot_do_TLS_now_gets_nothing_in_the_clear()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = "250-x\r\n250 STARTTLS\r\n";
        server.Replies["STARTTLS"] = "454 4.7.0 not now\r\n";
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.WhenOffered });
        var result = await SendAsync(session);
        Assert.Equal((SmtpOutcome.TemporarilyRefused, SmtpStep.Tls), (result.Outcome, result.Step));
        Assert.DoesNotContain(server.Lines, l => l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Data_slipped_in_before_TLS_ends_the_session()
    {
        using var authority = new TestAuthority();
        await using var server = Server(authority);
        server.Replies["STARTTLS"] = "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n";
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.Required, TrustedRoots = authority.Roots });
        await AssertOperatorAsync(session, "tls-injection", SmtpStep.Tls);
    }

    [Fact]
    public async Task A_stalled_handshake_ends_in_time()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["greeting"] = ScriptedSmtpServer.Hang;
        await using var session = SmtpSessionTests.Session(
            server, s => s with { Tls = MailTlsMode.Implicit, TlsTimeout = TimeSpan.FromMilliseconds(100) });
        var result = await SendAsync(session);
        Assert.Equal((SmtpOutcome.TemporarilyRefused, "timeout"), (result.Outcome, result.Code));
    }

    [Theory]
    [InlineData(MailAuthentication.Plain, "AUTH PLAIN AGdhdGV3YXkAY2FuYXJ5LTdReA==")]
    [InlineData(MailAuthentication.Login, "Y2FuYXJ5LTdReA==")]
    [InlineData(
        MailAuthentication.XOAuth2, "AUTH XOAUTH2 dXNlcj1nYXRld2F5AWF1dGg9QmVhcmVyIGNhbmFyeS03UXgBAQ==")]
    public async Task Signing_in_works_over_TLS_and_the_transcript_shows_no_secret(
        MailAuthentication authentication, string secretLine)
    {
        using var authority = new TestAuthority();
        await using var server = Server(authority);
        server.Replies["EHLO"] = "250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n";
        AddSignIn(server);
        var transcript = new List<string>();
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, authentication) with
            {
                Tls = MailTlsMode.Required,
                TrustedRoots = authority.Roots,
            },
            line => transcript.Add(line.Text));
        var result = await SendAsync(session);
        Assert.Equal(("accepted", SmtpOutcome.Accepted), (result.Code, result.Outcome));
        Assert.Contains(secretLine, server.Lines);
        string shown = string.Join('\n', transcript) + result;
        Assert.DoesNotContain(Password, shown);
        Assert.DoesNotContain(secretLine.Split(' ')[^1], shown);
        Assert.Contains("***", shown);
    }

    [Theory]
    [InlineData(MailAuthentication.Plain)]
    [InlineData(MailAuthentication.Login)]
    [InlineData(MailAuthentication.XOAuth2)]
    public async Task A_password_never_travels_in_the_clear(MailAuthentication authentication)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        await using var session = SmtpSessionTests.Session(server, s => WithUser(s, authentication));
        await AssertOperatorAsync(session, "sign-in-needs-tls", SmtpStep.SignIn);
        Assert.Equal(["EHLO home.example"], server.Lines);
    }

    [Fact]
    public async Task The_switch_for_loopback_allows_signing_in_on_loopback()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        AddSignIn(server);
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.Login) with { AllowPlainTextSignInOnLoopback = true });
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session)).Outcome);
    }

    [Theory]
    [InlineData("535 5.7.8 no\r\n", SmtpOutcome.NeedsOperator, "sign-in-refused")]
    [InlineData("504 5.5.4 no\r\n", SmtpOutcome.NeedsOperator, "sign-in-refused")]
    [InlineData("454 4.7.0 later\r\n", SmtpOutcome.TemporarilyRefused, "refused-for-now")]
    [InlineData("250 fine\r\n", SmtpOutcome.NeedsOperator, "sign-in-refused")]
    public async Task A_refused_sign_in_is_for_the_operator(string reply, SmtpOutcome outcome, string code)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        server.Replies["AUTH PLAIN"] = reply;
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.Plain) with { AllowPlainTextSignInOnLoopback = true });
        var result = await SendAsync(session);
        Assert.Equal((outcome, code, SmtpStep.SignIn), (result.Outcome, result.Code, result.Step));
    }

    [Fact]
    public async Task XOAUTH2_answers_the_challenge_that_explains_a_refusal()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        server.Replies["AUTH XOAUTH2"] = "334 eyJzdGF0dXMiOiI0MDAifQ==\r\n";
        server.Replies[""] = "535 5.7.8 token expired\r\n";
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.XOAuth2) with { AllowPlainTextSignInOnLoopback = true });
        var result = await SendAsync(session);
        Assert.Equal((SmtpOutcome.NeedsOperator, 535), (result.Outcome, result.Reply!.Code));
    }

    [Theory]
    [InlineData(null, Password, "sign-in-incomplete")]
    [InlineData(User, null, "sign-in-incomplete")]
    [InlineData("a\0b", Password, "sign-in-incomplete")]
    [InlineData(User, "a\u0001b", "sign-in-incomplete")]
    public async Task Missing_or_harmful_credentials_need_an_operator(
        string? user, string? secret, string code)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        await using var session = SmtpSessionTests.Session(server, s => s with
        {
            Authentication = MailAuthentication.XOAuth2,
            UserName = user,
            Secret = Given(secret),
            AllowPlainTextSignInOnLoopback = true,
        });
        await AssertOperatorAsync(session, code, SmtpStep.SignIn);
        Assert.Equal(["EHLO home.example"], server.Lines);
    }

    [Fact]
    public async Task A_source_of_secrets_that_fails_delays_the_mail()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.Plain) with
            {
                Secret = new TokenSource("(fails)"),
                AllowPlainTextSignInOnLoopback = true,
            });
        var result = await SendAsync(session);
        Assert.Equal((SmtpOutcome.TemporarilyRefused, "secret-unavailable"), (result.Outcome, result.Code));
        Assert.DoesNotContain(Password, result.ToString());
    }

    [Fact]
    public async Task A_mechanism_that_is_not_offered_needs_an_operator()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = "250-x\r\n250 AUTH=CRAM-MD5\r\n";
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.Plain) with { AllowPlainTextSignInOnLoopback = true });
        await AssertOperatorAsync(session, "sign-in-not-offered", SmtpStep.SignIn);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_renewed_once()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = AuthOffer;
        server.Replies["AUTH XOAUTH2"] = "535 5.7.8 expired\r\n";
        server.Replies["AUTH XOAUTH2 " + MailSignIn.XOAuth2(User, "fresh")] = "235 2.7.0 ok\r\n";
        await using var session = SmtpSessionTests.Session(
            server,
            s => WithUser(s, MailAuthentication.XOAuth2) with
            {
                Secret = new TokenSource("stale", "fresh"), AllowPlainTextSignInOnLoopback = true,
            });
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session)).Outcome);
    }

    private static MailPassword? Given(string? secret) => secret is null
        ? null
        : new MailPassword(() => new SecretReading(new Secret(secret), null));

    private static ScriptedSmtpServer Server(
        TestAuthority authority, bool isImplicit = false, string? name = null)
    {
        var server = new ScriptedSmtpServer { Certificate = authority.Issue(name), ImplicitTls = isImplicit };
        server.Replies["EHLO"] = "250-x\r\n250 STARTTLS\r\n";
        return server;
    }

    private static void AddSignIn(ScriptedSmtpServer server)
    {
        server.Replies["AUTH PLAIN"] = "235 2.7.0 ok\r\n";
        server.Replies["AUTH XOAUTH2"] = "235 2.7.0 ok\r\n";
        server.Replies["AUTH LOGIN"] = "334 VXNlcm5hbWU6\r\n";
        server.Replies["Z2F0ZXdheQ=="] = "334 UGFzc3dvcmQ6\r\n";
        server.Replies["Y2FuYXJ5LTdReA=="] = "235 2.7.0 ok\r\n";
    }

    private static SmtpSettings WithUser(
        SmtpSettings settings, MailAuthentication authentication) => settings with
    {
        Authentication = authentication,
        UserName = User,
        Secret = Given(Password),
    };

    private static async Task AssertOperatorAsync(SmtpSession session, string code, SmtpStep step)
    {
        var result = await SendAsync(session);
        Assert.Equal((SmtpOutcome.NeedsOperator, code, step), (result.Outcome, result.Code, result.Step));
    }

    private static Task<SmtpResult> SendAsync(SmtpSession session) =>
        SmtpSessionTests.SendAsync(session, SmtpSessionTests.Envelope("a@east.example"));
}

using System.Text;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Tests.Unit.Mapping.Mail;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public class SmtpSessionTests
{
    private static readonly byte[] Message = "Subject: x\r\n\r\nHello\r\n"u8.ToArray();

    [Theory]
    [InlineData(ReplyMode.Whole)]
    [InlineData(ReplyMode.Line)]
    [InlineData(ReplyMode.Byte)]
    public async Task A_mail_is_handed_over_with_the_extensions_that_are_offered(ReplyMode mode)
    {
        await using var server = new ScriptedSmtpServer(mode);
        await using (var session = Session(server))
        {
            var result = await SendAsync(session, Envelope("a@east.example", "b+c@east.example"));
            Assert.Equal(SmtpOutcome.Accepted, result.Outcome);
            Assert.Equal("4FxyZ", result.QueueId);
            Assert.Equal(new EnhancedStatus(2, 0, 0), result.Reply!.Status);
            Assert.All(result.Recipients, r => Assert.Equal(SmtpOutcome.Accepted, r.Outcome));
        }
        Assert.Equal(
            [
                "EHLO home.example",
                "MAIL FROM:<bounce@home.example> SIZE=21 RET=HDRS ENVID=100042.3+2Bx",
                "RCPT TO:<a@east.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a@east.example",
                "RCPT TO:<b+c@east.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;b+2Bc@east.example",
                "DATA",
                "QUIT",
            ],
            server.Lines);
        Assert.Equal(["Subject: x\r\n\r\nHello\r\n.\r\n"], server.Messages);
    }

    public static TheoryData<string, string, SmtpOutcome, SmtpStep> Refusals => new()
    {
        { "greeting", "421 4.3.2 closing\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Greeting },
        { "greeting", "554 5.7.1 go away\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.Greeting },
        { "EHLO", "421 busy\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Hello },
        { "EHLO", "554 no\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.Hello },
        { "MAIL", "451 4.3.0 later\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Sender },
        { "MAIL", "553 5.1.8 bad sender\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.Sender },
        { "MAIL", "530 5.7.0 sign in\r\n", SmtpOutcome.NeedsOperator, SmtpStep.Sender },
        { "MAIL", "354 what\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Sender },
        { "RCPT", "450 4.2.0 greylisted\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Recipient },
        { "RCPT", "550-5.1.1 no\r\n550 5.1.1 user\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.Recipient },
        { "RCPT", "421 4.4.2 closing\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Recipient },
        { "DATA", "452 4.3.1 full\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Data },
        { "DATA", "554 5.5.1 no\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.Data },
        { "DATA", "250 taken?\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.Data },
        { "final", "451 4.7.1 later\r\n", SmtpOutcome.TemporarilyRefused, SmtpStep.FinalReply },
        { "final", "550 5.7.1 spam\r\n", SmtpOutcome.PermanentlyRefused, SmtpStep.FinalReply },
        { "final", "354 again\r\n", SmtpOutcome.InDoubt, SmtpStep.FinalReply },
        { "final", "hello\r\n", SmtpOutcome.InDoubt, SmtpStep.FinalReply },
        { "greeting", ScriptedSmtpServer.Close, SmtpOutcome.TemporarilyRefused, SmtpStep.Greeting },
        { "EHLO", ScriptedSmtpServer.Close, SmtpOutcome.TemporarilyRefused, SmtpStep.Hello },
        { "MAIL", ScriptedSmtpServer.Close, SmtpOutcome.TemporarilyRefused, SmtpStep.Sender },
        { "RCPT", ScriptedSmtpServer.Close, SmtpOutcome.TemporarilyRefused, SmtpStep.Recipient },
        { "DATA", ScriptedSmtpServer.Close, SmtpOutcome.TemporarilyRefused, SmtpStep.Data },
        { "final", ScriptedSmtpServer.Close, SmtpOutcome.InDoubt, SmtpStep.FinalReply },
        { "greeting", ScriptedSmtpServer.Hang, SmtpOutcome.TemporarilyRefused, SmtpStep.Greeting },
        { "RCPT", ScriptedSmtpServer.Hang, SmtpOutcome.TemporarilyRefused, SmtpStep.Recipient },
        { "final", ScriptedSmtpServer.Hang, SmtpOutcome.InDoubt, SmtpStep.FinalReply },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_failure_at_every_step_is_told_apart(
        string step, string reply, SmtpOutcome outcome, SmtpStep found)
    {
        foreach (var mode in Enum.GetValues<ReplyMode>())
        {
            await using var server = new ScriptedSmtpServer(mode);
            server.Replies[step] = reply;
            await using var session = Session(server, s => s with
            {
                CommandTimeout = TimeSpan.FromMilliseconds(reply == ScriptedSmtpServer.Hang ? 150 : 20_000),
                FinalReplyTimeout = TimeSpan.FromMilliseconds(
                    reply == ScriptedSmtpServer.Hang ? 150 : 20_000),
            });
            var result = await SendAsync(session, Envelope("a@east.example"));
            Assert.Equal((outcome, found), (result.Outcome, result.Step));
            Assert.Equal(outcome, Assert.Single(result.Recipients).Outcome);
            Assert.Null(result.QueueId);
        }
    }

    [Fact]
    public async Task Nobody_listening_is_a_temporary_refusal()
    {
        int port;
        await using (var server = new ScriptedSmtpServer())
            port = server.Port;
        await using var session = new SmtpSession(Settings(port), TimeProvider.System);
        var result = await SendAsync(session, Envelope("a@east.example"));
        Assert.Equal((SmtpOutcome.TemporarilyRefused, SmtpStep.Connect), (result.Outcome, result.Step));
        Assert.Equal("connect-failed", result.Code);
    }

    [Fact]
    public async Task Each_recipient_has_its_own_result()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["RCPT TO:<b@"] = "450 4.2.0 later\r\n";
        server.Replies["RCPT TO:<c@"] = "550 5.1.1 never\r\n";
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example", "b@east.example", "c@east.example"));
        Assert.Equal(SmtpOutcome.Accepted, result.Outcome);
        Assert.Equal(
            [SmtpOutcome.Accepted, SmtpOutcome.TemporarilyRefused, SmtpOutcome.PermanentlyRefused],
            result.Recipients.Select(r => r.Outcome));
        Assert.Equal("5.1.1", result.Recipients[2].Reply!.Status!.ToString());
    }

    [Fact]
    public async Task When_all_recipients_are_refused_no_data_is_sent_and_hope_decides()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["RCPT TO:<a@"] = "550 5.1.1 never\r\n";
        server.Replies["RCPT TO:<b@"] = "450 4.2.0 later\r\n";
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example", "b@east.example"));
        Assert.Equal(SmtpOutcome.TemporarilyRefused, result.Outcome);
        Assert.Equal(SmtpOutcome.PermanentlyRefused, result.Recipients[0].Outcome);
        Assert.DoesNotContain("DATA", server.Lines);
    }

    [Fact]
    public async Task A_loss_after_the_dot_leaves_a_refused_recipient_refused()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["RCPT TO:<b@"] = "550 5.1.1 never\r\n";
        server.Replies["final"] = ScriptedSmtpServer.Close;
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example", "b@east.example"));
        Assert.Equal(
            [SmtpOutcome.InDoubt, SmtpOutcome.PermanentlyRefused], result.Recipients.Select(r => r.Outcome));
    }

    [Theory]
    [InlineData("RCPT", SmtpOutcome.TemporarilyRefused)]
    [InlineData("final", SmtpOutcome.InDoubt)]
    public async Task Cancellation_is_answered_with_what_is_true(string step, SmtpOutcome outcome)
    {
        using var source = new CancellationTokenSource();
        await using var server = new ScriptedSmtpServer();
        server.Replies[step] = ScriptedSmtpServer.Hang;
        server.OnLine = line =>
        {
            if (line.StartsWith(step, StringComparison.Ordinal))
                source.CancelAfter(20);
        };
        await using var session = Session(server);
        var result = await session.SendAsync(Envelope("a@east.example"), Message, source.Token);
        Assert.Equal((outcome, "cancelled"), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task A_session_carries_several_mails_and_survives_an_idle_close()
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session, Envelope("b@east.example"))).Outcome);
        Assert.Equal(1, server.Connections);
        server.Replies["MAIL"] = "421 4.4.2 idle too long\r\n";
        server.OnLine = line =>
        {
            if (line.StartsWith("EHLO", StringComparison.Ordinal))
                server.Replies["MAIL"] = "250 ok\r\n";
        };
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session, Envelope("c@east.example"))).Outcome);
        Assert.Equal(2, server.Connections);
        Assert.Equal(3, server.Messages.Count);
    }

    [Fact]
    public async Task A_server_without_EHLO_is_greeted_with_HELO_and_gets_no_parameters()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = "502 5.5.1 unknown\r\n";
        await using var session = Session(server);
        Assert.Equal(SmtpOutcome.Accepted, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
        Assert.Contains("HELO home.example", server.Lines);
        Assert.Contains("MAIL FROM:<bounce@home.example>", server.Lines);
        Assert.Contains("RCPT TO:<a@east.example>", server.Lines);
    }

    [Theory]
    [InlineData(2000, SmtpOutcome.Accepted)]
    [InlineData(2001, SmtpOutcome.TemporarilyRefused)]
    [InlineData(200_000, SmtpOutcome.TemporarilyRefused)]
    public async Task A_reply_line_has_at_most_2000_octets(int octets, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["MAIL"] = "250 " + new string('x', octets - 4) + "\r\n";
        await using var session = Session(server);
        Assert.Equal(outcome, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
    }

    [Theory]
    [InlineData(100, SmtpOutcome.Accepted)]
    [InlineData(101, SmtpOutcome.TemporarilyRefused)]
    public async Task A_reply_has_at_most_100_lines(int lines, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["MAIL"] = string.Concat(Enumerable.Repeat("250-x\r\n", lines - 1)) + "250 x\r\n";
        await using var session = Session(server);
        Assert.Equal(outcome, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
    }

    [Theory]
    [InlineData("250-a\r\n251 b\r\n", "malformed-reply")]
    [InlineData("25 a\r\n", "malformed-reply")]
    [InlineData("\r\n", "malformed-reply")]
    [InlineData("650 a\r\n", "malformed-reply")]
    [InlineData("250_a\r\n", "malformed-reply")]
    [InlineData("250 ok\r\n250 ok\r\n", "reply-out-of-turn")]
    public async Task A_broken_reply_is_never_taken_for_a_yes(string reply, string code)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["MAIL"] = reply;
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example"));
        Assert.Equal((SmtpOutcome.TemporarilyRefused, code), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task A_yes_given_before_the_message_does_not_count()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["DATA"] = "354 go\r\n250 2.0.0 queued as 1\r\n";
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example"));
        Assert.Equal((SmtpOutcome.TemporarilyRefused, "reply-out-of-turn"), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task Control_characters_of_a_reply_reach_no_log()
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["MAIL"] = "550 5.1.0 a\u001b[2Jb\rc\r\n";
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example"));
        Assert.Equal("a?[2Jb?c", Assert.Single(result.Reply!.Lines));
    }

    [Theory]
    [InlineData("a\n.\nb\n", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r\n.\r\nb", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\r.\rb\r", "a\r\n..\r\nb\r\n.\r\n")]
    [InlineData("a\n.\r\nMAIL FROM:<x@y.example>\r\n", "a\r\n..\r\nMAIL FROM:<x@y.example>\r\n.\r\n")]
    [InlineData("a\r\n.\nMAIL", "a\r\n..\r\nMAIL\r\n.\r\n")]
    [InlineData("a\r\n.\rMAIL", "a\r\n..\r\nMAIL\r\n.\r\n")]
    [InlineData("a\n\n.\r\n\r\n", "a\r\n\r\n..\r\n\r\n.\r\n")]
    [InlineData(".a\r\n..b\r\n...", "..a\r\n...b\r\n....\r\n.\r\n")]
    [InlineData("\r\r\n\n", "\r\n\r\n\r\n.\r\n")]
    public async Task Only_our_own_dot_ends_the_data_and_no_bare_line_end_is_sent(string message, string wire)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        var result = await session.SendAsync(
            Envelope("a@east.example"), Encoding.ASCII.GetBytes(message),
            TestContext.Current.CancellationToken);
        Assert.Equal(SmtpOutcome.Accepted, result.Outcome);
        Assert.Equal([wire], server.Messages);
    }

    [Theory]
    [InlineData("", "message-invalid")]
    [InlineData("a\0b", "message-invalid")]
    public async Task What_is_no_mail_is_refused_before_any_connection(string message, string code)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        var result = await session.SendAsync(
            Envelope("a@east.example"), Encoding.ASCII.GetBytes(message),
            TestContext.Current.CancellationToken);
        Assert.Equal(
            (SmtpOutcome.PermanentlyRefused, SmtpStep.Prepare, code),
            (result.Outcome, result.Step, result.Code));
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData(998, SmtpOutcome.Accepted)]
    [InlineData(999, SmtpOutcome.PermanentlyRefused)]
    public async Task A_message_line_has_at_most_998_octets(int octets, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        var result = await session.SendAsync(
            Envelope("a@east.example"),
            Encoding.ASCII.GetBytes("x\r\n" + new string('y', octets) + "\r\n"),
            TestContext.Current.CancellationToken);
        Assert.Equal(outcome, result.Outcome);
    }

    [Theory]
    [InlineData(0, SmtpOutcome.PermanentlyRefused)]
    [InlineData(100, SmtpOutcome.Accepted)]
    [InlineData(101, SmtpOutcome.PermanentlyRefused)]
    public async Task A_mail_has_1_to_100_recipients(int count, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        string[] recipients = [.. Enumerable.Range(0, count).Select(i => $"r{i}@east.example")];
        Assert.Equal(outcome, (await SendAsync(session, Envelope(recipients))).Outcome);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\r\nRCPT TO:<x@y.example>", false)]
    [InlineData("ä", false)]
    [InlineData("a=b+c", true)]
    public async Task An_envelope_identifier_is_visible_ASCII(string id, bool accepted)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("a@east.example") with { EnvelopeId = id });
        Assert.Equal(accepted, result.Outcome == SmtpOutcome.Accepted);
        Assert.DoesNotContain(server.Lines, l => l.StartsWith("RCPT TO:<x@", StringComparison.Ordinal));
        if (accepted)
            Assert.Contains(server.Lines, l => l.EndsWith("ENVID=a+3Db+2Bc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("home.example\r\nRSET")]
    [InlineData("home example")]
    [InlineData("")]
    public async Task A_bad_EHLO_name_needs_an_operator(string name)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server, s => s with { HeloName = name });
        var result = await SendAsync(session, Envelope("a@east.example"));
        Assert.Equal((SmtpOutcome.NeedsOperator, SmtpStep.Prepare), (result.Outcome, result.Step));
    }

    [Theory]
    [InlineData(0, SmtpOutcome.NeedsOperator)]
    [InlineData(-1, SmtpOutcome.NeedsOperator)]
    [InlineData(3600, SmtpOutcome.Accepted)]
    [InlineData(3601, SmtpOutcome.NeedsOperator)]
    public async Task A_time_limit_is_at_most_one_hour(int seconds, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(
            server, s => s with { FinalReplyTimeout = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(outcome, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
    }

    [Fact]
    public async Task An_empty_sender_is_sent_as_such()
    {
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        await SendAsync(
            session, Envelope("a@east.example") with { Sender = null, Notify = null, EnvelopeId = null });
        Assert.Contains("MAIL FROM:<> SIZE=21", server.Lines);
        Assert.Contains("RCPT TO:<a@east.example>", server.Lines);
    }

    [Theory]
    [InlineData("250-x\r\n250 8BITMIME\r\n", "MAIL FROM:<bounce@home.example> BODY=8BITMIME")]
    [InlineData("250 x\r\n", "8bitmime-not-offered")]
    public async Task An_8_bit_message_needs_8BITMIME(string hello, string expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = hello;
        await using var session = Session(server);
        var result = await session.SendAsync(
            Envelope("a@east.example"), Encoding.UTF8.GetBytes("ä\r\n"),
            TestContext.Current.CancellationToken);
        Assert.Contains(expected, server.Lines.Append(result.Code));
    }

    [Theory]
    [InlineData("250-x\r\n250-SMTPUTF8\r\n250 DSN\r\n", "RCPT TO:<bÃ¼ro@east.example> NOTIFY=FAILURE,DELAY")]
    [InlineData("250 x\r\n", "smtputf8-not-offered")]
    public async Task An_address_beyond_ASCII_needs_SMTPUTF8(string hello, string expected)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = hello;
        await using var session = Session(server);
        var result = await SendAsync(session, Envelope("büro@east.example"));
        Assert.Contains(expected, server.Lines.Append(result.Code));
        Assert.Equal(
            result.Outcome == SmtpOutcome.Accepted,
            server.Lines.Contains("MAIL FROM:<bounce@home.example> SMTPUTF8 RET=HDRS ENVID=100042.3+2Bx"));
    }

    [Fact]
    public async Task A_letter_with_UTF8_in_its_headers_needs_SMTPUTF8_even_for_ASCII_recipients()
    {
        var message = Letters.Plain() with { From = Letters.Box("büro@home.example") };
        var envelope = Envelope("a@east.example") with { HeadersNeedSmtpUtf8 = message.NeedsSmtpUtf8 };
        await using var server = new ScriptedSmtpServer();
        await using var session = Session(server);
        byte[] octets = Letters.Render(message);
        Assert.Contains("From: büro@home.example\r\n", Encoding.UTF8.GetString(octets));
        var result = await session.SendAsync(envelope, octets, TestContext.Current.CancellationToken);
        Assert.Equal("smtputf8-not-offered", result.Code);
        server.Replies["EHLO"] = "250-x\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n";
        result = await session.SendAsync(envelope, octets, TestContext.Current.CancellationToken);
        Assert.Equal("accepted", result.Code);
        Assert.Contains("MAIL FROM:<bounce@home.example> BODY=8BITMIME SMTPUTF8", server.Lines);
    }

    [Theory]
    [InlineData(21, SmtpOutcome.Accepted)]
    [InlineData(20, SmtpOutcome.PermanentlyRefused)]
    [InlineData(0, SmtpOutcome.Accepted)]
    public async Task A_message_over_the_server_s_SIZE_is_not_even_begun(int max, SmtpOutcome outcome)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies["EHLO"] = $"250-x\r\n250 SIZE {max}\r\n";
        await using var session = Session(server);
        Assert.Equal(outcome, (await SendAsync(session, Envelope("a@east.example"))).Outcome);
        Assert.Equal(
            outcome == SmtpOutcome.Accepted,
            server.Lines.Exists(l => l.StartsWith("MAIL", StringComparison.Ordinal)));
    }

    internal static SmtpEnvelope Envelope(params string[] recipients) => new()
    {
        Sender = Letters.Box("bounce@home.example"),
        Recipients = [.. recipients.Select(r => Letters.Box(r))],
        EnvelopeId = "100042.3+x",
    };

    internal static SmtpSettings Settings(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Tls = MailTlsMode.Never,
        HeloName = "home.example",
    };

    internal static SmtpSession Session(
        ScriptedSmtpServer server,
        Func<SmtpSettings, SmtpSettings>? change = null,
        Action<SmtpTranscriptLine>? transcript = null)
    {
        var settings = Settings(server.Port);
        return new SmtpSession(change is null ? settings : change(settings), TimeProvider.System, transcript);
    }

    internal static Task<SmtpResult> SendAsync(SmtpSession session, SmtpEnvelope envelope) =>
        session.SendAsync(envelope, Message, TestContext.Current.CancellationToken);
}

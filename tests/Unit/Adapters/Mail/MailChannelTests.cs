using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Letters;
using ResourceSharing.Tests.Unit.Mapping.Letters;
using Xunit;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public class MailChannelTests
{
    private static readonly Type Deferred = typeof(DeliveryOutcome.Deferred);
    private static readonly Type Refused = typeof(DeliveryOutcome.Refused);
    private static readonly Type InDoubt = typeof(DeliveryOutcome.InDoubt);

    [Fact]
    public async Task A_letter_is_handed_to_the_server_as_it_was_encoded()
    {
        await using var server = new ScriptedSmtpServer();
        var channel = Channel(server);
        var envelope = Envelope();
        var encoded = Assert.IsType<EncodeResult.Encoded>(channel.Encode(envelope));
        var outcome = await SendAsync(channel, encoded.Bytes, envelope);
        var delivered = Assert.IsType<DeliveryOutcome.Delivered>(outcome);
        Assert.Equal("250 2.0.0 Ok: queued as 4FxyZ", delivered.Detail);
        Assert.Equal(Encoding.ASCII.GetString(encoded.Bytes.Span) + ".\r\n", Assert.Single(server.Messages));
        string letter = $"l0000017.815.{LetterToken.Of(InventedRequests.Key, "L0000017", 815, "SOUTH")}";
        Assert.StartsWith($"MAIL FROM:<ill+b.{letter}@home.example> ", server.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith($"ENVID={letter}", server.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("RCPT TO:<loans@south.example> ", server.Lines[2], StringComparison.Ordinal);
        Assert.Equal(["DATA", "QUIT"], server.Lines[3..]);
    }

    [Fact]
    public async Task A_mailbox_without_sub_addresses_takes_bounces_and_answers_itself()
    {
        await using var server = new ScriptedSmtpServer();
        var settings = new SmtpSettings
        {
            Host = "127.0.0.1", Port = server.Port, Tls = MailTlsMode.Never, HeloName = "home.example",
        };
        var channel = new MailChannel(
            ShippedLetters.Set, new MailOutlet.Server(settings, TimeProvider.System), InventedRequests.Key, "");
        string letter = Encoding.ASCII.GetString(Encoded(channel).Span);
        Assert.Contains("\r\nReply-To: Home Library <ill@home.example>\r\n", letter, StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(channel, Encoded(channel), Envelope()));
        Assert.StartsWith("MAIL FROM:<ill@home.example> ", server.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_envelope_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var channel = Channel(folder);
        var first = Assert.IsType<EncodeResult.Encoded>(channel.Encode(Envelope()));
        var second = Assert.IsType<EncodeResult.Encoded>(channel.Encode(Envelope()));
        Assert.True(first.Bytes.Span.SequenceEqual(second.Bytes.Span));
        Assert.Empty(first.Losses.Losses);
        Assert.Equal("email", channel.Protocol);
    }

    public static TheoryData<string, string, Type, string, RetryClass> Failures => new()
    {
        { "RCPT", "450 4.2.0 later\r\n", Deferred, "smtp-refused-for-now", RetryClass.Later },
        { "RCPT", "550 5.1.1 nobody\r\n", Refused, "smtp-refused", RetryClass.Never },
        { "MAIL", "530 5.7.0 sign in\r\n", Deferred, "smtp-sign-in-refused", RetryClass.AfterOperator },
        { "greeting", ScriptedSmtpServer.Close, Deferred, "smtp-connection-lost", RetryClass.Later },
        { "final", ScriptedSmtpServer.Close, InDoubt, "smtp-connection-lost", RetryClass.Later },
        { "final", "554 5.7.1 spam\r\n", Refused, "smtp-refused", RetryClass.Never },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_the_server_says_decides_what_becomes_of_the_letter(
        string step, string reply, Type expected, string code, RetryClass retry)
    {
        await using var server = new ScriptedSmtpServer();
        server.Replies[step] = reply;
        var channel = Channel(server);
        var outcome = await SendAsync(channel, Encoded(channel), Envelope());
        Assert.IsType(expected, outcome);
        Assert.Equal((code, retry), (Error(outcome).Code, Error(outcome).Retry));
        Assert.DoesNotContain("nobody", Error(outcome).PublicText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_or_offers_no_tls_defers_the_letter()
    {
        int port;
        await using (var server = new ScriptedSmtpServer())
        {
            port = server.Port;
            var strict = Channel(server, MailTlsMode.Required);
            var refused = await SendAsync(strict, Encoded(strict), Envelope());
            Assert.Equal(RetryClass.AfterOperator, Error(Assert.IsType<DeliveryOutcome.Deferred>(refused)).Retry);
        }
        var channel = Channel(port);
        var unreachable = await SendAsync(channel, Encoded(channel), Envelope());
        Assert.Equal(RetryClass.Later, Assert.IsType<DeliveryOutcome.Deferred>(unreachable).Error.Retry);
    }

    [Fact]
    public async Task Cancelling_before_the_letter_was_sent_defers_it_and_after_that_leaves_it_in_doubt()
    {
        foreach (var (line, expected) in new[] { ("RCPT", Deferred), ("final", InDoubt) })
        {
            await using var server = new ScriptedSmtpServer();
            server.Replies[line] = ScriptedSmtpServer.Hang;
            using var cancel = new CancellationTokenSource();
            server.OnLine = seen =>
            {
                if (seen.StartsWith(line, StringComparison.Ordinal))
                    cancel.Cancel();
            };
            var channel = Channel(server);
            Assert.IsType(expected, await channel.SendAsync(Encoded(channel), Envelope(), cancel.Token));
        }
    }

    [Fact]
    public async Task Without_a_server_a_letter_is_one_file_however_often_it_is_sent()
    {
        using var folder = new TemporaryFolder();
        var channel = Channel(folder);
        var bytes = Encoded(channel);
        for (int i = 0; i < 2; i++)
        {
            var outcome = await SendAsync(channel, bytes, Envelope());
            var delivered = Assert.IsType<DeliveryOutcome.Delivered>(outcome);
            Assert.StartsWith("Written to " + folder.Path, delivered.Detail, StringComparison.Ordinal);
        }
        string file = Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "new")));
        byte[] written = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.True(bytes.Span.SequenceEqual(written));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_defers_the_letter()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        var channel = new MailChannel(ShippedLetters.Set, new MailOutlet.Folder(file, "gw.home.example"), InventedRequests.Key);
        var outcome = await SendAsync(channel, Encoded(channel), Envelope());
        var error = Assert.IsType<DeliveryOutcome.Deferred>(outcome).Error;
        Assert.Equal(("maildir", RetryClass.Later), (error.Code, error.Retry));
        Assert.DoesNotContain(folder.Path, error.PublicText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_set_up_waits_for_the_operator()
    {
        using var folder = new TemporaryFolder();
        var channel = Channel(folder);
        var good = Envelope();
        Envelope[] bad =
        [
            good with { Sender = good.Sender with { Email = null } },
            good with { Recipient = good.Recipient with { Settings = new OtherSettings() } },
            good with
            {
                Recipient = good.Recipient with { Settings = new MailPartnerSettings { Address = "a@b@c" } },
            },
        ];
        foreach (var envelope in bad)
        {
            var failed = Assert.IsType<EncodeResult.Failed>(channel.Encode(envelope));
            Assert.Equal(RetryClass.AfterOperator, failed.Error.Retry);
            var sent = await SendAsync(channel, Encoded(channel), envelope);
            Assert.Equal(RetryClass.AfterOperator, Assert.IsType<DeliveryOutcome.Deferred>(sent).Error.Retry);
        }
    }

    [Fact]
    public void A_report_to_a_partner_who_reads_letters_is_not_expressible()
    {
        using var folder = new TemporaryFolder();
        var channel = Channel(folder);
        var envelope = Envelope() with
        {
            Message = new IllMessage.StatusOrErrorReport
            {
                Header = Envelope().Message.Header, Report = new Report.None(ReasonNoReport.Permanent),
            },
        };
        Assert.IsType<EncodeResult.NotExpressible>(channel.Encode(envelope));
        Assert.IsType<EncodeResult.NotExpressible>(channel.Encode(envelope with { About = null }));
    }

    private static Envelope Envelope()
    {
        var context = InventedRequests.All["LenderShipEmailLetter"];
        return new Envelope
        {
            OutboxId = context.OutboxId,
            CreatedAt = context.CreatedAt,
            Message = context.Message,
            About = context.About,
            Recipient = new Recipient
            {
                Code = "SOUTH",
                Name = context.Recipient.Name,
                Symbols = [context.Recipient.Symbol],
                Language = "en",
                Settings = new MailPartnerSettings { Address = context.Recipient.Email },
            },
            Sender = new Sender
            {
                Name = context.Sender.Name,
                Symbols = [context.Sender.Symbol],
                Address = context.Sender.Address,
                Email = context.Sender.Email,
            },
        };
    }

    private static MailChannel Channel(ScriptedSmtpServer server, MailTlsMode tls = MailTlsMode.Never) =>
        Channel(server.Port, tls);

    private static MailChannel Channel(int port, MailTlsMode tls = MailTlsMode.Never) => new(
        ShippedLetters.Set,
        new MailOutlet.Server(
            new SmtpSettings { Host = "127.0.0.1", Port = port, Tls = tls, HeloName = "home.example" },
            TimeProvider.System),
        InventedRequests.Key);

    private static MailChannel Channel(TemporaryFolder folder) =>
        new(ShippedLetters.Set, new MailOutlet.Folder(folder.Path, "gw.home.example"), InventedRequests.Key);

    private static ReadOnlyMemory<byte> Encoded(MailChannel channel) =>
        Assert.IsType<EncodeResult.Encoded>(channel.Encode(Envelope())).Bytes;

    private static Task<DeliveryOutcome> SendAsync(
        MailChannel channel, ReadOnlyMemory<byte> bytes, Envelope envelope) =>
        channel.SendAsync(bytes, envelope, TestContext.Current.CancellationToken);

    private static GatewayError Error(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Deferred deferred => deferred.Error,
        DeliveryOutcome.Refused refused => refused.Error,
        DeliveryOutcome.InDoubt inDoubt => inDoubt.Error,
        _ => throw new InvalidOperationException("There is no error."),
    };

    private sealed record OtherSettings : IChannelSettings
    {
        public string DescribeWay() => "by pigeon";

        public string DescribeMessage(IllMessage message) => "a ring";
    }

    private sealed class TemporaryFolder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("rs-letters-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

using System.Text;
using ResourceSharing.Adapters.ArtEmail;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Adapters.Mail;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.ArtEmail;

public sealed class ArtEmailChannelTests : IDisposable
{
    private const string Code = "PASS-4711";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artemail-");
    private readonly Dictionary<string, string?> _environment = new() { ["BL_CODE"] = Code };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void An_order_has_the_keywords_of_its_service_and_level()
    {
        Assert.StartsWith("TXHOME0000042 S LOAN\n", OrderOf(Envelope(InventedRequests.Loan)), StringComparison.Ordinal);
        Assert.StartsWith("TXHOME0000042 S PTW\n", OrderOf(Envelope(InventedRequests.Copy)), StringComparison.Ordinal);
        var rush = InventedRequests.Copy with { LevelOfService = "rush" };
        Assert.StartsWith("TXHOME0000042 S PTW*2*\n", OrderOf(Envelope(rush)), StringComparison.Ordinal);
        var loan = InventedRequests.Loan with { LevelOfService = "RUSH" };
        Assert.StartsWith("TXHOME0000042 S LOAN\n", OrderOf(Envelope(loan)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_block_is_as_the_partners_file_says()
    {
        const string block = ":DELIVER ABOVE ITEM TO:\n";
        Assert.EndsWith($"{block}ill@home.example\n", OrderOf(Envelope(InventedRequests.Copy with { DeliverTo = null })), StringComparison.Ordinal);
        Assert.DoesNotContain(block, OrderOf(Envelope(InventedRequests.Loan)), StringComparison.Ordinal);
        var postal = Settings with { Delivery = ArtEmailDeliveryKind.Postal };
        Assert.Contains($"{block}Home Library\n", OrderOf(Envelope(InventedRequests.Loan, postal)), StringComparison.Ordinal);
        var account = Settings with { Delivery = ArtEmailDeliveryKind.Account };
        Assert.DoesNotContain(block, OrderOf(Envelope(InventedRequests.Copy, account)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_travel_in_one_mail_with_the_code_that_the_journal_does_not_have()
    {
        await using var server = new ScriptedSmtpServer();
        var channel = Channel(server);
        Parcel[] parcels = [Parcel(channel, 7), Parcel(channel, 8), Parcel(channel, 9)];
        var joined = Assert.IsType<JoinResult.Joined>(channel.Join(parcels));
        var outcome = await channel.SendTogetherAsync(joined, parcels, TestContext.Current.CancellationToken);
        Assert.IsType<DeliveryOutcome.Delivered>(outcome);

        var mail = Assert.Single(server.Messages);
        var kept = Encoding.ASCII.GetString(joined.Bytes.Span);
        Assert.DoesNotContain(Code, kept, StringComparison.Ordinal);
        Assert.Equal(mail, kept.Replace("\r\n********\r\n", $"\r\n{Code}\r\n", StringComparison.Ordinal) + ".\r\n");
        Assert.Contains($"\r\n12-3456\r\n{Code}\r\n\r\n\r\n\r\n\r\nTXHOME0000042 S LOAN\r\n", mail, StringComparison.Ordinal);
        Assert.Equal(3, mail.Split("\r\nTX").Length - 1);
        Assert.EndsWith("\r\n\r\n\r\n\r\n\r\nNNNN\r\n.\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Content-Transfer-Encoding: 7bit\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("To: artemail@bl.example\r\n", mail, StringComparison.Ordinal);
        Assert.Contains("Subject: Home Library\r\n", mail, StringComparison.Ordinal);
        Assert.Contains($"Message-ID: <{joined.Identity}@home.example>\r\n", mail, StringComparison.Ordinal);
        Assert.Contains(server.Lines, line => line.EndsWith($"ENVID={joined.Identity}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_orders_are_the_same_mail_and_others_another_one()
    {
        var channel = Channel();
        Parcel[] two = [Parcel(channel, 7), Parcel(channel, 8)];
        var first = Assert.IsType<JoinResult.Joined>(channel.Join(two));
        var second = Assert.IsType<JoinResult.Joined>(channel.Join([Parcel(channel, 7), Parcel(channel, 8)]));
        Assert.Equal(first.Identity, second.Identity);
        Assert.True(first.Bytes.Span.SequenceEqual(second.Bytes.Span));
        foreach (var other in new[] { two[..1], [two[1], two[0]], [.. two, Parcel(channel, 9)] })
            Assert.NotEqual(first.Identity, Assert.IsType<JoinResult.Joined>(channel.Join(other)).Identity);
    }

    [Fact]
    public async Task Without_a_mail_server_an_order_is_a_file_however_often_it_is_sent()
    {
        var channel = Channel();
        var envelope = Envelope(InventedRequests.Loan);
        var bytes = Encoded(channel, envelope);
        for (var i = 0; i < 2; i++)
            Assert.IsType<DeliveryOutcome.Delivered>(await channel.SendAsync(bytes, envelope, TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, "new")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("pässword")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task Without_a_usable_code_nothing_is_sent_and_the_operator_is_told(string? code)
    {
        _environment["BL_CODE"] = code;
        var channel = Channel();
        var envelope = Envelope(InventedRequests.Loan);
        var outcome = await channel.SendAsync(Encoded(channel, envelope), envelope, TestContext.Current.CancellationToken);
        var error = Assert.IsType<DeliveryOutcome.Deferred>(outcome).Error;
        Assert.Equal(("artemail-authorisation", RetryClass.AfterOperator), (error.Code, error.Retry));
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "new")));
    }

    [Fact]
    public void What_has_no_keyword_tells_staff_what_to_do()
    {
        var request = Envelope(InventedRequests.Loan);
        foreach (var (message, word) in new (IllMessage, string)[]
        {
            (new IllMessage.Cancel { Header = request.Message.Header }, "cancel the order by mail"),
            (new IllMessage.Renew { Header = request.Message.Header }, "by mail or on its web site"),
            (new IllMessage.Message { Header = request.Message.Header, Note = "hello" }, "write to the British Library"),
            (new IllMessage.Received
            {
                Header = request.Message.Header, ReceivedOn = new DateOnly(2026, 3, 2), ServiceType = ServiceType.Loan,
            }, "orders only"),
        })
        {
            var none = Assert.IsType<EncodeResult.NotExpressible>(Channel().Encode(request with { Message = message }));
            Assert.Contains(word, none.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_not_set_up_waits_for_the_operator()
    {
        var good = Envelope(InventedRequests.Loan);
        foreach (var bad in new[]
        {
            Envelope(InventedRequests.Loan, Settings with { Keywords = new ArtEmailKeywords { Copy = "S PTW" } }),
            good with { Recipient = good.Recipient with { Settings = new MailPartnerSettings { Address = "a@b.example" } } },
            Numbered(good, "HOME_0000042"), Numbered(good, "HOMELIBRARY0000042"),
        })
        {
            Assert.Equal(RetryClass.AfterOperator, Assert.IsType<EncodeResult.Failed>(Channel().Encode(bad)).Error.Retry);
        }

        var nobody = good with { Sender = good.Sender with { Email = null } };
        var join = Channel().Join([new Parcel(Encoded(Channel(), good), nobody)]);
        Assert.Equal(RetryClass.AfterOperator, Assert.IsType<JoinResult.Failed>(join).Error.Retry);
    }

    [Theory]
    [InlineData("2026-03-02T15:59:59+01:00", "2026-03-02T16:00:00+01:00")]
    [InlineData("2026-03-02T16:00:00+01:00", "2026-03-02T16:00:00+01:00")]
    [InlineData("2026-03-02T16:00:01+01:00", "2026-03-03T09:30:00+01:00")]
    [InlineData("2026-03-02T00:00:00+01:00", "2026-03-02T09:30:00+01:00")]
    public void Orders_leave_at_the_next_time_of_the_schedule(string decided, string goes)
    {
        var schedule = Settings with { Batch = ArtEmailBatch.Schedule, SendTimes = ["16:00", "09:30"] };
        var at = DateTimeOffset.Parse(decided, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(DateTimeOffset.Parse(goes, System.Globalization.CultureInfo.InvariantCulture), Channel().GoesOutAt(schedule, at));
        Assert.Equal(at, Channel().GoesOutAt(Settings, at));
        Assert.Equal((50, 3), (Channel().MaxTogether(Settings), Channel().MaxTogether(Settings with { MaxOrders = 3 })));
    }

    private static ArtEmailPartnerSettings Settings { get; } = new()
    {
        Address = "artemail@bl.example",
        Account = "12-3456",
        Password = SecretReference.TryParse("env:BL_CODE", out var code) ? code : null,
        Keywords = new ArtEmailKeywords { Loan = "S LOAN", Copy = "S PTW" },
        Levels = new Dictionary<string, ArtEmailKeywords> { ["RUSH"] = new() { Copy = "S PTW*2*" } },
    };

    private ArtEmailChannel Channel(ScriptedSmtpServer? server = null)
    {
        MailOutlet outlet = server is null
            ? new MailOutlet.Folder(_folder.FullName, "gw.home.example")
            : new MailOutlet.Server(
                new SmtpSettings { Host = "127.0.0.1", Port = server.Port, Tls = MailTlsMode.Never, HeloName = "home.example" },
                TimeProvider.System);
        return new ArtEmailChannel(() => outlet, new SecretReader(_folder.FullName, _environment.GetValueOrDefault));
    }

    private static Parcel Parcel(ArtEmailChannel channel, long id)
    {
        var envelope = Envelope(InventedRequests.Loan) with { OutboxId = id };
        return new Parcel(Encoded(channel, envelope), envelope);
    }

    private string OrderOf(Envelope envelope) => Encoding.ASCII.GetString(Encoded(Channel(), envelope).Span);

    private static ReadOnlyMemory<byte> Encoded(ArtEmailChannel channel, Envelope envelope) =>
        Assert.IsType<EncodeResult.Encoded>(channel.Encode(envelope)).Bytes;

    private static Envelope Numbered(Envelope envelope, string number) => envelope with
    {
        Message = envelope.Message with
        {
            Header = envelope.Message.Header with { Transaction = envelope.Message.Header.Transaction with { GroupQualifier = number } },
        },
    };

    private static Envelope Envelope(IllRequest content, ArtEmailPartnerSettings? settings = null) => new()
    {
        OutboxId = 7,
        CreatedAt = InventedRequests.Written,
        Message = new IllMessage.Request
        {
            Header = new MessageHeader
            {
                Transaction = new TransactionId
                {
                    InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
                },
                At = ServiceTime.From(InventedRequests.Written),
            },
            Content = content,
        },
        Recipient = new Recipient
        {
            Code = "BL", Name = "British Library", Symbols = [], Language = "en", Settings = settings ?? Settings,
        },
        Sender = new Sender
        {
            Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")], Address = InventedRequests.HomeAddress,
            Email = "ill@home.example",
        },
    };
}

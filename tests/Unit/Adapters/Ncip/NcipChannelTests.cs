using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Ncip;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;
using ResourceSharing.Tests.Unit.Adapters.Bldss;
using ResourceSharing.Tests.Unit.Mapping.Ncip;

namespace ResourceSharing.Tests.Unit.Adapters.Ncip;

/// <summary>A renewal on its way to a system that manages the request, and back.</summary>
public sealed class NcipChannelTests : IDisposable
{
    private readonly KeepingIntake _intake = new();
    private readonly NcipClient _client;
    private readonly NcipChannel _channel;

    public NcipChannelTests()
    {
        var time = new FakeTime();
        _client = new NcipClient(NcipWorld.Secrets, time);
        _channel = new NcipChannel(_client, _intake, time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MessageHeader Header { get; } = new()
    {
        Transaction = new TransactionId { GroupQualifier = "HOME0000042", Qualifier = "1" },
        At = ServiceTime.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)),
        RequesterReference = "HOME0000042", ResponderReference = "4711",
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_renewal_is_asked_for_and_the_new_date_is_an_arrival()
    {
        await using var stub = await NcipStub.AnsweringAsync(Answer("<DateDue>2026-05-01T23:59:59Z</DateDue>"));
        Assert.Equal("renewed until 2026-05-01", Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(stub.Url())).Detail);
        var asked = NcipSamples.Read<RenewItem>(Assert.Single(stub.Calls).Body);
        Assert.Equal(("ILL4711", "P900001"), (asked.ItemId!.Value, asked.UserId!.Value));
        Assert.Equal("2026-04-30T23:59:59Z", asked.DesiredDateDue!.ToString());

        var arrival = Assert.Single(_intake.Arrivals);
        Assert.Equal("RELAIS", arrival.Peer.CalledPartner);
        var answer = Assert.IsType<IllMessage.RenewAnswer>(Assert.Single(_intake.Messages));
        Assert.Equal((true, new DueDate(new DateOnly(2026, 5, 1))), (answer.Grants, answer.Due));
        Assert.Equal((Header.Transaction, "4711"), (answer.Header.Transaction, answer.Header.ResponderReference));
    }

    [Fact]
    public async Task A_refusal_is_an_arrival_and_what_is_not_decided_is_told()
    {
        await using var no = await NcipStub.AnsweringAsync(Answer(Problem("Item Not Renewable", "Three times is enough")));
        await SendAsync(no.Url());
        await using var open = await NcipStub.AnsweringAsync(Answer(
            "<Pending><DateOfExpectedReply>2026-04-01T12:00:00Z</DateOfExpectedReply></Pending>"));
        await SendAsync(open.Url());
        var messages = _intake.Messages.ToArray();
        var refused = Assert.IsType<IllMessage.RenewAnswer>(messages[0]);
        Assert.Equal((false, "Three times is enough"), (refused.Grants, refused.Note));
        Assert.Equal(
            "The renewal is not decided yet. An answer is expected by 2026-04-01.",
            Assert.IsType<IllMessage.Message>(messages[1]).Note);
    }

    [Theory]
    [InlineData("Temporary Processing Failure", RetryClass.Later)]
    [InlineData("Agency Authentication Failed", RetryClass.AfterOperator)]
    [InlineData("Unknown Agency", RetryClass.AfterOperator)]
    [InlineData("Unsupported Service", RetryClass.AfterOperator)]
    public async Task What_says_nothing_about_the_renewal_is_tried_again(string type, RetryClass retry)
    {
        await using var stub = await NcipStub.AnsweringAsync(Answer(Problem(type, "words")));
        Assert.Equal(retry, Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(stub.Url())).Error.Retry);
        Assert.Empty(_intake.Arrivals);
    }

    [Fact]
    public async Task What_happened_to_an_attempt_decides_how_it_goes_on()
    {
        await using var failing = await NcipStub.AnsweringAsync("", 500);
        Assert.IsType<DeliveryOutcome.InDoubt>(await SendAsync(failing.Url()));
        await using var absent = await NcipStub.AnsweringAsync("", 404);
        Assert.IsType<DeliveryOutcome.Refused>(await SendAsync(absent.Url()));
        await using var busy = await NcipStub.AnsweringAsync("", 503);
        Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(busy.Url()));
        _intake.Outcome = ArrivalOutcome.Unavailable;
        await using var good = await NcipStub.AnsweringAsync(Answer("<DateDue>2026-05-01T23:59:59Z</DateDue>"));
        Assert.IsType<DeliveryOutcome.InDoubt>(await SendAsync(good.Url()));
    }

    [Fact]
    public void Whatever_else_happens_the_other_system_does_itself()
    {
        var url = NcipStub.Address("https://relais.example/ncip");
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Returned { Header = Header, ReturnedOn = new DateOnly(2026, 3, 3) },
            new IllMessage.Cancel { Header = Header }, new IllMessage.StatusQuery { Header = Header },
        })
        {
            Assert.IsType<EncodeResult.NotExpressible>(_channel.Encode(Envelope(url) with { Message = message }));
        }

        var renew = Envelope(url);
        Assert.IsType<EncodeResult.Encoded>(_channel.Encode(renew));
        var unknown = new IllMessage.Renew { Header = Header with { ResponderReference = null } };
        Assert.IsType<EncodeResult.NotExpressible>(_channel.Encode(renew with { Message = unknown, About = null }));
        var silent = renew.Recipient with { Settings = new NcipPartnerSettings { Broker = new() } };
        Assert.IsType<EncodeResult.NotExpressible>(_channel.Encode(renew with { Recipient = silent }));
    }

    [Fact]
    public void The_same_message_gives_the_same_octets()
    {
        var envelope = Envelope(NcipStub.Address("https://relais.example/ncip"));
        Assert.Equal(Octets(envelope), Octets(envelope));
    }

    private string Octets(Envelope envelope) =>
        Encoding.UTF8.GetString(Assert.IsType<EncodeResult.Encoded>(_channel.Encode(envelope)).Bytes.Span);

    private async Task<DeliveryOutcome> SendAsync(NcipAddress url)
    {
        var envelope = Envelope(url);
        var encoded = Assert.IsType<EncodeResult.Encoded>(_channel.Encode(envelope));
        return await _channel.SendAsync(encoded.Bytes, envelope, Cancel);
    }

    private static string Answer(string content) =>
        $"<NCIPMessage xmlns=\"{NcipCodec.Namespace}\"><RenewItemResponse>{content}</RenewItemResponse></NCIPMessage>";

    private static string Problem(string type, string detail) =>
        $"<Problem><ProblemType>{type}</ProblemType><ProblemDetail>{detail}</ProblemDetail></Problem>";

    private static Envelope Envelope(NcipAddress url) => new()
    {
        OutboxId = 7,
        CreatedAt = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        Message = new IllMessage.Renew { Header = Header, DesiredDueOn = new DateOnly(2026, 4, 30) },
        About = new TransactionSummary
        {
            OurReference = "HOME0000042", ExternalId = "HOME0000042", WeBorrow = true, CreatedOn = new DateOnly(2026, 3, 1),
            Content = new IllRequest { Citation = new Citation(), Patron = new Patron { Identifier = "P900001" } },
        },
        Recipient = new Recipient
        {
            Code = "RELAIS", Name = "Relais", Symbols = [], Language = "en",
            Settings = new NcipPartnerSettings
            {
                Broker = new NcipBrokerSettings { ItemPrefix = "ILL" },
                Connection = new NcipConnectionSettings { Url = url, FromAgency = "HOME" },
            },
        },
        Sender = new Sender { Name = "Home Library", Symbols = [] },
    };
}

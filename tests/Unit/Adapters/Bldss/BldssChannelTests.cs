using System.Text;
using Microsoft.AspNetCore.Http;
using ResourceSharing.Adapters.Bldss;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Bldss;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Adapters.Locate;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.Bldss;

public sealed class BldssChannelTests : IDisposable
{
    private const string NewOrder =
        "<newOrder><orderline>60010498-001</orderline><customerReference>HOME0000042</customerReference><totalCost>9.50</totalCost>"
        + "<estimatedDespatchDate>04/03/2026</estimatedDespatchDate><downloadUrl/><note/></newOrder>";

    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly KeepingIntake _intake = new();
    private readonly Dictionary<string, string?> _environment = new()
    {
        ["APP"] = StubLibrary.ApplicationSecret, ["CUSTOMER"] = StubLibrary.CustomerSecret, ["KEY"] = "0123456789abcdef",
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_order_is_placed_and_its_answer_is_an_arrival()
    {
        await using var library = await StubLibrary.AnsweringAsync(_ => StubLibrary.Answer(0, "Order successfully submitted", NewOrder));
        var outcome = await SendAsync(library.Url, Request());
        Assert.Equal("Order successfully submitted", Assert.IsType<DeliveryOutcome.Delivered>(outcome).Detail);
        var call = Assert.Single(library.Calls);
        Assert.Equal(("POST", "/api/orders"), (call.Method, call.Path));
        Assert.StartsWith("<NewOrderRequest><type>S</type><requestor>Home Library</requestor>"
            + "<customerReference>HOME0000042</customerReference>", call.Body, StringComparison.Ordinal);
        Assert.Contains("<format>6</format>", call.Body, StringComparison.Ordinal);

        var arrival = Assert.Single(_intake.Arrivals);
        Assert.Equal(("bldss", "BL"), (arrival.Protocol, arrival.Peer.CalledPartner));
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(_intake.Messages));
        Assert.Equal(new AnswerResult.WillSupply(ReasonWillSupply.BeingProcessedForSupply, new DateOnly(2026, 3, 4)), answer.Result);
        Assert.Equal("60010498-001", answer.Header.ResponderReference);
        Assert.Equal(Header.Transaction, answer.Header.Transaction);
        Assert.Equal("Order line 60010498-001. Cost 9.50 GBP.", answer.Note);
    }

    [Fact]
    public async Task Each_attempt_has_a_nonce_of_its_own()
    {
        await using var library = await StubLibrary.AnsweringAsync(_ => StubLibrary.Answer(9, "Service unavailable"));
        for (var i = 0; i < 5; i++)
            Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(library.Url, Request(), seed: i));
        Assert.Equal(5, library.Nonces.Distinct().Count());
        Assert.All(library.Nonces, nonce => Assert.Matches("^[A-Za-z0-9]{16}$", nonce));
    }

    [Fact]
    public async Task Cancel_renew_and_status_query_name_the_order_line()
    {
        await using var library = await StubLibrary.AnsweringAsync(call => call.Method switch
        {
            "DELETE" => StubLibrary.Answer(162, "Too late"),
            "PUT" => StubLibrary.Answer(0, "Renewed until 2026-05-01"),
            _ => StubLibrary.Answer(0, "", Shown("9a", "10")),
        });
        var settings = Settings(library.Url);
        var channel = Channel();
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Cancel { Header = Known }, new IllMessage.Renew { Header = Known },
            new IllMessage.StatusQuery { Header = Known },
        })
        {
            Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(channel, Envelope(message, settings)));
        }

        Assert.Equal(
            ["DELETE /api/orders/60010498-001 ", "PUT /api/orders/renewLoan ", "GET /api/orders/60010498-001 id=60010498-001"],
            library.Calls.Select(call => $"{call.Method} {call.Path} {call.Query}"));
        Assert.Equal(
            "<RenewalRequest><orderline>60010498-001</orderline><requestor>Home Library</requestor></RenewalRequest>",
            library.Calls.ElementAt(1).Body);
        Assert.False(Assert.IsType<IllMessage.CancelReply>(_intake.Messages.First()).Agrees);
        Assert.Equal(new DueDate(new DateOnly(2026, 5, 1)), Assert.IsType<IllMessage.RenewAnswer>(_intake.Messages.ElementAt(1)).Due);
        Assert.Equal(4, _intake.Arrivals.Count);
    }

    [Fact]
    public async Task A_status_query_tells_only_what_is_new_since_the_one_before()
    {
        var events = new[] { "9a" };
        await using var library = await StubLibrary.AnsweringAsync(_ => StubLibrary.Answer(0, "", Shown(events)));
        var channel = Channel();
        var query = Envelope(new IllMessage.StatusQuery { Header = Known }, Settings(library.Url));
        await SendAsync(channel, query);
        await SendAsync(channel, query);
        events = ["9a", "10"];
        Assert.Equal("In progress", Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(channel, query)).Detail);
        Assert.Equal(
            ["event 60010498-001 9a 2026-03-01 10:00:00.0", "event 60010498-001 10 2026-03-01 11:00:00.0"], _intake.Identities);

        // Another process remembers nothing: the intake knows the events by their identities.
        await SendAsync(Channel(), query);
        Assert.Equal(4, _intake.Arrivals.Count);
    }

    [Fact]
    public async Task Before_an_order_in_doubt_is_repeated_it_is_searched_for()
    {
        await using var library = await StubLibrary.AnsweringAsync(call => call.Method == "GET"
            ? StubLibrary.Answer(0, "", "<orders><orderline id='1'><customerRef>OTHER</customerRef><overallStatus/></orderline>"
                + "<orderline id='60010498-001'><customerRef>HOME0000042</customerRef><overallStatus>In progress</overallStatus></orderline></orders>")
            : StubLibrary.Answer(0, "Order successfully submitted", NewOrder));
        var outcome = await SendAsync(library.Url, Request(), mayHaveArrived: true);
        Assert.Contains("there already", Assert.IsType<DeliveryOutcome.Delivered>(outcome).Detail, StringComparison.Ordinal);
        var call = Assert.Single(library.Calls);
        Assert.Equal("GET /api/orders", $"{call.Method} {call.Path}");
        Assert.Contains("OrdersRequest.startDate=2026-03-13", call.Query, StringComparison.Ordinal);
        var report = Assert.IsType<IllMessage.StatusOrErrorReport>(Assert.Single(_intake.Messages));
        Assert.Equal("60010498-001", report.Header.ResponderReference);
    }

    [Theory]
    [InlineData("<orders/>", 2)]
    [InlineData("<orders><orderline id='1'><customerRef>HOME0000042-2</customerRef></orderline></orders>", 2)]
    public async Task An_order_that_is_not_listed_is_placed(string list, int calls)
    {
        await using var library = await StubLibrary.AnsweringAsync(call => call.Method == "GET"
            ? StubLibrary.Answer(0, "", list)
            : StubLibrary.Answer(0, "Order successfully submitted", NewOrder));
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(library.Url, Request(), mayHaveArrived: true));
        Assert.Equal(calls, library.Calls.Count);
    }

    [Theory]
    [InlineData("<apiResponse><status>5</status><message>failed</message></apiResponse>")]
    [InlineData("garbage")]
    public async Task An_order_is_not_repeated_while_nobody_knows_whether_it_is_there(string list)
    {
        await using var library = await StubLibrary.AnsweringAsync(_ => list);
        Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(library.Url, Request(), mayHaveArrived: true));
        Assert.All(library.Calls, call => Assert.Equal("GET", call.Method));
    }

    /// <summary>What the server does, and what that means for an order and for a status query.</summary>
    public static TheoryData<string, Type, Type, string> Faults => new()
    {
        { "slow", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-timeout" },
        { "500", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-answer-unreadable" },
        { "503", typeof(DeliveryOutcome.Deferred), typeof(DeliveryOutcome.Deferred), "bldss-unavailable" },
        { "404", typeof(DeliveryOutcome.Refused), typeof(DeliveryOutcome.Refused), "bldss-refused" },
        { "302", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-answer-unreadable" },
        { "garbage", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-answer-unreadable" },
        { "wrong", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-answer-unreadable" },
        { "huge", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-answer-too-large" },
        { "cut", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "bldss-connection-lost" },
        { "status 9", typeof(DeliveryOutcome.Deferred), typeof(DeliveryOutcome.Refused), "" },
        { "status 1", typeof(DeliveryOutcome.Refused), typeof(DeliveryOutcome.Refused), "" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_decides_what_becomes_of_the_attempt(string fault, Type order, Type query, string code)
    {
        await using var library = await StubLibrary.StartAsync((_, context) => FailAsync(fault, context));
        var settings = Settings(library.Url) with { Timeout = TimeSpan.FromSeconds(fault == "slow" ? 1 : 20) };
        foreach (var (message, expected) in new (IllMessage, Type)[]
        {
            (Request(), order), (new IllMessage.StatusQuery { Header = Known }, query),
        })
        {
            var outcome = await SendAsync(Channel(), Envelope(message, settings));
            Assert.IsType(expected, outcome);
            Assert.True(code.Length == 0 || Error(outcome).Code == code, $"{fault}: {Error(outcome)}");
        }

        Assert.Empty(_intake.Arrivals);
    }

    [Fact]
    public async Task An_answer_at_the_limit_is_read()
    {
        var answer = StubLibrary.Answer(0, "Order successfully submitted", NewOrder);
        var filled = answer + new string(' ', BldssLimits.MaxAnswerOctets - answer.Length);
        await using var library = await StubLibrary.AnsweringAsync(_ => filled);
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(library.Url, Request()));
        filled += " ";
        Assert.Equal("bldss-answer-too-large", Error(await SendAsync(library.Url, Request())).Code);
    }

    [Fact]
    public async Task A_library_that_cannot_be_reached_surely_got_nothing()
    {
        var outcome = await SendAsync(new Uri($"http://127.0.0.1:{StubTarget.DeadPort()}"), Request());
        Assert.Equal("bldss-unreachable", Error(Assert.IsType<DeliveryOutcome.Deferred>(outcome)).Code);
    }

    [Theory]
    [InlineData("APP", "another")]
    [InlineData("CUSTOMER", "another")]
    [InlineData("APP", null)]
    [InlineData("CUSTOMER", null)]
    public async Task A_secret_that_is_wrong_or_missing_is_for_the_operator(string name, string? value)
    {
        _environment[name] = value;
        await using var library = await StubLibrary.AnsweringAsync(_ => StubLibrary.Answer(0, "", NewOrder));
        var error = Error(Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(library.Url, Request())));
        Assert.Equal(RetryClass.AfterOperator, error.Retry);
        Assert.DoesNotContain("secret", error.PublicText.Replace("A secret for", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(library.Calls);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_leaves_the_order_in_doubt()
    {
        _intake.Outcome = ArrivalOutcome.Unavailable;
        await using var library = await StubLibrary.AnsweringAsync(call => call.Method == "POST"
            ? StubLibrary.Answer(0, "", NewOrder)
            : StubLibrary.Answer(0, "", Shown("10")));
        Assert.IsType<DeliveryOutcome.InDoubt>(await SendAsync(library.Url, Request()));
        Assert.IsType<DeliveryOutcome.Deferred>(
            await SendAsync(library.Url, new IllMessage.StatusQuery { Header = Known }));
    }

    [Fact]
    public async Task The_address_for_events_is_on_the_wire_with_its_token_and_in_the_journal_without()
    {
        await using var library = await StubLibrary.AnsweringAsync(_ => StubLibrary.Answer(0, "", NewOrder));
        var settings = Settings(library.Url) with
        {
            CallbackBase = new Uri("https://ill.home.example/"), CallbackKey = Reference("env:KEY"),
        };
        var envelope = Envelope(Request(), settings);
        var encoded = Assert.IsType<EncodeResult.Encoded>(Channel().Encode(envelope));
        var token = BldssToken.Of(new Secret("0123456789abcdef"), "BL", "HOME0000042")!;
        Assert.Equal(40, token.Length);
        Assert.Contains(
            "<callbackUrl>https://ill.home.example/bldss/callback/BL/HOME0000042/callback-token</callbackUrl></Delivery>",
            Encoding.UTF8.GetString(encoded.Bytes.Span), StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(Channel(), envelope));
        Assert.Contains($"/bldss/callback/BL/HOME0000042/{token}</callbackUrl>", Assert.Single(library.Calls).Body, StringComparison.Ordinal);

        foreach (var bad in new[] { null, "fifteen chars..", "" })
        {
            _environment["KEY"] = bad;
            var error = Error(Assert.IsType<DeliveryOutcome.Deferred>(await SendAsync(Channel(), envelope)));
            Assert.Equal(("bldss-secret", RetryClass.AfterOperator), (error.Code, error.Retry));
        }
    }

    [Fact]
    public void What_there_is_no_call_for_is_not_expressible()
    {
        var settings = Settings(new Uri("http://127.0.0.1:1"));
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Message { Header = Known, Note = "hello" },
            new IllMessage.Returned { Header = Known, ReturnedOn = new DateOnly(2026, 3, 2) },
            new IllMessage.Cancel { Header = Header }, new IllMessage.StatusQuery { Header = Header },
        })
        {
            Assert.IsType<EncodeResult.NotExpressible>(Channel().Encode(Envelope(message, settings)));
        }

        var told = Envelope(new IllMessage.Cancel { Header = Header }, settings);
        Assert.IsType<EncodeResult.Encoded>(Channel().Encode(
            told with { About = InventedRequests.Borrowing with { PartnerReference = "60010498-001" } }));
        var elsewhere = told with { Recipient = told.Recipient with { Settings = new MailPartnerSettings { Address = "a@b.example" } } };
        Assert.IsType<EncodeResult.Failed>(Channel().Encode(elsewhere));
    }

    private static async Task FailAsync(string fault, HttpContext context)
    {
        switch (fault)
        {
            case "slow":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "garbage":
                await context.Response.WriteAsync("garbage");
                break;
            case "wrong":
                await context.Response.WriteAsync("<html><body>Welcome</body></html>");
                break;
            case "huge":
                await context.Response.WriteAsync("<apiResponse><status>0</status><message>" + new string('x', 3 * 1024 * 1024));
                break;
            case "cut":
                await context.Response.WriteAsync("<apiResponse>");
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case "status 9" or "status 1":
                await context.Response.WriteAsync(StubLibrary.Answer(fault[^1] - '0', "no"));
                break;
            default:
                context.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                context.Response.Headers.Location = "http://127.0.0.1:1/";
                break;
        }
    }

    private static string Shown(params string[] events) =>
        "<orderline id='60010498-001'><customerRef>HOME0000042</customerRef><overallStatus>In progress</overallStatus><history>"
        + string.Concat(events.Select((id, i) => $"<event><eventType id='{id}'>Step</eventType><time>2026-03-01 {10 + i}:00:00.0</time></event>"))
        + "</history></orderline>";

    private static MessageHeader Header { get; } = new()
    {
        Transaction = new TransactionId
        {
            InitialRequester = Symbol.Parse("RSG:HOME"), GroupQualifier = "HOME0000042", Qualifier = "1",
        },
        At = ServiceTime.From(InventedRequests.Written),
        Requester = new Party { Symbol = Symbol.Parse("RSG:HOME") },
    };

    private static MessageHeader Known { get; } = Header with { ResponderReference = "60010498-001" };

    private static IllMessage.Request Request() => new() { Header = Header, Content = InventedRequests.Loan };

    private static SecretReference Reference(string text) =>
        SecretReference.TryParse(text, out var reference) ? reference : throw new FormatException(text);

    private static BldssPartnerSettings Settings(Uri url) => new()
    {
        Url = url, Application = "APPDEMO", ApplicationSecret = Reference("env:APP"), Account = "12-3456",
        Password = Reference("env:CUSTOMER"), Timeout = TimeSpan.FromSeconds(20),
    };

    private BldssChannel Channel(int seed = 1) =>
        new(_intake, new SecretReader("/", _environment.GetValueOrDefault), _http, TimeProvider.System, new Random(seed));

    private Task<DeliveryOutcome> SendAsync(Uri url, IllMessage message, bool mayHaveArrived = false, int seed = 1) =>
        SendAsync(Channel(seed), Envelope(message, Settings(url)) with { MayHaveArrived = mayHaveArrived });

    private static Task<DeliveryOutcome> SendAsync(BldssChannel channel, Envelope envelope) => channel.SendAsync(
        Assert.IsType<EncodeResult.Encoded>(channel.Encode(envelope)).Bytes, envelope, TestContext.Current.CancellationToken);

    private static GatewayError Error(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Deferred deferred => deferred.Error,
        DeliveryOutcome.Refused refused => refused.Error,
        DeliveryOutcome.InDoubt inDoubt => inDoubt.Error,
        _ => throw new InvalidOperationException($"{outcome} has no error"),
    };

    private static Envelope Envelope(IllMessage message, BldssPartnerSettings settings) => new()
    {
        OutboxId = 7,
        CreatedAt = InventedRequests.Written,
        Message = message,
        About = InventedRequests.Borrowing,
        Recipient = new Recipient { Code = "BL", Name = "British Library", Symbols = [], Language = "en", Settings = settings },
        Sender = new Sender
        {
            Name = "Home Library", Symbols = [Symbol.Parse("RSG:HOME")], Address = InventedRequests.HomeAddress, Email = "ill@home.example",
        },
    };
}

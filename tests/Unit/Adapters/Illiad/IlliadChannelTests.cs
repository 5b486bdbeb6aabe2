using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Illiad;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Illiad;
using ResourceSharing.Tests.Unit.Adapters.Bldss;
using ResourceSharing.Tests.Unit.Adapters.Locate;
using ResourceSharing.Tests.Unit.Adapters.Shared;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.Illiad;

public sealed class IlliadChannelTests : IDisposable
{
    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly KeepingIntake _intake = new();
    private string? _key = StubIlliad.Key;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_request_is_created_and_its_number_is_an_arrival()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        var envelope = Envelopes.To(Settings(illiad), Envelopes.Request());
        var outcome = Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        Assert.Equal(("transaction 1094509", false), (outcome.Detail, outcome.IsHandedOver));
        Assert.Equal(["GET Users/P-1", "POST Transaction/"], illiad.Calls);
        var call = illiad.Server.Calls.Last();
        Assert.Equal("application/json; version=1", call.Headers.Accept);
        Assert.Equal("application/json", call.Headers.ContentType);
        Assert.Equal("HOME0000042", (string?)illiad.Transactions["1094509"]["ItemInfo1"]);

        var arrival = Assert.Single(_intake.Arrivals);
        Assert.Equal(("illiad", "BROKER"), (arrival.Protocol, arrival.Peer.CalledPartner));
        var report = Assert.IsType<IllMessage.StatusOrErrorReport>(Assert.Single(_intake.Messages));
        Assert.Equal("1094509", report.Header.ResponderReference);
        Assert.Equal(Envelopes.Header.Transaction, report.Header.Transaction);
        var raw = Encoding.UTF8.GetString(arrival.Raw.Span);
        Assert.Contains("\"ArticleExchangePassword\":\"*******\"", raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_on_the_wire_only()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        var envelope = Envelopes.To(Settings(illiad), Envelopes.Request());
        var kept = Channel().Journal(envelope);
        Assert.StartsWith("POST Transaction/\n{\"Username\":\"P-1\",\"RequestType\":\"Loan\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(StubIlliad.Key, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patron_without_an_account_is_refused_or_gets_one()
    {
        await using var illiad = await StubIlliad.StartAsync();
        var outcome = await Channel().DeliverAsync(Envelopes.To(Settings(illiad), Envelopes.Request()));
        Assert.Equal("illiad-no-account", Envelopes.Error(Assert.IsType<DeliveryOutcome.Refused>(outcome)).Code);
        Assert.Empty(illiad.Transactions);

        var creating = Settings(illiad) with { CreateUser = true, Site = "MAIN", DeliveryMethod = "Hold for Pickup" };
        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(Envelopes.To(creating, Envelopes.Request())));
        Assert.Equal(
            """{"UserName":"P-1","ExternalUserId":"P-1","LastName":"Reader","FirstName":"R.","Site":"MAIN","""
            + "\"DeliveryMethod\":\"Hold for Pickup\"}",
            illiad.Users["P-1"].ToJsonString());
        Assert.Single(illiad.Transactions);
    }

    [Fact]
    public async Task Without_the_check_ILLiad_itself_says_that_there_is_no_account()
    {
        await using var illiad = await StubIlliad.StartAsync();
        var outcome = await Channel().DeliverAsync(
            Envelopes.To(Settings(illiad) with { CheckUser = false }, Envelopes.Request()));
        var error = Envelopes.Error(Assert.IsType<DeliveryOutcome.Refused>(outcome));
        Assert.Equal("ILLiad refuses: The user does not exist.", error.PublicText);
        Assert.Equal(["POST Transaction/"], illiad.Calls);
    }

    [Theory]
    [InlineData(false, "P-1", false)]
    [InlineData(true, null, false)]
    [InlineData(true, "..", false)]
    [InlineData(true, "P-1", true)]
    [InlineData(true, "a patron/1?x=é", true)]
    public async Task The_account_is_the_patrons_identifier_where_it_may_be_sent(bool sendPatron, string? identifier, bool isSent)
    {
        await using var illiad = await StubIlliad.StartAsync(identifier ?? "nobody");
        var content = InventedRequests.Loan with { Patron = new Patron { Identifier = identifier } };
        var envelope = Envelopes.To(Settings(illiad), Envelopes.Request(content), sendPatron);
        if (!isSent)
        {
            Assert.Equal("illiad-no-account", Assert.IsType<EncodeResult.Failed>(Channel().Encode(envelope)).Error.Code);
            return;
        }

        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        Assert.Equal(identifier, (string?)illiad.Transactions["1094509"]["Username"]);
    }

    [Fact]
    public async Task A_fixed_account_needs_no_patron()
    {
        await using var illiad = await StubIlliad.StartAsync("ILLOFFICE");
        var settings = Settings(illiad) with { UserName = "ILLOFFICE", CloseRequestOnExport = true };
        var outcome = await Channel().DeliverAsync(Envelopes.To(settings, Envelopes.Request(), sendPatron: false));
        Assert.True(Assert.IsType<DeliveryOutcome.Delivered>(outcome).IsHandedOver);
        Assert.Equal("ILLOFFICE", (string?)illiad.Transactions["1094509"]["Username"]);
    }

    [Fact]
    public async Task Before_a_request_in_doubt_is_repeated_it_is_searched_for()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        var settings = Settings(illiad) with { CheckUser = false };
        illiad.Server.Fault = (call => call.Method == "POST", "cut after");
        var envelope = Envelopes.To(settings, Envelopes.Request());
        Assert.IsType<DeliveryOutcome.InDoubt>(await Channel().DeliverAsync(envelope));

        illiad.Server.Fault = null;
        var again = await Channel().DeliverAsync(envelope with { MayHaveArrived = true });
        Assert.Equal(
            "the request was there already, as transaction 1094509", Assert.IsType<DeliveryOutcome.Delivered>(again).Detail);
        Assert.Single(illiad.Transactions);
        Assert.Equal("1094509", Assert.Single(_intake.Messages).Header.ResponderReference);
        Assert.Equal(
            "$filter=ProcessType eq 'Borrowing' and ItemInfo1 eq 'HOME0000042'",
            Uri.UnescapeDataString(illiad.Server.Calls.Last().Query));
    }

    [Fact]
    public async Task A_request_that_is_not_listed_is_created_and_one_that_cannot_be_looked_up_is_not()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        var envelope = Envelopes.To(Settings(illiad), Envelopes.Request()) with { MayHaveArrived = true };
        foreach (var (fault, code) in new[]
        {
            ("500", "illiad-not-listed"), ("garbage", "illiad-not-listed"), ("{}", "illiad-not-listed"),
            ("503", "illiad-unavailable"), ("huge", "illiad-answer-too-large"), ("deep", "illiad-not-listed"),
            ("cut", "illiad-connection-lost"),
        })
        {
            illiad.Server.Fault = (call => call.Path.Contains("UserRequests", StringComparison.Ordinal), fault);
            var outcome = Assert.IsType<DeliveryOutcome.Deferred>(await Channel().DeliverAsync(envelope));
            Assert.Equal(code, outcome.Error.Code);
        }

        Assert.Empty(illiad.Transactions);
        illiad.Server.Fault = (call => call.Path.Contains("UserRequests", StringComparison.Ordinal),
            """[{"TransactionNumber":1,"ItemInfo1":"HOME0000042-2"},{"TransactionNumber":{},"ItemInfo1":"HOME0000042"}]""");
        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        Assert.Single(illiad.Transactions);
    }

    /// <summary>What the server does, and what that means for a request, a cancellation and a status query.</summary>
    public static TheoryData<string, Type, Type, string> Faults => new()
    {
        { "slow", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-timeout" },
        { "cut", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-connection-lost" },
        { "garbage", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-unreadable" },
        { "huge", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-too-large" },
        { "deep", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-unreadable" },
        { "[]", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-unreadable" },
        {
            """{"TransactionNumber":"12/../3"}""", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred),
            "illiad-answer-unreadable"
        },
        {
            """{"TransactionNumber":[1]}""", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred),
            "illiad-answer-unreadable"
        },
        { "500", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-unreadable" },
        { "302", typeof(DeliveryOutcome.InDoubt), typeof(DeliveryOutcome.Deferred), "illiad-answer-unreadable" },
        { "503", typeof(DeliveryOutcome.Deferred), typeof(DeliveryOutcome.Deferred), "illiad-unavailable" },
        { "429", typeof(DeliveryOutcome.Deferred), typeof(DeliveryOutcome.Deferred), "illiad-unavailable" },
        { "400", typeof(DeliveryOutcome.Refused), typeof(DeliveryOutcome.Refused), "illiad-refused" },
        { "404", typeof(DeliveryOutcome.Refused), typeof(DeliveryOutcome.Refused), "illiad-refused" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_decides_what_becomes_of_the_attempt(string fault, Type request, Type query, string code)
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        illiad.Server.Fault = (_ => true, fault);
        var settings = Settings(illiad) with { CheckUser = false, Timeout = TimeSpan.FromSeconds(fault == "slow" ? 1 : 20) };
        foreach (var (message, expected) in new (IllMessage, Type)[]
        {
            (Envelopes.Request(), request), (new IllMessage.StatusQuery { Header = Known }, query),
        })
        {
            var outcome = await Channel().DeliverAsync(Envelopes.To(settings, message));
            Assert.IsType(expected, outcome);
            Assert.Equal(code, Envelopes.Error(outcome).Code);
        }

        Assert.Empty(_intake.Arrivals);
    }

    [Fact]
    public async Task An_account_that_cannot_be_looked_up_leaves_nothing_in_doubt()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        foreach (var fault in new[] { "500", "cut", "503" })
        {
            illiad.Server.Fault = (call => call.Path.Contains("Users", StringComparison.Ordinal), fault);
            Assert.IsType<DeliveryOutcome.Deferred>(
                await Channel().DeliverAsync(Envelopes.To(Settings(illiad), Envelopes.Request())));
        }

        Assert.Empty(illiad.Transactions);
    }

    [Theory]
    [InlineData("another")]
    [InlineData(null)]
    [InlineData("a\u0007b")]
    public async Task A_key_that_is_wrong_or_missing_is_for_the_operator(string? key)
    {
        _key = key;
        await using var illiad = await StubIlliad.StartAsync("P-1");
        foreach (var message in new IllMessage[] { Envelopes.Request(), new IllMessage.Cancel { Header = Known } })
        {
            var error = Envelopes.Error(Assert.IsType<DeliveryOutcome.Deferred>(
                await Channel().DeliverAsync(Envelopes.To(Settings(illiad), message))));
            Assert.Equal(RetryClass.AfterOperator, error.Retry);
            Assert.DoesNotContain(key ?? "?", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(illiad.Transactions);
    }

    [Fact]
    public async Task A_broker_that_cannot_be_reached_surely_got_nothing()
    {
        var settings = new IlliadPartnerSettings
        {
            Url = new Uri($"http://127.0.0.1:{StubTarget.DeadPort()}"), ApiKey = Envelopes.Reference("env:KEY"),
            CheckUser = false,
        };
        var outcome = await Channel().DeliverAsync(Envelopes.To(settings, Envelopes.Request()));
        Assert.Equal("illiad-unreachable", Envelopes.Error(Assert.IsType<DeliveryOutcome.Deferred>(outcome)).Code);
    }

    [Fact]
    public async Task An_answer_at_the_limit_is_read_and_one_octet_more_is_not()
    {
        await using var illiad = await StubIlliad.StartAsync("P-1");
        const string answer = """{"TransactionNumber":5}""";
        var settings = Settings(illiad) with { CheckUser = false };
        var filled = answer + new string(' ', IlliadLimits.MaxAnswerOctets - answer.Length);
        illiad.Server.Fault = (_ => true, filled);
        var envelope = Envelopes.To(settings, Envelopes.Request());
        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        illiad.Server.Fault = (_ => true, filled + " ");
        Assert.Equal("illiad-answer-too-large", Envelopes.Error(await Channel().DeliverAsync(envelope)).Code);
    }

    [Fact]
    public async Task A_cancellation_leaves_a_note_and_moves_the_transaction()
    {
        await using var illiad = await CreatedAsync();
        var cancel = new IllMessage.Cancel { Header = Known, Note = "The patron has left." };
        var outcome = await Channel().DeliverAsync(Envelopes.To(Settings(illiad), cancel));
        Assert.Equal("moved to \"Cancelled by Customer\"", Assert.IsType<DeliveryOutcome.Delivered>(outcome).Detail);
        Assert.Equal("""{"Note":"The patron has left.","NoteType":"Staff"}""", Assert.Single(illiad.Notes));
        Assert.Equal("Cancelled by Customer", (string?)illiad.Transactions["1094509"]["TransactionStatus"]);
        Assert.True(Assert.IsType<IllMessage.CancelReply>(_intake.Messages.Last()).Agrees);
    }

    [Fact]
    public async Task A_cancellation_that_its_staff_decide_has_no_answer_yet()
    {
        await using var illiad = await CreatedAsync();
        _intake.Arrivals.Clear();
        var settings = Settings(illiad) with { CancelStatus = "Awaiting Cancellation" };
        Assert.IsType<DeliveryOutcome.Delivered>(
            await Channel().DeliverAsync(Envelopes.To(settings, new IllMessage.Cancel { Header = Known })));
        Assert.Equal("Awaiting Cancellation", (string?)illiad.Transactions["1094509"]["TransactionStatus"]);
        Assert.Empty(illiad.Notes);
        Assert.Empty(_intake.Arrivals);
    }

    [Theory]
    [InlineData("notes", 1)]
    [InlineData("Note", 2)]
    public async Task What_has_no_call_of_its_own_is_a_note_at_either_address(string path, int calls)
    {
        await using var illiad = await CreatedAsync();
        illiad.NotesPath = path;
        var before = illiad.Server.Calls.Count;
        var renew = new IllMessage.Renew { Header = Known, DesiredDueOn = new DateOnly(2026, 5, 1), Note = "Please." };
        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(Envelopes.To(Settings(illiad), renew)));
        Assert.Equal(calls, illiad.Server.Calls.Count - before);
        Assert.Equal(
            "A renewal is asked for, until 2026-05-01. Please.", (string?)JsonNode.Parse(Assert.Single(illiad.Notes))!["Note"]);
        var unknown = new IllMessage.Message { Header = Known with { ResponderReference = "77" }, Note = "hello" };
        Assert.IsType<DeliveryOutcome.Refused>(await Channel().DeliverAsync(Envelopes.To(Settings(illiad), unknown)));
    }

    [Fact]
    public async Task A_status_query_tells_a_queue_once()
    {
        await using var illiad = await CreatedAsync();
        _intake.Arrivals.Clear();
        var channel = Channel();
        var query = Envelopes.To(Settings(illiad), new IllMessage.StatusQuery { Header = Known });
        await channel.DeliverAsync(query);
        await channel.DeliverAsync(query);
        Assert.IsType<IllMessage.StatusOrErrorReport>(Assert.Single(_intake.Messages));
        illiad.Move("1094509", "Request Sent", "2026-03-03T10:00:00");
        await channel.DeliverAsync(query);
        illiad.Move("1094509", "Cancelled By ILL Staff", "2026-03-04T10:00:00",
            ("ReasonForCancellation", "Exhausted all possible sources"));
        var told = Assert.IsType<DeliveryOutcome.Delivered>(await channel.DeliverAsync(query));
        Assert.Equal("Cancelled By ILL Staff: Exhausted all possible sources", told.Detail);
        var answer = Assert.IsType<IllMessage.Answer>(_intake.Messages.Last());
        Assert.Equal(new AnswerResult.Unfilled(ReasonUnfilled.Other), answer.Result);
        Assert.Equal(3, _intake.Arrivals.Count);

        // Another process remembers nothing: the intake knows the queue by its identity.
        await Channel().DeliverAsync(query);
        Assert.Equal(3, _intake.Identities.Distinct().Count());
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_leaves_the_request_in_doubt()
    {
        await using var illiad = await CreatedAsync();
        _intake.Outcome = ArrivalOutcome.Unavailable;
        Assert.IsType<DeliveryOutcome.InDoubt>(await Channel().DeliverAsync(Envelopes.To(Settings(illiad), Envelopes.Request())));
        Assert.IsType<DeliveryOutcome.Deferred>(
            await Channel().DeliverAsync(Envelopes.To(Settings(illiad), new IllMessage.StatusQuery { Header = Known })));
    }

    [Fact]
    public void What_there_is_no_call_for_is_not_expressible()
    {
        var settings = new IlliadPartnerSettings { Url = new Uri("http://127.0.0.1:1") };
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Returned { Header = Known, ReturnedOn = new DateOnly(2026, 3, 2) },
            new IllMessage.Cancel { Header = Envelopes.Header }, new IllMessage.StatusQuery { Header = Envelopes.Header },
            new IllMessage.StatusQuery { Header = Known with { ResponderReference = "1/route" } },
        })
        {
            Assert.IsType<EncodeResult.NotExpressible>(Channel().Encode(Envelopes.To(settings, message)));
        }

        var elsewhere = Envelopes.To(new MailPartnerSettings { Address = "a@b.example" }, Envelopes.Request());
        Assert.IsType<EncodeResult.Failed>(Channel().Encode(elsewhere));
    }

    private static MessageHeader Known { get; } = Envelopes.Header with { ResponderReference = "1094509" };

    private static IlliadPartnerSettings Settings(StubIlliad illiad) => new()
    {
        Url = illiad.Url, ApiKey = Envelopes.Reference("env:KEY"), Timeout = TimeSpan.FromSeconds(20),
    };

    private IlliadChannel Channel() =>
        new(_intake, new SecretReader("/", name => name == "KEY" ? _key : null), _http, TimeProvider.System);

    private async Task<StubIlliad> CreatedAsync()
    {
        var illiad = await StubIlliad.StartAsync("P-1");
        Assert.IsType<DeliveryOutcome.Delivered>(
            await Channel().DeliverAsync(Envelopes.To(Settings(illiad), Envelopes.Request())));
        return illiad;
    }
}

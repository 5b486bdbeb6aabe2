using System.Text;
using System.Text.Json.Nodes;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Relais;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Relais;
using ResourceSharing.Tests.Unit.Adapters.Bldss;
using ResourceSharing.Tests.Unit.Adapters.Locate;
using ResourceSharing.Tests.Unit.Adapters.Shared;
using ResourceSharing.Tests.Unit.Mapping.Letters;

namespace ResourceSharing.Tests.Unit.Adapters.Relais;

public sealed class RelaisChannelTests : IDisposable
{
    private const string Isbn = "9780000000002";

    private readonly HttpClient _http = HttpClients.Create(TimeSpan.FromSeconds(30));
    private readonly KeepingIntake _intake = new();
    private string? _key = StubRelais.Key;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_item_is_found_and_requested_and_its_number_is_an_arrival()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request(note: "Please."));
        var outcome = Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        Assert.Equal(("request COR-99003268", false), (outcome.Detail, outcome.IsHandedOver));
        Assert.Equal(
            ["POST /portal-service/user/authentication", "POST /dws/item/available", "POST /dws/item/add"], relais.Calls);
        Assert.Equal(
            """{"ApiKey":"relais-key","PartnershipId":"BD","UserGroup":"patron","LibrarySymbol":"HOME","PatronId":"P-1"}""",
            relais.Server.Calls.First().Body);
        Assert.Equal("aid=aid%201", relais.Server.Calls.Last().Query);
        var added = JsonNode.Parse(Assert.Single(relais.Added))!;
        Assert.Equal("B", (string?)added["PickupLocation"]);
        Assert.Equal("HOME0000042; needed by 2026-06-01; Please.", (string?)added["Notes"]);
        Assert.Single(relais.Server.Calls.Select(call => $"{call.Headers.UserAgent} {call.Headers.AcceptLanguage}").Distinct());

        var report = Assert.IsType<IllMessage.StatusOrErrorReport>(Assert.Single(_intake.Messages));
        Assert.Equal("COR-99003268", report.Header.ResponderReference);
        var arrival = Assert.Single(_intake.Arrivals);
        Assert.Equal(("relais", "BROKER"), (arrival.Protocol, arrival.Peer.CalledPartner));
    }

    [Fact]
    public async Task Neither_the_key_nor_the_session_is_kept()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var channel = Channel();
        var request = Envelopes.Request(InventedRequests.Loan with { NeededBy = null });
        var envelope = Envelopes.To(Settings(relais) with { PickupLocation = "LAW" }, request);
        await channel.DeliverAsync(envelope);
        Assert.Equal(
            """
            POST dws/item/available
            {"PartnershipId":"BD","ExactSearch":[{"Type":"ISBN","Value":"9780000000002"}]}
            POST dws/item/add
            {"PartnershipId":"BD","ExactSearch":[{"Type":"ISBN","Value":"9780000000002"}],"PickupLocation":"LAW","Notes":"HOME0000042"}

            """.ReplaceLineEndings("\n"),
            channel.Journal(envelope));
        Assert.All(_intake.Arrivals, one =>
            Assert.DoesNotContain("aid", Encoding.UTF8.GetString(one.Raw.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_is_kept_while_it_works_and_begun_anew_when_it_does_not()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var channel = Channel();
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request());
        await channel.DeliverAsync(envelope);
        await channel.DeliverAsync(envelope);
        Assert.Equal(1, relais.Calls.Count(call => call.EndsWith("authentication", StringComparison.Ordinal)));

        (int, string)[] refusals =
        [
            (401, """{"Problem":{"ErrorMessage":"Invalid aid","ErrorCode":"PUBFI003"}}"""),
            (200, """{"Error":{"ErrorNumber":"PUBRI002","ErrorMessage":"Invalid aid"}}"""),
            (200, """{"AuthorizationState":{"State":false}}"""), (401, ""),
        ];
        foreach (var refusal in refusals)
        {
            relais.SignedOut = refusal;
            relais.EndSessions();
            Assert.IsType<DeliveryOutcome.Delivered>(await channel.DeliverAsync(envelope));
        }

        Assert.Equal(5, relais.Calls.Count(call => call.EndsWith("authentication", StringComparison.Ordinal)));
        Assert.Equal(6, relais.Requests.Count);
    }

    [Fact]
    public async Task A_new_session_that_is_not_accepted_either_is_for_the_operator()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        relais.Server.Fault = (call => call.Path.StartsWith("/dws", StringComparison.Ordinal), "401");
        var error = Envelopes.Error(Assert.IsType<DeliveryOutcome.Deferred>(
            await Channel().DeliverAsync(Envelopes.To(Settings(relais), Envelopes.Request()))));
        Assert.Equal(("relais-not-authorised", RetryClass.AfterOperator), (error.Code, error.Retry));
        Assert.Equal(4, relais.Server.Calls.Count);
    }

    [Theory]
    [InlineData(null, "", true, ReasonUnfilled.LocationsNotFound, "PUBRI003 No result")]
    [InlineData(false, "This item is available locally.", true, ReasonUnfilled.Other, "This item is available locally.")]
    [InlineData(false, "", true, ReasonUnfilled.Other, "Not available.")]
    [InlineData(false, "", false, ReasonUnfilled.Other, "It cannot be requested.")]
    public async Task What_is_not_to_be_had_is_an_answer(
        bool? isAvailable, string message, bool requireAvailable, ReasonUnfilled reason, string words)
    {
        await using var relais = await StubRelais.StartAsync();
        relais.Message = message;
        if (isAvailable is { } known)
            relais.Catalogue[Isbn] = known;
        var settings = Settings(relais) with { RequireAvailable = requireAvailable, CloseRequestOnExport = true };
        var outcome = await Channel().DeliverAsync(Envelopes.To(settings, Envelopes.Request()));
        Assert.False(Assert.IsType<DeliveryOutcome.Delivered>(outcome).IsHandedOver);
        var answer = Assert.IsType<IllMessage.Answer>(Assert.Single(_intake.Messages));
        Assert.Equal((new AnswerResult.Unfilled(reason), words), (answer.Result, answer.Note));
        Assert.Equal(requireAvailable ? 0 : 1, relais.Added.Count);
    }

    [Theory]
    [InlineData("UNKNOWN", "true", "PUBAN003 Patron not found")]
    [InlineData("P-2", "false", "may not request loans")]
    public async Task A_patron_who_cannot_sign_in_is_refused_and_the_fixed_user_is_for_the_operator(
        string patron, string allowed, string words)
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        relais.LoanAllowed = allowed;
        var content = InventedRequests.Loan with { Patron = new Patron { Identifier = patron } };
        var refused = Assert.IsType<DeliveryOutcome.Refused>(
            await Channel().DeliverAsync(Envelopes.To(Settings(relais), Envelopes.Request(content))));
        Assert.Contains(words, refused.Error.PublicText, StringComparison.Ordinal);
        var held = Assert.IsType<DeliveryOutcome.Deferred>(await Channel().DeliverAsync(
            Envelopes.To(Settings(relais) with { PatronId = patron }, Envelopes.Request(), sendPatron: false)));
        Assert.Equal(RetryClass.AfterOperator, held.Error.Retry);
    }

    [Theory]
    [InlineData("another")]
    [InlineData(null)]
    public async Task A_key_that_is_wrong_or_missing_is_for_the_operator(string? key)
    {
        _key = key;
        await using var relais = await StubRelais.StartAsync(Isbn);
        var error = Envelopes.Error(Assert.IsType<DeliveryOutcome.Deferred>(
            await Channel().DeliverAsync(Envelopes.To(Settings(relais), Envelopes.Request()))));
        Assert.Equal(RetryClass.AfterOperator, error.Retry);
        Assert.Empty(relais.Requests);
    }

    /// <summary>What the server does with a call, and what that means for a request when it happens to the search, and to the
    /// request itself.</summary>
    public static TheoryData<string, Type, string> Faults => new()
    {
        { "slow", typeof(DeliveryOutcome.InDoubt), "relais-timeout" },
        { "cut", typeof(DeliveryOutcome.InDoubt), "relais-connection-lost" },
        { "garbage", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { "huge", typeof(DeliveryOutcome.InDoubt), "relais-answer-too-large" },
        { "deep", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { "{}", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { """{"RequestNumber":{"x":1},"Available":"perhaps"}""", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { """{"RequestNumber":"COR 1/2","Available":[]}""", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { "500", typeof(DeliveryOutcome.InDoubt), "relais-answer-unreadable" },
        { "503", typeof(DeliveryOutcome.Deferred), "relais-unavailable" },
        { """{"Error":{"ErrorNumber":"X1","ErrorMessage":"blocked"}}""", typeof(DeliveryOutcome.Refused), "relais-refused" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_decides_what_becomes_of_the_attempt(string fault, Type adding, string code)
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var settings = Settings(relais) with { Timeout = TimeSpan.FromSeconds(fault == "slow" ? 1 : 20) };
        foreach (var (path, expected) in new[]
        {
            ("/dws/item/add", adding),
            ("/dws/item/available", adding == typeof(DeliveryOutcome.InDoubt) ? typeof(DeliveryOutcome.Deferred) : adding),
        })
        {
            relais.Server.Fault = (call => call.Path == path, fault);
            var outcome = await Channel().DeliverAsync(Envelopes.To(settings, Envelopes.Request()));
            Assert.IsType(expected, outcome);
            Assert.Equal(code, Envelopes.Error(outcome).Code);
        }

        Assert.Empty(_intake.Arrivals);
    }

    [Fact]
    public async Task A_login_without_an_answer_leaves_nothing_in_doubt()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        foreach (var fault in new[] { "500", "cut", "garbage", "503", "{}" })
        {
            relais.Server.Fault = (call => call.Path.EndsWith("authentication", StringComparison.Ordinal), fault);
            Assert.IsType<DeliveryOutcome.Deferred>(
                await Channel().DeliverAsync(Envelopes.To(Settings(relais), Envelopes.Request())));
        }

        Assert.Equal("relais-unreachable", Envelopes.Error(await Channel().DeliverAsync(Envelopes.To(
            Settings(relais) with { Url = new Uri($"http://127.0.0.1:{StubTarget.DeadPort()}") }, Envelopes.Request()))).Code);
    }

    [Fact]
    public async Task Before_a_request_in_doubt_is_repeated_it_is_searched_for()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var channel = Channel();
        relais.Server.Fault = (call => call.Path == "/dws/item/add", "cut after");
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request());
        Assert.IsType<DeliveryOutcome.InDoubt>(await channel.DeliverAsync(envelope));
        relais.Server.Fault = null;
        var again = Assert.IsType<DeliveryOutcome.Delivered>(await channel.DeliverAsync(envelope with { MayHaveArrived = true }));
        Assert.Equal("the request was there already, as COR-99003268", again.Detail);
        Assert.Single(relais.Requests);

        // A second one for the same item: nobody can say which it is.
        relais.Requests["COR-2"] = (JsonObject)relais.Requests["COR-99003268"].DeepClone();
        var unclear = await channel.DeliverAsync(envelope with { MayHaveArrived = true });
        Assert.Equal("relais-not-clear", Envelopes.Error(Assert.IsType<DeliveryOutcome.Deferred>(unclear)).Code);
        Assert.Equal(2, relais.Requests.Count);
    }

    [Fact]
    public async Task An_older_request_for_the_same_item_is_not_the_one_in_doubt()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        relais.Requests["COR-1"] = new JsonObject
        {
            ["RequestNumber"] = "COR-1", ["Isbn"] = Isbn, ["ISO8601DateSubmitted"] = "20250101000000",
            ["RequestStatus"] = "COMPLETE",
        };
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request()) with { MayHaveArrived = true };
        var outcome = Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        Assert.Equal("request COR-99003269", outcome.Detail);
    }

    [Fact]
    public async Task The_request_of_another_patron_for_the_same_item_is_not_the_one_in_doubt()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var channel = Channel();
        var settings = Settings(relais) with { PatronId = "ILLOFFICE" };
        await channel.DeliverAsync(Envelopes.To(settings, Envelopes.Request()));
        var other = Envelopes.To(settings, Envelopes.Request()) with { OutboxId = 8, MayHaveArrived = true };
        Assert.Equal("request COR-99003269", Assert.IsType<DeliveryOutcome.Delivered>(await channel.DeliverAsync(other)).Detail);
        Assert.Equal(2, relais.Requests.Count);
    }

    [Fact]
    public async Task A_status_query_tells_a_status_once()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        var channel = Channel();
        await channel.DeliverAsync(Envelopes.To(Settings(relais), Envelopes.Request()));
        _intake.Arrivals.Clear();
        var known = Envelopes.Header with { ResponderReference = "COR-99003268" };
        var query = Envelopes.To(Settings(relais), new IllMessage.StatusQuery { Header = known });
        await channel.DeliverAsync(query);
        await channel.DeliverAsync(query);
        relais.Move("COR-99003268", "SHIPPED", "20260316101500");
        Assert.Equal("SHIPPED", Assert.IsType<DeliveryOutcome.Delivered>(await channel.DeliverAsync(query)).Detail);
        Assert.Equal(
            [
                "request COR-99003268 status-or-error-report ENTERED 2026-03-14 09:27:00",
                "request COR-99003268 shipped SHIPPED 2026-03-16 10:15:00",
            ], _intake.Identities);

        var other = new IllMessage.StatusQuery { Header = known with { ResponderReference = "COR-1" } };
        var refused = await channel.DeliverAsync(Envelopes.To(Settings(relais), other));
        Assert.Equal("relais-request-unknown", Assert.IsType<DeliveryOutcome.Refused>(refused).Error.Code);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_leaves_a_request_in_doubt_and_nothing_else()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        _intake.Outcome = ArrivalOutcome.Unavailable;
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request());
        Assert.IsType<DeliveryOutcome.InDoubt>(await Channel().DeliverAsync(envelope));
        relais.Catalogue.Clear();
        Assert.IsType<DeliveryOutcome.Deferred>(await Channel().DeliverAsync(envelope));
    }

    [Fact]
    public void What_there_is_no_call_for_is_not_sent()
    {
        var settings = new RelaisPartnerSettings
        {
            Url = new Uri("http://127.0.0.1:1"), PartnershipId = "BD", LibrarySymbol = "HOME",
        };
        var known = Envelopes.Header with { ResponderReference = "COR-1" };
        foreach (var message in new IllMessage[]
        {
            new IllMessage.Cancel { Header = known }, new IllMessage.Renew { Header = known },
            new IllMessage.Message { Header = known, Note = "hello" }, new IllMessage.StatusQuery { Header = Envelopes.Header },
        })
        {
            Assert.IsType<EncodeResult.NotExpressible>(Channel().Encode(Envelopes.To(settings, message)));
        }

        Assert.Equal("relais-loans-only", Failure(Envelopes.To(settings, Envelopes.Request(InventedRequests.Copy))));
        Assert.Equal("relais-no-patron", Failure(Envelopes.To(settings, Envelopes.Request(), sendPatron: false)));
        Assert.Equal("relais-nothing-to-find", Failure(
            Envelopes.To(settings, Envelopes.Request(InventedRequests.Loan with { Citation = new Citation() }))));
    }

    [Fact]
    public async Task An_answer_at_the_limit_is_read_and_one_octet_more_is_not()
    {
        await using var relais = await StubRelais.StartAsync(Isbn);
        const string answer = """{"RequestNumber":"COR-5"}""";
        var filled = answer + new string(' ', RelaisLimits.MaxAnswerOctets - answer.Length);
        relais.Server.Fault = (call => call.Path == "/dws/item/add", filled);
        var envelope = Envelopes.To(Settings(relais), Envelopes.Request());
        Assert.IsType<DeliveryOutcome.Delivered>(await Channel().DeliverAsync(envelope));
        relais.Server.Fault = (call => call.Path == "/dws/item/add", filled + " ");
        Assert.Equal("relais-answer-too-large", Envelopes.Error(await Channel().DeliverAsync(envelope)).Code);
    }

    private static RelaisPartnerSettings Settings(StubRelais relais) => new()
    {
        Url = relais.Url, ApiKey = Envelopes.Reference("env:KEY"), PartnershipId = "BD", LibrarySymbol = "HOME",
        Timeout = TimeSpan.FromSeconds(20),
    };

    private string Failure(Envelope envelope) => Assert.IsType<EncodeResult.Failed>(Channel().Encode(envelope)).Error.Code;

    private RelaisChannel Channel() =>
        new(_intake, new SecretReader("/", name => name == "KEY" ? _key : null), _http, TimeProvider.System);
}

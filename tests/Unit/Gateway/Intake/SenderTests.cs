using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Hosting;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Who sent it, and is it believed? Whose request may it touch?</summary>
public sealed class SenderTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_stranger_is_answered_on_the_connection_and_nowhere_else()
    {
        var receipt = await _gateway.ArriveAsync(Ill.Request("NOBODY"), "10.9.9.9");

        Assert.Equal((ArrivalOutcome.Quarantined, "partner-unknown"), (receipt.Outcome, receipt.Error!.Code));
        Assert.IsType<Problem.Security>(Ill.ProblemIn(receipt.Reply));
        Assert.Empty(await _gateway.OutboxAsync());
        Assert.Empty(await _gateway.RequestsAsync());
        var silent = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request("NOBODY")) with { EncodeReply = null });
        Assert.Null(silent.Reply);
    }

    [Fact]
    public async Task Who_claims_to_be_a_partner_from_elsewhere_is_not_believed_and_the_partner_hears_nothing()
    {
        var receipt = await _gateway.ArriveAsync(Ill.Request(), "10.0.0.2");

        Assert.Equal((ArrivalOutcome.Quarantined, "address-not-allowed"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Null((await _gateway.MessageAsync(receipt)).Entry.Partner);
        Assert.Empty(await _gateway.OutboxAsync());
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request())).Outcome);
    }

    [Fact]
    public async Task An_address_in_the_ipv6_form_of_an_ipv4_address_is_the_same_address() =>
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Request(), "::ffff:10.0.0.1")).Outcome);

    [Fact]
    public async Task On_our_own_call_only_the_partner_that_we_called_is_believed()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var called = new Peer { Address = IPAddress.Parse("10.7.7.7"), CalledPartner = "EAST" };
        var own = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request()) with { Peer = called });
        var other = await _gateway.AcceptAsync(TestGateway.Arrival(Ill.Request("SOUTH")) with { Peer = called, EncodeReply = null });

        Assert.Equal(ArrivalOutcome.Applied, own.Outcome);
        Assert.Equal("address-not-allowed", other.Error!.Code);
    }

    [Fact]
    public async Task Our_own_symbol_is_no_sender_so_that_we_never_talk_to_ourselves()
    {
        var receipt = await _gateway.ArriveAsync(Ill.Request("HOME"));
        Assert.Equal((ArrivalOutcome.Quarantined, "partner-unknown"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Empty(await _gateway.OutboxAsync());
    }

    [Fact]
    public async Task A_sender_without_a_name_is_found_by_its_address_when_only_one_partner_has_it()
    {
        var request = Ill.Request();
        var nameless = request with
        {
            Header = request.Header with
            {
                Requester = null, Transaction = new TransactionId { GroupQualifier = "", Qualifier = "" },
            },
        };
        Assert.Equal("partner-unknown", (await _gateway.ArriveAsync(nameless, "10.9.9.9")).Error!.Code);
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(nameless)).Outcome);
        Assert.Equal("EAST", Assert.Single(await _gateway.RequestsAsync()).Partner);

        _gateway.Meet("SOUTH", TestGateway.EastAddress);
        Assert.Equal("partner-unknown", (await _gateway.ArriveAsync(nameless, identity: "another")).Error!.Code);
    }

    /// <summary>The only partner at an address was not the only one any more, once a system that asks by NCIP had it
    /// too.</summary>
    [Fact]
    public async Task A_system_that_asks_our_circulation_does_not_hide_the_partner_at_its_address()
    {
        await using var gateway = new TestGateway(vocabulary: Protocols.Vocabulary);
        gateway.Write("partners/BROKER.yaml", $$"""
            code: BROKER
            name: Broker
            allowedFrom: [{{TestGateway.EastAddress}}]
            channel: {type: ncip, broker: {dialect: illiad, applicationProfileTypes: [BROKER]} }
            """);
        var network = gateway.Network.Current;
        Assert.True(network.Find("BROKER")!.MayConnectFrom(IPAddress.Parse(TestGateway.EastAddress)));
        Assert.Equal("EAST", network.TheOnlyOneAt(IPAddress.Parse(TestGateway.EastAddress))?.Code);
    }

    [Fact]
    public async Task Two_partners_at_one_address_are_told_apart_by_symbol_and_a_nameless_supplier_by_the_transaction()
    {
        _gateway.Meet("SOUTH", TestGateway.EastAddress);
        var lending = await _gateway.LendingAsync("SOUTH");
        Assert.Equal("SOUTH", lending.Partner);

        var borrowing = await _gateway.BorrowingAsync("SOUTH");
        var nameless = Ill.Shipped(Ill.FromLender(borrowing, "SOUTH") with { Responder = null });
        Assert.Equal("address-not-allowed", (await _gateway.ArriveAsync(nameless, "10.9.9.9")).Error!.Code);
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(nameless)).Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(borrowing)).Status);
    }

    [Fact]
    public async Task An_inactive_partner_begins_nothing_new_but_finishes_what_is_open()
    {
        var open = await _gateway.LendingAsync();
        _gateway.Meet("EAST", TestGateway.EastAddress, "status: inactive");

        var fresh = await _gateway.ArriveAsync(Ill.Request(group: "E-2"));
        var finishing = await _gateway.ArriveAsync(new IllMessage.Cancel { Header = Ill.FromBorrower(second: 1) });

        Assert.Equal((ArrivalOutcome.Refused, "partner-inactive"), (fresh.Outcome, fresh.Error!.Code));
        Assert.Equal(ArrivalOutcome.Applied, finishing.Outcome);
        Assert.NotEqual(Status.RequestCreatedLend, (await _gateway.FindAsync(open)).Status);
    }

    [Fact]
    public async Task Nobody_gets_at_another_partners_request_by_its_transaction()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var request = await _gateway.LendingAsync();
        var asIfEast = Ill.FromBorrower() with { Requester = new Party { Symbol = Symbol.Parse("RSG:SOUTH") } };
        var taking = await _gateway.AcceptAsync(
            TestGateway.Arrival(Ill.Request() with { Header = asIfEast }, "10.0.0.3") with { WaitsForReply = true });
        var writing = await _gateway.ArriveAsync(Ill.Message(asIfEast), "10.0.0.3");

        Assert.Equal((ArrivalOutcome.Refused, "transaction-taken"), (taking.Outcome, taking.Error!.Code));
        Assert.IsType<Problem.Transaction>(Ill.ProblemIn(taking.Reply));
        Assert.Equal("transaction-unknown", writing.Error!.Code);
        Assert.Equal(request.Version, (await _gateway.FindAsync(request)).Version);
        Assert.Single(await _gateway.HistoryAsync(request));
    }

    [Theory]
    [InlineData("RSG:SOUTH", null)]
    [InlineData(null, "RSG:SOUTH")]
    [InlineData("RSG:HOME", "RSG:SOUTH")]
    public async Task A_service_of_both_sides_reaches_no_request_of_another_partner(string? requester, string? responder)
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var lending = await _gateway.LendingAsync();
        var borrowing = await _gateway.BorrowingAsync("EAST");
        foreach (var transaction in new[] { lending.Transaction!, borrowing.Transaction! })
        {
            var header = new MessageHeader
            {
                Transaction = transaction,
                At = new ServiceTime(new DateOnly(2026, 3, 2), null),
                Requester = requester is null ? null : new Party { Symbol = Symbol.Parse(requester) },
                Responder = responder is null ? null : new Party { Symbol = Symbol.Parse(responder) },
            };
            var receipt = await _gateway.ArriveAsync(new IllMessage.Lost { Header = header }, "10.0.0.3");
            Assert.NotEqual(ArrivalOutcome.Applied, receipt.Outcome);
        }

        Assert.Equal(lending.Version, (await _gateway.FindAsync(lending)).Version);
        Assert.Equal(borrowing.Version, (await _gateway.FindAsync(borrowing)).Version);
    }

    [Fact]
    public async Task Later_messages_may_leave_the_requester_out_and_pad_the_qualifiers()
    {
        var first = Ill.Request();
        var transaction = new TransactionId { GroupQualifier = "", Qualifier = "7" };
        await _gateway.ArriveAsync(first with { Header = first.Header with { Transaction = transaction } });
        var header = Ill.FromBorrower(second: 1) with
        {
            Requester = null, Transaction = transaction with { GroupQualifier = " ", Qualifier = "7  " },
        };

        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(Ill.Message(header))).Outcome);
        Assert.True(Assert.Single(await _gateway.RequestsAsync()).HasUnreadMessage);
    }
}

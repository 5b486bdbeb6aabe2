using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Messages that mean one thing from the library that lends and another from the one that borrows.</summary>
public sealed class EitherWayTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(isInMemory: true);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task From_the_lender_of_our_request_an_item_is_sent()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        var receipt = await ArriveAsync(request.Transaction!);
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(request)).Status);
        Assert.Equal(ArrivalOutcome.Duplicate, (await ArriveAsync(request.Transaction!)).Outcome);
    }

    [Fact]
    public async Task From_the_borrower_of_our_item_it_is_sent_back()
    {
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 6, 1) });
        var receipt = await ArriveAsync(request.Transaction!);
        Assert.Equal(ArrivalOutcome.Applied, receipt.Outcome);
        Assert.Equal(Status.ReturnedByPartner, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task About_no_request_it_is_refused_like_any_message()
    {
        await _gateway.BorrowingAsync("EAST");
        var receipt = await ArriveAsync(new TransactionId { GroupQualifier = "NOBODY-KNOWS", Qualifier = "1" });
        Assert.Equal((ArrivalOutcome.Refused, "transaction-unknown"), (receipt.Outcome, receipt.Error!.Code));
    }

    [Fact]
    public async Task About_a_request_of_another_partner_it_is_refused()
    {
        _gateway.Meet("WEST", "10.0.0.2");
        var request = await _gateway.BorrowingAsync("WEST");
        var receipt = await ArriveAsync(request.Transaction!);
        Assert.Equal((ArrivalOutcome.Refused, "transaction-unknown"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Equal(Status.RequestSent, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_number_of_two_requests_one_in_each_direction_is_refused_and_moves_neither()
    {
        var ours = await _gateway.BorrowingAsync("EAST");
        var theirs = await _gateway.LendingAsync(group: ours.Transaction!.GroupQualifier);
        await _gateway.ActAsync(theirs, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 6, 1) });
        var receipt = await ArriveAsync(ours.Transaction! with { InitialRequester = null });
        Assert.Equal((ArrivalOutcome.Refused, "transaction-ambiguous"), (receipt.Outcome, receipt.Error!.Code));
        Assert.Equal(Status.RequestSent, (await _gateway.FindAsync(ours)).Status);
        Assert.Equal(Status.ShippedPhysically, (await _gateway.FindAsync(theirs)).Status);

        // With the agency that has given the number there is only one.
        Assert.Equal(ArrivalOutcome.Applied, (await ArriveAsync(theirs.Transaction!)).Outcome);
        Assert.Equal(Status.ReturnedByPartner, (await _gateway.FindAsync(theirs)).Status);
    }

    [Fact]
    public async Task From_an_address_that_is_not_the_partners_it_is_not_believed()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        var receipt = await ArriveAsync(request.Transaction!, "10.9.9.9");
        Assert.Equal("address-not-allowed", receipt.Error!.Code);
        Assert.Equal(Status.RequestSent, (await _gateway.FindAsync(request)).Status);
    }

    /// <summary>EAST says that an item has left.</summary>
    private Task<Receipt> ArriveAsync(TransactionId transaction, string from = TestGateway.EastAddress)
    {
        var (east, home) = (new Party { Symbol = Symbol.Parse("RSG:EAST") }, new Party { Symbol = Ill.Home });
        var header = Ill.FromBorrower() with { Transaction = transaction };
        var sent = Ill.Shipped(header with { Requester = home, Responder = east });
        var back = new IllMessage.Returned
        {
            Header = header with { Requester = east, Responder = home }, ReturnedOn = new DateOnly(2026, 5, 1),
        };
        var one = (ArrivalContent.Understood)TestGateway.Arrival(sent, from, "an item left").Content;
        var arrival = TestGateway.Arrival(back, from, "an item left");
        var other = (ArrivalContent.Understood)arrival.Content;
        return _gateway.AcceptAsync(arrival with { Content = new ArrivalContent.EitherWay(one, other) });
    }
}

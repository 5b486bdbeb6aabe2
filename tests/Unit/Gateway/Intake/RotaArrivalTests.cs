using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Messages about a request that several suppliers were asked for, one after the other.</summary>
public sealed class RotaArrivalTests : IAsyncDisposable
{
    private const string SouthAddress = "10.0.0.3";

    private readonly TestGateway _gateway = new();

    public RotaArrivalTests() => _gateway.Meet("SOUTH", SouthAddress);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_next_supplier_is_told_nothing_of_the_one_before()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST") with { ResponderReference = "E-77" }));

        var row = (await _gateway.OutboxAsync())[^1].Entry;
        Assert.Equal("SOUTH", row.Partner);
        var header = Assert.IsType<IllMessage.Request>(row.Message).Header;
        Assert.Equal((Symbol?)Symbol.Parse("RSG:SOUTH"), header.Responder?.Symbol);
        Assert.Null(header.ResponderReference);
        Assert.NotEqual(request.Transaction, header.Transaction);
    }

    [Fact]
    public async Task A_given_up_supplier_that_ships_gets_the_request_back_while_nobody_else_has_it()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        request = await _gateway.FindAsync(request);
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "SOUTH")), SouthAddress);
        var late = Ill.Shipped(Ill.FromLender(request, "EAST", first, second: 9) with { Responder = null });
        Assert.Equal(ArrivalOutcome.Applied, (await _gateway.ArriveAsync(late)).Outcome);

        var shipped = await _gateway.FindAsync(request);
        Assert.Equal((Status.ShippedPhysically, "EAST", first), (shipped.Status, shipped.Partner, shipped.Transaction));
        await _gateway.ActAsync(shipped, StaffAction.Receive);
        var received = (await _gateway.OutboxAsync())[^1].Entry;
        Assert.Equal(("EAST", (Symbol?)Symbol.Parse("RSG:EAST")), (received.Partner, received.Message.Header.Responder?.Symbol));
    }

    [Fact]
    public async Task A_given_up_supplier_that_ships_does_not_take_the_request_from_the_one_that_supplied()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        request = await _gateway.FindAsync(request);
        await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "SOUTH")), SouthAddress);
        request = await _gateway.ActAsync(request, StaffAction.Receive);

        var late = await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "EAST", first, second: 9)));

        var after = await _gateway.FindAsync(request);
        Assert.Equal(ArrivalOutcome.Ignored, late.Outcome);
        Assert.Equal(("SOUTH", request.Status, true), (after.Partner, after.Status, after.HasUnreadMessage));
        Assert.Equal(request.Transaction, after.Transaction);
    }

    [Fact]
    public async Task A_late_answer_of_an_earlier_supplier_is_noted_and_moves_nothing()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        var late = await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "EAST", first, second: 9)));

        var after = await _gateway.FindAsync(request);
        Assert.Equal((ArrivalOutcome.Ignored, Status.RequestSent, "SOUTH"), (late.Outcome, after.Status, after.Partner));
        Assert.Contains(after.Notes, note => note.Kind == NoteKind.System && note.Text.Contains("earlier leg", StringComparison.Ordinal));
        Assert.Equal(ArrivalOutcome.Duplicate, (await _gateway.ArriveAsync(
            Ill.Shipped(Ill.FromLender(request, "EAST", first, second: 9)))).Outcome);
    }

    [Fact]
    public async Task A_supplier_of_the_rota_cannot_speak_in_the_transaction_of_another()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var receipt = await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "SOUTH")), SouthAddress);
        Assert.Equal("transaction-unknown", receipt.Error!.Code);
        Assert.Equal(Status.RequestSent, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_request_that_was_passed_on_goes_on_with_the_library_that_has_it()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        var passedOn = await _gateway.ArriveAsync(new IllMessage.ForwardNotification
        {
            Header = Ill.FromLender(request, "SOUTH"), Intermediary = new Party { Symbol = Symbol.Parse("RSG:EAST") },
        });
        Assert.Equal((ArrivalOutcome.Applied, "SOUTH"), (passedOn.Outcome, (await _gateway.FindAsync(request)).Partner));

        var shipped = await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "SOUTH", second: 1)), SouthAddress);
        Assert.Equal(ArrivalOutcome.Applied, shipped.Outcome);
        await _gateway.ActAsync(request, StaffAction.Receive);
        Assert.Equal("SOUTH", (await _gateway.OutboxAsync())[^1].Entry.Partner);
    }
}

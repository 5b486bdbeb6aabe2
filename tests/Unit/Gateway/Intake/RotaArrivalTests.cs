using System.Text;
using System.Text.Json;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
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

    /// <summary>Found by the simulation: the leg stayed "skipped", so that the next late shipment took the request over,
    /// although the first item was here.</summary>
    [Fact]
    public async Task A_skipped_supplier_that_ships_has_supplied_and_no_other_late_shipment_takes_the_request_over()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        request = await _gateway.ActAsync(request, StaffAction.Reject);
        request = await _gateway.ActAsync(request, StaffAction.Reject);
        await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "SOUTH")), SouthAddress);
        request = await _gateway.ActAsync(await _gateway.FindAsync(request), StaffAction.Receive);
        Assert.Equal(LegOutcome.Supplied, request.Rota[1].Outcome);

        var late = await _gateway.ArriveAsync(Ill.Shipped(Ill.FromLender(request, "EAST", first, second: 9)));

        var after = await _gateway.FindAsync(request);
        Assert.Equal((ArrivalOutcome.Ignored, "SOUTH"), (late.Outcome, after.Partner));
        Assert.Equal(request.Transaction, after.Transaction);
    }

    /// <summary>Found by the simulation: it was told the state, the transaction and the name of the one that is asked
    /// now.</summary>
    [Fact]
    public async Task An_earlier_supplier_that_waits_on_the_connection_hears_nothing_of_the_active_one()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        var late = TestGateway.Arrival(Ill.Message(Ill.FromLender(request, "EAST", first, second: 9)));

        var receipt = await _gateway.AcceptAsync(late with { WaitsForReply = true });

        var reply = JsonSerializer.Deserialize<IllMessage>(receipt.Reply!.Value.Span, RequestJson.Options)!;
        Assert.Equal(first, reply.Header.Transaction);
        Assert.Equal((Symbol?)Symbol.Parse("RSG:EAST"), reply.Header.Responder?.Symbol);
        Assert.IsType<Report.None>(Assert.IsType<IllMessage.StatusOrErrorReport>(reply).Report);
        Assert.DoesNotContain("SOUTH", Encoding.UTF8.GetString(receipt.Reply.Value.Span), StringComparison.Ordinal);
    }

    /// <summary>Found by the simulation: its question was kept as a note and never answered.</summary>
    [Fact]
    public async Task An_earlier_supplier_that_asks_for_the_status_gets_an_answer()
    {
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        var first = request.Transaction!;
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        await _gateway.ArriveAsync(new IllMessage.StatusQuery { Header = Ill.FromLender(request, "EAST", first, second: 9) });

        var row = (await _gateway.OutboxAsync())[^1].Entry;
        Assert.Equal(("EAST", first), (row.Partner, row.Message.Header.Transaction));
        Assert.IsType<Report.None>(Assert.IsType<IllMessage.StatusOrErrorReport>(row.Message).Report);
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

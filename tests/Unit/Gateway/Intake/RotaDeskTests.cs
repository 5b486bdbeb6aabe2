using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Tests.Unit.Gateway.Intake;

/// <summary>Staff change whom to ask.</summary>
public sealed class RotaDeskTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public RotaDeskTests() => _gateway.Meet("WEST", "10.0.0.7");

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_transaction_that_was_given_to_one_supplier_is_never_given_to_another()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        var first = request.Transaction!;
        var asked = (await _gateway.OutboxAsync())[0].Entry.Message;
        var back = Assert.IsType<Decision.Moved>(_gateway.Network.Current.Decide(request,
            new RequestEvent.Undeliverable(asked, "no such host") { At = request.UpdatedAt, By = "delivery" }));
        Assert.Equal((Status.ReadyToSend, LegOutcome.Waiting), (back.State.Status, back.State.Rota[0].Outcome));
        await _gateway.WriteAsync(work => work.UpdateRequest(back.State));

        Assert.IsType<DeskResult.Done>(await _gateway.Rotas.ChangeAsync(request.Id, ["WEST"], null, "ida", TestGateway.Cancel));
        var next = await _gateway.ActAsync(back.State, StaffAction.Send);
        Assert.Equal("WEST", next.Partner);
        Assert.NotEqual(first, next.Transaction);
        Assert.Equal((LegOutcome.Skipped, first), (next.Rota[0].Outcome, next.Rota[0].Transaction));
    }
}

using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Routing;

/// <summary>How many requests a partner has to do with.</summary>
public sealed class OpenRequestsTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task What_we_send_is_counted_on_at_once_and_never_twice()
    {
        Assert.Equal(0, await OpenAsync("EAST"));
        _gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        await _gateway.BorrowingAsync("EAST");
        var second = await _gateway.BorrowingAsync("EAST");
        await _gateway.DeliverAsync();
        Assert.Equal((2, 2), (await OpenAsync("EAST"), await OpenAsync("east")));

        // A message that is no request, and one that had been counted with all others before it went out.
        await _gateway.ActAsync(second, StaffAction.GeneralMessage, new ActionFields { Note = "Any edition will do." });
        await _gateway.BorrowingAsync("EAST");
        _gateway.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(3, await OpenAsync("EAST"));
        await _gateway.DeliverAsync();
        Assert.Equal(3, await OpenAsync("EAST"));
    }

    private async Task<int> OpenAsync(string partner) => (await _gateway.Open.WithPartnersAsync(TestGateway.Cancel))(partner);
}

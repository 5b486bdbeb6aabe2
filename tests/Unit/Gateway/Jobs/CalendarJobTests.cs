using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;
using ResourceSharing.Tests.Unit.Gateway.Storage;

namespace ResourceSharing.Tests.Unit.Gateway.Jobs;

/// <summary>Dates that have passed.</summary>
public sealed class CalendarJobTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task An_overdue_loan_is_told_once_and_again_after_the_interval_of_the_partner()
    {
        _gateway.Meet("EAST", TestGateway.EastAddress, "overdueRepeatDays: 7");
        var request = await _gateway.LendingAsync();
        await _gateway.ActAsync(request, StaffAction.Ship, new ActionFields { DueDate = new DateOnly(2026, 3, 10) });
        _gateway.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(0, await SweepAsync());

        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await SweepAsync(), await SweepAsync()));
        _gateway.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await SweepAsync());
        _gateway.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((1, 0), (await SweepAsync(), await SweepAsync()));
        Assert.Equal(2, (await _gateway.OutboxAsync()).Count(row => row.Entry.Message is IllMessage.Overdue));
    }

    [Fact]
    public async Task All_requests_are_found_however_many_pages_they_fill()
    {
        await _gateway.WriteAsync(work =>
        {
            for (var i = 0; i < 450; i++)
            {
                StoreSamples.InsertLending(work, $"E-{i}", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) });
            }
        });
        Assert.Equal((450, 0), (await SweepAsync(), await SweepAsync()));
        Assert.All(await _gateway.RequestsAsync(), request => Assert.Equal(Status.Expired, request.Status));
    }

    [Fact]
    public async Task A_clock_that_goes_back_a_day_undoes_and_repeats_nothing()
    {
        await _gateway.WriteAsync(work =>
            StoreSamples.InsertLending(work, "E-1", state => state with { ExpiresOn = new DateOnly(2026, 3, 1) }));
        Assert.Equal(1, await SweepAsync());
        _gateway.Clock.Advance(TimeSpan.FromDays(-1));
        Assert.Equal(0, await SweepAsync());
        Assert.Single(await _gateway.OutboxAsync());
    }

    private async Task<int> SweepAsync() =>
        (int)((await _gateway.Jobs.RunAsync("expiry", TestGateway.Cancel)).Changed
            + (await _gateway.Jobs.RunAsync("overdue", TestGateway.Cancel)).Changed);
}

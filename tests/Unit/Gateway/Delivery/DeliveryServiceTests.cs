using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Delivery;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>All lanes together, on the real clock.</summary>
public sealed class DeliveryServiceTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new(TimeProvider.System);

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_dead_and_a_slow_partner_among_twenty_delay_nobody_else()
    {
        var codes = Enumerable.Range(1, 20).Select(number => $"P{number:00}").ToArray();
        foreach (var code in codes)
        {
            _gateway.Meet(code, "10.0.1.1");
            await _gateway.BorrowingAsync(code);
            await _gateway.BorrowingAsync(code);
        }

        var slow = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Iso.Sending = (envelope, _) => envelope.Recipient.Code switch
        {
            "P01" => Task.FromResult(ScriptedChannel.Later),
            "P02" => slow.Task,
            _ => Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered("taken")),
        };
        using var service = Service();
        await service.StartAsync(TestGateway.Cancel);
        await UntilAsync(async () => (await _gateway.OutboxAsync(OutboxState.Delivered)).Count == 36);

        Assert.Equal(["P02", "P02"], (await _gateway.OutboxAsync()).Where(row => row.Entry.Partner == "P02").Select(row => row.Entry.Partner));
        Assert.Single(await _gateway.OutboxAsync(OutboxState.Sending));
        slow.SetResult(new DeliveryOutcome.Delivered("taken"));
        await UntilAsync(async () => (await _gateway.OutboxAsync(OutboxState.Delivered)).Count == 38);
        await service.StopAsync(TestGateway.Cancel);
    }

    [Fact]
    public async Task A_stop_lets_the_attempt_under_way_finish_and_begins_no_other()
    {
        await _gateway.BorrowingAsync("EAST");
        await _gateway.BorrowingAsync("EAST");
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempt = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Iso.Sending = (_, _) =>
        {
            begun.TrySetResult();
            return attempt.Task;
        };
        using var service = Service();
        await service.StartAsync(TestGateway.Cancel);
        await begun.Task.WaitAsync(TestGateway.Cancel);
        var stopping = service.StopAsync(TestGateway.Cancel);
        Assert.False(stopping.IsCompleted);
        attempt.SetResult(new DeliveryOutcome.Delivered("taken"));
        await stopping;

        Assert.Equal([OutboxState.Delivered, OutboxState.Waiting], (await _gateway.OutboxAsync()).Select(row => row.State));
        Assert.Single(_gateway.Iso.Sent);
    }

    [Fact]
    public async Task A_held_partner_is_left_alone_until_it_is_released()
    {
        await _gateway.WriteAsync(work => work.SetLaneHold("EAST", "paused", TimeProvider.System.GetUtcNow()));
        await _gateway.BorrowingAsync("EAST");
        using var service = Service();
        await service.StartAsync(TestGateway.Cancel);
        await Task.Delay(300, TestGateway.Cancel);
        Assert.Empty(_gateway.Iso.Sent);

        await _gateway.WriteAsync(work => work.SetLaneHold("EAST", null, TimeProvider.System.GetUtcNow()));
        _gateway.Signal.Ring();
        await UntilAsync(async () => (await _gateway.OutboxAsync(OutboxState.Delivered)).Count == 1);
        await service.StopAsync(TestGateway.Cancel);
    }

    [Fact]
    public async Task A_store_that_cannot_write_stops_nothing_for_good()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Store.Failures = 3;
        using var service = Service();
        await service.StartAsync(TestGateway.Cancel);
        await UntilAsync(async () =>
        {
            _gateway.Signal.Ring();
            return (await _gateway.OutboxAsync(OutboxState.Delivered)).Count == 1;
        });
        await service.StopAsync(TestGateway.Cancel);
        Assert.Single(_gateway.Iso.Sent);
    }

    private DeliveryService Service() => new(_gateway.Tools, _gateway.Signal, NullLogger<DeliveryService>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(25, TestGateway.Cancel);
        }

        Assert.Fail("It did not happen within ten seconds.");
    }
}

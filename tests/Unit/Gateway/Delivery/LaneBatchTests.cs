using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>Messages that go out together: one attempt, and each row still on its own.</summary>
public sealed class LaneBatchTests : IAsyncDisposable
{
    private readonly ScriptedBatchChannel _channel = new("email");
    private readonly TestGateway _gateway;

    public LaneBatchTests()
    {
        _gateway = new TestGateway(letters: _ => _channel);
        _gateway.MeetByMail("BL");
        _gateway.MeetByMail("EAST");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task All_that_waits_goes_out_in_one_attempt_and_the_journal_has_each_order_and_the_mail()
    {
        await OrderAsync(3);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2 3"], _channel.Sent);
        var rows = await _gateway.OutboxAsync();
        Assert.All(rows, row => Assert.Equal((OutboxState.Delivered, 1, "taken"), (row.State, row.Attempts, row.LastDetail)));
        var journal = await JournalAsync();
        Assert.Equal(["order 1", "order 2", "order 3", "order 1\norder 2\norder 3"], journal.Select(Text));
        Assert.Equal([1, 2, 3, null], journal.Select(row => row.Entry.Request));
        Assert.Equal(rows.Select(row => row.Message), journal.Take(3).Select(row => (long?)row.Id));
        Assert.Equal(
            ("mail 1 2 3", "holds the messages of the outbox 1, 2, 3"), (journal[3].Entry.Identity, journal[3].Entry.Detail));
    }

    [Fact]
    public async Task No_more_go_together_than_the_channel_takes()
    {
        _channel.Most = 2;
        await OrderAsync(5);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2", "3 4", "5"], _channel.Sent);
    }

    [Fact]
    public async Task Orders_of_another_partner_do_not_go_with_them()
    {
        await OrderAsync(1);
        await _gateway.BorrowingAsync("EAST");
        await OrderAsync(1);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 3"], _channel.Sent);
    }

    [Fact]
    public async Task What_failed_together_comes_back_together_and_new_orders_do_not_join_it()
    {
        await OrderAsync(2);
        _channel.Says(ScriptedChannel.InDoubt, ScriptedChannel.Later);
        await _gateway.DeliverAsync("BL");
        var rows = await _gateway.OutboxAsync();
        Assert.All(rows, row => Assert.Equal((OutboxState.Waiting, true, rows[0].NextAt), (row.State, row.InDoubt, row.NextAt)));

        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await OrderAsync(1);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2", "1 2", "3"], _channel.Sent);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(120));
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2", "1 2", "3", "1 2"], _channel.Sent);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Delivered, row.State));
    }

    [Fact]
    public async Task A_repeat_of_the_same_mail_is_not_kept_twice()
    {
        await OrderAsync(2);
        _channel.Says(ScriptedChannel.Later, ScriptedChannel.Later);
        foreach (var seconds in new[] { 0, 30, 60 })
        {
            _gateway.Clock.Advance(TimeSpan.FromSeconds(seconds));
            await _gateway.DeliverAsync("BL");
        }

        Assert.Equal(["1 2", "1 2", "1 2"], _channel.Sent);
        Assert.Equal(["order 1", "order 2", "order 1\norder 2"], (await JournalAsync()).Select(Text));
    }

    [Fact]
    public async Task After_a_crash_all_that_was_under_way_goes_out_again_in_doubt()
    {
        await OrderAsync(2);
        await _gateway.WriteAsync(work =>
        {
            Assert.NotNull(work.LeaseNext("BL", _gateway.Clock.GetUtcNow()));
            Assert.NotNull(work.LeaseNext("BL", _gateway.Clock.GetUtcNow()));
            Assert.Equal(2, work.RecoverLeases(_gateway.Clock.GetUtcNow()));
        });
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2"], _channel.Sent);
    }

    [Fact]
    public async Task On_a_schedule_orders_wait_for_their_time_without_counting_an_attempt()
    {
        _channel.Hour = 16;
        await OrderAsync(2);
        await _gateway.DeliverAsync("BL");
        Assert.Empty(_channel.Sent);
        var due = new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal((OutboxState.Waiting, 0, due), (row.State, row.Attempts, row.NextAt)));
        Assert.Empty(await JournalAsync());

        _gateway.Clock.Advance(TimeSpan.FromHours(6));
        await OrderAsync(1);
        await _gateway.DeliverAsync("BL");
        Assert.Empty(_channel.Sent);
        _gateway.Clock.Advance(TimeSpan.FromHours(1));
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2 3"], _channel.Sent);

        await OrderAsync(1);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2 3", "4"], _channel.Sent);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        await OrderAsync(1);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 16, 0, 0, TimeSpan.Zero), (await _gateway.OutboxAsync())[4].NextAt);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_joined_holds_the_lane_and_loses_nothing()
    {
        await OrderAsync(2);
        _channel.Joining = _ => new JoinResult.Failed(new GatewayError("letter-sender", RetryClass.AfterOperator, "No address."));
        await _gateway.DeliverAsync("BL");
        Assert.Contains("No address.", Assert.Single(await _gateway.Store.LaneHoldsAsync(TestGateway.Cancel)).Reason, StringComparison.Ordinal);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Waiting, row.State));
        Assert.Empty(_channel.Sent);

        _channel.Joining = null;
        await _gateway.WriteAsync(work => work.SetLaneHold("BL", null, _gateway.Clock.GetUtcNow()));
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2"], _channel.Sent);
    }

    [Fact]
    public async Task A_channel_that_throws_while_joining_leaves_the_orders_in_the_queue()
    {
        await OrderAsync(2);
        _channel.Joining = _ => throw new FormatException("a value that nobody thought of");
        await _gateway.DeliverAsync("BL");
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal((OutboxState.Waiting, false), (row.State, row.InDoubt)));
    }

    [Fact]
    public async Task What_the_channel_cannot_say_ends_alone_and_what_the_partner_refuses_ends_for_each_request()
    {
        var first = await _gateway.BorrowingAsync("BL");
        await OrderAsync(1);
        await _gateway.ActAsync(first, StaffAction.GeneralMessage, new ActionFields { Note = "please hurry" });
        _channel.Says(ScriptedChannel.Refused);
        await _gateway.DeliverAsync("BL");
        Assert.Equal(["1 2"], _channel.Sent);
        Assert.Equal(
            [OutboxState.Refused, OutboxState.Refused, OutboxState.Cancelled], (await _gateway.OutboxAsync()).Select(row => row.State));
        Assert.All(await _gateway.RequestsAsync(), request => Assert.Equal(Status.ReadyToSend, request.Status));
    }

    private async Task OrderAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _gateway.BorrowingAsync("BL");
    }

    private async Task<IReadOnlyList<JournalRow>> JournalAsync()
    {
        var page = await _gateway.Store.ListMessagesAsync(null, false, null, 200, TestGateway.Cancel);
        var rows = new List<JournalRow>();
        foreach (var row in page.Items.Reverse())
            rows.Add((await _gateway.Store.FindMessageAsync(row.Id, TestGateway.Cancel))!);
        return rows;
    }

    private static string Text(JournalRow row) => Encoding.UTF8.GetString(row.Entry.Raw.Span);
}

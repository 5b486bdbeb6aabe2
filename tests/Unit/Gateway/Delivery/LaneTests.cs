using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Tests.Unit.Gateway.Intake;

namespace ResourceSharing.Tests.Unit.Gateway.Delivery;

/// <summary>One partner's lane: order, retries, holds, ends.</summary>
public sealed class LaneTests : IAsyncDisposable
{
    private readonly TestGateway _gateway = new();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Messages_of_one_request_keep_their_order_though_the_first_has_to_wait()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        await _gateway.ActAsync(request, StaffAction.GeneralMessage, new ActionFields { Note = "please hurry" });
        _gateway.Iso.Says(ScriptedChannel.Later);
        await _gateway.DeliverAsync();
        Assert.Equal(["EAST iso-ill 1 ill-request"], _gateway.Iso.Sent);

        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await _gateway.DeliverAsync();
        Assert.Equal(
            ["EAST iso-ill 1 ill-request", "EAST iso-ill 1 ill-request", "EAST iso-ill 2 message"], _gateway.Iso.Sent);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Delivered, row.State));
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_after_the_wait_that_the_settings_say()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.Later, ScriptedChannel.Later, ScriptedChannel.Later);
        foreach (var waitSeconds in new[] { 30, 60, 120 })
        {
            await _gateway.DeliverAsync();
            var row = Assert.Single(await _gateway.OutboxAsync());
            Assert.Equal(_gateway.Clock.GetUtcNow().AddSeconds(waitSeconds), row.NextAt);
            _gateway.Clock.Advance(TimeSpan.FromSeconds(waitSeconds - 1));
            await _gateway.DeliverAsync();
            _gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await _gateway.DeliverAsync();
        Assert.Equal(4, _gateway.Iso.Sent.Count);
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task After_five_failures_in_a_row_the_lane_rests_and_probes_with_one_message()
    {
        for (var i = 0; i < 8; i++)
        {
            await _gateway.BorrowingAsync("EAST");
        }

        _gateway.Iso.Says([.. Enumerable.Repeat(ScriptedChannel.Later, 6)]);
        await _gateway.DeliverAsync();
        Assert.Equal((5, true), (_gateway.Iso.Sent.Count, _gateway.Lane("EAST").IsSuspended));
        await _gateway.DeliverAsync();
        Assert.Equal(5, _gateway.Iso.Sent.Count);

        _gateway.Clock.Advance(TimeSpan.FromSeconds(60));
        await _gateway.DeliverAsync();
        Assert.Equal((6, true), (_gateway.Iso.Sent.Count, _gateway.Lane("EAST").IsSuspended));

        _gateway.Clock.Advance(TimeSpan.FromSeconds(120));
        await _gateway.DeliverAsync();
        Assert.Equal((0, false), (_gateway.Lane("EAST").FailuresInARow, _gateway.Lane("EAST").IsSuspended));
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Delivered, row.State));
    }

    [Fact]
    public async Task An_error_that_only_a_person_can_mend_holds_the_lane_at_once_and_loses_nothing()
    {
        await _gateway.BorrowingAsync("EAST");
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.AfterOperator);
        await _gateway.DeliverAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(30));
        await _gateway.DeliverAsync();

        Assert.Single(_gateway.Iso.Sent);
        var hold = Assert.Single(await _gateway.Store.LaneHoldsAsync(TestGateway.Cancel));
        Assert.Contains("certificate", hold.Reason, StringComparison.Ordinal);
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Waiting, row.State));

        await _gateway.WriteAsync(work => work.SetLaneHold("EAST", null, _gateway.Clock.GetUtcNow()));
        await _gateway.DeliverAsync();
        Assert.All(await _gateway.OutboxAsync(), row => Assert.Equal(OutboxState.Delivered, row.State));
    }

    [Fact]
    public async Task A_pause_counts_from_the_next_message_on()
    {
        await _gateway.BorrowingAsync("EAST");
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Sending = async (_, _) =>
        {
            await _gateway.WriteAsync(work => work.SetLaneHold("east", "paused", _gateway.Clock.GetUtcNow()));
            return new DeliveryOutcome.Delivered("taken");
        };
        await _gateway.DeliverAsync();

        Assert.Single(_gateway.Iso.Sent);
        Assert.Equal([OutboxState.Delivered, OutboxState.Waiting], (await _gateway.OutboxAsync()).Select(row => row.State));
    }

    [Fact]
    public async Task A_message_whose_encoding_fails_does_not_block_those_behind_it_and_its_request_learns_of_it()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Encoding = envelope => envelope.OutboxId == 1
            ? throw new FormatException("a value that nobody thought of")
            : new EncodeResult.Encoded(new byte[] { 1 }, LossReport.None);
        await _gateway.DeliverAsync();

        var rows = await _gateway.OutboxAsync();
        Assert.Equal([OutboxState.Refused, OutboxState.Delivered], rows.Select(row => row.State));
        Assert.Contains("encode-fault", rows[0].LastDetail, StringComparison.Ordinal);
        Assert.Equal(Status.ReadyToSend, (await _gateway.FindAsync(request)).Status);
    }

    [Fact]
    public async Task A_channel_that_throws_leaves_the_message_in_doubt_and_it_is_sent_again_as_it_was()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Sending = (_, _) => throw new InvalidOperationException("on purpose");
        await _gateway.DeliverAsync();
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal((OutboxState.Waiting, true), (row.State, row.InDoubt));

        _gateway.Iso.Sending = null;
        _gateway.Iso.Encoding = _ => throw new InvalidOperationException("encoded twice");
        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await _gateway.DeliverAsync();
        Assert.Equal(["EAST iso-ill 1 ill-request", "EAST iso-ill 1 ill-request"], _gateway.Iso.Sent);
    }

    [Fact]
    public async Task A_partner_that_moved_to_another_protocol_gets_the_message_in_that_one()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.Later);
        await _gateway.DeliverAsync();
        _gateway.Meet("EAST", TestGateway.EastAddress, "channel: {type: email, address: ill@east.example}");
        _gateway.Clock.Advance(TimeSpan.FromSeconds(30));
        await _gateway.DeliverAsync();

        Assert.Equal(["EAST iso-ill 1 ill-request"], _gateway.Iso.Sent);
        Assert.Equal(["EAST email 1 ill-request"], _gateway.Mail.Sent);
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal("email", (await _gateway.Store.FindMessageAsync(row.Message!.Value, TestGateway.Cancel))!.Entry.Protocol);
    }

    [Fact]
    public async Task Messages_of_a_partner_whose_file_is_gone_wait_with_the_reason_until_it_is_back()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Forget("EAST");
        await _gateway.DeliverAsync();
        var row = Assert.Single(await _gateway.OutboxAsync());
        Assert.Equal(OutboxState.Waiting, row.State);
        Assert.Contains("no file for the partner EAST", row.LastDetail, StringComparison.Ordinal);

        _gateway.Meet("EAST", TestGateway.EastAddress);
        _gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await _gateway.DeliverAsync();
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task When_the_lifetime_is_over_the_next_supplier_is_asked_though_the_file_is_gone()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        _gateway.Forget("EAST");
        _gateway.Clock.Advance(TimeSpan.FromDays(6));
        await _gateway.DeliverAsync();

        Assert.Equal([OutboxState.Dead, OutboxState.Waiting], (await _gateway.OutboxAsync()).Select(row => row.State));
        Assert.Equal("SOUTH", (await _gateway.FindAsync(request)).Partner);
    }

    [Fact]
    public async Task A_partner_that_was_switched_off_gets_no_new_request_but_hears_of_open_ones()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var lending = await _gateway.LendingAsync();
        var borrowing = await _gateway.BorrowingAsync("EAST", "SOUTH");
        await _gateway.ActAsync(lending, StaffAction.Ship);
        _gateway.Meet("EAST", TestGateway.EastAddress, "status: inactive");
        await _gateway.DeliverAsync();

        Assert.Equal(["EAST iso-ill 2 shipped"], _gateway.Iso.Sent);
        Assert.Equal("SOUTH", (await _gateway.FindAsync(borrowing)).Partner);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_that_does_not_arrive_goes_to_the_next_supplier(bool isRefused)
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        if (isRefused)
        {
            _gateway.Iso.Says(ScriptedChannel.Refused);
        }
        else
        {
            _gateway.Clock.Advance(TimeSpan.FromDays(5));
            _gateway.Iso.Says(ScriptedChannel.Later);
        }

        await _gateway.DeliverAsync();
        await _gateway.DeliverAsync("SOUTH");

        var rows = await _gateway.OutboxAsync();
        Assert.Equal([isRefused ? OutboxState.Refused : OutboxState.Dead, OutboxState.Delivered], rows.Select(row => row.State));
        var after = await _gateway.FindAsync(request);
        Assert.Equal((Status.RequestSent, "SOUTH", LegOutcome.Undeliverable), (after.Status, after.Partner, after.Rota[0].Outcome));
    }

    [Fact]
    public async Task What_dies_after_its_leg_is_over_is_told_and_moves_nothing()
    {
        _gateway.Meet("SOUTH", "10.0.0.3");
        var request = await _gateway.BorrowingAsync("EAST", "SOUTH");
        await _gateway.ActAsync(request, StaffAction.GeneralMessage, new ActionFields { Note = "please hurry" });
        await _gateway.ArriveAsync(Ill.Unfilled(Ill.FromLender(request, "EAST")));
        var before = await _gateway.FindAsync(request);
        _gateway.Iso.Says(ScriptedChannel.Refused);
        await _gateway.DeliverAsync();

        Assert.Equal(before.Version, (await _gateway.FindAsync(request)).Version);
        var history = await _gateway.HistoryAsync(request);
        Assert.Single(history, line => line.Contains("Given up", StringComparison.Ordinal));
        Assert.Single(history, line => line.Contains("Not sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, OutboxState.Cancelled, 1)]
    [InlineData(true, OutboxState.Dead, 3)]
    public async Task What_waits_behind_a_request_that_was_given_up_is_taken_back_unless_the_partner_may_know_it(
        bool isInDoubt, OutboxState end, int attempts)
    {
        var request = await _gateway.BorrowingAsync("EAST");
        await _gateway.ActAsync(request, StaffAction.GeneralMessage, new ActionFields { Note = "please hurry" });
        await _gateway.ActAsync(request, StaffAction.Cancel);
        _gateway.Clock.Advance(TimeSpan.FromDays(5));
        _gateway.Iso.Says(isInDoubt ? ScriptedChannel.InDoubt : ScriptedChannel.Later, ScriptedChannel.Later, ScriptedChannel.Later);
        await _gateway.DeliverAsync();

        var rows = await _gateway.OutboxAsync();
        Assert.Equal(OutboxState.Dead, rows[0].State);
        Assert.All(rows.Skip(1), row => Assert.Equal(end, row.State));
        Assert.Equal(attempts, _gateway.Iso.Sent.Count);
        Assert.Equal(isInDoubt ? 0 : 2, (await _gateway.HistoryAsync(request))
            .Count(line => line.Contains("The request itself did not reach the partner", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_protocol_cannot_say_is_taken_back_and_the_history_tells()
    {
        var request = await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Encoding = _ => new EncodeResult.NotExpressible("Letters know no such thing.");
        await _gateway.DeliverAsync();
        Assert.Equal(OutboxState.Cancelled, Assert.Single(await _gateway.OutboxAsync()).State);
        Assert.Contains(await _gateway.HistoryAsync(request), line => line.Contains("Letters know no such thing.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outcome_waits_for_a_store_that_cannot_write_and_nothing_is_sent_twice()
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Sending = (_, _) =>
        {
            _gateway.Store.Failures = 2;
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered("taken"));
        };
        var timers = _gateway.Clock.TimersSet;
        var delivering = _gateway.DeliverAsync();
        for (var wait = 1; wait <= 2; wait++)
        {
            for (var i = 0; i < 1000 && _gateway.Clock.TimersSet < timers + wait; i++)
            {
                await Task.Delay(5, TestGateway.Cancel);
            }

            _gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await delivering;
        Assert.Single(_gateway.Iso.Sent);
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Fact]
    public async Task An_attempt_that_a_stopped_process_left_is_made_again_in_doubt()
    {
        await _gateway.BorrowingAsync("EAST");
        await _gateway.WriteAsync(work => Assert.NotNull(work.LeaseNext("EAST", _gateway.Clock.GetUtcNow())));
        await _gateway.DeliverAsync();
        Assert.Empty(_gateway.Iso.Sent);

        await _gateway.WriteAsync(work => Assert.Equal(1, work.RecoverLeases(_gateway.Clock.GetUtcNow())));
        Assert.True(Assert.Single(await _gateway.OutboxAsync()).InDoubt);
        await _gateway.DeliverAsync();
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_jumps_a_day_delays_at_most_and_loses_nothing(int days)
    {
        await _gateway.BorrowingAsync("EAST");
        _gateway.Iso.Says(ScriptedChannel.Later);
        await _gateway.DeliverAsync();
        _gateway.Clock.Advance(TimeSpan.FromDays(days));
        await _gateway.DeliverAsync();
        Assert.Contains((await _gateway.OutboxAsync())[0].State, new[] { OutboxState.Waiting, OutboxState.Delivered });
        _gateway.Clock.Advance(TimeSpan.FromDays(1.5));
        await _gateway.DeliverAsync();
        Assert.Equal(OutboxState.Delivered, Assert.Single(await _gateway.OutboxAsync()).State);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

public sealed class MailboxPollerTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ListMailbox _mailbox;
    private readonly Receiver _receiver = new();

    public MailboxPollerTests() => _mailbox = new ListMailbox(_time);

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    [Fact]
    public async Task A_message_is_marked_only_once_it_is_kept()
    {
        _mailbox.Waiting.AddRange(["1", "2", "3"]);
        _receiver.OnReceive = key => Assert.Contains(key, _mailbox.Waiting);
        var poller = Poller();
        await RunUntilAsync(poller, () => _mailbox.Waits > 0);
        Assert.Equal(["1", "2", "3"], _receiver.Taken);
        Assert.Equal(["1", "2", "3"], _mailbox.Done);
        Assert.Equal((3L, null, _time.GetUtcNow()), (poller.Status.Kept, poller.Status.Error, poller.Status.LastSuccess));
    }

    [Fact]
    public async Task While_nothing_can_be_kept_messages_stay_and_are_tried_again_with_growing_waits()
    {
        _mailbox.Waiting.AddRange(["1", "2"]);
        _receiver.IsUnavailable = true;
        var poller = Poller();
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await UntilAsync(() => _time.TimersSet >= 1);
        Assert.Equal((1, 0), (_receiver.Asked, _mailbox.Waits));
        Assert.Equal("unavailable", poller.Status.Error!.Code);
        Assert.Equal(_time.GetUtcNow(), poller.Status.FailingSince);
        _time.Advance(TimeSpan.FromSeconds(8));
        await UntilAsync(() => _time.TimersSet >= 2);
        Assert.Equal(2, _receiver.Asked);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(2, _receiver.Asked);
        _receiver.IsUnavailable = false;
        _time.Advance(TimeSpan.FromSeconds(12));
        await UntilAsync(() => _mailbox.Waits > 0);
        Assert.Equal(["1", "2"], _mailbox.Done);
        Assert.Null(poller.Status.FailingSince);
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_message_that_always_fails_is_set_aside_and_the_others_go_on()
    {
        _mailbox.Waiting.AddRange(["1", "poison", "3"]);
        _receiver.Poison.Add("poison");
        var poller = Poller();
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            int attempts = attempt;
            await UntilAsync(() => _receiver.Asked == 2 + attempts && _mailbox.Waits >= attempts);
            Assert.Equal(attempt == 5 ? ["poison"] : [], _mailbox.SetAside);
            for (int seconds = 0; attempt < 5 && _receiver.Asked == 2 + attempts && seconds < 7200; seconds++)
                _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(["1", "3"], _mailbox.Done);
        Assert.Equal((2L, 1L), (poller.Status.Kept, poller.Status.SetAside));
        _time.Advance(TimeSpan.FromDays(1));
        await UntilAsync(() => _mailbox.Waits > 5);
        Assert.Equal(7, _receiver.Asked);
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_set_aside_too()
    {
        _mailbox.Waiting.AddRange(["torn", "2"]);
        _mailbox.Torn.Add("torn");
        var poller = Poller(new MailboxPollerSettings { MaxAttempts = 1 });
        await RunUntilAsync(poller, () => _mailbox.Waits > 0);
        Assert.Equal(["torn"], _mailbox.SetAside);
        Assert.Equal(["2"], _mailbox.Done);
    }

    [Fact]
    public async Task When_every_message_fails_the_mailbox_rests_before_all_of_them_are_set_aside()
    {
        _mailbox.Waiting.AddRange(Enumerable.Range(0, 100).Select(n => $"{n}"));
        _receiver.Poison.UnionWith(_mailbox.Waiting);
        var poller = Poller();
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await UntilAsync(() => _time.TimersSet >= 1);
        Assert.Equal((5, "all-fail"), (_receiver.Asked, poller.Status.Error!.Code));
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_connection_that_is_lost_before_the_mark_hands_nothing_over_twice()
    {
        _mailbox.Waiting.AddRange(["1", "2", "3"]);
        _mailbox.FailMarks = 2;
        var poller = Poller(new MailboxPollerSettings { BatchSize = 2 });
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await PushAsync(() => _mailbox.Waits > 0);
        Assert.Equal(["1", "2", "3"], _receiver.Taken);
        Assert.Equal(["1", "2", "3"], _mailbox.Done);
        Assert.Equal(0, _mailbox.FailMarks);
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_reached_is_tried_again_and_told_with_its_reason()
    {
        _mailbox.FailLists = 3;
        var poller = Poller();
        var start = _time.GetUtcNow();
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await UntilAsync(() => _time.TimersSet >= 1);
        Assert.Equal((start, "connect-failed"), (poller.Status.FailingSince, poller.Status.Error!.Code));
        await PushAsync(() => _mailbox.Waits > 0);
        Assert.Equal((null, null), (poller.Status.FailingSince, poller.Status.Error));
        // 5, 10 and 20 seconds, each up to half longer or shorter.
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(17.5), TimeSpan.FromSeconds(60));
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task A_message_that_tears_down_the_connection_comes_after_the_others_and_is_never_lost()
    {
        _mailbox.Waiting.AddRange(["killer", "2", "3"]);
        _mailbox.Killers.Add("killer");
        var poller = Poller();
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await PushAsync(() => _mailbox.Done.Count == 2);
        Assert.Equal(["2", "3"], _mailbox.Done);
        Assert.Empty(_mailbox.SetAside);
        _mailbox.Killers.Clear();
        await PushAsync(() => _mailbox.Done.Count == 3);
        await EndAsync(stop, running);
    }

    [Fact]
    public async Task Stopping_finishes_the_message_under_way_and_marks_it()
    {
        _mailbox.Waiting.AddRange(["1", "2", "3"]);
        var poller = Poller();
        using var stop = new CancellationTokenSource();
        _receiver.OnReceive = key =>
        {
            if (key == "2")
                stop.Cancel();
        };
        await poller.RunAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(["1", "2"], _mailbox.Done);
        Assert.Equal(["1", "2"], _receiver.Taken);
    }

    [Fact]
    public async Task A_listing_that_is_not_complete_is_followed_by_the_next_at_once()
    {
        _mailbox.Waiting.AddRange(Enumerable.Range(0, 45).Select(n => $"{n:D2}"));
        _mailbox.ListAtMost = 10;
        await RunUntilAsync(Poller(), () => _mailbox.Waits > 0);
        Assert.Equal((45, 5), (_mailbox.Done.Count, _mailbox.Lists));
    }

    [Theory]
    [InlineData(1, 0, 2.5)]
    [InlineData(1, 0.5, 5)]
    [InlineData(2, 0.5, 10)]
    [InlineData(4, 0.5, 40)]
    [InlineData(8, 0.5, 600)]
    [InlineData(int.MaxValue, 0.5, 600)]
    public void Waits_double_up_to_the_longest(int failures, double chance, double seconds)
    {
        var backOff = new MailboxBackOff(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.FromSeconds(seconds), backOff.After(failures, chance));
    }

    private MailboxPoller Poller(MailboxPollerSettings? settings = null) => new(
        _mailbox, _receiver, settings ?? new MailboxPollerSettings(), _time, new Random(7), NullLogger<MailboxPoller>.Instance);

    private static async Task RunUntilAsync(MailboxPoller poller, Func<bool> condition)
    {
        using var stop = new CancellationTokenSource();
        var running = poller.RunAsync(stop.Token);
        await UntilAsync(condition);
        await EndAsync(stop, running);
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task running)
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int i = 0; i < 1_000 && !condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(condition());
    }

    /// <summary>Lets time pass until something holds.</summary>
    private async Task PushAsync(Func<bool> condition)
    {
        for (int i = 0; i < 400 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.True(condition());
    }

    private sealed class Receiver : IMailReceiver
    {
        internal List<string> Taken { get; } = [];

        internal HashSet<string> Poison { get; } = [];

        internal int Asked { get; private set; }

        internal bool IsUnavailable { get; set; }

        internal Action<string>? OnReceive { get; set; }

        public Task<MailTaken> ReceiveAsync(MailboxMessage message, CancellationToken cancellationToken)
        {
            Asked++;
            OnReceive?.Invoke(message.Key);
            if (IsUnavailable)
                return Task.FromResult(MailTaken.Unavailable);
            if (Poison.Contains(message.Key))
                throw new InvalidOperationException("stumbles");
            Taken.Add(message.Key);
            return Task.FromResult(MailTaken.Kept);
        }
    }

    private sealed class ListMailbox(TimeProvider time) : IMailbox
    {
        public string Name => "list";

        internal List<string> Waiting { get; } = [];

        internal List<string> Done { get; } = [];

        internal List<string> SetAside { get; } = [];

        internal HashSet<string> Torn { get; } = [];

        internal HashSet<string> Killers { get; } = [];

        internal int FailMarks { get; set; }

        internal int FailLists { get; set; }

        internal int ListAtMost { get; set; } = 1000;

        internal int Lists { get; private set; }

        internal int Waits { get; private set; }

        public Task<MailboxListing> ListAsync(CancellationToken cancellationToken)
        {
            if (FailLists-- > 0)
                throw MailboxException.Later("connect-failed", "No connection (ConnectionRefused).");
            Lists++;
            return Task.FromResult(new MailboxListing([.. Waiting.Take(ListAtMost)], Waiting.Count <= ListAtMost));
        }

        public Task<MailboxMessage?> TakeAsync(string key, CancellationToken cancellationToken)
        {
            if (Killers.Contains(key))
                throw MailboxException.Later("connection-lost", "The connection to the mail server was lost.");
            if (Torn.Contains(key))
                throw MailboxException.Later("refused", "The mail server refuses for now.").AboutMessage();
            return Task.FromResult<MailboxMessage?>(
                new MailboxMessage { Mailbox = Name, Key = key, Raw = new byte[] { 1 }, Octets = 1 });
        }

        public Task MarkDoneAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            if (FailMarks > 0)
            {
                FailMarks--;
                throw MailboxException.Later("connection-lost", "The connection to the mail server was lost.");
            }
            Waiting.RemoveAll(keys.Contains);
            Done.AddRange(keys);
            return Task.CompletedTask;
        }

        public Task SetAsideAsync(string key, CancellationToken cancellationToken)
        {
            Waiting.Remove(key);
            SetAside.Add(key);
            return Task.CompletedTask;
        }

        public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
        {
            Waits++;
            return Task.Delay(longest, time, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

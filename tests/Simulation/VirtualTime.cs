namespace ResourceSharing.Tests.Simulation;

/// <summary>
/// A clock that only the simulation moves. Timers that have become due do not fire by themselves: the scheduler runs them
/// like any other step. A leap over days fires each timer once, as after the sleep of a machine.
/// </summary>
internal sealed class VirtualTime(Scheduler scheduler) : TimeProvider
{
    /// <summary>Monday, 2 March 2026, 9:00.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, int Setting), (long Ticks, long Sequence)> _due = new();
    private long _sequence;

    public DateTimeOffset Now { get; private set; } = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, Process.Current);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; what has become due by then is ready to run.</summary>
    public void Advance(TimeSpan by)
    {
        Now += by;
        while (_due.TryPeek(out _, out var at) && at.Ticks <= Now.Ticks)
        {
            var (timer, setting) = _due.Dequeue();
            if (timer.IsStill(setting))
            {
                scheduler.Post(timer.Owner, timer.Fire);
            }
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state, Process? owner) : ITimer
    {
        private TimeSpan _period;
        private int _setting;

        public Process? Owner => owner;

        public bool IsStill(int setting) => setting == _setting;

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_period, _setting) = (period, _setting + 1);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._due.Enqueue((this, _setting), ((time.Now + dueTime).Ticks, time._sequence++));
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace ResourceSharing.Tests.Network;

/// <summary>A clock that runs like the real one, but starts on a day of its own and can be moved forward.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private readonly TimeSpan _offset;
    private TimeSpan _passed;

    public ShiftedTime(DateTimeOffset start) => _offset = start - System.GetUtcNow();

    /// <summary>The day on which it was started.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset + _passed;

    /// <summary>What was counted for a while is counted anew when days have passed.</summary>
    public override long GetTimestamp() => System.GetTimestamp() + (long)(_passed.TotalSeconds * TimestampFrequency);

    public void Pass(TimeSpan time) => _passed += time;
}

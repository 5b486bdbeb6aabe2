using System.Buffers;
using System.IO.Pipelines;

namespace ResourceSharing.Adapters.Shared;

/// <summary>
/// Takes message after message from a pipe, within the limits of time. While one is being worked on, the transport reads
/// ahead into the pipe up to the pipe's own threshold; then the peer has to wait. Each wait has one deadline, computed from
/// what has arrived, so a peer that drips costs one timer for each of its packets and nothing else.
/// </summary>
internal sealed class MessageStream(
    PipeReader input, IStreamFraming framing, StreamLimits limits, TimeProvider time, CancellationToken stop)
{
    private bool isFirst = true;
    private long? stoppingSince;

    /// <summary>The next message, or why there is none.</summary>
    public async ValueTask<StreamRead> ReadAsync()
    {
        long since = time.GetTimestamp();
        long received = 0;
        while (true)
        {
            var result = await WaitAsync(since, received);
            var buffer = result.Buffer;
            var frame = framing.Examine(buffer);

            // What may stand between messages is dropped, and the time for the first octet goes on.
            if (frame.Kind == StreamFrameKind.Nothing && !buffer.IsEmpty)
            {
                input.AdvanceTo(buffer.End);
                buffer = ReadOnlySequence<byte>.Empty;
                if (Judge(buffer, frame, result.IsCompleted, since) is { } end)
                    return end;
                continue;
            }

            if (received == 0 && !buffer.IsEmpty)
                since = time.GetTimestamp();
            received = buffer.Length;
            if (Judge(buffer, frame, result.IsCompleted, since) is { } read)
                return read;
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>A message, or the end, or null when there is reason to wait on.</summary>
    private StreamRead? Judge(in ReadOnlySequence<byte> buffer, StreamFrame frame, bool isCompleted, long since)
    {
        var words = framing.Words;
        if (frame.Kind == StreamFrameKind.Complete)
            return Whole(buffer.Slice(0, frame.Octets));
        if (frame.Kind == StreamFrameKind.Refused)
            return Broken(buffer, words.Refused, frame.Reason);
        if (isCompleted)
            return Broken(buffer, words.Incomplete, $"the peer closed after {buffer.Length} octets of {words.Message}");
        if (stop.IsCancellationRequested && buffer.IsEmpty)
            return Broken(buffer, "stopping", "");
        return Remaining(since, buffer.Length) <= TimeSpan.Zero
            ? Broken(buffer, words.TooSlow, $"{buffer.Length} octets of {words.Message} arrived in its time")
            : null;
    }

    /// <summary>More octets, or what there is when the time is over or the host wants to stop.</summary>
    private async ValueTask<ReadResult> WaitAsync(long since, long received)
    {
        // What is there already needs no timer: a partner that sends one message after another has the next one waiting.
        if (!stop.IsCancellationRequested && input.TryRead(out var ready))
            return ready;
        var remaining = Remaining(since, received);
        if (remaining <= TimeSpan.Zero || (stop.IsCancellationRequested && received == 0))
            input.CancelPendingRead();
        await using var stopping = stop.UnsafeRegister(Wake, input);
        await using var timer = time.CreateTimer(
            Wake, input, remaining <= TimeSpan.Zero ? Timeout.InfiniteTimeSpan : remaining, Timeout.InfiniteTimeSpan);
        return await input.ReadAsync(CancellationToken.None);
    }

    /// <summary>Ends the wait and keeps what has arrived, which a cancelled token would not.</summary>
    private static void Wake(object? input) => ((PipeReader)input!).CancelPendingRead();

    private TimeSpan Remaining(long since, long received)
    {
        var remaining = Allowed(received) - time.GetElapsedTime(since);
        if (!stop.IsCancellationRequested)
            return remaining;
        stoppingSince ??= time.GetTimestamp();
        var draining = limits.Drain - time.GetElapsedTime(stoppingSince.Value);
        return draining < remaining ? draining : remaining;
    }

    private TimeSpan Allowed(long received)
    {
        if (received == 0)
            return isFirst ? limits.FirstOctet : limits.Idle;
        if (limits.MinOctetsPerSecond <= 0)
            return limits.WholeMessage;
        var atThisRate = TimeSpan.FromSeconds((double)received / limits.MinOctetsPerSecond);
        var allowed = atThisRate > limits.Grace ? atThisRate : limits.Grace;
        return allowed < limits.WholeMessage ? allowed : limits.WholeMessage;
    }

    private StreamRead Whole(in ReadOnlySequence<byte> octets)
    {
        isFirst = false;
        var copy = octets.ToArray();
        input.AdvanceTo(octets.End);
        return new StreamRead(copy, null, "");
    }

    private StreamRead Broken(in ReadOnlySequence<byte> buffer, string reason, string detail)
    {
        var kept = buffer.Slice(0, Math.Min(buffer.Length, limits.MaxKeptOctets)).ToArray();
        if (!buffer.IsEmpty)
            input.AdvanceTo(buffer.End);
        return new StreamRead(kept, reason, detail);
    }
}

/// <summary>What a look into the stream gave.</summary>
/// <param name="Octets">A whole message; or at the end what had come of one, cut to the limit.</param>
/// <param name="End">Why nothing more will be read; null with a whole message.</param>
/// <param name="Detail">More about that, for the operator.</param>
internal sealed record StreamRead(ReadOnlyMemory<byte> Octets, string? End, string Detail);

/// <summary>What a connection may take in time.</summary>
/// <param name="FirstOctet">From the connection to its first octet.</param>
/// <param name="WholeMessage">From the first octet of a message to its last.</param>
/// <param name="Idle">Between two messages.</param>
/// <param name="MinOctetsPerSecond">The rate that a message has to keep up once <paramref name="Grace"/> is over; 0 for
/// any.</param>
/// <param name="Grace">How long a message may go on at any speed.</param>
/// <param name="Drain">How long connections that still deliver may go on after the host wants to stop.</param>
/// <param name="MaxKeptOctets">Octets that are kept of what is no message.</param>
internal sealed record StreamLimits(
    TimeSpan FirstOctet, TimeSpan WholeMessage, TimeSpan Idle, int MinOctetsPerSecond, TimeSpan Grace, TimeSpan Drain,
    int MaxKeptOctets);

/// <summary>Finds messages in a stream. One instance belongs to one connection and is called with everything received and
/// not yet taken, again and again as it grows.</summary>
internal interface IStreamFraming
{
    /// <summary>How it speaks of what it looks for.</summary>
    StreamWords Words { get; }

    /// <summary>Looks for a whole message.</summary>
    StreamFrame Examine(in ReadOnlySequence<byte> received);
}

/// <summary>How a protocol names what can go wrong in a stream.</summary>
/// <param name="Message">What is looked for, with its article.</param>
/// <param name="Refused">Code: what came cannot become one.</param>
/// <param name="Incomplete">Code: the stream ended within one.</param>
/// <param name="TooSlow">Code: one did not arrive in its time.</param>
internal sealed record StreamWords(string Message, string Refused, string Incomplete, string TooSlow);

/// <summary>What was found.</summary>
internal enum StreamFrameKind
{
    /// <summary>Part of a message.</summary>
    NeedsMore,

    /// <summary>Nothing of a message yet; what there is can be dropped.</summary>
    Nothing,

    /// <summary>A whole message.</summary>
    Complete,

    /// <summary>What came cannot become one.</summary>
    Refused,
}

/// <summary>What a look has shown.</summary>
/// <param name="Kind">What.</param>
/// <param name="Octets">The length of a whole message.</param>
/// <param name="Reason">Why it is refused.</param>
internal readonly record struct StreamFrame(StreamFrameKind Kind, int Octets, string Reason)
{
    public static StreamFrame NeedsMore => new(StreamFrameKind.NeedsMore, 0, "");

    public static StreamFrame Nothing => new(StreamFrameKind.Nothing, 0, "");

    public static StreamFrame Complete(int octets) => new(StreamFrameKind.Complete, octets, "");

    public static StreamFrame Refused(string reason) => new(StreamFrameKind.Refused, 0, reason);
}

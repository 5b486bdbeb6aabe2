using System.Buffers;
using System.IO.Pipelines;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>
/// Takes APDU after APDU from a pipe, within the limits of time. While an APDU is being worked on, the
/// transport reads ahead into the pipe up to the pipe's own threshold; then the peer has to wait. Each
/// wait has one deadline, computed from what has arrived, so a peer that drips costs one timer for each of
/// its packets and nothing else.
/// </summary>
internal sealed class IsoIllStreamReader(
    PipeReader input, IsoIllListenerLimits limits, TimeProvider time, CancellationToken stop)
{
    private readonly IsoIllFraming framing = new();
    private bool isFirst = true;
    private long? stoppingSince;

    /// <summary>The next APDU, or why there is none.</summary>
    public async ValueTask<IsoIllStreamRead> ReadAsync()
    {
        long since = time.GetTimestamp();
        long received = 0;
        while (true)
        {
            var result = await WaitAsync(since, received);
            var buffer = result.Buffer;
            if (received == 0 && !buffer.IsEmpty)
                since = time.GetTimestamp();
            received = buffer.Length;
            if (Judge(buffer, result.IsCompleted, since) is { } read)
                return read;
            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>An APDU, or the end, or null when there is reason to wait on.</summary>
    private IsoIllStreamRead? Judge(in ReadOnlySequence<byte> buffer, bool isCompleted, long since)
    {
        var frame = framing.Examine(buffer);
        if (frame.State == FrameState.Complete)
            return Whole(buffer.Slice(0, frame.Octets));
        if (frame.State == FrameState.Refused)
            return Broken(buffer, "not-iso-ill", frame.Reason);
        if (isCompleted)
            return Broken(buffer, "apdu-incomplete", $"the peer closed after {buffer.Length} octets of an APDU");
        if (stop.IsCancellationRequested && buffer.IsEmpty)
            return Broken(buffer, "stopping", "");
        return Remaining(since, buffer.Length) <= TimeSpan.Zero
            ? Broken(buffer, "apdu-too-slow", $"{buffer.Length} octets of an APDU arrived in its time")
            : null;
    }

    /// <summary>More octets, or what there is when the time is over or the host wants to stop.</summary>
    private async ValueTask<ReadResult> WaitAsync(long since, long received)
    {
        // What is there already needs no timer: a partner that sends one APDU after another has the next one waiting.
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
        var atThisRate = TimeSpan.FromSeconds((double)received / limits.MinOctetsPerSecond);
        var allowed = atThisRate > limits.Grace ? atThisRate : limits.Grace;
        return allowed < limits.WholeApdu ? allowed : limits.WholeApdu;
    }

    private IsoIllStreamRead Whole(in ReadOnlySequence<byte> octets)
    {
        isFirst = false;
        var copy = octets.ToArray();
        input.AdvanceTo(octets.End);
        return new IsoIllStreamRead(copy, null, "");
    }

    private IsoIllStreamRead Broken(in ReadOnlySequence<byte> buffer, string reason, string detail)
    {
        var kept = buffer.Slice(0, Math.Min(buffer.Length, limits.MaxKeptOctets)).ToArray();
        input.AdvanceTo(buffer.End);
        return new IsoIllStreamRead(kept, reason, detail);
    }
}

/// <summary>What a look into the stream gave.</summary>
/// <param name="Octets">A whole APDU; or at the end what had come of one, cut to the limit.</param>
/// <param name="End">Why nothing more will be read; null with a whole APDU.</param>
/// <param name="Detail">More about that, for the operator.</param>
internal sealed record IsoIllStreamRead(ReadOnlyMemory<byte> Octets, string? End, string Detail);

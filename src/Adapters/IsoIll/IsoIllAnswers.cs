using System.Buffers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>
/// Keeps a connection open after a message was sent on it, in case the partner answers there, and gives
/// what comes to the intake. Bounded in number and time. A half-close would tell such a partner that
/// nobody listens, so none is done.
/// </summary>
internal sealed class IsoIllAnswers(
    IIntake intake, IsoIllListenerSettings settings, IsoIllChannelLimits limits, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    private const string Taken = "taken by the peer's TCP; ISO ILL has no acknowledgement";

    private readonly Lock gate = new();
    private readonly HashSet<Task> listening = [];
    private readonly CancellationTokenSource closing = new();

    /// <summary>Starts to listen, and tells after a moment how the sending ended.</summary>
    public async Task<DeliveryOutcome> ListenAsync(
        TcpConnection connection, string partner, IsoIllPartnerSettings partnerSettings,
        CancellationToken cancellationToken)
    {
        var first = new TaskCompletionSource<DeliveryOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (partnerSettings.ListenForAnswer <= TimeSpan.Zero
            || !TryStart(connection, partner, partnerSettings, first))
        {
            connection.Socket.Dispose();
            return new DeliveryOutcome.Delivered(Taken);
        }

        try
        {
            return await first.Task.WaitAsync(limits.Settle, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return new DeliveryOutcome.Delivered(Taken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task all;
        lock (gate)
            all = Task.WhenAll(listening);
        try
        {
            await all.WaitAsync(limits.Drain, time);
        }
        catch (TimeoutException)
        {
            await closing.CancelAsync();
            await all;
        }

        closing.Dispose();
    }

    private bool TryStart(
        TcpConnection connection, string partner, IsoIllPartnerSettings partnerSettings,
        TaskCompletionSource<DeliveryOutcome> first)
    {
        lock (gate)
        {
            if (listening.Count >= limits.MaxListening || closing.IsCancellationRequested)
                return false;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            listening.Add(done.Task);
            _ = RunAsync(connection, partner, partnerSettings, first, done);
            return true;
        }
    }

    private async Task RunAsync(
        TcpConnection connection, string partner, IsoIllPartnerSettings partnerSettings,
        TaskCompletionSource<DeliveryOutcome> first, TaskCompletionSource done)
    {
        await Task.Yield();
        var socket = connection.Socket;
        var peer = new Peer { Address = connection.Address, CalledPartner = partner };
        try
        {
            var answer = await ReceiveAsync(socket, partnerSettings, first);
            socket.Dispose();
            if (answer is not null)
                await HandOverAsync(answer, peer, partnerSettings);
        }
        catch (Exception exception)
        {
            // Nobody awaits this task: whatever goes wrong has to be told here.
            log.LogError(exception, "An answer of {Partner} on our own connection could not be taken over.", partner);
        }
        finally
        {
            socket.Dispose();
            first.TrySetResult(new DeliveryOutcome.Delivered(Taken));
            lock (gate)
                listening.Remove(done.Task);
            done.SetResult();
        }
    }

    /// <summary>One APDU, or what came instead; null when the peer has nothing to say.</summary>
    private async Task<StreamRead?> ReceiveAsync(
        Socket socket, IsoIllPartnerSettings partnerSettings, TaskCompletionSource<DeliveryOutcome> first)
    {
        using var limit = new CancellationTokenSource(partnerSettings.ListenForAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, closing.Token);
        var framing = new IsoIllFraming();
        var received = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                int count = await socket.ReceiveAsync(received.GetMemory(4096), SocketFlags.None, either.Token);
                first.TrySetResult(new DeliveryOutcome.Delivered(
                    count == 0 ? "taken; the peer closed the connection in good order" : "taken; the peer answers"));
                received.Advance(count);
                var frame = framing.Examine(new ReadOnlySequence<byte>(received.WrittenMemory));
                if (frame.State == FrameState.Complete)
                    return new StreamRead(received.WrittenSpan[..frame.Octets].ToArray(), null, "");
                if (frame.State == FrameState.Refused)
                    return Broken(received, "not-iso-ill", frame.Reason);
                if (count == 0)
                    return Broken(received, "apdu-incomplete", "the peer closed within its answer");
            }
        }
        catch (SocketException exception)
        {
            first.TrySetResult(new DeliveryOutcome.InDoubt(new GatewayError(
                "connection-reset", RetryClass.Later,
                "The partner's system broke the connection right after the message was sent.",
                exception.SocketErrorCode.ToString())));
            return Broken(received, "apdu-incomplete", "the connection broke within the answer");
        }
        catch (OperationCanceledException)
        {
            return Broken(received, "apdu-too-slow", "the answer did not arrive whole in its time");
        }
    }

    private StreamRead? Broken(ArrayBufferWriter<byte> received, string reason, string detail)
    {
        int kept = Math.Min(received.WrittenCount, settings.Limits.MaxKeptOctets);
        return kept == 0 ? null : new StreamRead(received.WrittenSpan[..kept].ToArray(), reason, detail);
    }

    private async Task HandOverAsync(StreamRead answer, Peer peer, IsoIllPartnerSettings partnerSettings)
    {
        var arrivals = new IsoIllArrivals(settings, _ => partnerSettings, _ => partnerSettings);
        var at = time.GetUtcNow();
        var arrival = answer.End is null
            ? arrivals.Whole(answer.Octets, peer, at) with { EncodeReply = null, WaitsForReply = false }
            : IsoIllArrivals.Broken(answer.Octets, peer, at, answer.End, answer.Detail);
        await intake.AcceptAsync(arrival, CancellationToken.None);
    }
}

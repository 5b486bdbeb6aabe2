using System.Buffers;
using System.Net.Sockets;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Calls on a bare connection, one for each: the message, which ends with a line break
/// (Voyager waits for one), then the answer up to its end tag.</summary>
internal sealed class NcipTcpCall(TimeProvider time)
{
    /// <summary>One attempt.</summary>
    public async Task<NcipExchange> SendAsync(
        ReadOnlyMemory<byte> octets, NcipConnectionSettings connection, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(connection.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var there = new TcpTarget(
            connection.Url.Uri.DnsSafeHost, connection.Url.Uri.Port, connection.Timeout / 3, "NCIP");
        var (peer, error) = await TcpConnecting.ConnectAsync(there, time, either.Token);
        if (peer is null)
            return NcipFailures.Unreachable(error?.PrivateDetail ?? "no connection");
        using var socket = peer.Socket;
        return await WriteAsync(socket, octets, either.Token)
            ?? await ReadAsync(socket, connection, either.Token);
    }

    /// <summary>Hands the message over; null when all of it is gone.</summary>
    private static async Task<NcipExchange?> WriteAsync(
        Socket socket, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            for (var rest = octets; !rest.IsEmpty;)
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellationToken)..];
            return null;
        }
        catch (SocketException fault)
        {
            return NcipFailures.NotSent($"{fault.SocketErrorCode}");
        }
        catch (OperationCanceledException)
        {
            return NcipFailures.NotSent("not in time");
        }
    }

    private async Task<NcipExchange> ReadAsync(
        Socket socket, NcipConnectionSettings connection, CancellationToken cancellationToken)
    {
        var received = new ArrayBufferWriter<byte>();
        var framing = new NcipFraming();
        using var idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        try
        {
            while (true)
            {
                int count = await socket.ReceiveAsync(received.GetMemory(4096), SocketFlags.None, either.Token);
                if (count == 0)
                    return NcipFailures.Read(received.WrittenMemory, null, null);
                received.Advance(count);
                var frame = framing.Examine(new ReadOnlySequence<byte>(received.WrittenMemory));
                if (frame.State == NcipFrameState.Complete)
                    return NcipFailures.Read(received.WrittenMemory[..frame.Octets], null, null);
                if (frame.State == NcipFrameState.Refused || received.WrittenCount > NcipLimits.MaxOctets)
                    return NcipFailures.Read(received.WrittenMemory, null, null);
                idle.CancelAfter(connection.IdleTimeout);
            }
        }
        catch (SocketException fault)
        {
            return NcipFailures.Lost($"{fault.SocketErrorCode}");
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return NcipFailures.Read(received.WrittenMemory, null, null);
        }
        catch (OperationCanceledException)
        {
            return NcipFailures.TimedOut();
        }
    }
}

using System.Buffers;
using System.Net;
using System.Net.Sockets;
using ResourceSharing.Mapping.IsoIll;

namespace ResourceSharing.Tests.Network;

/// <summary>A partner's connection to the gateway's ISO ILL port.</summary>
internal sealed class IllConnection : IDisposable
{
    private readonly Socket _socket;

    private IllConnection(Socket socket) => _socket = socket;

    /// <summary>Connects, if wanted from an address of our own: all of 127.0.0.0/8 is this machine.</summary>
    public static async Task<IllConnection> OpenAsync(
        IPEndPoint gateway, IPAddress? from = null, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        await socket.ConnectAsync(gateway, cancellationToken);
        return new IllConnection(socket);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[await _socket.SendAsync(octets, cancellationToken)..];
        }
    }

    /// <summary>Says that nothing more comes from this side.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Sends an APDU and waits for the one that answers it.</summary>
    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> apdu, CancellationToken cancellationToken = default)
    {
        await SendAsync(apdu, cancellationToken);
        return await ReadApduAsync(_socket, cancellationToken) ?? throw new IOException("closed without an answer");
    }

    /// <summary>Everything until the gateway closes.</summary>
    public async Task<byte[]> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var received = new ArrayBufferWriter<byte>();
        try
        {
            int count;
            while ((count = await _socket.ReceiveAsync(received.GetMemory(4096), cancellationToken)) > 0)
            {
                received.Advance(count);
            }
        }
        catch (SocketException)
        {
            // A reset ends it as well.
        }

        return received.WrittenSpan.ToArray();
    }

    /// <summary>The next APDU of a socket; null when the peer closed before one was whole.</summary>
    public static async Task<byte[]?> ReadApduAsync(Socket socket, CancellationToken cancellationToken)
    {
        var framing = new IsoIllFraming();
        var received = new ArrayBufferWriter<byte>();
        while (true)
        {
            var count = await socket.ReceiveAsync(received.GetMemory(4096), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            received.Advance(count);
            var frame = framing.Examine(new ReadOnlySequence<byte>(received.WrittenMemory));
            if (frame.State == FrameState.Complete)
            {
                return received.WrittenSpan[..frame.Octets].ToArray();
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}

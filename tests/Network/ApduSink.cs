using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ResourceSharing.Tests.Network;

/// <summary>A partner's ISO ILL server that takes everything, writes it down and says nothing.</summary>
internal sealed class ApduSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public ApduSink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Every whole APDU, in the order of arrival; repeats stand as often as they came.</summary>
    public ConcurrentQueue<byte[]> Apdus { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await IllConnection.ReadApduAsync(socket, _stop.Token) is { } apdu)
                {
                    // The message counts as taken with its last octet, whatever becomes of the connection then.
                    Apdus.Enqueue(apdu);
                    socket.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException)
            {
                // The gateway was killed while it sent, or the test is over.
            }
        }
    }
}

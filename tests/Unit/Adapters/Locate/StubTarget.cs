using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ResourceSharing.Tests.Unit.Adapters.Locate;

/// <summary>A target of any protocol that does what a test says with each connection.</summary>
internal sealed class StubTarget : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Socket, CancellationToken, Task> behaviour;
    private readonly Task accepting;
    private int connections;

    public StubTarget(Func<Socket, CancellationToken, Task> behaviour)
    {
        this.behaviour = behaviour;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Takes the connection and says nothing.</summary>
    public static StubTarget Silent() => new((_, token) => Task.Delay(Timeout.Infinite, token));

    /// <summary>Sends the same octets whatever it is asked, and closes.</summary>
    public static StubTarget Saying(byte[] octets) => new(async (socket, token) =>
    {
        await socket.ReceiveAsync(new byte[64 * 1024], SocketFlags.None, token);
        await socket.SendAsync(octets, SocketFlags.None, token);
        socket.Shutdown(SocketShutdown.Both);
    });

    /// <summary>Sends an endless answer, one octet each 20 ms.</summary>
    public static StubTarget Dripping(byte[] beginning, byte more) => new(async (socket, token) =>
    {
        await socket.ReceiveAsync(new byte[64 * 1024], SocketFlags.None, token);
        await socket.SendAsync(beginning, SocketFlags.None, token);
        while (!token.IsCancellationRequested)
        {
            await socket.SendAsync(new[] { more }, SocketFlags.None, token);
            await Task.Delay(20, token);
        }
    });

    public static byte[] Http(string status, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    /// <summary>A port on which nobody listens.</summary>
    public static int DeadPort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return port;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                Interlocked.Increment(ref connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
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
                await behaviour(socket, stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The gateway went away, or the test is over.
            }
        }
    }
}

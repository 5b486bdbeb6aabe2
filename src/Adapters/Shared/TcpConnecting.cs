using System.Net;
using System.Net.Sockets;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Shared;

/// <summary>Connects to a partner. The host comes from the partner's file and from nowhere else.</summary>
internal static class TcpConnecting
{
    /// <summary>Tries the addresses of the host one after the other; each gets its share of the time that
    /// is left, so that a dead first address does not use up all of it.</summary>
    /// <param name="there">Where to.</param>
    /// <param name="time">The clock of the limit.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The connection, or why there is none.</returns>
    public static async Task<(TcpConnection? Connection, GatewayError? Error)> ConnectAsync(
        TcpTarget there, TimeProvider time, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        using var limit = new CancellationTokenSource(there.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(there.Host, either.Token);
            string last = "no address";
            for (int i = 0; i < addresses.Length && !either.IsCancellationRequested; i++)
            {
                var left = there.Timeout - time.GetElapsedTime(since);
                var share = TimeSpan.FromTicks(Math.Max(1, left.Ticks / (addresses.Length - i)));
                var (socket, failure) = await TryAsync(
                    new IPEndPoint(addresses[i], there.Port), share, time, either.Token);
                if (socket is not null)
                    return (new TcpConnection(socket, addresses[i]), null);
                last = failure;
            }

            return (null, Failed(there, last));
        }
        catch (SocketException exception)
        {
            return (null, Failed(there, $"the name cannot be looked up, {exception.SocketErrorCode}"));
        }
        catch (OperationCanceledException)
        {
            return (null, Failed(there, "the name was not looked up in time"));
        }
    }

    private static async Task<(Socket? Socket, string Failure)> TryAsync(
        IPEndPoint address, TimeSpan allowed, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(allowed, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, either.Token);
            return (socket, "");
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            return (null, $"{address} {exception.SocketErrorCode}");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            return (null, $"{address} did not answer in time");
        }
    }

    private static GatewayError Failed(TcpTarget there, string detail) => new(
        "connect-failed", RetryClass.Later, $"The partner's {there.Kind} server cannot be reached.",
        $"{there.Host}:{there.Port}: {detail}");
}

/// <summary>A connection to a partner. The address is kept beside it, since a socket whose peer has reset it no
/// longer tells.</summary>
internal sealed record TcpConnection(Socket Socket, IPAddress Address);

/// <summary>Where to connect to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">The port.</param>
/// <param name="Timeout">For looking up the name and connecting.</param>
/// <param name="Kind">What is there, for people: <c>ISO ILL</c>.</param>
internal sealed record TcpTarget(string Host, int Port, TimeSpan Timeout, string Kind);

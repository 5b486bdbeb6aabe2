using System.Net;
using System.Net.Sockets;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>Connects to a partner. The host comes from the partner's file and from nowhere else.</summary>
internal static class IsoIllConnecting
{
    /// <summary>Tries the addresses of the host one after the other; each gets its share of the time that
    /// is left, so that a dead first address does not use up all of it.</summary>
    public static async Task<(IsoIllConnection? Connection, GatewayError? Error)> ConnectAsync(
        IsoIllPartnerSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        long since = time.GetTimestamp();
        using var limit = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(settings.Host, either.Token);
            string last = "no address";
            for (int i = 0; i < addresses.Length && !either.IsCancellationRequested; i++)
            {
                var left = settings.ConnectTimeout - time.GetElapsedTime(since);
                var share = TimeSpan.FromTicks(Math.Max(1, left.Ticks / (addresses.Length - i)));
                var (socket, failure) = await TryAsync(
                    new IPEndPoint(addresses[i], settings.Port), share, time, either.Token);
                if (socket is not null)
                    return (new IsoIllConnection(socket, addresses[i]), null);
                last = failure;
            }

            return (null, Failed(settings, last));
        }
        catch (SocketException exception)
        {
            return (null, Failed(settings, $"the name cannot be looked up, {exception.SocketErrorCode}"));
        }
        catch (OperationCanceledException)
        {
            return (null, Failed(settings, "the name was not looked up in time"));
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

    private static GatewayError Failed(IsoIllPartnerSettings settings, string detail) => new(
        "connect-failed", RetryClass.Later, "The partner's ISO ILL server cannot be reached.",
        $"{settings.Host}:{settings.Port}: {detail}");
}

/// <summary>A connection to a partner. The address is kept beside it, since a socket whose peer has reset it no
/// longer tells.</summary>
internal sealed record IsoIllConnection(Socket Socket, IPAddress Address);

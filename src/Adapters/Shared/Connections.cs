using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ResourceSharing.Adapters.Shared;

/// <summary>Ends connections of listeners.</summary>
internal static class Connections
{
    /// <summary>Closes so that the sender notices: to close in good order would look like "taken".</summary>
    public static void Reset(ConnectionContext connection, string reason)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket })
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        connection.Abort(new ConnectionAbortedException(reason));
    }
}

using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// NCIP on bare connections: message after message, each ended by the end tag of its root and answered before the next one is
/// read. Add it with <c>listen.UseConnectionHandler&lt;NcipListener&gt;()</c>; register it as a singleton, since it counts the
/// connections.
/// </summary>
public sealed class NcipListener : ConnectionHandler
{
    private readonly NcipResponder responder;
    private readonly NcipResponderLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger<NcipListener> log;
    private readonly ConnectionCount connections;

    /// <summary>Makes the server; Kestrel gives it the connections.</summary>
    /// <param name="responder">Makes the answers.</param>
    /// <param name="time">The clock of all limits.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    public NcipListener(NcipResponder responder, TimeProvider time, ILogger<NcipListener> log)
    {
        ArgumentNullException.ThrowIfNull(responder);
        this.responder = responder;
        this.time = time;
        this.log = log;
        limits = responder.Settings.Limits;
        connections = new ConnectionCount(limits.MaxConnections, limits.MaxConnectionsPerAddress);
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!connections.TryEnter(address))
        {
            NcipTelemetry.Reject("too-many-connections");
            Connections.Reset(connection, "Too many connections.");
            return;
        }

        try
        {
            await ServeAsync(connection, new NcipCredentials(address));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The peer reset the connection, or did not take its answer: nothing is owed to it any more.
            log.LogDebug(exception, "The NCIP connection of {Address} broke.", address);
        }
        finally
        {
            connections.Leave(address);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, NcipCredentials shown)
    {
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? CancellationToken.None;
        var stream = new MessageStream(connection.Transport.Input, new Framing(), limits.OfStream(), time, stop);
        while (true)
        {
            var read = await stream.ReadAsync();
            if (read.End is null)
            {
                // Ends of lines and of strings that followed the message before belong to none.
                var message = read.Octets.TrimStart(" \t\r\n\0"u8);
                await ReplyAsync(connection.Transport.Output, await responder.AnswerAsync(message, null, shown));
                continue;
            }

            // Behind what is no message may be a partner whose system is set up wrongly: it is kept, and told.
            if (!read.Octets.IsEmpty)
            {
                var answer = await responder.BrokenAsync(read.Octets, read.End, read.Detail, shown);
                await ReplyAsync(connection.Transport.Output, answer);
            }

            return;
        }
    }

    private async Task ReplyAsync(PipeWriter output, ReadOnlyMemory<byte> reply)
    {
        using var limit = new CancellationTokenSource(limits.Reply, time);
        await output.WriteAsync(reply, limit.Token);
    }

    /// <summary>Finds messages in the stream; blanks between them belong to none.</summary>
    private sealed class Framing : IStreamFraming
    {
        private NcipFraming framing = new();

        public StreamWords Words { get; } =
            new("a message of NCIP", "ncip-not-ncip", "ncip-incomplete", "ncip-too-slow");

        public StreamFrame Examine(in ReadOnlySequence<byte> received)
        {
            var frame = framing.Examine(received);
            switch (frame.State)
            {
                case NcipFrameState.Complete:
                    return StreamFrame.Complete(frame.Octets);
                case NcipFrameState.Refused:
                    return StreamFrame.Refused(frame.Reason);
                case NcipFrameState.Idle:
                    framing = new NcipFraming();
                    return StreamFrame.Nothing;
                default:
                    return StreamFrame.NeedsMore;
            }
        }
    }
}

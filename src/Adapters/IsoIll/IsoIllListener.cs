using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>
/// The ISO ILL server: bare BER over TCP, any number of APDUs on one connection, no handshake and no
/// acknowledgement. Each APDU is committed by the intake before the next one of its connection is handed
/// over. Add it with <c>listen.UseConnectionHandler&lt;IsoIllListener&gt;()</c>; register it as a
/// singleton, since it counts the connections.
/// </summary>
public sealed class IsoIllListener : ConnectionHandler
{
    private readonly IIntake intake;
    private readonly IsoIllListenerLimits limits;
    private readonly TimeProvider time;
    private readonly ILogger<IsoIllListener> log;
    private readonly IsoIllArrivals arrivals;
    private readonly ConnectionCount connections;

    /// <summary>Makes the server; Kestrel gives it the connections.</summary>
    /// <param name="intake">Where every APDU goes.</param>
    /// <param name="partners">The partners' files.</param>
    /// <param name="settings">Our library and the limits.</param>
    /// <param name="time">The clock of all limits.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    public IsoIllListener(
        IIntake intake, IIsoIllPartners partners, IsoIllListenerSettings settings, TimeProvider time,
        ILogger<IsoIllListener> log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        this.intake = intake;
        this.time = time;
        this.log = log;
        limits = settings.Limits;
        arrivals = new IsoIllArrivals(settings, partners.FindBySymbol, partners.FindByAddress);
        connections = new ConnectionCount(limits.MaxConnections, limits.MaxConnectionsPerAddress);
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (!connections.TryEnter(address))
        {
            IsoIllTelemetry.ConnectionsRefused.Add(1);
            Connections.Reset(connection, "Too many connections.");
            return;
        }

        try
        {
            await ServeAsync(connection, new Peer { Address = address });
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The peer reset the connection, or did not take its answer: nothing is owed to it any more.
            log.LogDebug(exception, "The ISO ILL connection of {Address} broke.", address);
        }
        finally
        {
            connections.Leave(address);
        }
    }

    private async Task ServeAsync(ConnectionContext connection, Peer peer)
    {
        var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? CancellationToken.None;
        var reader = new MessageStream(
            connection.Transport.Input, new IsoIllStreamFraming(), limits.OfStream(), time, stop);
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.End is { } end)
            {
                await EndAsync(read, end, peer);
                return;
            }

            IsoIllTelemetry.ApdusReceived.Add(1);
            var arrival = arrivals.Whole(read.Octets, peer, time.GetUtcNow());

            // Not cancelled when the peer leaves: most partners close right after sending, and mean it.
            var receipt = await intake.AcceptAsync(arrival, CancellationToken.None);
            if (receipt.Outcome == ArrivalOutcome.Unavailable)
            {
                IsoIllTelemetry.Reject("unavailable");
                Connections.Reset(connection, "Nothing can be kept at present.");
                return;
            }

            if (receipt.Reply is { } reply)
                await ReplyAsync(connection.Transport.Output, reply);
        }
    }

    /// <summary>What came of a stream that is no ISO ILL is kept: behind it may be a partner whose system
    /// is set up wrongly, and nobody would ever know.</summary>
    private async Task EndAsync(StreamRead read, string reason, Peer peer)
    {
        if (read.Octets.IsEmpty)
            return;
        IsoIllTelemetry.Reject(reason);
        log.LogWarning("An ISO ILL connection of {Address} was closed: {Reason}.", peer.Address, reason);
        var arrival = IsoIllArrivals.Broken(read.Octets, peer, time.GetUtcNow(), reason, read.Detail);
        await intake.AcceptAsync(arrival, CancellationToken.None);
    }

    private async Task ReplyAsync(PipeWriter output, ReadOnlyMemory<byte> reply)
    {
        using var limit = new CancellationTokenSource(limits.Reply, time);
        await output.WriteAsync(reply, limit.Token);
    }
}

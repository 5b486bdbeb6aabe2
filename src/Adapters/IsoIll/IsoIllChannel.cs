using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;

namespace ResourceSharing.Adapters.IsoIll;

/// <summary>
/// Sends APDUs: one TCP connection for each. ISO ILL has no acknowledgement; delivered means that the
/// partner's TCP took all octets and did not reset the connection right away. What the partner says on our
/// connection goes to the intake, by a listener in the background, so that the delivery lane does not wait
/// for it.
/// </summary>
public sealed class IsoIllChannel : IChannel, IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly IsoIllChannelLimits limits;
    private readonly IsoIllAnswers answers;

    /// <summary>Makes the channel; one for all partners.</summary>
    /// <param name="intake">Where answers go that come on our own connection.</param>
    /// <param name="settings">Our library, for those answers.</param>
    /// <param name="time">The clock of all limits.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    /// <param name="limits">How much it bears; the defaults when null.</param>
    public IsoIllChannel(
        IIntake intake, IsoIllListenerSettings settings, TimeProvider time, ILogger<IsoIllChannel> log,
        IsoIllChannelLimits? limits = null)
    {
        this.time = time;
        this.limits = limits ?? new IsoIllChannelLimits();
        answers = new IsoIllAnswers(intake, settings, this.limits, time, log);
    }

    /// <inheritdoc/>
    public string Protocol => "iso-ill";

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not IsoIllPartnerSettings settings)
            return new EncodeResult.Failed(WrongSettings(envelope));
        return IsoIllEncoding.Encode(
            envelope, new IsoIllWays("TCP/IP", envelope.Sender.PublicAddress, $"{settings.Host}:{settings.Port}"));
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not IsoIllPartnerSettings settings)
            return new DeliveryOutcome.Deferred(WrongSettings(envelope));
        var there = new TcpTarget(settings.Host, settings.Port, settings.ConnectTimeout, "ISO ILL");
        var (connection, error) = await TcpConnecting.ConnectAsync(there, time, cancellationToken);
        if (connection is null)
            return new DeliveryOutcome.Deferred(error!);
        if (await WriteAsync(connection.Socket, bytes, cancellationToken) is { } failed)
        {
            connection.Socket.Dispose();
            return failed;
        }

        return await answers.ListenAsync(connection, envelope.Recipient.Code, settings, cancellationToken);
    }

    /// <summary>Gives answers that are still expected a moment, then closes their connections.</summary>
    public ValueTask DisposeAsync() => answers.DisposeAsync();

    /// <summary>
    /// Hands the octets to TCP. While octets are left that TCP has not taken, the partner cannot have the
    /// whole message; only with the last piece under way nobody knows.
    /// </summary>
    private async Task<DeliveryOutcome?> WriteAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.Send, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        bool isLast = false;
        try
        {
            for (var rest = bytes; !rest.IsEmpty;)
            {
                isLast = rest.Length <= limits.PieceOctets;
                var piece = rest[..Math.Min(rest.Length, limits.PieceOctets)];
                rest = rest[await socket.SendAsync(piece, SocketFlags.None, either.Token)..];
            }

            return null;
        }
        catch (SocketException exception)
        {
            return new DeliveryOutcome.Deferred(new GatewayError(
                "send-failed", RetryClass.Later, "The connection broke before the message was sent.",
                exception.SocketErrorCode.ToString()));
        }
        catch (OperationCanceledException)
        {
            var unfinished = new GatewayError(
                "send-timeout", RetryClass.Later, "The partner's system did not take the message in time.");
            return isLast ? new DeliveryOutcome.InDoubt(unfinished) : new DeliveryOutcome.Deferred(unfinished);
        }
    }

    private static GatewayError WrongSettings(Envelope envelope) => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by ISO ILL.",
        $"The settings of {envelope.Recipient.Code} are {envelope.Recipient.Settings.GetType().Name}.");
}

/// <summary>How much the sending side bears.</summary>
public sealed record IsoIllChannelLimits
{
    /// <summary>For handing one message to TCP.</summary>
    public TimeSpan Send { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an attempt waits for the peer to reset a connection that it had accepted: an overloaded
    /// server does that at once, and without this look its messages would be taken for delivered. It ends
    /// early when the peer answers or closes in good order.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Octets handed to TCP at a time.</summary>
    public int PieceOctets { get; init; } = 1 << 14;

    /// <summary>Connections on which an answer is awaited at the same time; beyond them nobody
    /// listens.</summary>
    public int MaxListening { get; init; } = 64;

    /// <summary>How long disposing waits for them.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(5);
}

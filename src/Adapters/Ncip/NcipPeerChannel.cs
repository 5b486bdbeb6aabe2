using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// Sends requests and all that follows from them to peers by NCIP. A positive response means delivered. What a response says of
/// the request itself (a renewal is granted, a cancellation comes too late) is taken in like an arrival before the attempt
/// counts as delivered.
/// </summary>
/// <param name="intake">Where answers go.</param>
/// <param name="client">Asks responders.</param>
/// <param name="time">The clock; its zone is that of times which come without one.</param>
public sealed class NcipPeerChannel(IIntake intake, NcipClient client, TimeProvider time) : IChannel
{
    /// <inheritdoc/>
    public string Protocol => NcipPeerArrivals.Protocol;

    /// <inheritdoc/>
    public EncodeResult Encode(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPeerSettings settings)
            return new EncodeResult.Failed(WrongChannel);
        var form = settings.Form(envelope.Recipient.SendPatron);
        return NcipPeer.Write(envelope.Message, form, envelope.About?.Content) switch
        {
            NcipPeerWritten.NotExpressible none => new EncodeResult.NotExpressible(none.Reason),
            NcipPeerWritten.Expressed expressed => Encoded(expressed, settings.Connection),
            var other => throw new InvalidOperationException($"No such result: {other}"),
        };
    }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Recipient.Settings is not NcipPeerSettings settings)
            return new DeliveryOutcome.Deferred(WrongChannel);
        return await client.SendAsync(bytes, settings.Connection, cancellationToken) switch
        {
            NcipExchange.Answered answered => await TakeAsync(answered, envelope, settings, cancellationToken),
            NcipExchange.Failed { MayBeDone: true, Error: var error } => new DeliveryOutcome.InDoubt(error),
            NcipExchange.Failed { Error: var error } => new DeliveryOutcome.Deferred(error),
            var other => throw new InvalidOperationException($"No such exchange: {other}"),
        };
    }

    private static GatewayError WrongChannel => new(
        "wrong-channel", RetryClass.AfterOperator, "The partner is not reached by NCIP between peers.");

    private static EncodeResult.Encoded Encoded(NcipPeerWritten.Expressed expressed, NcipConnectionSettings connection)
    {
        var (ours, wanted) = (expressed.Message.Header!, NcipOutgoing.Header(connection));
        var header = ours with
        {
            FromAgencyId = wanted.FromAgencyId ?? ours.FromAgencyId,
            ToAgencyId = wanted.ToAgencyId ?? ours.ToAgencyId,
            FromAgencyAuthentication = wanted.FromAgencyAuthentication,
            FromSystemAuthentication = wanted.FromSystemAuthentication,
        };
        var written = NcipCodec.Write(expressed.Message with { Header = header }, connection.FormFor(NcipDialect.Generic));
        return new EncodeResult.Encoded(
            written.Octets, new LossReport([.. expressed.Losses.Losses, .. written.Losses.Losses]));
    }

    private async Task<DeliveryOutcome> TakeAsync(
        NcipExchange.Answered answered, Envelope envelope, NcipPeerSettings settings, CancellationToken cancellationToken)
    {
        var form = settings.Form(envelope.Recipient.SendPatron);
        switch (NcipPeer.Hear(answered.Response, envelope.Message, form, time.LocalTimeZone, time.GetUtcNow()))
        {
            case NcipPeerHeard.Taken taken:
                return new DeliveryOutcome.Delivered(taken.Detail) { IsAcknowledged = true };
            case NcipPeerHeard.Later later:
                return new DeliveryOutcome.Deferred(new GatewayError(
                    "ncip-peer-later", RetryClass.Later, $"The partner's system asks to try again later: {later.Detail}."));
            case NcipPeerHeard.Refused refused:
                return new DeliveryOutcome.Refused(new GatewayError(
                    "ncip-peer-refused", RetryClass.Never, $"The partner's system refuses: {refused.Detail}."));
            case NcipPeerHeard.Says says:
                var receipt = await intake.AcceptAsync(ArrivalOf(says, answered, envelope), cancellationToken);
                return receipt.Outcome == ArrivalOutcome.Unavailable
                    ? new DeliveryOutcome.InDoubt(receipt.Error ?? new GatewayError(
                        "store-unavailable", RetryClass.Later, "The partner's answer could not be kept."))
                    : new DeliveryOutcome.Delivered(says.Detail);
            case var other:
                throw new InvalidOperationException($"No such answer: {other}");
        }
    }

    /// <summary>One answer to each message of ours: the same message answered again is a repeat.</summary>
    private Arrival ArrivalOf(NcipPeerHeard.Says says, NcipExchange.Answered answered, Envelope envelope) => new()
    {
        Protocol = Protocol,
        Raw = answered.Raw,
        Peer = new Peer { CalledPartner = envelope.Recipient.Code },
        Content = new ArrivalContent.Understood(
            says.Message,
            FormattableString.Invariant($"answer-to-{envelope.OutboxId} {says.Message.Service}"),
            SHA256.HashData(Encoding.UTF8.GetBytes(says.Detail)),
            LossReport.None),
    };
}
